import { describe, expect, it } from 'vitest';
import { brokenCases, judgeInside, judgeServer } from './judge.ts';

/** All cases over sockets: a minute is not enough where much else is going on. */
const WHOLE_RUN_MS = 240_000;

describe('the embedded server without a network', () => {
  // One is about what HTTP does to a message, one about requests that overlap.
  it.each(['answer-204-announces-body', 'etag-check-not-atomic'])(
    'is judged as it is over HTTP, with %s',
    async (fault) => {
      const broken = brokenCases(await judgeInside({ faults: [fault] }));
      expect(broken).not.toEqual([]);
      expect(broken).toEqual(brokenCases(await judgeServer({ faults: [fault] })));
    },
    WHOLE_RUN_MS,
  );

  it('asks for patience and gets it without anybody waiting', async () => {
    const { results, summary } = await judgeInside({ ratePerSecond: 20 }, { only: ['users/**'] });
    expect([...results.values()].filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    expect(summary.requests).toBeGreaterThan(100);
  });
});
