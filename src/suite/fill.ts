/**
 * Filling of templates: `${…}` in texts, `for-each` in lists, `merge` and `without` as values.
 * Values come from hostile servers: they are copied, never interpreted; a `${…}` inside a value stays text.
 */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { hasTemplate, type Pipe, type Placeholder, parseTemplate } from './template.ts';

/** Where names get their values: a `Map<string, Json>` is one. Asked for the first segment of a name only. */
export interface Scope {
  get(name: string): Json | undefined;
}

/** A template could not be filled. The engine reports it as a case that could not be judged. */
export class FillProblem extends Error {
  override name = 'FillProblem';
}

/** A template names something that has no value. */
export class MissingName extends FillProblem {
  override name = 'MissingName';
  /** The whole name, with dots. */
  readonly missing: string;

  constructor(missing: string, text: string) {
    super(`${text} has no value`);
    this.missing = missing;
  }
}

/** A scope with names of its own before those of another scope. */
export const nestedScope = (names: Readonly<Record<string, Json>>, outer?: Scope): Map<string, Json> & Scope =>
  new NestedScope(Object.entries(names), outer);

class NestedScope extends Map<string, Json> {
  readonly #outer: Scope | undefined;

  constructor(entries: readonly (readonly [string, Json])[], outer: Scope | undefined) {
    super(entries);
    this.#outer = outer;
  }

  override get(name: string): Json | undefined {
    return super.has(name) ? super.get(name) : this.#outer?.get(name);
  }
}

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
  if (isForEach(template)) return repeated(template, scope);
  const layers = operandsOf(template, 'merge');
  if (layers !== undefined) return merged(layers, scope);
  const reduced = operandsOf(template, 'without');
  return reduced === undefined ? fillObject(template, scope) : without(reduced, scope);
};

const operandsOf = (value: JsonObject, name: 'merge' | 'without'): Json[] | undefined => {
  const operands = value[name];
  return Object.keys(value).length === 1 && Array.isArray(operands) ? operands : undefined;
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
    const value = typeof part === 'string' ? part : resolved(part, scope);
    if (value === undefined) return undefined;
    result += typeof part === 'string' ? part : write(value);
  }
  return result;
};

/** Text as it stands, numbers and booleans as JSON writes them, null as nothing, lists and maps as JSON. */
export const asText = (value: Json): string => {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
};

const fillText = (text: string, scope: Scope): Json | undefined => {
  if (!hasTemplate(text)) return text;
  const [only, ...others] = parseTemplate(text).parts;
  if (typeof only === 'object' && others.length === 0) return resolved(only, scope);
  return fillTextWith(text, scope, asText);
};

/** Stands for an element that a `${name?}` without a value took away. */
const LEFT_OUT = Symbol('left out');
type Element = Json | typeof LEFT_OUT;

const fillList = (list: readonly Json[], scope: Scope): Json[] | undefined => {
  const filled = list.flatMap((item): readonly Element[] => {
    if (isForEach(item)) return repeated(item, scope) ?? [LEFT_OUT];
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

const isForEach = (value: Json): value is JsonObject => isObject(value) && Object.hasOwn(value, 'for-each');

/** `{for-each: '${added}', as: member, make: {…}}`: one element per value. Undefined when the list is an optional one that is absent. */
const repeated = (construct: JsonObject, scope: Scope): Json[] | undefined => {
  const values = fill(construct['for-each'] ?? [], scope);
  if (values === undefined) return undefined;
  if (!Array.isArray(values)) throw new FillProblem(`\`for-each\` needs a list, not ${kindOf(values)}`);
  const name = typeof construct.as === 'string' ? construct.as : 'item';
  const make = construct.make ?? `\${${name}}`;
  return values.flatMap((value) => {
    const made = fill(make, nestedScope({ [name]: value }, scope));
    return made === undefined ? [] : [made];
  });
};

/** `{merge: [a, b]}`: maps put over each other in depth, the later wins; lists and null are values like others. */
const merged = (templates: readonly Json[], scope: Scope): Json | undefined => {
  return templates.reduce<Json | undefined>((under, template) => {
    const over = fill(template, scope);
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
const without = (templates: readonly Json[], scope: Scope): Json | undefined => {
  const object = fill(templates[0] ?? null, scope);
  const names = fill(templates[1] ?? [], scope);
  if (object === undefined) return undefined;
  if (!isObject(object)) throw new FillProblem(`\`without\` needs an object, not ${kindOf(object)}`);
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

const resolved = (placeholder: Placeholder, scope: Scope): Json | undefined => {
  const start = scope.get(placeholder.name);
  const found = start === undefined ? undefined : walk(start, placeholder.rest);
  if (found === undefined) {
    if (placeholder.optional) return undefined;
    throw new MissingName([placeholder.name, ...placeholder.rest].join('.'), placeholder.text);
  }
  return placeholder.pipes.reduce((value, pipe) => piped(value, pipe, placeholder.text), found);
};

/**
 * Names are compared ignoring case, as SCIM's are; an exact match wins. Where a key has dots in it (an extension's URN),
 * the longest run of segments that is a key is taken.
 */
const walk = (value: Json, segments: readonly string[]): Json | undefined => {
  if (segments.length === 0) return value;
  if (Array.isArray(value)) {
    const index = /^\d+$/u.test(segments[0] ?? '') ? Number(segments[0]) : -1;
    const item = value[index];
    return item === undefined ? undefined : walk(item, segments.slice(1));
  }
  if (!isObject(value)) return undefined;
  for (let taken = segments.length; taken > 0; taken--) {
    const found = ownValue(value, segments.slice(0, taken).join('.'));
    if (found !== undefined) return walk(found, segments.slice(taken));
  }
  return undefined;
};

const ownValue = (object: JsonObject, name: string): Json | undefined => {
  if (Object.hasOwn(object, name)) return object[name];
  const lower = name.toLowerCase();
  return Object.entries(object).find(([key]) => key.toLowerCase() === lower)?.[1];
};

const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

const piped = (value: Json, pipe: Pipe, text: string): Json => {
  if (pipe === 'text') return asText(value);
  if (pipe === 'ids') return idsOf(value, text);
  if (pipe === 'quoted') return JSON.stringify(asText(value));
  const word = asText(value);
  if (pipe === 'upper') return word.toUpperCase();
  if (pipe === 'lower') return word.toLowerCase();
  if (pipe === 'capitalised') return word.slice(0, 1).toUpperCase() + word.slice(1);
  return lastSegment(word);
};

const idsOf = (value: Json, text: string): Json[] => {
  if (!Array.isArray(value)) throw new FillProblem(`${text}: \`ids\` needs a list of resources, not ${kindOf(value)}`);
  return value.map((item) => {
    const id = isObject(item) ? ownValue(item, 'id') : undefined;
    if (id === undefined) throw new FillProblem(`${text}: an element has no \`id\``);
    return id;
  });
};

/** The id at the end of a resource's URL, percent-decoded where that is possible. */
const lastSegment = (url: string): string => {
  const path = url.replace(/[?#].*$/u, '').replace(/\/+$/u, '');
  const segment = path.slice(path.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
