/**
 * The state folder, `.scimulate/` in the working directory: the journals of runs, each there only while something that
 * it created may still be on a target. The folder goes with its last journal.
 */
import { existsSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from '../report/destination.ts';
import { type JournalFile, openJournal, unfinishedJournals } from '../run/journal.ts';
import type { ConfigSettings } from './config.ts';
import { UsageProblem } from './problem.ts';

const IGNORE = '.gitignore';

export const stateFolderOf = (flag: string | undefined, settings: ConfigSettings): string =>
  flag === undefined ? (settings.state ?? resolve('.scimulate')) : resolve(flag);

/** A journal for a run. @throws UsageProblem when the folder cannot be written */
export const openState = (folder: string): JournalFile => {
  try {
    makeFolder(folder);
    if (!existsSync(join(folder, IGNORE))) writeFileSync(join(folder, IGNORE), '*\n');
    return openJournal(folder);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageProblem(
      `the journal cannot be kept in ${folder}: ${message}`,
      'Name another folder with --state: without it, what a killed run created could not be found again.',
    );
  }
};

/** Removes the folder when nothing but our own .gitignore is in it. */
export const tidyState = (folder: string): void => {
  try {
    const rest = readdirSync(folder).filter((name) => name !== IGNORE);
    if (rest.length > 0) return;
    rmSync(join(folder, IGNORE), { force: true });
    rmdirSync(folder);
  } catch {
    // A folder that is not there, or is in use, is fine.
  }
};

/** The base URLs at which earlier runs have left something. */
export const unfinishedTargets = (folder: string): string[] => [
  ...new Set(
    unfinishedJournals(folder).flatMap((journal) =>
      journal.lines().flatMap((line) => (line.type === 'run' ? [line.target] : [])),
    ),
  ),
];
