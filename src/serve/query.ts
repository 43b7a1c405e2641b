/** Lists and searches: filter, order, page (RFC 7644 §3.4.2, §3.4.3). */
import type { AttributePath, Filter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { parseAttributePath } from '../scim/path.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { sortResources } from '../scim/sort.ts';
import { SEARCH_REQUEST_URN } from '../scim/urn.ts';
import type { Answer, Call, Found, Query, Selection } from './behaviour.ts';
import { refusal, refusing } from './errors.ts';
import { pathsIn } from './filtering.ts';
import { wholePage } from './paging.ts';
import { lazily } from './represent.ts';

export const list = (call: Call, models: readonly ResourceModel[]): Answer =>
  answerQuery(call.service.behaviour.readQuery(call, models), models, call);

export const search = (call: Call, models: readonly ResourceModel[]): Answer =>
  answerQuery(call.service.behaviour.readSearch(call, models), models, call);

const answerQuery = (query: Query, models: readonly ResourceModel[], call: Call): Answer => {
  const { behaviour, capabilities } = call.service;
  const found = behaviour.sort(behaviour.find(query, models, call), query, call);
  const byCursor = capabilities.cursorPagination && (query.cursor !== undefined || !capabilities.indexPagination);
  const page = byCursor
    ? behaviour.cursorPage(found, query, call)
    : capabilities.indexPagination
      ? behaviour.page(found, query, call)
      : wholePage(found, call);
  return { status: 200, body: behaviour.listResponse(page, query, call) };
};

/** Parameters as they come from a query string or from a SearchRequest; their names ignore case. */
type Parameters = (name: string) => Json | undefined;

const parameter =
  (query: URLSearchParams): Parameters =>
  (name) =>
    query.get(name) ?? query.entries().find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

export const readQuery = (call: Call, models: readonly ResourceModel[]): Query =>
  toQuery(parameter(call.query), (value) => splitNames(value), models, call);

export const readSearch = (call: Call, models: readonly ResourceModel[]): Query => {
  const { body } = call;
  if (!isObject(body) || !Array.isArray(body.schemas) || !body.schemas.includes(SEARCH_REQUEST_URN)) {
    throw refusal(400, `The body must be an object with the schema ${SEARCH_REQUEST_URN}.`, 'invalidSyntax');
  }
  const entries = Object.entries(body);
  const named: Parameters = (name) =>
    entries.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? undefined;
  return toQuery(named, listOfNames, models, call);
};

const toQuery = (
  named: Parameters,
  readNames: (value: Json | undefined, name: string) => readonly string[] | undefined,
  models: readonly ResourceModel[],
  call: Call,
): Query => {
  const { behaviour, capabilities } = call.service;
  const filterText = text(named('filter'), 'filter');
  if (filterText !== undefined && !capabilities.filter) {
    throw refusal(501, 'Filters are not supported by this service provider.');
  }
  const filter = filterText === undefined ? undefined : behaviour.parseFilter(filterText, models, call);
  const sortBy = capabilities.sort ? text(named('sortBy'), 'sortBy') : undefined;
  const descending = sortBy !== undefined && isDescending(text(named('sortOrder'), 'sortOrder'));
  return {
    ...(filter === undefined ? {} : { filter }),
    ...(sortBy === undefined ? {} : { sortBy: readSortBy(sortBy) }),
    descending,
    ...optional('startIndex', integer(named('startIndex'), 'startIndex')),
    ...optional('count', integer(named('count'), 'count')),
    ...optional('cursor', text(named('cursor'), 'cursor')),
    selection: readBoth((name) => readNames(named(name), name)),
    fingerprint: JSON.stringify([models.map(({ type }) => type.name), filterText, sortBy, descending]),
  };
};

const optional = <Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } =>
  value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: Value });

const text = (value: Json | undefined, name: string): string | undefined => {
  if (value !== undefined && typeof value !== 'string') {
    throw refusal(400, `${name} must be a string.`, 'invalidSyntax');
  }
  return value;
};

const integer = (value: Json | undefined, name: string): number | undefined => {
  const isNumber = typeof value === 'number' ? Number.isSafeInteger(value) : /^[+-]?\d{1,15}$/.test(String(value));
  if (value !== undefined && !isNumber) {
    throw refusal(400, `${name} must be an integer.`, 'invalidValue');
  }
  return value === undefined ? undefined : Number(value);
};

const isDescending = (order = 'ascending'): boolean => {
  const known = order.toLowerCase();
  if (known !== 'ascending' && known !== 'descending') {
    throw refusal(400, 'sortOrder must be ascending or descending.', 'invalidValue');
  }
  return known === 'descending';
};

const readSortBy = (name: string): AttributePath => refusing('invalidPath', () => parseAttributePath(name));

/** `?attributes=userName,name.givenName`: for every operation that answers with resources. */
export const readSelection = (call: Call): Selection => readBoth((name) => splitNames(parameter(call.query)(name)));

const readBoth = (names: (name: string) => readonly string[] | undefined): Selection => {
  const [attributes, excludedAttributes] = [names('attributes'), names('excludedAttributes')];
  if (attributes && excludedAttributes) {
    throw refusal(400, 'attributes and excludedAttributes exclude each other (RFC 7644 §3.9).', 'invalidValue');
  }
  return { ...optional('attributes', attributes), ...optional('excludedAttributes', excludedAttributes) };
};

const splitNames = (value: Json | undefined): readonly string[] | undefined => {
  const names =
    typeof value === 'string'
      ? value
          .split(',')
          .map((name) => name.trim())
          .filter(Boolean)
      : [];
  return names.length > 0 ? names : undefined;
};

const listOfNames = (value: Json | undefined, name: string): readonly string[] | undefined => {
  if (value === undefined) {
    return undefined;
  }
  const names = Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  if (!Array.isArray(value) || names.length !== value.length) {
    throw refusal(400, `${name} must be a list of attribute names.`, 'invalidSyntax');
  }
  return names.length > 0 ? names : undefined;
};

export const find = (query: Query, models: readonly ResourceModel[], call: Call): readonly Found[] => {
  const { behaviour } = call.service;
  const { filter } = query;
  return models.flatMap((model) => {
    const all = [...behaviour.candidates(filter, model, call)];
    const wanted = filter === undefined ? all : all.filter(testing(filter, model, call));
    return wanted.map((stored) => lazily(stored, model, call));
  });
};

/** Attributes that others add to, so that a stored resource does not show them as readers see them. */
const DERIVED = ['meta', 'groups', 'members', 'manager'];

/** Looks at what is stored when that is enough: representing thousands costs more than testing them. */
const testing = (filter: Filter, model: ResourceModel, call: Call): ((stored: JsonObject) => boolean) => {
  const test = call.service.behaviour.matcher(filter, model, call);
  const isPlain = pathsIn(filter).every(({ attribute }) => !DERIVED.includes(attribute.toLowerCase()));
  return (stored) => test(isPlain ? { model, resource: stored } : lazily(stored, model, call));
};

/** Resources of several types are sorted within their type. */
export const sort = (found: readonly Found[], query: Query, _call: Call): readonly Found[] => {
  const { sortBy } = query;
  if (sortBy === undefined) {
    return found;
  }
  const groups = Map.groupBy(found, ({ model }) => model);
  return [...groups].flatMap(([model, items]) => {
    const byResource = new Map(items.map((item) => [item.resource, item]));
    const order = query.descending ? 'descending' : 'ascending';
    return sortResources([...byResource.keys()], sortBy, order, model).flatMap(
      (resource) => byResource.get(resource) ?? [],
    );
  });
};
