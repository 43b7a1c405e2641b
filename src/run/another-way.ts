/** Answers that are no verdict on a request, but tell in which other way the target wants it. */
import { pathBelow } from '../expect/url.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { SEARCH_REQUEST_URN } from '../scim/urn.ts';
import type { Level } from '../suite/model.ts';
import { PLAIN_BODY_HEADERS, PLAIN_HEADERS } from '../suite/write.ts';
import { type Exchange, header, type WireRequest } from '../wire/exchange.ts';

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
 * The request that the target asks for instead: 307 and 308 want another URL, 428 a version, and 403 with `sensitive` a
 * search by POST. Undefined when the answer is to be taken as it is.
 * @param level of the case: without one the request of an identity provider is sent as it is known to be, for the case is
 * about whether that works; but a redirect is followed, as any client should
 */
export const anotherWay = (
  request: WireRequest,
  exchange: Exchange,
  baseUrl: string,
  level: Level,
): WireRequest | undefined => {
  const { response } = exchange;
  if (response === undefined) return undefined;
  const { status, body } = response;
  if (status === 307 || status === 308) return elsewhere(request, exchange, baseUrl);
  if (level === 'NONE' && !isOurOwn(request)) return undefined;
  if (status === 428) return withVersion(request);
  const isSensitive = status === 403 && isObject(body) && getIgnoringCase(body, 'scimType') === 'sensitive';
  return isSensitive ? asSearch(request) : undefined;
};

/** Sends, and sends again in the way that is asked for instead: for what is about no case. */
export const obliging =
  (send: (request: WireRequest) => Promise<Exchange>, baseUrl: string) =>
  async (request: WireRequest): Promise<Exchange> => {
    const exchange = await send(request);
    const instead = anotherWay(request, exchange, baseUrl, 'MUST');
    return instead === undefined ? exchange : send(instead);
  };
