import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { crowd, type Difference, find, idOf, namesIn, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_DETAILS } from './slips-in-details.ts';

const employee = { schemas: [USER_URN, ENTERPRISE_USER_URN], [ENTERPRISE_USER_URN]: { department: 'D' } };
const place = async (c: Caller, attributes: JsonObject = {}): Promise<string> =>
  `/Users/${idOf(await c.user('a', attributes))}`;
const plain = { schemas: [USER_URN], userName: 'a' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-missing-primary-is-primary',
    ask: async (c) => {
      await c.user('a', { emails: [{ value: 'a@example.com' }] });
      return find(c, 'emails[primary eq true]');
    },
    good: [],
    faulty: ['a'],
  },
  {
    id: 'filter-two-spaces-500',
    ask: async (c) => (await c.filter('/Users', 'userName  eq "a"')).status < 500,
    good: true,
    faulty: false,
  },
  {
    id: 'filter-password-by-part',
    ask: async (c) => {
      await c.user('a', { password: 'Red-Balloon' });
      return (await find(c, 'password sw "Red"')).includes('a');
    },
    good: false,
    faulty: true,
  },
  {
    id: 'filter-default-not-found',
    ask: async (c) => {
      await c.user('a');
      return find(c, 'active eq true');
    },
    good: ['a'],
    faulty: [],
  },
  {
    id: 'page-cursor-unasked',
    ask: async (c) => (await c.get('/Users')).body.nextCursor,
    good: undefined,
    faulty: 'next.1',
  },
  {
    id: 'cursor-back-to-itself',
    ask: async (c) => {
      await crowd(c, 4);
      const { nextCursor } = (await c.get('/Users?cursor=&count=2')).body;
      const { previousCursor } = (await c.get(`/Users?cursor=${nextCursor}&count=2`)).body;
      return namesIn(await c.get(`/Users?cursor=${previousCursor}&count=2`));
    },
    good: ['u1', 'u2'],
    faulty: ['u3', 'u4'],
  },
  {
    id: 'cursor-other-count-500',
    ask: async (c) => {
      await crowd(c, 4);
      const { nextCursor } = (await c.get('/Users?cursor=&count=2')).body;
      return verdict(await c.get(`/Users?cursor=${nextCursor}&count=1`));
    },
    good: '400 invalidCount',
    faulty: '500',
  },
  {
    id: 'sort-external-ids-in-any-case',
    ask: async (c) => {
      await c.user('a', { externalId: 'a' });
      await c.user('b', { externalId: 'B' });
      return namesIn(await c.get('/Users?sortBy=externalId'));
    },
    good: ['b', 'a'],
    faulty: ['a', 'b'],
  },
  {
    id: 'projection-whole-extension-unknown',
    ask: async (c) =>
      dig((await c.get(`${await place(c, employee)}?attributes=${ENTERPRISE_USER_URN}`)).body, ENTERPRISE_USER_URN),
    good: { department: 'D' },
    faulty: undefined,
  },
  {
    id: 'search-of-anything',
    ask: async (c) => (await c.post('/Users/.search', { count: 1 })).status,
    good: 400,
    faulty: 200,
  },
  {
    id: 'put-extension-kept-unlisted',
    ask: async (c) => {
      const { body } = await c.put(await place(c, employee), plain);
      return [body.schemas, body[ENTERPRISE_USER_URN]];
    },
    good: [[USER_URN], undefined],
    faulty: [[USER_URN], { department: 'D' }],
  },
  {
    id: 'put-wants-the-password',
    ask: async (c) => (await c.put(await place(c, { password: 'Red-Balloon' }), plain)).status,
    good: 200,
    faulty: 400,
  },
  {
    id: 'patch-unknown-member-refused',
    ask: async (c) => (await c.patch(await place(c), [{ name: 'x', op: 'replace', path: 'title', value: 'T' }])).status,
    good: 200,
    faulty: 400,
  },
  {
    id: 'patch-add-to-value-appends',
    ask: async (c) => {
      const path = await place(c, { emails: [{ value: 'a@example.com', type: 'work' }] });
      await c.patch(path, [{ op: 'add', path: 'emails[type eq "work"]', value: { display: 'Desk' } }]);
      return dig((await c.get(path)).body, 'emails');
    },
    good: [{ value: 'a@example.com', type: 'work', display: 'Desk' }],
    faulty: [{ value: 'a@example.com', type: 'work' }, { display: 'Desk' }],
  },
  {
    id: 'patch-null-stored-as-text',
    ask: async (c) => {
      const path = await place(c, { title: 'T' });
      await c.patch(path, [{ op: 'replace', path: 'title', value: null }]);
      return (await c.get(path)).body.title;
    },
    good: undefined,
    faulty: 'null',
  },
  {
    id: 'version-strong-for-parts',
    ask: async (c) => (await c.get(await place(c))).headers.get('etag')?.startsWith('W/'),
    good: true,
    faulty: false,
  },
  {
    id: 'version-condition-500',
    ask: async (c) => (await c.put(await place(c), plain, { 'if-match': 'W/"no"' })).status,
    good: 412,
    faulty: 500,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_DETAILS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_DETAILS.map(({ id }) => id).sort());
});
