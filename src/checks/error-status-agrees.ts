import { plain } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { isError, mayBeGateway } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const errorStatusAgrees = defineCheck({
  name: 'error-status-agrees',
  title: 'The status in the body of an error is the HTTP status',
  level: 'SHOULD',
  cites: ['RFC7644-3.2-03'],
  why: 'Two statuses that differ make the client and the log of its administrator tell different stories.',
  judge(answer) {
    if (!isError(answer) || mayBeGateway(answer) || !isObject(answer.body)) return undefined;
    const actual = getIgnoringCase(answer.body, 'status');
    if (typeof actual !== 'string' && typeof actual !== 'number') return undefined;
    if (String(actual).trim() === String(answer.status)) return [];
    return [
      broken('body.status', `the HTTP status is ${answer.status} but the body says ${plain(String(actual), 20)}`, {
        actual,
        expected: String(answer.status),
      }),
    ];
  },
});
