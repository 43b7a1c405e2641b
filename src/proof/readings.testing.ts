/** For the tables of what must not be taken for a defect: where each entry is shown, and whether that place exists. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { FULL } from '../serve/options.ts';
import { ourCatalogue } from './judge.ts';
import { LEGAL_SERVERS } from './legal-servers.testing.ts';

/** Where one of several readings is seen not to be blamed. */
export type Reading =
  /** The reference server reads it so; it passes every case. */
  | { readonly reference: string }
  /** One of the legal servers has this variation. */
  | { readonly variation: string }
  /** src/proof/capabilities.test.ts judges a server with this capability switched. */
  | { readonly capability: string }
  /** A case that takes both readings, or the only one that there is. */
  | { readonly case: string }
  /** A test elsewhere, by its file below src/ and its title. */
  | { readonly test: readonly [file: string, title: string] }
  /** Why no request can show it. */
  | { readonly unseen: string };

const SOURCES = resolve(import.meta.dirname, '..');
const judged = new Set(LEGAL_SERVERS.flatMap(({ variations }) => variations));
const capabilities = readFileSync(join(import.meta.dirname, 'capabilities.test.ts'), 'utf8');

/** Why the place is not there; undefined when it is. */
const missing = (reading: Reading, cases: ReadonlySet<string>): string | undefined => {
  if ('variation' in reading) return judged.has(reading.variation) ? undefined : `no variation ${reading.variation}`;
  if ('case' in reading) return cases.has(reading.case) ? undefined : `no case ${reading.case}`;
  if ('capability' in reading) {
    const isThere = reading.capability in FULL && capabilities.includes(`${reading.capability}:`);
    return isThere ? undefined : `no server that differs in ${reading.capability}`;
  }
  if (!('test' in reading)) return undefined;
  const [file, title] = reading.test;
  const path = join(SOURCES, file);
  return existsSync(path) && readFileSync(path, 'utf8').includes(title) ? undefined : `no test "${title}" in ${file}`;
};

/** Asserts that each reading of an entry is shown somewhere. */
export const expectShown = async (readings: readonly Reading[]): Promise<void> => {
  const cases = new Set((await ourCatalogue()).map(({ id }) => id));
  expect(readings.flatMap((reading) => missing(reading, cases) ?? [])).toEqual([]);
};
