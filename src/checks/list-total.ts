import { someKind } from '../expect/print.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isUnassigned, type JsonObject } from '../scim/json.ts';
import { type Answer, listOf, parameter } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const listTotal = defineCheck({
  name: 'list-total',
  title: 'A list says in totalResults, as a number, how many resources match',
  level: 'MUST',
  cites: ['RFC7644-3.4.2-03'],
  idps: {
    okta: { features: ['import-users'], need: 'required' },
    entra: { features: ['connection'], need: 'required' },
  },
  why: 'Identity providers decide by it whether a person is already there, and when an import is complete.',
  judge(answer) {
    const list = listOf(answer);
    if (list === undefined) return undefined;
    const actual = getIgnoringCase(list, 'totalResults');
    // RFC 9865 §2: a server that pages by cursor need not count.
    if (isUnassigned(actual))
      return byCursor(answer, list) ? undefined : [broken('totalResults', 'totalResults is absent')];
    if (typeof actual !== 'number') {
      return [broken('totalResults', `totalResults is ${someKind(actual)} but should be a number`, { actual })];
    }
    if (!Number.isInteger(actual) || actual < 0)
      return [broken('totalResults', 'totalResults is not a whole number', { actual })];
    const returned = asList(getIgnoringCase(list, 'Resources')).length;
    return actual >= returned
      ? []
      : [
          broken('totalResults', 'totalResults is smaller than the number of resources in the answer', {
            actual,
            expected: returned,
          }),
        ];
  },
});

/** The list is one page of a cursor-paged query. */
export const byCursor = (answer: Answer, list: JsonObject): boolean =>
  parameter(answer, 'cursor') !== undefined ||
  ['nextCursor', 'previousCursor'].some((name) => getIgnoringCase(list, name) !== undefined);
