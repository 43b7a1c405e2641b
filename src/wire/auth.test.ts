import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { Auth } from './auth.ts';
import type { Exchange } from './exchange.ts';
import { answerJson, bodyOf, client, get, httpServer, httpsServer, unusedPort } from './servers.testing.ts';
import { SettingsProblem } from './settings.ts';

/** Accepts one Authorization header at a time, and counts. */
const guardedServer = async (accepted: string[]) => {
  const seen: (string | undefined)[] = [];
  const url = await httpServer((request, response) => {
    seen.push(request.headers.authorization);
    answerJson(response, accepted.includes(request.headers.authorization ?? '') ? 200 : 401, {});
  });
  return { url, seen };
};

/** A token endpoint that gives out token-number-1, token-number-2… */
const tokenServer = async (answer: Record<string, unknown> = { token_type: 'Bearer' }, start = httpServer) => {
  const logins: { request: IncomingMessage; body: string }[] = [];
  const url = await start(async (request, response) => {
    logins.push({ request, body: await bodyOf(request) });
    answerJson(
      response,
      200,
      { access_token: `token-number-${logins.length}`, ...answer },
      { 'Content-Type': 'application/json' },
    );
  });
  return { tokenUrl: `${url}/token?tenant=1`, logins };
};

const oauth = (tokenUrl: string, rest: object = {}): Auth => ({
  type: 'oauth2',
  tokenUrl,
  clientId: 'the client',
  clientSecret: 'the%secret:x',
  ...rest,
});

describe('a fixed credential', () => {
  test.each<[Auth, string, string]>([
    [{ type: 'bearer', token: ' tOken-of-12-and-more\n' }, 'Bearer tOken-of-12-and-more', 'Bearer ‹redacted›'],
    [
      { type: 'basic', user: 'zoë', password: 'a:b' },
      `Basic ${Buffer.from('zoë:a:b').toString('base64')}`,
      'Basic ‹redacted›',
    ],
    [{ type: 'header', name: 'Authorization', value: 'SSWS abc' }, 'SSWS abc', '‹redacted›'],
  ])('is sent and not shown: %j', async (auth, sent, shown) => {
    const { url, seen } = await guardedServer([sent]);
    const { request, response } = await client({ baseUrl: url, auth }).send(get('/Users'));
    expect(seen).toEqual([sent]);
    expect(request.headers).toEqual([['Authorization', shown]]);
    expect(response?.status).toBe(200);
  });

  test('may stand in any header', async () => {
    let seen: string[] = [];
    const url = await httpServer((request, response) => {
      seen = request.rawHeaders;
      answerJson(response, 401, {});
    });
    const sut = client({ baseUrl: url, auth: { type: 'header', name: 'X-Key', value: 'k1' } });
    const exchange = await sut.send(get('/Users'));
    expect(seen.slice(-2)).toEqual(['X-Key', 'k1']);
    expect(exchange).toMatchObject({ attempt: 1, request: { headers: [['X-Key', '‹redacted›']] } });
    await sut.send(get('/Users', { auth: 'invalid' }));
    expect(seen.slice(-2)).toEqual(['X-Key', 'scimulate-invalid-credential']);
  });

  test('can be left out, falsified or written differently', async () => {
    const { url, seen } = await guardedServer([]);
    const sut = client({ baseUrl: url, auth: { type: 'bearer', token: 'the-real-token' } });
    const exchanges: Exchange[] = [];
    for (const auth of [
      'none',
      'invalid',
      'raw:',
      'raw:Bearer',
      'raw:bearer {credential}',
      'raw:Digest made-up',
    ] as const) {
      exchanges.push(await sut.send(get('/Users', { auth })));
    }
    expect(seen).toEqual([
      undefined,
      'Bearer scimulate-invalid-credential',
      '',
      'Bearer',
      'bearer the-real-token',
      'Digest made-up',
    ]);
    expect(exchanges.map(({ request }) => request.headers[0]?.[1])).toEqual([
      undefined,
      'Bearer scimulate-invalid-credential',
      '',
      'Bearer',
      'bearer ‹redacted›',
      'Digest ‹redacted›',
    ]);
    expect(exchanges.every(({ attempt }) => attempt === 1)).toBe(true);
  });

  test.each<[Auth, string]>([
    [{ type: 'bearer', token: ' \n' }, 'The bearer token is empty'],
    [{ type: 'bearer', token: 'Bearer abc' }, 'Was more than the token copied?'],
    [{ type: 'basic', user: 'a:b', password: 'c' }, 'cannot contain a colon'],
    [{ type: 'header', name: 'X-Key', value: 'a\nb' }, 'contains a line break'],
    [oauth('http://example.com/token'), 'has to begin with https://'],
    [oauth('example.com'), 'The OAuth 2 token URL is not a URL'],
    [
      { type: 'oauth2', tokenUrl: 'https://example.com/token', clientId: 'us' },
      'OAuth 2 needs a client secret, a refresh token, or both.',
    ],
  ])('that cannot work is told at once: %j', (auth, message) => {
    const make = () => client({ baseUrl: 'https://example.com', auth });
    expect(make).toThrow(SettingsProblem);
    expect(make).toThrow(message);
  });
});

