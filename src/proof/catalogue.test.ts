import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../checks/index.ts';
import type { CaseInfo } from '../run/events.ts';
import { catalogue } from '../suite/catalogue.ts';
import { loadSuites, ourProfiles } from '../suite/load.ts';
import { ourCatalogue, ourSuites } from './judge.ts';

const FILE = join(resolve(import.meta.dirname, '../..'), 'suites/catalogue.json');
/** With the cases of the profiles, which belong to no other run: their ids are frozen, too. */
const wholeCatalogue = async (): Promise<CaseInfo[]> => {
  const { suites } = await loadSuites({ profiles: await ourProfiles() });
  return catalogue(
    { suites },
    CHECKS.map(({ examine: _examine, ...info }) => info),
  );
};

const readCommitted = (): CaseInfo[] => JSON.parse(readFileSync(FILE, 'utf8'));
const print = (infos: readonly CaseInfo[]): string =>
  `[\n${infos.map((info) => `  ${JSON.stringify(info)}`).join(',\n')}\n]\n`;

/** Ids that went away without a case that says `was: [old id]`. */
const vanished = async (committed: readonly CaseInfo[], now: readonly CaseInfo[]): Promise<string[]> => {
  const renamed = (await ourSuites()).suites.flatMap((suite) => suite.cases.flatMap((testCase) => testCase.was));
  const known = new Set([...now.map(({ id }) => id), ...renamed]);
  return committed.map(({ id }) => id).filter((id) => !known.has(id));
};

describe('the catalogue of cases', () => {
  it('loses no id: reports of earlier runs must stay comparable', async () => {
    expect(await vanished(readCommitted(), await wholeCatalogue())).toEqual([]);
  });

  it('is committed as it is (UPDATE_CATALOGUE=1 npm test writes it anew)', async () => {
    const text = print(await wholeCatalogue());
    if (process.env.UPDATE_CATALOGUE !== undefined) {
      writeFileSync(FILE, text);
    }
    expect(print(readCommitted())).toBe(text);
  });

  it('has ids that are unique and whose requirements exist', async () => {
    const infos = await ourCatalogue();
    const { requirements } = await ourSuites();
    expect(new Set(infos.map(({ id }) => id)).size).toBe(infos.length);
    expect(infos.flatMap(({ cites }) => cites).filter((id) => !requirements.has(id))).toEqual([]);
    expect(infos.filter(({ level, cites }) => level !== 'NONE' && cites.length === 0).map(({ id }) => id)).toEqual([]);
  });
});
