/** Answers that are no verdict on a request, but tell in which other way the target wants it. */
import { pathBelow } from '../expect/url.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { SEARCH_REQUEST_URN } from '../scim/urn.ts';
import { PLAIN_BODY_HEADERS, PLAIN_HEADERS } from '../suite/write.ts';
import { type Exchange, header, type WireRequest } from '../wire/exchange.ts';

/** What no identity provider says: these are known for what they send, and are not corrected. */
const isOurOwn = ({ headers }: WireRequest): boolean => header(headers, 'user-agent') === PLAIN_HEADERS[0][1];

/** RFC 6585 §3: a change has to say of which version; `*` means whichever there is. */
const withVersion = (request: WireRequest): WireRequest | undefined =>
  header(request.headers, 'if-match') === undefined
    ? { ...request, headers: [...request.headers, ['If-Match', '*']] }
    : undefined;

/** RFC 7644 §3.12: the same request, at another place below the same base URL. */
const elsewhere = (request: WireRequest, { response }: Exchange, baseUrl: string): WireRequest | undefined => {
  const location = header(response?.headers ?? [], 'location');
  if (location === undefined || pathBelow(location, baseUrl) === undefined) return undefined;
  const url = URL.parse(location, baseUrl);
  const isSameOrigin = url?.origin === new URL(baseUrl).origin;
  return url && isSameOrigin ? { ...request, target: url.href } : undefined;
};

const NAMES = ['attributes', 'excludedAttributes'];
const NUMBERS = ['startIndex', 'count'];

const inBody = (name: string, value: string): Json => {
  if (NAMES.includes(name)) return value.split(',').map((one) => one.trim());
  return NUMBERS.includes(name) && /^-?\d+$/.test(value) ? Number(value) : value;
};

/** RFC 7644 §7.5.2: the same query in a body, because its values are too personal for a URL. */
const asSearch = (request: WireRequest): WireRequest | undefined => {
  const [path = '', query] = request.target.split('?');
  if (request.method !== 'GET' || query === undefined) return undefined;
  const asked = [...new URLSearchParams(query)].map(([name, value]) => [name, inBody(name, value)]);
  const body: JsonObject = { schemas: [SEARCH_REQUEST_URN], ...Object.fromEntries(asked) };
  const headers = [...request.headers, ...PLAIN_BODY_HEADERS];
  return { ...request, method: 'POST', target: `${path}/.search`, headers, body: JSON.stringify(body) };
};

/**
 * The request that the target asks for instead of one of our own: 428 wants a version, 403 with `sensitive` a search by
 * POST, 307 and 308 another URL. Undefined when the answer is to be taken as it is.
 */
export const anotherWay = (request: WireRequest, exchange: Exchange, baseUrl: string): WireRequest | undefined => {
  const { response } = exchange;
  if (response === undefined || !isOurOwn(request)) return undefined;
  const { status, body } = response;
  if (status === 428) return withVersion(request);
  if (status === 307 || status === 308) return elsewhere(request, exchange, baseUrl);
  const isSensitive = status === 403 && isObject(body) && getIgnoringCase(body, 'scimType') === 'sensitive';
  return isSensitive ? asSearch(request) : undefined;
};
