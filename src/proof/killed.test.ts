import { describe, expect, it } from 'vitest';
import { FAULTS } from '../serve/faults/index.ts';
import { ourCatalogue } from './judge.ts';
import { readNamedFaults } from './named-faults.ts';

describe('the catalogue and the faults', () => {
  it('has a fault that breaks each case: one that nobody can break is dead', async () => {
    const killed = new Set(Object.values(readNamedFaults()).flat());
    const alive = (await ourCatalogue()).map(({ id }) => id).filter((id) => !killed.has(id));
    expect(alive).toEqual([]);
  });

  it('names existing faults and existing cases only, and something for every fault', async () => {
    const named = readNamedFaults();
    const ids = new Set((await ourCatalogue()).map(({ id }) => id));
    expect(Object.keys(named).sort()).toEqual(FAULTS.map(({ id }) => id).sort());
    expect(
      Object.values(named)
        .flat()
        .filter((id) => !ids.has(id)),
    ).toEqual([]);
    expect(Object.entries(named).filter(([, cases]) => cases.length === 0)).toEqual([]);
  });
});
