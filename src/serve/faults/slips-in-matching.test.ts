import { expect, it } from 'vitest';
import { type Caller, resources } from '../caller.testing.ts';
import { type Difference, find, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_MATCHING } from './slips-in-matching.ts';

const attributes = {
  title: 'T',
  nickName: 'Nick',
  emails: [
    { value: 'w@example.com', type: 'work' },
    { value: 'h@example.com', type: 'home' },
  ],
};
const found = async (c: Caller, filter: string, userName = 'a'): Promise<unknown[]> => {
  await c.user(userName, attributes);
  return find(c, filter);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-and-takes-the-rest',
    ask: async (c) => found(c, 'title eq "U" and title eq "T" or userName eq "a"'),
    good: ['a'],
    faulty: [],
  },
  {
    id: 'filter-star-stands-for-all',
    ask: async (c) => found(c, 'title eq "*"'),
    good: [],
    faulty: ['a'],
  },
  {
    id: 'filter-accents-ignored',
    ask: async (c) => found(c, 'userName eq "ä"'),
    good: [],
    faulty: ['a'],
  },
  {
    id: 'filter-mailbox-tags-ignored',
    ask: async (c) => found(c, 'userName eq "a+c@example.com"', 'a+b@example.com'),
    good: [],
    faulty: ['a+b@example.com'],
  },
  {
    id: 'filter-order-with-case',
    ask: async (c) => found(c, 'nickName le "NICK"'),
    good: ['a'],
    faulty: [],
  },
  {
    id: 'filter-complex-finds-nothing',
    ask: async (c) => found(c, 'emails co "w@"'),
    good: ['a'],
    faulty: [],
  },
  {
    id: 'filter-user-name-or-address',
    ask: async (c) => found(c, 'userName eq "w@example.com"'),
    good: [],
    faulty: ['a'],
  },
  {
    id: 'filter-narrows-values',
    ask: async (c) => {
      await c.user('a', attributes);
      return resources(await c.filter('/Users', 'emails.value eq "h@example.com"'))[0]?.emails;
    },
    good: attributes.emails,
    faulty: [attributes.emails[1]],
  },
  {
    id: 'filter-not-takes-the-rest',
    ask: async (c) => found(c, 'not (title eq "T") and title eq "U"'),
    good: [],
    faulty: ['a'],
  },
  {
    id: 'filter-blank-at-end-ignored',
    ask: async (c) => found(c, 'title eq "T "'),
    good: [],
    faulty: ['a'],
  },
  {
    id: 'filter-pictographs-all-equal',
    ask: async (c) => {
      await c.user('a', { displayName: 'Ana 😀' });
      const totals = ['😀', '🚀'].map(async (sign) => {
        const { body } = await c.get(`/Users?filter=${encodeURIComponent(`displayName eq "Ana ${sign}"`)}`);
        return body.totalResults;
      });
      return Promise.all(totals);
    },
    good: [1, 0],
    faulty: [1, 1],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_MATCHING)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_MATCHING.map(({ id }) => id).sort());
});
