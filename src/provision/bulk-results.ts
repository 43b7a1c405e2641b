/** The results of a bulk request (RFC 7644 §3.7.3), each to the operation it belongs to. What is not sure to belong stays unread. Pure. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { parseJson } from '../wire/json.ts';
import { idOf } from './lookup.ts';

/** An operation as it was sent. */
export interface Sent {
  readonly method: string;
  /** Below the base URL: `/Users/2819c223`. */
  readonly target: string;
  /** Of those that make something new. */
  readonly bulkId?: string;
}

/** What the target says of one operation. */
export interface Result {
  readonly status: number;
  /** Of what was made, or changed. */
  readonly location?: string;
  /** The body that the operation would have been answered with; most targets give those of errors only. */
  readonly body?: Json;
}

/**
 * By the place of the operation. A creation is known by its bulkId only; a change by its method and location, for each
 * resource stands in a bulk request once. Nothing is concluded from the order, which no target has to keep: a creation taken
 * for another one would give somebody the account of somebody else. Undefined where there is no result, or more than one.
 */
export const attribute = (operations: readonly Sent[], results: readonly Json[]): (Result | undefined)[] => {
  const byKey = new Map<string, Result | undefined>();
  for (const json of results) {
    const key = isObject(json) ? keyOf(json) : undefined;
    if (key === undefined || !isObject(json)) continue;
    byKey.set(key, byKey.has(key) ? undefined : readResult(json));
  }
  return operations.map(({ method, target, bulkId }) =>
    byKey.get(bulkId === undefined ? `${method} ${placeIn(target)}` : `bulkId ${bulkId}`),
  );
};

const textIn = (json: JsonObject, name: string): string | undefined => {
  const value = getIgnoringCase(json, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

const keyOf = (json: JsonObject): string | undefined => {
  const bulkId = textIn(json, 'bulkId');
  if (bulkId !== undefined) return `bulkId ${bulkId}`;
  const [method, location] = [textIn(json, 'method'), textIn(json, 'location')];
  return method === undefined || location === undefined
    ? undefined
    : `${method.toUpperCase()} ${placeIn(location.replace(/[?#].*$/u, ''))}`;
};

/** `Users/2819c223` of a path or a URL, whatever it begins with. */
const placeIn = (location: string): string => location.replace(/\/+$/u, '').split('/').slice(-2).map(decoded).join('/');

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

/** Undefined without a status that can be read. */
const readResult = (json: JsonObject): Result | undefined => {
  const given = getIgnoringCase(json, 'status');
  // Some write an object, as SCIM 1 had it, and many a number.
  const status = Number(isObject(given) ? getIgnoringCase(given, 'code') : given);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const [location, body] = [textIn(json, 'location'), readBody(getIgnoringCase(json, 'response'))];
  return { status, ...(location !== undefined && { location }), ...(body !== undefined && { body }) };
};

/** Some write the body as a string. */
const readBody = (given: Json | undefined): Json | undefined => {
  if (typeof given !== 'string') return given ?? undefined;
  const { value } = parseJson(given);
  return isObject(value) ? value : { detail: given };
};

export const isSuccess = ({ status }: Result): boolean => status >= 200 && status < 300;

/** The id of what was made: shown, or the end of where it is. */
export const createdId = ({ location, body }: Result): string | undefined => {
  const last = location
    ?.replace(/[?#].*$/u, '')
    .replace(/\/+$/u, '')
    .split('/')
    .at(-1);
  return idOf(body) ?? (last === undefined || last === '' ? undefined : decoded(last));
};
