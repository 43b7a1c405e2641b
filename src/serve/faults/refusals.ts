/** What a server may decline to do, and rather should not. Nobody has reported these as bugs; each keeps a case honest. */
import type { Filter } from '../../scim/filter.ts';
import { refusal } from '../errors.ts';
import { type Fault, isUser } from './fault.ts';

export const REFUSALS: readonly Fault[] = [
  {
    id: 'filter-knows-eq-only',
    title: 'Refuses every filter that is not one comparison by eq',
    links: [],
    alter: (good) => ({
      parseFilter(text, models, call) {
        const filter: Filter | undefined = good.parseFilter(text, models, call);
        if (filter !== undefined && !(filter.type === 'compare' && filter.operator === 'eq')) {
          throw refusal(400, 'Only eq is supported.', 'invalidFilter');
        }
        return filter;
      },
    }),
  },
  {
    id: 'delete-user-405',
    title: 'Deletes no users',
    links: [],
    alter: (good) => ({
      remove(call, model, id) {
        if (isUser(model)) throw refusal(405, 'Users are deactivated here, never deleted.');
        return good.remove(call, model, id);
      },
    }),
  },
];
