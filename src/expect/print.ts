import { isObject, type Json } from '../scim/json.ts';

const SHOWN = 120;
const KEPT_TEXT = 500;
const KEPT_ENTRIES = 50;
const KEPT_DEPTH = 8;

/** Control characters, and the invisible ones that reorder or hide text on a terminal. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * Text of a target made harmless for a terminal: control, direction and zero-width characters become `\u001b`, and what
 * is longer than `limit` characters ends in `…`.
 */
export function plain(text: string, limit: number = SHOWN): string {
  const cut = text.length > limit ? `${text.slice(0, limit).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return cut.replace(UNPRINTABLE, escaped);
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}

/** A value as JSON, harmless and short enough for a sentence; `nothing` when there is none. */
export function show(value: Json | undefined, limit: number = SHOWN): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return plain(JSON.stringify(value), limit);
  return plain(JSON.stringify(excerpt(value)), limit);
}

/** The kind of a value in the words of JSON, for sentences in which two kinds differ. */
export function kindOf(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return isObject(value) ? 'object' : typeof value;
}

/** The kind with its article: `a string`, `an object`. */
export function someKind(value: Json | undefined): string {
  const kind = kindOf(value);
  return `${kind === 'object' ? 'an' : 'a'} ${kind}`;
}

/** Several values in one sentence, the first ten of them. */
export function showAll(values: readonly Json[]): string {
  const shown = values.slice(0, 10).map((value) => show(value));
  const rest = values.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}

/** A value to keep in a reason: harmless text, no more than some hundred entries, no deeper than a message is. */
export function excerpt(value: Json, depth: number = 0): Json {
  if (typeof value === 'string') return plain(value, KEPT_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === KEPT_DEPTH) return '…';
  if (Array.isArray(value)) {
    const kept = value.slice(0, KEPT_ENTRIES).map((element) => excerpt(element, depth + 1));
    return value.length > KEPT_ENTRIES ? [...kept, `… ${value.length - KEPT_ENTRIES} more`] : kept;
  }
  const entries = Object.entries(value).slice(0, KEPT_ENTRIES);
  return Object.fromEntries(entries.map(([name, element]) => [plain(name), excerpt(element, depth + 1)]));
}
