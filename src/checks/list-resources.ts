import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned } from '../scim/json.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { byCursor } from './list-total.ts';
import { asked } from './paging.ts';

export const listResources = defineCheck({
  name: 'list-resources',
  title: 'A list has its resources in Resources when there are any',
  level: 'MUST',
  cites: ['RFC7644-3.4.2-04'],
  idps: { okta: { features: ['import-users'], need: 'required' } },
  why: 'A client that is told of matches and given none creates everybody a second time.',
  judge(answer) {
    const list = listOf(answer);
    if (list === undefined) return undefined;
    const resources = getIgnoringCase(list, 'Resources');
    if (!isUnassigned(resources)) {
      if (!Array.isArray(resources)) return [broken('Resources', 'Resources is not a list', { actual: resources })];
      const strange = resources.find((resource) => !isObject(resource));
      return strange === undefined
        ? []
        : [broken('Resources', 'Resources has elements that are not objects', { actual: strange })];
    }
    const total = getIgnoringCase(list, 'totalResults');
    const { count, startIndex } = asked(answer);
    // Beyond the end, with a count of 0, and on a page of a cursor there need not be any.
    const due =
      typeof total === 'number' && total > 0 && (count ?? 1) > 0 && (startIndex ?? 1) <= 1 && !byCursor(answer, list);
    return due
      ? [broken('Resources', 'totalResults says that there are matches but Resources has none', { actual: list })]
      : [];
  },
});
