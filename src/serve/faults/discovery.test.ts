import { expect, it } from 'vitest';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks } from './difference.testing.ts';
import { DISCOVERY_FAULTS } from './discovery.ts';

/** The attribute of the User schema with this name. */
const described = async (c: Caller, name: string) => {
  const attributes = (await c.get(`/Schemas/${USER_URN}`)).body.attributes;
  return Array.isArray(attributes) ? attributes.find((attribute) => dig(attribute, 'name') === name) : undefined;
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'discovery-spc-missing-required',
    ask: async (c) => {
      const { body } = await c.get('/ServiceProviderConfig');
      return [
        'authenticationSchemes' in body,
        dig(body, 'bulk', 'maxOperations'),
        dig(body, 'filter', 'maxResults'),
        dig(body, 'bulk', 'supported'),
      ];
    },
    good: [true, 100, 200, true],
    faulty: [false, undefined, undefined, true],
  },
  {
    id: 'discovery-endpoints-404',
    ask: async (c) => [
      (await c.get('/ServiceProviderConfig')).status,
      (await c.get('/ResourceTypes')).status,
      (await c.get('/Schemas')).status,
    ],
    good: [200, 200, 200],
    faulty: [404, 404, 404],
  },
  {
    id: 'discovery-schema-missing-schemas-attr',
    ask: async (c) => resources(await c.get('/Schemas')).every((schema) => 'schemas' in schema),
    good: true,
    faulty: false,
  },
  {
    id: 'discovery-spc-capability-lie',
    ask: async (c) => {
      const reply = await c.patch(`/Users/${idOf(await c.user('a'))}`, [{ op: 'replace', path: 'title', value: 'T' }]);
      return [dig((await c.get('/ServiceProviderConfig')).body, 'patch', 'supported'), reply.status];
    },
    good: [true, 200],
    faulty: [true, 405],
  },
  {
    id: 'discovery-empty',
    ask: async (c) => [(await c.get('/Schemas')).body.totalResults, (await c.get('/ResourceTypes')).body.totalResults],
    good: [6, 2],
    faulty: [0, 0],
  },
  {
    id: 'discovery-resourcetypes-not-listresponse',
    ask: async (c) => (await c.get('/ResourceTypes')).text.startsWith('['),
    good: false,
    faulty: true,
  },
  {
    id: 'schema-missing-multivalued-shape',
    ask: async (c) => dig(await described(c, 'emails'), 'multiValued'),
    good: true,
    faulty: false,
  },
  {
    id: 'schema-mutability-metadata-wrong',
    ask: async (c) => dig(await described(c, 'displayName'), 'mutability'),
    good: 'readWrite',
    faulty: 'readOnly',
  },
  {
    id: 'users-extension-schema-not-in-discovery',
    ask: async (c) => (await c.get(`/Schemas/${ENTERPRISE_USER_URN}`)).status,
    good: 200,
    faulty: 404,
  },
  {
    id: 'sort-supported-false-but-error',
    ask: async (c) => (await c.get('/Users?sortBy=userName')).status,
    good: 200,
    faulty: 501,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(DISCOVERY_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(DISCOVERY_FAULTS.map(({ id }) => id).sort());
});
