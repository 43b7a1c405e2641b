import { expect, it } from 'vitest';
import { GROUP_URN, SEARCH_REQUEST_URN, USER_URN } from '../../scim/urn.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { ERROR_FAULTS } from './errors.ts';

const twin = { schemas: [USER_URN], userName: 'TWIN' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'post-duplicate-400-or-500',
    ask: async (c) => {
      await c.user('twin');
      return verdict(await c.post('/Users', twin));
    },
    good: '409 uniqueness',
    faulty: '500',
  },
  {
    id: 'put-patch-duplicate-username-500',
    ask: async (c) => {
      await c.user('twin');
      const path = `/Users/${idOf(await c.user('other'))}`;
      const patched = await c.patch(path, [{ op: 'replace', path: 'userName', value: 'twin' }]);
      return [verdict(patched), verdict(await c.put(path, twin)), verdict(await c.post('/Users', twin))];
    },
    good: ['409 uniqueness', '409 uniqueness', '409 uniqueness'],
    faulty: ['500', '500', '409 uniqueness'],
  },
  {
    id: 'post-409-missing-scimtype-status',
    ask: async (c) => {
      await c.user('twin');
      return Object.keys((await c.post('/Users', twin)).body);
    },
    good: ['schemas', 'status', 'scimType', 'detail'],
    faulty: ['schemas', 'detail'],
  },
  {
    id: 'error-repeats-request',
    ask: async (c) => {
      const { body } = await c.post('/Users', { schemas: [USER_URN], password: 'Red-Balloon-17' });
      return String(body.detail).includes('Red-Balloon-17');
    },
    good: false,
    faulty: true,
  },
  {
    id: 'error-invalid-scimtype',
    ask: async (c) => verdict(await c.post('/Users', { schemas: [USER_URN], userName: 7 })),
    good: '400 invalidValue',
    faulty: '400 schemaViolated',
  },
  {
    id: 'error-missing-schema-status',
    ask: async (c) => Object.keys((await c.get('/Users/none')).body),
    good: ['schemas', 'status', 'detail'],
    faulty: ['errorMessage', 'link'],
  },
  {
    id: 'error-schemas-string-not-array',
    ask: async (c) => Array.isArray((await c.get('/Users/none')).body.schemas),
    good: true,
    faulty: false,
  },
  {
    id: 'error-missing-required-422',
    ask: async (c) => (await c.post('/Groups', { schemas: [GROUP_URN] })).status,
    good: 400,
    faulty: 422,
  },
  {
    id: 'error-delete-500-but-deleted',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a'))}`;
      return [(await c.delete(path)).status, (await c.get(path)).status];
    },
    good: [204, 404],
    faulty: [500, 404],
  },
  {
    id: 'search-post-optional-params-crash',
    ask: async (c) => [
      (await c.post('/Users/.search', { schemas: [SEARCH_REQUEST_URN] })).status,
      (await c.post('/Users/.search', { schemas: [SEARCH_REQUEST_URN], count: 1 })).status,
    ],
    good: [200, 200],
    faulty: [500, 200],
  },
  {
    id: 'sort-order-parse-404',
    ask: async (c) => [
      (await c.get('/Users?sortBy=userName&sortOrder=ascending')).status,
      (await c.get('/Users?sortBy=userName')).status,
    ],
    good: [200, 200],
    faulty: [404, 200],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(ERROR_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(ERROR_FAULTS.map(({ id }) => id).sort());
});
