/** Whether two values say the same, by what the schema says of their attribute (RFC 7643 §2). */
import { coreAttributes, findAttribute, findExtension, getIgnoringCase } from './attribute.ts';
import { instant } from './datetime.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import { omit } from './locate.ts';
import type { Locator } from './path.ts';
import { sameReference } from './reference.ts';
import type { Attribute, ResourceModel } from './schema.ts';

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

export interface Difference {
  /** `displayName`, `name.givenName`, `urn:…:User:department`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/**
 * What differs between two states of a resource, but for what stands at the `ignore`d locators. Single-valued complex
 * attributes and extensions are compared part by part, lists as a whole.
 */
export const differences = (
  before: JsonObject,
  after: JsonObject,
  model: ResourceModel,
  ignore: readonly Locator[] = [],
): Difference[] => {
  const [left, right] = [before, after].map((resource) =>
    ignore.reduce<Json>((rest, locator) => omit(rest, locator, [model]), resource),
  );
  return namesOf(left, right).flatMap((name) => {
    const [leftValue, rightValue] = [member(left, name), member(right, name)];
    const extension = findExtension(model, name);
    if (extension === undefined) return differ(leftValue, rightValue, findAttribute(coreAttributes(model), name), name);
    return namesOf(leftValue, rightValue).flatMap((key) => {
      const attribute = findAttribute(extension.attributes, key);
      return differ(
        member(leftValue, key),
        member(rightValue, key),
        attribute,
        `${extension.id}:${attribute?.name ?? key}`,
      );
    });
  });
};

const differ = (
  before: Json | undefined,
  after: Json | undefined,
  attribute: Attribute | undefined,
  name: string,
): Difference[] => {
  if (sameValue(before, after, attribute)) return [];
  const path = attribute === undefined || name.includes(':') ? name : attribute.name;
  if (!isObject(before) || !isObject(after)) return [differenceAt(path, before, after)];
  return namesOf(before, after).flatMap((key) => {
    const part = findAttribute(attribute?.subAttributes, key);
    const [left, right] = [member(before, key), member(after, key)];
    return sameValue(left, right, part) ? [] : [differenceAt(`${path}.${part?.name ?? key}`, left, right)];
  });
};

const differenceAt = (path: string, before: Json | undefined, after: Json | undefined): Difference => ({
  path,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const member = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? getIgnoringCase(value, name) : undefined;

/** The names of either object, each once whatever its case. */
const namesOf = (left: Json | undefined, right: Json | undefined): readonly string[] => {
  const names = [left, right].flatMap((value) => (isObject(value) ? Object.keys(value) : []));
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
};
