import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { PATCH_VALUE_FAULTS } from './patch-values.ts';

const addresses = [
  { type: 'work', country: 'PT', locality: 'Lisboa' },
  { type: 'work', country: 'PT', locality: 'Porto' },
];
/** What a PATCH of a fresh user answers, and what he is then. */
const patched = async (c: Caller, attributes: JsonObject, ...operations: Json[]) => {
  const path = `/Users/${idOf(await c.user('a', attributes))}`;
  const reply = await c.patch(path, operations);
  return { verdict: verdict(reply), body: (await c.get(path)).body };
};
const name = { givenName: 'Ada', familyName: 'B' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'patch-mutability-not-enforced',
    ask: async (c) => {
      const { verdict: said, body } = await patched(
        c,
        {},
        { op: 'replace', path: 'meta.created', value: '2001-01-01T00:00:00Z' },
      );
      return [said, JSON.stringify(body.meta).includes('2001')];
    },
    good: ['400 mutability', false],
    faulty: ['200', true],
  },
  {
    id: 'patch-remove-required-attr-accepted',
    ask: async (c) => {
      const { verdict: said, body } = await patched(c, {}, { op: 'remove', path: 'userName' });
      return [said, body.userName];
    },
    good: ['400 mutability', 'a'],
    faulty: ['200', undefined],
  },
  {
    id: 'patch-name-partial-replace-drops-siblings',
    ask: async (c) => (await patched(c, { name }, { op: 'replace', value: { name: { givenName: 'New' } } })).body.name,
    good: { givenName: 'New', familyName: 'B' },
    faulty: { givenName: 'New' },
  },
  {
    id: 'patch-displayname-array-required',
    ask: async (c) => (await patched(c, {}, { op: 'replace', path: 'displayName', value: 'X' })).verdict,
    good: '200',
    faulty: '400 invalidValue',
  },
  {
    id: 'patch-manager-filter-on-singlevalued',
    ask: async (c) =>
      (
        await patched(
          c,
          { [ENTERPRISE_USER_URN]: { manager: { value: 'm1' } } },
          { op: 'remove', path: `${ENTERPRISE_USER_URN}:manager[value eq "m1"]` },
        )
      ).verdict,
    good: expect.stringMatching(/^(200|400)/),
    faulty: '500',
  },
  {
    id: 'patch-whole-extension-replace-npe',
    ask: async (c) =>
      (await patched(c, {}, { op: 'replace', path: ENTERPRISE_USER_URN, value: { costCenter: 'x' } })).verdict,
    good: '200',
    faulty: '500',
  },
  {
    id: 'patch-add-email-demotes-primary',
    ask: async (c) =>
      (
        await patched(
          c,
          { emails: [{ value: 'a', primary: true }] },
          { op: 'add', path: 'emails', value: [{ value: 'b', type: 'home' }] },
        )
      ).body.emails,
    good: [
      { value: 'a', primary: true },
      { value: 'b', type: 'home' },
    ],
    faulty: [
      { value: 'a', primary: false },
      { value: 'b', type: 'home', primary: true },
    ],
  },
  {
    id: 'patch-add-multivalued-overwrites',
    ask: async (c) =>
      (await patched(c, { emails: [{ value: 'a' }] }, { op: 'add', path: 'emails', value: [{ value: 'b' }] })).body
        .emails,
    good: [{ value: 'a' }, { value: 'b' }],
    faulty: [{ value: 'b' }],
  },
  {
    id: 'patch-extension-stored-under-wrong-key',
    ask: async (c) =>
      (await patched(c, {}, { op: 'add', path: `${ENTERPRISE_USER_URN}:department`, value: 'D' })).body[
        ENTERPRISE_USER_URN
      ],
    good: { department: 'D' },
    faulty: undefined,
  },
  {
    id: 'patch-filtered-op-first-match-only',
    ask: async (c) =>
      (await patched(c, { addresses }, { op: 'replace', path: 'addresses[type eq "work"].country', value: 'ES' })).body
        .addresses,
    good: addresses.map((address) => ({ ...address, country: 'ES' })),
    faulty: [{ ...addresses[0], country: 'ES' }, addresses[1]],
  },
  {
    id: 'patch-no-path-dotted-flattened',
    ask: async (c) => {
      const { body } = await patched(c, {}, { op: 'add', value: { 'name.givenName': 'Ada', title: 'T' } });
      return [body.name, body.givenName, body.title];
    },
    good: [{ givenName: 'Ada' }, undefined, 'T'],
    faulty: [undefined, 'Ada', 'T'],
  },
  {
    id: 'patch-pollutes-complex-attributes',
    ask: async (c) => (await patched(c, { name }, { op: 'replace', path: 'active', value: false })).body.name,
    good: name,
    faulty: { ...name, active: false },
  },
  {
    id: 'patch-second-phone-type-null-deref',
    ask: async (c) =>
      (
        await patched(
          c,
          { phoneNumbers: [{ type: 'work', value: '1' }] },
          { op: 'add', path: 'phoneNumbers[type eq "mobile"].value', value: '2' },
        )
      ).verdict,
    good: '200',
    faulty: '500',
  },
  {
    id: 'patch-valuepath-add-multiple-subattrs-duplicates',
    ask: async (c) =>
      (
        await patched(
          c,
          {},
          { op: 'add', path: 'addresses[type eq "work"].locality', value: 'Lisboa' },
          { op: 'add', path: 'addresses[type eq "work"].country', value: 'PT' },
        )
      ).body.addresses,
    good: [addresses[0]].map((address) => expect.objectContaining({ ...address })),
    faulty: [
      { type: 'work', locality: 'Lisboa' },
      { type: 'work', country: 'PT' },
    ],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(PATCH_VALUE_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(PATCH_VALUE_FAULTS.map(({ id }) => id).sort());
});
