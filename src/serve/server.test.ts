import { Agent, get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { GROUP_URN, USER_URN } from '../scim/urn.ts';
import { connect, resources, withServer } from './caller.testing.ts';
import { GOOD } from './good.ts';
import { OptionProblem, startServer } from './server.ts';
import { createService, handle } from './service.ts';

it('servers in one process share nothing', async () => {
  await withServer({}, (one) =>
    withServer({}, async (two) => {
      await one.user('alone');
      expect(resources(await two.get('/Users'))).toEqual([]);
      expect((await two.get('/Users', { authorization: `Bearer ${one.server.token}` })).status).toBe(401);
    }),
  );
});

it('closes at once although a client keeps its connection', async () => {
  const server = await startServer();
  const agent = new Agent({ keepAlive: true });
  await new Promise<void>((resolve) => {
    get(`${server.url}/ServiceProviderConfig`, { agent }, (response) => response.on('end', resolve).resume());
  });
  await server.close();
  await expect(fetch(server.url)).rejects.toThrow();
  agent.destroy();
});

it('serves under another path, or none, with a slash at the end or without', async () => {
  await withServer({ basePath: 'api/scim/' }, async (caller) => {
    expect(new URL(caller.server.url).pathname).toBe('/api/scim');
    expect((await caller.get('/Users/')).status).toBe(200);
    const outside = await fetch(new URL('/Users', caller.server.url), {
      headers: { authorization: `Bearer ${caller.server.token}` },
    });
    expect(outside.status).toBe(404);
  });
  await withServer({ basePath: '' }, async (caller) => {
    expect((await caller.get('/Users')).status).toBe(200);
  });
});

describe('the lag', () => {
  it('hides writes from reads for a while, but not from writes', async () => {
    let now = 1_800_000_000_000;
    await withServer({ lagMs: 1000, clock: () => now }, async (caller) => {
      const user = await caller.user('late');
      const path = `/Users/${user.id}`;
      const found = async () => resources(await caller.filter('/Users', 'userName eq "late"')).length;
      expect([(await caller.get(path)).status, await found()]).toEqual([404, 0]);
      expect((await caller.post('/Users', { schemas: [USER_URN], userName: 'late' })).status).toBe(409);
      now += 1000;
      expect([(await caller.get(path)).status, await found()]).toEqual([200, 1]);
      const reply = await caller.patch(path, [{ op: 'replace', path: 'title', value: 'T' }]);
      expect(reply.body.title).toBe('T');
      expect((await caller.get(path)).body).not.toHaveProperty('title');
      now += 1000;
      expect((await caller.get(path)).body.title).toBe('T');
      await caller.delete(path);
      expect((await caller.delete(path)).status).toBe(404);
      expect([(await caller.get(path)).status, await found()]).toEqual([200, 1]);
      now += 1000;
      expect([(await caller.get(path)).status, await found()]).toEqual([404, 0]);
    });
  });
});

it('asks those to wait who ask too often', async () => {
  let now = 1_800_000_000_000;
  await withServer({ ratePerSecond: 2, clock: () => now }, async (caller) => {
    const status = async () => (await caller.get('/Users')).status;
    expect([await status(), await status()]).toEqual([200, 200]);
    const reply = await caller.get('/Users');
    expect([reply.status, reply.headers.get('retry-after'), reply.body.status]).toEqual([429, '1', '429']);
    expect((await caller.get('/Users', { authorization: 'Bearer wrong' })).status).toBe(401);
    now += 500;
    expect([await status(), await status()]).toEqual([200, 429]);
  });
});

it('can be slow', async () => {
  await withServer({ latencyMs: 1 }, async (caller) => {
    expect((await caller.get('/Users')).status).toBe(200);
  });
});

it('turns a defect of its own into a 500 that tells nothing', async () => {
  const { service } = createService({});
  const broken = {
    ...service,
    behaviour: {
      ...GOOD,
      list: () => {
        throw new TypeError('secret detail');
      },
    },
  };
  const headers = { authorization: 'Bearer x' };
  const call = {
    service: { ...broken, identify: () => ({ name: 'x' }) },
    method: 'GET',
    segments: ['Users'],
    query: new URLSearchParams(),
    headers,
    baseUrl: 'http://x',
    text: '',
  };
  const answer = await handle(call, async () => '');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer)).not.toContain('secret');
});

describe('options that make no sense', () => {
  it.each([
    [{ faults: ['no-such-fault'] }, /no fault no-such-fault/],
    [{ preset: 'nobody' }, /no preset nobody/],
    [{ lagMs: -1 }, /lagMs/],
    [{ ratePerSecond: 0 }, /ratePerSecond/],
    [{ token: 'two words' }, /token/],
    [{ basePath: '/a?b' }, /base path/],
  ])('%j', async (options, message) => {
    const attempt = startServer(options);
    await expect(attempt).rejects.toThrow(OptionProblem);
    await expect(attempt).rejects.toThrow(message);
  });

  it('a port that is taken is told', async () => {
    const server = await startServer();
    await expect(startServer({ port: Number(new URL(server.url).port) })).rejects.toThrow(/EADDRINUSE/);
    await server.close();
  });
});

it('takes hundreds of resources in no time', async () => {
  await withServer({}, async (caller) => {
    const users = await Promise.all(Array.from({ length: 300 }, (_, index) => caller.user(`many${index}`)));
    const group = await caller.post('/Groups', {
      schemas: [GROUP_URN],
      displayName: 'all',
      members: users.map(({ id }) => ({ value: id ?? '' })),
    });
    expect(group.body.members).toHaveLength(300);
    expect(connect(caller.server)).toBeDefined();
  });
});
