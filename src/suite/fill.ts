/**
 * Filling of templates: `${…}` in texts, and the constructs `for-each`, `repeat`, `merge`, `without`, `text-of-length`.
 * Values come from hostile servers: they are copied, never interpreted; a `${…}` inside a value stays text.
 */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { asText, valueOfPlaceholder } from './placeholder.ts';
import { FillProblem, kindOfValue, nestedScope, type Scope } from './scope.ts';
import { hasTemplate, parseTemplate } from './template.ts';

export { FillProblem, MissingName, nestedScope, type Scope } from './scope.ts';

/** A template that has been read once and can be filled many times. */
export type Filler = (scope: Scope) => Json | undefined;

/**
 * The value of a template. A text that is one placeholder keeps the value's type.
 * Undefined when a `${name?}` had no value, or when nothing is left of a list or map because of that.
 * @throws {MissingName} when a name without `?` has no value
 * @throws {FillProblem} when a pipe or construct cannot work on a value
 */
export const fill = (template: Json, scope: Scope): Json | undefined => {
  if (typeof template === 'string' ? !hasTemplate(template) : typeof template !== 'object') return template;
  return compile(template)(scope);
};

const compiled = new WeakMap<JsonObject | Json[], Filler>();

/** Reads a template, for those who fill it again and again; filling is as `fill` describes it. Lists and maps are read once. */
export const compile = (template: Json): Filler => {
  if (typeof template === 'string') return compileText(template);
  if (!isObject(template) && !Array.isArray(template)) return () => template;
  const known = compiled.get(template);
  if (known !== undefined) return known;
  const filler = compileComplex(template);
  compiled.set(template, filler);
  return filler;
};

const compileComplex = (template: JsonObject | Json[]): Filler => {
  if (Array.isArray(template)) return compileList(template);
  return isSeries(template) ? compileSeries(template) : compileMap(template);
};

