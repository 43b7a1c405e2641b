import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, find, idOf, namesIn, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_FILTERS } from './slips-in-filters.ts';

/** Bea, ada and cy, with titles, names and addresses of which the second is primary. */
const people = async (c: Caller): Promise<void> => {
  const emails = (first: string, second: string) => [
    { value: first, type: 'work' },
    { value: second, type: 'home', primary: true },
  ];
  await c.user('Bea', { title: 'b', emails: emails('1@example.com', '9@example.com'), externalId: 'B' });
  await c.user('ada', { title: 'a+b', emails: emails('2@example.com', '8@example.com'), name: { familyName: 'C' } });
  await c.user('cy', { title: 'ab', emails: emails('3@example.com', '7@example.com'), displayName: 'a "c\\y"' });
};
const ask = (filter: string) => async (c: Caller) => {
  await people(c);
  return find(c, filter);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-core-urn-unsupported',
    ask: async (c) => ask(`${USER_URN}:userName eq "ada"`)(c),
    good: ['ada'],
    faulty: [],
  },
  {
    id: 'filter-ew-as-co',
    ask: async (c) => ask('title ew "a"')(c),
    good: [],
    faulty: ['ada', 'cy'],
  },
  {
    id: 'filter-sw-as-co',
    ask: async (c) => ask('title sw "b"')(c),
    good: ['Bea'],
    faulty: ['Bea', 'ada', 'cy'],
  },
  {
    id: 'filter-first-value-only',
    ask: async (c) => ask('emails.value eq "8@example.com"')(c),
    good: ['ada'],
    faulty: [],
  },
  {
    id: 'filter-long-500',
    ask: async (c) => find(c, Array.from({ length: 100 }, (_, index) => `userName eq "u${index}"`).join(' or ')),
    good: [],
    faulty: ['500'],
  },
  {
    id: 'filter-plus-decoded-twice',
    ask: async (c) => ask('title eq "a+b"')(c),
    good: ['ada'],
    faulty: [],
  },
  {
    id: 'filter-after-projection',
    ask: async (c) => {
      await people(c);
      return namesIn(await c.get(`/Users?attributes=userName&filter=${encodeURIComponent('title eq "ab"')}`));
    },
    good: ['cy'],
    faulty: [],
  },
  {
    id: 'filter-sw-as-eq',
    ask: async (c) => ask('title sw "a"')(c),
    good: ['ada', 'cy'],
    faulty: [],
  },
  {
    id: 'filter-co-as-sw',
    ask: async (c) => ask('title co "b"')(c),
    good: ['Bea', 'ada', 'cy'],
    faulty: ['Bea'],
  },
  {
    id: 'filter-gt-as-ge',
    ask: async (c) => ask('userName gt "bea"')(c),
    good: ['cy'],
    faulty: ['Bea', 'cy'],
  },
  {
    id: 'filter-not-ignored',
    ask: async (c) => ask('title pr and not (userName eq "cy")')(c),
    good: ['Bea', 'ada'],
    faulty: ['cy'],
  },
  {
    id: 'filter-left-to-right',
    ask: async (c) => ask('userName eq "cy" or userName eq "ada" and title eq "b"')(c),
    good: ['cy'],
    faulty: [],
  },
  {
    id: 'filter-escapes-kept',
    ask: async (c) => ask(String.raw`displayName eq "a \"c\\y\""`)(c),
    good: ['cy'],
    faulty: [],
  },
  {
    id: 'filter-offset-ignored',
    ask: async (c) => {
      const { meta } = await c.user('a');
      const { created } = meta as { created: string };
      const east = new Date(Date.parse(created) + 14 * 3_600_000).toISOString().replace('Z', '+14:00');
      return find(c, `meta.created ge "${east}"`);
    },
    good: ['a'],
    faulty: [],
  },
  {
    id: 'filter-conditions-across-values',
    ask: async (c) => ask('emails[type eq "work" and value eq "9@example.com"]')(c),
    good: [],
    faulty: ['Bea'],
  },
  {
    id: 'filter-external-id-in-any-case',
    ask: async (c) => ask('externalId eq "b"')(c),
    good: [],
    faulty: ['Bea'],
  },
  {
    id: 'filter-part-names-with-case',
    ask: async (c) => [await ask('name.FAMILYNAME eq "C"')(c), await find(c, 'name.familyName eq "C"')],
    good: [['ada'], ['ada']],
    faulty: [[], ['ada']],
  },
  {
    id: 'filter-members-not-looked-at',
    ask: async (c) => {
      const id = idOf(await c.user('a'));
      await c.group('g', [id]);
      return namesIn(await c.filter('/Groups', `members.value eq "${id}"`));
    },
    good: ['g'],
    faulty: [],
  },
  {
    id: 'filter-boolean-order-ignored',
    ask: async (c) => ask('active gt true')(c),
    good: ['400 invalidFilter'],
    faulty: [],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_FILTERS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_FILTERS.map(({ id }) => id).sort());
});
