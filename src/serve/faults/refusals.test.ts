import { expect, it } from 'vitest';
import { type Difference, find, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { REFUSALS } from './refusals.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'filter-knows-eq-only',
    async ask(c) {
      await c.user('a');
      return [await find(c, 'userName eq "a"'), await find(c, 'userName sw "a"'), await find(c, 'userName pr')];
    },
    good: [['a'], ['a'], ['a']],
    faulty: [['a'], ['400 invalidFilter'], ['400 invalidFilter']],
  },
  {
    id: 'delete-user-405',
    async ask(c) {
      const user = await c.user('a');
      const group = await c.group('g');
      return [
        verdict(await c.delete(`/Users/${idOf(user)}`)),
        verdict(await c.get(`/Users/${idOf(user)}`)),
        verdict(await c.delete(`/Groups/${idOf(group)}`)),
      ];
    },
    good: ['204', '404', '204'],
    faulty: ['405', '200', '204'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(REFUSALS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(REFUSALS.map(({ id }) => id).sort());
});
