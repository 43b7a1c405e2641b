import { getIgnoringCase } from '../scim/attribute.ts';
import { asList } from '../scim/json.ts';
import { listOf } from './answer.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { asked } from './paging.ts';

export const listCount = defineCheck({
  name: 'list-count',
  title: 'A page never has more resources than were asked for',
  level: 'MUST',
  cites: ['RFC7644-3.4.2.4-03', 'RFC7644-3.4.2.4-05', 'RFC9865-2-07'],
  why: 'Clients choose the count they can hold; one that asks for 0 only wants to know how many there are.',
  judge(answer) {
    const list = listOf(answer);
    const { count } = asked(answer);
    if (list === undefined || count === undefined) return undefined;
    const most = Math.max(count, 0);
    const returned = asList(getIgnoringCase(list, 'Resources')).length;
    return returned <= most
      ? []
      : [broken('Resources', `a page for count=${count} has more resources`, { actual: returned, expected: most })];
  },
});
