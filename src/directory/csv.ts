/** CSV files: one row per person, group or membership, with a header. */
import type { JsonObject } from '../scim/json.ts';
import { KIND_COLUMN, kindColumn, matchColumns } from './columns.ts';
import { type Head, readHead } from './csv-head.ts';
import { ENCODING_NAMES } from './encoding.ts';
import type { TextFile } from './file.ts';
import { type Lines, splitLines } from './lines.ts';
import { kindNamed } from './names.ts';
import { DirectoryProblem, quoted } from './problem.ts';
import type { Reader } from './reader.ts';
import { type DirectoryRecord, type Kind, type Reject, reject } from './record.ts';
import { type Row, readRows } from './rows.ts';
import { EVERY_KIND, kindsAmong, type Source } from './source.ts';

const DELIMITERS: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' };

/**
 * Opens a CSV file as a source of `kind`; of all kinds when it has a `kind` column whose first value is the name of one.
 * Throws DirectoryProblem when there is no header, or a column is missing or stands twice.
 */
export const openCsv = async (file: TextFile, kind: Kind): Promise<Source> => {
  const head = await readHead(file);
  const kindAt = kindColumn(head.header);
  const byKind = kindNamed(head.firstRow?.[kindAt] ?? '') !== undefined;
  const at = { file: file.name, line: head.line };
  const { names, warnings } = matchColumns(head.header, byKind ? EVERY_KIND : [kind], at);
  const kinds = byKind ? await kindsAmong(kindsOfRows(file, head, kindAt)) : [kind];
  const columns = names.flatMap((name, index): Column[] => (name === undefined ? [] : [{ name, index }]));
  return {
    name: file.name,
    about: `CSV in ${ENCODING_NAMES[file.encoding]} with ${DELIMITERS[head.delimiter] ?? quoted(head.delimiter)}`,
    warnings: [...file.warnings, ...warnings],
    kinds,
    isEmpty: head.firstRow === undefined || !kinds.includes(kind),
    read: (reader, all) =>
      byKind ? readKinds(file, head, columns, kindAt, reader, all) : readTable(file, head, columns, reader),
  };
};

interface Column {
  readonly name: string;
  readonly index: number;
}

/** The fields that are not empty, by the names of their columns. */
const valuesOf = ({ fields }: Row, columns: readonly Column[]): JsonObject => {
  const values: JsonObject = {};
  for (const { name, index } of columns) {
    const field = fields[index];
    if (field !== undefined && field !== '') values[name] = field;
  }
  return values;
};

async function* readTable<Entry extends DirectoryRecord>(
  file: TextFile,
  head: Head,
  columns: readonly Column[],
  reader: Reader<Entry>,
): AsyncGenerator<Entry | Reject> {
  for await (const rows of rowsOf(file, head)) {
    for (const row of rows) yield readRow(row, file, columns, reader);
  }
}

const readRow = <Entry extends DirectoryRecord>(
  row: Row,
  { name }: TextFile,
  columns: readonly Column[],
  reader: Reader<Entry>,
): Entry | Reject => {
  const at = { file: name, line: row.line };
  if (row.problem !== undefined) return reject(reader.kind, row.problem, at, row.raw);
  return reader.read(valuesOf(row, columns), at, row.raw);
};

async function* readKinds<Entry extends DirectoryRecord>(
  file: TextFile,
  head: Head,
  columns: readonly Column[],
  kindAt: number,
  reader: Reader<Entry>,
  all: boolean,
): AsyncGenerator<Entry | Reject> {
  const others = columns.filter(({ name }) => name !== KIND_COLUMN);
  for await (const rows of rowsOf(file, head)) {
    for (const row of rows) {
      const word = row.fields[kindAt] ?? '';
      const kind = kindNamed(word);
      if (kind === reader.kind) yield readRow(row, file, others, reader);
      else if (kind === undefined && all) yield readRow(withoutKind(row, word), file, others, reader);
    }
  }
}

async function* kindsOfRows(file: TextFile, head: Head, kindAt: number): AsyncGenerator<readonly (Kind | undefined)[]> {
  for await (const rows of rowsOf(file, head)) yield Array.from(rows, ({ fields }) => kindNamed(fields[kindAt] ?? ''));
}

const withoutKind = (row: Row, word: string): Row => ({
  ...row,
  problem: row.problem ?? `kind is ${quoted(word)}; it must be person, group or membership`,
});

/** The rows after the header. */
const rowsOf = (file: TextFile, head: Head): AsyncIterable<Iterable<Row>> =>
  readRows(afterHead(splitLines(file.text(), head.newline), file, head), { ...head, damaged: file.damaged });

/** Passes over the header; a file that has another one by now has been replaced since it was opened. */
async function* afterHead(batches: AsyncIterable<Lines>, file: TextFile, head: Head): AsyncGenerator<Lines> {
  let passed: string[] = [];
  for await (const { first, texts } of batches) {
    const left = head.lines.length - passed.length;
    if (left === 0) {
      yield { first, texts };
      continue;
    }
    passed = [...passed, ...texts.slice(0, left)];
    if (texts.length > left) yield { first: first + left, texts: texts.slice(left) };
  }
  if (passed.length !== head.lines.length || passed.some((line, index) => line !== head.lines[index])) {
    throw new DirectoryProblem('the file was changed while it was being read', {
      file: file.name,
      hint: 'Run it again when nobody writes to the file.',
    });
  }
}
