/** One row of CSV: RFC 4180, with the fields that can be told apart in spite of it. Pure. */

import { printable } from './problem.ts';

/** How the rows of a file are written, and how many fields its header has. */
export interface RowForm {
  readonly delimiter: string;
  readonly newline: '\n' | '\r';
  /** The header, one name per field, for messages. Absent while the header itself is read. */
  readonly header?: readonly string[];
}

export type Scan =
  /** `last` is the index of the line that it ends in. */
  | { readonly type: 'row'; readonly fields: readonly string[]; readonly last: number }
  | { readonly type: 'broken'; readonly reason: string }
  /** A quoted field goes on beyond the lines that are there. */
  | { readonly type: 'more' };

/** Characters of one field, and of one row. */
export const LONGEST_FIELD = 1024 * 1024;
export const LONGEST = 4 * LONGEST_FIELD;

const QUOTE = '"';
const SPACE = ' ';
const TAB = '\t';

/** A line as it was split off, without the carriage return of CRLF. */
export const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

/** Spaces around a field are how the file is laid out; those inside quotes belong to the value. */
const skipSpaces = (text: string, from: number, delimiter: string): number => {
  let at = from;
  while ((text[at] === SPACE || text[at] === TAB) && text[at] !== delimiter) at++;
  return at;
};

const trimmed = (text: string): string => {
  let start = 0;
  let end = text.length;
  while (text[start] === SPACE || text[start] === TAB) start++;
  while (end > start && (text[end - 1] === SPACE || text[end - 1] === TAB)) end--;
  return end - start === text.length ? text : text.slice(start, end);
};

/** The fields of a line in which no quote stands. */
export const splitPlain = (line: string, delimiter: string): readonly string[] => {
  const fields = line.split(delimiter);
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index] ?? '';
    const first = field.charCodeAt(0);
    const last = field.charCodeAt(field.length - 1);
    // NaN, for an empty field, is not below anything.
    if (first <= 0x20 || last <= 0x20) fields[index] = trimmed(field);
  }
  return fields;
};

const countQuotes = (text: string): number => text.split(QUOTE).length - 1;

const called = (number: number, { header }: RowForm): string => {
  const name = header?.[number - 1]?.trim().slice(0, 40);
  return name ? `field ${number} (${printable(name)})` : `field ${number}`;
};

/** What stands in quotes from `from` on. */
type Quoted =
  | { readonly type: 'closed'; readonly value: string; readonly index: number; readonly after: number }
  | { readonly type: 'open'; readonly long: boolean };

const readQuoted = (lines: readonly string[], start: number, from: number, { newline }: RowForm): Quoted => {
  let value = '';
  let at = from;
  for (let index = start; index < lines.length; index++) {
    const line = lines[index] ?? '';
    for (let quote = line.indexOf(QUOTE, at); quote >= 0; quote = line.indexOf(QUOTE, at)) {
      value += line.slice(at, quote);
      if (line[quote + 1] !== QUOTE) return { type: 'closed', value, index, after: quote + 1 };
      value += QUOTE;
      at = quote + 2;
    }
    value += line.slice(at) + newline;
    at = 0;
    if (value.length > LONGEST_FIELD) return { type: 'open', long: true };
  }
  return { type: 'open', long: false };
};

/**
 * Reads the row that begins in `lines[start]`, which may need lines after it. `ended`: there will be no more lines.
 * Quotes inside a field that does not begin with one are ordinary characters as long as they come in pairs.
 */
export const scanRow = (lines: readonly string[], start: number, form: RowForm, ended: boolean): Scan => {
  const { delimiter } = form;
  const fields: string[] = [];
  const broken = (what: string): Scan => ({ type: 'broken', reason: `${called(fields.length + 1, form)} ${what}` });
  let index = start;
  let text = withoutReturn(lines[index] ?? '');
  for (let at = 0; ; at++) {
    const open = skipSpaces(text, at, delimiter);
    if (text[open] === QUOTE) {
      const read = readQuoted(lines, index, open + 1, form);
      if (read.type === 'open') {
        if (read.long) return broken('opens a quote that is not closed within 1 MiB');
        return ended ? broken('opens a quote that is never closed') : { type: 'more' };
      }
      if (index !== read.index) text = withoutReturn(lines[read.index] ?? '');
      index = read.index;
      at = skipSpaces(text, read.after, delimiter);
      if (at < text.length && text[at] !== delimiter) {
        const where = index === start ? '' : ` ${index - start} ${index - start === 1 ? 'line' : 'lines'} below`;
        return broken(`has text after the quote that closes it${where}; quotes inside quotes must be doubled`);
      }
      fields.push(read.value);
    } else {
      const end = text.indexOf(delimiter, at);
      const field = trimmed(text.slice(at, end < 0 ? undefined : end));
      if (field.includes(QUOTE) && countQuotes(field) % 2 === 1)
        return broken('has a quote that opens or closes nothing');
      fields.push(field);
      at = end < 0 ? text.length : end;
    }
    if ((fields.at(-1)?.length ?? 0) > LONGEST_FIELD) return tooLongField(fields.length, form);
    if (at >= text.length) return { type: 'row', fields, last: index };
  }
};

export const tooLongField = (number: number, form: RowForm): Scan => ({
  type: 'broken',
  reason: `${called(number, form)} is longer than 1 MiB`,
});

/** Whether a line, its quotes taken for ordinary characters, has the fields that a row should have. */
const looksLikeRow = (line: string, { delimiter, header = [] }: RowForm): boolean => {
  const parts = line.split(delimiter);
  if (parts.length !== header.length) return false;
  // In running text a comma is followed by a space; in rows it seldom is.
  return delimiter !== ',' || !parts.slice(1).some((part) => part.startsWith(SPACE));
};

/**
 * Whether a row over several lines is no row: two quotes, each of them misplaced, have taken whole rows between them. Its
 * first line and most of the others then look like rows by themselves.
 */
export const swallowsRows = (lines: readonly string[], start: number, last: number, form: RowForm): boolean => {
  if (last === start || (form.header?.length ?? 0) < 2) return false;
  if (!looksLikeRow(lines[start] ?? '', form)) return false;
  const others = lines.slice(start + 1, last + 1);
  return others.filter((line) => looksLikeRow(line, form)).length * 2 > others.length;
};
