/** What kind of file a text is. */
import { isObject, type Json } from '../scim/json.ts';
import { parseJson } from '../wire/json.ts';
import type { TextFile } from './file.ts';
import { fold, NAMES } from './names.ts';

export type FileFormat = 'csv' | 'ndjson' | 'json';
export type Format = FileFormat | 'scim';

export const FORMATS: readonly Format[] = ['csv', 'ndjson', 'json', 'scim'];

const NDJSON_NAME = /\.(?:ndjson|jsonl)$/iu;

/** Tells by the beginning of a file; only what an empty file would be is told by its name. */
export const formatOf = ({ sample, name }: Pick<TextFile, 'sample' | 'name'>): FileFormat => {
  const text = sample.trimStart();
  if (text === '') return NDJSON_NAME.test(name) ? 'ndjson' : 'csv';
  if (text.startsWith('[')) return 'json';
  if (!text.startsWith('{')) return 'csv';
  const [line = '', ...others] = text.split('\n');
  const first = parseJson(line).value;
  if (first !== undefined) return isRecord(first) ? 'ndjson' : 'json';
  // A pretty-printed object is not whole in its first line; a very long first line is not whole in the sample.
  return others.length > 0 || BEGINS_WITH_A_LIST.test(text) ? 'json' : 'ndjson';
};

const BEGINS_WITH_A_LIST = /^\{\s*"[^"]*"\s*:\s*\[/u;

const KNOWN = new Set(Object.values(NAMES).flat().map(fold));

/** Not an object of lists: it has a name that records have, or no list. */
const isRecord = (value: Json): boolean =>
  isObject(value) &&
  (Object.keys(value).some((name) => KNOWN.has(fold(name))) || !Object.values(value).some(Array.isArray));

export const isUrl = (text: string): boolean => /^https?:\/\//iu.test(text);
