/** The beginning of a CSV file: its newline, its delimiter, its header. */
import { countKnown } from './columns.ts';
import { type RowForm, type Scan, scanRow, withoutReturn } from './csv-row.ts';
import type { TextFile } from './file.ts';
import { newlineOf, splitLines } from './lines.ts';
import { DirectoryProblem } from './problem.ts';
import type { Where } from './record.ts';

export interface Head extends RowForm {
  readonly header: readonly string[];
  /** The line in which the header begins. */
  readonly line: number;
  /** Every line to the end of the header, as split off. */
  readonly lines: readonly string[];
  /** The fields of the first row that is not blank, when it can be read; undefined when there is none. */
  readonly firstRow: readonly string[] | undefined;
}

const MOST_COLUMNS = 1000;

const DELIMITERS = [',', ';', '\t', '|'];

/** Excel's own way to say what the delimiter is, in a line before the header. */
const SEPARATOR_LINE = /^"?sep=([^"\w\s]|\t)"?$/iu;

/** Reads as far as the first row. Throws DirectoryProblem when there is no header. */
export const readHead = async (file: TextFile): Promise<Head> => {
  const newline = newlineOf(file.sample);
  let lines: readonly string[] = [];
  let head: Omit<Head, 'firstRow'> | undefined;
  for await (const { texts } of splitLines(file.text(), newline)) {
    lines = [...lines, ...texts];
    head ??= findHeader(lines, newline, file, false);
    const firstRow = head && readFirstRow(lines, head);
    if (head && firstRow) return { ...head, firstRow };
    // A long tail of blank lines need not be kept.
    if (head) lines = head.lines;
  }
  head ??= findHeader(lines, newline, file, true);
  if (head) return { ...head, firstRow: readFirstRow(lines, head) };
  throw new DirectoryProblem('the file is empty', {
    file: file.name,
    hint: 'A CSV file begins with a line that names its columns.',
  });
};

const isBlank = (line: string): boolean => line.trim() === '';

const findHeader = (
  lines: readonly string[],
  newline: RowForm['newline'],
  file: TextFile,
  ended: boolean,
): Omit<Head, 'firstRow'> | undefined => {
  const first = lines.findIndex((line) => !isBlank(line));
  if (first < 0) return undefined;
  const said = SEPARATOR_LINE.exec(withoutReturn(lines[first] ?? ''))?.[1];
  const start = said === undefined ? first : lines.findIndex((line, index) => index > first && !isBlank(line));
  if (start < 0) return undefined;
  const scans = (said === undefined ? DELIMITERS : [said]).map((delimiter) => ({
    delimiter,
    scan: scanRow(lines, start, { delimiter, newline }, ended),
  }));
  const best = scans.reduce((one, other) => (rank(other.scan) > rank(one.scan) ? other : one));
  if (best.scan.type === 'more') return undefined;
  const at = { file: file.name, line: start + 1 };
  if (best.scan.type === 'broken') {
    throw new DirectoryProblem(`the header cannot be read: ${best.scan.reason}`, { at, hint: 'Mend the first line.' });
  }
  const { fields: header, last } = best.scan;
  checkHeader(header, at);
  return { delimiter: best.delimiter, newline, header, line: start + 1, lines: lines.slice(0, last + 1) };
};

const checkHeader = (header: readonly string[], at: Where): void => {
  if (header.some((name) => name.includes('\0'))) {
    throw new DirectoryProblem('the header contains a NUL character', { at, hint: 'Is this a text file?' });
  }
  if (header.length <= MOST_COLUMNS) return;
  const message = `the header has ${header.length} columns, more than the ${MOST_COLUMNS} that are read`;
  throw new DirectoryProblem(message, { at, hint: 'Is its first line the header?' });
};

/** First by how many names are known, then by how many there are; a header in one piece is the least likely. */
const rank = (scan: Scan): number => {
  if (scan.type === 'more') return 2;
  if (scan.type === 'broken') return 1;
  const known = countKnown(scan.fields);
  return known === 0 && scan.fields.length === 1 ? 0 : 2 + known * 10_000 + scan.fields.length;
};

const readFirstRow = (lines: readonly string[], head: Omit<Head, 'firstRow'>): readonly string[] | undefined => {
  const start = lines.findIndex((line, index) => index >= head.lines.length && !isBlank(line));
  if (start < 0) return undefined;
  const scan = scanRow(lines, start, head, true);
  return scan.type === 'row' ? scan.fields : [];
};
