import { describe, expect, test } from 'vitest';
import { aborted, explainFailure } from './problem.ts';
import {
  answerJson,
  CERTIFICATE,
  client,
  get,
  httpServer,
  httpsServer,
  netServer,
  rawServer,
  unusedPort,
} from './servers.testing.ts';

const problemAt = async (baseUrl: string, options: object = {}) =>
  (await client({ baseUrl, ...options }).send(get('/Users'))).problem;

describe('failures are told with what to do', () => {
  test('nothing listens', async () => {
    const port = await unusedPort();
    expect(await problemAt(`http://127.0.0.1:${port}`)).toEqual({
      kind: 'refused',
      message: `Nothing listens at 127.0.0.1:${port} (ECONNREFUSED). Is the server running, and is the port right?`,
    });
  });

  test('a host name without address', async () => {
    expect(await problemAt('http://no-such-host.invalid')).toMatchObject({
      kind: 'resolve',
      message: expect.stringContaining('The host name no-such-host.invalid has no address'),
    });
  });

  test('a self-signed certificate', async () => {
    const url = await httpsServer((_request, response) => answerJson(response, 200, {}));
    expect(await problemAt(url)).toEqual({
      kind: 'tls',
      message:
        'The certificate of 127.0.0.1 is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT). Give the certificate of its authority as a PEM file with --ca-file FILE; for a test server only, --insecure switches the check off.',
    });
    expect(await problemAt(url, { certificateAuthority: CERTIFICATE })).toBeUndefined();
    expect(await problemAt(url, { insecure: true })).toBeUndefined();
  });

  test('TLS to a plain port', async () => {
    const url = await httpServer((_request, response) => answerJson(response, 200, {}));
    expect(await problemAt(url.replace('http:', 'https:'))).toMatchObject({
      kind: 'tls',
      message: expect.stringMatching(/does not speak TLS.*http:\/\//),
    });
  });

  test('plain HTTP to a TLS port', async () => {
    const url = await httpsServer((_request, response) => answerJson(response, 200, {}));
    const problem = await problemAt(url.replace('https:', 'http:'));
    expect(['closed', 'protocol']).toContain(problem?.kind);
    expect(problem?.message).toContain('If it speaks TLS on this port, its URL begins with https://');
  });

  test('something that is not HTTP', async () => {
    const { url } = await rawServer('SSH-2.0-OpenSSH\r\n');
    expect(await problemAt(url)).toMatchObject({
      kind: 'protocol',
      message: expect.stringContaining('is not valid HTTP'),
    });
  });

  test('a connection that ends without an answer', async () => {
    const url = await netServer((socket) => socket.on('data', () => socket.destroy()));
    expect(await problemAt(url)).toMatchObject({
      kind: 'closed',
      message: expect.stringContaining('without an answer'),
    });
  });

  test.each([
    ['with a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a":'],
    ['in chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n'],
  ])('a connection that ends in the middle of a body %s', async (_, answer) => {
    const { url } = await rawServer(answer);
    expect(await problemAt(url)).toMatchObject({
      kind: 'closed',
      message: expect.stringMatching(/answered 200 but closed the connection in the middle of the body/),
    });
  });

  test.each([
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'No connection to https://proxy.example.com within 10 s (connect timeout)'],
    ['EHOSTUNREACH', 'refused', 'cannot be reached from this machine (EHOSTUNREACH)'],
    ['CERT_HAS_EXPIRED', 'tls', 'The certificate of proxy.example.com has expired'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls', 'was issued for another host name'],
    ['UND_ERR_PRX_CONN', 'refused', 'The proxy would not connect'],
    ['', 'protocol', 'The exchange with https://proxy.example.com failed: Host: proxy [31mx.'],
  ])('what cannot be provoked here: %s', (code, kind, message) => {
    const error = Object.assign(new Error('Host: proxy\u001b[31mx'), { code });
    const limits = { connectMs: 10_000, headersMs: 1, bodyMs: 1, maxBodyBytes: 1 };
    expect(explainFailure(error, { origin: 'https://proxy.example.com', limits })).toMatchObject({
      kind,
      message: expect.stringContaining(message),
    });
  });

  test('headers that do not come in time', async () => {
    const url = await netServer(() => undefined);
    expect(await problemAt(url, { timeouts: { headersMs: 50 } })).toEqual({
      kind: 'timeout',
      message: `${url} took the request but sent no answer within 0.05 s (headers timeout).`,
    });
  });

  test('a body that does not come in time', async () => {
    const url = await netServer((socket) =>
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{')),
    );
    expect(await problemAt(url, { timeouts: { bodyMs: 50 } })).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('(200) but the body was not complete within 0.05 s (body timeout)'),
    });
  });

  test('a body that trickles', async () => {
    const url = await netServer((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{');
        const timer = setInterval(() => socket.write(' '), 10);
        socket.on('close', () => clearInterval(timer));
      });
    });
    expect(await problemAt(url, { timeouts: { bodyMs: 60 } })).toMatchObject({ kind: 'timeout' });
  });

  test('a body without end is read up to the cap and no further', async () => {
    let written = 0;
    const url = await httpServer((_request, response) => {
      const more = (): void => {
        while (response.write(Buffer.alloc(65_536, 'x'))) written += 65_536;
        written += 65_536;
      };
      response.on('drain', more);
      more();
    });
    expect(await problemAt(url, { maxBodyBytes: 1024 * 1024 })).toEqual({
      kind: 'too-large',
      message:
        'The body of the answer is larger than 1 MiB, so reading stopped. A service provider should page its lists; ask for fewer resources, or raise the limit.',
    });
    expect(written).toBeLessThan(20 * 1024 * 1024);
  });

  test('headers without end', async () => {
    const { url } = await rawServer(`HTTP/1.1 200 OK\r\n${'X-A: b\r\n'.repeat(10_000)}\r\n`);
    expect(await problemAt(url)).toMatchObject({ kind: 'too-large', message: expect.stringContaining('headers') });
  });

  test('an interruption, before and during a request', async () => {
    const interruption = new AbortController();
    const url = await netServer((socket) => socket.on('data', () => interruption.abort()));
    const sut = client({ baseUrl: url });
    expect((await sut.send(get('/Users'), interruption.signal)).problem).toEqual(aborted());
    expect((await sut.send(get('/Users'), interruption.signal)).problem).toEqual(aborted());
  });

  test('an interruption ends requests that still queue for a connection', async () => {
    const interruption = new AbortController();
    const url = await netServer((socket) => socket.on('data', () => interruption.abort()));
    const sut = client({ baseUrl: url, connections: 1 });
    const all = await Promise.all([1, 2, 3].map(() => sut.send(get('/Users'), interruption.signal)));
    expect(all.map(({ problem }) => problem?.kind)).toEqual(['aborted', 'aborted', 'aborted']);
  });
});
