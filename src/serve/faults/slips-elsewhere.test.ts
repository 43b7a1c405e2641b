import { expect, it } from 'vitest';
import { asList, type JsonObject } from '../../scim/json.ts';
import { BULK_REQUEST_URN, GROUP_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_ELSEWHERE } from './slips-elsewhere.ts';

const attributes = {
  title: 'T',
  externalId: 'e',
  nickName: 'Nick',
  name: { givenName: 'G', familyName: 'F' },
  emails: [
    { value: 'w@example.com', type: 'work' },
    { value: 'h@example.com', type: 'home' },
  ],
};
/** What such a user is after the operations, or why they were refused. */
const patched = async (c: Caller, ...operations: JsonObject[]): Promise<JsonObject> => {
  const path = `/Users/${idOf(await c.user('a', attributes))}`;
  const reply = await c.patch(path, operations);
  return reply.status === 200 ? (await c.get(path)).body : { refused: verdict(reply) };
};
const shown = async (c: Caller, names: string): Promise<JsonObject> =>
  (await c.get(`/Users/${idOf(await c.user('a', attributes))}?attributes=${names}`)).body;

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'attributes-part-of-first-value',
    ask: async (c) => (await shown(c, 'emails.value')).emails,
    good: [{ value: 'w@example.com' }, { value: 'h@example.com' }],
    faulty: [{ value: 'w@example.com' }],
  },
  {
    id: 'external-id-always-shown',
    ask: async (c) => (await shown(c, 'title')).externalId,
    good: undefined,
    faulty: 'e',
  },
  {
    id: 'patch-add-keeps-parts',
    ask: async (c) => (await patched(c, { op: 'add', path: 'name', value: { givenName: 'N', middleName: 'M' } })).name,
    good: { givenName: 'N', familyName: 'F', middleName: 'M' },
    faulty: { givenName: 'G', familyName: 'F', middleName: 'M' },
  },
  {
    id: 'patch-broken-filter-ignored',
    ask: async (c) => {
      const { refused, emails } = await patched(c, { op: 'remove', path: 'emails[type is "home"]' });
      return [refused, emails];
    },
    good: ['400 invalidPath', undefined],
    faulty: [undefined, undefined],
  },
  {
    id: 'patch-removes-first',
    ask: async (c) =>
      (await patched(c, { op: 'replace', path: 'title', value: 'N' }, { op: 'remove', path: 'title' })).title,
    good: undefined,
    faulty: 'N',
  },
  {
    id: 'patch-nothing-500',
    ask: async (c) => patched(c),
    good: { refused: '400 invalidSyntax' },
    faulty: { refused: '500' },
  },
  {
    id: 'unique-against-oneself',
    ask: async (c) => (await patched(c, { op: 'replace', path: 'userName', value: 'A' })).refused,
    good: undefined,
    faulty: '409 uniqueness',
  },
  {
    id: 'group-circle-500',
    ask: async (c) => {
      const user = `/Users/${idOf(await c.user('a'))}`;
      const inner = await c.group('inner', [idOf((await c.get(user)).body)]);
      const outer = await c.group('outer', [idOf(inner)]);
      await c.patch(`/Groups/${idOf(inner)}`, [{ op: 'add', path: 'members', value: [{ value: idOf(outer) }] }]);
      return verdict(await c.get(user));
    },
    good: '200',
    faulty: '500',
  },
  {
    id: 'put-without-groups-leaves-them',
    ask: async (c) => {
      const user = await c.user('a');
      const group = await c.group('g', [idOf(user)]);
      await c.put(`/Users/${idOf(user)}`, { schemas: [USER_URN], userName: 'a', groups: [] });
      return JSON.stringify((await c.get(`/Groups/${idOf(group)}`)).body.members ?? []).includes(idOf(user));
    },
    good: true,
    faulty: false,
  },
  {
    id: 'member-display-renames-user',
    ask: async (c) => {
      const user = await c.user('a', { displayName: 'Ana' });
      const value = [{ value: idOf(user), display: 'Annie' }];
      await c.patch(`/Groups/${idOf(await c.group('g'))}`, [{ op: 'add', path: 'members', value }]);
      return (await c.get(`/Users/${idOf(user)}`)).body.displayName;
    },
    good: 'Ana',
    faulty: 'Annie',
  },
  {
    id: 'bulk-id-by-its-beginning',
    ask: async (c) => {
      const user = (bulkId: string): JsonObject => ({
        method: 'POST',
        path: '/Users',
        bulkId,
        data: { schemas: [USER_URN], userName: bulkId },
      });
      const members = [{ value: 'bulkId:a-2' }];
      const group = { schemas: [GROUP_URN], displayName: 'g', members };
      const { body } = await c.post('/Bulk', {
        schemas: [BULK_REQUEST_URN],
        Operations: [user('a'), user('a-2'), { method: 'POST', path: '/Groups', bulkId: 'g', data: group }],
      });
      return dig(body, 'Operations', 2, 'status');
    },
    good: '201',
    faulty: '400',
  },
  {
    id: 'nested-member-called-user',
    ask: async (c) => {
      const inner = idOf(await c.group('inner'));
      const members = [{ value: inner, type: 'Group' }];
      const { body } = await c.post('/Groups', { schemas: [GROUP_URN], displayName: 'outer', members });
      const member = dig(body, 'members', 0);
      return [dig(member, 'type'), (await c.get(String(dig(member, '$ref')))).status];
    },
    good: ['Group', 200],
    faulty: ['User', 404],
  },
  {
    id: 'member-named-twice-kept-twice',
    ask: async (c) => {
      const value = idOf(await c.user('a'));
      const members = [{ value }, { value }];
      const { body } = await c.post('/Groups', { schemas: [GROUP_URN], displayName: 'new', members });
      const changed = `/Groups/${idOf(await c.group('g'))}`;
      await c.patch(changed, [{ op: 'add', path: 'members', value: members }]);
      return [asList(body.members).length, asList((await c.get(changed)).body.members).length];
    },
    good: [1, 1],
    faulty: [2, 2],
  },
  {
    id: 'values-shown-up-to-twenty',
    ask: async (c) => {
      const emails = Array.from({ length: 21 }, (_, index) => ({ value: `a${index}@example.com`, type: 'other' }));
      return asList((await c.user('a', { emails })).emails).length;
    },
    good: 21,
    faulty: 20,
  },
  {
    id: 'content-type-missing-500',
    ask: async (c) => {
      // Bytes, because fetch says of a text what it is.
      const body = new TextEncoder().encode(JSON.stringify({ schemas: [USER_URN], userName: 'a' }));
      const headers = { authorization: `Bearer ${c.server.token}` };
      return (await fetch(`${c.server.url}/Users`, { method: 'POST', headers, body })).status;
    },
    good: 201,
    faulty: 500,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_ELSEWHERE)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_ELSEWHERE.map(({ id }) => id).sort());
});