describe('a bearer token from a provider', () => {
  test('is asked for once, and once more after a 401', async () => {
    const { url, seen } = await guardedServer(['Bearer second-token', 'Bearer third-token']);
    const tokens = ['first-token', 'second-token', 'third-token'];
    let asked = 0;
    const auth: Auth = { type: 'bearer', token: async () => tokens[asked++] ?? '' };
    const all: Exchange[] = [];
    const sut = client({ baseUrl: url, auth, onExchange: (exchange) => all.push(exchange) });
    expect(asked).toBe(0);
    const exchange = await sut.send(get('/Users'));
    await sut.send(get('/Users'));
    expect(seen).toEqual(['Bearer first-token', 'Bearer second-token', 'Bearer second-token']);
    expect(all.map(({ number, attempt, response }) => [number, attempt, response?.status])).toEqual([
      [1, 1, 401],
      [2, 2, 200],
      [3, 1, 200],
    ]);
    expect(exchange).toBe(all[1]);
    expect(asked).toBe(2);
  });

  test('that stays the same is not sent again', async () => {
    const { url, seen } = await guardedServer([]);
    let asked = 0;
    const token = async (): Promise<string> => {
      asked += 1;
      return 'wrong-token';
    };
    const sut = client({ baseUrl: url, auth: { type: 'bearer', token } });
    expect(await sut.send(get('/Users'))).toMatchObject({ attempt: 1, response: { status: 401 } });
    expect([seen.length, asked]).toEqual([1, 2]);
  });

  test('that is another one and wrong as well ends in the 401', async () => {
    const { url, seen } = await guardedServer([]);
    let asked = 0;
    const token = async (): Promise<string> => `wrong-token-${asked++}`;
    const sut = client({ baseUrl: url, auth: { type: 'bearer', token } });
    expect(await sut.send(get('/Users'))).toMatchObject({ attempt: 2, response: { status: 401 } });
    expect([seen.length, asked]).toEqual([2, 2]);
  });

  test.each([
    [
      async () => Promise.reject(new Error('op: vault is locked')),
      'The bearer token could not be had: op: vault is locked',
    ],
    [async () => '', 'The bearer token is empty.'],
  ])('that cannot be had is a problem (%#)', async (token, message) => {
    const { url, seen } = await guardedServer([]);
    const exchange = await client({ baseUrl: url, auth: { type: 'bearer', token } }).send(get('/Users'));
    expect(exchange.problem).toEqual({ kind: 'auth', message });
    expect(seen).toEqual([]);
  });
});

