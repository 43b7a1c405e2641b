/** Slips in lists, filters and searches. Nobody has reported these; each is a plausible slip that some case must notice. */
import { sameName } from '../../scim/attribute.ts';
import { type Filter, operands } from '../../scim/filter.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import { compileFilter } from '../../scim/match.ts';
import { sortResources } from '../../scim/sort.ts';
import type { Behaviour, Found, Query } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { pathsIn } from '../filtering.ts';
import { crash, type Fault, isUser } from './fault.ts';

/** Sorts in another way than it should. */
const sorting =
  (wrongly: (found: readonly Found[], query: Query) => readonly Found[] | undefined) =>
  (good: Behaviour): Partial<Behaviour> => ({
    sort: (found, query, call) => (query.sortBy && wrongly(found, query)) || good.sort(found, query, call),
  });

/** Reads one operator as co. */
const asContains =
  (operator: 'sw' | 'ew') =>
  (good: Behaviour): Partial<Behaviour> => {
    const read = (filter: Filter): Filter => {
      switch (filter.type) {
        case 'and':
        case 'or':
          return operands(filter, filter.type)
            .map(read)
            .reduce((left, right) => ({ type: filter.type, left, right }));
        case 'compare':
          return filter.operator === operator ? { ...filter, operator: 'co' } : filter;
        default:
          return filter;
      }
    };
    return { matcher: (filter, model, call) => good.matcher(read(filter), model, call) };
  };

export const SLIPS_IN_QUERIES: readonly Fault[] = [
  {
    id: 'filter-core-urn-unsupported',
    title: 'Finds nothing by names that are qualified with the URN of the core schema',
    links: [],
    alter: (good) => ({
      matcher: (filter, model, call) =>
        pathsIn(filter).some(({ urn }) => urn !== undefined && sameName(urn, model.core.id))
          ? () => false
          : good.matcher(filter, model, call),
    }),
  },
  {
    id: 'filter-ew-as-co',
    title: 'Takes ew for co',
    links: [],
    alter: asContains('ew'),
  },
  {
    id: 'filter-sw-as-co',
    title: 'Takes sw for co',
    links: [],
    alter: asContains('sw'),
  },
  {
    id: 'filter-first-value-only',
    title: 'Looks only at the first value of a multi-valued attribute',
    links: [],
    alter: () => ({
      matcher: (filter, model) => {
        const test = compileFilter(filter, model);
        return ({ resource }) =>
          test(
            Object.fromEntries(
              Object.entries(resource).map(([name, value]) => [
                name,
                name !== 'schemas' && Array.isArray(value) ? value.slice(0, 1) : value,
              ]),
            ),
          );
      },
    }),
  },
  {
    id: 'filter-long-500',
    title: 'Fails with 500 on a filter of more than 2000 characters',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        text.length > 2000 ? crash('expression too deep') : good.parseFilter(text, models, call),
    }),
  },
  {
    id: 'filter-plus-decoded-twice',
    title: 'Takes a plus sign in a filter for a blank',
    links: [],
    alter: (good) => ({
      parseFilter: (text, models, call) => good.parseFilter(text.replaceAll('+', ' '), models, call),
    }),
  },
  {
    id: 'filter-after-projection',
    title: 'Filters what is left after attributes has been applied',
    links: [],
    alter: (good) => ({
      find: (query, models, call) => {
        const { filter, ...open } = query;
        if (filter === undefined || query.selection.attributes === undefined) {
          return good.find(query, models, call);
        }
        return good.find(open, models, call).filter((found) => {
          const resource = good.project(found, query.selection, call);
          return good.matcher(filter, found.model, call)({ model: found.model, resource });
        });
      },
    }),
  },
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
