/** Records that are JSON objects, wherever they stand: in the lines of NDJSON or in the list of a JSON file. */
import { isObject, isUnassigned, type JsonObject } from '../scim/json.ts';
import { parseJson } from '../wire/json.ts';
import { KIND_COLUMN } from './columns.ts';
import { LONGEST } from './csv-row.ts';
import { FORBIDDEN_NAME, fold, kindNamed, NAMES } from './names.ts';
import { listed, quoted } from './problem.ts';
import type { Reader } from './reader.ts';
import { type DirectoryRecord, type Kind, type Reject, reject } from './record.ts';

/** The text of one value and the line in which it begins. */
export interface Item {
  readonly text: string;
  readonly line: number;
}

/** What is known of all items of a file. */
export interface ItemForm {
  readonly file: string;
  /** Each item says in `kind` what it is. */
  readonly byKind: boolean;
  /** The file has bytes that are not of its encoding. */
  readonly damaged: boolean;
}

type Parsed = { readonly values: JsonObject } | { readonly problem: string };

/** Lines in a parser's message count from the item; in ours from the beginning of the file. */
const inFile = (problem: string, first: number): string =>
  problem.replace(/line (\d+), column/gu, (_, line) => `line ${Number(line) + first - 1}, column`);

/** A JSON object, or why the text is none. */
const parseItem = ({ text, line }: Item, damaged: boolean): Parsed => {
  if (text.length > LONGEST) return { problem: 'it is longer than 4 MiB' };
  if (damaged && text.includes('\u{fffd}')) return { problem: 'it contains bytes that are no characters' };
  const { value, problem, duplicateKeys } = parseJson(text);
  if (value === undefined) return { problem: `no JSON: ${inFile(problem ?? '', line)}` };
  if (!isObject(value)) return { problem: 'it is no JSON object' };
  if (duplicateKeys.length > 0)
    return { problem: `${listed(duplicateKeys.map((key) => quoted(key.slice(1))))} stands twice` };
  return { values: value };
};

const kindOf = (values: JsonObject): Kind | undefined => {
  const said = values[KIND_COLUMN];
  return typeof said === 'string' ? kindNamed(said) : undefined;
};

/** The kind that an item says it is. */
export const kindOfItem = (item: Item, damaged: boolean): Kind | undefined => {
  const parsed = parseItem(item, damaged);
  return 'values' in parsed ? kindOf(parsed.values) : undefined;
};

/** What each item says it is, in batches. */
export async function* kindsOfItems(
  batches: AsyncIterable<readonly Item[]>,
  damaged: boolean,
): AsyncGenerator<readonly (Kind | undefined)[]> {
  for await (const items of batches) yield items.map((item) => kindOfItem(item, damaged));
}

/** The right name of a member. Names repeat from item to item, so that they are remembered. */
export type Naming = (written: string) => string;

/** Of names that differ in every item only some are remembered. */
const MOST_REMEMBERED = 1000;

export const namingOf = (kind: Kind): Naming => {
  const known = new Map(NAMES[kind].map((name) => [fold(name), name]));
  const remembered = new Map<string, string>();
  return (written) => {
    const found = remembered.get(written);
    if (found !== undefined) return found;
    const name = known.get(fold(written)) ?? written;
    if (remembered.size < MOST_REMEMBERED) remembered.set(written, name);
    return name;
  };
};

/** Members by their right names, without those that have no value. */
const rename = (values: JsonObject, naming: Naming, byKind: boolean): Parsed => {
  const renamed: JsonObject = {};
  for (const written of Object.keys(values)) {
    const value = values[written];
    if (isUnassigned(value) || value === '' || (byKind && written === KIND_COLUMN)) continue;
    const name = naming(written);
    if (name === FORBIDDEN_NAME) return { problem: `${name} cannot be the name of an attribute` };
    if (Object.hasOwn(renamed, name)) return { problem: `${quoted(name)} stands twice, once as ${quoted(written)}` };
    renamed[name] = value;
  }
  return { values: renamed };
};

/** How the items of a file become records of one kind. */
export interface ItemReading<Entry extends DirectoryRecord> extends ItemForm {
  readonly reader: Reader<Entry>;
  readonly naming: Naming;
  /** As for a source. */
  readonly all: boolean;
}

/** The record in an item; undefined when it is of another kind. */
export const readItem = <Entry extends DirectoryRecord>(
  item: Item,
  { file, byKind, damaged, reader, naming, all }: ItemReading<Entry>,
): Entry | Reject | undefined => {
  const at = { file, line: item.line };
  const refuse = (reason: string): Reject => reject(reader.kind, reason, at, item.text);
  const parsed = parseItem(item, damaged);
  if ('problem' in parsed) return all ? refuse(parsed.problem) : undefined;
  if (byKind) {
    const kind = kindOf(parsed.values);
    if (kind === undefined) return all ? refuse('its "kind" must be person, group or membership') : undefined;
    if (kind !== reader.kind) return undefined;
  }
  const renamed = rename(parsed.values, naming, byKind);
  return 'problem' in renamed ? refuse(renamed.problem) : reader.read(renamed.values, at, item.text);
};
