import { expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_DOCUMENTS } from './slips-in-documents.ts';

const config = async (c: Caller, ...keys: (string | number)[]): Promise<Json | undefined> =>
  dig((await c.get('/ServiceProviderConfig')).body, ...keys);
const type = async (c: Caller, name: string): Promise<JsonObject | undefined> =>
  resources(await c.get('/ResourceTypes')).find((one) => one.name === name);
const place = async (c: Caller): Promise<string> => `/Users/${idOf(await c.user('a'))}`;
const challenge = async (c: Caller, headers: Record<string, string>): Promise<string | null> =>
  (await fetch(`${c.server.url}/Users`, { headers })).headers.get('www-authenticate');

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'config-scheme-type-invented',
    ask: (c) => config(c, 'authenticationSchemes', 0, 'type'),
    good: 'oauthbearertoken',
    faulty: 'apikey',
  },
  {
    id: 'config-schemes-all-primary',
    ask: (c) => config(c, 'authenticationSchemes', 1, 'primary'),
    good: undefined,
    faulty: true,
  },
  {
    id: 'config-events-malformed',
    ask: (c) => config(c, 'securityEvents', 'asyncRequest'),
    good: undefined,
    faulty: 'sometimes',
  },
  { id: 'config-smaller-pages-than-given', ask: (c) => config(c, 'filter', 'maxResults'), good: 200, faulty: 3 },
  {
    id: 'types-one-extension-bare',
    ask: async (c) => Array.isArray((await type(c, 'User'))?.schemaExtensions),
    good: true,
    faulty: false,
  },
  {
    id: 'types-in-singular',
    variations: ['type-of-its-own'],
    ask: async (c) => (await type(c, 'Room'))?.endpoint,
    good: '/Rooms',
    faulty: '/Room',
  },
  {
    id: 'types-of-its-own-bare',
    variations: ['type-of-its-own'],
    ask: async (c) => isObject(JSON.parse((await c.get('/Rooms')).text)),
    good: true,
    faulty: false,
  },
  {
    id: 'types-extension-required-on-paper',
    ask: async (c) => dig(await type(c, 'User'), 'schemaExtensions', 0),
    good: { schema: ENTERPRISE_USER_URN, required: false },
    faulty: { schema: ENTERPRISE_USER_URN, required: true },
  },
  {
    id: 'schemas-canonical-values-as-text',
    ask: async (c) => /"canonicalValues":"/.test((await c.get('/Schemas')).text),
    good: false,
    faulty: true,
  },
  {
    id: 'discovery-writable',
    ask: async (c) => [
      (await c.post('/Schemas', { id: 'urn:example:new' })).status,
      (await c.get('/Schemas/urn:example:new')).status,
      (await c.delete('/Schemas/urn:example:new')).status,
    ],
    good: [405, 404, 405],
    faulty: [201, 200, 204],
  },
  {
    id: 'accept-plain-json-406',
    ask: async (c) => (await c.get('/Users', { accept: 'application/json' })).status,
    good: 200,
    faulty: 406,
  },
  { id: 'path-with-dot-500', ask: async (c) => (await c.get('/Users/1.scim')).status, good: 404, faulty: 500 },
  {
    id: 'prefer-refused',
    ask: async (c) => (await c.get('/Users', { prefer: 'respond-async' })).status,
    good: 200,
    faulty: 400,
  },
  {
    id: 'delete-with-body-refused',
    ask: async (c) => (await c.send('DELETE', await place(c), {})).status,
    good: 204,
    faulty: 400,
  },
  {
    id: 'challenge-bare',
    ask: async (c) => (await challenge(c, { authorization: 'Bearer wrong' }))?.includes('invalid_token'),
    good: true,
    faulty: false,
  },
  {
    id: 'challenge-always-an-error',
    ask: async (c) => (await challenge(c, {}))?.includes('error'),
    good: false,
    faulty: true,
  },
  { id: 'me-as-it-is', ask: async (c) => (await c.get('/Me')).status, good: 501, faulty: 200 },
  {
    id: 'total-with-fraction',
    ask: async (c) => /"totalResults":0[,}]/.test((await c.get('/Users')).text),
    good: true,
    faulty: false,
  },
  {
    id: 'resource-cached-by-anybody',
    ask: async (c) => (await c.get('/Users')).headers.get('cache-control')?.includes('public'),
    good: false,
    faulty: true,
  },
  {
    id: 'resource-with-nulls',
    ask: async (c) => (await c.get(await place(c))).body.title,
    good: undefined,
    faulty: null,
  },
  {
    id: 'resource-modified-tomorrow',
    ask: async (c) => {
      const { meta } = await c.user('a');
      return dig(meta, 'created') === dig(meta, 'lastModified');
    },
    good: true,
    faulty: false,
  },
  {
    id: 'put-unknown-redirected',
    ask: async (c) => {
      const reply = await fetch(`${c.server.url}/Users/nobody`, {
        method: 'PUT',
        redirect: 'manual',
        headers: { authorization: `Bearer ${c.server.token}`, 'content-type': 'application/scim+json' },
        body: '{}',
      });
      return reply.status;
    },
    good: 404,
    faulty: 302,
  },
  {
    id: 'error-keyword-with-404',
    ask: async (c) => verdict(await c.get('/Users/nobody')),
    good: '404',
    faulty: '404 invalidPath',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_DOCUMENTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_DOCUMENTS.map(({ id }) => id).sort());
});
