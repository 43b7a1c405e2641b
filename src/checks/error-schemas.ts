import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { ERROR_URN } from '../scim/urn.ts';
import { type Answer, isError, mayBeGateway, namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const errorSchemas = defineCheck({
  name: 'error-schemas',
  title: 'Every error says in its schemas that it is a SCIM error',
  level: 'MUST',
  cites: ['RFC7644-3.12-11', 'RFC7644-3.1-03'],
  why: 'Without it a client cannot tell an error of the service from the JSON of whatever stands in between.',
  judge: (answer) =>
    isError(answer) && !mayBeGateway(answer) && isObject(answer.body) ? errorSchemasFault(answer) : undefined,
});

/** What is wrong with `schemas` of an error whose body is an object. */
export function errorSchemasFault({ body }: Answer): ReturnType<typeof broken>[] {
  if (!isObject(body) || namesSchema(body, ERROR_URN)) return [];
  const actual = getIgnoringCase(body, 'schemas');
  if (actual === undefined || actual === null)
    return [broken('schemas', 'schemas is absent', { expected: [ERROR_URN] })];
  const message = Array.isArray(actual) ? `schemas does not name ${ERROR_URN}` : 'schemas is not a list';
  return [broken('schemas', message, { actual, expected: [ERROR_URN] })];
}
