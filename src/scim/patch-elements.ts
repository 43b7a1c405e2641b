/** PATCH with a value filter: the elements of a multi-valued attribute that it selects, or makes. */
import { acceptParts, acceptSingle } from './accept.ts';
import { findAttribute } from './attribute.ts';
import { badRequest, type ScimError } from './error.ts';
import { type Filter, operands } from './filter.ts';
import { withBooleanLiterals } from './filter-literals.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import type { PatchLenience } from './lenience.ts';
import { compileValueFilter } from './match.ts';
import { acceptElement, type Change, changePart, mergeParts, setAttribute, settlePrimary } from './patch-value.ts';
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
  const after = elements.some(selects)
    ? elements.flatMap((element) => (selects(element) ? changeElement(target, element, change, rules) : [element]))
    : changeNone(target, elements, filter, change, rules);
  if (target.attribute.required && after.length === 0) throw badRequest('mutability', `"${change.name}" is required.`);
  return settlePrimary(elements, after, change.name);
};

/** One selected element after the change: none when it is removed. */
const changeElement = (target: ElementTarget, element: Json, change: Change, rules: PatchLenience): Json[] => {
  const { attribute, part } = target;
  if (part !== undefined) {
    return toList(isObject(element) ? changePart(attribute, element, part, change, rules) : element);
  }
  if (change.op === 'remove') return [];
  const value = change.value ?? null;
  if (!isObject(element)) return [acceptElement(attribute, value, change.name, rules)];
  return toList(mergeParts(attribute, element, partsOf(attribute, value, change, rules), change.name));
};

const toList = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);

const partsOf = (attribute: Attribute, value: Json, { name }: Change, rules: PatchLenience) =>
  acceptParts(attribute, value, name, rules) ?? [];

/** The filter selected nothing: RFC 7644 §3.5.2.3 wants noTarget for replace; Entra wants the element made. */
const changeNone = (
  { attribute, part }: ElementTarget,
  elements: readonly Json[],
  filter: Filter | undefined,
  change: Change,
  rules: PatchLenience,
): readonly Json[] => {
  if (change.op === 'remove' || isUnassigned(change.value)) return elements;
  const allowed = filter === undefined || (change.op === 'add' ? rules.createOnAdd : rules.createOnReplace);
  if (!allowed) throw noTarget(change.name);
  const start = filter === undefined ? {} : elementFor(filter, attribute, change, rules);
  if (!isObject(start)) return [...elements, start];
  const made =
    part === undefined
      ? mergeParts(attribute, start, partsOf(attribute, change.value, change, rules), change.name)
      : changePart(attribute, start, part, change, rules);
  return [...elements, ...toList(made)];
};

const noTarget = (name: string): ScimError => badRequest('noTarget', `Nothing matches the filter in "${name}".`);

/** The element that a filter such as `type eq "work" and primary eq true` describes; noTarget when it describes none. */
const elementFor = (filter: Filter, attribute: Attribute, { name }: Change, rules: PatchLenience): Json =>
  operands(filter, 'and').reduce<Json>((element, term) => {
    if (term.type === 'and')
      return { ...spread(element), ...spread(elementFor(term, attribute, { op: 'add', name }, rules)) };
    if (term.type !== 'compare' || term.operator !== 'eq' || term.path.subAttribute !== undefined) throw noTarget(name);
    if (attribute.type !== 'complex') return acceptElement(attribute, term.value, name, rules);
    const part = findAttribute(attribute.subAttributes, term.path.attribute);
    const value = part && acceptSingle(part, term.value, `${name}.${part.name}`, rules);
    if (part === undefined || value === undefined) throw noTarget(name);
    return setAttribute(spread(element), part, value);
  }, {});

const spread = (element: Json): JsonObject => (isObject(element) ? element : {});
