/** The value of one `${name.sub|pipe}`. */
import { instant } from '../scim/datetime.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { FillProblem, kindOfValue, MissingName, type Scope } from './scope.ts';
import type { Pipe, Placeholder } from './template.ts';

/**
 * Undefined when `${name?}` has no value.
 * @throws {MissingName} when a name without `?` has no value
 * @throws {FillProblem} when a pipe cannot work on the value
 */
export const valueOfPlaceholder = (placeholder: Placeholder, scope: Scope): Json | undefined => {
  const start = scope.get(placeholder.name);
  const found = start === undefined ? undefined : walk(start, placeholder.rest);
  if (found !== undefined)
    return placeholder.pipes.reduce((value, pipe) => piped(value, pipe, placeholder.text), found);
  if (placeholder.optional) return undefined;
  throw new MissingName([placeholder.name, ...placeholder.rest].join('.'), placeholder.text);
};

/** Text as it stands, numbers and booleans as JSON writes them, null as nothing, lists and maps as JSON. */
export const asText = (value: Json): string => {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
};

/**
 * Names are compared ignoring case, as SCIM's are; an exact match wins. Where a key has dots in it (an extension's URN),
 * the longest run of segments that is a key is taken.
 */
const walk = (value: Json, segments: readonly string[]): Json | undefined => {
  const [first] = segments;
  if (first === undefined) return value;
  if (Array.isArray(value)) {
    const item = /^\d+$/u.test(first) ? value[Number(first)] : undefined;
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

const piped = (value: Json, pipe: Pipe, text: string): Json => {
  if (pipe === 'ids') return idsOf(value, text);
  const word = asText(value);
  if (pipe === 'text') return word;
  if (pipe === 'quoted') return JSON.stringify(word);
  if (pipe === 'upper') return word.toUpperCase();
  if (pipe === 'lower') return word.toLowerCase();
  if (pipe === 'capitalised') return word.slice(0, 1).toUpperCase() + word.slice(1);
  if (pipe === 'encoded') return encodeURIComponent(word.toWellFormed());
  if (pipe === 'elsewhere') return elsewhere(word, text);
  return lastSegment(word);
};

const idsOf = (value: Json, text: string): Json[] => {
  if (!Array.isArray(value))
    throw new FillProblem(`${text}: \`ids\` needs a list of resources, not ${kindOfValue(value)}`);
  return value.map((item) => {
    const id = isObject(item) ? ownValue(item, 'id') : undefined;
    if (id === undefined) throw new FillProblem(`${text}: an element has no \`id\``);
    return id;
  });
};

/** The same instant, to the millisecond, as the clocks of the easternmost zone show it; its text sorts after the one in UTC. */
const elsewhere = (word: string, text: string): string => {
  const nanoseconds = instant(word);
  if (nanoseconds === undefined)
    throw new FillProblem(`${text}: \`elsewhere\` needs a date with a time, not "${word}"`);
  return new Date(Number(nanoseconds / 1_000_000n) + 14 * 3_600_000).toISOString().replace('Z', '+14:00');
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
