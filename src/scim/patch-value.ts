/** What one PATCH operation makes of one attribute's value. */
import { acceptParts, acceptValue, isBlank, isPrimary } from './accept.ts';
import { getIgnoringCase, keyIgnoringCase } from './attribute.ts';
import { indexElements, refersToResources } from './elements.ts';
import { sameValue } from './equality.ts';
import { badRequest } from './error.ts';
import type { Filter } from './filter.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject, withMember, withoutMember } from './json.ts';
import type { PatchLenience } from './lenience.ts';
import type { Attribute } from './schema.ts';

export interface Change {
  readonly op: 'add' | 'remove' | 'replace';
  /** How messages call the target. */
  readonly name: string;
  readonly filter?: Filter;
  readonly value?: Json;
}

/** The value of `attribute` after a change to all of it; undefined when it has none then. */
export const changeValue = (
  attribute: Attribute,
  before: Json | undefined,
  change: Change,
  rules: PatchLenience,
): Json | undefined => {
  if (attribute.multiValued) return changeList(attribute, before, change, rules);
  const after = changeSingle(attribute, before, change, rules);
  checkChange(attribute, before, after, change);
  return after;
};

const changeSingle = (
  attribute: Attribute,
  before: Json | undefined,
  { op, name, value }: Change,
  rules: PatchLenience,
): Json | undefined => {
  if (op === 'remove') return undefined;
  if (isUnassigned(value)) return op === 'add' ? before : undefined;
  if (attribute.type !== 'complex') return acceptValue(attribute, value, name, rules);
  const parts = acceptParts(attribute, onlyElement(value, rules), name, rules);
  return parts && mergeParts(attribute, isObject(before) ? before : {}, parts, name);
};

const changeList = (
  attribute: Attribute,
  before: Json | undefined,
  change: Change,
  rules: PatchLenience,
): Json[] | undefined => {
  const changed = changedList(attribute, asList(before), change, rules);
  checkChange(attribute, before, [...changed.elements], change);
  return settlePrimary(changed, change.name);
};

/** Elements after a change, and those of them that the change made primary. */
export interface ChangedList {
  readonly elements: readonly Json[];
  readonly primaries: readonly Json[];
}

const changedList = (
  attribute: Attribute,
  before: readonly Json[],
  { op, name, value }: Change,
  rules: PatchLenience,
): ChangedList => {
  if (op === 'remove') return { elements: removeElements(attribute, before, value, rules), primaries: [] };
  const given = asList(acceptValue(attribute, value, name, rules));
  return op === 'replace'
    ? { elements: given, primaries: given.filter(isPrimary) }
    : addElements(attribute, before, given, rules);
};

const onlyElement = (value: Json, rules: PatchLenience): Json =>
  rules.listForSingle && Array.isArray(value) && value.length === 1 ? (value[0] ?? null) : value;

/** None, or those that are left when a list of elements to remove was given. */
const removeElements = (
  attribute: Attribute,
  before: readonly Json[],
  value: Json | undefined,
  rules: PatchLenience,
): readonly Json[] => {
  if (!rules.removeListedValues || !(Array.isArray(value) || isObject(value))) return [];
  const index = indexElements(attribute, before);
  const removed = new Set(asList(value).flatMap((given) => index.find(given)));
  return before.filter((_, position) => !removed.has(position));
};

/** Appends what is not there yet; what is there takes on the sub-attributes given with it. */
const addElements = (
  attribute: Attribute,
  before: readonly Json[],
  given: readonly Json[],
  rules: PatchLenience,
): ChangedList => {
  const index = indexElements(attribute, before);
  const primaries: Json[] = [];
  for (const added of given) {
    const [position] = index.find(added);
    const found = position === undefined ? undefined : index.elements[position];
    const element = found === undefined ? added : enrich(attribute, found, added, rules);
    if (position === undefined) index.push(element);
    else index.replace(position, element);
    if (isPrimary(added)) primaries.push(element);
  }
  return { elements: index.elements, primaries };
};

