import { getIgnoringCase } from '../scim/attribute.ts';
import { asList } from '../scim/json.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { byCursor } from './list-total.ts';
import { asked } from './paging.ts';

export const listStartIndex = defineCheck({
  name: 'list-start-index',
  title: 'A page says the startIndex that it was asked for',
  level: 'MUST',
  cites: ['RFC7644-3.4.2.4-01'],
  why: 'A server that ignores startIndex gives the first page for ever; one that counts from 0 repeats or leaves out one resource per page.',
  judge(answer) {
    const list = listOf(answer);
    const { startIndex } = asked(answer);
    const actual = list && getIgnoringCase(list, 'startIndex');
    const returned = asList(list && getIgnoringCase(list, 'Resources')).length;
    // Below 1 the first page is meant, and what an empty page says is nobody's business.
    if (list === undefined || startIndex === undefined || startIndex < 1 || typeof actual !== 'number')
      return undefined;
    if (returned === 0 || byCursor(answer, list)) return undefined;
    return actual === startIndex
      ? []
      : [broken('startIndex', 'startIndex is not the one asked for', { actual, expected: startIndex })];
  },
});
