import { expect, it } from 'vitest';
import { asList, type Json, type JsonObject } from '../../scim/json.ts';
import { GROUP_URN, USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { bulk, bulkStatuses, type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_WRITES } from './slips-in-writes.ts';

/** What a user with a title and an address is after this PUT. */
const replaced = async (c: Caller, attributes: JsonObject) => {
  const path = `/Users/${idOf(await c.user('a.jones', { title: 'T', emails: [{ value: 'a@example.com' }] }))}`;
  const reply = await c.put(path, { schemas: [USER_URN], userName: 'a.jones', ...attributes });
  return reply.status === 200 ? reply.body : verdict(reply);
};
const user = (bulkId: string, userName: string): JsonObject => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER_URN], userName },
});
const group = (...members: Json[]): JsonObject => ({
  method: 'POST',
  path: '/Groups',
  bulkId: 'g',
  data: { schemas: [GROUP_URN], displayName: 'g', members: members.map((value) => ({ value })) },
});

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'put-merges-lists',
    ask: async (c) => await replaced(c, { emails: [{ value: 'b@example.com' }] }),
    good: expect.objectContaining({ emails: [{ value: 'b@example.com' }] }),
    faulty: expect.objectContaining({ emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }] }),
  },
  {
    id: 'put-merges-roles',
    async ask(c) {
      const user = await c.user('a', { roles: [{ value: 'auditor' }, { value: 'reader' }] });
      const { body } = await c.put(`/Users/${idOf(user)}`, { ...user, roles: [{ value: 'reader' }] });
      return asList(body.roles).length;
    },
    good: 1,
    faulty: 2,
  },
  {
    id: 'put-skips-empty-values',
    ask: async (c) => await replaced(c, { title: null, emails: [] }),
    good: expect.not.objectContaining({ title: 'T' }),
    faulty: expect.objectContaining({ title: 'T', emails: [{ value: 'a@example.com' }] }),
  },
  {
    id: 'put-refuses-read-only',
    ask: async (c) => {
      const user = await c.user('a');
      return verdict(await c.put(`/Users/${idOf(user)}`, user));
    },
    good: '200',
    faulty: '400 mutability',
  },
  {
    id: 'put-writes-others-too',
    ask: async (c) => {
      const other = await c.user('b.jones', { displayName: 'B' });
      await replaced(c, { displayName: 'Changed' });
      return (await c.get(`/Users/${idOf(other)}`)).body.displayName;
    },
    good: 'B',
    faulty: 'Changed',
  },
  {
    id: 'deactivation-takes-others-too',
    ask: async (c) => {
      const other = await c.user('b.jones');
      await replaced(c, { active: false });
      return (await c.get(`/Users/${idOf(other)}`)).body.active;
    },
    good: true,
    faulty: false,
  },
  {
    id: 'patch-writes-others-too',
    ask: async (c) => {
      const emails = [{ value: 'old@example.com', type: 'work' }];
      const [user, other] = [await c.user('a.jones', { emails }), await c.user('b.jones', { emails })];
      const operation = { op: 'replace', path: 'emails[type eq "work"].value', value: 'new@example.com' };
      await c.patch(`/Users/${idOf(user)}`, [operation]);
      return (await c.get(`/Users/${idOf(other)}`)).body.emails;
    },
    good: [{ value: 'old@example.com', type: 'work' }],
    faulty: [{ value: 'new@example.com', type: 'work' }],
  },
  {
    id: 'delete-takes-others-too',
    ask: async (c) => {
      await c.user('b.jones');
      await c.user('b.smith');
      await c.delete(`/Users/${idOf(await c.user('a.jones'))}`);
      return find(c, 'userName pr');
    },
    good: ['b.jones', 'b.smith'],
    faulty: ['b.smith'],
  },
  {
    id: 'delete-twice-204',
    ask: async (c) => verdict(await c.delete('/Users/none')),
    good: '404',
    faulty: '204',
  },
  {
    id: 'collection-written-204',
    ask: async (c) => [verdict(await c.delete('/Users')), verdict(await c.put('/Users', {}))],
    good: ['405', '405'],
    faulty: ['204', '204'],
  },
  {
    id: 'bulk-unknown-reference-kept',
    ask: async (c) => bulkStatuses(await bulk(c, [group('bulkId:nobody')])),
    good: ['400'],
    faulty: ['201'],
  },
  {
    id: 'bulk-circular-references-kept',
    ask: async (c) => {
      const named = (bulkId: string, other: string): JsonObject => ({ ...group(`bulkId:${other}`), bulkId });
      await bulk(c, [named('g', 'h'), named('h', 'g')]);
      return JSON.stringify((await c.get('/Groups')).body).includes('bulkId:');
    },
    good: false,
    faulty: true,
  },
  {
    id: 'bulk-forward-reference-409',
    ask: async (c) => [
      bulkStatuses(await bulk(c, [group('bulkId:u'), user('u', 'a')])),
      bulkStatuses(await bulk(c, [user('u', 'b'), group('bulkId:u')])),
    ],
    good: [
      ['201', '201'],
      ['201', '201'],
    ],
    faulty: [
      ['409', '201'],
      ['201', '201'],
    ],
  },
  {
    id: 'bulk-creates-twins',
    ask: async (c) => bulkStatuses(await bulk(c, [user('u', 'a'), user('v', 'a')])),
    good: ['201', '409'],
    faulty: ['201', '201'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_WRITES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_WRITES.map(({ id }) => id).sort());
});
