import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, connect, dig, resources, withServer } from '../caller.testing.ts';
import { startServer } from '../server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer({ preset: 'coder' }));
});
afterAll(() => caller.server.close());

const body = (userName: Json, email: Json, attributes: JsonObject = {}): JsonObject => ({
  schemas: [USER_URN],
  userName,
  emails: [{ value: email }],
  ...attributes,
});

/** A new user with an address of its own. */
const made = (userName: string, attributes: JsonObject = {}): Promise<JsonObject> =>
  caller.user(userName, { emails: [{ value: `${userName}@example.com` }], ...attributes });

const activeOf = async ({ id }: JsonObject): Promise<Json | undefined> =>
  (await caller.get(`/Users/${id}`)).body.active;

describe('creating a user', () => {
  it('keeps the user name, one address and active, and shows nothing else', async () => {
    const reply = await caller.post('/Users', {
      ...body('ana-silva', 'ana@example.com', { externalId: 'e1', displayName: 'Ana', nickName: 'A' }),
      name: { givenName: 'Ana', familyName: 'Silva' },
    });
    expect(reply.status).toBe(201);
    const { id, meta, ...rest } = reply.body;
    expect(rest).toEqual({
      schemas: [USER_URN],
      userName: 'ana-silva',
      name: { formatted: '' },
      emails: [{ value: 'ana@example.com', primary: true }],
      active: true,
    });
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(meta).not.toHaveProperty('version');
    expect(reply.headers.has('etag')).toBe(false);
  });

  it.each([
    ['none', undefined],
    ['an empty list', []],
    ['one without a value', [{ type: 'work' }]],
    ['no list', { value: 'solo@example.com' }],
  ])('needs an e-mail address: %s', async (_what, emails) => {
    const reply = await caller.post('/Users', {
      schemas: [USER_URN],
      userName: 'solo',
      ...(emails === undefined ? {} : { emails }),
    });
    expect(reply.status).toBe(400);
  });

  it.each([
    ['the primary', [{ value: 'p1@example.com', primary: true }, { value: 'q1@example.com' }], 'p1@example.com'],
    ['the last', [{ value: 'p2@example.com' }, { value: 'q2@example.com' }], 'q2@example.com'],
  ])('takes %s address', async (_what, emails, expected) => {
    const user = await caller.user(`from-${expected.slice(0, 2)}`, { emails });
    expect(dig(user, 'emails', 0, 'value')).toBe(expected);
  });

  it.each([
    ['rui.pinto@example.com', 'one@example.com', 'ruipinto'],
    ['', 'eva.luz@example.com', 'evaluz'],
    ['Bo Lindqvist', 'two@example.com', 'BoLindqvist'],
    ['Bo-Lind', 'three@example.com', 'Bo-Lind'],
    ['--', 'four@example.com', expect.stringMatching(/^user-[0-9a-f]{8}$/)],
    ['new', 'five@example.com', expect.stringMatching(/^user-/)],
    [`${'a'.repeat(33)}`, 'six@example.com', expect.stringMatching(/^user-/)],
  ])('makes a name of "%s"', async (userName, email, expected) => {
    const reply = await caller.post('/Users', body(userName, email));
    expect([reply.status, reply.body.userName]).toEqual([201, expected]);
  });

  it('makes a name of the address when there is none', async () => {
    const reply = await caller.post('/Users', { schemas: [USER_URN], emails: [{ value: 'noor.h@example.com' }] });
    expect([reply.status, reply.body.userName]).toEqual([201, 'noorh']);
  });

  it.each([
    [true, true],
    [false, false],
    ['True', true],
    ['false', false],
    ['0', false],
  ])('takes %j for active', async (active, expected) => {
    const user = await made(`active-${typeof active}-${String(active).toLowerCase()}`, { active });
    expect(user.active).toBe(expected);
  });

  it.each([[1], ['yes'], [{}], [[true]]])('refuses %j for active', async (active) => {
    expect((await caller.post('/Users', body('odd', 'odd@example.com', { active }))).status).toBe(400);
  });

  it('reads names in any case, at every level', async () => {
    const reply = await caller.post('/Users', {
      SCHEMAS: [USER_URN],
      USERNAME: 'any-case',
      eMails: [{ VALUE: 'first@example.com', Primary: 'True' }, { value: 'any-case@example.com' }],
      Active: 'FALSE',
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ userName: 'any-case', emails: [{ value: 'first@example.com' }], active: false });
  });
});

