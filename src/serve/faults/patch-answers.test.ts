import { expect, it } from 'vitest';
import { PATCH_URN, USER_URN } from '../../scim/urn.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { PATCH_ANSWER_FAULTS } from './patch-answers.ts';

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'patch-schemas-not-validated',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a'))}`;
      const Operations = [{ op: 'add', path: 'title', value: 'T' }];
      return [
        verdict(await c.send('PATCH', path, { schemas: ['abcd'], Operations })),
        verdict(await c.send('PATCH', path, { schemas: [PATCH_URN] })),
      ];
    },
    good: ['400 invalidSyntax', '400 invalidSyntax'],
    faulty: ['200', '200'],
  },
  {
    id: 'group-patch-method-not-allowed',
    ask: async (c) =>
      verdict(
        await c.patch(`/Groups/${idOf(await c.group('g'))}`, [{ op: 'replace', path: 'displayName', value: 'h' }]),
      ),
    good: '200',
    faulty: '405',
  },
  {
    id: 'patch-not-atomic',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a'))}`;
      const reply = await c.patch(path, [
        { op: 'replace', path: 'title', value: 'T' },
        { op: 'replace', path: 'emails[type eq "none"].value', value: 'x' },
      ]);
      return [verdict(reply), (await c.get(path)).body.title];
    },
    good: ['400 noTarget', undefined],
    faulty: ['400 noTarget', 'T'],
  },
  {
    id: 'patch-attributes-param-ignored-204',
    ask: async (c) =>
      verdict(
        await c.patch(`/Users/${idOf(await c.user('a'))}?attributes=title`, [{ op: 'add', path: 'title', value: 'T' }]),
      ),
    good: '200',
    faulty: '204',
  },
  {
    id: 'patch-no-change-400',
    ask: async (c) => {
      const user = await c.user('a');
      const path = `/Users/${idOf(user)}`;
      return [
        verdict(await c.patch(path, [{ op: 'replace', path: 'active', value: true }])),
        verdict(await c.put(path, { schemas: [USER_URN], userName: 'a' })),
      ];
    },
    good: ['200', '200'],
    faulty: ['400 invalidValue', '200'],
  },
  {
    id: 'patch-unknown-path-silently-ignored',
    ask: async (c) =>
      verdict(await c.patch(`/Users/${idOf(await c.user('a'))}`, [{ op: 'replace', path: 'bogusAttr', value: 'x' }])),
    good: '400 invalidPath',
    faulty: '200',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(PATCH_ANSWER_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(PATCH_ANSWER_FAULTS.map(({ id }) => id).sort());
});
