import { expect, it } from 'vitest';
import { GROUP_URN, USER_URN } from '../../scim/urn.ts';
import { dig } from '../caller.testing.ts';
import { type Difference, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_PROMISES } from './slips-in-promises.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'config-fewer-results-than-given',
    ask: async (c) => dig((await c.get('/ServiceProviderConfig')).body, 'filter', 'maxResults'),
    good: 200,
    faulty: 10,
  },
  {
    id: 'email-addresses-unique',
    ask: async (c) => {
      const emails = [{ value: 'a@example.com' }];
      await c.user('a', { emails });
      return verdict(await c.post('/Users', { schemas: [USER_URN], userName: 'b', emails }));
    },
    good: '201',
    faulty: '409 uniqueness',
  },
  {
    id: 'group-names-taken-by-users',
    ask: async (c) => {
      await c.user('a', { displayName: 'Ana' });
      return verdict(await c.post('/Groups', { schemas: [GROUP_URN], displayName: 'Ana' }));
    },
    good: '201',
    faulty: '409 uniqueness',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_PROMISES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_PROMISES.map(({ id }) => id).sort());
});
