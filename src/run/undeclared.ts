/**
 * Failures that are about an attribute of RFC 7643 which the target's own schemas do not declare: nobody has to support all
 * of them (§4), and a server may ignore or refuse what it does not know. Such a failure says nothing of the sentence of the
 * case. An attribute that no schema knows is what a case sends on purpose, and is judged.
 */
import { isSchemaPublished } from '../checks/published.ts';
import type { Reason } from '../expect/reason.ts';
import { placeAt } from '../expect/url.ts';
import { getIgnoringCase, resolve, sameName } from '../scim/attribute.ts';
import { type AttributePath, type Filter, parseFilter } from '../scim/filter.ts';
import { asList, isObject, type Json } from '../scim/json.ts';
import { parseLocator, parsePath } from '../scim/path.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { MODELS } from '../scim/schemas.ts';
import { SyntaxProblem } from '../scim/syntax.ts';
import type { Exchange } from '../wire/exchange.ts';

/** What is left of the reasons of a case, and which undeclared attributes the others were about. */
export interface Sifted {
  readonly reasons: readonly Reason[];
  readonly undeclared: readonly string[];
}

export const siftReasons = (
  reasons: readonly Reason[],
  exchanges: ReadonlyMap<number, Exchange>,
  { models, baseUrl }: { readonly models: readonly ResourceModel[]; readonly baseUrl: string },
): Sifted => {
  const undeclared = new Set<string>();
  const left = reasons.filter((reason) => {
    const exchange = exchanges.get(reason.exchange ?? 0);
    const type = exchange && placeAt(exchange.request.url, baseUrl, models)?.type;
    const model = models.find((one) => one.type === type);
    if (exchange === undefined || model === undefined || !isSchemaPublished(model)) return true;
    const name = [...placesOf(reason), ...askedOf(reason, exchange)].find((path) => isUndeclared(path, model));
    if (name !== undefined) undeclared.add(name.attribute);
    return name === undefined;
  });
  return { reasons: left, undeclared: [...undeclared] };
};

const isUndeclared = (path: AttributePath, declared: ResourceModel): boolean => {
  const known = MODELS.find(({ core }) => sameName(core.id, declared.core.id));
  return known !== undefined && resolve(known, path) !== undefined && resolve(declared, path) === undefined;
};

const unlessBroken = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    throw error;
  }
};

/** The attribute that a reason is about: of the resource, of one in a list, or of one that is named before. */
const placesOf = ({ path }: Reason): AttributePath[] => {
  const locator = path === undefined ? undefined : unlessBroken(() => parseLocator(path));
  if (locator === undefined) return [];
  const { urn, segments } = locator;
  return [0, 1].flatMap((start): AttributePath[] => {
    const [attribute, sub] = segments.slice(start).map(({ name }) => name);
    if (attribute === undefined) return [];
    return [{ attribute, ...(urn === undefined ? {} : { urn }), ...(sub === undefined ? {} : { subAttribute: sub }) }];
  });
};

/** The attributes for whose sake the request may have been refused, or have found nobody. */
const askedOf = (reason: Reason, { request, response }: Exchange): readonly AttributePath[] => {
  const status = response?.status ?? 0;
  if (request.method === 'GET') return status < 500 ? queried(new URL(request.url).searchParams) : [];
  const isRefusal = status === 400 && (reason.path === undefined || ['status', 'scimType'].includes(reason.path));
  const body = isRefusal ? unlessNotJson(request.body) : undefined;
  if (!isObject(body)) return [];
  if (request.method === 'PATCH') return asList(getIgnoringCase(body, 'Operations')).flatMap(operated);
  const detail = (response?.text ?? '').toLowerCase();
  return named(body).filter(({ attribute }) => detail.includes(attribute.toLowerCase()));
};

const unlessNotJson = (text: string | undefined): Json | undefined => {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

const queried = (parameters: URLSearchParams): readonly AttributePath[] => {
  const filter = parameters.get('filter');
  const sortBy = parameters.get('sortBy');
  const parsed = filter === null ? undefined : unlessBroken(() => parseFilter(filter));
  const sorted = sortBy === null ? undefined : unlessBroken(() => parsePath(sortBy));
  return [...(parsed === undefined ? [] : comparedIn(parsed)), ...(sorted === undefined ? [] : [sorted])];
};

const comparedIn = (filter: Filter): readonly AttributePath[] => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return [...comparedIn(filter.left), ...comparedIn(filter.right)];
    case 'not':
      return comparedIn(filter.filter);
    case 'valuePath': {
      const { attribute, urn } = filter.path;
      const parts = comparedIn(filter.filter).map((part) => ({ attribute, subAttribute: part.attribute }));
      return [filter.path, ...parts.map((part) => (urn === undefined ? part : { ...part, urn }))];
    }
    default:
      return [filter.path];
  }
};

const operated = (operation: Json): readonly AttributePath[] => {
  if (!isObject(operation)) return [];
  const { path, value } = operation;
  if (typeof path !== 'string') return isObject(value) ? named(value) : [];
  const parsed = unlessBroken(() => parsePath(path));
  return parsed === undefined ? [] : [parsed];
};

/** The attributes that an object of a resource names: a path as a name, as Entra has it, is one too. */
const named = (resource: { readonly [name: string]: Json }): readonly AttributePath[] =>
  Object.keys(resource).flatMap((name) => unlessBroken(() => parsePath(name)) ?? []);
