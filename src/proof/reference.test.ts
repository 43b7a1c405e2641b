import { describe, expect, it } from 'vitest';
import { startServer } from '../serve/server.ts';
import { createClient } from '../wire/client.ts';
import { explain, judgeServer, judgeTarget } from './judge.ts';

/** What the reference server lacks, or has where a case wants it lacking. A skip that is not here is a capability lost. */
const SKIPPED = [
  'bulk/unsupported',
  'discovery/all-types-listed',
  'discovery/unadvertised-etag',
  'discovery/unadvertised-filter',
  'discovery/unadvertised-patch',
  'discovery/unadvertised-sort',
  'exchange/content-location',
  'me/permanent-location',
  'paging/cursor-flag-is-true',
];

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

  it('knows the user whose token is used', async () => {
    const server = await startServer({ userTokens: { 'the-token-of-mara': 'mara' } });
    const clientOf = (token: string) =>
      createClient({ baseUrl: server.url, auth: { type: 'bearer', token }, proxy: false });
    const [service, mara] = [clientOf(server.token), clientOf('the-token-of-mara')];
    try {
      const body = JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: 'mara' });
      await service.send({ method: 'POST', target: '/Users', headers: [], body });
      const { results } = await judgeTarget(mara, { only: ['me/**'] });
      expect([...results.values()].map(({ id, outcome }) => `${outcome} ${id}`).sort()).toEqual([
        'pass me/permanent-location',
        'skip me/unsupported',
      ]);
    } finally {
      await Promise.all([service.close(), mara.close()]);
      await server.close();
    }
  });

  it('passes while what it writes becomes visible only later', async () => {
    const { results } = await judgeServer({ latencyMs: 2 }, { only: ['users/**', 'groups/**'] });
    expect([...results.values()].filter(({ outcome }) => outcome !== 'pass').map(explain)).toEqual([]);
  });
});
