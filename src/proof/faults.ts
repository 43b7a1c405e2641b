/** The proof of the tester: each fault of the embedded server breaks exactly the cases it names. */
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../serve/faults/index.ts';
import { brokenCases, judgeInside, withNeeds } from './judge.ts';
import { readNamedFaults } from './named-faults.ts';

/** Checks on every exchange need the traffic of all cases. */
const isOwnCase = (id: string): boolean => !id.startsWith('exchange/');

/** One part of the faults, so that the parts can be proved side by side. */
export const proveFaults = (part: number, parts: number): void => {
  const named = readNamedFaults();
  describe(`faults, part ${part} of ${parts}`, () => {
    const mine = FAULTS.filter((_, index) => index % parts === part - 1).map(({ id }) => id);
    for (const id of mine) {
      it(`${id} breaks exactly the cases it names`, async () => {
        expect(brokenCases(await judgeInside({ faults: [id] }))).toEqual(named[id]);
      });
    }
    // A case that sees the fault only in what another case makes would find it on one server and not on the next.
    it.each(mine)('%s breaks them with nothing beside them', async (id) => {
      const cases = (named[id] ?? []).filter(isOwnCase);
      if (cases.length === 0) return;
      const judged = await judgeInside({ faults: [id] }, { only: await withNeeds(cases) }, { concurrency: 1 });
      expect(brokenCases(judged).filter(isOwnCase)).toEqual(cases);
    });
  });
};
