/** Whether two values say the same, by what the schema says of their attribute (RFC 7643 §2). */
import { findAttribute, getIgnoringCase } from './attribute.ts';
import { instant } from './datetime.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import { sameReference } from './reference.ts';
import type { Attribute } from './schema.ts';

/**
 * Compares by the attribute's characteristics: text by `caseExact`, dateTimes as instants, references whether relative
 * or absolute, lists as bags (the order is nothing, a value that stands twice counts twice), names of sub-attributes
 * ignoring case. null, [] and absence are the same. Booleans and numbers are never converted.
 * Without a definition text is compared exactly.
 */
export const sameValue = (actual: Json | undefined, expected: Json | undefined, attribute?: Attribute): boolean => {
  if (isUnassigned(actual) || isUnassigned(expected)) return isUnassigned(actual) && isUnassigned(expected);
  if (Array.isArray(actual) && Array.isArray(expected)) return sameBag(actual, expected, attribute);
  if (isObject(actual) && isObject(expected)) return sameObject(actual, expected, attribute);
  if (typeof actual === 'string' && typeof expected === 'string') return sameText(actual, expected, attribute);
  return actual === expected;
};

const sameObject = (actual: JsonObject, expected: JsonObject, attribute: Attribute | undefined): boolean =>
  [...Object.keys(actual), ...Object.keys(expected)].every((name) =>
    sameValue(
      getIgnoringCase(actual, name),
      getIgnoringCase(expected, name),
      findAttribute(attribute?.subAttributes, name),
    ),
  );

const sameText = (actual: string, expected: string, attribute: Attribute | undefined): boolean => {
  if (actual === expected) return true;
  switch (attribute?.type) {
    case 'dateTime':
      return sameInstant(actual, expected);
    case 'binary':
      return bareBase64(actual) === bareBase64(expected);
    case 'reference':
      return attribute.referenceTypes?.includes('external') !== true && sameReference(actual, expected);
    default:
      return attribute?.caseExact === false && actual.toLowerCase() === expected.toLowerCase();
  }
};

const sameInstant = (actual: string, expected: string): boolean => {
  const moment = instant(actual);
  return moment !== undefined && moment === instant(expected);
};

/** Base 64 without padding and line breaks, in the ordinary alphabet (RFC 7643 §2.3.6). */
const bareBase64 = (value: string): string => value.replace(/[=\s]/g, '').replaceAll('-', '+').replaceAll('_', '/');

/** Identical elements are paired first by their text, so that long lists that hardly differ are compared quickly. */
const sameBag = (actual: readonly Json[], expected: readonly Json[], attribute: Attribute | undefined): boolean => {
  if (actual.length !== expected.length) return false;
  const waiting = Map.groupBy(expected, (value) => JSON.stringify(value));
  const unpaired = actual.filter((value) => waiting.get(JSON.stringify(value))?.pop() === undefined);
  const rest = [...waiting.values()].flat();
  return unpaired.every((value) => {
    const index = rest.findIndex((candidate) => sameValue(value, candidate, attribute));
    if (index >= 0) rest.splice(index, 1);
    return index >= 0;
  });
};

/**
 * Whether `given`, an element of a multi-valued attribute as a client wrote it, is the `stored` one: the same `value`
 * and the same `type`, if a type is given (RFC 7643 §2.4). In a list of references, such as members, the value alone
 * decides. Elements without a value are the same when all of them is.
 */
export const sameElement = (stored: Json, given: Json, attribute: Attribute): boolean => {
  if (!isObject(stored) || !isObject(given)) return sameValue(stored, given, attribute);
  const same = (name: string): boolean =>
    sameValue(
      getIgnoringCase(stored, name),
      getIgnoringCase(given, name),
      findAttribute(attribute.subAttributes, name),
    );
  if (isUnassigned(getIgnoringCase(given, 'value'))) return sameValue(stored, given, attribute);
  if (!same('value')) return false;
  return refersToResources(attribute) || isUnassigned(getIgnoringCase(given, 'type')) || same('type');
};

/** Complex attributes with a `$ref`: their `value` is the id of another resource. */
export const refersToResources = (attribute: Attribute): boolean =>
  findAttribute(attribute.subAttributes, '$ref') !== undefined;
