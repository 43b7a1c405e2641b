/** Legal variations of queries and their answers. */
import { resolve } from '../../scim/attribute.ts';
import type { Filter } from '../../scim/filter.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { Behaviour, Call, Found, Page, Query } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isListing, without } from '../faults/fault.ts';
import type { Variation } from './variation.ts';

const listing =
  (change: (list: JsonObject, page: Page, query: Query, call: Call) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    listResponse: (page, query, call) => change(good.listResponse(page, query, call), page, query, call),
  });

/** Refuses filters of which this is true. */
const refusingFilters =
  (isRefused: (filter: Filter) => boolean, detail: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    parseFilter(text, models, call) {
      const filter = good.parseFilter(text, models, call);
      if (filter !== undefined && isRefused(filter)) throw refusal(400, detail, 'invalidFilter');
      return filter;
    },
  });

const anywhere = (filter: Filter, test: (term: Filter) => boolean): boolean => {
  if (test(filter)) return true;
  if (filter.type === 'and' || filter.type === 'or') return anywhere(filter.left, test) || anywhere(filter.right, test);
  return (filter.type === 'not' || filter.type === 'valuePath') && anywhere(filter.filter, test);
};

/** As many as fit on a page that is one shorter than was asked for, and four at most. */
const shortened = ({ count, ...query }: Query): Query => ({
  ...query,
  count: count === undefined ? 4 : count <= 1 ? count : Math.min(count - 1, 4),
});

/** Neither the order of creation nor that of any attribute, but always the same. */
const shuffled = (found: readonly Found[]): readonly Found[] => {
  const key = ({ resource }: Found): string => [...String(resource.id)].reverse().join('');
  return found.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
};

const TOO_MANY = 50;

