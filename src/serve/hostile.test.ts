/** Input that nobody should send. The server refuses it with a SCIM error and goes on. */
import { connect as openSocket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { USER_URN } from '../scim/urn.ts';
import { type Caller, connect, resources } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
});
afterAll(() => caller.server.close());
afterEach(async () => {
  expect((await caller.get('/Users?count=0')).status).toBe(200);
});

const raw = (body: string | Uint8Array<ArrayBuffer>, contentType = 'application/scim+json') =>
  fetch(`${caller.server.url}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${caller.server.token}`, 'content-type': contentType },
    body,
  });

const talk = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(caller.server.url);
    let answer = '';
    const socket = openSocket(Number(port), hostname, () => socket.write(text));
    socket.setEncoding('utf8').on('data', (data) => {
      answer += data;
    });
    socket.on('error', reject).on('close', () => resolve(answer));
  });

describe('bodies', () => {
  it.each([
    ['broken JSON', '{"broken', 400, 'invalidSyntax'],
    ['no body', '', 400, 'invalidSyntax'],
    ['a scalar', '"x"', 400, 'invalidSyntax'],
    ['endless nesting', '['.repeat(100_000) + ']'.repeat(100_000), 400, 'invalidSyntax'],
    ['one name twice', `{"schemas":["${USER_URN}"],"userName":"a","USERNAME":"b"}`, 400, 'invalidSyntax'],
  ])('%s is refused', async (_what, body, status, scimType) => {
    const response = await raw(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status: String(status), scimType });
  });

  it.each(['text/plain', 'application/xml', 'application/scim+jsonx'])('%s is no media type for it', async (type) => {
    const response = await raw(JSON.stringify({ schemas: [USER_URN], userName: 'media' }), type);
    expect([response.status, response.headers.get('content-type')]).toEqual([415, 'application/scim+json']);
  });

  it.each(['application/json', 'APPLICATION/SCIM+JSON ; charset="utf-8"'])('%s is one', async (type) => {
    expect((await raw(JSON.stringify({ schemas: [USER_URN], userName: `media ${type}` }), type)).status).toBe(201);
  });

  it('bytes that are no UTF-8 are refused', async () => {
    const response = await raw(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]));
    expect(response.status).toBe(400);
  });

  it('what is far too large gets a 413 that arrives', async () => {
    const response = await raw(`{"schemas":["${USER_URN}"],"userName":"${'x'.repeat(9_000_000)}"}`);
    expect([response.status, await response.json()]).toEqual([413, expect.objectContaining({ status: '413' })]);
    expect(
      (await raw(JSON.stringify({ schemas: [USER_URN], userName: 'big', title: 'x'.repeat(1_000_000) }))).status,
    ).toBe(201);
  });

  it('__proto__ changes nothing', async () => {
    const response = await raw(
      `{"schemas":["${USER_URN}"],"userName":"proto","__proto__":{"active":false},"name":{"__proto__":{"x":1},"constructor":{}}}`,
    );
    expect(response.status).toBe(201);
    expect(({} as Record<string, unknown>).active).toBeUndefined();
    const [user] = resources(await caller.filter('/Users', 'userName eq "proto"'));
    expect(user).toMatchObject({ active: true });
    const patched = await raw(
      '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"__proto__.polluted","value":1}]}',
    );
    expect(patched.status).toBe(400);
  });

  it('any text comes back as it was sent', async () => {
    const displayName = "Ünï 用户 🎉 \u0000 \u001b[31m <script> {{7*7}} '; DROP TABLE x;--";
    const { id } = await caller.user('text', { displayName });
    expect((await caller.get(`/Users/${id}`)).body.displayName).toBe(displayName);
  });
});

describe('requests', () => {
  it.each(['/Users/%zz', '/Users?filter=%zz', '/Users/%00', '/%2e%2e/etc', '//Users', '/Users/a%2Fb'])(
    '%s is a client error',
    async (path) => {
      const reply = await caller.get(path);
      expect(reply.status).toBeGreaterThanOrEqual(400);
      expect(reply.status).toBeLessThan(500);
      expect(reply.body.status).toBe(String(reply.status));
    },
  );

  it('garbage and endless headers get an answer', async () => {
    expect(await talk('BREW /coffee\r\n\r\n')).toContain('urn:ietf:params:scim:api:messages:2.0:Error');
    const flood = await talk(
      `GET / HTTP/1.1\r\nHost: x\r\n${'X: 1234567890123456789012345678901234567890\r\n'.repeat(3000)}\r\n`,
    );
    expect(flood).toMatch(/^HTTP\/1\.1 431 /);
    expect(flood).toContain('"status":"431"');
  });
});
