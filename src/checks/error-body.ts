import { isObject } from '../scim/json.ts';
import { type Answer, isError, mayBeGateway } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const errorBody = defineCheck({
  name: 'error-body',
  title: 'Every error has a JSON object as its body',
  level: 'MUST',
  cites: ['RFC7644-3.12-10', 'INTEROP-OKTA-06'],
  why: 'An identity provider shows the detail of the error to its administrator; a page of HTML, or nothing, helps nobody.',
  judge: (answer) => (isError(answer) && !mayBeGateway(answer) ? errorBodyFault(answer) : undefined),
});

/** What the body of an error is instead of a JSON object. */
export function errorBodyFault({ response, body }: Answer): ReturnType<typeof broken>[] {
  if (response.text === '') return [broken('', 'the error has no body')];
  if (response.bodyProblem !== undefined)
    return [broken('', 'the body of the error is not JSON', { actual: response.bodyProblem })];
  return isObject(body) ? [] : [broken('', 'the body of the error is not an object', { actual: body })];
}
