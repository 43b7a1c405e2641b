import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { crowd, type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { PATCH_FAULTS } from './patch.ts';

const work = 'emails[type eq "work"].value';
/** What a PATCH of a fresh user answers, and what he is then. */
const patched = async (c: Caller, operation: JsonObject, attributes: JsonObject = {}) => {
  const path = `/Users/${idOf(await c.user('a', attributes))}`;
  const reply = await c.patch(path, [operation]);
  return { verdict: verdict(reply), body: (await c.get(path)).body };
};
const judged = async (c: Caller, operation: JsonObject, attributes: JsonObject = {}) =>
  (await patched(c, operation, attributes)).verdict;
/** Removes one of two members so; the number of those that are left. */
const left = async (c: Caller, operation: (id: string) => JsonObject) => {
  const [one, two] = (await crowd(c, 2)).map(idOf);
  const group = await c.group('g', [one ?? '', two ?? '']);
  const reply = await c.patch(`/Groups/${group.id}`, [operation(one ?? '')]);
  const members: Json | undefined = (await c.get(`/Groups/${group.id}`)).body.members;
  return [verdict(reply), Array.isArray(members) ? members.length : 0];
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'patch-op-case-sensitive',
    ask: async (c) => judged(c, { op: 'Add', path: 'title', value: 'T' }),
    good: '200',
    faulty: '400 invalidSyntax',
  },
  {
    id: 'patch-active-string-boolean-rejected',
    ask: async (c) => judged(c, { op: 'replace', path: 'active', value: 'False' }),
    good: '200',
    faulty: '400 invalidValue',
  },
  {
    id: 'patch-no-path-dotted-keys-ignored',
    ask: async (c) => (await patched(c, { op: 'add', value: { 'name.givenName': 'Ana', title: 'T' } })).body,
    good: expect.objectContaining({ name: { givenName: 'Ana' }, title: 'T' }),
    faulty: expect.not.objectContaining({ name: expect.anything() }),
  },
  {
    id: 'patch-no-path-extension-urn-keys-ignored',
    ask: async (c) =>
      (await patched(c, { op: 'replace', value: { [`${ENTERPRISE_USER_URN}:department`]: 'D' } })).body[
        ENTERPRISE_USER_URN
      ],
    good: { department: 'D' },
    faulty: undefined,
  },
  {
    id: 'patch-valuepath-add-no-match-notarget',
    ask: async (c) => judged(c, { op: 'add', path: work, value: 'w' }),
    good: '200',
    faulty: '400 noTarget',
  },
  {
    id: 'patch-valuepath-replace-no-match-adds',
    ask: async (c) => judged(c, { op: 'replace', path: work, value: 'w' }),
    good: '400 noTarget',
    faulty: '200',
  },
  {
    id: 'group-remove-member-by-value-array-wipes-all',
    ask: async (c) => left(c, (value) => ({ op: 'Remove', path: 'members', value: [{ value }] })),
    good: ['200', 1],
    faulty: ['200', 0],
  },
  {
    id: 'group-okta-rename-replace-fails',
    ask: async (c) => {
      const { id = '' } = await c.group('g');
      return verdict(await c.patch(`/Groups/${id}`, [{ op: 'replace', value: { id, displayName: 'h' } }]));
    },
    good: '200',
    faulty: '400 mutability',
  },
  {
    id: 'patch-manager-string-rejected',
    ask: async (c) => judged(c, { op: 'add', path: `${ENTERPRISE_USER_URN}:manager`, value: 'm' }),
    good: '200',
    faulty: '400 invalidValue',
  },
  {
    id: 'patch-no-path-object-unsupported',
    ask: async (c) => judged(c, { op: 'replace', value: { active: false } }),
    good: '200',
    faulty: '400 invalidPath',
  },
  {
    id: 'patch-remove-value-rejected',
    ask: async (c) => left(c, (value) => ({ op: 'Remove', path: 'members', value: [{ $ref: null, value }] })),
    good: ['200', 1],
    faulty: ['400 invalidValue', 2],
  },
  {
    id: 'patch-remove-filter-rejected-400',
    ask: async (c) => left(c, (value) => ({ op: 'remove', path: `members[value eq "${value}"]` })),
    good: ['200', 1],
    faulty: ['400 invalidValue', 2],
  },
  {
    id: 'patch-extension-urn-path-rejected',
    ask: async (c) => judged(c, { op: 'add', path: `${ENTERPRISE_USER_URN}:department`, value: 'D' }),
    good: '200',
    faulty: '400 invalidPath',
  },
  {
    id: 'patch-manager-value-subattr-rejected',
    ask: async (c) => judged(c, { op: 'add', path: `${ENTERPRISE_USER_URN}:manager.value`, value: 'm' }),
    good: '200',
    faulty: '400 noTarget',
  },
  {
    id: 'patch-valuepath-emails-type-unsupported',
    ask: async (c) => judged(c, { op: 'replace', path: work, value: 'n' }, { emails: [{ type: 'work', value: 'w' }] }),
    good: '200',
    faulty: '400 invalidPath',
  },
  {
    id: 'group-patch-replace-unsupported',
    ask: async (c) =>
      verdict(
        await c.patch(`/Groups/${idOf(await c.group('g'))}`, [{ op: 'replace', path: 'displayName', value: 'h' }]),
      ),
    good: '200',
    faulty: '501',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(PATCH_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(PATCH_FAULTS.map(({ id }) => id).sort());
});
