import { request } from 'node:http';
import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { HEADER_FAULTS } from './headers.ts';

const posted = async (c: Caller, contentType: string) =>
  verdict(await c.post('/Users', { schemas: [USER_URN], userName: contentType }, { 'content-type': contentType }));
/** The status for each way to say JSON. */
const media = async (c: Caller) => [
  await posted(c, 'application/scim+json'),
  await posted(c, 'application/json'),
  await posted(c, 'application/scim+json; charset=utf-8'),
];
/** fetch would not send another Host. */
const askAs = (host: string, { server }: Caller, path: string) =>
  new Promise<string>((resolve, reject) => {
    const headers = { host, authorization: `Bearer ${server.token}` };
    const sent = request(`${server.url}${path}`, { headers }, (response) => {
      response.setEncoding('utf8').on('data', resolve);
    });
    sent.on('error', reject).end();
  });
const locations = async (c: Caller) => {
  const reply = await c.post('/Users', { schemas: [USER_URN], userName: 'a' });
  const short = (url: unknown) =>
    String(url).replace(new URL(c.server.url).origin, '').replace(String(reply.body.id), 'ID');
  return [short(reply.headers.get('location')), short(dig(reply.body, 'meta', 'location'))];
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'request-content-type-json-rejected',
    ask: async (c) => media(c),
    good: ['201', '201', '201'],
    faulty: ['201', '415', '201'],
  },
  {
    id: 'request-content-type-scim-json-unparsed',
    ask: async (c) => media(c),
    good: ['201', '201', '201'],
    faulty: ['400 invalidSyntax', '201', '400 invalidSyntax'],
  },
  {
    id: 'request-content-type-charset-rejected',
    ask: async (c) => media(c),
    good: ['201', '201', '201'],
    faulty: ['201', '201', '415'],
  },
  {
    id: 'etag-if-match-ignored',
    ask: async (c) => (await c.delete(`/Users/${idOf(await c.user('a'))}`, { 'if-match': 'W/"stale"' })).status,
    good: 412,
    faulty: 204,
  },
  {
    id: 'location-header-wrong-tenant',
    ask: async (c) => locations(c),
    good: ['/scim/v2/Users/ID', '/scim/v2/Users/ID'],
    faulty: ['/v2/Users/ID', '/scim/v2/Users/ID'],
  },
  {
    id: 'location-internal-host-or-http',
    ask: async (c) => locations(c),
    good: ['/scim/v2/Users/ID', '/scim/v2/Users/ID'],
    faulty: ['http://scim.internal:8080/scim/v2/Users/ID', 'http://scim.internal:8080/scim/v2/Users/ID'],
  },
  {
    id: 'location-host-header-injection',
    ask: async (c) => {
      const { id } = await c.user('a');
      return (await askAs('evil.example', c, `/Users/${id}`)).includes('evil.example');
    },
    good: false,
    faulty: true,
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(HEADER_FAULTS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(HEADER_FAULTS.map(({ id }) => id).sort());
});
