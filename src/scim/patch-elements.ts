/** PATCH with a value filter: the elements of a multi-valued attribute that it selects, or makes. */
import { acceptParts, acceptSingle, isPrimary } from './accept.ts';
import { findAttribute, keyIgnoringCase, sameName } from './attribute.ts';
import { badRequest, type ScimError } from './error.ts';
import { type Filter, operands } from './filter.ts';
import { withBooleanLiterals } from './filter-literals.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import type { PatchLenience } from './lenience.ts';
import { compileValueFilter, type Test } from './match.ts';
import { type Change, type ChangedList, changePart, mergeParts, setAttribute, settlePrimary } from './patch-value.ts';
import type { Attribute } from './schema.ts';

/** What a change is about: an attribute with several elements, all of it or one sub-attribute of its elements. */
export interface ElementTarget {
  readonly attribute: Attribute;
  readonly part?: Attribute;
}

/** The elements after a change to those that the filter selects (without filter: all); undefined when none is left. */
export const changeElements = (
  target: ElementTarget,
  before: Json | undefined,
  change: Change,
  rules: PatchLenience,
): Json[] | undefined => {
  const elements = asList(before);
  const filter =
    change.filter && (rules.stringBooleans ? withBooleanLiterals(change.filter, target.attribute) : change.filter);
  const selects = filter === undefined ? () => true : compileValueFilter(filter, target.attribute);
  const changed = elements.some(selects)
    ? changeSelected(target, elements, selects, change, rules)
    : changeNone(target, elements, filter, change, rules);
  if (target.attribute.required && changed.elements.length === 0) {
    throw badRequest('mutability', `"${change.name}" is required.`);
  }
  return settlePrimary(changed, change.name);
};

const changeSelected = (
  target: ElementTarget,
  elements: readonly Json[],
  selects: Test,
  change: Change,
  rules: PatchLenience,
): ChangedList => {
  const primaries: Json[] = [];
  const after = elements.flatMap((element) => {
    if (!selects(element)) return [element];
    const changed = changeElement(target, element, change, rules);
    if (saysPrimary(target, change)) primaries.push(...changed.filter(isPrimary));
    return changed;
  });
  return { elements: after, primaries };
};

/** Whether the change is (also) about `primary`. */
const saysPrimary = ({ part }: ElementTarget, { value }: Change): boolean =>
  part === undefined
    ? isObject(value) && keyIgnoringCase(value, 'primary') !== undefined
    : sameName(part.name, 'primary');

/** One selected element after the change: none when it is removed. */
const changeElement = (target: ElementTarget, element: Json, change: Change, rules: PatchLenience): Json[] => {
  if (change.op === 'remove' && target.part === undefined) return [];
  if (target.attribute.type !== 'complex') return [acceptElement(target.attribute, change, rules)];
  const changed = changeParts(target, isObject(element) ? element : {}, change, rules);
  return changed === undefined ? [] : [changed];
};

/** An element with one part changed, or with what an object says of it. */
const changeParts = (
  { attribute, part }: ElementTarget,
  element: JsonObject,
  change: Change,
  rules: PatchLenience,
): JsonObject | undefined => {
  if (part !== undefined) return changePart(attribute, element, part, change, rules);
  const parts = acceptParts(attribute, change.value ?? null, change.name, rules) ?? [];
  return mergeParts(attribute, element, parts, change.name);
};

const acceptElement = (attribute: Attribute, { name, value = null }: Change, rules: PatchLenience): Json => {
  const accepted = acceptSingle(attribute, value, name, rules);
  if (accepted === undefined) throw badRequest('invalidValue', `"${name}" needs a value.`);
  return accepted;
};

/** The filter selected nothing: RFC 7644 §3.5.2.3 wants noTarget for replace; Entra wants the element made. */
const changeNone = (
  target: ElementTarget,
  elements: readonly Json[],
  filter: Filter | undefined,
  change: Change,
  rules: PatchLenience,
): ChangedList => {
  if (change.op === 'remove' || isUnassigned(change.value)) return { elements, primaries: [] };
  const allowed = filter === undefined || (change.op === 'add' ? rules.createOnAdd : rules.createOnReplace);
  if (!allowed) throw noTarget(change.name);
  const start = filter === undefined ? {} : elementFor(filter, target.attribute, change.name, rules);
  const made = changeElement(target, start, change, rules);
  return { elements: [...elements, ...made], primaries: made.filter(isPrimary) };
};

const noTarget = (name: string): ScimError => badRequest('noTarget', `Nothing matches the filter in "${name}".`);

/** The element that a filter such as `type eq "work" and primary eq true` describes; noTarget when it describes none. */
const elementFor = (filter: Filter, attribute: Attribute, name: string, rules: PatchLenience): JsonObject =>
  conjuncts(filter).reduce<JsonObject>((element, term) => {
    if (term.type !== 'compare' || term.operator !== 'eq' || term.path.subAttribute !== undefined) throw noTarget(name);
    const part = findAttribute(attribute.subAttributes, term.path.attribute);
    if (part === undefined || term.value === null) throw noTarget(name);
    return setAttribute(element, part, acceptSingle(part, term.value, `${name}.${part.name}`, rules));
  }, {});

const conjuncts = (filter: Filter): readonly Filter[] =>
  operands(filter, 'and').flatMap((term) => (term.type === 'and' ? conjuncts(term) : [term]));
