import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_RESOURCES } from './slips-in-resources.ts';

const employee = { [ENTERPRISE_USER_URN]: { department: 'D' } };
const schemasOf = (resource: JsonObject | undefined): Json => resource?.schemas ?? null;
const read = async (c: Caller, attributes: JsonObject = {}, query = '') =>
  (await c.get(`/Users/${idOf(await c.user('a', attributes))}${query}`)).body;
/** The member of a group as its list shows it. */
const listedMember = async (c: Caller) => {
  await c.group('g', [idOf(await c.user('a'))]);
  return dig(resources(await c.get('/Groups'))[0], 'members', 0);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'resource-two-spellings',
    ask: async (c) =>
      Object.keys(await read(c, { preferredLanguage: 'pt' })).filter((name) => /^preferred/i.test(name)),
    good: ['preferredLanguage'],
    faulty: ['preferredLanguage', 'preferredlanguage'],
  },
  {
    id: 'resource-in-list-without-schemas',
    ask: async (c) => {
      await c.user('a');
      return resources(await c.get('/Users')).every((user) => 'schemas' in user);
    },
    good: true,
    faulty: false,
  },
  {
    id: 'resource-without-base-schema',
    ask: async (c) => JSON.stringify(schemasOf(await read(c, employee))).includes('core'),
    good: true,
    faulty: false,
  },
  {
    id: 'resource-schema-twice',
    ask: async (c) => JSON.stringify(schemasOf(await read(c, employee))).split(ENTERPRISE_USER_URN).length,
    good: 2,
    faulty: 3,
  },
  {
    id: 'resource-schema-undeclared',
    ask: async (c) => JSON.stringify(schemasOf(await c.group('g'))).includes('example'),
    good: false,
    faulty: true,
  },
  {
    id: 'extension-always-listed',
    ask: async (c) => JSON.stringify(schemasOf(await read(c))).includes(ENTERPRISE_USER_URN),
    good: false,
    faulty: true,
  },
  {
    id: 'extension-among-core-attributes',
    ask: async (c) => (await read(c, employee)).department,
    good: undefined,
    faulty: 'D',
  },
  {
    id: 'id-with-reserved-word',
    ask: async (c) => String((await read(c)).id).startsWith('bulkId'),
    good: false,
    faulty: true,
  },
  {
    id: 'id-of-its-own-on-read',
    ask: async (c) => {
      const { id } = await c.group('g');
      return (await c.get(`/Groups/${id}?excludedAttributes=members`)).body.id === id;
    },
    good: true,
    faulty: false,
  },
  {
    id: 'id-excluded',
    ask: async (c) => 'id' in (await read(c, {}, '?excludedAttributes=id')),
    good: true,
    faulty: false,
  },
  {
    id: 'meta-missing-on-create',
    ask: async (c) => {
      const user = await c.user('a');
      return ['meta' in user, 'meta' in (await c.get(`/Users/${idOf(user)}`)).body];
    },
    good: [true, true],
    faulty: [false, true],
  },
  {
    id: 'meta-resource-type-plural',
    ask: async (c) => dig(await read(c), 'meta', 'resourceType'),
    good: 'User',
    faulty: 'Users',
  },
  {
    id: 'datetime-as-milliseconds',
    ask: async (c) => typeof dig(await read(c), 'meta', 'created'),
    good: 'string',
    faulty: 'number',
  },
  {
    id: 'location-without-id',
    ask: async (c) => String(dig(await c.user('a'), 'meta', 'location')).endsWith('/undefined'),
    good: false,
    faulty: true,
  },
  {
    id: 'location-in-singular',
    ask: async (c) => String(dig(await read(c), 'meta', 'location')).includes('/User/'),
    good: false,
    faulty: true,
  },
  {
    id: 'attribute-with-illegal-name',
    ask: async (c) => '@odata.type' in (await read(c)),
    good: false,
    faulty: true,
  },
  {
    id: 'boolean-as-text',
    ask: async (c) => (await read(c)).active,
    good: true,
    faulty: 'true',
  },
  {
    id: 'member-without-value',
    ask: async (c) => dig(await listedMember(c), 'value') === undefined,
    good: false,
    faulty: true,
  },
  {
    id: 'member-without-reference',
    ask: async (c) => dig(await listedMember(c), '$ref') === undefined,
    good: false,
    faulty: true,
  },
  {
    id: 'password-shown',
    ask: async (c) => (await read(c, { password: 's3cret' })).password,
    good: undefined,
    faulty: 's3cret',
  },
  {
    id: 'text-outside-latin-lost',
    ask: async (c) => (await read(c, { displayName: 'é 用户' })).displayName,
    good: 'é 用户',
    faulty: 'é ??',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_RESOURCES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_RESOURCES.map(({ id }) => id).sort());
});