const compileMap = (template: JsonObject): Filler => {
  const { merge, without, 'text-of-length': length, ...others } = template;
  if (Object.keys(others).length > 0) return compileObject(template);
  if (Array.isArray(merge)) return compileMerge(merge);
  if (Array.isArray(without)) return compileWithout(without);
  if (length === undefined) return compileObject(template);
  const count = compileCount(length, 'text-of-length');
  return (scope) => 'x'.repeat(count(scope));
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
export const fillTextWith = (text: string, scope: Scope, write: (value: Json) => string): string | undefined =>
  compileTextWith(text, write)(scope);

/** As fillTextWith, read once. */
export const compileTextWith = (
  text: string,
  write: (value: Json) => string,
): ((scope: Scope) => string | undefined) => {
  if (!hasTemplate(text)) return () => text;
  const { parts } = parseTemplate(text);
  return (scope) => {
    let result = '';
    for (const part of parts) {
      const value = typeof part === 'string' ? part : valueOfPlaceholder(part, scope);
      if (value === undefined) return undefined;
      result += typeof part === 'string' ? part : write(value);
    }
    return result;
  };
};

const compileText = (text: string): Filler => {
  if (!hasTemplate(text)) return () => text;
  const [only, ...others] = parseTemplate(text).parts;
  if (typeof only === 'object' && others.length === 0) return (scope) => valueOfPlaceholder(only, scope);
  return compileTextWith(text, asText);
};

/** What an element of a list becomes: one value or several; undefined when a `${name?}` without a value took it away. */
type ElementFiller = (scope: Scope) => readonly Json[] | undefined;

const compileElement = (item: Json): ElementFiller => {
  if (isSeries(item)) return compileSeries(item);
  const filler = compile(item);
  return (scope) => {
    const value = filler(scope);
    return value === undefined ? undefined : [value];
  };
};

const compileList = (list: readonly Json[]): Filler => {
  const fillers = list.map(compileElement);
  return (scope) => {
    const kept: Json[] = [];
    let left = false;
    for (const filler of fillers) {
      const values = filler(scope);
      if (values === undefined) left = true;
      else for (const value of values) kept.push(value);
    }
    return kept.length === 0 && left ? undefined : kept;
  };
};

const compileObject = (object: JsonObject): Filler => {
  const entries = Object.entries(object).map(([key, template]) => ({
    name: hasTemplate(key) ? compileTextWith(key, asText) : key,
    filler: compile(template),
  }));
  // Only these names could be anything but an own property when they are assigned.
  const isPlain = entries.every(({ name }) => typeof name === 'string' && name !== '__proto__');
  return (scope) => {
    const kept: [string, Json][] = [];
    const plain: JsonObject = {};
    let count = 0;
    for (const { name: written, filler } of entries) {
      const name = typeof written === 'string' ? written : written(scope);
      const value = filler(scope);
      if (name === undefined || value === undefined) continue;
      count += 1;
      if (isPlain) plain[name] = value;
      else kept.push([name, value]);
    }
    if (count === 0 && entries.length > 0) return undefined;
    return isPlain ? plain : Object.fromEntries(kept);
  };
};

/** Constructs that make several elements of the list they stand in, or a list where they stand alone. */
const isSeries = (value: Json): value is JsonObject =>
  isObject(value) &&
  (Object.hasOwn(value, 'for-each') || (Object.hasOwn(value, 'repeat') && Object.hasOwn(value, 'make')));

/** Undefined when the list to go through is an optional one that is absent. */
const compileSeries = (construct: JsonObject): ((scope: Scope) => Json[] | undefined) => {
  const { make } = construct;
  if (make !== undefined && Object.hasOwn(construct, 'repeat')) {
    const count = compileCount(construct.repeat ?? 0, 'repeat');
    const plus = typeof construct.plus === 'number' ? construct.plus : 0;
    const each = compileEach('n', make);
    return (scope) =>
      each(
        Array.from({ length: count(scope) + plus }, (_, index) => index + 1),
        scope,
      );
  }
  const list = compile(construct['for-each'] ?? []);
  const name = typeof construct.as === 'string' ? construct.as : 'item';
  const each = compileEach(name, make ?? `\${${name}}`);
  return (scope) => {
    const values = list(scope);
    // A server may write an empty list as null (RFC 7643 §2.5).
    if (values === undefined || values === null) return undefined;
    if (!Array.isArray(values)) throw new FillProblem(`\`for-each\` needs a list, not ${kindOfValue(values)}`);
    return each(values, scope);
  };
};

const compileEach = (name: string, make: Json): ((values: readonly Json[], scope: Scope) => Json[]) => {
  const filler = compile(make);
  return (values, scope) => {
    const all: Json[] = [];
    for (const value of values) {
      const made = filler({ get: (asked) => (asked === name ? value : scope.get(asked)) });
      if (made !== undefined) all.push(made);
    }
    return all;
  };
};

/** A server that states absurd limits must not make us hold its word in memory: the most elements, the most characters. */
const MOST = { repeat: 100_000, 'text-of-length': 32 * 1024 * 1024 } as const;

const compileCount = (template: Json, construct: keyof typeof MOST): ((scope: Scope) => number) => {
  const filler = compile(template);
  const most = MOST[construct];
  return (scope) => {
    const count = filler(scope);
    if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= most) return count;
    throw new FillProblem(`\`${construct}\` needs a number from 0 to ${most}, not ${JSON.stringify(count ?? null)}`);
  };
};

/** `{merge: [a, b]}`: maps put over each other in depth, the later wins; lists and null are values like others. */
const compileMerge = (templates: readonly Json[]): Filler => {
  const fillers = templates.map(compile);
  return (scope) =>
    fillers.reduce<Json | undefined>((under, filler) => {
      const over = filler(scope);
      if (over === undefined || under === undefined) return over ?? under;
      return mergeTwo(under, over);
    }, undefined);
};

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
const compileWithout = (templates: readonly Json[]): Filler => {
  const [objectFiller, namesFiller] = [compile(templates[0] ?? null), compile(templates[1] ?? [])];
  return (scope) => {
    const object = objectFiller(scope);
    const names = namesFiller(scope);
    if (object === undefined) return undefined;
    if (!isObject(object)) throw new FillProblem(`\`without\` needs an object, not ${kindOfValue(object)}`);
    const list = Array.isArray(names) ? names : [];
    return list.reduce<JsonObject>((rest, name) => (typeof name === 'string' ? dropped(rest, name) : rest), object);
  };
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
