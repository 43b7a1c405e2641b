import { expect, it } from 'vitest';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import { DATA_LOSS_FAULTS } from './data-loss.ts';
import { type Difference, idOf, observe, stillWorks } from './difference.testing.ts';

const employee = { [ENTERPRISE_USER_URN]: { department: 'D' } };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'delete-hard-instead-soft',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a'))}`;
      const reply = await c.patch(path, [{ op: 'replace', path: 'active', value: false }]);
      return [reply.status, (await c.get(path)).status];
    },
    good: [200, 200],
    faulty: [200, 404],
  },
  {
    id: 'content-type-json-drops-extensions',
    ask: async (c) => {
      const reply = await c.post(
        '/Users',
        { schemas: [USER_URN], userName: 'a', ...employee },
        { 'content-type': 'application/json' },
      );
      return reply.body[ENTERPRISE_USER_URN];
    },
    good: { department: 'D' },
    faulty: undefined,
  },
  {
    id: 'patch-custom-data-overwritten',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', employee))}`;
      const reply = await c.patch(path, [{ op: 'add', path: 'phoneNumbers', value: [{ value: '1' }] }]);
      return reply.body[ENTERPRISE_USER_URN];
    },
    good: { department: 'D' },
    faulty: undefined,
  },
  {
    id: 'patch-email-deletes-user',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('a', { emails: [{ value: 'a@example.com', type: 'work' }] }))}`;
      await c.patch(path, [{ op: 'replace', path: 'emails[type eq "work"].value', value: 'b@example.com' }]);
      return (await c.get(path)).status;
    },
    good: 200,
    faulty: 404,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(DATA_LOSS_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(DATA_LOSS_FAULTS.map(({ id }) => id).sort());
});
