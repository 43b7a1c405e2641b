/** The state file of a run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageProblem } from '../problem.ts';
import type { TargetPlan } from '../target.ts';

export interface Memory {
  readonly file: string;
  /** As the user named it; absent when it goes with the run. */
  readonly words?: string;
  close(): void;
}

/**
 * What --state names. The built-in target forgets everything at the end of the run, so what it was told may be forgotten too.
 * @throws UsageProblem when there is none
 */
export const openMemory = (flag: string | undefined, { url, words }: TargetPlan): Memory => {
  if (flag !== undefined) return { file: flag, words: flag, close: () => {} };
  if (url !== undefined) {
    throw new UsageProblem(
      'where is remembered what was sent? No --state was given',
      `Name a file that belongs to ${words} and this identity provider alone, for example --state ${exampleFor(words)}; it is made when it is not there.`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'scimulate-'));
  return { file: join(folder, 'state'), close: () => rmSync(folder, { recursive: true, force: true }) };
};

const exampleFor = (words: string): string => {
  const name = /^https?:\/\/([^/:]+)/i.exec(words)?.[1] ?? words;
  return `${name}.state`;
};
