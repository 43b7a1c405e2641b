import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_FILTER_FORMS } from './slips-in-filter-forms.ts';

const people = async (c: Caller): Promise<void> => {
  await c.user('ada', { title: 'Guide', displayName: 'Zoë', externalId: 'A', name: { familyName: 'Silva' } });
  await c.user('bea', { title: 'Cook' });
};
const ask = (filter: string) => async (c: Caller) => {
  await people(c);
  return find(c, filter);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-core-urn-before-sub-attribute',
    ask: ask(`${USER_URN}:name.familyName eq "Silva"`),
    good: ['ada'],
    faulty: [],
  },
  {
    id: 'filter-by-groups-finds-nobody',
    ask: async (c) => {
      const group = await c.group('guides', [idOf(await c.user('ada'))]);
      return find(c, `groups.value eq "${group.id}"`);
    },
    good: ['ada'],
    faulty: [],
  },
  { id: 'filter-empty-value-finds-all', ask: ask('userName eq ""'), good: [], faulty: ['ada', 'bea'] },
  { id: 'filter-common-names-case-sensitive', ask: ask('EXTERNALID eq "A"'), good: ['ada'], faulty: [] },
  {
    id: 'filter-other-operators-in-lower-case-only',
    ask: ask('title EQ "Cook" AND title SW "C"'),
    good: ['bea'],
    faulty: ['400 invalidFilter'],
  },
  {
    id: 'filter-group-not-ascii-finds-none',
    ask: async (c) => {
      await c.group('Søn');
      return find(c, 'displayName eq "Søn"', '/Groups');
    },
    good: ['Søn'],
    faulty: [],
  },
  {
    id: 'filter-not-distributed',
    ask: ask('not (title eq "Guide" and userName eq "bea")'),
    good: ['ada', 'bea'],
    faulty: [],
  },
  {
    id: 'filter-hidden-attribute-500',
    ask: async (c) => verdict(await c.filter('/Users', 'password pr')),
    good: '200',
    faulty: '500',
  },
  { id: 'filter-case-ascii-only', ask: ask('displayName eq "ZOË"'), good: ['ada'], faulty: [] },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_FILTER_FORMS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_FILTER_FORMS.map(({ id }) => id).sort());
});
