/** The elements of multi-valued attributes: which are one and the same. */
import { findAttribute, getIgnoringCase } from './attribute.ts';
import { sameValue } from './equality.ts';
import { isObject, isUnassigned, type Json } from './json.ts';
import type { Attribute } from './schema.ts';

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

/** A list that is searched for the same element, quickly even when it has thousands of members. */
export interface ElementIndex {
  /** The elements so far, in order. */
  readonly elements: Json[];
  /** The positions of the elements that are the same as `given`. */
  find(given: Json): readonly number[];
  push(element: Json): void;
  /** Puts an element with the same `value` in the place of another. */
  replace(position: number, element: Json): void;
}

export const indexElements = (attribute: Attribute, initial: readonly Json[]): ElementIndex => {
  const elements: Json[] = [];
  const buckets = new Map<string, number[]>();
  const index: ElementIndex = {
    elements,
    find: (given) =>
      (buckets.get(bucketOf(attribute, given)) ?? []).filter((position) =>
        sameElement(elements[position] ?? null, given, attribute),
      ),
    push: (element) => {
      const bucket = bucketOf(attribute, element);
      const positions = buckets.get(bucket);
      if (positions === undefined) buckets.set(bucket, [elements.length]);
      else positions.push(elements.length);
      elements.push(element);
    },
    replace: (position, element) => {
      elements[position] = element;
    },
  };
  for (const element of initial) index.push(element);
  return index;
};

/** Elements that are the same are in the same bucket; only values of type string are told apart. */
const bucketOf = (attribute: Attribute, element: Json): string => {
  const definition = isObject(element) ? findAttribute(attribute.subAttributes, 'value') : attribute;
  const value = isObject(element) ? getIgnoringCase(element, 'value') : element;
  return typeof value === 'string' && definition?.type === 'string' ? value.toLowerCase() : '';
};

/** Without those that are the same as an earlier one. */
export const distinctElements = (attribute: Attribute, elements: readonly Json[]): Json[] => {
  const index = indexElements(attribute, []);
  for (const element of elements) if (index.find(element).length === 0) index.push(element);
  return index.elements;
};
