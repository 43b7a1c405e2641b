import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json } from '../scim/json.ts';
import { SEARCH_REQUEST_URN } from '../scim/urn.ts';
import { type Caller, connect, resources, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
let now = 1_800_000_000_000;
const userTokens = { 'other-token': 'u1' };
beforeAll(async () => {
  caller = connect(
    await startServer({ capabilities: { maxResults: 5, cursorTimeoutSeconds: 60 }, clock: () => now, userTokens }),
  );
  for (const number of [1, 2, 3, 4, 5, 6, 7]) {
    await caller.user(`u${number}`);
  }
});
afterAll(() => caller.server.close());

const list = async (query: string) => {
  const reply = await caller.get(`/Users?${query}`);
  const { totalResults, startIndex, itemsPerPage } = reply.body;
  return { names: resources(reply).map(({ userName }) => userName), totalResults, startIndex, itemsPerPage };
};

describe('pages by index', () => {
  it.each([
    ['', ['u1', 'u2', 'u3', 'u4', 'u5'], 1],
    ['startIndex=3&count=2', ['u3', 'u4'], 3],
    ['startIndex=0&count=1', ['u1'], 1],
    ['startIndex=-5&count=1', ['u1'], 1],
    ['STARTINDEX=2&COUNT=1', ['u2'], 2],
    ['count=100000', ['u1', 'u2', 'u3', 'u4', 'u5'], 1],
    ['count=0', [], 1],
    ['count=-1', [], 1],
    ['startIndex=7&count=5', ['u7'], 7],
    ['startIndex=100', [], 100],
  ])('%j shows %j', async (query, names, startIndex) => {
    expect(await list(query)).toEqual({ names, totalResults: 7, startIndex, itemsPerPage: names.length });
  });

  it.each(['count=abc', 'startIndex=1.5', 'count='])('%s is refused', async (query) => {
    const reply = await caller.get(`/Users?${query}`);
    expect([reply.status, reply.body.scimType]).toEqual([400, 'invalidValue']);
  });

  it('count the matches of a filter only', async () => {
    const reply = await caller.get(`/Users?count=1&startIndex=2&filter=${encodeURIComponent('userName ge "u5"')}`);
    expect(reply.body).toMatchObject({ totalResults: 3, startIndex: 2, itemsPerPage: 1 });
    expect(resources(reply)).toMatchObject([{ userName: 'u6' }]);
  });
});

const cursor = async (query: string) => {
  const reply = await caller.get(`/Users?${query}`);
  return {
    ...reply,
    names: resources(reply).map(({ userName }) => userName),
    next: reply.body.nextCursor,
    back: reply.body.previousCursor,
  };
};

describe('pages by cursor', () => {
  it('walk forward and back', async () => {
    const first = await cursor('cursor&count=3&sortBy=userName&sortOrder=descending');
    expect([first.names, first.back]).toEqual([['u7', 'u6', 'u5'], undefined]);
    expect(first.body).not.toHaveProperty('startIndex');
    const rest = '&count=3&sortBy=userName&sortOrder=descending';
    const second = await cursor(`cursor=${first.next}${rest}`);
    expect(second.names).toEqual(['u4', 'u3', 'u2']);
    expect(String(second.next)).toMatch(/^[A-Za-z0-9._~-]+$/);
    const last = await cursor(`cursor=${second.next}${rest}`);
    expect([last.names, last.next, last.body.totalResults]).toEqual([['u1'], undefined, 7]);
    expect((await cursor(`cursor=${second.back}${rest}`)).names).toEqual(first.names);
  });

  it('show nothing for a count of 0', async () => {
    expect((await cursor('cursor=&count=0')).body).toMatchObject({ totalResults: 7, Resources: [] });
    expect((await cursor('cursor=&count=-3')).status).toBe(200);
  });

  it('keep their place when resources come and go', async () => {
    const first = await cursor('cursor=&count=2');
    const fresh = await caller.user('u0');
    expect((await cursor(`cursor=${first.next}&count=2`)).names).toEqual(['u3', 'u4']);
    await caller.delete(`/Users/${fresh.id}`);
  });

  it('refuse cursors that are made up, of another query, of another caller', async () => {
    const { next } = await cursor('cursor=&count=2');
    const details = new Set<Json | undefined>();
    for (const query of ['cursor=garbage', 'cursor=AAAAAAAAAAAA.2&count=2', `cursor=${next}&count=2&sortBy=userName`]) {
      const reply = await cursor(query);
      expect([reply.status, reply.body.scimType]).toEqual([400, 'invalidCursor']);
      details.add(reply.body.detail);
    }
    const foreign = await caller.get(`/Users?cursor=${next}&count=2`, { authorization: 'Bearer other-token' });
    expect(foreign.body.scimType).toBe('invalidCursor');
    expect(details.add(foreign.body.detail).size).toBe(1);
  });

  it('refuse another count, and one above the page size', async () => {
    const { next } = await cursor('cursor=&count=2');
    expect((await cursor(`cursor=${next}&count=3`)).body.scimType).toBe('invalidCount');
    expect((await cursor('cursor=&count=6')).body.scimType).toBe('invalidCount');
  });

  it('expire', async () => {
    const { next } = await cursor('cursor=&count=2');
    now += 61_000;
    const reply = await cursor(`cursor=${next}&count=2`);
    expect([reply.status, reply.body.scimType]).toEqual([400, 'expiredCursor']);
  });

  it('work in .search', async () => {
    const ask = (body: Record<string, Json>) =>
      caller.post('/Users/.search', { schemas: [SEARCH_REQUEST_URN], count: 4, ...body });
    const first = await ask({ cursor: '' });
    const second = await ask({ cursor: first.body.nextCursor ?? '' });
    expect(resources(second)).toHaveLength(3);
  });
});

it('a server that pages by cursor alone does so unasked; one without paging refuses what is too much', async () => {
  await withServer({ capabilities: { indexPagination: false, maxResults: 2 } }, async (other) => {
    for (const name of ['a', 'b', 'c']) {
      await other.user(name);
    }
    const reply = await other.get('/Users?startIndex=3');
    expect([resources(reply).length, typeof reply.body.nextCursor]).toEqual([2, 'string']);
  });
  await withServer(
    { capabilities: { indexPagination: false, cursorPagination: false, maxResults: 2 } },
    async (other) => {
      await other.user('a');
      await other.user('b');
      expect(resources(await other.get('/Users?count=1&cursor='))).toHaveLength(2);
      await other.user('c');
      expect((await other.get('/Users')).body.scimType).toBe('tooMany');
    },
  );
});
