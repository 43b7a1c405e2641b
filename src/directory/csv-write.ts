/** CSV as we write it: commas, RFC 4180 quoting, line feeds, UTF-8 without a byte order mark. Pure. */
import type { Json } from '../scim/json.ts';

/** Spaces at either end are quoted as well: readers, ours too, take bare ones for layout. */
const NEEDS_QUOTES = /[",\r\n]|^[ \t]|[ \t]$/u;

export const csvField = (value: string): string =>
  NEEDS_QUOTES.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** A row with its line feed. A row of one empty field is written as `""`, since a blank line would be no row. */
export const csvRow = (fields: readonly string[]): string => {
  const text = fields.map(csvField).join(',');
  return text === '' ? '""\n' : `${text}\n`;
};

/** A value in a cell: nothing for none, JSON for lists and objects, everything else as it is. */
export const cellText = (value: Json | undefined): string => {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const NUMBER = /^[+-]?[\d\s().,-]+$/u;

/**
 * Whether a spreadsheet would take this cell for a formula when somebody opens the file with it. Such cells are written as
 * they are: a name or a telephone number must come back from a file as it went in. They are counted instead, so that
 * the command can say so.
 */
export const looksLikeFormula = (cell: string): boolean => /^[=+\-@\t\r]/u.test(cell) && !NUMBER.test(cell);
