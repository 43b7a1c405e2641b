import { expect, it } from 'vitest';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { crowd, type Difference, find, idOf, namesIn, observe, stillWorks } from './difference.testing.ts';
import { FILTER_FAULTS } from './filter.ts';

/** Ada (title a, two addresses, boss b), bea (title b, inactive), cy (title a, family OR). */
const people = async (c: Caller): Promise<void> => {
  const emails = [{ value: 'a@example.com' }, { value: 'b@example.com' }];
  await c.user('Ada', { title: 'a', emails, [ENTERPRISE_USER_URN]: { manager: { value: 'b' } } });
  await c.user('bea', { title: 'b', active: false });
  await c.user('cy', { title: 'a', name: { familyName: 'OR' }, displayName: 'C y' });
};
const ask = (filter: string) => async (c: Caller) => {
  await people(c);
  return find(c, filter);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-parentheses-ignored',
    ask: async (c) => ask('userName eq "bea" and (title eq "a" or title eq "a")')(c),
    good: [],
    faulty: ['Ada', 'cy'],
  },
  {
    id: 'filter-username-case-sensitive',
    ask: async (c) => [
      await ask('userName eq "ADA"')(c),
      await find(c, 'userName eq "Ada"'),
      await find(c, 'title eq "A"'),
    ],
    good: [['Ada'], ['Ada'], ['Ada', 'cy']],
    faulty: [[], ['Ada'], ['Ada', 'cy']],
  },
  {
    id: 'filter-displayname-case-sensitive',
    ask: async (c) => {
      await c.group('Eng');
      return [await find(c, 'displayName eq "ENG"', '/Groups'), await find(c, 'displayName eq "Eng"', '/Groups')];
    },
    good: [['Eng'], ['Eng']],
    faulty: [[], ['Eng']],
  },
  {
    id: 'attr-names-case-sensitive-filter',
    ask: async (c) => [await ask('username eq "Ada"')(c), await find(c, 'userName eq "Ada"')],
    good: [['Ada'], ['Ada']],
    faulty: [[], ['Ada']],
  },
  {
    id: 'filter-extension-attr-unsupported',
    ask: async (c) => ask(`${ENTERPRISE_USER_URN}:manager.value eq "b"`)(c),
    good: ['Ada'],
    faulty: [],
  },
  {
    id: 'filter-id-unsupported',
    ask: async (c) => find(c, `id eq "${idOf(await c.user('a'))}"`),
    good: ['a'],
    faulty: [],
  },
  {
    id: 'filter-schemas-unsupported',
    ask: async (c) => ask(`schemas eq "${USER_URN}"`)(c),
    good: ['Ada', 'bea', 'cy'],
    faulty: ['400 invalidFilter'],
  },
  {
    id: 'filter-members-eq-500',
    ask: async (c) => {
      const [user] = await crowd(c, 1);
      const group = await c.group('g', [user?.id ?? '']);
      return find(c, `id eq "${group.id}" and members eq "${user?.id}"`, '/Groups');
    },
    good: ['g'],
    faulty: ['500'],
  },
  {
    id: 'filter-duplicate-results',
    ask: async (c) => ask('userName eq "Ada"')(c),
    good: ['Ada'],
    faulty: ['Ada', 'Ada'],
  },
  {
    id: 'filter-unsupported-returns-all',
    ask: async (c) => ask('garbage')(c),
    good: ['400 invalidFilter'],
    faulty: ['Ada', 'bea', 'cy'],
  },
  {
    id: 'filter-unsupported-operator-500',
    ask: async (c) => [await ask('title ne "a"')(c), await find(c, 'title like "a"'), await find(c, 'title eq "a"')],
    good: [['bea'], ['400 invalidFilter'], ['Ada', 'cy']],
    faulty: [['500'], ['500'], ['Ada', 'cy']],
  },
  {
    id: 'filter-no-match-404',
    ask: async (c) => ask('userName eq "nobody"')(c),
    good: [],
    faulty: ['404'],
  },
  {
    id: 'filter-compound-truncated',
    ask: async (c) => ask('title eq "a" and userName eq "cy"')(c),
    good: ['cy'],
    faulty: ['Ada', 'cy'],
  },
  {
    id: 'filter-operator-keyword-case',
    ask: async (c) => [
      await ask('title eq "a" AND userName eq "cy"')(c),
      await find(c, 'title eq "a" and userName eq "cy"'),
    ],
    good: [['cy'], ['cy']],
    faulty: [['Ada', 'cy'], ['cy']],
  },
  {
    id: 'filter-value-keyword-or-and',
    ask: async (c) => ask('name.familyName eq "OR"')(c),
    good: ['cy'],
    faulty: ['400 invalidFilter'],
  },
  {
    id: 'filter-value-with-spaces',
    ask: async (c) => ask('displayName eq "C y"')(c),
    good: ['cy'],
    faulty: ['400 invalidFilter'],
  },
  {
    id: 'group-list-ignores-filter',
    ask: async (c) => {
      await c.group('one');
      await c.group('two');
      await people(c);
      return [await find(c, 'displayName eq "two"', '/Groups'), namesIn(await c.filter('', 'displayName eq "two"'))];
    },
    good: [['two'], ['two']],
    faulty: [['one', 'two'], ['two']],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(FILTER_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(FILTER_FAULTS.map(({ id }) => id).sort());
});
