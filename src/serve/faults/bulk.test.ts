import { expect, it } from 'vitest';
import { GROUP_URN, USER_URN } from '../../scim/urn.ts';
import { dig, resources } from '../caller.testing.ts';
import { BULK_FAULTS } from './bulk.ts';
import { bulk, bulkStatuses, type Difference, observe, stillWorks } from './difference.testing.ts';

const user = (bulkId: string, userName: string) => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER_URN], userName },
});
const group = {
  method: 'POST',
  path: '/Groups',
  bulkId: 'g',
  data: { schemas: [GROUP_URN], displayName: 'g', members: [{ value: 'bulkId:u' }] },
};
const removal = { method: 'DELETE', path: '/Users/none' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'bulk-bulkid-not-resolved',
    ask: async (c) => bulkStatuses(await bulk(c, [user('u', 'a'), group])),
    good: ['201', '201'],
    faulty: ['201', '400'],
  },
  {
    id: 'bulk-limits-not-enforced',
    ask: async (c) =>
      (
        await bulk(
          c,
          Array.from({ length: 101 }, () => removal),
        )
      ).status,
    good: 413,
    faulty: 200,
  },
  {
    id: 'bulk-failonerrors-ignored',
    ask: async (c) => bulkStatuses(await bulk(c, [removal, user('u', 'a')], { failOnErrors: 1 })),
    good: ['404'],
    faulty: ['404', '201'],
  },
  {
    id: 'bulk-response-shape',
    ask: async (c) => bulkStatuses(await bulk(c, [removal])),
    good: ['404'],
    faulty: [{ code: '404' }],
  },
  {
    id: 'bulk-advertised-unsupported-bad-reply',
    ask: async (c) => {
      const config = (await c.get('/ServiceProviderConfig')).body;
      const reply = await bulk(c, [removal]);
      return [dig(config, 'bulk', 'supported'), reply.status, reply.headers.get('content-type')];
    },
    good: [true, 200, 'application/scim+json'],
    faulty: [false, 404, 'text/html; charset=utf-8'],
  },
  {
    id: 'bulk-not-persisted',
    ask: async (c) => [bulkStatuses(await bulk(c, [user('u', 'a')])), resources(await c.get('/Users')).length],
    good: [['201'], 1],
    faulty: [['201'], 0],
  },
  {
    id: 'bulk-operation-not-validated',
    ask: async (c) => bulkStatuses(await bulk(c, [{ method: 'GET', path: '/Users' }])),
    good: ['400'],
    faulty: ['200'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(BULK_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(BULK_FAULTS.map(({ id }) => id).sort());
});
