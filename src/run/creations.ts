/** What a request makes on a target: told from the exchange, and findable when the exchange does not tell. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Exchange, header, type WireRequest } from '../wire/exchange.ts';
import type { Search } from './journal.ts';

const pathOf = (target: string): string => target.replace(/[?#].*$/, '').replace(/\/+$/, '');

const isBulk = (path: string): boolean => /(?:^|\/)bulk$/i.test(path);

/** Can this request make a resource? `.search` cannot, and neither can a read. */
export const mayCreate = ({ method, target }: Pick<WireRequest, 'method' | 'target'>): boolean => {
  const path = pathOf(target);
  return method.toUpperCase() === 'POST' && path !== '' && !/\/\.search$/i.test(path);
};

const parsed = (text: string | undefined): Json | undefined => {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
};

const operationsOf = (body: Json | undefined): JsonObject[] => {
  const operations = isObject(body) ? getIgnoringCase(body, 'Operations') : undefined;
  return Array.isArray(operations) ? operations.filter(isObject) : [];
};

const textAt = (object: JsonObject, name: string): string | undefined => {
  const value = getIgnoringCase(object, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const isPost = (operation: JsonObject): boolean => textAt(operation, 'method')?.toUpperCase() === 'POST';

/** The names by which a resource can be found again, the most telling first. */
const NAMES = ['userName', 'displayName', 'externalId'];

const searchesIn = (path: string, resource: Json | undefined): Search[] => {
  if (!isObject(resource)) return [];
  const attribute = NAMES.find((name) => textAt(resource, name) !== undefined);
  return attribute === undefined ? [] : [{ path, attribute, value: textAt(resource, attribute) ?? '' }];
};

/** How to find what this request may have made, should its answer be lost. */
export const searchesFor = (request: WireRequest): Search[] => {
  const path = pathOf(request.target);
  const body = parsed(request.body);
  if (!isBulk(path)) return searchesIn(path, body);
  return operationsOf(body)
    .filter(isPost)
    .flatMap((operation) => searchesIn(pathOf(textAt(operation, 'path') ?? ''), getIgnoringCase(operation, 'data')));
};

export interface Creations {
  /** Below the base URL: `/Users/42`. Always an element of a collection, never the collection. */
  readonly urls: readonly string[];
  /** The request may have made more than can be told. */
  readonly unsure: boolean;
}

const NOTHING: Creations = { urls: [], unsure: false };

/** The element of a collection; undefined for what is no id, so that nothing else is ever deleted. */
const elementOf = (collection: string, id: string | undefined): string | undefined => {
  if (id === undefined || id === '' || id === '.' || id === '..' || collection === '') return undefined;
  return `${collection}/${encodeURIComponent(id.toWellFormed())}`;
};

/** Only the last segment of a Location counts: hosts and prefixes are often wrong behind a proxy. */
const idInLocation = (location: string | undefined): string | undefined => {
  const segment = location === undefined ? undefined : pathOf(location).split('/').at(-1);
  try {
    return segment === undefined ? undefined : decodeURIComponent(segment);
  } catch {
    return undefined;
  }
};

const oneCreation = (collection: string, id: string | undefined): Creations => {
  const url = elementOf(collection, id);
  return url === undefined ? { urls: [], unsure: true } : { urls: [url], unsure: false };
};

const inBulk = (request: Json | undefined, response: Json | undefined): Creations => {
  const asked = operationsOf(request).filter(isPost);
  if (asked.length === 0) return NOTHING;
  const answers = operationsOf(response).filter(isPost);
  const each = asked.map((operation, index): Creations => {
    const bulkId = textAt(operation, 'bulkId');
    const names = (one: JsonObject | undefined): boolean =>
      one !== undefined && bulkId !== undefined && textAt(one, 'bulkId') === bulkId;
    // A bulkId that stands twice is found at its own place.
    const answer = names(answers[index]) ? answers[index] : (answers.find(names) ?? answers[index]);
    if (answer === undefined) return { urls: [], unsure: true };
    const status = getIgnoringCase(answer, 'status');
    const code = Number(isObject(status) ? getIgnoringCase(status, 'code') : status);
    const shown = getIgnoringCase(answer, 'response');
    const id = idInLocation(textAt(answer, 'location')) ?? (isObject(shown) ? textAt(shown, 'id') : undefined);
    if (id === undefined && code >= 400 && code < 500) return NOTHING;
    return oneCreation(pathOf(textAt(operation, 'path') ?? ''), id);
  });
  return { urls: each.flatMap(({ urls }) => urls), unsure: each.some(({ unsure }) => unsure) };
};

/** What an exchange made, whatever its verdict: any POST that was not refused. */
export const creationsIn = (exchange: Exchange, baseUrl: string): Creations => {
  const { request, response } = exchange;
  const target = request.url.startsWith(baseUrl) ? request.url.slice(baseUrl.length) : '';
  if (!mayCreate({ method: request.method, target })) return NOTHING;
  if (response === undefined) return { urls: [], unsure: true };
  if (response.status >= 300 && response.status < 500) return NOTHING;
  const path = pathOf(target);
  if (isBulk(path)) return inBulk(parsed(request.body), response.body);
  if (response.status >= 500) return { urls: [], unsure: true };
  const shown = isObject(response.body) ? textAt(response.body, 'id') : undefined;
  const collection = /^\/me$/i.test(path) ? '/Users' : path;
  return oneCreation(collection, shown ?? idInLocation(header(response.headers, 'location')));
};

/**
 * Does an answer to a create describe another resource than the one that was sent? Then it is not ours to delete.
 * Told from names that carry the tag on the way out and, where they come back, do not any more.
 */
export const isForeign = (exchange: Exchange, tag: string): boolean => {
  const sent = parsed(exchange.request.body);
  const shown = exchange.response?.body;
  if (!isObject(sent) || !isObject(shown)) return false;
  const carries = (text: string | undefined) => text?.toLowerCase().includes(tag.toLowerCase()) === true;
  const back = NAMES.filter((name) => carries(textAt(sent, name))).flatMap((name) => textAt(shown, name) ?? []);
  return back.length > 0 && !back.some(carries);
};
