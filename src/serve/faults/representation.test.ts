import { expect, it } from 'vitest';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { dig } from '../caller.testing.ts';
import { type Difference, idOf, namesIn, observe, stillWorks, verdict } from './difference.testing.ts';
import { REPRESENTATION_FAULTS } from './representation.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'attr-names-case-sensitive-params',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', { displayName: 'D' }))}`;
      const shown = async (query: string) => (await c.get(`${path}?${query}`)).body.displayName;
      return [
        await shown('attributes=displayname'),
        await shown('attributes=displayName'),
        await shown('excludedAttributes=DISPLAYNAME'),
      ];
    },
    good: ['D', 'D', undefined],
    faulty: [undefined, 'D', 'D'],
  },
  {
    id: 'users-externalid-not-stored-or-echoed',
    ask: async (c) => {
      const user = await c.user('a', { externalId: 'E' });
      return [
        user.externalId,
        (await c.get(`/Users/${idOf(user)}`)).body.externalId,
        namesIn(await c.filter('/Users', 'externalId eq "E"')),
      ];
    },
    good: ['E', 'E', ['a']],
    faulty: [undefined, undefined, ['a']],
  },
  {
    id: 'users-extension-key-not-urn',
    ask: async (c) => {
      const user = await c.user('a', { [ENTERPRISE_USER_URN]: { department: 'D' } });
      return [dig(user, ENTERPRISE_USER_URN, 'department'), dig(user, 'EnterpriseUser', 'department')];
    },
    good: ['D', undefined],
    faulty: [undefined, 'D'],
  },
  {
    id: 'datetime-without-timezone',
    ask: async (c) => String(dig(await c.user('a'), 'meta', 'created')).endsWith('Z'),
    good: true,
    faulty: false,
  },
  {
    id: 'meta-lastmodified-not-updated',
    ask: async (c) => {
      const user = await c.user('a');
      const reply = await c.patch(`/Users/${idOf(user)}`, [{ op: 'replace', path: 'title', value: 'T' }]);
      return [reply.body.title, dig(reply.body, 'meta', 'lastModified') === dig(user, 'meta', 'lastModified')];
    },
    good: ['T', false],
    faulty: ['T', true],
  },
  {
    id: 'meta-missing-on-get-patch-put',
    ask: async (c) => {
      const user = await c.user('a');
      const path = `/Users/${idOf(user)}`;
      const patched = await c.patch(path, [{ op: 'replace', path: 'title', value: 'T' }]);
      return [
        'meta' in user,
        'meta' in (await c.get(path)).body,
        'meta' in patched.body,
        'meta' in (await c.put(path, user)).body,
      ];
    },
    good: [true, true, true, true],
    faulty: [true, false, false, false],
  },
  {
    id: 'post-multivalued-without-value-poisons-list',
    ask: async (c) => {
      await c.user('a', { emails: [{ type: 'work' }] });
      return namesIn(await c.get('/Users'));
    },
    good: ['a'],
    faulty: ['500'],
  },
  {
    id: 'list-one-bad-user-fails-all',
    ask: async (c) => {
      await c.user('a');
      const odd = await c.user('o dd');
      const list = async (filter: string) => namesIn(await c.filter('/Users', filter));
      return [await list('userName pr'), await list('userName eq "a"'), verdict(await c.get(`/Users/${idOf(odd)}`))];
    },
    good: [['a', 'o dd'], ['a'], '200'],
    faulty: [['500'], ['a'], '200'],
  },
  {
    id: 'filter-special-char-list-500',
    ask: async (c) => {
      await c.user("o'brien$1");
      return namesIn(await c.get('/Users'));
    },
    good: ["o'brien$1"],
    faulty: ['500'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(REPRESENTATION_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(REPRESENTATION_FAULTS.map(({ id }) => id).sort());
});
