/** Slips in lists that show in some of them only: of groups, by cursor, sorted, or with attributes left out. */
import { getIgnoringCase } from '../../scim/attribute.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Behaviour, Call, Found, Query, Selection } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { type Fault, isGroup, isListing, without } from './fault.ts';

/** Reads another query than was asked, of some calls only. */
const asking =
  (applies: (call: Call) => boolean, change: (query: Query) => Query) =>
  (good: Behaviour): Partial<Behaviour> => ({
    readQuery: (call, models) => {
      const query = good.readQuery(call, models);
      return applies(call) ? change(query) : query;
    },
    readSearch: (call, models) => {
      const query = good.readSearch(call, models);
      return applies(call) ? change(query) : query;
    },
  });

const withoutCursor = ({ cursor: _cursor, ...query }: Query): Query => query;
const withoutOrder = ({ sortBy: _sortBy, ...query }: Query): Query => query;

/** Shows with another selection than was asked for. */
const selecting =
  (change: (selection: Selection, call: Call) => Selection) =>
  (good: Behaviour): Partial<Behaviour> => ({
    project: (found, selection, call) => good.project(found, change(selection, call), call),
  });

const everything = ({ attributes }: Selection): Selection => (attributes ? { attributes } : {});

const hasValue = ({ resource }: Found, { sortBy }: Query): boolean =>
  sortBy === undefined || sortBy.urn !== undefined || getIgnoringCase(resource, sortBy.attribute) !== undefined;

export const SLIPS_IN_LIST_FORMS: readonly Fault[] = [
  {
    id: 'list-without-extensions',
    title: 'Leaves the attributes of extensions out of its lists',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const shown = good.project(found, selection, call);
        return isListing(call) ? without(shown, ENTERPRISE_USER_URN) : shown;
      },
    }),
  },
  {
    id: 'config-paging-method-unknown',
    title: 'Names a default paging method that there is not',
    links: [],
    alter: (good) => ({
      serviceProviderConfig: (call) => {
        const config = good.serviceProviderConfig(call);
        const pagination = isObject(config.pagination) ? config.pagination : {};
        return { ...config, pagination: { ...pagination, defaultPaginationMethod: 'offset' } };
      },
    }),
  },
  {
    id: 'config-cursors-denied',
    title: 'Says that it has no cursors, and gives them',
    links: [],
    alter: (good) => ({
      serviceProviderConfig: (call) => {
        const config = good.serviceProviderConfig(call);
        const pagination = isObject(config.pagination) ? config.pagination : {};
        return { ...config, pagination: { ...pagination, cursor: false } };
      },
    }),
  },
  {
    id: 'cursor-of-groups-ignored',
    title: 'Pages groups by index when a cursor is asked for',
    links: [],
    alter: asking(({ segments }) => segments[0] === 'Groups', withoutCursor),
  },
  {
    id: 'cursor-in-search-ignored',
    title: 'Ignores the cursor in the body of a search',
    links: [],
    alter: asking(({ method }) => method === 'POST', withoutCursor),
  },
  {
    id: 'cursor-empty-at-the-end',
    title: 'Gives an empty nextCursor with the last page',
    links: [],
    alter: (good) => ({
      listResponse: (page, query, call): JsonObject => ({
        ...(query.cursor === undefined ? {} : { nextCursor: '' }),
        ...good.listResponse(page, query, call),
      }),
    }),
  },
  {
    id: 'attributes-and-active',
    title: 'Shows active whatever attributes are asked for',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const shown = good.project(found, selection, call);
        const { active } = found.resource;
        return active === undefined ? shown : { ...shown, active };
      },
    }),
  },
  {
    id: 'attributes-blank-400',
    title: 'Refuses a blank between the names in attributes',
    links: [],
    alter: (good) => ({
      readSelection(call) {
        if (/ /.test(call.query.get('attributes') ?? '')) {
          throw refusal(400, 'There is no such attribute.', 'invalidValue');
        }
        return good.readSelection(call);
      },
    }),
  },
  {
    id: 'excluded-is-deleted',
    title: 'Deletes what excludedAttributes leaves out of an answer',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const { model, resource } = found;
        const stored = call.service.store.get(model.type.name, String(resource.id));
        if (stored !== undefined && selection.excludedAttributes?.includes('emails')) {
          call.service.store.put(model.type.name, without(stored, 'emails'));
        }
        return good.project(found, selection, call);
      },
    }),
  },
  {
    id: 'excluded-extension-ignored',
    title: 'Ignores names of an extension in excludedAttributes',
    links: [],
    alter: selecting(({ excludedAttributes, ...selection }) => ({
      ...selection,
      ...(excludedAttributes && {
        excludedAttributes: excludedAttributes.filter((name) => !name.startsWith(ENTERPRISE_USER_URN)),
      }),
    })),
  },
  {
    id: 'excluded-in-lists-ignored',
    title: 'Ignores excludedAttributes in lists',
    links: [],
    alter: selecting((selection, call) => (isListing(call) ? everything(selection) : selection)),
  },
  {
    id: 'projection-of-patch-ignored',
    title: 'Answers a PATCH with the whole resource, whatever is asked for',
    links: [],
    alter: selecting((selection, { method }) => (method === 'PATCH' ? {} : selection)),
  },
  {
    id: 'sort-by-extension-ignored',
    title: 'Does not sort by attributes of extensions',
    links: [],
    alter: (good) => ({
      sort: (found, query, call) =>
        good.sort(found, query.sortBy?.urn === ENTERPRISE_USER_URN ? withoutOrder(query) : query, call),
    }),
  },
  {
    id: 'sort-of-groups-ignored',
    title: 'Does not sort groups',
    links: [],
    alter: asking(({ segments }) => segments[0] === 'Groups', withoutOrder),
  },
  {
    id: 'sort-of-groups-by-code-point',
    title: 'Sorts groups with regard to case',
    links: [],
    alter: (good) => ({
      sort(found, query, call) {
        const sorted = good.sort(found, query, call);
        const name = ({ resource }: Found): string => String(resource.displayName);
        const isByName = query.sortBy !== undefined && query.sortBy.attribute === 'displayName' && !query.descending;
        return isByName && found.every(({ model }) => isGroup(model))
          ? sorted.toSorted((one, other) => (name(one) < name(other) ? -1 : 1))
          : sorted;
      },
    }),
  },
  {
    id: 'sort-drops-valueless',
    title: 'Leaves out of a sorted list who lacks the attribute that is sorted by',
    links: [],
    alter: (good) => ({
      sort: (found, query, call) =>
        good.sort(
          found.filter((one) => hasValue(one, query)),
          query,
          call,
        ),
    }),
  },
];
