import { expect, it } from 'vitest';
import { BULK_REQUEST_URN, GROUP_URN, USER_URN } from '../../scim/urn.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_REFUSALS } from './slips-in-refusals.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'patch-refuses-nothing',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', { title: 'T' }))}`;
      const reply = await c.patch(path, [{ op: 'remove', path: 'userName' }]);
      return [verdict(reply), (await c.get(path)).body.userName];
    },
    good: ['400 mutability', 'a'],
    faulty: ['200', 'a'],
  },
  {
    id: 'create-refuses-nothing',
    ask: async (c) => [
      verdict(await c.post('/Groups', { schemas: [GROUP_URN], externalId: 'x' })),
      verdict(await c.post('/Users', { schemas: [USER_URN], userName: 'a', name: 'Ada' })),
      verdict(await c.post('/Users', { userName: 'b' })),
    ],
    good: ['400 invalidValue', '400 invalidValue', '400 invalidSyntax'],
    faulty: ['201', '201', '201'],
  },
  {
    id: 'unique-on-creation-only',
    ask: async (c) => {
      await c.user('a');
      const path = `/Users/${idOf(await c.user('b'))}`;
      return [
        verdict(await c.patch(path, [{ op: 'replace', path: 'userName', value: 'a' }])),
        verdict(await c.post('/Users', { schemas: [USER_URN], userName: 'a' })),
      ];
    },
    good: ['409 uniqueness', '409 uniqueness'],
    faulty: ['200', '409 uniqueness'],
  },
  {
    id: 'bulk-without-operations-200',
    ask: async (c) => verdict(await c.post('/Bulk', { schemas: [BULK_REQUEST_URN] })),
    good: '400 invalidSyntax',
    faulty: '200',
  },
  {
    id: 'cursor-unknown-starts-again',
    ask: async (c) => verdict(await c.get('/Users?cursor=nope&count=1')),
    good: '400 invalidCursor',
    faulty: '200',
  },
  {
    id: 'resource-found-anywhere',
    ask: async (c) => verdict(await c.get(`/Groups/${idOf(await c.user('a'))}`)),
    good: '404',
    faulty: '200',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_REFUSALS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_REFUSALS.map(({ id }) => id).sort());
});
