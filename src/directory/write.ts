/** Directories as files: one file for each kind, written record by record, that `openDirectory` reads again. */
import type { Json } from '../scim/json.ts';
import { cellText, csvRow, looksLikeFormula } from './csv-write.ts';
import { NAMES } from './names.ts';
import { openOutput } from './output.ts';
import type { DirectoryRecord, Kind } from './record.ts';

export interface WriterOptions {
  readonly path: string;
  readonly kind: Kind;
  readonly format: 'csv' | 'ndjson';
  /** CSV: attributes that get a column beside the usual ones. NDJSON has all attributes of each record anyhow. */
  readonly columns?: readonly string[];
}

/** What has been written, and what a user should know about it. */
export interface Written {
  readonly records: number;
  /** Attributes that some records have and the file has not, for want of a column. */
  readonly leftOut: readonly string[];
  /** Cells of a CSV file that a spreadsheet would take for formulas. They are written unchanged. */
  readonly formulas: number;
}

export interface RecordWriter {
  write(record: DirectoryRecord): Promise<void>;
  close(): Promise<Written>;
  discard(): Promise<void>;
}

type Values = Readonly<Record<string, Json>>;

const valuesOf = (record: DirectoryRecord): Values =>
  record.kind === 'membership'
    ? { group: record.group, member: record.member }
    : { id: record.id, ...record.attributes };

/**
 * Opens a file for records of one kind. It appears with `close`, whole; until then, and after `discard`, what was there before
 * is still there. Everything throws DirectoryProblem when the file cannot be written.
 */
export const openWriter = async (options: WriterOptions): Promise<RecordWriter> => {
  const output = await openOutput(options.path);
  const columns = [...new Set([...NAMES[options.kind], ...(options.columns ?? [])])];
  const leftOut = new Set<string>();
  let records = 0;
  let formulas = 0;
  const row = (values: Values): string => {
    for (const name of Object.keys(values)) if (!columns.includes(name)) leftOut.add(name);
    const cells = columns.map((name) => cellText(values[name]));
    formulas += cells.filter(looksLikeFormula).length;
    return csvRow(cells);
  };
  const write = options.format === 'csv' ? row : (values: Values): string => `${JSON.stringify(values)}\n`;
  if (options.format === 'csv') await output.write(csvRow(columns));
  return {
    async write(record) {
      if (record.kind !== options.kind) throw new TypeError(`a ${record.kind} in a file of kind ${options.kind}`);
      records++;
      await output.write(write(valuesOf(record)));
    },
    async close() {
      await output.close();
      return { records, leftOut: [...leftOut], formulas };
    },
    discard: output.discard,
  };
};