describe('creating a user that is there', () => {
  it.each([
    ['name', 'TAKEN', 'other@example.com'],
    ['address', 'other', 'Taken@Example.com'],
  ])('is a conflict by %s', async (what, userName, email) => {
    const mine = (text: string) => text.replace(/taken/i, (word) => `${word}-${what}`);
    await made(`taken-${what}`);
    const reply = await caller.post('/Users', body(mine(userName), mine(email)));
    expect([reply.status, reply.body.scimType]).toEqual([409, 'uniqueness']);
  });

  it.each([
    ['name', 'back-name', 'elsewhere@example.com'],
    ['address', 'elsewhere', 'back-address@example.com'],
  ])('brings a suspended one back by %s, under the old id and as it was', async (what, userName, email) => {
    const old = await made(`back-${what}`);
    expect((await caller.delete(`/Users/${old.id}`)).status).toBe(204);
    const reply = await caller.post('/Users', body(userName, email));
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ id: old.id, userName: old.userName, emails: old.emails, active: true });
  });

  it('leaves it suspended when it is to be inactive', async () => {
    const old = await made('stays-out', { active: false });
    const reply = await caller.post('/Users', body('stays-out', 'stays-out@example.com', { active: false }));
    expect([reply.status, reply.body.id, reply.body.active]).toEqual([201, old.id, false]);
  });
});

describe('putting a user', () => {
  it('changes active and nothing else', async () => {
    const user = await made('put-me');
    const changed = { ...body('put-me', 'new@example.com', { ACTIVE: 'False' }), displayName: 'New', title: 'Lead' };
    const reply = await caller.put(`/Users/${user.id}`, changed);
    expect(reply.status).toBe(200);
    const { meta: _before, ...before } = user;
    const { meta: _after, ...after } = reply.body;
    expect(after).toEqual({ ...before, active: false });
    expect((await caller.put(`/Users/${user.id}`, body('put-me', 'x@example.com', { active: true }))).body.active).toBe(
      true,
    );
  });

  it.each([
    ['another user name', body('renamed', 'put-bad@example.com', { active: false })],
    ['a user name in another case', body('PUT-BAD', 'put-bad@example.com', { active: false })],
    ['no active', body('put-bad', 'put-bad@example.com')],
    ['a number for active', body('put-bad', 'put-bad@example.com', { active: 0 })],
  ])('refuses %s', async (_what, changed) => {
    const found = resources(await caller.filter('/Users', 'userName eq "put-bad"'))[0];
    const user = found ?? (await made('put-bad'));
    expect((await caller.put(`/Users/${user.id}`, changed)).status).toBe(400);
    expect(await activeOf(user)).toBe(true);
  });
});

describe('patching a user', () => {
  it.each<[string, boolean, JsonObject]>([
    ['a path', true, { op: 'replace', path: 'active', value: false }],
    ['a path in another case', true, { op: 'Replace', path: 'ACTIVE', value: 'False' }],
    ['an object', true, { op: 'replace', value: { active: false } }],
    ['an object with the name in another case', true, { op: 'replace', value: { Active: 'false', title: 'x' } }],
    ['a removal', true, { op: 'remove', path: 'Active' }],
    ['a path, to let in', false, { op: 'replace', path: 'active', value: true }],
  ])('applies active by %s', async (what, before, operation) => {
    const user = await made(`patched-${what.replaceAll(/\W/g, '')}`.slice(0, 32), { active: before });
    const reply = await caller.patch(`/Users/${user.id}`, [operation]);
    expect([reply.status, reply.body.active]).toEqual([200, !before]);
    expect(await activeOf(user)).toBe(!before);
  });

  it.each<[string, JsonObject]>([
    ['the user name', { op: 'replace', path: 'userName', value: 'other' }],
    ['a part of the name', { op: 'replace', path: 'name.givenName', value: 'Ana' }],
    ['an address', { op: 'replace', path: 'emails[type eq "work"].value', value: 'n@example.com' }],
    ['several attributes', { op: 'replace', value: { displayName: 'Ana', title: 'Lead' } }],
    ['an addition of active', { op: 'add', path: 'active', value: false }],
    ['an addition without path', { op: 'add', value: { active: false } }],
    ['a removal', { op: 'remove', path: 'emails' }],
    ['an attribute nobody knows', { op: 'replace', path: 'shoeSize', value: 44 }],
  ])('passes over %s with 200', async (what, operation) => {
    const user = await made(`kept-${what.replaceAll(/\W/g, '')}`.slice(0, 32));
    const reply = await caller.patch(`/Users/${user.id}`, [operation]);
    expect([reply.status, reply.body]).toEqual([200, user]);
    expect((await caller.get(`/Users/${user.id}`)).body).toEqual(user);
  });

  it('refuses a value of active that is none, and what is no PatchOp', async () => {
    const user = await made('patch-bad');
    const wrong = await caller.patch(`/Users/${user.id}`, [{ op: 'replace', path: 'active', value: 1 }]);
    expect(wrong.status).toBe(400);
    expect((await caller.patch(`/Users/${user.id}`, [{ op: 'jump', path: 'active' }])).status).toBe(400);
  });
});

