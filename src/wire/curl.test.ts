import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { quoteForBash, toCurl } from './curl.ts';
import type { Exchange, WireRequest } from './exchange.ts';
import { client, netServer } from './servers.testing.ts';

const bash = (line: string, environment: Record<string, string> = {}) =>
  new Promise<{ status: number | null; output: string }>((done) => {
    const child = spawn('bash', ['-c', line], { env: { PATH: process.env.PATH ?? '', ...environment } });
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    child.stderr.on('data', (chunk) => (output += String(chunk)));
    child.on('close', (status) => done({ status, output }));
  });

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;

/** Keeps the bytes of each request and answers when its body is whole. */
const echoServer = async () => {
  const received: Buffer[] = [];
  const url = await netServer((socket) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(bytes.toString('latin1'))?.[1] ?? 0);
      if (end < 0 || bytes.length < end + 4 + length) return;
      received.push(bytes);
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  return { url, received };
};

/** The parts of a request that must be equal, whoever sent it. */
const essence = (bytes: Buffer | undefined) => {
  const text = (bytes ?? Buffer.alloc(0)).toString('latin1');
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line, ...headers] = head.split('\r\n');
  const ours = headers.filter((name) => !/^(?:host|connection|content-length|user-agent):/i.test(name));
  return { line, headers: ours.map((line) => line.trimEnd()).sort(), body: rest.join('\r\n\r\n') };
};

const SECRET = 'a-secret-token-for-curl';

const REQUESTS: Record<string, Partial<WireRequest>> = {
  plain: {},
  'a filter with brackets, braces and quotes': { target: `/Users?filter=emails[type%20eq%20"work"]{1..2}'$(id)\`` },
  'plus signs and escapes': { target: '/Users?filter=a+eq+%22b%2B%22&' },
  'dots and a fragment': { target: '/a/../b/./c?x=1#y' },
  UTF8: { target: '/Users?filter=é', body: '{"userName":"Zoë 🙂"}', method: 'POST' },
  'single quotes and shell syntax in the body': { method: 'PUT', body: `{"a":"it's $HOME \`id\` \\"x\\" !! \\\\ %s"}` },
  'terminal escapes in the body': { method: 'PATCH', body: "\u001b[31m\r\n\t\u0007\u202eabc\u009b\u2028\u{e0041}'\\" },
  'NUL in the body': { method: 'POST', body: `{"a":"\0%d'\\n\u001b"}` },
  'a body that looks like a file': { method: 'POST', body: '@/etc/passwd' },
  'no body to a POST': { method: 'POST' },
  HEAD: { method: 'HEAD' },
  DELETE: { method: 'DELETE' },
  'no credential': { auth: 'none' },
  'an invented credential': { auth: 'invalid' },
  'an empty header': {
    headers: [
      ['X-Empty', ''],
      ['X-Quote', `it's "x"`],
    ],
  },
};

describe.runIf(has('curl') && has('bash'))('a curl line, pasted into bash, sends the same request', () => {
  test.each(Object.entries(REQUESTS))('%s', async (_, request) => {
    const { url, received } = await echoServer();
    const folder = mkdtempSync(join(tmpdir(), 'scimulate-curl-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'header with space');
    writeFileSync(file, `Authorization: Bearer ${SECRET}\n`);

    const sut = client({ baseUrl: `${url}/scim`, auth: { type: 'bearer', token: SECRET } });
    const defaults: WireRequest = { method: 'GET', target: '/Users', headers: [['Accept', 'application/scim+json']] };
    const exchange = await sut.send({ ...defaults, ...request });
    const line = toCurl(exchange);
    expect(line).not.toContain(SECRET);
    expect(line).not.toMatch(/\p{C}/u);

    const { status, output } = await bash(line, { SCIMULATE_AUTH_HEADER: file });
    expect(output).toContain('200 OK');
    expect(status).toBe(0);
    expect(essence(received[1])).toEqual(essence(received[0]));
  });
});

describe('toCurl', () => {
  const exchange: Exchange = {
    number: 1,
    at: '2030-01-01T00:00:00.000Z',
    durationMs: 1,
    attempt: 1,
    request: {
      method: 'PATCH',
      url: 'https://example.com/scim/v2/Users/1',
      headers: [
        ['Accept', 'application/scim+json'],
        ['Content-Type', 'application/scim+json'],
        ['Authorization', 'Bearer ‹redacted›'],
      ],
      body: '{"a":"it\'s"}',
    },
  };

  test('reads as people write it', () => {
    expect(toCurl(exchange)).toBe(
      `curl -i --globoff -X 'PATCH' 'https://example.com/scim/v2/Users/1' -H 'Accept: application/scim+json' -H 'Content-Type: application/scim+json' -H @"$SCIMULATE_AUTH_HEADER" --data-binary '{"a":"it'\\''s"}'`,
    );
  });

  test('does not let a refused target pass for an option', () => {
    const refused = { ...exchange, request: { ...exchange.request, url: '-o/etc/passwd' } };
    expect(toCurl(refused)).toContain(" --url '-o/etc/passwd' ");
  });

  test('may name the file of the credential', () => {
    expect(toCurl(exchange, { credentialFile: "/tmp/joe's" })).toContain(`-H @'/tmp/joe'\\''s'`);
  });
});

describe.runIf(has('bash'))('quoteForBash', () => {
  test('means the same text to bash, whatever stands in it', () => {
    const texts = fc.sample(
      fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', '')),
      200,
    );
    const { stdout } = spawnSync('bash', ['-c', `printf '%s\\0' ${texts.map(quoteForBash).join(' ')}`]);
    expect(stdout.toString('utf8').split('\0').slice(0, -1)).toEqual(texts);
  });
});
