/** The proof of the tester: each fault of the embedded server breaks exactly the cases it names. */
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../serve/faults/index.ts';
import { brokenCases, judgeInside } from './judge.ts';
import { readNamedFaults } from './named-faults.ts';

/** One part of the faults, so that the parts can be proved side by side. */
export const proveFaults = (part: number, parts: number): void => {
  const named = readNamedFaults();
  describe(`faults, part ${part} of ${parts}`, () => {
    for (const { id } of FAULTS.filter((_, index) => index % parts === part - 1)) {
      // Some faults show a case what another makes at that moment; who differs once more has found something.
      it(`${id} breaks exactly the cases it names`, { retry: 2 }, async () => {
        expect(brokenCases(await judgeInside({ faults: [id] }))).toEqual(named[id]);
      });
    }
  });
};
