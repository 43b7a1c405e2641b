import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject } from '../scim/json.ts';
import {
  ENTERPRISE_USER_URN,
  GROUP_URN,
  LIST_RESPONSE_URN,
  SCHEMA_URN,
  SERVICE_PROVIDER_CONFIG_URN,
  USER_URN,
} from '../scim/urn.ts';
import { type Caller, connect, dig, resources, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
});
afterAll(() => caller.server.close());

it('shows its configuration to everybody, and the rest to those it knows', async () => {
  const response = await fetch(`${caller.server.url}/ServiceProviderConfig`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    schemas: [SERVICE_PROVIDER_CONFIG_URN],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 },
    filter: { supported: true, maxResults: 200 },
    changePassword: { supported: true },
    sort: { supported: true },
    etag: { supported: true },
    pagination: { cursor: true, index: true, defaultPaginationMethod: 'index', cursorTimeout: 600 },
    authenticationSchemes: [{ type: 'oauthbearertoken', name: expect.any(String), description: expect.any(String) }],
    meta: { resourceType: 'ServiceProviderConfig', location: `${caller.server.url}/ServiceProviderConfig` },
  });
  expect((await fetch(`${caller.server.url}/Schemas`)).status).toBe(401);
  await withServer({ capabilities: { publicConfig: false } }, async ({ server }) => {
    expect((await fetch(`${server.url}/ServiceProviderConfig`)).status).toBe(401);
  });
});

describe.each(['/ResourceTypes', '/Schemas'])('%s', (path) => {
  it('lists resources that can be read one by one, whatever the query says', async () => {
    const reply = await caller.get(`${path}?startIndex=2&count=0&sortBy=x`);
    const all = resources(reply);
    expect(reply.body).toMatchObject({ schemas: [LIST_RESPONSE_URN], totalResults: all.length });
    for (const resource of all) {
      expect((await caller.get(`${path}/${encodeURIComponent(String(resource.id))}`)).body).toEqual(resource);
      expect((await caller.get(String(dig(resource, 'meta', 'location')))).body).toEqual(resource);
    }
  });

  it('refuses a filter, a stranger and a write', async () => {
    const filtered = await caller.filter(path, 'id pr');
    expect([filtered.status, filtered.body.status]).toEqual([403, '403']);
    expect((await caller.get(`${path}/urn:example:nobody`)).status).toBe(404);
    const reply = await caller.post(path, {});
    expect([reply.status, reply.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

it('describes users with the enterprise extension, and groups', async () => {
  const types = resources(await caller.get('/ResourceTypes'));
  expect(types).toMatchObject([
    {
      id: 'User',
      endpoint: '/Users',
      schema: USER_URN,
      schemaExtensions: [{ schema: ENTERPRISE_USER_URN, required: false }],
    },
    { id: 'Group', endpoint: '/Groups', schema: GROUP_URN },
  ]);
  const schemas = resources(await caller.get('/Schemas'));
  expect(schemas.map(({ id }) => id)).toEqual(
    expect.arrayContaining([USER_URN, GROUP_URN, ENTERPRISE_USER_URN, SCHEMA_URN]),
  );
  expect(schemas.every((schema) => isObject(schema) && Array.isArray(schema.attributes))).toBe(true);
  expect(schemas.some(({ id }) => String(id).includes(':api:'))).toBe(false);
});

it('does not describe what it does not serve', async () => {
  await withServer({ preset: 'users-only' }, async (users) => {
    expect(resources(await users.get('/ResourceTypes')).map(({ id }) => id)).toEqual(['User']);
    expect((await users.get(`/Schemas/${ENTERPRISE_USER_URN}`)).status).toBe(404);
    expect((await users.get('/Groups')).status).toBe(404);
  });
});
