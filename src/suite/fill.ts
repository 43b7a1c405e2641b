/**
 * Filling of templates: `${…}` in texts, and the constructs `for-each`, `repeat`, `merge`, `without`, `text-of-length`.
 * Values come from hostile servers: they are copied, never interpreted; a `${…}` inside a value stays text.
 */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { asText, valueOfPlaceholder } from './placeholder.ts';
import { FillProblem, kindOfValue, nestedScope, type Scope } from './scope.ts';
import { hasTemplate, parseTemplate } from './template.ts';

export { FillProblem, MissingName, nestedScope, type Scope } from './scope.ts';

/**
 * The value of a template. A text that is one placeholder keeps the value's type.
 * Undefined when a `${name?}` had no value, or when nothing is left of a list or map because of that.
 * @throws {MissingName} when a name without `?` has no value
 * @throws {FillProblem} when a pipe or construct cannot work on a value
 */
export const fill = (template: Json, scope: Scope): Json | undefined => {
  if (typeof template === 'string') return fillText(template, scope);
  if (Array.isArray(template)) return fillList(template, scope);
  if (!isObject(template)) return template;
  return isSeries(template) ? series(template, scope) : fillMap(template, scope);
};

const fillMap = (template: JsonObject, scope: Scope): Json | undefined => {
  const { merge, without, 'text-of-length': length, ...others } = template;
  if (Object.keys(others).length > 0) return fillObject(template, scope);
  if (Array.isArray(merge)) return merged(merge, scope);
  if (Array.isArray(without)) return reduced(without, scope);
  if (length !== undefined) return 'x'.repeat(countOf(length, 'text-of-length', scope));
  return fillObject(template, scope);
};

/** Fills `let` from top to bottom: each value may use those before it. Returns the values by name. */
export const fillLets = (lets: Readonly<Record<string, Json>>, scope: Scope): Record<string, Json> => {
  const filled = nestedScope({}, scope);
  for (const [name, template] of Object.entries(lets)) {
    const value = fill(template, filled);
    if (value !== undefined) filled.set(name, value);
  }
  return Object.fromEntries(filled);
};

/**
 * Fills a text in which every value is written by `write` (for example percent-encoded).
 * Undefined when a `${name?}` in it has no value.
 */
export const fillTextWith = (text: string, scope: Scope, write: (value: Json) => string): string | undefined => {
  if (!hasTemplate(text)) return text;
  let result = '';
  for (const part of parseTemplate(text).parts) {
    const value = typeof part === 'string' ? part : valueOfPlaceholder(part, scope);
    if (value === undefined) return undefined;
    result += typeof part === 'string' ? part : write(value);
  }
  return result;
};

const fillText = (text: string, scope: Scope): Json | undefined => {
  if (!hasTemplate(text)) return text;
  const [only, ...others] = parseTemplate(text).parts;
  if (typeof only === 'object' && others.length === 0) return valueOfPlaceholder(only, scope);
  return fillTextWith(text, scope, asText);
};

/** Stands for an element that a `${name?}` without a value took away. */
const LEFT_OUT = Symbol('left out');
type Element = Json | typeof LEFT_OUT;

const fillList = (list: readonly Json[], scope: Scope): Json[] | undefined => {
  const filled = list.flatMap((item): readonly Element[] => {
    if (isSeries(item)) return series(item, scope) ?? [LEFT_OUT];
    const value = fill(item, scope);
    return [value === undefined ? LEFT_OUT : value];
  });
  const kept = filled.filter((value) => value !== LEFT_OUT);
  return kept.length === 0 && filled.length > 0 ? undefined : kept;
};

