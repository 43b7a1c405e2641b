import type { Json } from '../scim/json.ts';
import { JsonProblem, readJson } from './json-reader.ts';

export interface ParsedJson {
  /** Deeply frozen; absent when the text is not JSON. `__proto__` is an ordinary own member in it. */
  readonly value?: Json;
  /** Why the text is not JSON and where, with line and column (both from 1). */
  readonly problem?: string;
  /** JSON pointers (RFC 6901) of the members whose name stands twice, exactly, in one object. The last one counts in `value`. */
  readonly duplicateKeys: readonly string[];
}

/** No SCIM message is nested like this; without a bound a hostile one could exhaust the stack of whoever walks it. */
export const MAX_DEPTH = 200;

/** What can be counted without understanding: enough to know whether the engine's own parser may be believed. */
interface Shape {
  readonly members: number;
  readonly depth: number;
}

const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

const endOfString = (text: string, start: number): number => {
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let before = end - 1;
    while (text.charCodeAt(before) === BACKSLASH) before--;
    if ((end - before) % 2 === 1) return end;
  }
};

const shapeOf = (text: string): Shape => {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === COLON) members++;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return { members, depth: deepest };
};

/** Freezes a value to its leaves and counts the members of all its objects. */
export const freezeJson = (value: Json): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const element of value) members += freezeJson(element);
  } else {
    for (const element of Object.values(value)) members += 1 + freezeJson(element);
  }
  Object.freeze(value);
  return members;
};

/**
 * Parses a JSON text (RFC 8259) that somebody else wrote.
 * The engine's parser does the work; ours, which is slower, is asked for what that one does not tell:
 * where a text breaks, and which names stand twice (the counts of members then differ).
 */
export const parseJson = (text: string): ParsedJson => {
  const { members, depth } = shapeOf(text);
  if (depth <= MAX_DEPTH) {
    try {
      const value = JSON.parse(text) as Json;
      if (freezeJson(value) === members) return { value, duplicateKeys: [] };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  try {
    const { value, duplicateKeys } = readJson(text, MAX_DEPTH);
    freezeJson(value);
    return { value, duplicateKeys };
  } catch (error) {
    if (error instanceof JsonProblem) return { problem: error.message, duplicateKeys: [] };
    throw error;
  }
};
