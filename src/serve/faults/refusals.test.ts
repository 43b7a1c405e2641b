import { expect, it } from 'vitest';
import type { Json } from '../../scim/json.ts';
import { GROUP_URN, USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { REFUSALS } from './refusals.ts';

const asUser = async (c: Caller, body: Record<string, Json>): Promise<string> =>
  verdict(await c.post('/Users', { schemas: [USER_URN], userName: 'u', ...body }));

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-knows-eq-only',
    async ask(c) {
      await c.user('a');
      return [await find(c, 'userName eq "a"'), await find(c, 'userName sw "a"'), await find(c, 'userName pr')];
    },
    good: [['a'], ['a'], ['a']],
    faulty: [['a'], ['400 invalidFilter'], ['400 invalidFilter']],
  },
  {
    id: 'filter-knows-keys-only',
    async ask(c) {
      await c.user('a');
      return [
        await find(c, 'userName eq "a"'),
        await find(c, 'displayName eq "a"'),
        await find(c, 'name.givenName pr'),
      ];
    },
    good: [['a'], [], []],
    faulty: [['a'], ['400 invalidFilter'], ['400 invalidFilter']],
  },
  {
    id: 'delete-user-405',
    async ask(c) {
      const user = await c.user('a');
      const group = await c.group('g');
      return [
        verdict(await c.delete(`/Users/${idOf(user)}`)),
        verdict(await c.get(`/Users/${idOf(user)}`)),
        verdict(await c.delete(`/Groups/${idOf(group)}`)),
      ];
    },
    good: ['204', '404', '204'],
    faulty: ['405', '200', '204'],
  },
  {
    id: 'schemas-of-drafts-refused',
    ask: async (c) => [await asUser(c, { schemas: ['urn:scim:schemas:core:2.0'] }), await asUser(c, {})],
    good: ['201', '409 uniqueness'],
    faulty: ['400 invalidSyntax', '201'],
  },
  {
    id: 'schemas-unknown-refused',
    ask: async (c) => [
      await asUser(c, { schemas: ['urn:scim:schemas:core:1.0', USER_URN] }),
      await asUser(c, {
        userName: 'v',
        schemas: [USER_URN, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
      }),
    ],
    good: ['201', '201'],
    faulty: ['400 invalidValue', '201'],
  },
  {
    id: 'object-for-list-refused',
    async ask(c) {
      const user = `/Users/${idOf(await c.user('a'))}`;
      const replaced = async (value: Json) =>
        verdict(await c.patch(user, [{ op: 'replace', path: 'emails', value }])).slice(0, 3);
      return [await replaced({ value: 'a@example.com' }), await replaced([{ value: 'b@example.com' }])];
    },
    good: ['200', '200'],
    faulty: ['400', '200'],
  },
  {
    id: 'comparison-of-addresses-refused',
    async ask(c) {
      await c.user('a', { emails: [{ value: 'a@example.com' }] });
      return [await find(c, 'emails eq "a@example.com"'), await find(c, 'emails.value eq "a@example.com"')];
    },
    good: [['a'], ['a']],
    faulty: [['400 invalidFilter'], ['a']],
  },
  {
    id: 'put-needs-id',
    async ask(c) {
      const { id = null } = await c.user('a');
      const put = async (body: Record<string, Json>) =>
        verdict(await c.put(`/Users/${id}`, { schemas: [USER_URN], userName: 'b', ...body }));
      return [await put({}), await put({ id })];
    },
    good: ['200', '200'],
    faulty: ['400 invalidValue', '200'],
  },
  {
    id: 'groups-of-user-looked-up',
    async ask(c) {
      const { id = null } = await c.group('g');
      return [
        await asUser(c, { userName: 'a', groups: [{ value: 'elsewhere', display: 'Finance' }] }),
        await asUser(c, { userName: 'b', groups: [{ value: id }] }),
        await asUser(c, { userName: 'c', groups: [] }),
      ];
    },
    good: ['201', '201', '201'],
    faulty: ['400 invalidValue', '201', '201'],
  },
  {
    id: 'references-only-absolute',
    async ask(c) {
      const { id = null } = await c.user('a');
      const group = async ($ref: string) =>
        verdict(await c.post('/Groups', { schemas: [GROUP_URN], displayName: $ref, members: [{ value: id, $ref }] }));
      return [await group(`Users/${id}`), await group(`${c.server.url}/Users/${id}`)];
    },
    good: ['201', '201'],
    faulty: ['400 invalidValue', '201'],
  },
  {
    id: 'asked-often-told-to-wait',
    async ask(c) {
      const statuses: number[] = [];
      for (let time = 1; time <= 15; time += 1) statuses.push((await c.get('/Users?count=1')).status);
      return statuses.flatMap((status, index) => (status === 200 ? [] : [`${index + 1}: ${status}`]));
    },
    good: [],
    faulty: ['11: 429', '12: 429', '13: 429'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(REFUSALS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(REFUSALS.map(({ id }) => id).sort());
});
