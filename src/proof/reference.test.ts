import { describe, expect, it } from 'vitest';
import { explain, judgeServer } from './judge.ts';

/** What the reference server lacks, or has where a case wants it lacking. A skip that is not here is a capability lost. */
const SKIPPED = ['bulk/unsupported', 'exchange/content-location', 'me/permanent-location'];

describe('the reference server', () => {
  it('passes every case, and skips exactly what it lacks', async () => {
    const { results, summary } = await judgeServer({});
    const unhappy = [...results.values()].filter(({ outcome }) => outcome !== 'pass' && outcome !== 'skip');
    expect(unhappy.map(explain)).toEqual([]);
    const skipped = [...results.values()].filter(({ outcome }) => outcome === 'skip').map(({ id }) => id);
    expect(skipped.sort()).toEqual(SKIPPED);
    expect(summary).toMatchObject({ exitCode: 0, leftovers: [] });
    expect(summary.readiness.filter(({ status }) => status !== 'ready')).toEqual([]);
  });

  it('passes while what it writes becomes visible only later', async () => {
    const { results } = await judgeServer({ latencyMs: 2 }, { only: ['users/**', 'groups/**'] });
    expect([...results.values()].filter(({ outcome }) => outcome !== 'pass').map(explain)).toEqual([]);
  });
});
