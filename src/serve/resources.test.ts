import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENTERPRISE_USER_URN, GROUP_URN, USER_URN } from '../scim/urn.ts';
import { type Caller, connect, dig, resources, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
});
afterAll(() => caller.server.close());

const error = (status: number, scimType?: string) =>
  expect.objectContaining({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
  });

describe('POST', () => {
  it('answers 201 with the whole resource, Location equal to meta.location, and a version', async () => {
    const reply = await caller.post('/Users', { schemas: [USER_URN], userName: 'post.1', externalId: 'E1' });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('content-type')).toBe('application/scim+json');
    expect(reply.headers.get('location')).toBe(dig(reply.body, 'meta', 'location'));
    expect(reply.headers.get('location')).toBe(`${caller.server.url}/Users/${reply.body.id}`);
    expect(reply.headers.get('etag')).toBe(dig(reply.body, 'meta', 'version'));
    expect(reply.body).toMatchObject({ userName: 'post.1', externalId: 'E1', active: true, schemas: [USER_URN] });
    expect((await caller.get(`/Users/${reply.body.id}`)).body).toEqual(reply.body);
  });

  it('ignores what the server alone sets, and never shows a password', async () => {
    const user = await caller.user('post.2', {
      id: 'mine',
      password: 'secret',
      groups: [{ value: 'g' }],
      meta: { resourceType: 'Foo', created: '1999-01-01T00:00:00Z', location: 'https://elsewhere.example' },
    });
    expect(user.id).not.toBe('mine');
    expect(user).not.toHaveProperty('password');
    expect(user).not.toHaveProperty('groups');
    expect(dig(user, 'meta', 'resourceType')).toBe('User');
    expect(dig(user, 'meta', 'created')).not.toContain('1999');
  });

  it('takes attribute names in any case, and null and [] as nothing', async () => {
    const reply = await caller.post('/Users', {
      SCHEMAS: [USER_URN],
      USERNAME: 'post.3',
      Name: { GIVENNAME: 'Ada' },
      nickName: null,
      emails: [],
    });
    expect(reply.body).toMatchObject({ userName: 'post.3', name: { givenName: 'Ada' } });
    expect(reply.body).not.toHaveProperty('nickName');
    expect(reply.body).not.toHaveProperty('emails');
  });

  it.each([
    ['a userName that somebody has in another case', { schemas: [USER_URN], userName: 'TAKEN' }, 409, 'uniqueness'],
    ['no userName', { schemas: [USER_URN] }, 400, 'invalidValue'],
    ['no schemas', { userName: 'x' }, 400, 'invalidSyntax'],
    ['the schema of another type', { schemas: [GROUP_URN], userName: 'x' }, 400, 'invalidSyntax'],
    ['a number for a string', { schemas: [USER_URN], userName: 7 }, 400, 'invalidValue'],
    ['a list as body', [], 400, 'invalidSyntax'],
    [
      'two primaries',
      {
        schemas: [USER_URN],
        userName: 'x',
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
      400,
      'invalidValue',
    ],
  ])('refuses %s', async (_what, body, status, scimType) => {
    await caller.post('/Users', { schemas: [USER_URN], userName: 'taken' });
    const reply = await caller.post('/Users', body);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual(error(status, scimType));
  });

  it('takes one of two creates with the same name that arrive together', async () => {
    const body = { schemas: [USER_URN], userName: 'post.race' };
    const replies = await Promise.all([1, 2, 3].map(() => caller.post('/Users', body)));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it('compares userName as PRECIS prepares it, and finds it so', async () => {
    await caller.user('jose\u0301');
    expect((await caller.post('/Users', { schemas: [USER_URN], userName: 'JOSÉ' })).status).toBe(409);
    expect(resources(await caller.filter('/Users', 'userName eq "jose\u0301"'))).toHaveLength(1);
    expect(resources(await caller.filter('/Users', 'userName eq "ｊｏｓé"'))).toHaveLength(1);
  });
});

describe('GET', () => {
  it.each(['/Users/none', '/Groups/none', '/Users/a/b', '/Nope', '/users'])('answers 404 for %s', async (path) => {
    const reply = await caller.get(path);
    expect(reply.status).toBe(404);
    expect(reply.body).toEqual(error(404));
  });

  it('finds no user under /Groups', async () => {
    const { id } = await caller.user('get.1');
    expect((await caller.get(`/Groups/${id}`)).status).toBe(404);
  });

  it('answers HEAD like GET, without a body', async () => {
    const { id } = await caller.user('get.2');
    const reply = await caller.send('HEAD', `/Users/${id}`);
    expect([reply.status, reply.text]).toEqual([200, '']);
  });

  it('shows the named attributes only, in every answer', async () => {
    const { id } = await caller.user('get.3', { name: { givenName: 'A', familyName: 'B' }, title: 'T' });
    const named = await caller.get(`/Users/${id}?attributes=NAME.givenName,%20password`);
    expect(named.body).toEqual({ schemas: [USER_URN], id, name: { givenName: 'A' } });
    const others = await caller.get(`/Users/${id}?excludedAttributes=id,title,meta,active`);
    expect(others.body).toEqual({
      schemas: [USER_URN],
      id,
      userName: 'get.3',
      name: { givenName: 'A', familyName: 'B' },
    });
    const patched = await caller.patch(`/Users/${id}?attributes=title`, [{ op: 'replace', path: 'title', value: 'U' }]);
    expect(patched.body).toEqual({ schemas: [USER_URN], id, title: 'U' });
    expect((await caller.get(`/Users/${id}?attributes=title&excludedAttributes=name`)).status).toBe(400);
  });
});

describe('PUT', () => {
  it('is the identity on what GET showed', async () => {
    const { id } = await caller.user('put.1', {
      emails: [{ value: 'a@example.com', type: 'work', primary: true }],
      [ENTERPRISE_USER_URN]: { department: 'D' },
    });
    await caller.group('put.1', [String(id)]);
    const before = (await caller.get(`/Users/${id}`)).body;
    const reply = await caller.put(`/Users/${id}`, before);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual(before);
  });

  it('clears what it leaves out, but neither id nor active', async () => {
    const { id } = await caller.user('put.2', { title: 'T', active: false, name: { givenName: 'A', familyName: 'B' } });
    const reply = await caller.put(`/Users/${id}`, {
      schemas: [USER_URN],
      id: 'x',
      userName: 'put.2',
      name: { givenName: 'C' },
    });
    expect(reply.body).toMatchObject({ id, active: false, name: { givenName: 'C' } });
    expect(reply.body).not.toHaveProperty('title');
    expect(dig(reply.body, 'name', 'familyName')).toBeUndefined();
  });

  it('refuses a name somebody has, and creates nothing', async () => {
    const { id } = await caller.user('put.3');
    await caller.user('put.4');
    const body = { schemas: [USER_URN], userName: 'PUT.4' };
    expect((await caller.put(`/Users/${id}`, body)).body).toEqual(error(409, 'uniqueness'));
    expect((await caller.put('/Users/none', body)).status).toBe(404);
  });
});

describe('PATCH', () => {
  it('is atomic', async () => {
    const { id } = await caller.user('patch.1');
    const reply = await caller.patch(`/Users/${id}`, [
      { op: 'replace', path: 'title', value: 'T' },
      { op: 'replace', path: 'nothing', value: 'x' },
    ]);
    expect(reply.body).toEqual(error(400, 'invalidPath'));
    expect((await caller.get(`/Users/${id}`)).body).not.toHaveProperty('title');
  });

  it('leaves lastModified and version alone when nothing changes, and moves both when something does', async () => {
    const user = await caller.user('patch.2', { title: 'T' });
    const path = `/Users/${user.id}`;
    expect((await caller.patch(path, [{ op: 'add', path: 'title', value: 'T' }])).body.meta).toEqual(user.meta);
    const after = (await caller.patch(path, [{ op: 'add', path: 'title', value: 'U' }])).body;
    expect(String(dig(after, 'meta', 'lastModified')) > String(dig(user, 'meta', 'lastModified'))).toBe(true);
    expect(dig(after, 'meta', 'version')).not.toBe(dig(user, 'meta', 'version'));
    expect(dig(after, 'meta', 'created')).toBe(dig(user, 'meta', 'created'));
  });

  it.each([
    ['id', 'x'],
    ['meta.created', '2001-01-01T00:00:00Z'],
    ['groups', [{ value: 'g' }]],
  ])('refuses to change %s', async (path, value) => {
    const { id } = await caller.user(`patch.${path}`);
    expect((await caller.patch(`/Users/${id}`, [{ op: 'replace', path, value }])).body).toEqual(
      error(400, 'mutability'),
    );
  });

  it('may look at what the server derives', async () => {
    const [user, inner] = [await caller.user('patch.3'), await caller.group('patch.3 inner')];
    const group = await caller.group('patch.3', [String(user.id), String(inner.id)]);
    const reply = await caller.patch(`/Groups/${group.id}`, [{ op: 'remove', path: 'members[type eq "Group"]' }]);
    expect(reply.body.members).toEqual([expect.objectContaining({ value: user.id })]);
  });
});

describe('DELETE', () => {
  it('answers 204, and then the resource is gone everywhere and its name free', async () => {
    const user = await caller.user('delete.1');
    const group = await caller.group('delete.1', [String(user.id)]);
    const reply = await caller.delete(`/Users/${user.id}`);
    expect([reply.status, reply.text]).toEqual([204, '']);
    expect((await caller.get(`/Users/${user.id}`)).status).toBe(404);
    expect((await caller.delete(`/Users/${user.id}`)).status).toBe(404);
    expect(resources(await caller.filter('/Users', 'userName eq "delete.1"'))).toEqual([]);
    expect((await caller.get(`/Groups/${group.id}`)).body).not.toHaveProperty('members');
    expect((await caller.user('delete.1')).id).not.toBe(user.id);
  });
});

describe('groups', () => {
  it('have members that name themselves, and users know their groups, through groups too', async () => {
    const user = await caller.user('member', { displayName: 'Mem Ber' });
    const inner = await caller.group('inner', [String(user.id)]);
    const outer = await caller.group('outer', [String(inner.id)]);
    const location = dig(user, 'meta', 'location');
    expect(inner.members).toEqual([{ value: user.id, $ref: location, display: 'Mem Ber', type: 'User' }]);
    expect(outer.members).toEqual([expect.objectContaining({ value: inner.id, type: 'Group', display: 'inner' })]);
    expect((await caller.get(`/Users/${user.id}`)).body.groups).toEqual([
      expect.objectContaining({ value: inner.id, display: 'inner', type: 'direct' }),
      expect.objectContaining({ value: outer.id, display: 'outer', type: 'indirect' }),
    ]);
    await caller.delete(`/Groups/${inner.id}`);
    expect((await caller.get(`/Users/${user.id}`)).body).not.toHaveProperty('groups');
  });

  it('need a name, members that exist, and never contain themselves', async () => {
    const group = await caller.group('strict');
    const value = String(group.id);
    const unknown = { schemas: [GROUP_URN], displayName: 'x', members: [{ value: 'nobody' }] };
    expect((await caller.post('/Groups', { schemas: [GROUP_URN] })).body).toEqual(error(400, 'invalidValue'));
    expect((await caller.post('/Groups', unknown)).body).toEqual(error(400, 'invalidValue'));
    expect((await caller.patch(`/Groups/${value}`, [{ op: 'add', path: 'members', value: [{ value }] }])).status).toBe(
      400,
    );
  });

  it('may share a name, unless the server is told otherwise', async () => {
    await caller.group('same');
    await caller.group('same');
    await withServer({ capabilities: { uniqueGroupNames: true } }, async (strict) => {
      await strict.group('same');
      const reply = await strict.post('/Groups', { schemas: [GROUP_URN], displayName: 'SAME' });
      expect(reply.body).toEqual(error(409, 'uniqueness'));
    });
  });

  it('keep concurrent changes', async () => {
    const users = await Promise.all(['c1', 'c2', 'c3', 'c4'].map((name) => caller.user(name)));
    const group = await caller.group('concurrent');
    await Promise.all(
      users.map(({ id }) =>
        caller.patch(`/Groups/${group.id}`, [{ op: 'add', path: 'members', value: [{ value: id ?? '' }] }]),
      ),
    );
    expect((await caller.get(`/Groups/${group.id}`)).body.members).toHaveLength(4);
  });
});
