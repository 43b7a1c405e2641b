/** fixtures/faults.json: fault id → the ids of exactly the cases that it breaks, sorted. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FILE = join(resolve(import.meta.dirname, '../..'), 'fixtures/faults.json');

export type NamedFaults = Record<string, string[]>;

export const readNamedFaults = (): NamedFaults => JSON.parse(readFileSync(FILE, 'utf8'));

/** Never half: several may read and write it side by side. */
export const writeNamedFaults = (named: NamedFaults): void => {
  const draft = `${FILE}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(named, null, 1)}\n`);
  renameSync(draft, FILE);
};
