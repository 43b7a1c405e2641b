import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { median } from './median.ts';

/** Milliseconds of a whole process, and how many times a bare Node that is. */
export interface Startup {
  readonly ours: number;
  readonly bare: number;
  readonly ratio: number;
}

const PROGRAM = join(resolve(import.meta.dirname, '../..'), 'bin/run.js');
const ROUNDS = 9;

const time = (words: readonly string[]): number => {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  if (status !== 0) {
    throw new Error(`node ${words.join(' ')} ended with ${status}: ${stderr}`);
  }
  return performance.now() - from;
};

/** Runs `scimulate WORDS` and a Node that does nothing in turn, after one round that does not count. */
export const measureStartup = (words: readonly string[]): Startup => {
  const rounds = Array.from(
    { length: ROUNDS + 1 },
    () => [time([PROGRAM, ...words]), time(['-e', '0'])] as const,
  ).slice(1);
  const ours = median(rounds.map(([value]) => value));
  const bare = median(rounds.map(([, value]) => value));
  return { ours, bare, ratio: ours / bare };
};
