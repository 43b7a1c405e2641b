import { expect, it } from 'vitest';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SECURITY_FAULTS } from './security.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'sec-reactivate-by-unrelated-patch',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', { active: false }))}`;
      const other = await c.patch(path, [{ op: 'replace', path: 'displayName', value: 'D' }]);
      const again = await c.patch(path, [{ op: 'replace', path: 'active', value: false }]);
      return [other.body.active, again.body.active];
    },
    good: [false, false],
    faulty: [true, false],
  },
  {
    id: 'sec-numeric-externalid-impersonation',
    ask: async (c) => {
      await c.user('a', { externalId: '1' });
      return verdict(await c.get('/Users/1'));
    },
    good: '404',
    faulty: '200',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SECURITY_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SECURITY_FAULTS.map(({ id }) => id).sort());
});
