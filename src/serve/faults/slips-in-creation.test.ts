import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_CREATION } from './slips-in-creation.ts';

const post = (c: Caller, attributes: JsonObject) =>
  c.post('/Users', { schemas: [USER_URN], userName: 'ada', ...attributes });
/** What a new user is when he is read. */
const created = async (c: Caller, attributes: JsonObject) =>
  (await c.get(`/Users/${idOf((await post(c, attributes)).body)}`)).body;

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'create-takes-clients-id',
    ask: async (c) => (await post(c, { id: 'mine' })).body.id === 'mine',
    good: false,
    faulty: true,
  },
  {
    id: 'create-takes-clients-meta',
    ask: async (c) =>
      String(dig(await created(c, { meta: { created: '2001-01-01T00:00:00Z' } }), 'meta', 'created')).startsWith(
        '2001',
      ),
    good: false,
    faulty: true,
  },
  {
    id: 'create-joins-groups',
    ask: async (c) => (await created(c, { groups: [{ value: (await c.group('g')).id ?? '' }] })).groups !== undefined,
    good: false,
    faulty: true,
  },
  {
    id: 'create-unique-with-case',
    ask: async (c) => [
      verdict(await post(c, {})),
      verdict(await post(c, { userName: 'ADA' })),
      verdict(await post(c, {})),
    ],
    good: ['201', '409 uniqueness', '409 uniqueness'],
    faulty: ['201', '201', '409 uniqueness'],
  },
  {
    id: 'create-echoes-unknown-attributes',
    ask: async (c) => (await created(c, { shoeSize: 42 })).shoeSize,
    good: undefined,
    faulty: 42,
  },
  {
    id: 'create-invents-external-id',
    ask: async (c) => 'externalId' in (await created(c, {})),
    good: false,
    faulty: true,
  },
  {
    id: 'create-null-list-400',
    ask: async (c) => [
      verdict(await post(c, { emails: null })),
      verdict(await post(c, { userName: 'b', title: null })),
    ],
    good: ['201', '201'],
    faulty: ['400 invalidValue', '201'],
  },
  {
    id: 'create-keeps-one-telephone',
    ask: async (c) => (await created(c, { phoneNumbers: [{ value: '1' }, { value: '2' }] })).phoneNumbers,
    good: [{ value: '1' }, { value: '2' }],
    faulty: [{ value: '1' }],
  },
  {
    id: 'create-drops-family-name',
    ask: async (c) => (await created(c, { name: { givenName: 'G', familyName: 'F' } })).name,
    good: { givenName: 'G', familyName: 'F' },
    faulty: { givenName: 'G' },
  },
  {
    id: 'create-takes-address-from-others',
    ask: async (c) => {
      const emails = [{ value: 'a@example.com' }];
      const user = await c.user('bea', { emails });
      await post(c, { emails });
      return (await c.get(`/Users/${idOf(user)}`)).body.emails;
    },
    good: [{ value: 'a@example.com' }],
    faulty: undefined,
  },
  {
    id: 'rename-keeps-old-name',
    ask: async (c) => {
      const user = await c.user('ada');
      await c.patch(`/Users/${idOf(user)}`, [{ op: 'replace', path: 'userName', value: 'bea' }]);
      return [await find(c, 'userName eq "ada"'), verdict(await post(c, {}))];
    },
    good: [[], '201'],
    faulty: [[], '409 uniqueness'],
  },
  {
    id: 'create-conflict-400',
    ask: async (c) => {
      await c.user('ada');
      return verdict(await post(c, {}));
    },
    good: '409 uniqueness',
    faulty: '400 uniqueness',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_CREATION)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_CREATION.map(({ id }) => id).sort());
});
