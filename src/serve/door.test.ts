import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SEARCH_REQUEST_URN, USER_URN } from '../scim/urn.ts';
import { type Caller, connect, dig, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
const userTokens = { 'ada-token': 'ada@example.com' };
beforeAll(async () => {
  caller = connect(await startServer({ token: 'the-token', userTokens }));
});
afterAll(() => caller.server.close());

describe('credentials', () => {
  it.each(['Bearer the-token', 'bearer the-token', 'BEARER  the-token'])('%s comes in', async (authorization) => {
    expect((await caller.get('/Users', { authorization })).status).toBe(200);
  });

  it.each(['Bearer wrong', 'Bearer', 'Basic dGhlLXRva2Vu', 'the-token', 'Bearer the-tokenx'])(
    '%s does not',
    async (authorization) => {
      const reply = await caller.get('/Users', { authorization });
      expect(reply.status).toBe(401);
      expect(reply.headers.get('www-authenticate')).toBe('Bearer realm="scimulate", error="invalid_token"');
      expect(reply.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '401' });
    },
  );

  it('are asked for everywhere, before anything else is looked at, without an error code', async () => {
    for (const [method, path] of [
      ['GET', '/Users'],
      ['POST', '/Users'],
      ['PATCH', '/Users/1'],
      ['DELETE', '/Groups/1'],
      ['POST', '/Bulk'],
      ['POST', '/.search'],
      ['GET', '/Me'],
      ['GET', '/Nope'],
    ] as const) {
      const response = await fetch(`${caller.server.url}${path}`, {
        method,
        ...(method === 'POST' ? { body: '{"broken' } : {}),
      });
      expect([path, response.status, response.headers.get('www-authenticate')]).toEqual([
        path,
        401,
        'Bearer realm="scimulate"',
      ]);
    }
  });
});

describe('/Me', () => {
  it('is the user the token belongs to, under his permanent location', async () => {
    const user = await caller.user('ada@example.com');
    const authorization = 'Bearer ada-token';
    const reply = await caller.get('/Me?attributes=userName', { authorization });
    expect(reply.body).toEqual({ schemas: [USER_URN], id: user.id, userName: 'ada@example.com' });
    expect(reply.headers.get('location')).toBe(dig(user, 'meta', 'location'));
    await caller.send(
      'PATCH',
      '/Me',
      {
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: [{ op: 'add', path: 'nickName', value: 'A' }],
      },
      { authorization },
    );
    expect((await caller.get(`/Users/${user.id}`)).body.nickName).toBe('A');
    expect((await caller.send('POST', '/Me', {}, { authorization })).status).toBe(501);
    expect((await caller.delete('/Me', { authorization })).status).toBe(204);
  });

  it('is 501 for a token that belongs to nobody', async () => {
    const reply = await caller.get('/Me');
    expect([reply.status, reply.body.status]).toEqual([501, '501']);
  });
});

describe('capabilities that are off', () => {
  it.each([
    ['patch', 'PATCH', '/Users/1', { schemas: [], Operations: [] }],
    ['bulk', 'POST', '/Bulk', {}],
    ['search', 'POST', '/Users/.search', { schemas: [SEARCH_REQUEST_URN] }],
    ['search', 'POST', '/.search', { schemas: [SEARCH_REQUEST_URN] }],
    ['filter', 'GET', '/Users?filter=userName%20pr', undefined],
    ['deleteUsers', 'DELETE', '/Users/1', undefined],
    ['rootQuery', 'GET', '', undefined],
    ['me', 'GET', '/Me', undefined],
  ] as const)('%s: %s %s is 501', async (capability, method, path, body) => {
    await withServer({ capabilities: { [capability]: false } }, async (without) => {
      const reply = await without.send(method, path, body === undefined ? undefined : JSON.stringify(body));
      expect([reply.status, reply.body.status]).toEqual([501, '501']);
      const config = (await without.get('/ServiceProviderConfig')).body;
      expect(dig(config, capability, 'supported') ?? false).toBe(false);
    });
  });

  it.each([
    ['serviceProviderConfig', '/ServiceProviderConfig'],
    ['resourceTypes', '/ResourceTypes'],
    ['schemas', '/Schemas'],
    ['groups', '/Groups'],
  ])('%s: %s is 404', async (capability, path) => {
    await withServer({ capabilities: { [capability]: false } }, async (without) => {
      expect((await without.get(path)).status).toBe(404);
    });
  });

  it('sort: the parameter is ignored', async () => {
    await withServer({ capabilities: { sort: false } }, async (without) => {
      expect((await without.get('/Users?sortBy=userName&sortOrder=sideways')).status).toBe(200);
    });
  });
});

describe('URLs', () => {
  const location = async (headers: Record<string, string>): Promise<string> => {
    const { id } = (await caller.post('/Users', { schemas: [USER_URN], userName: `url.${JSON.stringify(headers)}` }))
      .body;
    const url = new URL(`${caller.server.url}/Users/${id}`);
    const text = await new Promise<string>((resolve, reject) => {
      // fetch would not send another Host.
      const sent = request(url, { headers: { authorization: 'Bearer the-token', ...headers } }, (response) => {
        response.setEncoding('utf8').on('data', resolve);
      });
      sent.on('error', reject).end();
    });
    return String(dig(JSON.parse(text), 'meta', 'location')).replace(`/Users/${id}`, '');
  };

  it('are those the client used, a proxy on this machine being believed and strangers not', async () => {
    const { port } = new URL(caller.server.url);
    expect(await location({ host: `localhost:${port}` })).toBe(`http://localhost:${port}/scim/v2`);
    expect(await location({ host: 'evil.example' })).toBe(caller.server.url);
    expect(
      await location({
        'x-forwarded-proto': 'https',
        'x-forwarded-host': 'scim.example.com',
        'x-forwarded-prefix': '/tenant',
      }),
    ).toBe('https://scim.example.com/tenant/scim/v2');
    expect(await location({ 'x-forwarded-host': 'a b<script>' })).toBe(caller.server.url);
  });

  it('can be pinned', async () => {
    await withServer({ publicUrl: 'https://scim.example.com/v2/' }, async (pinned) => {
      const user = await pinned.user('pinned');
      expect(dig(user, 'meta', 'location')).toBe(`https://scim.example.com/v2/Users/${user.id}`);
    });
  });
});
