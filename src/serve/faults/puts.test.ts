import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { PUT_FAULTS } from './puts.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'put-user-unsupported',
    ask: async (c) => verdict(await c.put(`/Users/${idOf(await c.user('a'))}`, { schemas: [USER_URN], userName: 'a' })),
    good: '200',
    faulty: '405',
  },
  {
    id: 'put-active-omitted-reactivates',
    ask: async (c) =>
      (await c.put(`/Users/${idOf(await c.user('a', { active: false }))}`, { schemas: [USER_URN], userName: 'a' })).body
        .active,
    good: false,
    faulty: true,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(PUT_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(PUT_FAULTS.map(({ id }) => id).sort());
});
