import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { crowd, type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_PATCH } from './slips-in-patch.ts';

const attributes = {
  name: { givenName: 'G', familyName: 'F' },
  emails: [
    { value: 'w@example.com', type: 'work', primary: true },
    { value: 'h@example.com', type: 'home' },
  ],
  [ENTERPRISE_USER_URN]: { department: 'D', costCenter: 'C' },
};
/** What such a user is after the operation, or why it was refused. */
const patched = async (c: Caller, operation: JsonObject, more: JsonObject = {}): Promise<JsonObject> => {
  const path = `/Users/${idOf(await c.user('a', { ...attributes, ...more }))}`;
  const reply = await c.patch(path, [operation]);
  return reply.status === 200 ? (await c.get(path)).body : { refused: verdict(reply) };
};
const primaries = ({ emails }: JsonObject): number => JSON.stringify(emails).split('"primary":true').length - 1;
const count = ({ emails }: JsonObject): number => (Array.isArray(emails) ? emails.length : 0);
const home = { value: 'h@example.com', type: 'home' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'patch-add-overwrites-complex',
    ask: async (c) => (await patched(c, { op: 'add', path: 'name', value: { middleName: 'M' } })).name,
    good: { givenName: 'G', familyName: 'F', middleName: 'M' },
    faulty: { middleName: 'M' },
  },
  {
    id: 'patch-add-single-object-overwrites',
    ask: async (c) => count(await patched(c, { op: 'add', path: 'emails', value: { value: 'n@example.com' } })),
    good: 3,
    faulty: 1,
  },
  {
    id: 'patch-part-drops-siblings',
    ask: async (c) => (await patched(c, { op: 'replace', path: 'name.givenName', value: 'N' })).name,
    good: { givenName: 'N', familyName: 'F' },
    faulty: { givenName: 'N' },
  },
  {
    id: 'patch-two-primaries',
    ask: async (c) =>
      primaries(await patched(c, { op: 'add', path: 'emails', value: [{ value: 'n@example.com', primary: true }] })),
    good: 1,
    faulty: 2,
  },
  {
    id: 'patch-no-path-names-with-case',
    ask: async (c) => {
      const user = await patched(c, { op: 'replace', value: { DISPLAYNAME: 'X', title: 'T' } });
      return [user.displayName, user.title];
    },
    good: ['X', 'T'],
    faulty: [undefined, 'T'],
  },
  {
    id: 'patch-path-with-case',
    ask: async (c) => (await patched(c, { op: 'replace', path: 'DISPLAYNAME', value: 'X' })).refused,
    good: undefined,
    faulty: '400 invalidPath',
  },
  {
    id: 'patch-remove-no-match-removes-all',
    ask: async (c) => count(await patched(c, { op: 'remove', path: 'emails[type eq "other"]' })),
    good: 2,
    faulty: 0,
  },
  {
    id: 'patch-remove-part-drops-value',
    ask: async (c) => count(await patched(c, { op: 'remove', path: 'emails[type eq "home"].type' })),
    good: 2,
    faulty: 1,
  },
  {
    id: 'patch-last-value-kept',
    ask: async (c) => count(await patched(c, { op: 'remove', path: 'emails[type eq "home"]' }, { emails: [home] })),
    good: 0,
    faulty: 1,
  },
  {
    id: 'patch-filter-first-term-only',
    ask: async (c) => count(await patched(c, { op: 'remove', path: 'emails[type eq "home" and value eq "other"]' })),
    good: 2,
    faulty: 1,
  },
  {
    id: 'patch-replace-unassigned-400',
    ask: async (c) => (await patched(c, { op: 'replace', path: 'title', value: 'T' })).refused,
    good: undefined,
    faulty: '400 noTarget',
  },
  {
    id: 'patch-no-match-ignored',
    ask: async (c) => (await patched(c, { op: 'replace', path: 'emails[type eq "other"].value', value: 'x' })).refused,
    good: '400 noTarget',
    faulty: undefined,
  },
  {
    id: 'patch-filtered-object-replaces-all',
    ask: async (c) => count(await patched(c, { op: 'replace', path: 'emails[type eq "home"]', value: home })),
    good: 2,
    faulty: 1,
  },
  {
    id: 'patch-no-path-overwrites-extension',
    ask: async (c) =>
      (await patched(c, { op: 'replace', value: { [ENTERPRISE_USER_URN]: { department: 'X' } } }))[ENTERPRISE_USER_URN],
    good: { department: 'X', costCenter: 'C' },
    faulty: { department: 'X' },
  },
  {
    id: 'member-added-again-409',
    ask: async (c) => {
      const ids = (await crowd(c, 1)).map(idOf);
      const group = await c.group('g', ids);
      return verdict(
        await c.patch(`/Groups/${idOf(group)}`, [
          { op: 'add', path: 'members', value: ids.map((value): Json => ({ value })) },
        ]),
      );
    },
    good: '200',
    faulty: '409 uniqueness',
  },
  {
    id: 'manager-empty-text-refused',
    ask: async (c) => (await patched(c, { op: 'replace', path: `${ENTERPRISE_USER_URN}:manager`, value: '' })).refused,
    good: undefined,
    faulty: '400 invalidValue',
  },
  {
    id: 'reactivation-ignored',
    ask: async (c) => (await patched(c, { op: 'replace', path: 'active', value: true }, { active: false })).active,
    good: true,
    faulty: false,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_PATCH)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_PATCH.map(({ id }) => id).sort());
});
