import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { GROUP_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { crowd, type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { MEMBER_FAULTS } from './members.ts';

/** A group with two of three users in it: what the change answers, who is in it afterwards, and its name. */
const after = async (c: Caller, change: (ids: readonly string[], path: string) => ReturnType<Caller['get']>) => {
  const ids = (await crowd(c, 3)).map(idOf);
  const group = await c.group('g', ids.slice(0, 2));
  const reply = await change(ids, `/Groups/${idOf(group)}`);
  const { members, displayName } = (await c.get(`/Groups/${idOf(group)}`)).body;
  const present = Array.isArray(members)
    ? members.map((member) => `u${ids.indexOf(String(dig(member, 'value'))) + 1}`)
    : [];
  return [verdict(reply), present.join(' '), displayName];
};
const patched = (c: Caller, operation: (ids: readonly string[]) => Json) =>
  after(c, (ids, path) => c.patch(path, [operation(ids)]));
const values = (...ids: readonly (string | undefined)[]): JsonObject[] => ids.map((value) => ({ value: value ?? '' }));

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'group-remove-member-filter-noop',
    ask: async (c) => patched(c, ([one]) => ({ op: 'remove', path: `members[value eq "${one}"]` })),
    good: ['200', 'u2', 'g'],
    faulty: ['200', 'u1 u2', 'g'],
  },
  {
    id: 'patch-remove-members-no-filter-not-emptied',
    ask: async (c) => patched(c, () => ({ op: 'remove', path: 'members' })),
    good: ['200', '', 'g'],
    faulty: ['200', 'u1 u2', 'g'],
  },
  {
    id: 'group-replace-members-keeps-stale',
    ask: async (c) => patched(c, ([, , three]) => ({ op: 'replace', path: 'members', value: values(three) })),
    good: ['200', 'u3', 'g'],
    faulty: ['200', 'u1 u2 u3', 'g'],
  },
  {
    id: 'group-replace-members-fewer-ignored',
    ask: async (c) => patched(c, ([one]) => ({ op: 'replace', path: 'members', value: values(one) })),
    good: ['200', 'u1', 'g'],
    faulty: ['200', 'u1 u2', 'g'],
  },
  {
    id: 'group-patch-replace-members-corrupts',
    ask: async (c) => patched(c, ([, , three]) => ({ op: 'replace', path: 'members', value: values(three) })),
    good: ['200', 'u3', 'g'],
    faulty: ['200', '', 'g'],
  },
  {
    id: 'group-replace-other-attr-empties-members',
    ask: async (c) => patched(c, () => ({ op: 'replace', value: { displayName: 'h' } })),
    good: ['200', 'u1 u2', 'h'],
    faulty: ['200', '', 'h'],
  },
  {
    id: 'group-put-members-immutable-error',
    ask: async (c) =>
      after(c, ([, , three], path) => c.put(path, { schemas: [GROUP_URN], displayName: 'g', members: values(three) })),
    good: ['200', 'u3', 'g'],
    faulty: ['400 mutability', 'u1 u2', 'g'],
  },
  {
    id: 'group-put-displayname-not-updated',
    ask: async (c) =>
      after(c, ([one], path) => c.put(path, { schemas: [GROUP_URN], displayName: 'h', members: values(one) })),
    good: ['200', 'u1', 'h'],
    faulty: ['200', 'u1', 'g'],
  },
  {
    id: 'group-remove-member-deletes-org-membership',
    ask: async (c) => {
      const ids = (await crowd(c, 2)).map(idOf);
      const group = await c.group('g', ids);
      await c.patch(`/Groups/${idOf(group)}`, [{ op: 'remove', path: `members[value eq "${ids[0]}"]` }]);
      return [verdict(await c.get(`/Users/${ids[0]}`)), verdict(await c.get(`/Users/${ids[1]}`))];
    },
    good: ['200', '200'],
    faulty: ['404', '200'],
  },
  {
    id: 'group-in-group-refused',
    ask: async (c) => {
      const inner = await c.group('inner', [idOf(await c.user('ada'))]);
      const body = { schemas: [GROUP_URN], displayName: 'outer', members: [{ value: idOf(inner) }] };
      return verdict(await c.post('/Groups', body));
    },
    good: '201',
    faulty: '400 invalidValue',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(MEMBER_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(MEMBER_FAULTS.map(({ id }) => id).sort());
});
