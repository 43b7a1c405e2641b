import { getIgnoringCase } from '../scim/attribute.ts';
import { asList } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { discoveredIn } from './discovery.ts';

export const discoveryList = defineCheck({
  name: 'discovery-list',
  title: 'A list of resource types or schemas has as many as its total says',
  level: 'MUST',
  cites: ['RFC7644-4-08', 'RFC7644-4-10'],
  why: 'Discovery is not paged: a client that is told of more than it gets asks again for ever, or gives up.',
  judge(answer, context) {
    const list = discoveredIn(answer, context)?.list;
    // That paging parameters are ignored is a sentence of its own.
    if (list === undefined || answer.query.size > 0) return undefined;
    const actual = getIgnoringCase(list, 'totalResults');
    const expected = asList(getIgnoringCase(list, 'Resources')).length;
    return actual === expected
      ? []
      : [broken('totalResults', 'totalResults is not the number of resources in the list', { actual, expected })];
  },
});
