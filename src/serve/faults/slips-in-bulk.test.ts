import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { bulk, type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_BULK } from './slips-in-bulk.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const user = (userName: string, more: JsonObject = {}): JsonObject => ({ schemas: [USER], userName, ...more });
const post = (bulkId: string | undefined, userName: string, path = '/Users'): JsonObject => ({
  ...{ method: 'POST', path, data: user(userName) },
  ...(bulkId === undefined ? {} : { bulkId }),
});
const title = (path: string, value: string): JsonObject => ({
  ...{ method: 'PATCH', path },
  data: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'replace', path: 'title', value }],
  },
});
const count = async (c: Caller): Promise<number> => resources(await c.get('/Users')).length;

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'bulk-echoes-fail-on-errors',
    ask: async (c) => (await bulk(c, [post('a', 'a')], { failOnErrors: 1 })).body.failOnErrors,
    good: undefined,
    faulty: 1,
  },
  {
    id: 'bulk-without-bulk-id-taken',
    ask: async (c) => dig((await bulk(c, [post(undefined, 'a')])).body, 'Operations', 0, 'status'),
    good: '400',
    faulty: '201',
  },
  {
    id: 'bulk-same-bulk-id-taken',
    ask: async (c) => dig((await bulk(c, [post('a', 'a'), post('a', 'b')])).body, 'Operations', 1, 'status'),
    good: '400',
    faulty: '201',
  },
  {
    id: 'bulk-any-path-taken',
    ask: async (c) => {
      const ana = idOf(await c.user('ana'));
      await bulk(c, [post('a', 'a', `/Users/${ana}`)]);
      return count(c);
    },
    good: 1,
    faulty: 2,
  },
  {
    id: 'bulk-id-in-path-unknown',
    ask: async (c) => {
      await bulk(c, [post('a', 'a'), title('/Users/bulkId:a', 'Guide')]);
      return resources(await c.get('/Users'))[0]?.title;
    },
    good: 'Guide',
    faulty: undefined,
  },
  {
    id: 'bulk-in-an-order-of-its-own',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ana'))}`;
      await bulk(c, [{ method: 'PUT', path, data: user('ana', { title: 'first' }) }, title(path, 'last')]);
      return (await c.get(path)).body.title;
    },
    good: 'last',
    faulty: 'first',
  },
  {
    id: 'bulk-limit-not-named',
    ask: async (c) =>
      String(
        (
          await bulk(
            c,
            Array.from({ length: 101 }, (_, n) => post(`${n}`, `${n}`)),
          )
        ).body.detail,
      ).includes('100'),
    good: true,
    faulty: false,
  },
  {
    id: 'bulk-version-ignored',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ana'))}`;
      const reply = await bulk(c, [{ method: 'PUT', path, version: 'W/"no"', data: user('ana') }]);
      return [verdict(reply), dig(reply.body, 'Operations', 0, 'status')];
    },
    good: ['200', '412'],
    faulty: ['200', '200'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_BULK)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_BULK.map(({ id }) => id).sort());
});
