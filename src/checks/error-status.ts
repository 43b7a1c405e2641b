import { someKind } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { type Answer, isError, mayBeGateway } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const errorStatus = defineCheck({
  name: 'error-status',
  title: 'Every error has its status in the body, as a string',
  level: 'MUST',
  cites: ['RFC7644-3.12-12'],
  why: 'A number instead of the string breaks clients that read the error into a typed object.',
  judge: (answer) =>
    isError(answer) && !mayBeGateway(answer) && isObject(answer.body) ? errorStatusFault(answer) : undefined,
});

/** What is wrong with the type of `status` in an error whose body is an object. */
export function errorStatusFault({ body }: Answer): ReturnType<typeof broken>[] {
  const actual = isObject(body) ? getIgnoringCase(body, 'status') : undefined;
  if (typeof actual === 'string') return [];
  if (actual === undefined || actual === null) return [broken('body.status', 'status is absent')];
  return [
    broken('body.status', `status is ${someKind(actual)} but should be a string`, { actual, expected: String(actual) }),
  ];
}
