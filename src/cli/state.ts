/**
 * The state folder, `.scimulate/` in the working directory: the journals of runs, each there only while something that
 * it created may still be on a target. The folder goes with its last journal. Several runs may share it.
 */
import { readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from '../report/destination.ts';
import { type JournalFile, openJournal, unfinishedJournals } from '../run/journal.ts';
import type { ConfigSettings } from './config.ts';
import { UsageProblem } from './problem.ts';

const IGNORE = '.gitignore';
const ATTEMPTS = 5;

export const stateFolderOf = (flag: string | undefined, settings: ConfigSettings): string =>
  flag === undefined ? (settings.state ?? resolve('.scimulate')) : resolve(flag);

/** A journal for a run. @throws UsageProblem when the folder cannot be written */
export const openState = (folder: string, attempt = 1): JournalFile => {
  try {
    makeFolder(folder);
    const journal = openJournal(folder);
    // From now on the folder is not empty, and no other run will remove it.
    writeFileSync(journal.file, '', { mode: 0o600 });
    writeFileSync(join(folder, IGNORE), '*\n');
    return journal;
  } catch (error) {
    const { code, message } =
      error instanceof Error
        ? { code: undefined, ...error, message: error.message }
        : { code: undefined, message: String(error) };
    // Another run has just made or removed the folder.
    if (attempt < ATTEMPTS && (code === 'ENOENT' || code === 'EEXIST')) return openState(folder, attempt + 1);
    throw new UsageProblem(
      `the journal cannot be kept in ${folder}: ${message}`,
      'Name another folder with --state: without it, what a killed run created could not be found again.',
    );
  }
};

/** The journal goes when nothing of it is pending, and the folder when no journal is left. */
export const closeState = (folder: string, journal?: JournalFile): void => {
  if (journal?.lines().length === 0) rmSync(journal.file, { force: true });
  else journal?.close();
  try {
    if (readdirSync(folder).some((name) => name !== IGNORE)) return;
    rmSync(join(folder, IGNORE), { force: true });
    rmdirSync(folder);
  } catch {
    // Not there any more, or in use again: both are fine.
  }
};

/** The journals of runs that left something. @throws UsageProblem when they cannot be read */
export const leftJournals = (folder: string): JournalFile[] => {
  try {
    return unfinishedJournals(folder);
  } catch (error) {
    throw new UsageProblem(
      `the journals in ${folder} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      'They say what runs have left on a target. Name the folder with --state.',
    );
  }
};

/** The base URLs at which earlier runs have left something. */
export const unfinishedTargets = (folder: string): string[] => [
  ...new Set(
    leftJournals(folder).flatMap((journal) =>
      journal.lines().flatMap((line) => (line.type === 'run' ? [line.target] : [])),
    ),
  ),
];
