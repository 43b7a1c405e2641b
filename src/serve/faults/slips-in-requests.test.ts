import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import { type Difference, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_REQUESTS } from './slips-in-requests.ts';

const NOBODY = { authorization: 'Bearer wrong' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'auth-reads-only',
    ask: async (c) => [
      (await c.get('/Users', NOBODY)).status,
      (await c.post('/Users', { schemas: [USER_URN], userName: 'a' }, NOBODY)).status,
    ],
    good: [401, 401],
    faulty: [401, 201],
  },
  {
    id: 'auth-401-html',
    ask: async (c) => {
      const { status, headers } = await c.get('/Users', NOBODY);
      return [status, headers.get('content-type'), headers.has('www-authenticate')];
    },
    good: [401, 'application/scim+json', true],
    faulty: [401, 'text/html', true],
  },
  {
    id: 'malformed-json-html',
    ask: async (c) => {
      const { status, headers } = await c.post('/Users', '{"userName": ');
      return [status, headers.get('content-type')];
    },
    good: [400, 'application/scim+json'],
    faulty: [400, 'text/html; charset=utf-8'],
  },
  {
    id: 'malformed-json-500',
    ask: async (c) => verdict(await c.post('/Users', '{"userName": ')),
    good: '400 invalidSyntax',
    faulty: '500',
  },
  {
    id: 'body-no-object-500',
    ask: async (c) => [
      verdict(await c.post('/Users', '')),
      verdict(await c.post('/Users', '[]')),
      verdict(await c.post('/Users', '{')),
    ],
    good: ['400 invalidSyntax', '400 invalidSyntax', '400 invalidSyntax'],
    faulty: ['500', '500', '400 invalidSyntax'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_REQUESTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_REQUESTS.map(({ id }) => id).sort());
});
