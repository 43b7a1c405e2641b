import { describe, expect, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { answerJson, bodyOf, client, get, httpServer, rawServer } from './servers.testing.ts';
import { SettingsProblem } from './settings.ts';

const EMPTY = 'HTTP/1.1 204 No Content\r\nX-Odd: a\r\nx-odd: b\r\n\r\n';

describe('a request', () => {
  test.each([
    '/Users?filter=userName+eq+%22a%2Bb%22',
    '/Users?filter=userName%20eq%20%22a%22&',
    '/Users?filter=emails[type eq \\"work\\"]'.replaceAll(' ', '%20'),
    '/Users?filter=userName+eq+"caf%c3%A9"&&count=',
    '/Users/../Groups/./%2e%2e/a%2Fb;x=1#part',
    '?startIndex=1',
  ])('goes out byte for byte: %s', async (target) => {
    const { url, received } = await rawServer(EMPTY);
    const exchange = await client({ baseUrl: `${url}/scim/v2/` }).send(get(target));
    expect(received[0]?.split('\r\n')[0]).toBe(`GET /scim/v2${target} HTTP/1.1`);
    expect(exchange.request.url).toBe(`${url}/scim/v2${target}`);
  });

  test('goes over the given transport instead of the network', async () => {
    const sent: unknown[] = [];
    const exchange = await client({
      baseUrl: 'https://example.com/scim/v2',
      auth: { type: 'bearer', token: 'the-token-of-the-test' },
      transport: async (outgoing) => {
        sent.push(outgoing);
        const bytes = Buffer.from('{"token":"the-token-of-the-test"}');
        return { sentAt: 0, durationMs: 1, answer: { status: 200, headers: [], bytes } };
      },
    }).send(get('/Users/1'));
    expect(sent).toEqual([
      {
        method: 'GET',
        origin: 'https://example.com',
        path: '/scim/v2/Users/1',
        headers: [['Authorization', 'Bearer the-token-of-the-test']],
      },
    ]);
    expect(exchange.response?.body).toEqual({ token: '‹redacted›' });
  });

  test('writes characters outside ASCII as UTF-8', async () => {
    const { url, received } = await rawServer(EMPTY);
    await client({ baseUrl: url }).send(get('/Users?filter=é€', { headers: [['X-Name', 'Zoë']] }));
    const bytes = Buffer.from(received[0] ?? '', 'latin1').toString('utf8');
    expect(bytes).toContain('GET /Users?filter=é€ HTTP/1.1');
    expect(bytes).toContain('X-Name: Zoë\r\n');
  });

  test('keeps the order, spelling and repetition of its headers, and nothing is invented beyond what HTTP needs', async () => {
    const { url, received } = await rawServer(EMPTY);
    await client({
      baseUrl: url,
      auth: { type: 'bearer', token: 'the-token-of-the-test' },
      headers: [
        ['accept', 'never, the request has its own'],
        ['X-Tenant', 'blue'],
      ],
    }).send({
      method: 'POST',
      target: '/Users',
      headers: [
        ['user-AGENT', 'Odd Client 1'],
        ['Accept', 'text/html'],
        ['X-Twice', '1'],
        ['Content-Type', 'application/scim+json; charset=utf-8'],
        ['x-twice', '2'],
      ],
      body: '{"userName":"zoë"}',
    });
    expect(received[0]?.split('\r\n').slice(1)).toEqual([
      `host: ${new URL(url).host}`,
      'connection: keep-alive',
      'user-AGENT: Odd Client 1',
      'Accept: text/html',
      'X-Twice: 1',
      'Content-Type: application/scim+json; charset=utf-8',
      'x-twice: 2',
      'X-Tenant: blue',
      'Authorization: Bearer the-token-of-the-test',
      'content-length: 19',
      '',
      Buffer.from('{"userName":"zoë"}').toString('latin1'),
    ]);
  });

  test.each([
    '//evil.example.com/Users',
    'http://evil.example.com/',
    'HTTPS://127.0.0.1/',
    'javascript:x',
    'Users',
    'http://u@HOST/Users',
    'http://HOST@evil.example.com/',
    'http://evil.example.com\\@HOST/',
  ])('is not sent when it leads away: %s', async (target) => {
    const { url, received } = await rawServer(EMPTY);
    const sut = client({ baseUrl: `${url}/scim`, auth: { type: 'bearer', token: 'the-token-of-the-test' } });
    const exchange = await sut.send(get(target.replace('HOST', new URL(url).host)));
    expect(exchange.problem).toMatchObject({ kind: 'request', message: expect.stringContaining('leads away from') });
    expect(received).toEqual([]);
    expect(JSON.stringify(exchange)).not.toContain('the-token');
  });

  test('may name an absolute URL of the same origin, as meta.location does', async () => {
    const { url, received } = await rawServer(EMPTY);
    const exchange = await client({ baseUrl: `${url}/scim` }).send(get(`${url}/other/Users/1?x=%20`));
    expect(received[0]).toMatch(/^GET \/other\/Users\/1\?x=%20 /);
    expect(exchange.request.url).toBe(`${url}/other/Users/1?x=%20`);
  });

  test.each([
    ['a space in the target', get('/Users?filter=userName eq "a"')],
    ['a line break in a header', get('/Users', { headers: [['X-A', 'b\r\nX-Evil: 1']] })],
    ['a line break in the target', get('/Users\r\nX-Evil:1')],
    ['a method that is no token', get('/Users', { method: 'GE T' })],
  ])('that HTTP cannot carry is a problem, not an exception: %s', async (_, request) => {
    const { url, received } = await rawServer(EMPTY);
    const exchange = await client({ baseUrl: url }).send(request);
    expect(exchange.problem).toMatchObject({ kind: 'request', message: expect.stringContaining('HTTP cannot carry') });
    expect(received).toEqual([]);
  });
});

describe('an exchange', () => {
  test('records what was sent and what came, with raw header names', async () => {
    const url = await httpServer(async (request, response) => {
      answerJson(
        response,
        201,
        { got: await bodyOf(request), id: '1' },
        { Location: 'http://elsewhere.example.com/1', 'X-oDD': 'y' },
      );
    });
    const seen: Exchange[] = [];
    const sut = client({ baseUrl: `${url}/scim/v2?aadOptscim062020`, onExchange: (exchange) => seen.push(exchange) });
    const exchange = await sut.send({
      method: 'POST',
      target: '/Users',
      headers: [['Content-Type', 'application/scim+json']],
      body: '{"a":1}',
    });
    expect(sut.baseUrl).toBe(`${url}/scim/v2`);
    expect(exchange).toMatchObject({
      number: 1,
      attempt: 1,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      durationMs: expect.any(Number),
      request: {
        method: 'POST',
        url: `${url}/scim/v2/Users`,
        headers: [['Content-Type', 'application/scim+json']],
        body: '{"a":1}',
      },
      response: { status: 201, body: { got: '{"a":1}', id: '1' }, text: '{"got":"{\\"a\\":1}","id":"1"}' },
    });
    expect(exchange.response?.headers).toContainEqual(['X-oDD', 'y']);
    expect(exchange.problem).toBeUndefined();
    expect(seen).toEqual([exchange]);
    expect((await sut.send(get('/'))).number).toBe(2);
  });

  test('is frozen to its leaves', async () => {
    const url = await httpServer((_request, response) =>
      answerJson(response, 200, { emails: [{ value: 'a@example.com' }] }),
    );
    const exchange = await client({ baseUrl: url }).send(get('/Users/1', { headers: [['Accept', '*/*']] }));
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(exchange)).toBe(true);
  });

  test('with a redirect is returned as it is, and nobody follows', async () => {
    let requests = 0;
    const url = await httpServer((_request, response) => {
      requests++;
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    const { response } = await client({ baseUrl: url }).send(get('/Users'));
    expect(response?.status).toBe(302);
    expect(requests).toBe(1);
  });

  test('keeps connections alive and opens no more than it may', async () => {
    const ports = new Set<number | undefined>();
    const url = await httpServer((request, response) => {
      ports.add(request.socket.remotePort);
      setImmediate(() => answerJson(response, 200, {}));
    });
    const sut = client({ baseUrl: url, connections: 3 });
    await Promise.all(Array.from({ length: 30 }, () => sut.send(get('/Users'))));
    expect(ports.size).toBeLessThanOrEqual(3);
  });

  test('of a GET is repeated once when a kept-alive connection died under it; a POST is not', async () => {
    let served = 0;
    const url = await httpServer((request, response) => {
      served++;
      if (served % 2 === 0) request.socket.destroy();
      else answerJson(response, 200, { served });
    });
    const sut = client({ baseUrl: url, connections: 1 });
    await sut.send(get('/Users'));
    expect(await sut.send(get('/Users'))).toMatchObject({ attempt: 2, response: { body: { served: 3 } } });
    expect(await sut.send(get('/Users', { method: 'POST', body: '{}' }))).toMatchObject({
      attempt: 1,
      problem: { kind: 'closed' },
    });
  });

  test.each([500, 503, 413])(
    'does not come to the next one from a connection that is cut after a %i',
    async (status) => {
      const broken = new Set<unknown>();
      const url = await httpServer((request, response) => {
        if (broken.has(request.socket)) {
          request.socket.destroy();
        } else if (request.method === 'DELETE') {
          response.writeHead(204).end();
        } else {
          broken.add(request.socket);
          answerJson(response, status, { detail: 'é' }, { 'Content-Length': '15' });
        }
      });
      const sut = client({ baseUrl: url, connections: 1 });
      for (let round = 0; round < 5; round++) {
        expect(await sut.send(get('/Users', { method: 'POST', body: '{}' }))).toMatchObject({
          response: { status, body: { detail: 'é' } },
        });
        expect(await sut.send(get('/Users/1', { method: 'DELETE' }))).toMatchObject({ response: { status: 204 } });
      }
    },
  );

  test('a connection is kept after any other answer, and given up after a failure without a body', async () => {
    const connections = new Set<unknown>();
    const url = await httpServer((request, response) => {
      connections.add(request.socket);
      response.writeHead(Number(request.url?.slice(1)), { 'Content-Length': '0' }).end();
    });
    const sut = client({ baseUrl: url, connections: 1 });
    for (const status of [200, 400, 404, 409]) await sut.send(get(`/${status}`));
    expect(connections.size).toBe(1);
    expect((await sut.send(get('/500'))).response?.status).toBe(500);
    await sut.send(get('/200'));
    expect(connections.size).toBe(2);
  });

  test('after close is a problem', async () => {
    const url = await httpServer((_request, response) => answerJson(response, 200, {}));
    const sut = client({ baseUrl: url });
    await sut.close();
    expect((await sut.send(get('/Users'))).problem?.kind).toBe('aborted');
  });
});

test('settings: the message about a URL that cannot be read does not show a password in it', () => {
  expect(() => client({ baseUrl: 'https://joe:the pass@:x' })).toThrow(
    /^The URL of the target is not a URL\. Write it whole/,
  );
});

describe('settings', () => {
  test.each([
    [{ baseUrl: 'example.com/scim' }, 'is not a URL'],
    [{ baseUrl: 'ftp://example.com' }, 'has to begin with https:// or http://'],
    [{ baseUrl: 'https://joe:pass@example.com' }, 'contains a user name or password'],
    [{ baseUrl: 'https://example.com', certificateAuthority: 'hello' }, 'holds no certificate'],
    [
      {
        baseUrl: 'https://example.com',
        certificateAuthority: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
      },
      'Certificate 1 of the certificate authority file cannot be read',
    ],
    [{ baseUrl: 'https://example.com', headers: [['A b', 'c']] as const }, '"A b" is not the name of a header'],
    [{ baseUrl: 'https://example.com', headers: [['A', 'c\nd']] as const }, 'contains a line break'],
    [{ baseUrl: 'https://example.com', pace: { rate: 0 } }, 'rate has to be a positive number'],
    [{ baseUrl: 'https://example.com', proxy: { HTTPS_PROXY: 'proxy:3128' } }, 'The proxy in HTTPS_PROXY'],
    [
      { baseUrl: 'https://example.com', proxy: { http_proxy: 'http://a:%zz@b' } },
      'The password of the proxy in HTTP_PROXY',
    ],
  ])('that cannot be used are told at once: %j', (options, message) => {
    expect(() => client(options)).toThrow(SettingsProblem);
    expect(() => client(options)).toThrow(message);
  });
});