describe('deleting a user', () => {
  it('suspends; the user can be read, is listed, and can be deleted again', async () => {
    const user = await made('leaver');
    for (const _time of [1, 2]) {
      expect((await caller.delete(`/Users/${user.id}`)).status).toBe(204);
      const read = await caller.get(`/Users/${user.id}`);
      expect([read.status, read.body.active]).toEqual([200, false]);
    }
    expect(resources(await caller.filter('/Users', 'userName eq "leaver"'))).toHaveLength(1);
  });
});

it.each(['GET', 'PUT', 'PATCH', 'DELETE'])('%s of a malformed or unknown id is 404', async (method) => {
  const sent = method === 'GET' || method === 'DELETE' ? undefined : body('x', 'x@example.com', { active: true });
  for (const id of ['not-a-uuid', '42', '00000000-0000-4000-8000-000000000000']) {
    expect((await caller.send(method, `/Users/${id}`, sent)).status).toBe(404);
  }
});

describe('listing users', () => {
  it('filters by userName and email, and takes every operator for eq', async () => {
    const user = await made('filtered');
    for (const filter of ['userName eq "FILTERED"', 'username ne "filtered"', 'email sw "Filtered@example.com"']) {
      expect(resources(await caller.filter('/Users', filter)).map(({ id }) => id)).toEqual([user.id]);
    }
    expect(resources(await caller.filter('/Users', 'userName sw "filter"'))).toEqual([]);
  });

  it.each([
    'emails.value eq "a@example.com"',
    'externalId eq "x"',
    'active eq true',
    'userName pr',
    'userName eq "a" or userName eq "b"',
    'userName eq',
  ])('refuses %s', async (filter) => {
    expect((await caller.filter('/Users', filter)).status).toBe(400);
  });

  it('takes a count below 0 for 100 and 0 for no limit; only a full page counts all', () =>
    withServer({ preset: 'coder' }, async (crowded) => {
      for (let n = 1; n <= 103; n += 1) {
        await crowded.user(`user-${n}`, { emails: [{ value: `user-${n}@example.com` }] });
      }
      const asked = async (query: string) => {
        const reply = await crowded.get(`/Users?${query}`);
        return [resources(reply).length, reply.body.totalResults];
      };
      expect(await asked('')).toEqual([100, 103]);
      expect(await asked('count=-5')).toEqual([100, 103]);
      expect(await asked('count=0')).toEqual([103, 103]);
      expect(await asked('count=500')).toEqual([100, 103]);
      expect(await asked('startIndex=101&count=2')).toEqual([2, 103]);
      expect(await asked('startIndex=101')).toEqual([3, 3]);
      expect(await asked('count=1&filter=userName%20eq%20%22user-7%22')).toEqual([1, 103]);
    }));

  it('knows no projection', async () => {
    const user = await made('whole');
    expect((await caller.get(`/Users/${user.id}?attributes=userName`)).body).toEqual(user);
  });
});

describe('the rest', () => {
  it('says that it can PATCH and cannot filter', async () => {
    const { body: config } = await caller.get('/ServiceProviderConfig');
    expect(
      ['patch', 'filter', 'bulk', 'sort', 'etag', 'changePassword'].map((name) => dig(config, name, 'supported')),
    ).toEqual([true, false, false, false, false, false]);
  });

  it.each(['ServiceProviderConfig', 'ResourceTypes', 'Schemas', 'Users'])('%s needs the token', async (path) => {
    const reply = await caller.get(`/${path}`, { authorization: '' });
    expect([reply.status, reply.body.scimType]).toEqual([401, undefined]);
    expect((await caller.get(`/${path}`, { authorization: caller.server.token })).status).toBe(200);
    expect((await caller.get(`/${path}`, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('has users without extension, and no groups', async () => {
    const types = resources(await caller.get('/ResourceTypes'));
    expect(types.map(({ name, schemaExtensions }) => [name, schemaExtensions])).toEqual([['User', undefined]]);
    expect((await caller.get('/Groups')).status).toBe(404);
  });
});