export const LIST_VARIATIONS: readonly Variation[] = [
  {
    id: 'empty-list-without-resources',
    title: 'Leaves Resources out of a list that has none',
    allowedBy: ['RFC7644-3.4.2-04', 'RFC7644-3.4.2.4-04', 'RFC7644-3.4.2.4-06'],
    because: 'Resources is only required where there are some to show.',
    alter: listing((list, { items }) => (items.length === 0 ? without(list, 'Resources') : list)),
  },
  {
    id: 'full-list-without-paging',
    title: 'Leaves startIndex and itemsPerPage out of a list that is complete',
    allowedBy: ['RFC7644-3.4.2-06'],
    because: 'The two are only required when a part is returned.',
    alter: listing((list, { items, totalResults }) =>
      items.length === totalResults ? without(list, 'startIndex', 'itemsPerPage') : list,
    ),
  },
  {
    id: 'list-with-more',
    title: 'Adds attributes of its own to a ListResponse',
    allowedBy: ['RFC7644-3.4.2-02'],
    because: 'The message must have its attributes, and nothing forbids others.',
    alter: listing((list) => ({ tookMs: 3, hasMore: false, links: [{ rel: 'self' }], ...list })),
  },
  {
    id: 'short-pages',
    title: 'Gives one resource less than count asks for, and never more than four',
    allowedBy: ['RFC7644-3.4.2.4-03'],
    because: 'A page may be shorter than it was asked to be.',
    alter: (good) => ({ page: (found, query, call) => good.page(found, shortened(query), call) }),
  },
  {
    id: 'order-of-its-own',
    title: 'Lists resources in an order that nobody can guess',
    allowedBy: ['RFC7644-3.4.2.4-08', 'RFC7644-3.4.2.3-01'],
    because: 'Without sortBy no order is asked for; it only has to be the same on every page.',
    alter: (good) => ({
      sort: (found, query, call) => good.sort(query.sortBy === undefined ? shuffled(found) : found, query, call),
    }),
  },
  {
    id: 'too-many-refused',
    title: 'Refuses with tooMany to list more than fifty resources in one answer',
    allowedBy: ['RFC7644-3.4.2.1-05'],
    because: 'A server may decline instead of making pages of its own.',
    alter: (good) => ({
      page(found, query, call) {
        if (found.length > TOO_MANY && (query.count ?? found.length) > TOO_MANY) {
          throw refusal(400, `There are more than ${TOO_MANY} results; ask for fewer.`, 'tooMany');
        }
        return good.page(found, query, call);
      },
    }),
  },
  {
    id: 'items-per-page-as-asked',
    title: 'Gives in itemsPerPage what count asked for',
    allowedBy: ['RFC7644-3.4.2-07'],
    because: 'The text says the number returned, and an example of the RFC has another.',
    disputed: true,
    alter: listing((list, _page, { count }, { service }) => ({
      ...list,
      itemsPerPage: count ?? service.capabilities.maxResults,
    })),
  },
  {
    id: 'cursor-pages-of-any-length',
    title: 'Pages by cursor without a total, with shorter pages than asked for, and with an empty one at the end',
    allowedBy: ['RFC9865-2-09', 'RFC9865-2-02', 'RFC9865-2-07'],
    because: 'A total may be left out, and only a missing nextCursor says that there is no more.',
    alter: (good) => ({
      cursorPage(found, query, call) {
        if (query.cursor === 'the-end') return { items: [], totalResults: found.length, itemsPerPage: 0 };
        const page = good.cursorPage(found, query, call);
        const isLast = page.nextCursor === undefined && (query.count ?? 1) > 0;
        return isLast ? { ...page, nextCursor: 'the-end' } : page;
      },
      listResponse(page, query, call) {
        const list = good.listResponse(page, query, call);
        return query.cursor === undefined ? list : without(list, 'totalResults', 'itemsPerPage');
      },
    }),
  },
  {
    id: 'unknown-attribute-matches-nobody',
    title: 'Finds nobody by an attribute that it does not know',
    allowedBy: ['RFC7644-3.4.2.2-34'],
    because: 'Only for queries over several types it is said what an unknown attribute means.',
    alter: (good) => ({
      // As for several types, where names are not looked up.
      parseFilter: (text, models, call) => good.parseFilter(text, [...models, ...models], call),
      matcher(filter, model, call) {
        const isUnknown = 'path' in filter && resolve(model, filter.path) === undefined;
        return isUnknown ? () => false : good.matcher(filter, model, call);
      },
    }),
  },
  {
    id: 'bare-complex-refused',
    title: 'Refuses a comparison with a complex attribute as such, such as emails co "x"',
    allowedBy: ['RFC7644-3.4.2.2-26'],
    because: 'The text wants a sub-attribute, examples of the RFC have none.',
    alter: (good) => ({
      parseFilter(text, models, call) {
        const filter = good.parseFilter(text, models, call);
        const isBare = (term: Filter): boolean =>
          term.type === 'compare' &&
          models.some((model) => {
            const place = resolve(model, term.path);
            return place?.kind === 'attribute' && (place.subAttribute ?? place.attribute).type === 'complex';
          });
        if (filter !== undefined && anywhere(filter, isBare))
          throw refusal(400, 'Name a sub-attribute.', 'invalidFilter');
        return filter;
      },
    }),
  },
  {
    id: 'null-in-filters-refused',
    title: 'Refuses a filter that compares with null',
    allowedBy: ['RFC7644-3.4.2.2-37'],
    because: 'What such a comparison means is not said.',
    alter: refusingFilters(
      (filter) => anywhere(filter, (term) => term.type === 'compare' && term.value === null),
      'null is no value to compare with.',
    ),
  },
  {
    id: 'ne-leaves-out-unassigned',
    title: 'Finds by ne only resources in which the attribute has a value',
    allowedBy: ['RFC7644-3.4.2.2-49', 'RFC7644-3.4.2.2-06'],
    because: 'What ne means where there is no value, or more than one, is not said.',
    alter: (good) => ({
      matcher(filter, model, call) {
        if (filter.type !== 'compare' || filter.operator !== 'ne') return good.matcher(filter, model, call);
        const test = good.matcher(filter, model, call);
        const hasValue = good.matcher({ type: 'present', path: filter.path }, model, call);
        return (found) => hasValue(found) && test(found);
      },
    }),
  },
  {
    id: 'value-paths-refused',
    title: 'Refuses filters with brackets',
    allowedBy: ['RFC7644-3.4.2.2-23'],
    because: 'Complex filters are optional.',
    alter: refusingFilters(
      (filter) => anywhere(filter, (term) => term.type === 'valuePath'),
      'Brackets are not supported.',
    ),
  },
  {
    id: 'unquoted-values-understood',
    title: 'Understands a filter value that stands without quotes or in single ones',
    allowedBy: ['RFC7644-3.4.2.2-32'],
    because: 'The grammar wants double quotes, and examples of the RFC have none, or single ones.',
    alter: (good) => ({
      parseFilter: (text, models, call) =>
        good.parseFilter(
          text.replace(/^([\w.:]+) eq (?:'([^']*)'|([A-Za-z][\w.@-]*))$/, (whole, name, single, plain) =>
            /^(?:true|false|null)$/.test(plain ?? '') ? whole : `${name} eq "${single ?? plain}"`,
          ),
          models,
          call,
        ),
    }),
  },
  {
    id: 'only-eq-and-and',
    title: 'Knows no operators in filters but eq and and',
    allowedBy: ['RFC7644-3.4.2.2-44', 'RFC7644-3.4.2.2-31'],
    because: 'An operator that is not known has to be declined, and none has to be known.',
    disputed: true,
    alter: refusingFilters(
      (filter) =>
        anywhere(filter, (term) => term.type !== 'and' && !(term.type === 'compare' && term.operator === 'eq')),
      'Only eq and and are supported.',
    ),
  },
  {
    id: 'personal-data-in-urls-forbidden',
    title: 'Refuses with 403 sensitive to be asked for names and addresses in a URL',
    allowedBy: ['RFC7644-7.5.2-01'],
    because:
      'A server may keep personal data out of the logs of those in between, and takes it in the body of a search.',
    alter: (good) => ({
      readQuery(call, models) {
        if (isListing(call) && /userName|emails|name\./i.test(call.query.get('filter') ?? '')) {
          throw refusal(403, 'Send this query by POST to .search.', 'sensitive');
        }
        return good.readQuery(call, models);
      },
    }),
  },
  {
    id: 'projected-without-schemas',
    title: 'Leaves schemas out where attributes asks for something else',
    allowedBy: ['RFC7643-3-01'],
    because: 'Of the examples of RFC 7644 some have schemas in a projected resource, and others do not.',
    alter: (good) => ({
      project(found, selection, call) {
        const shown = good.project(found, selection, call);
        return selection.attributes === undefined ? shown : without(shown, 'schemas');
      },
    }),
  },
  {
    id: 'projected-with-meta',
    title: 'Shows meta even where attributes asks for something else',
    allowedBy: ['RFC7644-3.9-03'],
    because: 'A server may take meta for part of the minimum, as it does id.',
    alter: (good) => ({
      project(found, selection, call) {
        const shown = good.project(found, selection, call);
        const { meta } = found.resource;
        return selection.attributes !== undefined && isObject(meta) ? { ...shown, meta } : shown;
      },
    }),
  },
];
