import { expect, it } from 'vitest';
import type { Json } from '../scim/json.ts';
import { PLAIN_HEADERS } from '../suite/write.ts';
import type { Exchange, HeaderList, WireRequest } from '../wire/exchange.ts';
import { anotherWay, obliging } from './another-way.ts';

const BASE = 'https://example.com/scim/v2';

interface Answer {
  readonly status: number;
  readonly headers?: HeaderList;
  readonly body?: Json;
}

const exchangeOf = ({ method, target, headers }: WireRequest, answer: Answer): Exchange => ({
  number: 1,
  at: '2030-01-31T12:00:00.000Z',
  durationMs: 1,
  attempt: 1,
  request: { method, url: BASE + target, headers },
  response: { headers: [], text: '', ...answer },
});

const asked = (
  request: Partial<WireRequest>,
  answer: Answer,
  level: 'MUST' | 'NONE' = 'NONE',
): WireRequest | undefined => {
  const sent: WireRequest = { method: 'GET', target: '/Users/1', headers: PLAIN_HEADERS, ...request };
  return anotherWay(sent, exchangeOf(sent, answer), BASE, level);
};

it('says which version is meant where that is demanded, once', () => {
  const put = { method: 'PUT', body: '{}' };
  expect(asked(put, { status: 428 })).toEqual({
    ...put,
    target: '/Users/1',
    headers: [...PLAIN_HEADERS, ['If-Match', '*']],
  });
  expect(asked({ ...put, headers: [...PLAIN_HEADERS, ['if-match', 'W/"1"']] }, { status: 428 })).toBeUndefined();
});

it('asks by POST what is too personal for a URL', () => {
  const request = { target: '/Users?filter=userName%20eq%20%22a%2Bb%22&count=2&attributes=userName,%20title' };
  const sensitive = { status: 403, body: { scimType: 'sensitive' } };
  const search = asked(request, sensitive);
  expect(search).toMatchObject({ method: 'POST', target: '/Users/.search' });
  expect(JSON.parse(search?.body ?? '')).toEqual({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
    filter: 'userName eq "a+b"',
    count: 2,
    attributes: ['userName', 'title'],
  });
  expect(asked(request, { status: 403, body: { scimType: 'mutability' } })).toBeUndefined();
  expect(asked({}, sensitive)).toBeUndefined();
});

it.each([
  ['https://example.com/scim/v2/Users/1?shard=2', 'https://example.com/scim/v2/Users/1?shard=2'],
  ['/scim/v2/people/1', 'https://example.com/scim/v2/people/1'],
  ['https://elsewhere.example/scim/v2/Users/1', undefined],
  ['https://example.com/login', undefined],
])('follows a redirect to %s only below the base URL', (location, target) => {
  for (const status of [307, 308]) {
    expect(asked({}, { status, headers: [['Location', location]] })?.target).toBe(target);
  }
  expect(asked({}, { status: 302, headers: [['Location', location]] })).toBeUndefined();
});

it('leaves the requests of identity providers as they are when it is they who are tried', () => {
  const headers: HeaderList = [['User-Agent', 'Okta SCIM Client 1.0.0']];
  expect(asked({ method: 'PATCH', headers }, { status: 428 })).toBeUndefined();
  expect(asked({ method: 'PATCH', headers }, { status: 428 }, 'MUST')?.headers).toContainEqual(['If-Match', '*']);
  const moved = { status: 308, headers: [['location', `${BASE}/Users/2`]] } as const;
  expect(asked({ method: 'PATCH', headers }, moved)).toMatchObject({ target: `${BASE}/Users/2`, headers });
});

it('sends what is about no case again in the way that is asked for', async () => {
  const statuses = [428, 204];
  const sent: WireRequest[] = [];
  const send = obliging(async (request) => {
    sent.push(request);
    return exchangeOf(request, { status: statuses.shift() ?? 0 });
  }, BASE);
  const { response } = await send({ method: 'DELETE', target: '/Users/1', headers: PLAIN_HEADERS });
  expect(response?.status).toBe(204);
  expect(sent.map(({ headers }) => headers.length)).toEqual([PLAIN_HEADERS.length, PLAIN_HEADERS.length + 1]);
});
