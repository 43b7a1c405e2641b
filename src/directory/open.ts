import type { Client } from '../wire/exchange.ts';
import { openCsv } from './csv.ts';
import { openTextFile, type TextFile } from './file.ts';
import { type FileFormat, FORMATS, type Format, formatOf, isUrl } from './format.ts';
import { openJson } from './json.ts';
import { PLURALS } from './names.ts';
import { openNdjson } from './ndjson.ts';
import { DirectoryProblem, listed } from './problem.ts';
import { GROUP, MEMBERSHIP, PERSON, type Reader } from './reader.ts';
import type { Directory, DirectoryRecord, Kind, Reject, Warning } from './record.ts';
import { openServer } from './scim.ts';
import { EVERY_KIND, type Source } from './source.ts';

export interface DirectoryOptions {
  /** A file; for another SCIM server its URL, which is only looked at to know that it is one. */
  readonly people: string;
  /** Without it there are no groups, unless the file of people holds them, too. */
  readonly groups?: string;
  readonly memberships?: string;
  /** Of all the files; found out by what is in each when it is not given. */
  readonly format?: Format;
  /** For another SCIM server: how to speak to it. */
  readonly client?: Client;
}

/**
 * Opens a directory: CSV, NDJSON and JSON files (one for each kind, or one for all of them with a `kind` column or member, or
 * a JSON object of lists), or another SCIM server.
 * Throws DirectoryProblem for what cannot be read at all: no such file, no text, no column `id`; single rows are rejected
 * while they are read.
 */
export const openDirectory = async (options: DirectoryOptions): Promise<Directory> => {
  const { people, format, client } = options;
  if (format !== undefined && !FORMATS.includes(format)) {
    throw new DirectoryProblem(`there is no format "${format}"`, { hint: `The formats are ${listed(FORMATS)}.` });
  }
  if (format === 'scim' || (format === undefined && isUrl(people))) {
    const beside = options.groups ?? options.memberships;
    if (beside === undefined) return openServer(wanted(client));
    throw new DirectoryProblem('groups and memberships cannot be in a file when the people are on a SCIM server', {
      file: beside,
      hint: 'They are read from the same server; leave the file out.',
    });
  }
  const opened = await openSources(options, format);
  const person = opened.person;
  if (person === undefined || person.isEmpty) throw noPeople(people);
  return directoryOf(opened);
};

const wanted = (client: Client | undefined): Client => {
  if (client !== undefined) return client;
  throw new DirectoryProblem('the people are on a SCIM server, but nothing says how to speak to it', {
    hint: 'Give its URL and its token, or the path of a file.',
  });
};

const noPeople = (file: string): DirectoryProblem =>
  new DirectoryProblem('there are no people in this file', {
    file,
    hint: 'A directory without anybody would mean that all have left; that is more likely a failed export.',
  });

type Opened = Readonly<Partial<Record<Kind, Source>>>;

const openSource = async (name: string, kind: Kind, format: FileFormat | undefined): Promise<Source> => {
  const file: TextFile = await openTextFile(name);
  switch (format ?? formatOf(file)) {
    case 'csv':
      return openCsv(file, kind);
    case 'ndjson':
      return openNdjson(file, kind);
    case 'json':
      return openJson(file, kind);
  }
};

/** A file that holds several kinds stands for each kind that has no file of its own. */
const openSources = async (options: DirectoryOptions, format: FileFormat | undefined): Promise<Opened> => {
  const opened: Source[] = [];
  const find = async (name: string | undefined, kind: Kind): Promise<Source | undefined> => {
    const same = opened.find((source) => (name === undefined || name === source.name) && source.kinds.includes(kind));
    if (same !== undefined || name === undefined) return same;
    const source = await openSource(name, kind, format);
    opened.push(source);
    return source;
  };
  const person = await find(options.people, 'person');
  const group = await find(options.groups, 'group');
  const membership = await find(options.memberships, 'membership');
  return { ...(person && { person }), ...(group && { group }), ...(membership && { membership }) };
};

const directoryOf = (opened: Opened): Directory => {
  const sources = [...new Set(Object.values(opened))];
  const read = <Entry extends DirectoryRecord>(reader: Reader<Entry>): AsyncIterable<Entry | Reject> => {
    const source = opened[reader.kind];
    if (source === undefined) return nothing();
    // Rows of which nobody knows the kind are told of once: with the first kind that is read from the source.
    const [first] = kindsFrom(source, opened);
    return source.read(reader, first === reader.kind);
  };
  return {
    people: () => read(PERSON),
    groups: () => read(GROUP),
    memberships: () => read(MEMBERSHIP),
    hasGroups: opened.group !== undefined,
    hasMemberships: opened.membership !== undefined,
    warnings: sources.flatMap((source) => [...source.warnings, ...warnOfNothing(source, opened)]),
    describe: () =>
      sources.map((source) => `${namesOf(kindsFrom(source, opened))} from ${source.name} (${source.about})`).join(', '),
  };
};

async function* nothing(): AsyncGenerator<never> {}

const kindsFrom = (source: Source, opened: Opened): readonly Kind[] =>
  EVERY_KIND.filter((kind) => opened[kind] === source);

const namesOf = (kinds: readonly Kind[]): string => listed(kinds.map((kind) => PLURALS[kind]));

const warnOfNothing = (source: Source, opened: Opened): readonly Warning[] => {
  if (!source.isEmpty) return [];
  const what = namesOf(kindsFrom(source, opened));
  const hint = `It says that there are none any more; leave the file out to say nothing of ${what}.`;
  return [{ message: `there are no ${what} in this file`, at: { file: source.name, line: 1 }, hint }];
};
