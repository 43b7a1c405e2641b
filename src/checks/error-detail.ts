import { someKind } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject } from '../scim/json.ts';
import { ERROR_URN } from '../scim/urn.ts';
import { isError, namesSchema } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const errorDetail = defineCheck({
  name: 'error-detail',
  title: 'The detail of an error is text',
  level: 'SHOULD',
  cites: ['RFC7644-3.12-15'],
  why: 'Frameworks put a list of validation messages there, and clients that read a string fail on their own error handling.',
  judge(answer) {
    if (!isError(answer) || !isObject(answer.body) || !namesSchema(answer.body, ERROR_URN)) return undefined;
    const actual = getIgnoringCase(answer.body, 'detail');
    if (actual === undefined || actual === null) return undefined;
    if (typeof actual === 'string') return [];
    return [
      broken('detail', `detail is ${someKind(actual)} but should be a string`, {
        actual,
      }),
    ];
  },
});
