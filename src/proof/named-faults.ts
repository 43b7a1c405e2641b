/** fixtures/faults.json: fault id → the ids of exactly the cases that it breaks, sorted. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const FILE = join(resolve(import.meta.dirname, '../..'), 'fixtures/faults.json');

export type NamedFaults = Record<string, string[]>;

export const readNamedFaults = (): NamedFaults => JSON.parse(readFileSync(FILE, 'utf8'));

export const writeNamedFaults = (named: NamedFaults): void =>
  writeFileSync(FILE, `${JSON.stringify(named, null, 1)}\n`);
