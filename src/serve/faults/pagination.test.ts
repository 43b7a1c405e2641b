import { expect, it } from 'vitest';
import { type Caller, resources } from '../caller.testing.ts';
import { crowd, type Difference, observe, stillWorks } from './difference.testing.ts';
import { PAGINATION_FAULTS } from './pagination.ts';

/** totalResults, startIndex and itemsPerPage of a page, and the users on it. */
const page = async (c: Caller, query: string) => {
  const reply = await c.get(`/Users?${query}`);
  const { totalResults, startIndex, itemsPerPage } = reply.body;
  return [
    totalResults,
    startIndex,
    itemsPerPage,
    resources(reply)
      .map(({ userName }) => userName)
      .join(' '),
  ];
};
const pageOfSix = (query: string) => async (c: Caller) => {
  await crowd(c, 6);
  return page(c, query);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'page-count-zero-error-or-all',
    ask: async (c) => pageOfSix('count=0')(c),
    good: [6, 1, 0, ''],
    faulty: [6, 1, 6, 'u1 u2 u3 u4 u5 u6'],
  },
  {
    id: 'page-itemsperpage-is-requested-count',
    ask: async (c) => pageOfSix('count=10')(c),
    good: [6, 1, 6, 'u1 u2 u3 u4 u5 u6'],
    faulty: [6, 1, 10, 'u1 u2 u3 u4 u5 u6'],
  },
  {
    id: 'page-totalresults-is-page-size',
    ask: async (c) => pageOfSix('count=2')(c),
    good: [6, 1, 2, 'u1 u2'],
    faulty: [2, 1, 2, 'u1 u2'],
  },
  {
    id: 'page-filter-then-offset-wrong',
    ask: async (c) => [
      await pageOfSix('startIndex=3&count=2&filter=userName%20pr')(c),
      await page(c, 'startIndex=3&count=2'),
    ],
    good: [
      [6, 3, 2, 'u3 u4'],
      [6, 3, 2, 'u3 u4'],
    ],
    faulty: [
      [6, 3, 0, ''],
      [6, 3, 2, 'u3 u4'],
    ],
  },
  {
    id: 'page-startindex-beyond-total-returns-data',
    ask: async (c) => pageOfSix('startIndex=7&count=2')(c),
    good: [6, 7, 0, ''],
    faulty: [6, 5, 2, 'u5 u6'],
  },
  {
    id: 'page-startindex-ignored-small-set',
    ask: async (c) => pageOfSix('startIndex=5&count=10')(c),
    good: [6, 5, 2, 'u5 u6'],
    faulty: [6, 1, 6, 'u1 u2 u3 u4 u5 u6'],
  },
  {
    id: 'page-unstable-order',
    ask: async (c) => [
      await pageOfSix('count=6')(c),
      await page(c, 'count=6'),
      await page(c, 'count=2&sortBy=userName'),
    ],
    good: [
      [6, 1, 6, 'u1 u2 u3 u4 u5 u6'],
      [6, 1, 6, 'u1 u2 u3 u4 u5 u6'],
      [6, 1, 2, 'u1 u2'],
    ],
    faulty: [
      [6, 1, 6, 'u2 u3 u4 u5 u6 u1'],
      [6, 1, 6, 'u3 u4 u5 u6 u1 u2'],
      [6, 1, 2, 'u1 u2'],
    ],
  },
  {
    id: 'page-overlapping-pages',
    ask: async (c) => pageOfSix('startIndex=4&count=3')(c),
    good: [6, 4, 3, 'u4 u5 u6'],
    faulty: [6, 4, 3, 'u2 u3 u4'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(PAGINATION_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(PAGINATION_FAULTS.map(({ id }) => id).sort());
});
