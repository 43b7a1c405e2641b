import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, GROUP_URN, USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_AFTER_WRITES } from './slips-after-writes.ts';

const emails = [{ value: 'a@example.com' }, { value: 'b@example.com' }];
/** What a user with two addresses is after these operations. */
const patched = async (c: Caller, operations: Json[]): Promise<JsonObject> =>
  (await c.patch(`/Users/${idOf(await c.user('a', { emails }))}`, operations)).body;
const title = (value: string): JsonObject => ({ op: 'replace', path: 'title', value });

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'deleted-still-found',
    ask: async (c) => {
      await c.delete(`/Users/${idOf(await c.user('a'))}`);
      return find(c, 'userName eq "a"');
    },
    good: [],
    faulty: ['a'],
  },
  {
    id: 'deleted-takes-changes',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a'))}`;
      await c.delete(path);
      return [verdict(await c.patch(path, [title('T')])), verdict(await c.get(path))];
    },
    good: ['404', '404'],
    faulty: ['204', '404'],
  },
  {
    id: 'renamed-found-by-old-name',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('old'))}`;
      await c.patch(path, [{ op: 'replace', path: 'userName', value: 'new' }]);
      return [await find(c, 'userName eq "new"'), await find(c, 'userName eq "old"')];
    },
    good: [['new'], []],
    faulty: [['new'], ['new']],
  },
  {
    id: 'put-counts-as-creation',
    ask: async (c) => {
      const user = await c.user('a');
      const { body } = await c.put(`/Users/${idOf(user)}`, { schemas: [USER_URN], userName: 'a', title: 'T' });
      const created = ({ meta }: JsonObject) => (meta as { created: string }).created;
      return created(body) === created(user);
    },
    good: true,
    faulty: false,
  },
  {
    id: 'group-deletes-its-members',
    ask: async (c) => {
      const user = idOf(await c.user('a'));
      await c.delete(`/Groups/${idOf(await c.group('g', [user]))}`);
      return verdict(await c.get(`/Users/${user}`));
    },
    good: '200',
    faulty: '404',
  },
  {
    id: 'deleted-stays-member',
    ask: async (c) => {
      const user = idOf(await c.user('a'));
      const group = idOf(await c.group('g', [user]));
      await c.delete(`/Users/${user}`);
      return JSON.stringify((await c.get(`/Groups/${group}`)).body).includes(user);
    },
    good: false,
    faulty: true,
  },
  {
    id: 'put-adds-members',
    ask: async (c) => {
      const [one, two] = [idOf(await c.user('a')), idOf(await c.user('b'))];
      const path = `/Groups/${idOf(await c.group('g', [one]))}`;
      const body = { schemas: [GROUP_URN], displayName: 'g', members: [{ value: two }] };
      return JSON.stringify((await c.put(path, body)).body).includes(one);
    },
    good: false,
    faulty: true,
  },
  {
    id: 'put-renames-by-address',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', { emails }))}`;
      return (await c.put(path, { schemas: [USER_URN], userName: 'a', emails: [{ value: 'c@example.com' }] })).body
        .userName;
    },
    good: 'a',
    faulty: 'c@example.com',
  },
  {
    id: 'patch-add-keeps-old-value',
    ask: async (c) => (await patched(c, [title('one'), { op: 'add', path: 'title', value: 'two' }])).title,
    good: 'two',
    faulty: 'one',
  },
  {
    id: 'patch-remove-keeps-text',
    ask: async (c) => (await patched(c, [title('one'), { op: 'remove', path: 'title' }])).title,
    good: undefined,
    faulty: 'one',
  },
  {
    id: 'patch-remove-takes-whole-extension',
    ask: async (c) => {
      const extension = { department: 'D', costCenter: 'C' };
      const path = `/Users/${idOf(await c.user('a', { [ENTERPRISE_USER_URN]: extension }))}`;
      return (await c.patch(path, [{ op: 'remove', path: `${ENTERPRISE_USER_URN}:department` }])).body[
        ENTERPRISE_USER_URN
      ];
    },
    good: { costCenter: 'C' },
    faulty: undefined,
  },
  {
    id: 'patch-operations-reversed',
    ask: async (c) => (await patched(c, [title('one'), title('two')])).title,
    good: 'two',
    faulty: 'one',
  },
  {
    id: 'patch-operations-beyond-twenty-lost',
    ask: async (c) =>
      (
        await patched(
          c,
          Array.from({ length: 30 }, (_, index) => title(`T${index + 1}`)),
        )
      ).title,
    good: 'T30',
    faulty: 'T20',
  },
  {
    id: 'patch-replace-adds-values',
    ask: async (c) =>
      (await patched(c, [{ op: 'replace', path: 'emails', value: [{ value: 'c@example.com' }] }])).emails,
    good: [{ value: 'c@example.com' }],
    faulty: [...emails, { value: 'c@example.com' }],
  },
  {
    id: 'patch-remove-first-only',
    ask: async (c) => (await patched(c, [{ op: 'remove', path: 'emails' }])).emails,
    good: undefined,
    faulty: [emails[1]],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_AFTER_WRITES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_AFTER_WRITES.map(({ id }) => id).sort());
});
