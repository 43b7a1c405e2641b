import type { IncomingMessage } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { GROUP_URN, LIST_RESPONSE_URN, USER_URN } from '../scim/urn.ts';
import type { ServeOptions } from '../serve/options.ts';
import { startServer } from '../serve/server.ts';
import { answerJson, client, httpServer } from '../wire/servers.testing.ts';
import { openDirectory } from './open.ts';
import type { Directory } from './record.ts';
import { collect } from './text-file.testing.ts';

const openUrl = (url: string, token = 'none', maxBodyBytes?: number): Promise<Directory> => {
  const limits = maxBodyBytes === undefined ? {} : { maxBodyBytes };
  return openDirectory({ people: url, client: client({ baseUrl: url, auth: { type: 'bearer', token }, ...limits }) });
};

/** Our own server with `people` users and a group of every third of them. */
const filledServer = async (people: number, options: ServeOptions = {}) => {
  const server = await startServer(options);
  onTestFinished(() => server.close());
  const sender = client({ baseUrl: server.url, auth: { type: 'bearer', token: server.token } });
  const create = async (target: string, body: JsonObject): Promise<string> => {
    const headers = [['Content-Type', 'application/scim+json']] as const;
    const { response } = await sender.send({ method: 'POST', target, headers, body: JSON.stringify(body) });
    const made = response?.body;
    return isObject(made) ? String(made.id) : '';
  };
  const ids: string[] = [];
  for (let number = 0; number < people; number++) {
    ids.push(await create('/Users', { schemas: [USER_URN], userName: `user${number}@example.com` }));
  }
  const members = ids.filter((_, index) => index % 3 === 0).map((value) => ({ value }));
  await create('/Groups', { schemas: [GROUP_URN], displayName: 'Thirds', members });
  await create('/Groups', { schemas: [GROUP_URN], displayName: 'Nobody' });
  return { server, create, ids };
};

/** A server that answers by what is after its base URL. */
const fake = (answer: (path: string, query: URLSearchParams) => { status?: number; body: Json }): Promise<string> =>
  httpServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const { status = 200, body } = answer(url.pathname, url.searchParams);
    answerJson(response, status, body);
  });

const list = (resources: Json[], rest: JsonObject = {}): { body: Json } => ({
  body: { schemas: [LIST_RESPONSE_URN], Resources: resources, ...rest },
});
const notFound = { status: 404, body: { detail: 'no such thing' } };
const user = (number: number): JsonObject => ({ id: `u${number}`, userName: `user${number}@example.com` });
const users = (first: number, count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => user(first + index));

