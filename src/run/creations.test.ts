import { describe, expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import type { Exchange, HeaderList } from '../wire/exchange.ts';
import { creationsIn, isForeign, mayCreate, searchesFor } from './creations.ts';

const BASE = 'https://example.com/scim/v2';
const exchange = (
  target: string,
  sent: Json | string,
  answer?: { status: number; body?: Json; headers?: HeaderList },
  method = 'POST',
): Exchange => ({
  ...{ number: 1, at: '', durationMs: 1, attempt: 1 },
  request: { method, url: BASE + target, headers: [], body: typeof sent === 'string' ? sent : JSON.stringify(sent) },
  ...(answer && { response: { headers: [], text: '', ...answer } }),
});
const user = { userName: 'eve.s1' };
const urls = (...parameters: Parameters<typeof exchange>) => creationsIn(exchange(...parameters), BASE);

test('only POSTs that are no search make something', () => {
  const post = (target: string) => mayCreate({ method: 'POST', target });
  expect([post('/Users'), post('/Bulk'), post('/Users?attributes=id'), post('/Me')]).toEqual([true, true, true, true]);
  expect([post('/Users/.search'), post('/.search?x'), post('/'), post('')]).toEqual([false, false, false, false]);
  expect(mayCreate({ method: 'PUT', target: '/Users/1' })).toBe(false);
});

describe('creationsIn', () => {
  test('by the id in the body, else by the last segment of the Location', () => {
    expect(urls('/Users', user, { status: 201, body: { ID: '1/2' } }).urls).toEqual(['/Users/1%2F2']);
    const headers: HeaderList = [['location', 'http://other.example.org/x/Users/a%20b/?v=1']];
    expect(urls('/Users?x=1', user, { status: 201, headers }).urls).toEqual(['/Users/a%20b']);
    expect(urls('/Me', user, { status: 201, body: { id: '7' } }).urls).toEqual(['/Users/7']);
  });

  test('whatever the success is called', () => {
    expect(urls('/Users', user, { status: 200, body: { id: '1' } }).urls).toEqual(['/Users/1']);
  });

  test('never the collection itself, and nothing that leads elsewhere', () => {
    for (const id of ['', '.', '..']) {
      expect(urls('/Users', user, { status: 201, body: { id } })).toEqual({ urls: [], unsure: true });
    }
    expect(urls('/Users', user, { status: 201, body: { id: '../Groups/1?x' } }).urls).toEqual([
      '/Users/..%2FGroups%2F1%3Fx',
    ]);
    const headers: HeaderList = [['Location', 'https://example.com/scim/v2/Users/..']];
    expect(urls('/Users', user, { status: 201, headers }).urls).toEqual([]);
  });

  test('nothing after a refusal; unsure after a breakdown or no answer', () => {
    expect(urls('/Users', user, { status: 409 })).toEqual({ urls: [], unsure: false });
    expect(urls('/Users', user, { status: 503 })).toEqual({ urls: [], unsure: true });
    expect(urls('/Users', user)).toEqual({ urls: [], unsure: true });
    expect(urls('/Users/1', user, { status: 200, body: { id: '1' } }, 'PUT')).toEqual({ urls: [], unsure: false });
  });

  test('of a bulk request: what each POST in it made', () => {
    const sent = {
      Operations: [
        { method: 'POST', path: '/Users', bulkId: 'a', data: user },
        { method: 'DELETE', path: '/Users/9' },
        { method: 'post', path: '/Groups', bulkId: 'b', data: { displayName: 'G s1' } },
        { method: 'POST', path: '/Users', bulkId: 'c', data: user },
      ],
    };
    const body = {
      operations: [
        { method: 'POST', bulkId: 'b', location: `${BASE}/Groups/2`, status: '201' },
        { method: 'DELETE', status: '204', location: `${BASE}/Users/9` },
        { method: 'POST', bulkId: 'a', status: { code: '201' }, response: { id: '1' } },
        { method: 'POST', bulkId: 'c', status: 409 },
      ],
    };
    expect(urls('/Bulk', sent, { status: 200, body })).toEqual({ urls: ['/Users/1', '/Groups/2'], unsure: false });
    expect(urls('/Bulk', sent, { status: 200, body: { Operations: [] } })).toEqual({ urls: [], unsure: true });
    expect(urls('/Bulk', '{"broken', { status: 200, body })).toEqual({ urls: [], unsure: false });
  });
});

test('searchesFor tells how to find what was asked for', () => {
  const search = (target: string, body: Json | string) =>
    searchesFor({ method: 'POST', target, headers: [], body: typeof body === 'string' ? body : JSON.stringify(body) });
  expect(search('/Users', { externalId: 'x', USERNAME: 'eve' })).toEqual([
    { path: '/Users', attribute: 'userName', value: 'eve' },
  ]);
  expect(search('/Groups', { displayName: 'G' })).toEqual([{ path: '/Groups', attribute: 'displayName', value: 'G' }]);
  expect(
    search('/Bulk', {
      Operations: [
        { method: 'POST', path: '/Users', data: user },
        { method: 'PUT', path: '/Users/1', data: user },
      ],
    }),
  ).toHaveLength(1);
  expect([search('/Users', '{"broken'), search('/Users', {}), search('/Users', [])]).toEqual([[], [], []]);
});

describe('isForeign', () => {
  const foreign = (sent: Json, shown: Json) => isForeign(exchange('/Users', sent, { status: 201, body: shown }), 's1');

  test('an answer whose names have lost the tag is about another resource', () => {
    expect(foreign(user, { id: '1', userName: 'admin' })).toBe(true);
    expect(foreign({ ...user, displayName: 'Eve' }, { id: '1', userName: 'admin', displayName: 'Eve' })).toBe(true);
  });

  test('one that keeps it somewhere, or tells no names, is not', () => {
    expect(foreign(user, { userName: 'EVE.S1' })).toBe(false);
    expect(foreign({ ...user, externalId: 'x-s1' }, { userName: 'forced', externalId: 'x-s1' })).toBe(false);
    expect(foreign(user, { id: '1' })).toBe(false);
    expect(foreign({ userName: 'untagged' }, { userName: 'other' })).toBe(false);
  });
});
