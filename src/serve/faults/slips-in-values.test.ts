import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_VALUES } from './slips-in-values.ts';

/** A new user as he is read. */
const read = async (c: Caller, attributes: JsonObject, ...keys: (string | number)[]): Promise<Json | undefined> =>
  dig((await c.get(`/Users/${idOf(await c.user('a', attributes))}`)).body, ...keys);
const created = async (c: Caller, body: JsonObject): Promise<string> => verdict(await c.post('/Users', body));
const emails = (...types: string[]): JsonObject => ({
  emails: types.map((type) => ({ value: 'a@example.com', type })),
});
/** The one group of a user, or the one member of it. */
const pair = async (c: Caller): Promise<{ readonly group: Json | undefined; readonly member: Json | undefined }> => {
  const user = idOf(await c.user('ana'));
  const team = idOf(await c.group('team', [user]));
  return {
    group: dig((await c.get(`/Users/${user}`)).body, 'groups', 0),
    member: dig((await c.get(`/Groups/${team}`)).body, 'members', 0),
  };
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'create-reads-behind-schemas',
    ask: (c) => created(c, { userName: 'a', schemas: [USER_URN] }),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'create-first-schema-decides',
    ask: (c) => created(c, { schemas: [ENTERPRISE_USER_URN, USER_URN], userName: 'a' }),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'create-boolean-kept-as-text',
    ask: async (c) => {
      const { status, body } = await c.post('/Users', { schemas: [USER_URN], userName: 'a', active: 'yes' });
      return [status, body.active];
    },
    good: [400, undefined],
    faulty: [201, 'yes'],
  },
  {
    id: 'create-one-type-for-a-value',
    ask: (c) => read(c, emails('work', 'home'), 'emails', 1, 'type'),
    good: 'home',
    faulty: undefined,
  },
  {
    id: 'create-unknown-type-dropped',
    ask: (c) => read(c, emails('vacation'), 'emails', 0, 'type'),
    good: 'vacation',
    faulty: undefined,
  },
  {
    id: 'create-empty-text-500',
    ask: (c) => created(c, { schemas: [USER_URN], userName: 'a', nickName: '' }),
    good: '201',
    faulty: '500',
  },
  {
    id: 'create-one-language-only',
    ask: (c) => created(c, { schemas: [USER_URN], userName: 'a', preferredLanguage: 'da, en;q=0.7' }),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'create-name-formatted-once',
    ask: (c) => read(c, { name: { givenName: 'Ana', familyName: 'Silva' } }, 'name', 'formatted'),
    good: undefined,
    faulty: 'Ana Silva',
  },
  {
    id: 'create-lines-joined',
    ask: (c) => read(c, { addresses: [{ streetAddress: '1 Row\nYard' }] }, 'addresses', 0, 'streetAddress'),
    good: '1 Row\nYard',
    faulty: '1 Row, Yard',
  },
  {
    id: 'create-extension-unlisted-dropped',
    ask: (c) => read(c, { [ENTERPRISE_USER_URN]: { department: 'D' } }, ENTERPRISE_USER_URN, 'department'),
    good: 'D',
    faulty: undefined,
  },
  {
    id: 'create-unknown-schema-kept',
    ask: async (c) => {
      const { body } = await c.post('/Users', { schemas: [USER_URN, 'urn:example:moon'], userName: 'a' });
      return JSON.stringify(body).includes('moon');
    },
    good: false,
    faulty: true,
  },
  {
    id: 'create-manager-name-taken',
    ask: async (c) => {
      const manager = { value: idOf(await c.user('boss', { displayName: 'Boss' })), displayName: 'Else' };
      return read(c, { [ENTERPRISE_USER_URN]: { manager } }, ENTERPRISE_USER_URN, 'manager', 'displayName');
    },
    good: 'Boss',
    faulty: 'Else',
  },
  {
    id: 'create-unique-by-code-points',
    ask: async (c) => {
      await c.user('zo\u00eb');
      return created(c, { schemas: [USER_URN], userName: 'zoe\u0308' });
    },
    good: '409 uniqueness',
    faulty: '201',
  },
  {
    id: 'certificate-in-pem',
    ask: async (c) =>
      String(await read(c, { x509Certificates: [{ value: 'AAAA' }] }, 'x509Certificates', 0, 'value')).slice(0, 10),
    good: 'AAAA',
    faulty: '-----BEGIN',
  },
  {
    id: 'id-in-any-case',
    ask: async (c) => {
      const id = idOf(await c.user('a')).toUpperCase();
      return [(await c.get(`/Users/${id}`)).status, await find(c, `id eq "${id}"`)];
    },
    good: [404, []],
    faulty: [200, ['a']],
  },
  {
    id: 'member-reference-to-another',
    ask: async (c) => {
      const { member } = await pair(c);
      return (await c.get(String(dig(member, '$ref')))).status;
    },
    good: 200,
    faulty: 404,
  },
  {
    id: 'member-type-invented',
    ask: async (c) => dig((await pair(c)).member, 'type'),
    good: 'User',
    faulty: 'Person',
  },
  {
    id: 'user-groups-with-one-of-its-own',
    ask: async (c) => dig((await pair(c)).group, 'value') === 'everyone',
    good: false,
    faulty: true,
  },
  {
    id: 'user-groups-without-reference',
    ask: async (c) => dig((await pair(c)).group, '$ref') === undefined,
    good: false,
    faulty: true,
  },
  {
    id: 'user-groups-all-direct',
    ask: async (c) => {
      const user = idOf(await c.user('ana'));
      await c.group('outer', [idOf(await c.group('inner', [user]))]);
      return dig((await c.get(`/Users/${user}`)).body, 'groups', 1, 'type');
    },
    good: 'indirect',
    faulty: 'direct',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_VALUES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_VALUES.map(({ id }) => id).sort());
});
