import { expect, it } from 'vitest';
import { dig } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_VERSIONS } from './slips-in-versions.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'if-match-star-refused',
    ask: async (c) => (await c.delete(`/Users/${idOf(await c.user('a'))}`, { 'if-match': '*' })).status,
    good: 204,
    faulty: 412,
  },
  {
    id: 'if-match-never-weak',
    ask: async (c) => {
      const user = await c.user('a');
      const version = String(dig(user, 'meta', 'version'));
      return (await c.delete(`/Users/${idOf(user)}`, { 'if-match': version })).status;
    },
    good: 204,
    faulty: 412,
  },
  {
    id: 'etag-of-framework',
    ask: async (c) => {
      const reply = await c.get(`/Users/${idOf(await c.user('a'))}`);
      return reply.headers.get('etag') === dig(reply.body, 'meta', 'version');
    },
    good: true,
    faulty: false,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_VERSIONS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_VERSIONS.map(({ id }) => id).sort());
});
