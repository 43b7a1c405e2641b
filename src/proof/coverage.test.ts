import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Covered, coverageByArea, coverageOf, type Tally, tally } from '../suite/coverage.ts';
import { ourCatalogue, ourSuites } from './judge.ts';

const FILE = join(resolve(import.meta.dirname, '../..'), 'fixtures/coverage.json');

/** As `cases --coverage` has it: judged of those that can be seen, +n that cannot. */
const cell = ({ judged, unseen, open }: Tally): string =>
  judged + open + unseen === 0 ? '–' : `${judged}/${judged + open}${unseen === 0 ? '' : ` +${unseen}`}`;

const row = (area: string, of: (verdict: 'fail' | 'warn' | 'info') => Tally) => ({
  ...{ area, MUST: cell(of('fail')), SHOULD: cell(of('warn')), MAY: cell(of('info')) },
});

/** One line for each area. */
const print = (covered: readonly Covered[]): string => {
  const rows = [
    ...coverageByArea(covered).map(({ area, tallies }) => row(area, (verdict) => tallies[verdict])),
    row('All', (verdict) => tally(covered, verdict)),
  ];
  return `[\n${rows.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`;
};

describe('the requirements', () => {
  const cover = async (): Promise<readonly Covered[]> =>
    coverageOf((await ourSuites()).requirements.values(), await ourCatalogue());
  const idsOf = (covered: readonly Covered[]): string[] => covered.map(({ requirement }) => requirement.id);

  it('are each judged by a case or a check, or say why nobody could', async () => {
    const covered = await cover();
    expect(covered.length).toBeGreaterThan(600);
    expect(idsOf(covered.filter(({ state }) => state === 'open'))).toEqual([]);
  });

  it('do not say that they cannot be seen where something judges them', async () => {
    const both = (await cover()).filter(
      ({ cases, requirement }) => cases.length > 0 && requirement.unseen !== undefined,
    );
    expect(idsOf(both)).toEqual([]);
  });

  it('say why in a sentence, the same for the same reason', async () => {
    const reasons = new Set((await cover()).flatMap(({ requirement }) => requirement.unseen ?? []));
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(reasons.size).toBeLessThan(30);
  });

  it('are covered by area and severity as is written down (npm run catalogue writes it anew)', async () => {
    const text = print(await cover());
    if (process.env.UPDATE_CATALOGUE !== undefined) writeFileSync(FILE, text);
    expect(readFileSync(FILE, 'utf8')).toBe(text);
  });
});
