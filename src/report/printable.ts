/** Text of a target is hostile: it may hold terminal escapes. Everything printed for people passes through here. */
import { stripVTControlCharacters } from 'node:util';

// Controls (with them escape sequences), line and paragraph separators, lone surrogates, and marks that reorder text.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const escaped = (character: string): string => {
  if (character === '\t') return '  ';
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
};

/** One line that is safe to print: control characters, lone surrogates and text-reordering marks are shown as `\u001b`. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, escaped);

/** Like `printable`, for text of several lines. */
export const printableLines = (text: string): string[] => text.split(/\r\n|\n|\r/).map(printable);

const NO_WIDTH = /\p{Mark}|\u200b|\u200c|\u200d|\ufe0f/u;
const DOUBLE_WIDTH =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}]|[\u{20000}-\u{3fffd}]/u;

/** Columns that a text takes in a terminal; our own colour codes take none. */
export const columnsOf = (text: string): number => {
  let columns = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (NO_WIDTH.test(character)) continue;
    columns += DOUBLE_WIDTH.test(character) ? 2 : 1;
  }
  return columns;
};

/** The start of an uncoloured text, ending in `…` when it does not fit. */
export const cut = (text: string, columns: number): string => {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    const width = columnsOf(character);
    if (used + width > columns - 1) break;
    kept += character;
    used += width;
  }
  return `${kept}…`;
};

/** Breaks an uncoloured text at spaces; a word longer than a line stands alone on its line. */
export const wrap = (text: string, columns: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
};

/** As `wrap`, in at most so many lines; the last of them ends in `…` when something is left out. */
export const wrapAtMost = (text: string, columns: number, most: number): string[] => {
  const lines = wrap(text, columns);
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), columns)];
};

export const padEnd = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - columnsOf(text)));

/** `1 case`, `2 cases`, `1,204 cases`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string =>
  `${number.toLocaleString('en-US')} ${number === 1 ? noun : plural}`;

/** `a`, `a and b`, `a, b and 3 more`. */
export const listed = (items: readonly string[], most = 3): string => {
  if (items.length > most + 1) return `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
};

/** `41 ms`, `4.2 s`, `2 min 5 s`. */
export const duration = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
};