describe('a credential that may be another one later', () => {
  test.each<[Auth, string, string]>([
    [
      { type: 'bearer', token: 'first-token', again: async () => 'second-token' },
      'Bearer first-token',
      'Bearer second-token',
    ],
    [
      { type: 'header', name: 'Authorization', value: 'SSWS first-value', again: async () => 'SSWS second-value' },
      'SSWS first-value',
      'SSWS second-value',
    ],
    [
      { type: 'basic', user: 'ana', password: 'first-password', again: async () => 'second-password' },
      `Basic ${Buffer.from('ana:first-password').toString('base64')}`,
      `Basic ${Buffer.from('ana:second-password').toString('base64')}`,
    ],
  ])('is read again when it is refused, once for all: %j', async (auth, first, second) => {
    const { url, seen } = await guardedServer([second]);
    const all: Exchange[] = [];
    const sut = client({ baseUrl: url, auth, onExchange: (exchange) => all.push(exchange) });
    const exchanges = await Promise.all([1, 2, 3].map(() => sut.send(get('/Users'))));
    expect(exchanges.map(({ attempt, response }) => [attempt, response?.status])).toEqual(Array(3).fill([2, 200]));
    expect(seen.toSorted()).toEqual([first, first, first, second, second, second].toSorted());
    expect(JSON.stringify(all)).not.toMatch(/first-|second-/);
  });

  test('that cannot be read again is a problem with a reason, and is not sent again', async () => {
    const { url, seen } = await guardedServer([]);
    const again = async (): Promise<string> => Promise.reject(new Error('the file token.txt cannot be read'));
    const sut = client({ baseUrl: url, auth: { type: 'bearer', token: 'first-token', again } });
    expect(await sut.send(get('/Users'))).toMatchObject({
      attempt: 2,
      problem: { kind: 'auth', message: 'The bearer token could not be had: the file token.txt cannot be read' },
    });
    expect(seen).toHaveLength(1);
  });
});

