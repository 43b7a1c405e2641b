/** From the text of a filter to a test of resources. */
import { resolve, sameName } from '../scim/attribute.ts';
import { type AttributePath, type Filter, operands, parseFilter as parse } from '../scim/filter.ts';
import type { JsonObject } from '../scim/json.ts';
import { compileFilter } from '../scim/match.ts';
import { printAttributePath } from '../scim/path.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Call, Found } from './behaviour.ts';
import { refusal, refusing } from './errors.ts';
import { prepareUserName } from './precis.ts';

const LONGEST = 20_000;

/**
 * 400 invalidFilter for what is not in the grammar, and on the endpoint of one type also for attributes it does not have:
 * RFC 7644 §3.4.2.1 only says that a query over several types takes them as unassigned, and an empty answer would hide a
 * slip of the client.
 */
export const parseFilter = (text: string, models: readonly ResourceModel[], _call: Call): Filter => {
  if (text.length > LONGEST) {
    throw refusal(400, `The filter is longer than ${LONGEST} characters.`, 'invalidFilter');
  }
  const filter = refusing('invalidFilter', () => parse(text));
  const [model, ...others] = models;
  if (model !== undefined && others.length === 0) {
    checkNames(filter, model);
  }
  return prepared(filter);
};

const terms = (filter: Filter): readonly Filter[] =>
  filter.type === 'and' || filter.type === 'or'
    ? operands(filter, filter.type)
    : filter.type === 'not'
      ? [filter.filter]
      : [];

const checkNames = (filter: Filter, model: ResourceModel): void => {
  for (const term of terms(filter)) {
    checkNames(term, model);
  }
  if ('path' in filter && resolve(model, filter.path) === undefined) {
    const name = printAttributePath(filter.path);
    throw refusal(400, `A ${model.type.name} has no attribute ${name}.`, 'invalidFilter');
  }
};

/** Every attribute a filter names, inside brackets too. */
export const pathsIn = (filter: Filter): readonly AttributePath[] => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return operands(filter, filter.type).flatMap(pathsIn);
    case 'not':
      return pathsIn(filter.filter);
    case 'valuePath':
      return [filter.path, ...pathsIn(filter.filter)];
    default:
      return [filter.path];
  }
};

const isUserName = ({ attribute, subAttribute }: AttributePath): boolean =>
  subAttribute === undefined && sameName(attribute, 'userName');

/** Compares userName as it is kept. */
const prepared = (filter: Filter): Filter => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return operands(filter, filter.type)
        .map(prepared)
        .reduce((left, right) => ({ type: filter.type, left, right }));
    case 'not':
      return { ...filter, filter: prepared(filter.filter) };
    case 'compare':
      return typeof filter.value === 'string' && isUserName(filter.path)
        ? { ...filter, value: prepareUserName(filter.value) }
        : filter;
    default:
      return filter;
  }
};

export const matcher = (filter: Filter, model: ResourceModel, _call: Call): ((found: Found) => boolean) => {
  const test = compileFilter(filter, model);
  return ({ resource }) => test(resource);
};

/** Uses the store's index for an `eq` that every match must fulfil. */
export const candidates = (filter: Filter | undefined, model: ResourceModel, call: Call): Iterable<JsonObject> => {
  const { store } = call.service;
  const type = model.type.name;
  const pick = filter && decisive(filter, (name) => store.isIndexed(type, name));
  return pick === undefined
    ? store.list(type)
    : store.idsBy(type, pick.attribute, pick.value).flatMap((id): JsonObject[] => {
        const resource = store.visible(type, id);
        return resource === undefined ? [] : [resource];
      });
};

const INDEXABLE = ['userName', 'externalId', 'displayName'];

const decisive = (
  filter: Filter,
  isIndexed: (name: string) => boolean,
): { readonly attribute: string; readonly value: string } | undefined => {
  if (filter.type === 'and') {
    return decisive(filter.left, isIndexed) ?? decisive(filter.right, isIndexed);
  }
  if (filter.type !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') {
    return undefined;
  }
  const { path, value } = filter;
  const attribute = path.subAttribute === undefined && INDEXABLE.find((name) => sameName(name, path.attribute));
  return attribute && isIndexed(attribute) ? { attribute, value } : undefined;
};
