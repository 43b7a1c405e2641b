import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, GROUP_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_ARRIVALS } from './slips-in-arrivals.ts';

const created = (c: Caller, attributes: JsonObject) =>
  c.post('/Users', { schemas: [USER_URN], userName: 'a', ...attributes });
const createdGroup = (c: Caller, attributes: JsonObject) => c.post('/Groups', { schemas: [GROUP_URN], ...attributes });

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'roles-lose-their-display',
    ask: async (c) => (await c.user('a', { roles: [{ value: 'guide', display: 'Guide' }] })).roles,
    good: [{ value: 'guide', display: 'Guide' }],
    faulty: [{ value: 'guide' }],
  },
  {
    id: 'create-null-complex-refused',
    ask: async (c) => verdict(await created(c, { name: null })),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'create-user-name-made-up',
    ask: async (c) => verdict(await created(c, { userName: '' })),
    good: '400 invalidValue',
    faulty: '201',
  },
  {
    id: 'create-group-name-made-up',
    ask: async (c) => verdict(await createdGroup(c, { displayName: null })),
    good: '400 invalidValue',
    faulty: '201',
  },
  {
    id: 'create-wrong-shapes-dropped',
    ask: async (c) => [
      verdict(await created(c, { emails: 'a@example.com' })),
      verdict(await created(c, { userName: 'b', displayName: {} })),
    ],
    good: ['400 invalidValue', '400 invalidValue'],
    faulty: ['201', '201'],
  },
  {
    id: 'create-listed-extension-must-have-value',
    ask: async (c) => verdict(await created(c, { schemas: [USER_URN, ENTERPRISE_USER_URN] })),
    good: '201',
    faulty: '400 invalidValue',
  },
  {
    id: 'create-extension-names-case-exact',
    ask: async (c) =>
      (await c.user('a', { [ENTERPRISE_USER_URN]: { DEPARTMENT: 'D', division: 'V' } }))[ENTERPRISE_USER_URN],
    good: { department: 'D', division: 'V' },
    faulty: { division: 'V' },
  },
  {
    id: 'create-group-takes-client-id',
    ask: async (c) => (await createdGroup(c, { displayName: 'g', id: 'mine' })).body.id === 'mine',
    good: false,
    faulty: true,
  },
  {
    id: 'create-answer-without-members',
    ask: async (c) => {
      const group = await c.group('g', [idOf(await c.user('a'))]);
      const shown = await c.get(`/Groups/${idOf(group)}`);
      return [group.members !== undefined, shown.body.members !== undefined];
    },
    good: [true, true],
    faulty: [false, true],
  },
  {
    id: 'create-conflict-activates',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', { active: false }))}`;
      return [verdict(await created(c, {})), (await c.get(path)).body.active];
    },
    good: ['409 uniqueness', false],
    faulty: ['409 uniqueness', true],
  },
  {
    id: 'lists-break-on-numbers-without-value',
    ask: async (c) => {
      const user = await c.user('a', { phoneNumbers: [{ type: 'work' }] });
      return [verdict(await c.get(`/Users/${idOf(user)}`)), verdict(await c.get('/Users'))];
    },
    good: ['200', '200'],
    faulty: ['200', '500'],
  },
  {
    id: 'list-shows-first-address-only',
    ask: async (c) => {
      await c.user('a', { emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }] });
      return resources(await c.get('/Users')).map(({ emails }) => (Array.isArray(emails) ? emails.length : 0));
    },
    good: [2],
    faulty: [1],
  },
  {
    id: 'deleted-group-name-stays-taken',
    ask: async (c) => {
      await c.delete(`/Groups/${idOf(await c.group('g'))}`);
      return verdict(await createdGroup(c, { displayName: 'g' }));
    },
    good: '201',
    faulty: '409 uniqueness',
  },
  {
    id: 'group-lists-members-of-members',
    ask: async (c) => {
      const inner = await c.group('inner', [idOf(await c.user('a'))]);
      const { members } = await c.group('outer', [idOf(inner)]);
      return Array.isArray(members) ? members.map((member) => dig(member, 'type')) : [];
    },
    good: ['Group'],
    faulty: ['Group', 'User'],
  },
  {
    id: 'membership-activates',
    ask: async (c) => {
      const user = idOf(await c.user('a', { active: false }));
      const group = idOf(await c.group('g'));
      await c.patch(`/Groups/${group}`, [{ op: 'add', path: 'members', value: [{ value: user }] }]);
      return (await c.get(`/Users/${user}`)).body.active;
    },
    good: false,
    faulty: true,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_ARRIVALS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_ARRIVALS.map(({ id }) => id).sort());
});