describe('OAuth 2 client credentials', () => {
  test('concurrent requests share one login', async () => {
    const { url } = await guardedServer(['Bearer token-number-1']);
    const { tokenUrl, logins } = await tokenServer();
    const sut = client({ baseUrl: url, auth: oauth(tokenUrl, { scope: 'scim write', audience: 'urn:x' }) });
    const exchanges = await Promise.all([1, 2, 3, 4, 5].map(() => sut.send(get('/Users'))));
    expect(exchanges.map(({ response }) => response?.status)).toEqual([200, 200, 200, 200, 200]);
    expect(logins).toHaveLength(1);
    expect(logins[0]?.request.url).toBe('/token?tenant=1');
    expect(logins[0]?.body).toBe('scope=scim+write&audience=urn%3Ax&grant_type=client_credentials');
    const [user, password] = Buffer.from(logins[0]?.request.headers.authorization?.slice(6) ?? '', 'base64')
      .toString()
      .split(':');
    expect([user, password]).toEqual(['the+client', 'the%25secret%3Ax']);
  });

  test('may carry the secret in the body', async () => {
    const { url } = await guardedServer(['Bearer token-number-1']);
    const { tokenUrl, logins } = await tokenServer();
    await client({ baseUrl: url, auth: oauth(tokenUrl, { clientAuthentication: 'post' }) }).send(get('/Users'));
    expect(logins[0]?.request.headers.authorization).toBeUndefined();
    expect(new URLSearchParams(logins[0]?.body).get('client_secret')).toBe('the%secret:x');
  });

  test('the token is kept until shortly before its end', async () => {
    const { url, seen } = await guardedServer([]);
    const { tokenUrl, logins } = await tokenServer({ token_type: 'bearer', expires_in: 3600 });
    let now = 1_000_000;
    const clock = { now: () => now, sleep: async () => undefined };
    const sut = client({ baseUrl: url, auth: oauth(tokenUrl), clock });
    const use = async () => {
      await sut.send(get('/Users', { auth: 'raw:Bearer {credential}' }));
      return logins.length;
    };
    expect(await use()).toBe(1);
    now += 3_569_000;
    expect(await use()).toBe(1);
    now += 2_000;
    expect(await use()).toBe(2);
    expect(seen).toEqual(['Bearer token-number-1', 'Bearer token-number-1', 'Bearer token-number-2']);
  });

  test('a 401 leads to one new login for all, and one repeat each', async () => {
    const { url, seen } = await guardedServer(['Bearer token-number-2']);
    const { tokenUrl, logins } = await tokenServer();
    const sut = client({ baseUrl: url, auth: oauth(tokenUrl) });
    const exchanges = await Promise.all([1, 2, 3, 4].map(() => sut.send(get('/Users'))));
    expect(exchanges.map(({ attempt, response }) => [attempt, response?.status])).toEqual(Array(4).fill([2, 200]));
    expect(logins).toHaveLength(2);
    expect(seen).toHaveLength(8);
  });

  test('what was learned by the login is not shown, wherever the target repeats it', async () => {
    const { tokenUrl } = await tokenServer();
    const url = await httpServer((request, response) =>
      answerJson(response, 200, { detail: `bad token ${request.headers.authorization}`, name: 'token-number-1' }),
    );
    const exchange = await client({ baseUrl: url, auth: oauth(tokenUrl) }).send(get('/Users'));
    expect(exchange.response?.body).toEqual({ detail: 'bad token Bearer ‹redacted›', name: '‹redacted›' });
    expect(JSON.stringify(exchange)).not.toContain('token-number');
  });

  test("the login uses the client's own authority", async () => {
    const { url } = await guardedServer(['Bearer token-number-1']);
    const { tokenUrl } = await tokenServer({ token_type: 'bearer' }, httpsServer);
    const exchange = await client({ baseUrl: url, auth: oauth(tokenUrl) }).send(get('/Users'));
    expect(exchange.problem?.message).toMatch(
      /^No token from https:.*is signed by itself.*--insecure switches the check off\.$/,
    );
    const trusting = client({ baseUrl: url, auth: oauth(tokenUrl), insecure: true });
    expect((await trusting.send(get('/Users'))).response?.status).toBe(200);
  });

  test.each<
    [string, (url: string) => string, [status: number, body: string, headers?: Record<string, string>], RegExp]
  >([
    [
      'a refusal',
      (url) => url,
      [400, '{"error":"invalid_scope","error_description":"no such scope"}'],
      /it answered 400, invalid_scope: no such scope\. Check the scope\.$/,
    ],
    [
      'a wrong secret',
      (url) => url,
      [401, '{"error":"invalid_client"}', { 'WWW-Authenticate': 'Basic realm="x"' }],
      /it answered 401, invalid_client\. Check the client id and the client secret; some want them in the body \(`client-authentication: post`\)\.$/,
    ],
    [
      'HTML',
      (url) => url,
      [200, '<html>', { 'Content-Type': 'text/html' }],
      /: it answered 200 with text\/html instead of JSON\. Check that the token URL is the token endpoint, and not a page for people\.$/,
    ],
    [
      'a gateway in trouble',
      (url) => url,
      [502, '<html>', { 'Content-Type': 'text/html' }],
      /: it answered 502 with text\/html instead of JSON\. Try again once it works\.$/,
    ],
    [
      'a client that may not log in by itself',
      (url) => url,
      [400, '{"error":"unauthorized_client"}'],
      /, unauthorized_client\. Ask its administrator to let this client log in with client credentials\.$/,
    ],
    ['no token', (url) => url, [200, '{"token_type":"bearer"}'], /access_token/],
    [
      'a redirect',
      (url) => url,
      [302, '', { Location: 'http://evil.example.com' }],
      /it answered 302\. Check the token URL: redirects are not followed\.$/,
    ],
    ['a foreign kind of token', (url) => url, [200, '{"access_token":"x","token_type":"mac"}'], /token_type/],
    ['an error sent with 200', (url) => url, [200, '{"error":"oops\\u001b[31m"}'], /it answered 200, oops \[31m\.$/],
  ])('a login that fails is a problem with a reason: %s', async (_, _url, [status, body, headers = {}], message) => {
    const { url } = await guardedServer([]);
    const tokenUrl = await httpServer((_request, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
    });
    const { problem } = await client({ baseUrl: url, auth: oauth(tokenUrl) }).send(get('/Users'));
    expect(problem).toEqual({ kind: 'auth', message: expect.stringMatching(message) });
  });

  test('a token endpoint that is down is a problem with a reason', async () => {
    const { url } = await guardedServer([]);
    const tokenUrl = `http://127.0.0.1:${await unusedPort()}/`;
    const { problem } = await client({ baseUrl: url, auth: oauth(tokenUrl) }).send(get('/Users'));
    expect(problem).toEqual({
      kind: 'auth',
      message: expect.stringMatching(/^No token from http:.*Nothing listens at 127/),
    });
  });

  test('an interruption does not wait for the login', async () => {
    const interruption = new AbortController();
    const { url, seen } = await guardedServer([]);
    const tokenUrl = await httpServer(() => interruption.abort());
    const { problem } = await client({ baseUrl: url, auth: oauth(tokenUrl) }).send(get('/Users'), interruption.signal);
    expect(problem?.kind).toBe('aborted');
    expect(seen).toEqual([]);
  });
});
