import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { CONCURRENCY_FAULTS } from './concurrency.ts';
import { crowd, type Difference, idOf, observe, stillWorks } from './difference.testing.ts';

const body = { schemas: [USER_URN], userName: 'twin' };
const statuses = async (requests: Promise<{ readonly status: number }>[]) =>
  (await Promise.all(requests)).map(({ status }) => status).sort();
const twins = (c: Caller) => statuses([c.post('/Users', body), c.post('/Users', body)]);

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'group-concurrent-patch-lost-update',
    ask: async (c) => {
      const users = await crowd(c, 4);
      const group = await c.group('g');
      const add = (user: (typeof users)[number] | undefined) =>
        c.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value: user?.id ?? '' }] }]);
      await add(users[0]);
      await add(users[1]);
      await Promise.all([add(users[2]), add(users[3])]);
      const members = dig((await c.get(`/Groups/${group.id}`)).body, 'members');
      return Array.isArray(members) ? members.length : 0;
    },
    good: 4,
    faulty: 3,
  },
  {
    id: 'user-concurrent-create-duplicate-or-500',
    ask: async (c) => [await twins(c), (await c.post('/Users', body)).status],
    good: [[201, 409], 409],
    faulty: [[201, 500], 409],
  },
  {
    id: 'sec-toctou-user-create-duplicates',
    ask: async (c) => [await twins(c), (await c.post('/Users', body)).status],
    good: [[201, 409], 409],
    faulty: [[201, 201], 409],
  },
  {
    id: 'etag-check-not-atomic',
    ask: async (c) => {
      const user = await c.user('a');
      const write = (value: string) =>
        c.patch(`/Users/${idOf(user)}`, [{ op: 'replace', path: 'title', value }], {
          'if-match': String(dig(user, 'meta', 'version')),
        });
      return [await statuses([write('a'), write('b')]), (await write('c')).status];
    },
    good: [[200, 412], 412],
    faulty: [[200, 200], 412],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(CONCURRENCY_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(CONCURRENCY_FAULTS.map(({ id }) => id).sort());
});
