/** JSON files: a list of records, or an object with one list for each kind. */
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
import { type Element, splitElements } from './json-list.ts';
import { PLURALS } from './names.ts';
import { DirectoryProblem, listed, quoted } from './problem.ts';
import type { DirectoryRecord, Kind, Reject } from './record.ts';
import { EVERY_KIND, kindsAmong, type Source } from './source.ts';

/**
 * Opens a JSON file as a source of `kind`; of all kinds when it is an object of lists, or a list whose first element says by
 * `kind` what it is. Reads it once to its end, so that a file that is not whole is found before anything is made of it.
 * Throws DirectoryProblem.
 */
export const openJson = async (file: TextFile, kind: Kind): Promise<Source> => {
  const { first, sections } = await survey(file);
  const about = `JSON in ${ENCODING_NAMES[file.encoding]}`;
  const common = { name: file.name, about, warnings: file.warnings };
  if (sections === undefined) {
    const item = first.get(undefined);
    const byKind = item !== undefined && kindOfItem(item, file.damaged) !== undefined;
    const elements = splitElements(file.text(), file.name);
    const kinds = byKind ? await kindsAmong(kindsOfItems(elements, file.damaged)) : [kind];
    const form: ItemForm = { file: file.name, byKind, damaged: file.damaged };
    const isEmpty = item === undefined || !kinds.includes(kind);
    return {
      ...common,
      kinds,
      isEmpty,
      read: (reader, all) => readElements(file, { ...form, reader, naming: namingOf(reader.kind), all }),
    };
  }
  const kinds = EVERY_KIND.filter((one) => sections.includes(PLURALS[one]));
  if (!kinds.includes(kind)) throw missingSection(file, kind, sections);
  const form: ItemForm = { file: file.name, byKind: false, damaged: file.damaged };
  const isEmpty = !first.has(PLURALS[kind]);
  return {
    ...common,
    kinds,
    isEmpty,
    read: (reader) =>
      readElements(file, { ...form, reader, naming: namingOf(reader.kind), all: true }, PLURALS[reader.kind]),
  };
};

interface Survey {
  /** The first element of each list; of the list that is the whole file under undefined. */
  readonly first: ReadonlyMap<string | undefined, Item>;
  /** The names of the lists, when the file is an object of lists. */
  readonly sections: readonly string[] | undefined;
}

const survey = async (file: TextFile): Promise<Survey> => {
  const first = new Map<string | undefined, Item>();
  const sections: string[] = [];
  for await (const elements of splitElements(file.text(), file.name, (name) => sections.push(name))) {
    for (const element of elements) if (!first.has(element.section)) first.set(element.section, element);
  }
  return { first, sections: file.sample.trimStart().startsWith('{') ? sections : undefined };
};

const missingSection = (file: TextFile, kind: Kind, sections: readonly string[]): DirectoryProblem =>
  new DirectoryProblem(`the object in this file has no list "${PLURALS[kind]}"`, {
    file: file.name,
    hint:
      sections.length === 0
        ? 'It should hold a list of records, or an object with the lists "people", "groups" and "memberships".'
        : `Its lists: ${listed(sections.map((name) => quoted(name)))}.`,
  });

async function* readElements<Entry extends DirectoryRecord>(
  file: TextFile,
  reading: ItemReading<Entry>,
  section?: string,
): AsyncGenerator<Entry | Reject> {
  for await (const elements of splitElements(file.text(), file.name)) {
    for (const element of elements) {
      const entry = isIn(element, section) ? readItem(element, reading) : undefined;
      if (entry !== undefined) yield entry;
    }
  }
}

const isIn = (element: Element, section: string | undefined): boolean => element.section === section;
