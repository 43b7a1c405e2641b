/** One exchange as the checks see it: what was asked, and what kind of thing came back. */
import { pathBelow, placeAtPath } from '../expect/url.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { LIST_RESPONSE_URN } from '../scim/urn.ts';
import { type Exchange, type HeaderList, header, type WireResponse } from '../wire/exchange.ts';
import type { CheckContext } from './check.ts';

/** What the path of a request leads to. */
export type Target =
  | { readonly kind: 'endpoint'; readonly type: ResourceType }
  | { readonly kind: 'resource'; readonly type: ResourceType; readonly id: string }
  | { readonly kind: 'search'; readonly type?: ResourceType }
  | { readonly kind: 'root' | 'me' | 'bulk' | 'discovery' | 'unknown' };

export interface Answer {
  readonly method: string;
  readonly target: Target;
  readonly query: URLSearchParams;
  readonly requestHeaders: HeaderList;
  readonly requestBody: string | undefined;
  readonly status: number;
  readonly headers: HeaderList;
  readonly response: WireResponse;
  /** Absent when there is none or it is not JSON. */
  readonly body: Json | undefined;
  /** Absolute URL of the request. */
  readonly url: string;
}

/**
 * Reads an exchange. Undefined when there is nothing to judge: no (whole) response, an informational or redirecting
 * status, a HEAD or OPTIONS request, a request outside the base URL.
 */
export function readAnswer(exchange: Exchange, { baseUrl, models }: CheckContext): Answer | undefined {
  const { request, response, problem } = exchange;
  const method = request.method.toUpperCase();
  if (response === undefined || problem !== undefined || method === 'HEAD' || method === 'OPTIONS') return undefined;
  if (response.status < 200 || (response.status >= 300 && response.status < 400)) return undefined;
  const path = pathBelow(request.url, baseUrl);
  if (path === undefined) return undefined;
  const types = models.map(({ type }) => type);
  return {
    method,
    target: targetOf(path, types),
    query: new URLSearchParams(queryOf(request.url)),
    requestHeaders: request.headers,
    requestBody: request.body,
    status: response.status,
    headers: response.headers,
    response,
    body: response.body,
    url: request.url,
  };
}

/** A header of the response. */
export const responseHeader = ({ headers }: Answer, name: string): string | undefined => header(headers, name);

/** Statuses that a gateway, load balancer or rate limiter before the service may answer by itself. */
const GATEWAY: ReadonlySet<number> = new Set([401, 403, 413, 414, 429, 431, 502, 503, 504]);

/** An error that may come from something in front of the SCIM service, or from a path the service never heard of. */
export function mayBeGateway({ status, target }: Answer): boolean {
  if (GATEWAY.has(status) || target.kind === 'unknown') return true;
  const optional =
    target.kind === 'me' ||
    target.kind === 'bulk' ||
    target.kind === 'search' ||
    target.kind === 'root' ||
    target.kind === 'discovery';
  return optional && (status === 404 || status === 405 || status === 501);
}

export const isError = ({ status }: Answer): boolean => status >= 400;

/** A successful answer to a query: the body is, or should be, a ListResponse. Discovery has rules of its own. */
export function isList({ method, status, target, body }: Answer): boolean {
  if (status !== 200) return false;
  if (method === 'POST') return target.kind === 'search';
  if (method !== 'GET') return false;
  // The base URL itself need not be queryable: a server may show anything there.
  return target.kind === 'endpoint' || (target.kind === 'root' && looksLikeList(body));
}

/** The ListResponse of a query, when it is a JSON object. */
export const listOf = (answer: Answer): JsonObject | undefined =>
  isList(answer) && isObject(answer.body) ? answer.body : undefined;

export function looksLikeList(body: Json | undefined): boolean {
  if (!isObject(body)) return false;
  return namesSchema(body, LIST_RESPONSE_URN) || Array.isArray(getIgnoringCase(body, 'Resources'));
}

/** Whether `schemas` has the URN, ignoring case. */
export function namesSchema(body: JsonObject, urn: string): boolean {
  const schemas = getIgnoringCase(body, 'schemas');
  return (
    Array.isArray(schemas) &&
    schemas.some((name) => typeof name === 'string' && name.toLowerCase() === urn.toLowerCase())
  );
}

/** A parameter of a query, from the URL or from the body of a search request. */
export function parameter(answer: Answer, name: string): Json | undefined {
  if (answer.target.kind === 'search' && answer.method === 'POST') {
    const asked = requestObject(answer);
    return asked && getIgnoringCase(asked, name);
  }
  return answer.query.get(name) ?? undefined;
}

/** The client asked for some attributes only, so anything that is not `returned: always` may be missing. */
export function isProjected(answer: Answer): boolean {
  if (answer.query.has('attributes') || answer.query.has('excludedAttributes')) return true;
  return parameter(answer, 'attributes') !== undefined || parameter(answer, 'excludedAttributes') !== undefined;
}

/** The request body when it is a JSON object. */
export function requestObject({ requestBody }: Answer): JsonObject | undefined {
  if (requestBody === undefined) return undefined;
  try {
    const parsed: Json = JSON.parse(requestBody);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const DISCOVERY: ReadonlySet<string> = new Set([
  'serviceproviderconfig',
  'serviceproviderconfigs',
  'resourcetypes',
  'schemas',
]);

function targetOf(path: string, types: readonly ResourceType[]): Target {
  const place = placeAtPath(path, types);
  if (place !== undefined) {
    const { type, id, more } = place;
    if (id !== undefined) return more.length === 0 ? { kind: 'resource', type, id } : { kind: 'unknown' };
    if (more.length === 0) return { kind: 'endpoint', type };
    return more.length === 1 && more[0] === '.search' ? { kind: 'search', type } : { kind: 'unknown' };
  }
  const [first = '', ...rest] = path.replace(/^\/|\/$/g, '').split('/');
  if (first === '') return { kind: 'root' };
  if (DISCOVERY.has(first.toLowerCase())) return { kind: 'discovery' };
  if (rest.length > 0) return { kind: 'unknown' };
  const known: Readonly<Record<string, Target>> = {
    '.search': { kind: 'search' },
    Bulk: { kind: 'bulk' },
    Me: { kind: 'me' },
  };
  return Object.hasOwn(known, first) ? (known[first] ?? { kind: 'unknown' }) : { kind: 'unknown' };
}

function queryOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1).replace(/#.*$/, '');
}
