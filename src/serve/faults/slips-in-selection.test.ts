import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, resources } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_SELECTION } from './slips-in-selection.ts';

const shown = async (c: Caller, query: string): Promise<unknown[]> => {
  const user = await c.user('a', { title: 'T', name: { givenName: 'G', familyName: 'F' } });
  const reply = await c.get(`/Users/${idOf(user)}?${query}`);
  return reply.status === 200 ? [reply.body.userName, reply.body.title, reply.body.name] : [verdict(reply)];
};
const name = { givenName: 'G', familyName: 'F' };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'attributes-ignored',
    ask: async (c) => shown(c, 'attributes=title'),
    good: [undefined, 'T', undefined],
    faulty: ['a', 'T', name],
  },
  {
    id: 'attributes-ignored-in-lists',
    ask: async (c) => {
      const alone = await shown(c, 'attributes=title');
      const [user] = resources(await c.get('/Users?attributes=title'));
      return [alone, user?.userName];
    },
    good: [[undefined, 'T', undefined], undefined],
    faulty: [[undefined, 'T', undefined], 'a'],
  },
  {
    id: 'attributes-first-only',
    ask: async (c) => shown(c, 'attributes=userName,title'),
    good: ['a', 'T', undefined],
    faulty: ['a', undefined, undefined],
  },
  {
    id: 'attributes-whole-for-part',
    ask: async (c) => shown(c, 'attributes=name.givenName'),
    good: [undefined, undefined, { givenName: 'G' }],
    faulty: [undefined, undefined, name],
  },
  {
    id: 'attributes-urn-unknown',
    ask: async (c) => shown(c, `attributes=${USER_URN}:title`),
    good: [undefined, 'T', undefined],
    faulty: [undefined, undefined, undefined],
  },
  {
    id: 'attributes-unknown-500',
    ask: async (c) => shown(c, 'attributes=title,nothing'),
    good: [undefined, 'T', undefined],
    faulty: ['500'],
  },
  {
    id: 'excluded-part-ignored',
    ask: async (c) => shown(c, 'excludedAttributes=name.givenName,title'),
    good: ['a', undefined, { familyName: 'F' }],
    faulty: ['a', undefined, name],
  },
  {
    id: 'excluded-attributes-ignored',
    ask: async (c) => shown(c, 'excludedAttributes=name,title'),
    good: ['a', undefined, undefined],
    faulty: ['a', 'T', name],
  },
  {
    id: 'excluded-whole-for-part',
    ask: async (c) => shown(c, 'excludedAttributes=name.givenName'),
    good: ['a', 'T', { familyName: 'F' }],
    faulty: ['a', 'T', undefined],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_SELECTION)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_SELECTION.map(({ id }) => id).sort());
});
