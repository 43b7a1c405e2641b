import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { bulk, type Difference, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_DESCRIPTIONS } from './slips-in-descriptions.ts';

const config =
  (...keys: readonly (string | number)[]) =>
  async (c: Caller): Promise<Json | undefined> =>
    dig((await c.get('/ServiceProviderConfig')).body, ...keys);

const attribute =
  (name: string) =>
  async (c: Caller): Promise<JsonObject> => {
    const { attributes } = (await c.get(`/Schemas/${USER_URN}`)).body;
    const found = Array.isArray(attributes) ? attributes.find((one) => dig(one, 'name') === name) : undefined;
    return found as JsonObject;
  };

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'bulk-fewer-than-promised',
    ask: async (c) => (await bulk(c, Array<JsonObject>(11).fill({ method: 'DELETE', path: '/Users/nobody' }))).status,
    good: 200,
    faulty: 413,
  },
  {
    id: 'resource-types-without-groups',
    ask: async (c) => resources(await c.get('/ResourceTypes')).map(({ name }) => name),
    good: ['User', 'Group'],
    faulty: ['User'],
  },
  {
    id: 'config-links-misnamed',
    ask: async (c) => [
      await config('authenticationSchemes', 0, 'specUri')(c),
      await config('authenticationSchemes', 0, 'specUrl')(c),
    ],
    good: ['https://www.rfc-editor.org/info/rfc6750', undefined],
    faulty: [undefined, 'https://www.rfc-editor.org/info/rfc6750'],
  },
  { id: 'config-patch-denied', ask: config('patch', 'supported'), good: true, faulty: false },
  { id: 'config-filter-denied', ask: config('filter', 'supported'), good: true, faulty: false },
  { id: 'config-sort-denied', ask: config('sort', 'supported'), good: true, faulty: false },
  { id: 'config-etag-denied', ask: config('etag', 'supported'), good: true, faulty: false },
  {
    id: 'schemas-of-messages',
    ask: async (c) => resources(await c.get('/Schemas')).filter(({ id }) => String(id).includes(':messages:')).length,
    good: 0,
    faulty: 1,
  },
  {
    id: 'schema-part-keyword-unknown',
    ask: async (c) => dig(await attribute('emails')(c), 'subAttributes', 0, 'mutability'),
    good: 'readWrite',
    faulty: 'READ_WRITE',
  },
  {
    id: 'schema-location-elsewhere',
    ask: async (c) => {
      const { meta } = (await c.get(`/Schemas/${USER_URN}`)).body;
      return String(dig(meta, 'location')).slice(c.server.url.length);
    },
    good: `/Schemas/${USER_URN}`,
    faulty: `/Schema?urn=${USER_URN}`,
  },
  {
    id: 'schema-calls-title-required',
    ask: async (c) => (await attribute('title')(c)).required,
    good: false,
    faulty: true,
  },
  {
    id: 'schema-calls-title-kept-back',
    ask: async (c) => (await attribute('title')(c)).returned,
    good: 'default',
    faulty: 'request',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_DESCRIPTIONS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_DESCRIPTIONS.map(({ id }) => id).sort());
});
