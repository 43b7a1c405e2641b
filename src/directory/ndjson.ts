/** NDJSON files: one JSON object per line. */
import { ENCODING_NAMES } from './encoding.ts';
import type { TextFile } from './file.ts';
import {
  type Item,
  type ItemForm,
  type ItemReading,
  kindOfItem,
  kindsOfItems,
  namingOf,
  readItem,
} from './json-items.ts';
import { newlineOf, splitLines } from './lines.ts';
import type { DirectoryRecord, Kind, Reject } from './record.ts';
import { kindsAmong, type Source } from './source.ts';

/** Opens an NDJSON file as a source of `kind`; of all kinds when its first line says by `kind` what it is. */
export const openNdjson = async (file: TextFile, kind: Kind): Promise<Source> => {
  const first = await firstItem(file);
  const byKind = first !== undefined && kindOfItem(first, file.damaged) !== undefined;
  const kinds = byKind ? await kindsAmong(kindsOfItems(itemsOf(file), file.damaged)) : [kind];
  const form: ItemForm = { file: file.name, byKind, damaged: file.damaged };
  return {
    name: file.name,
    about: `NDJSON in ${ENCODING_NAMES[file.encoding]}`,
    warnings: file.warnings,
    kinds,
    isEmpty: first === undefined || !kinds.includes(kind),
    read: (reader, all) => readLines(file, { ...form, reader, naming: namingOf(reader.kind), all }),
  };
};

async function* itemsOf(file: TextFile): AsyncGenerator<readonly Item[]> {
  for await (const { first, texts } of splitLines(file.text(), newlineOf(file.sample))) {
    yield texts.flatMap((text, index) => (text.trim() === '' ? [] : [{ text, line: first + index }]));
  }
}

const firstItem = async (file: TextFile): Promise<Item | undefined> => {
  for await (const [first] of itemsOf(file)) if (first) return first;
  return undefined;
};

async function* readLines<Entry extends DirectoryRecord>(
  file: TextFile,
  reading: ItemReading<Entry>,
): AsyncGenerator<Entry | Reject> {
  for await (const items of itemsOf(file)) {
    for (const item of items) {
      const entry = readItem(item, reading);
      if (entry !== undefined) yield entry;
    }
  }
}
