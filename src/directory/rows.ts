/** The rows of a CSV file, whatever is broken among them. */
import {
  LONGEST,
  LONGEST_FIELD,
  type RowForm,
  type Scan,
  scanRow,
  splitPlain,
  swallowsRows,
  tooLongField,
  withoutReturn,
} from './csv-row.ts';
import type { Lines } from './lines.ts';

/** What one row of the file is, or why it is none. */
export interface Row {
  readonly line: number;
  /** As it stands in the file, at most `LONGEST` characters of it and without its last newline. */
  readonly raw: string;
  /** As many as the header has. Empty when there is a problem. */
  readonly fields: readonly string[];
  readonly problem?: string;
}

export interface TableForm extends RowForm {
  readonly header: readonly string[];
  /** The file has bytes that are not of its encoding; U+FFFD stands for them. */
  readonly damaged: boolean;
}

/** Where the reading stands. */
interface Progress {
  /** Lines that are not used up yet, and the number of the first one. */
  held: readonly string[];
  first: number;
  /** The line in which quoting broke, until a row that is whole has been found after it. */
  brokenAt: number | undefined;
}

/** Either a row (or undefined for a line to pass over in silence) and the lines it took, or that more lines are needed. */
type Step = { readonly row: Row | undefined; readonly lines: number } | 'more';

/**
 * Reads rows from lines in batches. A row whose quoting is broken is given up at its first line, and reading goes on in the
 * line after it; lines that are no whole rows are then given up one by one until one is whole again.
 * The rows of a batch are made while they are taken, and all must be taken before the next batch is asked for: what is made
 * only when it is needed is garbage before V8 sees a reason to let its heap grow.
 */
export async function* readRows(batches: AsyncIterable<Lines>, form: TableForm): AsyncGenerator<Iterable<Row>> {
  const progress: Progress = { held: [], first: 1, brokenAt: undefined };
  for await (const { first, texts } of batches) {
    if (progress.held.length === 0) progress.first = first;
    progress.held = progress.held.length === 0 ? texts : [...progress.held, ...texts];
    yield takeRows(progress, form, false);
  }
  yield takeRows(progress, form, true);
}

function* takeRows(progress: Progress, form: TableForm, ended: boolean): Generator<Row> {
  let at = 0;
  while (at < progress.held.length) {
    const step = takeRow(progress, at, form, ended);
    if (step === 'more') break;
    at += step.lines;
    if (step.row !== undefined) yield step.row;
  }
  progress.held = progress.held.slice(at);
  progress.first += at;
}

const takeRow = (progress: Progress, at: number, form: TableForm, ended: boolean): Step => {
  const { held } = progress;
  const line = progress.first + at;
  const raw = withoutReturn(held[at] ?? '');
  const giveUp = (problem: string): Step => ({ row: { line, raw, fields: [], problem }, lines: 1 });
  if (raw.length > LONGEST) return giveUp('the line is longer than 4 MiB');
  const scan = raw.includes('"') ? scanQuoted(held, at, form, ended) : scanPlain(raw, at, form);
  if (scan.type === 'more') return 'more';
  if (scan.type === 'broken') {
    const problem =
      progress.brokenAt === undefined ? afterBreak(scan.reason) : passedOver(progress.brokenAt, scan.reason);
    progress.brokenAt ??= line;
    return giveUp(problem);
  }
  const { fields, last } = scan;
  if (fields.every((field) => field === '')) return { row: undefined, lines: last - at + 1 };
  const whole = last === at ? raw : withoutReturn(held.slice(at, last + 1).join(form.newline));
  const problem = problemOf(fields, whole, form);
  if (problem !== undefined && progress.brokenAt !== undefined) return giveUp(passedOver(progress.brokenAt, problem));
  progress.brokenAt = undefined;
  if (problem !== undefined) return { row: { line, raw: whole, fields: [], problem }, lines: last - at + 1 };
  return { row: { line, raw: whole, fields }, lines: last - at + 1 };
};

const scanPlain = (raw: string, at: number, form: TableForm): Scan => {
  const fields = splitPlain(raw, form.delimiter);
  if (raw.length <= LONGEST_FIELD) return { type: 'row', fields, last: at };
  const long = fields.findIndex((field) => field.length > LONGEST_FIELD);
  return long < 0 ? { type: 'row', fields, last: at } : tooLongField(long + 1, form);
};

const scanQuoted = (lines: readonly string[], at: number, form: TableForm, ended: boolean): Scan => {
  const scan = scanRow(lines, at, form, ended);
  if (scan.type === 'more' && sizeOf(lines, at) > LONGEST) return scanRow(lines, at, form, true);
  if (scan.type !== 'row' || !swallowsRows(lines, at, scan.last, form)) return scan;
  const lastLine = scan.last - at;
  return {
    type: 'broken',
    reason: `a quote opens here that closes only ${lastLine} ${lastLine === 1 ? 'line' : 'lines'} below, and what is between looks like rows of its own`,
  };
};

const sizeOf = (lines: readonly string[], from: number): number =>
  lines.slice(from).reduce((sum, { length }) => sum + length, 0);

const afterBreak = (reason: string): string => `${reason}; reading goes on with the next line that is a whole row`;

const passedOver = (brokenAt: number, reason: string): string =>
  `passed over after the broken quotes of line ${brokenAt}, since it is no whole row: ${reason}`;

/** What keeps a row whose fields could be told apart from being one. */
const problemOf = (
  fields: readonly string[],
  raw: string,
  { header, damaged, delimiter }: TableForm,
): string | undefined => {
  if (raw.includes('\0')) return 'it contains a NUL character';
  if (damaged && raw.includes('\u{fffd}')) return 'it contains bytes that are no characters';
  const count = `${fields.length} ${fields.length === 1 ? 'field' : 'fields'} where the header has ${header.length}`;
  if (fields.length < header.length) return `too few fields: ${count}`;
  if (fields.length > header.length) {
    return `too many fields: ${count}; a value with ${NAMES_OF_DELIMITERS[delimiter] ?? 'the delimiter'} in it must stand in quotes`;
  }
  const nameless = header.findIndex((name, index) => name.trim() === '' && fields[index] !== '');
  return nameless < 0 ? undefined : `a value in column ${nameless + 1}, which has no name`;
};

const NAMES_OF_DELIMITERS: Readonly<Record<string, string>> = {
  ',': 'a comma',
  ';': 'a semicolon',
  '\t': 'a tab',
  '|': 'a vertical bar',
};
