import { expect, it } from 'vitest';
import { PATCH_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { type Difference, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_DISCOVERY } from './slips-in-discovery.ts';

const described = async (c: Caller, name: string) => {
  const attributes = (await c.get('/Schemas')).body.Resources;
  const user = Array.isArray(attributes) ? attributes.find((schema) => dig(schema, 'id') === USER_URN) : undefined;
  const all = dig(user, 'attributes');
  return Array.isArray(all) ? all.find((attribute) => dig(attribute, 'name') === name) : undefined;
};
const config = async (c: Caller) => (await c.get('/ServiceProviderConfig')).body;

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'auth-any-token-accepted',
    ask: async (c) => [
      verdict(await c.get('/Users', { authorization: 'Bearer wrong' })),
      verdict(await c.get('/Users', { authorization: '' })),
    ],
    good: ['401', '401'],
    faulty: ['200', '401'],
  },
  {
    id: 'config-needs-credentials',
    ask: async (c) => (await fetch(`${c.server.url}/ServiceProviderConfig`)).status,
    good: 200,
    faulty: 401,
  },
  {
    id: 'config-of-scim-1',
    ask: async (c) => String((await config(c)).schemas).includes('core:1.0'),
    good: false,
    faulty: true,
  },
  {
    id: 'config-paging-as-text',
    ask: async (c) => dig(await config(c), 'pagination', 'index'),
    good: true,
    faulty: 'true',
  },
  {
    id: 'config-writable',
    ask: async (c) => {
      const reply = await c.send('PATCH', '/ServiceProviderConfig', { schemas: [PATCH_URN], Operations: [] });
      return [verdict(reply), 'documentationUri' in (await config(c))];
    },
    good: ['405', false],
    faulty: ['200', true],
  },
  {
    id: 'discovery-filter-ignored',
    ask: async (c) => verdict(await c.filter('/Schemas', 'id pr')),
    good: '403',
    faulty: '200',
  },
  {
    id: 'discovery-paged',
    ask: async (c) => resources(await c.get('/ResourceTypes?startIndex=2&count=1')).map(({ name }) => name),
    good: ['User', 'Group'],
    faulty: ['Group'],
  },
  {
    id: 'discovery-lists-without-total',
    ask: async (c) => [
      'totalResults' in (await c.get('/Schemas')).body,
      'totalResults' in (await c.get('/ResourceTypes')).body,
      'totalResults' in (await c.get('/Users')).body,
    ],
    good: [true, true, true],
    faulty: [false, false, true],
  },
  {
    id: 'schema-of-users-unlisted',
    ask: async (c) => [
      resources(await c.get('/Schemas')).some(({ id }) => id === USER_URN),
      (await c.get(`/Schemas/${USER_URN}`)).status,
    ],
    good: [true, 200],
    faulty: [false, 200],
  },
  {
    id: 'resource-types-only-listed',
    ask: async (c) => [verdict(await c.get('/ResourceTypes')), verdict(await c.get('/ResourceTypes/User'))],
    good: ['200', '200'],
    faulty: ['200', '404'],
  },
  {
    id: 'schemas-only-listed',
    ask: async (c) => [verdict(await c.get('/Schemas')), verdict(await c.get(`/Schemas/${USER_URN}`))],
    good: ['200', '200'],
    faulty: ['200', '404'],
  },
  {
    id: 'resource-type-without-schemas',
    ask: async (c) => resources(await c.get('/ResourceTypes')).every((type) => 'schemas' in type),
    good: true,
    faulty: false,
  },
  {
    id: 'schema-types-capitalised',
    ask: async (c) => dig(await described(c, 'active'), 'type'),
    good: 'boolean',
    faulty: 'Boolean',
  },
  {
    id: 'schema-password-readable',
    ask: async (c) => dig(await described(c, 'password'), 'returned'),
    good: 'never',
    faulty: 'default',
  },
  {
    id: 'me-500',
    ask: async (c) => verdict(await c.get('/Me')),
    good: '501',
    faulty: '500',
  },
  {
    id: 'me-without-location',
    ask: async (c) => {
      const reply = await c.get('/Me');
      return [verdict(reply), reply.headers.has('location')];
    },
    good: ['501', false],
    faulty: ['200', false],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_DISCOVERY)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_DISCOVERY.map(({ id }) => id).sort());
});
