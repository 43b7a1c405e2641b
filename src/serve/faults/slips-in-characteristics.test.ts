import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { USER_URN } from '../../scim/urn.ts';
import type { Caller, Reply } from '../caller.testing.ts';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_CHARACTERISTICS } from './slips-in-characteristics.ts';

const STAFF = 'urn:example:params:scim:schemas:extension:staff:2.0:User';
const STAFFED = ['attributes-of-every-kind'];
const LATER = ['answers-later'];

const staff = (attributes: JsonObject): JsonObject => ({ schemas: [USER_URN, STAFF], [STAFF]: attributes });
const badge = (value: string): JsonObject => ({ op: 'replace', path: `${STAFF}:badge`, value });

/** PUTs a user who has been created with some staff attributes, with others. */
const put = async (c: Caller, before: JsonObject, after: JsonObject): Promise<Reply> => {
  const id = idOf(await c.user('ana', staff(before)));
  return c.put(`/Users/${id}`, { userName: 'ana', ...staff(after) });
};
const wish = async (c: Caller, headers: Record<string, string>): Promise<Reply> =>
  c.put(`/Users/${idOf(await c.user('ana'))}`, { schemas: [USER_URN], userName: 'ana' }, headers);

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'immutable-changed',
    variations: STAFFED,
    ask: async (c) =>
      verdict(await c.patch(`/Users/${idOf(await c.user('ana', staff({ badge: 'a' })))}`, [badge('b')])),
    good: '400 mutability',
    faulty: '200',
  },
  {
    id: 'immutable-change-ignored',
    variations: STAFFED,
    ask: async (c) => verdict(await put(c, { badge: 'a' }, { badge: 'b' })),
    good: '400 mutability',
    faulty: '200',
  },
  {
    id: 'immutable-never-set',
    variations: STAFFED,
    ask: async (c) => verdict(await put(c, { seniority: 1 }, { badge: 'a' })),
    good: '200',
    faulty: '400 mutability',
  },
  {
    id: 'immutable-not-repeated',
    variations: STAFFED,
    ask: async (c) => verdict(await put(c, { badge: 'a' }, { badge: 'a' })),
    good: '200',
    faulty: '400 mutability',
  },
  {
    id: 'immutable-user-name-on-paper',
    variations: ['user-names-immutable'],
    ask: async (c) => {
      const id = idOf(await c.user('ana'));
      return verdict(await c.patch(`/Users/${id}`, [{ op: 'replace', path: 'userName', value: 'bo' }]));
    },
    good: '400 mutability',
    faulty: '200',
  },
  {
    id: 'numbers-compared-as-text',
    variations: STAFFED,
    ask: async (c) => {
      await c.user('nine', staff({ seniority: 9 }));
      await c.user('ten', staff({ seniority: 10 }));
      return find(c, `userName pr and ${STAFF}:seniority gt 9`);
    },
    good: ['ten'],
    faulty: [],
  },
  {
    id: 'members-on-request-never',
    variations: ['members-on-request'],
    ask: async (c) => {
      const group = await c.group('team', [idOf(await c.user('ana'))]);
      return 'members' in (await c.get(`/Groups/${idOf(group)}?attributes=members`)).body;
    },
    good: true,
    faulty: false,
  },
  {
    id: 'asynchronous-406',
    variations: LATER,
    ask: async (c) => (await wish(c, { prefer: 'respond-async', accept: 'text/plain' })).status,
    good: 202,
    faulty: 406,
  },
  {
    id: 'asynchronous-wait-unknown',
    variations: LATER,
    ask: async (c) => (await wish(c, { prefer: 'respond-async, wait=10' })).status,
    good: 202,
    faulty: 400,
  },
  {
    id: 'asynchronous-with-body',
    ask: async (c) => (await wish(c, { prefer: 'respond-async' })).body.status,
    good: undefined,
    faulty: 'pending',
  },
  {
    id: 'asynchronous-unannounced',
    ask: async (c) => {
      const { status, headers } = await wish(c, { prefer: 'respond-async' });
      return [status, headers.get('preference-applied')];
    },
    good: [200, null],
    faulty: [202, null],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_CHARACTERISTICS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_CHARACTERISTICS.map(({ id }) => id).sort());
});
