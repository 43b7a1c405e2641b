import { getIgnoringCase } from '../scim/attribute.ts';
import { asList } from '../scim/json.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';

export const listItemsPerPage = defineCheck({
  name: 'list-items-per-page',
  title: 'itemsPerPage is the number of resources in the page',
  // RFC 7644 contradicts itself in an example, and many servers give the size that was asked for.
  level: 'SHOULD',
  cites: ['RFC7644-3.4.2-07'],
  why: 'A client that goes on by itemsPerPage leaves out whoever stands between the end of a short page and the next start.',
  judge(answer) {
    const list = listOf(answer);
    const actual = list && getIgnoringCase(list, 'itemsPerPage');
    if (list === undefined || typeof actual !== 'number') return undefined;
    const expected = asList(getIgnoringCase(list, 'Resources')).length;
    return actual === expected
      ? []
      : [broken('itemsPerPage', 'itemsPerPage is not the number of resources in the page', { actual, expected })];
  },
});
