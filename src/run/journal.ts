/**
 * What a run makes on a target, written down before each request that makes something, so that a run that was killed
 * can be cleaned up after. One JSON object a line, only ever appended.
 */

import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How a resource whose id never reached us can be found. `path` is its collection below the base URL: `/Users`. */
export interface Search {
  readonly path: string;
  readonly attribute: string;
  readonly value: string;
}

export type JournalLine =
  | {
      readonly type: 'run';
      readonly run: string;
      readonly target: string;
      readonly at: string;
      readonly process: number;
    }
  /** Written before the request. `number` counts within the run. */
  | {
      readonly type: 'create';
      readonly run: string;
      readonly number: number;
      readonly case?: string;
      readonly tag: string;
      readonly method: string;
      readonly url: string;
      readonly searches: readonly Search[];
    }
  /** The request made this resource; `url` is below the base URL. */
  | { readonly type: 'created'; readonly run: string; readonly number: number; readonly url: string }
  /** All that the request made is written down. */
  | { readonly type: 'settled'; readonly run: string; readonly number: number }
  | { readonly type: 'removed'; readonly run: string; readonly url: string };

export interface Journal {
  write(line: JournalLine): void;
  /** Everything written so far. */
  lines(): readonly JournalLine[];
}

/** What one run has left on a target: resources with a known URL, and requests whose effect is unknown. */
export interface Pending {
  readonly run: string;
  readonly target: string;
  /** In the order of their making. */
  readonly urls: readonly string[];
  readonly unknown: readonly { readonly number: number; readonly tag: string; readonly searches: readonly Search[] }[];
}

/** A journal that lives as long as the process, for tests and for runs that need no memory. */
export const memoryJournal = (): Journal => {
  const lines: JournalLine[] = [];
  return { write: (line) => lines.push(line), lines: () => lines };
};

export const pendingOf = (lines: readonly JournalLine[]): Pending[] =>
  lines
    .filter((line) => line.type === 'run')
    .map(({ run, target }) => {
      const mine = lines.filter((line) => line.run === run);
      const removed = new Set(mine.flatMap((line) => (line.type === 'removed' ? [line.url] : [])));
      const settled = new Set(mine.flatMap((line) => (line.type === 'settled' ? [line.number] : [])));
      const urls = mine.flatMap((line) => (line.type === 'created' && !removed.has(line.url) ? [line.url] : []));
      const unknown = mine.flatMap((line) => (line.type === 'create' && !settled.has(line.number) ? [line] : []));
      return { run, target, urls: [...new Set(urls)], unknown };
    })
    .filter(({ urls, unknown }) => urls.length > 0 || unknown.length > 0);

export interface JournalFile extends Journal {
  readonly file: string;
  /** Ends the writing; the file goes when nothing of it is pending. */
  close(): void;
}

const PREFIX = 'journal-';

/** A crash can cut the last line short; what cannot be read was never acted upon. */
const readLines = (file: string): JournalLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return [JSON.parse(text) as JournalLine];
      } catch {
        return [];
      }
    });

const journalFile = (file: string, lines: JournalLine[]): JournalFile => ({
  file,
  write(line) {
    lines.push(line);
    appendFileSync(file, `${JSON.stringify(line)}\n`, { mode: 0o600 });
  },
  lines: () => lines,
  close() {
    if (lines.length > 0 && pendingOf(lines).length === 0) unlinkSync(file);
  },
});

/** With those above it. Node's own `recursive` never comes back where folders cannot be made, as in /proc. */
const makeFolder = (folder: string): void => {
  if (isFolder(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another run may have made it in the meantime.
    if (!isFolder(folder)) throw error;
  }
};

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** A new journal in this folder, which is made when it is missing. The file appears with the first line. */
export const openJournal = (folder: string): JournalFile => {
  makeFolder(folder);
  const stamp = new Date().toISOString().replace(/[-:]|\..*/g, '');
  return journalFile(join(folder, `${PREFIX}${stamp}-${randomBytes(4).toString('hex')}.ndjson`), []);
};

const isAlive = (pid: number): boolean => {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** What `read` gives; undefined when there is no such file. A run that ends meanwhile takes its journal away under our eyes. */
const ifThere = <Result>(read: () => Result): Result | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * The journals in a folder that runs left unfinished; those of runs that still go on are left out.
 * @throws Error of the file system when something there cannot be read
 */
export const unfinishedJournals = (folder: string): JournalFile[] =>
  (ifThere(() => readdirSync(folder).sort()) ?? [])
    .filter((name) => name.startsWith(PREFIX) && name.endsWith('.ndjson'))
    .map((name) => join(folder, name))
    .flatMap((file) => {
      const lines = ifThere(() => readLines(file));
      return lines === undefined ? [] : [journalFile(file, lines)];
    })
    .filter((journal) => {
      const going = journal
        .lines()
        .some((line) => line.type === 'run' && line.process !== process.pid && isAlive(line.process));
      return !going && pendingOf(journal.lines()).length > 0;
    });
