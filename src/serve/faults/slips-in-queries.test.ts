import { expect, it } from 'vitest';
import { SEARCH_REQUEST_URN } from '../../scim/urn.ts';
import type { Caller } from '../caller.testing.ts';
import { type Difference, namesIn, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_QUERIES } from './slips-in-queries.ts';

/** Bea before ada and cy, in capitals and small letters, with addresses of which the second is primary. */
const people = async (c: Caller): Promise<void> => {
  const emails = (first: string, second: string) => [{ value: first }, { value: second, primary: true }];
  await c.user('Bea', { title: 'b', emails: emails('1@example.com', '9@example.com'), name: { familyName: 'A' } });
  await c.user('ada', { title: 'a+b', emails: emails('2@example.com', '8@example.com'), name: { familyName: 'C' } });
  await c.user('cy', { title: 'ab', emails: emails('3@example.com', '7@example.com'), name: { familyName: 'B' } });
};
const sorted = (query: string) => async (c: Caller) => {
  await people(c);
  return namesIn(await c.get(`/Users?sortBy=${query}`));
};
const search = async (c: Caller, body: Record<string, string | number>) =>
  namesIn(await c.post('/Users/.search', { schemas: [SEARCH_REQUEST_URN], ...body }));

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'search-ignores-sort',
    ask: async (c) => {
      await people(c);
      return search(c, { sortBy: 'userName' });
    },
    good: ['ada', 'Bea', 'cy'],
    faulty: ['Bea', 'ada', 'cy'],
  },
  {
    id: 'search-needs-start-index',
    ask: async (c) => [await search(c, {}), await search(c, { startIndex: 1 })],
    good: [[], []],
    faulty: [['400 invalidValue'], []],
  },
  {
    id: 'search-root-users-only',
    ask: async (c) => {
      await c.user('a');
      await c.group('g');
      return namesIn(await c.post('/.search', { schemas: [SEARCH_REQUEST_URN] }));
    },
    good: ['a', 'g'],
    faulty: ['a'],
  },
  {
    id: 'sort-ignored',
    ask: async (c) => sorted('userName')(c),
    good: ['ada', 'Bea', 'cy'],
    faulty: ['Bea', 'ada', 'cy'],
  },
  {
    id: 'sort-order-ignored',
    ask: async (c) => sorted('userName&sortOrder=descending')(c),
    good: ['cy', 'Bea', 'ada'],
    faulty: ['ada', 'Bea', 'cy'],
  },
  {
    id: 'sort-within-pages',
    ask: async (c) => sorted('userName&count=2&startIndex=2')(c),
    good: ['Bea', 'cy'],
    faulty: ['ada', 'cy'],
  },
  {
    id: 'sort-nothing-first',
    ask: async (c) => {
      await c.user('nil');
      return sorted('title')(c);
    },
    good: ['ada', 'cy', 'Bea', 'nil'],
    faulty: ['nil', 'ada', 'cy', 'Bea'],
  },
  {
    id: 'sort-names-with-case',
    ask: async (c) => sorted('USERNAME')(c),
    good: ['ada', 'Bea', 'cy'],
    faulty: ['Bea', 'ada', 'cy'],
  },
  {
    id: 'sort-with-case',
    ask: async (c) => sorted('userName')(c),
    good: ['ada', 'Bea', 'cy'],
    faulty: ['Bea', 'ada', 'cy'],
  },
  {
    id: 'sort-sub-attribute-ignored',
    ask: async (c) => [await sorted('name.familyName')(c), namesIn(await c.get('/Users?sortBy=userName'))],
    good: [
      ['Bea', 'cy', 'ada'],
      ['ada', 'Bea', 'cy'],
    ],
    faulty: [
      ['Bea', 'ada', 'cy'],
      ['ada', 'Bea', 'cy'],
    ],
  },
  {
    id: 'sort-first-value',
    ask: async (c) => sorted('emails.value')(c),
    good: ['cy', 'ada', 'Bea'],
    faulty: ['Bea', 'ada', 'cy'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_QUERIES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_QUERIES.map(({ id }) => id).sort());
});
