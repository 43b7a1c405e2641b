/** Slips in the order of lists, and in searches. Nobody has reported these; each is a plausible slip that some case must notice. */
import { sameName } from '../../scim/attribute.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import { sortResources } from '../../scim/sort.ts';
import type { Behaviour, Found, Query } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { type Fault, isUser } from './fault.ts';

/** Sorts in another way than it should. */
const sorting =
  (wrongly: (found: readonly Found[], query: Query) => readonly Found[] | undefined) =>
  (good: Behaviour): Partial<Behaviour> => ({
    sort: (found, query, call) => (query.sortBy && wrongly(found, query)) || good.sort(found, query, call),
  });

export const SLIPS_IN_QUERIES: readonly Fault[] = [
  {
    id: 'search-ignores-sort',
    title: 'Ignores sortBy in .search',
    links: [],
    alter: (good) => ({
      readSearch: (call, models) => {
        const { sortBy: _sortBy, ...query } = good.readSearch(call, models);
        return query;
      },
    }),
  },
  {
    id: 'search-needs-start-index',
    title: 'Refuses a .search without startIndex',
    links: [],
    alter: (good) => ({
      search: (call, models) => {
        if (isObject(call.body) && call.body.startIndex === undefined) {
          throw refusal(400, 'startIndex is required.', 'invalidValue');
        }
        return good.search(call, models);
      },
    }),
  },
  {
    id: 'search-root-users-only',
    title: 'Searches only the users when a .search is at the root',
    links: [],
    alter: (good) => ({ search: (call, models) => good.search(call, models.slice(0, 1)) }),
  },
  {
    id: 'sort-ignored',
    title: 'Ignores sortBy',
    links: [],
    alter: sorting((found) => found),
  },
  {
    id: 'sort-order-ignored',
    title: 'Sorts in ascending order whatever sortOrder says',
    links: [],
    alter: (good) => ({ sort: (found, query, call) => good.sort(found, { ...query, descending: false }, call) }),
  },
  {
    id: 'sort-within-pages',
    title: 'Sorts each page, after it has divided the list into pages',
    links: [],
    alter: (good) => ({
      sort: (found) => found,
      page: (found, query, call) => {
        const page = good.page(found, query, call);
        return { ...page, items: good.sort(page.items, query, call) };
      },
    }),
  },
  {
    id: 'sort-nothing-first',
    title: 'Takes no value for the least of all values when it sorts',
    links: [],
    alter: (good) => ({
      sort: (found, query, call) => {
        const sorted = good.sort(found, query, call);
        const isEmpty = ({ resource }: Found): boolean => resource[query.sortBy?.attribute ?? ''] === undefined;
        const [empty, full] = [sorted.filter(isEmpty), sorted.filter((it) => !isEmpty(it))];
        return query.sortBy === undefined ? sorted : query.descending ? [...full, ...empty] : [...empty, ...full];
      },
    }),
  },
  {
    id: 'sort-names-with-case',
    title: 'Ignores a sortBy that is not spelled as in the schema',
    links: [],
    alter: sorting((found, { sortBy }) =>
      found.some(({ model }) =>
        model.core.attributes.some(({ name }) => name !== sortBy?.attribute && sameName(name, sortBy?.attribute ?? '')),
      )
        ? found
        : undefined,
    ),
  },
  {
    id: 'sort-with-case',
    title: 'Sorts capitals before small letters',
    links: [],
    alter: sorting((found, { sortBy, descending }) => {
      const name = sortBy?.attribute ?? '';
      if (
        sortBy?.subAttribute !== undefined ||
        !found.every(({ model, resource }) => isUser(model) && typeof resource[name] === 'string')
      ) {
        return undefined;
      }
      const key = ({ resource }: Found): string => String(resource[name]);
      const sorted = found.toSorted((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
      return descending ? sorted.toReversed() : sorted;
    }),
  },
  {
    id: 'sort-sub-attribute-ignored',
    title: 'Ignores a sortBy that names a sub-attribute',
    links: [],
    alter: sorting((found, { sortBy }) => (sortBy?.subAttribute === undefined ? undefined : found)),
  },
  {
    id: 'sort-first-value',
    title: 'Sorts multi-valued attributes by their first value, primary or not',
    links: [],
    alter: (good) => ({
      sort: (found, query, call) => {
        const { sortBy } = query;
        const model = found[0]?.model;
        if (sortBy === undefined || model === undefined || !sameName(sortBy.attribute, 'emails')) {
          return good.sort(found, query, call);
        }
        const firsts = new Map<JsonObject, Found>(
          found.map((it) => [
            { ...it.resource, emails: Array.isArray(it.resource.emails) ? it.resource.emails.slice(0, 1) : [] },
            it,
          ]),
        );
        const order = query.descending ? 'descending' : 'ascending';
        return sortResources([...firsts.keys()], sortBy, order, model).flatMap(
          (resource) => firsts.get(resource) ?? [],
        );
      },
    }),
  },
];
