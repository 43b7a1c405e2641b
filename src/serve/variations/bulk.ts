/** Legal variations of bulk. */
import { isObject } from '../../scim/json.ts';
import { refusal } from '../errors.ts';
import type { Variation } from './variation.ts';

export const BULK_VARIATIONS: readonly Variation[] = [
  {
    id: 'bulk-answers-whole',
    title: 'Repeats the resource in the result of each operation, and gives the results in reverse order',
    allowedBy: ['RFC7644-3.7-07', 'RFC7644-3.7.3-01'],
    because: 'The response of a success may be there or not, and results are told apart by bulkId and location.',
    alter: (good) => ({
      bulkResult(operation, answer, call) {
        const result = good.bulkResult(operation, answer, call);
        return answer.body === undefined ? result : { ...result, response: answer.body };
      },
      async bulk(call) {
        const answer = await good.bulk(call);
        const operations = isObject(answer.body) ? answer.body.Operations : undefined;
        return isObject(answer.body) && Array.isArray(operations)
          ? { ...answer, body: { ...answer.body, Operations: operations.toReversed() } }
          : answer;
      },
    }),
  },
  {
    id: 'bulk-circle-409',
    title: 'Answers 409 to operations that refer to each other in a circle',
    allowedBy: ['RFC7644-3.7.1-01'],
    because: 'A server must try, and may give up with 409.',
    alter: (good) => ({
      checkReferences(resource, model, call) {
        if ((call.bulk?.promised.size ?? 0) > 0) throw refusal(409, 'These operations refer to each other.');
        good.checkReferences(resource, model, call);
      },
    }),
  },
  {
    id: 'bulk-status-in-object',
    title: 'Gives the status of an operation as an object with a code',
    allowedBy: ['RFC7644-3.7.3-03'],
    because: 'The prose of §3.7.3 and one example have the object, the other examples a string.',
    disputed: true,
    alter: (good) => ({
      bulkResult(operation, answer, call) {
        const { status, ...result } = good.bulkResult(operation, answer, call);
        return { ...result, status: { code: status ?? null, description: 'See the code.' } };
      },
    }),
  },
];
