import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import { LIST_RESPONSE_URN, SEARCH_REQUEST_URN, USER_URN } from '../scim/urn.ts';
import { type Caller, connect, resources } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
  await caller.user('carol', { title: 'B', externalId: 'X1', emails: [{ value: 'c@example.com', type: 'work' }] });
  await caller.user('Alice', { title: 'a', active: false, name: { familyName: "O'Neil" } });
  await caller.user('bob', { externalId: 'x1', emails: [{ value: 'b@example.com', type: 'home' }] });
  await caller.group('Staff');
});
afterAll(() => caller.server.close());

const names = (list: JsonObject[]) => list.map(({ userName, displayName }) => userName ?? displayName);
const filtered = async (filter: string, path = '/Users') => names(resources(await caller.filter(path, filter)));

describe('a filter', () => {
  it.each([
    ['userName eq "ALICE"', ['Alice']],
    ['USERNAME Sw "a"', ['Alice']],
    [`${USER_URN}:userName ew "b"`, ['bob']],
    ['externalId eq "x1"', ['bob']],
    ['userName eq "bob" or (active eq false and title pr)', ['Alice', 'bob']],
    ['name.familyName eq "O\'Neil"', ['Alice']],
    ['emails.value co "@EXAMPLE.com" and not (emails[type eq "home"])', ['carol']],
    ['meta.resourceType eq "User" and meta.created gt "2001-01-01T00:00:00Z"', ['carol', 'Alice', 'bob']],
    [`schemas eq "${USER_URN}" and userName eq "bob"`, ['bob']],
    ["userName eq \"x' or '1'='1\"", []],
  ])('%s finds %j', async (filter, expected) => {
    expect(await filtered(filter)).toEqual(expected);
  });

  it.each([
    '',
    'userName regex "x"',
    'userName eq',
    'active gt true',
    'nothing eq "x"',
    '(userName eq "x"',
    'userName eq x',
  ])('is refused as invalidFilter: %j', async (filter) => {
    const reply = await caller.filter('/Users', filter);
    expect([reply.status, reply.body.scimType]).toEqual([400, 'invalidFilter']);
  });

  it('is refused without harm when it is long or deep', async () => {
    const deep = await caller.filter('/Users', `${'('.repeat(4000)}userName pr${')'.repeat(4000)}`);
    expect([deep.status, deep.body.scimType]).toEqual([400, 'invalidFilter']);
    const chain = Array.from({ length: 200 }, (_, index) => `userName eq "u${index}"`).join(' or ');
    expect((await caller.filter('/Users', chain)).status).toBe(200);
    const search = { schemas: [SEARCH_REQUEST_URN], filter: Array(100_000).fill('userName pr').join(' and ') };
    expect((await caller.post('/Users/.search', search)).status).toBe(400);
  });
});

describe('the base URL', () => {
  it('lists all types, and an attribute that a type lacks has no value there', async () => {
    expect(names(resources(await caller.get('')))).toEqual(['carol', 'Alice', 'bob', 'Staff']);
    expect(await filtered('userName pr', '/')).toEqual(['carol', 'Alice', 'bob']);
    expect(await filtered('displayName eq "staff" or userName eq "bob"', '')).toEqual(['bob', 'Staff']);
  });
});

describe('sorting', () => {
  it.each([
    ['sortBy=userName', ['Alice', 'bob', 'carol']],
    ['sortBy=USERNAME&sortOrder=descending', ['carol', 'bob', 'Alice']],
    ['sortBy=title', ['Alice', 'carol', 'bob']],
    ['sortBy=title&sortOrder=descending', ['bob', 'carol', 'Alice']],
    ['sortBy=emails', ['bob', 'carol', 'Alice']],
    ['sortBy=nothing', ['carol', 'Alice', 'bob']],
  ])('%s gives %j', async (query, expected) => {
    expect(names(resources(await caller.get(`/Users?${query}`)))).toEqual(expected);
  });

  it('refuses an order that is none', async () => {
    expect((await caller.get('/Users?sortBy=title&sortOrder=upwards')).status).toBe(400);
  });
});

describe('.search', () => {
  it('asks with POST what GET asks with a query', async () => {
    const body = {
      schemas: [SEARCH_REQUEST_URN],
      filter: 'title pr',
      sortBy: 'userName',
      sortOrder: 'descending',
      attributes: ['userName'],
      startIndex: 1,
      count: 1,
    };
    const reply = await caller.post('/Users/.search', body);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ schemas: [LIST_RESPONSE_URN], totalResults: 2, startIndex: 1, itemsPerPage: 1 });
    expect(resources(reply)).toEqual([{ schemas: [USER_URN], id: expect.anything(), userName: 'carol' }]);
    const everything = await caller.post('/.search', { schemas: [SEARCH_REQUEST_URN] });
    expect(resources(everything)).toHaveLength(4);
  });

  it.each([
    [{}],
    [{ schemas: [SEARCH_REQUEST_URN], count: 'abc' }],
    [{ schemas: [SEARCH_REQUEST_URN], filter: 7 }],
    [{ schemas: [SEARCH_REQUEST_URN], attributes: 'userName' }],
  ])('refuses %j', async (body) => {
    expect((await caller.post('/Users/.search', body)).status).toBe(400);
  });
});

it('ignores parameters it does not know, and shows what attributes and excludedAttributes say', async () => {
  const reply = await caller.get('/Users?foo=bar&attributes=title&filter=userName+eq+%22carol%22&');
  expect(resources(reply)).toEqual([{ schemas: [USER_URN], id: expect.anything(), title: 'B' }]);
});
