import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  answerJson,
  CERTIFICATE,
  client,
  get,
  httpServer,
  httpsServer,
  listen,
  unusedPort,
} from './servers.testing.ts';

/** A proxy that leads to `destination` whatever host it is asked for, and keeps what it was asked for. */
const proxyServer = async (destination: string, refuse = false) => {
  const asked: { line: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    asked.push({ line: `${request.method} ${request.url}`, authorization: request.headers['proxy-authorization'] });
    answerJson(response, 200, { by: 'proxy', headers: request.rawHeaders });
  });
  server.on('connect', (request, socket) => {
    asked.push({ line: `CONNECT ${request.url}`, authorization: request.headers['proxy-authorization'] });
    if (refuse) return void socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    const { hostname, port } = new URL(destination);
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  return { url: await listen(server, 'http'), asked };
};

describe('proxies from the environment', () => {
  test('are asked to tunnel https, and our certificates still count', async () => {
    const target = await httpsServer((request, response) =>
      answerJson(response, 200, { host: request.headers.host, target: request.url }),
    );
    const { url, asked } = await proxyServer(target);
    const options = {
      baseUrl: 'https://localhost.example.com/scim',
      proxy: { https_proxy: url.replace('//', '//joe:pro%40xy-pass@') },
    };
    const refused = await client(options).send(get('/Users'));
    expect(refused.problem?.kind).toBe('tls');
    const exchange = await client({ ...options, insecure: true }).send(get('/Users?filter=a+b%20[c]'));
    expect(exchange.response?.body).toEqual({ host: 'localhost.example.com', target: '/scim/Users?filter=a+b%20[c]' });
    expect(asked.at(-1)).toEqual({
      line: 'CONNECT localhost.example.com:443',
      authorization: `Basic ${Buffer.from('joe:pro@xy-pass').toString('base64')}`,
    });
  });

  test('are asked for plain http by absolute URL, and headers keep their order', async () => {
    const { url, asked } = await proxyServer('http://unused');
    const sut = client({ baseUrl: 'http://scim.example.com/scim', proxy: { HTTP_PROXY: url } });
    const exchange = await sut.send(
      get('/Users?a+b', {
        headers: [
          ['X-b', '1'],
          ['x-A', '2'],
        ],
      }),
    );
    expect(asked).toEqual([{ line: 'GET http://scim.example.com/scim/Users?a+b', authorization: undefined }]);
    expect(exchange.response?.text).toMatch(/"X-b","1","x-A","2"/);
  });

  test('are not asked for hosts in NO_PROXY, nor for loopback addresses, nor when switched off', async () => {
    const target = await httpServer((_request, response) => answerJson(response, 200, { by: 'target' }));
    const { url, asked } = await proxyServer(target);
    expect((await client({ baseUrl: target, proxy: { HTTP_PROXY: url } }).send(get('/'))).response?.body).toEqual({
      by: 'target',
    });
    const excepted = client({
      baseUrl: 'http://scim.invalid',
      proxy: { HTTP_PROXY: url, NO_PROXY: '.other.invalid, scim.invalid' },
    });
    expect((await excepted.send(get('/'))).problem?.kind).toBe('resolve');
    expect((await client({ baseUrl: 'http://scim.invalid', proxy: false }).send(get('/'))).problem?.kind).toBe(
      'resolve',
    );
    expect(asked).toEqual([]);
  });

  test('are read from the process unless told otherwise', async () => {
    const { url, asked } = await proxyServer('http://unused');
    const before = process.env.HTTP_PROXY;
    onTestFinished(() => {
      if (before === undefined) delete process.env.HTTP_PROXY;
      else process.env.HTTP_PROXY = before;
    });
    process.env.HTTP_PROXY = url;
    await client({ baseUrl: 'http://scim.example.com', proxy: true }).send(get('/'));
    expect(asked).toHaveLength(1);
  });

  test('that refuse or are down are told apart from the target', async () => {
    const { url } = await proxyServer('http://unused', true);
    const refused = await client({ baseUrl: 'https://scim.example.com', proxy: { HTTPS_PROXY: url } }).send(get('/'));
    expect(refused.problem).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^The proxy would not connect to https:\/\/scim.example.com: .*403/),
    });
    const port = await unusedPort();
    const down = await client({
      baseUrl: 'https://scim.example.com',
      proxy: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
    }).send(get('/'));
    expect(down.problem).toMatchObject({ kind: 'refused', message: expect.stringContaining(`127.0.0.1:${port}`) });
  });
});

test('a certificate authority of our own is trusted besides the others, through a proxy too', async () => {
  const target = await httpsServer((_request, response) => answerJson(response, 200, {}));
  const { url } = await proxyServer(target);
  const port = new URL(target).port;
  const options = { certificateAuthority: `# my CA\n${CERTIFICATE}\n${CERTIFICATE}` };
  expect((await client({ ...options, baseUrl: `https://localhost:${port}` }).send(get('/'))).response?.status).toBe(
    200,
  );
  // The certificate carries other names than this one, so that the tunnel shows the check is still made.
  const tunnelled = await client({ ...options, baseUrl: 'https://scim.example.com', proxy: { HTTPS_PROXY: url } }).send(
    get('/'),
  );
  expect(tunnelled.problem).toMatchObject({
    kind: 'tls',
    message: expect.stringContaining('was issued for another host name'),
  });
});