const fillObject = (object: JsonObject, scope: Scope): JsonObject | undefined => {
  const entries = Object.entries(object);
  const kept = entries.flatMap(([key, template]): [string, Json][] => {
    const name = hasTemplate(key) ? fillTextWith(key, scope, asText) : key;
    const value = fill(template, scope);
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return kept.length === 0 && entries.length > 0 ? undefined : Object.fromEntries(kept);
};

/** Constructs that make several elements of the list they stand in, or a list where they stand alone. */
const isSeries = (value: Json): value is JsonObject =>
  isObject(value) &&
  (Object.hasOwn(value, 'for-each') || (Object.hasOwn(value, 'repeat') && Object.hasOwn(value, 'make')));

/** Undefined when the list to go through is an optional one that is absent. */
const series = (construct: JsonObject, scope: Scope): Json[] | undefined => {
  const make = construct.make;
  if (make !== undefined && Object.hasOwn(construct, 'repeat')) {
    const count =
      countOf(construct.repeat ?? 0, 'repeat', scope) + (typeof construct.plus === 'number' ? construct.plus : 0);
    return makeEach(
      Array.from({ length: count }, (_, index) => index + 1),
      'n',
      make,
      scope,
    );
  }
  const values = fill(construct['for-each'] ?? [], scope);
  // A server may write an empty list as null (RFC 7643 §2.5).
  if (values === undefined || values === null) return undefined;
  if (!Array.isArray(values)) throw new FillProblem(`\`for-each\` needs a list, not ${kindOfValue(values)}`);
  const name = typeof construct.as === 'string' ? construct.as : 'item';
  return makeEach(values, name, make ?? `\${${name}}`, scope);
};

const makeEach = (values: readonly Json[], name: string, make: Json, scope: Scope): Json[] =>
  values.flatMap((value) => {
    const made = fill(make, nestedScope({ [name]: value }, scope));
    return made === undefined ? [] : [made];
  });

/** A server that states absurd limits must not make us hold its word in memory: the most elements, the most characters. */
const MOST = { repeat: 100_000, 'text-of-length': 32 * 1024 * 1024 } as const;

const countOf = (template: Json, construct: keyof typeof MOST, scope: Scope): number => {
  const count = fill(template, scope);
  const most = MOST[construct];
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= most) return count;
  throw new FillProblem(`\`${construct}\` needs a number from 0 to ${most}, not ${JSON.stringify(count ?? null)}`);
};

/** `{merge: [a, b]}`: maps put over each other in depth, the later wins; lists and null are values like others. */
const merged = (templates: readonly Json[], scope: Scope): Json | undefined =>
  templates.reduce<Json | undefined>((under, template) => {
    const over = fill(template, scope);
    if (over === undefined || under === undefined) return over ?? under;
    return mergeTwo(under, over);
  }, undefined);

const mergeTwo = (under: Json, over: Json): Json => {
  if (!isObject(under) || !isObject(over)) return over;
  const result = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over)) {
    const below = result.get(key);
    result.set(key, below === undefined ? value : mergeTwo(below, value));
  }
  return Object.fromEntries(result);
};

/** `{without: [object, [names]]}`: the object without these attributes; a name may go deeper with dots. */
const reduced = (templates: readonly Json[], scope: Scope): Json | undefined => {
  const object = fill(templates[0] ?? null, scope);
  const names = fill(templates[1] ?? [], scope);
  if (object === undefined) return undefined;
  if (!isObject(object)) throw new FillProblem(`\`without\` needs an object, not ${kindOfValue(object)}`);
  const list = Array.isArray(names) ? names : [];
  return list.reduce<JsonObject>((rest, name) => (typeof name === 'string' ? dropped(rest, name) : rest), object);
};

const dropped = (object: JsonObject, name: string): JsonObject => {
  const wanted = name.toLowerCase();
  const entries = Object.entries(object).flatMap(([key, value]): [string, Json][] => {
    const lower = key.toLowerCase();
    if (lower === wanted) return [];
    const inside = wanted.startsWith(`${lower}.`) && isObject(value);
    return [[key, inside ? dropped(value, name.slice(key.length + 1)) : value]];
  });
  return Object.fromEntries(entries);
};
