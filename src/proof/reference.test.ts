import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../run/events.ts';
import { startServer } from '../serve/server.ts';
import { createClient } from '../wire/client.ts';
import { explain, judgeServer, judgeTarget } from './judge.ts';

/** What the reference server lacks, or has where a case wants it lacking. A skip that is not here is a capability lost. */
const SKIPPED = [
  'bulk/unsupported',
  'coherence/other-types',
  'discovery/all-types-listed',
  'discovery/required-extension',
  'discovery/unadvertised-etag',
  'discovery/unadvertised-filter',
  'discovery/unadvertised-patch',
  'discovery/unadvertised-sort',
  'etag/unsupported',
  'exchange/asynchronous-answer',
  'exchange/asynchronous-preference',
  'exchange/content-location',
  'exchange/redirect-status',
  'exchange/required-extension',
  'filter/integers',
  'groups/members-on-request',
  'me/meta-location',
  'me/permanent-location',
  'me/projection',
  'paging/cursor-flag-is-true',
  'patch/immutable',
  'patch/immutable-first-value',
  'patch/immutable-user-name',
  'put/asynchronous-accept',
  'put/asynchronous-wait',
  'put/immutable-first-value',
  'put/immutable-kept',
  'put/immutable-refused',
  'put/immutable-same',
];

const unhappyOf = (results: ReadonlyMap<string, CaseResult>): string[] =>
  [...results.values()].filter(({ outcome }) => outcome !== 'pass' && outcome !== 'skip').map(explain);

describe('the reference server', () => {
  it('passes every case, and skips exactly what it lacks', async () => {
    const { results, summary } = await judgeServer({});
    expect(unhappyOf(results)).toEqual([]);
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
        'pass me/meta-location',
        'pass me/permanent-location',
        'pass me/projection',
        'skip me/unsupported',
      ]);
    } finally {
      await Promise.all([service.close(), mara.close()]);
      await server.close();
    }
  });

  it('passes while what it writes becomes visible only later', async () => {
    const { results } = await judgeServer({ latencyMs: 2 }, { only: ['users/**', 'groups/**'] });
    expect(unhappyOf(results)).toEqual([]);
  });
});
