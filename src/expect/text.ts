import { isInstant } from '../scim/datetime.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { Matcher } from '../suite/model.ts';

type TypeName = Extract<Matcher, { op: 'type' }>['value'];

/** RFC 7643 §2.3: the JSON forms of the attribute types. A dateTime without offset counts, as xsd:dateTime allows it. */
export function hasType(type: TypeName, value: Json | undefined): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'decimal':
      return typeof value === 'number';
    case 'dateTime':
      return typeof value === 'string' && isDateTime(value);
    case 'reference':
      return typeof value === 'string' && isUriReference(value);
    case 'complex':
      return isObject(value);
    case 'list':
      return Array.isArray(value);
  }
}

/** Text comparisons are exact; `matches` is a JavaScript regular expression with the `u` flag. */
export function matchesText(
  operator: 'matches' | 'starts' | 'ends' | 'includes',
  value: Json | undefined,
  text: string,
): boolean {
  if (typeof value !== 'string') return false;
  switch (operator) {
    case 'matches':
      return new RegExp(text, 'u').test(value);
    case 'starts':
      return value.startsWith(text);
    case 'ends':
      return value.endsWith(text);
    case 'includes':
      return value.includes(text);
  }
}

/** Compares `type/subtype` ignoring case and parameters such as `charset=utf-8` (RFC 9110 §8.3.1). */
export function hasMediaType(value: Json | undefined, type: string): boolean {
  return typeof value === 'string' && mediaType(value) === mediaType(type);
}

/** `Application/SCIM+JSON; charset=utf-8` → `application/scim+json`. */
export function mediaType(value: string): string {
  return value.split(';', 1).join('').trim().toLowerCase();
}

/** xsd:dateTime with date and time; the offset may be missing. */
export function isDateTime(text: string): boolean {
  return isInstant(text) || isInstant(`${text}Z`);
}

/** RFC 3986: an absolute or relative reference. */
export function isUriReference(text: string): boolean {
  return text !== '' && !/[\s<>"{}|\\^`]/.test(text) && URL.canParse(text, 'https://example.com/');
}
