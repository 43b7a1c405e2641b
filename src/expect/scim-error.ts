import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { Position } from '../suite/model.ts';
import { plain, show } from './print.ts';
import type { Reason } from './reason.ts';

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

/**
 * RFC 7644 §3.12: what is wrong with an error body, apart from its scimType: it is an object, `schemas` names the Error
 * message, `status` is a string and equals the HTTP status.
 */
export function errorBodyFaults(body: Json | undefined, status: number, at?: Position): Reason[] {
  const where = at === undefined ? {} : { at };
  if (body === undefined) return [{ message: 'the error has no body', path: '', ...where }];
  if (!isObject(body)) return [{ message: 'the body of the error is not a JSON object', path: '', ...where }];
  const schemas = getIgnoringCase(body, 'schemas');
  const named =
    Array.isArray(schemas) &&
    schemas.some((urn) => typeof urn === 'string' && urn.toLowerCase() === ERROR_SCHEMA.toLowerCase());
  const reasons: Reason[] = named ? [] : [unlike('schemas', schemas, [ERROR_SCHEMA], `name ${ERROR_SCHEMA}`, where)];
  const stated = getIgnoringCase(body, 'status');
  const expected = String(status);
  if (stated === expected) return reasons;
  const kind = typeof stated === 'number' ? ' (number)' : '';
  return [
    ...reasons,
    unlike('status', stated, expected, `be ${show(expected)}${kind === '' ? '' : ' (string)'}`, where, kind),
  ];
}

function unlike(
  path: string,
  actual: Json | undefined,
  expected: Json,
  should: string,
  where: { at?: Position },
  kind = '',
): Reason {
  const is = actual === undefined || actual === null ? 'absent' : `${show(actual)}${kind}`;
  return {
    message: `${path} of the error is ${is} but should ${should}`,
    path: `body.${path}`,
    ...(actual === undefined ? {} : { actual }),
    expected,
    ...where,
  };
}

/** What the server itself says about a failure: ` (the server says: uniqueness, "already taken")`; empty when it says nothing. */
export function serverSays(body: Json | undefined): string {
  if (!isObject(body)) return '';
  const said = ['scimType', 'detail'].map((name) => [name, getIgnoringCase(body, name)] as const);
  const words = said.flatMap(([name, text]) =>
    typeof text !== 'string' || text === '' ? [] : [name === 'detail' ? show(text, 200) : plain(text, 40)],
  );
  return words.length === 0 ? '' : ` (the server says: ${words.join(', ')})`;
}
