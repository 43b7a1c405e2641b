import { expect, it } from 'vitest';
import { type Caller, resources } from '../caller.testing.ts';
import { crowd, type Difference, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_PAGING } from './slips-in-paging.ts';

/** The users on a page, or why there are none. */
const page = async (c: Caller, query: string): Promise<string> => {
  const reply = await c.get(`/Users?${query}`);
  return reply.status === 200
    ? resources(reply)
        .map(({ userName }) => userName)
        .join(' ')
    : verdict(reply);
};
const pageOfThree = (query: string) => async (c: Caller) => {
  await crowd(c, 3);
  return page(c, query);
};
const firstByCursor = async (c: Caller) => {
  await crowd(c, 3);
  return (await c.get('/Users?cursor=&count=2')).body;
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'list-needs-filter',
    ask: async (c) => [await pageOfThree('')(c), await page(c, 'filter=userName%20pr')],
    good: ['u1 u2 u3', 'u1 u2 u3'],
    faulty: ['400 invalidValue', 'u1 u2 u3'],
  },
  {
    id: 'list-unknown-parameter-400',
    ask: async (c) => [await pageOfThree('x=1')(c), await page(c, 'count=1')],
    good: ['u1 u2 u3', 'u1'],
    faulty: ['400 invalidValue', 'u1'],
  },
  {
    id: 'page-count-no-number-500',
    ask: async (c) => page(c, 'count=abc'),
    good: '400 invalidValue',
    faulty: '500',
  },
  {
    id: 'page-count-negative-400',
    ask: async (c) => page(c, 'count=-1'),
    good: '',
    faulty: '400 invalidValue',
  },
  {
    id: 'page-count-huge-400',
    ask: async (c) => [await pageOfThree('count=100000')(c), await page(c, 'count=100')],
    good: ['u1 u2 u3', 'u1 u2 u3'],
    faulty: ['400 invalidValue', 'u1 u2 u3'],
  },
  {
    id: 'page-start-below-one-400',
    ask: async (c) => pageOfThree('startIndex=0')(c),
    good: 'u1 u2 u3',
    faulty: '400 invalidValue',
  },
  {
    id: 'cursor-page-overlaps',
    ask: async (c) => page(c, `cursor=${(await firstByCursor(c)).nextCursor}&count=2`),
    good: 'u3',
    faulty: 'u2 u3',
  },
  {
    id: 'cursor-count-zero-all',
    ask: async (c) => pageOfThree('cursor=&count=0')(c),
    good: '',
    faulty: 'u1 u2 u3',
  },
  {
    id: 'cursor-previous-on-first-page',
    ask: async (c) => 'previousCursor' in (await firstByCursor(c)),
    good: false,
    faulty: true,
  },
  {
    id: 'cursor-with-reserved-characters',
    ask: async (c) => {
      const { nextCursor } = await firstByCursor(c);
      return [
        /[+=]/.test(String(nextCursor)),
        await page(c, `cursor=${encodeURIComponent(String(nextCursor))}&count=2`),
      ];
    },
    good: [false, 'u3'],
    faulty: [true, 'u3'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_PAGING)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_PAGING.map(({ id }) => id).sort());
});
