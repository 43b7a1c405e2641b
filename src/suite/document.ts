/** YAML text → a tree with positions. Anchors, aliases and merge keys are resolved here; nothing later knows of them. */
import {
  type ErrorCode,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  Scalar,
  type YAMLError,
} from 'yaml';
import type { Problems } from './diagnostics.ts';
import { positionAt, type Source, type SourceEntry, type SourceFile } from './source.ts';

/** More than any honest file has; reached only by aliases of aliases of aliases. */
const MOST_NODES = 200_000;

const STYLES = {
  [Scalar.PLAIN]: 'plain',
  [Scalar.QUOTE_SINGLE]: 'single',
  [Scalar.QUOTE_DOUBLE]: 'double',
  [Scalar.BLOCK_LITERAL]: 'literal',
  [Scalar.BLOCK_FOLDED]: 'folded',
} as const;

interface Reading {
  readonly file: SourceFile;
  readonly problems: Problems;
  /** The last node so far with each anchor. (The library's own look-up walks through the whole document for each alias.) */
  readonly anchors: Map<string, Node>;
  /** Nodes being read, from the root down: an alias to one of them would never end. */
  readonly open: Set<Node>;
  readonly done: Map<Node, Source>;
  /** Set when a node could not be read: what follows from its absence is not worth reporting. */
  incomplete: boolean;
}

/** Reads one YAML document. Returns undefined when it cannot be read, and then at least one problem has been reported. */
export const readDocument = (file: SourceFile, problems: Problems): Source | undefined => {
  const document = parseDocument(file.text, { prettyErrors: false, uniqueKeys: false, stringKeys: false });
  // One mistake makes many errors, and the first tells most; a tab is behind whatever else is said.
  const first =
    document.errors.find(({ code }) => code === 'TAB_AS_INDENT') ?? document.errors[0] ?? document.warnings[0];
  if (first !== undefined) {
    reportYaml(first, file, problems);
    return undefined;
  }
  const root = document.contents;
  if (root === null) {
    problems.error(positionAt(file, 0), 'this file is empty');
    return undefined;
  }
  const reading: Reading = { file, problems, anchors: new Map(), open: new Set(), done: new Map(), incomplete: false };
  const source = read(root, reading);
  if (source === undefined || reading.incomplete) return undefined;
  if (source.size > MOST_NODES) {
    problems.error(positionAt(file, 0), `aliases make this file grow to more than ${MOST_NODES} nodes`);
    return undefined;
  }
  return source;
};

const IN_QUOTES = 'A text with `: ` or ` #` in it, or that begins with a special character, needs quotes.';
const UNCLOSED = 'Perhaps a `}`, a `]` or a quote is missing before this, or the line is indented wrongly.';

/** What the library's errors mean to somebody who writes suites: other words, or something to do. */
const YAML_ERRORS: { readonly [Code in ErrorCode]?: { readonly message?: string; readonly hint?: string } } = {
  TAB_AS_INDENT: { message: 'a tab indents this line', hint: 'Indent with spaces: YAML does not allow tabs.' },
  MULTIPLE_DOCS: { message: 'a second YAML document begins here', hint: 'Put it in a file of its own.' },
  BLOCK_AS_IMPLICIT_KEY: { hint: IN_QUOTES },
  BAD_SCALAR_START: { hint: IN_QUOTES },
  UNEXPECTED_TOKEN: { hint: IN_QUOTES },
  BAD_INDENT: { hint: UNCLOSED },
  MISSING_CHAR: { hint: UNCLOSED },
  BAD_ALIAS: { message: 'this alias stands for nothing', hint: 'An anchor, `&name`, must stand before it.' },
  BAD_DQ_ESCAPE: { hint: 'In single quotes a backslash is a backslash.' },
};

const reportYaml = (error: YAMLError, file: SourceFile, problems: Problems): void => {
  const position = positionAt(file, Math.min(error.pos[0], file.text.trimEnd().length));
  const words = YAML_ERRORS[error.code];
  problems.error(position, words?.message ?? `this is not YAML: ${firstLower(error.message)}`, words?.hint);
};

const firstLower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

const read = (node: Node, reading: Reading): Source | undefined => {
  const source = readAny(node, reading);
  if (source === undefined) reading.incomplete = true;
  return source;
};

