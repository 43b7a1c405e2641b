import { expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { MODELS, USER_MODEL } from '../scim/schemas.ts';
import type { Exchange } from '../wire/exchange.ts';
import { siftReasons } from './undeclared.ts';

const without = (...names: readonly string[]): ResourceModel => ({
  ...USER_MODEL,
  core: {
    ...USER_MODEL.core,
    attributes: USER_MODEL.core.attributes
      .filter(({ name }) => !names.includes(name))
      .map((one) => (one.name === 'emails' ? { ...one, subAttributes: [] } : one)),
  },
});

const TARGET = [without('nickName')];

const exchange = (method: string, path: string, body: Json, status: number, detail = ''): Exchange => ({
  number: 1,
  at: '2026-01-02T03:04:05Z',
  durationMs: 1,
  attempt: 1,
  request: { method, url: `https://scim.example.com${path}`, headers: [], body: JSON.stringify(body) },
  response: { status, headers: [], text: JSON.stringify({ detail }) },
});

const sift = (made: Exchange, path: string, models: readonly ResourceModel[] = TARGET) =>
  siftReasons([{ message: 'wrong', path, exchange: 1 }], new Map([[1, made]]), {
    models,
    baseUrl: 'https://scim.example.com',
  }).undeclared;

const patch = (...operations: Json[]): Json => ({ Operations: operations });

test.each<[string, Exchange, string, string[]]>([
  ['a value that is gone', exchange('GET', '/Users/1', null, 200), 'nickName', ['nickName']],
  ['in a list', exchange('GET', '/Users', null, 200), 'Resources.nickName', ['nickName']],
  ['of a given user', exchange('GET', '/Users/1', null, 200), 'ana.nickName', ['nickName']],
  ['a part', exchange('GET', '/Users/1', null, 200), 'emails[type eq "home"].display', ['emails']],
  ['a declared one', exchange('GET', '/Users/1', null, 200), 'title', []],
  ['one that no schema knows', exchange('GET', '/Users/1', null, 200), 'shoeSize', []],
  ['a refused PATCH', exchange('PATCH', '/Users/1', patch({ path: 'nickName' }), 400), 'status', ['nickName']],
  [
    'and without a path',
    exchange('PATCH', '/Users/1', patch({ value: { nickName: 'a' } }), 400),
    'status',
    ['nickName'],
  ],
  ['a PATCH that broke the server', exchange('PATCH', '/Users/1', patch({ path: 'nickName' }), 500), 'status', []],
  ['what else a PATCH did', exchange('PATCH', '/Users/1', patch({ path: 'nickName' }), 200), 'title', []],
  ['a PATCH of another', exchange('PATCH', '/Users/1', patch({ path: 'title' }), 400), 'status', []],
  [
    'a filter',
    exchange('GET', '/Users?filter=title+pr+and+not+(nickName+pr)', null, 200),
    'totalResults',
    ['nickName'],
  ],
  ['a part in brackets', exchange('GET', '/Users?filter=emails[type+pr]', null, 400), 'status', ['emails']],
  ['an order', exchange('GET', '/Users?sortBy=nickName', null, 400), 'status', ['nickName']],
  ['another filter', exchange('GET', '/Users?filter=title+pr', null, 400), 'status', []],
  ['no filter', exchange('GET', '/Users?filter=title', null, 200), 'status', []],
  [
    'a create refused for it',
    exchange('POST', '/Users', { nickName: 'a' }, 400, 'what is nickname?'),
    'status',
    ['nickName'],
  ],
  ['a create refused for more', exchange('POST', '/Users', { nickName: 'a' }, 400, 'no title'), 'status', []],
  ['another endpoint', exchange('GET', '/Schemas', null, 200), 'nickName', []],
])('%s', (_, made, path, undeclared) => {
  expect(sift(made, path)).toEqual(undeclared);
});

test('a target that publishes no schemas is expected to know those of RFC 7643', () => {
  expect(sift(exchange('GET', '/Users/1', null, 200), 'nickName', MODELS)).toEqual([]);
});

test('other reasons are left', () => {
  const reasons = ['nickName', 'title'].map((path) => ({ message: 'wrong', path, exchange: 1 }));
  const exchanges = new Map([[1, exchange('GET', '/Users/1', null, 200)]]);
  const about = { models: TARGET, baseUrl: 'https://scim.example.com' };
  expect(siftReasons(reasons, exchanges, about)).toEqual({ reasons: [reasons[1]], undeclared: ['nickName'] });
});
