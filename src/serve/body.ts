/** Reads a request body: media type, JSON, and what must not get into a JavaScript object. */
import type { Json } from '../scim/json.ts';
import type { Call } from './behaviour.ts';
import { refusal } from './errors.ts';

const MEDIA_TYPES = ['application/scim+json', 'application/json'];
const DEEPEST = 64;

/** `application/scim+json; charset=UTF-8` → `application/scim+json`. */
export const mediaType = (header: string): string => (header.split(';')[0] ?? '').trim().toLowerCase();

/**
 * RFC 7644 §3.8 and §3.12: 415 for other media types, 400 invalidSyntax for what is not JSON. A missing Content-Type is
 * taken as JSON.
 */
export const readBody = (contentType: string | undefined, text: string, _call: Call): Json => {
  if (contentType !== undefined && !MEDIA_TYPES.includes(mediaType(contentType))) {
    throw refusal(415, `Content-Type ${contentType} is not supported; use application/scim+json.`);
  }
  return parse(text);
};

export const parse = (text: string): Json => {
  if (text.trim() === '') {
    throw refusal(400, 'The request has no body; a JSON object was expected.', 'invalidSyntax');
  }
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch {
    throw refusal(400, 'The request body is not valid JSON.', 'invalidSyntax');
  }
  clean(json);
  return json;
};

/** Drops keys named `__proto__` and refuses nesting that no resource has; iterative, because depth is what it guards against. */
const clean = (root: Json): void => {
  let level: Json[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) {
      throw refusal(400, `The request body is nested deeper than ${DEEPEST} levels.`, 'invalidSyntax');
    }
    const next: Json[] = [];
    for (const value of level) {
      if (typeof value === 'object' && value !== null) {
        if (Object.hasOwn(value, '__proto__')) {
          Reflect.deleteProperty(value, '__proto__');
        }
        for (const child of Object.values(value)) {
          next.push(child);
        }
      }
    }
    level = next;
  }
};
