import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, find, idOf, namesIn, observe, stillWorks, verdict } from './difference.testing.ts';
import { USER_FAULTS } from './users.ts';

const create = (c: Caller, attributes: JsonObject) =>
  c.post('/Users', { schemas: [USER_URN], userName: 'ada', ...attributes });
const pathOf = async (c: Caller, attributes: JsonObject = {}) => `/Users/${idOf((await create(c, attributes)).body)}`;

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'attr-names-case-sensitive-body',
    ask: async (c) => verdict(await c.post('/Users', { schemas: [USER_URN], UserName: 'U', Active: true })),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'users-externalid-active-only-on-put',
    ask: async (c) => {
      const path = await pathOf(c, { externalId: 'E', active: false });
      const { body } = await c.get(path);
      return [body.externalId, body.active];
    },
    good: ['E', false],
    faulty: [undefined, true],
  },
  {
    id: 'users-unstored-attr-silently-accepted-loop',
    ask: async (c) => {
      const path = await pathOf(c);
      const reply = await c.patch(path, [
        { op: 'add', path: 'title', value: 'T' },
        { op: 'add', path: 'nickName', value: 'N' },
      ]);
      const { body } = await c.get(path);
      return [reply.status, body.title, body.nickName];
    },
    good: [200, 'T', 'N'],
    faulty: [200, undefined, 'N'],
  },
  {
    id: 'users-extension-unknown-schema-rejected',
    ask: async (c) =>
      verdict(
        await create(c, { schemas: [USER_URN, ENTERPRISE_USER_URN], [ENTERPRISE_USER_URN]: { department: 'D' } }),
      ),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'users-manager-unresolvable-400',
    ask: async (c) => verdict(await create(c, { [ENTERPRISE_USER_URN]: { manager: { value: 'nobody' } } })),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'reprovision-inactive-409',
    ask: async (c) => {
      await create(c, { active: false });
      return [await find(c, 'userName eq "ada"'), verdict(await create(c, {}))];
    },
    good: [['ada'], '409 uniqueness'],
    faulty: [[], '409 uniqueness'],
  },
  {
    id: 'delete-retains-uniqueness',
    ask: async (c) => {
      await c.delete(await pathOf(c));
      return [await find(c, 'userName eq "ada"'), verdict(await create(c, {}))];
    },
    good: [[], '201'],
    faulty: [[], '409 uniqueness'],
  },
  {
    id: 'deleted-user-still-listed',
    ask: async (c) => {
      const path = await pathOf(c);
      return [(await c.delete(path)).status, (await c.get(path)).status, await find(c, 'userName eq "ada"')];
    },
    good: [204, 404, []],
    faulty: [204, 200, ['ada']],
  },
  {
    id: 'page-list-empty-though-exists',
    ask: async (c) => {
      await create(c, {});
      const reply = await c.get('/Users');
      return [reply.body.totalResults, namesIn(reply), await find(c, 'userName pr')];
    },
    good: [1, ['ada'], ['ada']],
    faulty: [1, [], ['ada']],
  },
  {
    id: 'email-userName-coupling-silent-rewrite',
    ask: async (c) => {
      const path = await pathOf(c, { emails: [{ value: 'a@example.com', type: 'work' }] });
      const reply = await c.patch(path, [
        { op: 'replace', path: 'emails[type eq "work"].value', value: 'b@example.com' },
      ]);
      return reply.body.userName;
    },
    good: 'ada',
    faulty: 'b@example.com',
  },
  {
    id: 'group-attributes-param-ignored',
    ask: async (c) => {
      await create(c, {});
      await c.user('bea');
      const list = async (more: string) =>
        namesIn(await c.get(`/Users?filter=${encodeURIComponent('userName eq "bea"')}${more}`));
      return [await list(''), await list('&attributes=userName')];
    },
    good: [['bea'], ['bea']],
    faulty: [['bea'], ['ada', 'bea']],
  },
  {
    id: 'post-null-values-rejected',
    ask: async (c) => verdict(await create(c, { emails: null, [ENTERPRISE_USER_URN]: null })),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'post-required-missing-accepted',
    ask: async (c) => verdict(await c.post('/Users', { schemas: [USER_URN], displayName: 'D' })),
    good: '400 invalidValue',
    faulty: '201',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(USER_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(USER_FAULTS.map(({ id }) => id).sort());
});
