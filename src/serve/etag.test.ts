import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { USER_URN } from '../scim/urn.ts';
import { type Caller, connect, dig, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
});
afterAll(() => caller.server.close());

const fresh = async (name: string) => {
  const user = await caller.user(name);
  return { path: `/Users/${user.id}`, version: String(dig(user, 'meta', 'version')) };
};

describe('If-None-Match', () => {
  it('gives 304 without a body for the version there is', async () => {
    const { path, version } = await fresh('etag.1');
    for (const header of [version, version.slice(2), `"x", ${version}`, '*']) {
      const reply = await caller.get(path, { 'if-none-match': header });
      expect([reply.status, reply.text, reply.headers.get('etag')]).toEqual([304, '', version]);
    }
    expect((await caller.get(path, { 'if-none-match': 'W/"other"' })).status).toBe(200);
  });

  it('sees that a user has got a group', async () => {
    const { path, version } = await fresh('etag.2');
    await caller.group('etag', [path.split('/').at(-1) ?? '']);
    expect((await caller.get(path, { 'if-none-match': version })).status).toBe(200);
  });
});

describe('If-Match', () => {
  it.each(['PUT', 'PATCH', 'DELETE'])('lets %s through for the current version only', async (method) => {
    const { path, version } = await fresh(`etag.${method}`);
    const attempt = (header: string) => {
      const headers = { 'if-match': header };
      return method === 'PUT'
        ? caller.put(path, { schemas: [USER_URN], userName: `etag.${method}`, title: header }, headers)
        : method === 'PATCH'
          ? caller.patch(path, [{ op: 'replace', path: 'title', value: header }], headers)
          : caller.delete(path, headers);
    };
    const stale = await attempt('W/"stale"');
    expect([stale.status, stale.body.status]).toEqual([412, '412']);
    expect(dig((await caller.get(path)).body, 'meta', 'version')).toBe(version);
    const good = await attempt(version);
    expect([200, 204]).toContain(good.status);
    if (good.status === 200) {
      expect((await caller.get(path)).headers.get('etag')).toBe(good.headers.get('etag'));
      expect((await attempt('*')).status).toBe(200);
    }
  });

  it('lets one of two writers win', async () => {
    const { path, version } = await fresh('etag.race');
    const write = (value: string) =>
      caller.patch(path, [{ op: 'replace', path: 'title', value }], { 'if-match': version });
    const replies = await Promise.all([write('a'), write('b')]);
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});

it('without the capability there are no versions, and conditions are ignored', async () => {
  await withServer({ capabilities: { etag: false } }, async (plain) => {
    const user = await plain.user('etag.off');
    expect(dig(user, 'meta')).not.toHaveProperty('version');
    const reply = await plain.delete(`/Users/${user.id}`, { 'if-match': '"x"' });
    expect(reply.status).toBe(204);
  });
});

it('a version does not depend on how the server was reached', async () => {
  const { path, version } = await fresh('etag.host');
  expect((await caller.get(path, { 'x-forwarded-proto': 'https' })).headers.get('etag')).toBe(version);
});