/** An element with the writable sub-attributes of the same element as given; itself when nothing is new. */
const enrich = (attribute: Attribute, element: Json, given: Json, rules: PatchLenience): Json => {
  if (!isObject(element) || !isObject(given)) return element;
  const parts = acceptParts(attribute, given, attribute.name, rules) ?? [];
  const news = parts.filter(([part, value]) => {
    const old = getIgnoringCase(element, part.name);
    return !sameValue(value, old, part) && (part.mutability !== 'immutable' || isUnassigned(old));
  });
  return news.reduce((enriched, [part, value]) => setAttribute(enriched, part, value), element);
};

/** A complex value with some of its sub-attributes changed; undefined when nothing is left. */
export const mergeParts = (
  attribute: Attribute,
  before: JsonObject,
  parts: readonly (readonly [Attribute, Json | undefined])[],
  name: string,
): JsonObject | undefined => {
  const given = parts.map(([part]) => part.name);
  const merged = parts.reduce((object, [part, value]) => {
    const old = getIgnoringCase(before, part.name);
    checkChange(part, old, value, { op: 'replace', name: `${name}.${part.name}` });
    return setAttribute(object, part, value);
  }, before);
  return withoutStale(attribute, before, merged, given);
};

/** Changes one sub-attribute of a complex value; undefined when nothing is left. */
export const changePart = (
  attribute: Attribute,
  before: JsonObject,
  part: Attribute,
  change: Change,
  rules: PatchLenience,
): JsonObject | undefined => {
  const value = changeValue(part, getIgnoringCase(before, part.name), change, rules);
  return withoutStale(attribute, before, setAttribute(before, part, value), [part.name]);
};

/** A reference that leads elsewhere now: what the server had filled in about the old target goes, unless given anew. */
const withoutStale = (
  attribute: Attribute,
  before: JsonObject,
  after: JsonObject,
  given: readonly string[],
): JsonObject | undefined => {
  const moved = !sameValue(getIgnoringCase(before, 'value'), getIgnoringCase(after, 'value'));
  const stale = (attribute.subAttributes ?? []).filter(
    ({ name, mutability }) => (name === '$ref' || mutability === 'readOnly') && !given.includes(name),
  );
  const kept =
    moved && refersToResources(attribute)
      ? stale.reduce((object, part) => setAttribute(object, part, undefined), after)
      : after;
  return Object.keys(kept).length === 0 ? undefined : kept;
};

/** Sets or (undefined) takes away an attribute, in the schema's spelling whatever the spelling it was stored in. */
export const setAttribute = (object: JsonObject, { name }: Attribute, value: Json | undefined): JsonObject => {
  const key = keyIgnoringCase(object, name);
  return withMember(key === undefined || key === name ? object : withoutMember(object, key), name, value);
};

/** RFC 7644 §3.5.2: what an attribute's mutability and `required` do not allow. Throws mutability or invalidValue. */
const checkChange = (
  attribute: Attribute,
  before: Json | undefined,
  after: Json | undefined,
  { op, name }: Pick<Change, 'op' | 'name'>,
): void => {
  if (attribute.mutability === 'readOnly') throw badRequest('mutability', `"${name}" is readOnly.`);
  if (attribute.mutability === 'immutable' && !isUnassigned(before) && !sameValue(after, before, attribute)) {
    throw badRequest('mutability', `"${name}" is immutable and has a value already.`);
  }
  if (!attribute.required) return;
  if (isUnassigned(after)) {
    throw badRequest(op === 'remove' ? 'mutability' : 'invalidValue', `"${name}" is required.`);
  }
  if (isBlank(after)) throw badRequest('invalidValue', `"${name}" is required and may not be blank.`);
};

/** RFC 7644 §3.5.2: an element that is made primary ends the primacy of the others. */
export const settlePrimary = ({ elements, primaries }: ChangedList, name: string): Json[] | undefined => {
  const [chosen, ...others] = primaries;
  if (others.length > 0) throw badRequest('invalidValue', `"${name}" gets more than one value with "primary" true.`);
  if (elements.length === 0) return undefined;
  return elements.map((element) =>
    chosen !== undefined && element !== chosen && isPrimary(element) && isObject(element)
      ? { ...element, [keyIgnoringCase(element, 'primary') ?? 'primary']: false }
      : element,
  );
};
