/** The proof of the tester: each fault of the embedded server breaks exactly the cases it names. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FAULTS } from '../serve/faults/index.ts';
import { brokenCases, judgeServer } from './judge.ts';

export const FILE = join(resolve(import.meta.dirname, '../..'), 'fixtures/faults.json');

/** Fault id → the ids of exactly the cases that it breaks, sorted. Reviewed by hand; `npm run faults` proposes it. */
export const readFaults = (): Record<string, string[]> => JSON.parse(readFileSync(FILE, 'utf8'));

/** One part of the faults, so that the parts can be proved side by side. */
export const proveFaults = (part: number, parts: number): void => {
  const named = readFaults();
  describe(`faults, part ${part} of ${parts}`, () => {
    for (const [index, fault] of FAULTS.entries()) {
      if (index % parts === part - 1) {
        it(`${fault.id} breaks exactly the cases it names`, async () => {
          expect(brokenCases(await judgeServer({ faults: [fault.id] }))).toEqual(named[fault.id]);
        });
      }
    }
  });
};
