import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { GROUP_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { crowd, type Difference, find, idOf, namesIn, observe, stillWorks, verdict } from './difference.testing.ts';
import { GROUP_FAULTS } from './groups.ts';

const post = (c: Caller, displayName: string, members: string[] = [], more: JsonObject = {}) =>
  c.post('/Groups', { schemas: [GROUP_URN], displayName, members: members.map((value) => ({ value })), ...more });
const sizeOf = (group: JsonObject | undefined) => (Array.isArray(group?.members) ? group.members.length : 0);
const patch = (c: Caller, group: JsonObject, ...operations: Json[]) => c.patch(`/Groups/${idOf(group)}`, operations);
const rename = (value: string) => ({ op: 'replace', path: 'displayName', value });

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'group-silently-drops-unknown-member',
    ask: async (c) => {
      const reply = await post(c, 'g', ['nobody']);
      return [verdict(reply), sizeOf(reply.body)];
    },
    good: ['400 invalidValue', 0],
    faulty: ['201', 0],
  },
  {
    id: 'group-response-echoes-invalid-members',
    ask: async (c) => {
      const reply = await post(c, 'g', ['nobody']);
      return [verdict(reply), sizeOf(reply.body), sizeOf((await c.get(`/Groups/${reply.body.id}`)).body)];
    },
    good: ['400 invalidValue', 0, 0],
    faulty: ['201', 1, 0],
  },
  {
    id: 'group-members-limit-100-400',
    ask: async (c) => {
      const ids = (await Promise.all(Array.from({ length: 101 }, (_, index) => c.user(`m${index}`)))).map(idOf);
      return [verdict(await post(c, 'all', ids)), verdict(await post(c, 'some', ids.slice(1)))];
    },
    good: ['201', '201'],
    faulty: ['400 invalidSyntax', '201'],
  },
  {
    id: 'group-post-members-ignored',
    ask: async (c) => {
      const group = await c.group('g', (await crowd(c, 1)).map(idOf));
      return [sizeOf(group), sizeOf((await c.get(`/Groups/${idOf(group)}`)).body)];
    },
    good: [1, 1],
    faulty: [1, 0],
  },
  {
    id: 'group-get-members-always-empty',
    ask: async (c) => {
      const [user] = await crowd(c, 1);
      const group = await c.group('g', [idOf(user ?? {})]);
      return [
        sizeOf(group),
        sizeOf((await c.get(`/Groups/${idOf(group)}`)).body),
        'groups' in (await c.get(`/Users/${user?.id}`)).body,
      ];
    },
    good: [1, 1, true],
    faulty: [1, 0, true],
  },
  {
    id: 'group-list-omits-members',
    ask: async (c) => {
      const group = await c.group('g', (await crowd(c, 1)).map(idOf));
      return [sizeOf(resources(await c.get('/Groups'))[0]), sizeOf((await c.get(`/Groups/${idOf(group)}`)).body)];
    },
    good: [1, 1],
    faulty: [0, 1],
  },
  {
    id: 'group-list-omits-nested',
    ask: async (c) => {
      const inner = await c.group('inner', (await crowd(c, 1)).map(idOf));
      const outer = await c.group('outer', [idOf(inner)]);
      const listed = resources(await c.get('/Groups')).map(sizeOf);
      return [listed, sizeOf((await c.get(`/Groups/${idOf(outer)}`)).body)];
    },
    good: [[1, 1], 1],
    faulty: [[1, 0], 1],
  },
  {
    id: 'group-duplicate-displayname-500',
    ask: async (c) => [verdict(await post(c, 'g')), verdict(await post(c, 'g')), verdict(await post(c, 'h'))],
    good: ['201', '201', '201'],
    faulty: ['201', '500', '201'],
  },
  {
    id: 'group-create-conflict-not-discoverable',
    ask: async (c) => [
      verdict(await post(c, 'SRE Team')),
      verdict(await post(c, 'SRE:Team')),
      await find(c, 'displayName eq "SRE:Team"', '/Groups'),
    ],
    good: ['201', '201', ['SRE:Team']],
    faulty: ['201', '409 uniqueness', []],
  },
  {
    id: 'group-import-stale-name',
    ask: async (c) => {
      const group = await c.group('old');
      return [(await patch(c, group, rename('new'))).body.displayName, namesIn(await c.get('/Groups'))];
    },
    good: ['new', ['new']],
    faulty: ['new', ['old']],
  },
  {
    id: 'group-cache-stale-after-change',
    ask: async (c) => {
      const group = await c.group('old');
      const read = async () => (await c.get(`/Groups/${idOf(group)}`)).body.displayName;
      return [await read(), (await patch(c, group, rename('new'))).body.displayName, await read()];
    },
    good: ['old', 'new', 'new'],
    faulty: ['old', 'new', 'old'],
  },
  {
    id: 'group-rename-drops-roles',
    ask: async (c) => {
      const user = await c.user('a', { roles: [{ value: 'admin' }] });
      await patch(c, await c.group('g', [idOf(user)]), rename('h'));
      return dig((await c.get(`/Users/${idOf(user)}`)).body, 'roles');
    },
    good: [{ value: 'admin' }],
    faulty: undefined,
  },
  {
    id: 'group-upsert-overwrites-other-group',
    ask: async (c) => {
      const first = await post(c, 'Crew North', [], { externalId: '1' });
      const second = await post(c, 'Team North', [], { externalId: '2' });
      return [verdict(second), first.body.id === second.body.id, namesIn(await c.get('/Groups'))];
    },
    good: ['201', false, ['Crew North', 'Team North']],
    faulty: ['201', true, ['Team North']],
  },
  {
    id: 'user-groups-writable',
    ask: async (c) => {
      const [user] = await crowd(c, 1);
      const group = await c.group('g');
      const groups = [{ value: group.id ?? '' }];
      const members = async () => sizeOf((await c.get(`/Groups/${idOf(group)}`)).body);
      await c.put(`/Users/${user?.id}`, { ...user, groups });
      const afterPut = await members();
      await c.put(`/Groups/${idOf(group)}`, group);
      const reply = await c.patch(`/Users/${user?.id}`, [{ op: 'add', path: 'groups', value: groups }]);
      return [afterPut, verdict(reply), await members()];
    },
    good: [0, '400 mutability', 0],
    faulty: [1, '200', 1],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(GROUP_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(GROUP_FAULTS.map(({ id }) => id).sort());
});
