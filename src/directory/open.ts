import type { Client } from '../wire/exchange.ts';
import { openCsv } from './csv.ts';
import { openTextFile, type TextFile } from './file.ts';
import { type FileFormat, FORMATS, type Format, formatOf, isUrl } from './format.ts';
import { openJson } from './json.ts';
import { openNdjson } from './ndjson.ts';
import { DirectoryProblem, listed } from './problem.ts';
import { GROUP, MEMBERSHIP, PERSON, type Reader } from './reader.ts';
import type { Directory, DirectoryRecord, Kind, Reject, Warning } from './record.ts';
import { openServer } from './scim.ts';
import type { Source } from './source.ts';

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
  return directoryOf(opened, options);
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
  const { people, groups, memberships } = options;
  const person = await openSource(people, 'person', format);
  const beside = async (name: string | undefined, kind: Kind): Promise<Source | undefined> => {
    if (name === undefined || name === people) {
      if (person.kinds.includes(kind)) return person;
    }
    return name === undefined ? undefined : openSource(name, kind, format);
  };
  const group = await beside(groups, 'group');
  const membership = await beside(memberships, 'membership');
  return { person, ...(group && { group }), ...(membership && { membership }) };
};

const directoryOf = (opened: Opened, options: DirectoryOptions): Directory => {
  const sources = [...new Set(Object.values(opened))];
  /** Rows of unknown kind are told once: by the first kind that reads the source. */
  const isFirst = (kind: Kind, source: Source): boolean =>
    source.kinds.length === 1 ||
    [opened.person, opened.group, opened.membership].indexOf(source) === ORDER.indexOf(kind);
  const read = <Entry extends DirectoryRecord>(reader: Reader<Entry>): AsyncIterable<Entry | Reject> => {
    const source = opened[reader.kind];
    return source === undefined ? nothing() : source.read(reader, isFirst(reader.kind, source));
  };
  return {
    people: () => read(PERSON),
    groups: () => read(GROUP),
    memberships: () => read(MEMBERSHIP),
    hasGroups: opened.group !== undefined,
    hasMemberships: opened.membership !== undefined,
    warnings: [...sources.flatMap(({ warnings }) => warnings), ...emptyOnes(opened, options)],
    describe: () => describe(opened, options),
  };
};

/** Files of their own without anything in them. */
const emptyOnes = ({ person, group, membership }: Opened, { groups, memberships }: DirectoryOptions): Warning[] => {
  const warn = (source: Source | undefined, file: string | undefined, what: string): Warning[] => {
    if (source === undefined || source === person || file === undefined || !source.isEmpty) return [];
    const hint = `It says that there are none any more; leave the file out to say nothing of ${what}.`;
    return [{ message: `there are no ${what} in this file`, at: { file, line: 1 }, hint }];
  };
  return [...warn(group, groups, 'groups'), ...warn(membership, memberships, 'memberships')];
};

const ORDER: readonly Kind[] = ['person', 'group', 'membership'];

async function* nothing(): AsyncGenerator<never> {}

const describe = ({ person, group, membership }: Opened, { people, groups, memberships }: DirectoryOptions): string => {
  const part = (what: string, source: Source, name: string): string => `${what} from ${name} (${source.about})`;
  const first = ['people', ...(group === person ? ['groups'] : []), ...(membership === person ? ['memberships'] : [])];
  return [
    person && part(listed(first), person, people),
    group && group !== person && groups !== undefined && part('groups', group, groups),
    membership && membership !== person && memberships !== undefined && part('memberships', membership, memberships),
  ]
    .filter((text) => typeof text === 'string')
    .join(', ');
};