const readAny = (node: Node, reading: Reading): Source | undefined => {
  if (isAlias(node)) {
    const named = reading.anchors.get(node.source);
    if (named !== undefined && !reading.open.has(named)) return read(named, reading);
    const message = `the alias \`*${node.source}\` stands for nothing that is complete here`;
    reading.problems.error(place(node, reading), message, 'An anchor, `&name`, must stand before it.');
    return undefined;
  }
  if (node.anchor !== undefined) reading.anchors.set(node.anchor, node);
  const known = reading.done.get(node);
  if (known !== undefined) return known;
  reading.open.add(node);
  const source = readNew(node, reading);
  reading.open.delete(node);
  if (source !== undefined) reading.done.set(node, source);
  return source;
};

const readNew = (node: Node, reading: Reading): Source | undefined => {
  const [start, end] = node.range ?? [0, 0];
  const base = { file: reading.file, start, end };
  if (isScalar(node)) {
    const { value } = node;
    const style = STYLES[node.type ?? Scalar.PLAIN];
    const plain =
      value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string';
    if (plain) return { ...base, kind: 'scalar', value, style, size: 1 };
    reading.problems.error(place(node, reading), 'this value is neither text, a number, true, false nor null');
    return undefined;
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => read(item as Node, reading) ?? []);
    return { ...base, kind: 'list', items, size: sizeOf(items) };
  }
  if (!isMap(node)) return undefined;
  const entries = readEntries(node.items as readonly { key: Node; value: Node | null }[], reading);
  return { ...base, kind: 'map', entries, size: sizeOf(entries.map((entry) => entry.value)) };
};

const readEntries = (
  pairs: readonly { readonly key: Node; readonly value: Node | null }[],
  reading: Reading,
): readonly SourceEntry[] => {
  const entries = new Map<string, SourceEntry>();
  const merged = new Set<SourceEntry>();
  for (const { key, value } of pairs) {
    const start = key.range?.[0] ?? 0;
    if (!isScalar(key) || key.value === null || typeof key.value === 'object') {
      reading.problems.error(positionAt(reading.file, start), 'a key must be text');
      continue;
    }
    const name = key.source ?? String(key.value);
    const source = value === null ? emptyAfter(key, reading) : read(value, reading);
    if (source === undefined) continue;
    if (name === '<<' && key.type === Scalar.PLAIN) {
      for (const entry of mergedEntries(source, start, reading)) {
        if (entries.has(entry.key)) continue;
        entries.set(entry.key, entry);
        merged.add(entry);
      }
      continue;
    }
    const first = entries.get(name);
    if (first === undefined || merged.has(first)) entries.set(name, { key: name, start, value: source });
    else reportDuplicate(name, first, start, reading);
  }
  return [...entries.values()];
};

const reportDuplicate = (name: string, first: SourceEntry, start: number, reading: Reading): void => {
  const { line } = positionAt(reading.file, first.start);
  reading.problems.error(
    positionAt(reading.file, start),
    `the key \`${name}\` stands twice in this map`,
    `It stands first in line ${line}; keep one.`,
  );
};

/**
 * `<<: *base` or `<<: [*one, *two]`: their entries, unless the map has the key itself; the first map wins. They stand where
 * `<<` stands, with what the map says later about the same key in their place: the order of entries matters in `given`.
 */
const mergedEntries = (source: Source, start: number, reading: Reading): readonly SourceEntry[] => {
  if (source.kind === 'map') return source.entries;
  if (source.kind === 'list' && source.items.every((item) => item.kind === 'map')) {
    return source.items.flatMap((item) => (item.kind === 'map' ? item.entries : []));
  }
  reading.problems.error(
    positionAt(reading.file, start),
    'the merge key `<<` needs a map, or a list of maps, to merge',
  );
  return [];
};

/** A key with nothing after it (`body:`) has the value null, which stands right after the key. */
const emptyAfter = (key: Node, reading: Reading): Source => {
  const end = key.range?.[1] ?? 0;
  return { file: reading.file, start: end, end, kind: 'scalar', value: null, style: 'plain', size: 1 };
};

const place = (node: Node, reading: Reading) => positionAt(reading.file, node.range?.[0] ?? 0);

const sizeOf = (sources: readonly Source[]): number => sources.reduce((sum, source) => sum + source.size, 1);
