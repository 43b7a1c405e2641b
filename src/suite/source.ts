/** A YAML file as a tree of maps, lists and scalars in which every node knows where it stands. */
import type { Json } from '../scim/json.ts';
import type { Position } from './model.ts';

/** `name` is how the file is called in diagnostics; `lineStarts` are the offsets at which its lines begin. */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  readonly lineStarts: readonly number[];
}

interface SourceBase {
  readonly file: SourceFile;
  /** Offsets of the first character and of the one after the last. */
  readonly start: number;
  readonly end: number;
  /** The number of nodes in this tree, aliases counted as often as they are used. */
  readonly size: number;
}

export interface ScalarSource extends SourceBase {
  readonly kind: 'scalar';
  readonly value: null | boolean | number | string;
  readonly style: 'plain' | 'single' | 'double' | 'literal' | 'folded';
}

export interface ListSource extends SourceBase {
  readonly kind: 'list';
  readonly items: readonly Source[];
}

export interface SourceEntry {
  readonly key: string;
  /** Offset of the key. */
  readonly start: number;
  readonly value: Source;
}

export interface MapSource extends SourceBase {
  readonly kind: 'map';
  readonly entries: readonly SourceEntry[];
}

export type Source = ScalarSource | ListSource | MapSource;

export const sourceFile = (name: string, text: string): SourceFile => {
  const lineStarts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lineStarts.push(at + 1);
  return { name, text, lineStarts };
};

/** Line and column (from 1) of an offset. */
export const positionAt = (file: SourceFile, offset: number): Position => {
  let low = 0;
  let high = file.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((file.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file: file.name, line: low + 1, column: offset - (file.lineStarts[low] ?? 0) + 1 };
};

export const positionOf = (source: Source): Position => positionAt(source.file, source.start);

export const toJson = (source: Source): Json => {
  if (source.kind === 'scalar') return source.value;
  if (source.kind === 'list') return source.items.map(toJson);
  return Object.fromEntries(source.entries.map(({ key, value }) => [key, toJson(value)]));
};

// Reading a tree whose shape has been checked: what is not there, or is of another kind, is undefined or empty.

export const entriesOf = (source: Source | undefined): readonly SourceEntry[] =>
  source?.kind === 'map' ? source.entries : [];

export const itemsOf = (source: Source | undefined): readonly Source[] => (source?.kind === 'list' ? source.items : []);

export const entryOf = (source: Source | undefined, key: string): SourceEntry | undefined =>
  entriesOf(source).find((entry) => entry.key === key);

export const childOf = (source: Source | undefined, key: string): Source | undefined => entryOf(source, key)?.value;

export const textOf = (source: Source | undefined): string | undefined =>
  source?.kind === 'scalar' && typeof source.value === 'string' ? source.value : undefined;

export const numberOf = (source: Source | undefined): number | undefined =>
  source?.kind === 'scalar' && typeof source.value === 'number' ? source.value : undefined;

export const textsOf = (source: Source | undefined): readonly string[] =>
  itemsOf(source).flatMap((item) => textOf(item) ?? []);

export const at = (entry: SourceEntry): Position => positionAt(entry.value.file, entry.start);
