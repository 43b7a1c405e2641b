import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_CHANGES } from './slips-in-changes.ts';

const emails = [
  { value: 'a@example.com', type: 'work' },
  { value: 'b@example.com', type: 'home' },
];
const phoneNumbers = [
  { value: '1', type: 'work', primary: true },
  { value: '2', type: 'home' },
];

/** The answer to these operations on a user with two addresses and two numbers. */
const patched = async (c: Caller, operations: Json[]) =>
  c.patch(`/Users/${idOf(await c.user('a', { emails, phoneNumbers, title: 'T' }))}`, operations);
const toName = (value: Json): JsonObject => ({ op: 'replace', path: 'userName', value });

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'patch-filter-type-case-exact',
    ask: async (c) =>
      verdict(await patched(c, [{ op: 'replace', path: 'emails[type eq "HOME"].display', value: 'D' }])),
    good: '200',
    faulty: '400 noTarget',
  },
  {
    id: 'patch-filter-by-type-only',
    ask: async (c) => verdict(await patched(c, [{ op: 'replace', path: 'emails[value sw "b"].display', value: 'D' }])),
    good: '200',
    faulty: '400 invalidFilter',
  },
  {
    id: 'patch-answer-without-members',
    ask: async (c) => {
      const path = `/Groups/${idOf(await c.group('g', [idOf(await c.user('a'))]))}`;
      const { body } = await c.patch(path, [{ op: 'replace', path: 'displayName', value: 'h' }]);
      return [body.displayName, body.members !== undefined, (await c.get(path)).body.members !== undefined];
    },
    good: ['h', true, true],
    faulty: ['h', false, true],
  },
  {
    id: 'patch-value-writes-meta',
    ask: async (c) => {
      const created = '1999-01-01T00:00:00Z';
      const { body } = await patched(c, [{ op: 'replace', value: { title: 'U', meta: { created } } }]);
      return [body.title, dig(body, 'meta', 'created') === created];
    },
    good: ['U', false],
    faulty: ['U', true],
  },
  {
    id: 'patch-user-name-to-nothing-ignored',
    ask: async (c) => [
      verdict(await patched(c, [toName('')])),
      verdict(await c.patch(`/Users/${idOf(await c.user('b'))}`, [{ op: 'replace', value: { userName: null } }])),
    ],
    good: ['400 invalidValue', '400 invalidValue'],
    faulty: ['200', '200'],
  },
  {
    id: 'patch-complex-by-text-ignored',
    ask: async (c) => verdict(await patched(c, [{ op: 'replace', path: 'name', value: 'Ana' }])),
    good: '400 invalidValue',
    faulty: '200',
  },
  {
    id: 'patch-missing-op-replaces',
    ask: async (c) => {
      const reply = await patched(c, [{ path: 'title', value: 'U' }]);
      return [verdict(reply), reply.body.title];
    },
    good: ['400 invalidSyntax', undefined],
    faulty: ['200', 'U'],
  },
  {
    id: 'patch-any-schema',
    ask: async (c) => {
      const Operations = [{ op: 'replace', path: 'title', value: 'U' }];
      const path = `/Users/${idOf(await c.user('a'))}`;
      const send = async (body: JsonObject) => verdict(await c.send('PATCH', path, body));
      return [await send({ schemas: ['urn:example:other'], Operations }), await send({ Operations })];
    },
    good: ['400 invalidSyntax', '400 invalidSyntax'],
    faulty: ['200', '400 invalidSyntax'],
  },
  {
    id: 'update-conflict-case-exact',
    ask: async (c) => {
      await c.user('bo');
      const path = `/Users/${idOf(await c.user('a'))}`;
      return [verdict(await c.patch(path, [toName('bo')])), verdict(await c.patch(path, [toName('BO')]))];
    },
    good: ['409 uniqueness', '409 uniqueness'],
    faulty: ['409 uniqueness', '200'],
  },
  {
    id: 'patch-second-primary-number',
    ask: async (c) => {
      const { body } = await patched(c, [{ op: 'replace', path: 'phoneNumbers[type eq "home"].primary', value: true }]);
      return [0, 1].map((index) => dig(body, 'phoneNumbers', index, 'primary') === true);
    },
    good: [false, true],
    faulty: [true, true],
  },
  {
    id: 'put-keeps-enterprise-attributes',
    ask: async (c) => {
      const of = (department: string): JsonObject => ({ [ENTERPRISE_USER_URN]: { department } });
      const body = { schemas: [USER_URN, ENTERPRISE_USER_URN], userName: 'a', title: 'U', ...of('New') };
      const reply = await c.put(`/Users/${idOf(await c.user('a', of('Old')))}`, body);
      return [reply.body.title, reply.body[ENTERPRISE_USER_URN]];
    },
    good: ['U', { department: 'New' }],
    faulty: ['U', { department: 'Old' }],
  },
  {
    id: 'put-empty-user-name-kept',
    ask: async (c) => verdict(await c.put(`/Users/${idOf(await c.user('a'))}`, { schemas: [USER_URN], userName: '' })),
    good: '400 invalidValue',
    faulty: '200',
  },
  {
    id: 'put-of-user-leaves-groups',
    ask: async (c) => {
      const user = idOf(await c.user('a'));
      const group = idOf(await c.group('g', [user]));
      await c.put(`/Users/${user}`, { schemas: [USER_URN], userName: 'a', title: 'U' });
      return (await c.get(`/Groups/${group}`)).body.members !== undefined;
    },
    good: true,
    faulty: false,
  },
  {
    id: 'rename-race',
    ask: async (c) => {
      const paths = [await c.user('a'), await c.user('b')].map((user) => `/Users/${idOf(user)}`);
      const replies = await Promise.all(paths.map((path) => c.patch(path, [toName('star')])));
      return replies.map(({ status }) => status).sort();
    },
    good: [200, 409],
    faulty: [200, 200],
  },
  {
    id: 'delete-race-500',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a'))}`;
      const replies = await Promise.all([c.delete(path), c.delete(path)]);
      return replies.map(({ status }) => status).sort();
    },
    good: [204, 404],
    faulty: [204, 500],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_CHANGES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_CHANGES.map(({ id }) => id).sort());
});