describe('another SCIM server', () => {
  it.each([
    ['by index', { cursorPagination: false }],
    ['by cursor', { cursorPagination: true }],
    ['in pages shorter than were asked for', { cursorPagination: false, maxResults: 7 }],
    ['by cursor in short pages', { cursorPagination: true, maxResults: 7 }],
    ['without ServiceProviderConfig', { serviceProviderConfig: false }],
  ])('is read to its end %s', async (_, capabilities) => {
    const { server, ids } = await filledServer(41, { capabilities });
    const directory = await openUrl(server.url, server.token);
    expect(directory).toMatchObject({ hasGroups: true, hasMemberships: true });
    const people = await collect(directory.people());
    expect(people.map((entry) => ('id' in entry ? entry.id : entry)).toSorted()).toEqual(ids.toSorted());
    const groups = await collect(directory.groups());
    expect(groups.map((entry) => ('displayName' in entry ? entry.displayName : entry)).toSorted()).toEqual([
      'Nobody',
      'Thirds',
    ]);
    const memberships = await collect(directory.memberships());
    expect(memberships.map((entry) => ('member' in entry ? entry.member : entry)).toSorted()).toEqual(
      ids.filter((_, index) => index % 3 === 0).toSorted(),
    );
  });

  it('may have no groups', async () => {
    const { server } = await filledServer(2, { capabilities: { groups: false } });
    const directory = await openUrl(server.url, server.token);
    expect(directory).toMatchObject({ hasGroups: false, hasMemberships: false });
    expect(await collect(directory.groups())).toEqual([]);
    expect(directory.describe()).toBe(`people from the SCIM server ${server.url}, by cursor`);
  });

  it('gives what a person has, under the names of a directory', async () => {
    const { server, create } = await filledServer(0);
    const boss = await create('/Users', { schemas: [USER_URN], userName: 'boss' });
    await create('/Users', {
      schemas: [USER_URN, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
      userName: 'siobhan',
      name: { givenName: 'Siobhán', familyName: "O'Brien", middleName: 'Áine' },
      emails: [
        { value: 'home@example.org', type: 'home' },
        { value: 'siobhan@example.com', type: 'work', primary: true },
      ],
      active: false,
      title: 'Engineer',
      externalId: 'hr-7',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales', manager: { value: boss } },
    });
    const people = await collect((await openUrl(server.url, server.token)).people());
    const attributes = people.flatMap((entry) => ('attributes' in entry ? [entry.attributes] : []));
    expect(attributes.find(({ userName }) => userName === 'siobhan')).toEqual({
      userName: 'siobhan',
      givenName: 'Siobhán',
      familyName: "O'Brien",
      email: 'siobhan@example.com',
      active: false,
      title: 'Engineer',
      department: 'Sales',
      manager: boss,
      externalId: 'hr-7',
      name: { givenName: 'Siobhán', familyName: "O'Brien", middleName: 'Áine' },
      emails: expect.arrayContaining([expect.objectContaining({ value: 'home@example.org' })]),
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': expect.objectContaining({ department: 'Sales' }),
    });
  });

  it('refuses with a wrong token', async () => {
    const { server } = await filledServer(0, { capabilities: { publicConfig: false } });
    await expect(openUrl(server.url, 'wrong')).rejects.toMatchObject({
      name: 'DirectoryProblem',
      message: expect.stringContaining('the server answered 401'),
      hint: expect.stringContaining('Check the token'),
    });
  });

  it('rejects resources that are no people, with their place, and reads the others', async () => {
    const odd: Json[] = [
      user(1),
      'nonsense',
      { id: 'u3' },
      { ...user(4), active: 'perhaps' },
      { ...user(5), active: 'True' },
    ];
    const url = await fake((path) => (path === '/Users' ? list(odd, { totalResults: 5 }) : notFound));
    const entries = await collect((await openUrl(url)).people());
    expect(entries).toMatchObject([
      { id: 'u1', at: { file: `${url}/Users`, line: 1 } },
      { reason: 'it is no JSON object', at: { line: 2 }, row: '"nonsense"' },
      { reason: 'userName is missing', at: { line: 3 } },
      { reason: expect.stringContaining('active is "perhaps"') },
      { id: 'u5', attributes: { active: true } },
    ]);
  });
});

describe('memberships of another server', () => {
  const groupsOnly = (groups: Json[], single: Record<string, Json> = {}): Promise<string> =>
    fake((path) => {
      if (path === '/Users') return list([]);
      if (path === '/Groups') return list(groups, { totalResults: groups.length });
      const group = single[path.replace('/Groups/', '')];
      return group === undefined ? notFound : { body: group };
    });

  it('leave groups in groups out, and say so', async () => {
    const members = [{ value: 'u1' }, { value: 'g2', type: 'Group' }, { display: 'nobody' }, 7];
    const url = await groupsOnly([{ id: 'g1', displayName: 'All', members }]);
    expect(await collect((await openUrl(url)).memberships())).toMatchObject([
      { group: 'g1', member: 'u1' },
      { reason: expect.stringContaining('the member is a group') },
      { reason: 'member is missing' },
      { reason: 'the member is no JSON object' },
    ]);
  });

  it('are asked for group by group where the listing does not have them', async () => {
    const bare = ['g1', 'g2', 'g3'].map((id) => ({ id, displayName: id }));
    const url = await groupsOnly(bare, { g1: { id: 'g1', members: [{ value: 'u1' }] }, g2: { id: 'g2' } });
    expect(await collect((await openUrl(url)).memberships())).toMatchObject([{ group: 'g1', member: 'u1' }]);
  });
});

describe('paging that is wrong', () => {
  const usersOnly = (answer: (query: URLSearchParams) => { status?: number; body: Json }, config: JsonObject = {}) =>
    fake((path, query) => {
      if (path === '/ServiceProviderConfig') return { body: config };
      return path === '/Users' ? answer(query) : notFound;
    });
  const startOf = (query: URLSearchParams): number => Number(query.get('startIndex'));
  const cursors: JsonObject = { pagination: { cursor: true } };

  it.each([
    [
      'gives the first page for every index',
      () => list(users(1, 100), { totalResults: 250 }),
      {},
      'is the one before it again',
    ],
    [
      'ends before its total',
      (query: URLSearchParams) => list(startOf(query) > 100 ? [] : users(startOf(query), 50), { totalResults: 250 }),
      {},
      'counts 250 resources but its pages end after 100',
    ],
    ['repeats a cursor', () => list(users(1, 2), { nextCursor: 'again' }), cursors, 'leads back to an earlier page'],
    [
      'goes round in a circle of cursors',
      (query: URLSearchParams) => list([user(1)], { nextCursor: String((Number(query.get('cursor')) + 1) % 5) }),
      cursors,
      'leads back to an earlier page',
    ],
    [
      'fails in the middle',
      (query: URLSearchParams) =>
        startOf(query) > 1
          ? { status: 500, body: { detail: 'out of order' } }
          : list(users(1, 100), { totalResults: 101 }),
      {},
      'the server answered 500: "out of order"',
    ],
    [
      'answers no list',
      (query: URLSearchParams) => (startOf(query) > 1 ? { body: 'hello' } : list(users(1, 9), { totalResults: 10 })),
      {},
      'is no ListResponse',
    ],
  ])('%s: nobody may be taken for a leaver because of it', async (_, answer, config, message) => {
    const directory = await openUrl(await usersOnly(answer, config));
    await expect(collect(directory.people())).rejects.toMatchObject({
      name: 'DirectoryProblem',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['everything in one page, whatever is asked for', () => list(users(1, 250), { totalResults: 250 }), {}, 250],
    ['no total', (query: URLSearchParams) => list(users(startOf(query), startOf(query) > 200 ? 0 : 50)), {}, 200],
    ['a total that is only that of the page', () => list(users(1, 30), { totalResults: 30 }), {}, 30],
    ['no Resources when there are none', () => ({ body: { totalResults: 0 } }), {}, 0],
    [
      'an empty page among others, by cursor',
      (query: URLSearchParams) => {
        const page = Number(query.get('cursor'));
        return list(page === 1 ? [] : users(page * 10, 10), page < 3 ? { nextCursor: String(page + 1) } : {});
      },
      cursors,
      30,
    ],
  ])('is not %s', async (_, answer, config, count) => {
    const directory = await openUrl(await usersOnly(answer, config));
    expect((await collect(directory.people())).length).toBe(count);
  });

  it('is not pages that are too large, which are asked for again with fewer resources', async () => {
    const url = await usersOnly((query) => {
      const count = Math.min(Number(query.get('count')), 121 - startOf(query));
      const wide = users(startOf(query), count).map((one) => ({ ...one, nickName: 'x'.repeat(1000) }));
      return list(wide, { totalResults: 120 });
    });
    const people = await collect((await openUrl(url, 'none', 30_000)).people());
    expect(new Set(people.map((entry) => ('id' in entry ? entry.id : ''))).size).toBe(120);
  });
});
