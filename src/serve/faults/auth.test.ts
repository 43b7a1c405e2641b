import { expect, it } from 'vitest';
import { AUTH_FAULTS } from './auth.ts';
import { type Difference, observe, stillWorks } from './difference.testing.ts';

const anonymous = (url: string, headers: Record<string, string> = {}) => fetch(`${url}/Users`, { headers });

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'auth-bearer-case-sensitive',
    ask: async ({ server, get }) => (await get('/Users', { authorization: `bearer ${server.token}` })).status,
    good: 200,
    faulty: 401,
  },
  {
    id: 'auth-401-without-www-authenticate',
    ask: async ({ server }) => (await anonymous(server.url)).headers.has('www-authenticate'),
    good: true,
    faulty: false,
  },
  {
    id: 'auth-missing-token-500',
    ask: async ({ server }) => (await anonymous(server.url)).status,
    good: 401,
    faulty: 500,
  },
  {
    id: 'auth-empty-bearer-accepted',
    ask: async ({ server }) => (await anonymous(server.url, { authorization: 'Bearer ' })).status,
    good: 401,
    faulty: 200,
  },
  {
    id: 'user-agent-missing-403-html',
    ask: async ({ get }) => {
      const reply = await get('/Users', { 'user-agent': '' });
      return [reply.status, reply.headers.get('content-type')];
    },
    good: [200, 'application/scim+json'],
    faulty: [403, 'text/html; charset=utf-8'],
  },
  {
    id: 'ratelimit-non-scim-or-no-retry-after',
    ask: async ({ get }) => {
      const replies = await Promise.all(Array.from({ length: 300 }, () => get('/ServiceProviderConfig')));
      return replies.some(({ status, text }) => status === 429 && text === 'Too many requests');
    },
    good: false,
    faulty: true,
    // Time stands still, however long the requests take here.
    clock: () => Date.UTC(2026, 0, 5),
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(AUTH_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(AUTH_FAULTS.map(({ id }) => id).sort());
});
