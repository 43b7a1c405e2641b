import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isUnassigned } from '../scim/json.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { byCursor } from './list-total.ts';

export const listPartial = defineCheck({
  name: 'list-partial',
  title: 'A list that is only a part says its startIndex and itemsPerPage',
  level: 'MUST',
  cites: ['RFC7644-3.4.2-06', 'RFC7644-3.4.2.4-10'],
  why: 'A client that asked for 100 and got 50 has to know where the next page begins.',
  judge(answer) {
    const list = listOf(answer);
    const total = list && getIgnoringCase(list, 'totalResults');
    const returned = asList(list && getIgnoringCase(list, 'Resources')).length;
    if (
      list === undefined ||
      typeof total !== 'number' ||
      returned === 0 ||
      returned >= total ||
      byCursor(answer, list)
    )
      return undefined;
    return ['startIndex', 'itemsPerPage'].flatMap((name) => {
      const actual = getIgnoringCase(list, name);
      if (isUnassigned(actual)) return [broken(name, `${name} is absent from a partial list`)];
      return Number.isInteger(actual) ? [] : [broken(name, `${name} is not a whole number`, { actual })];
    });
  },
});
