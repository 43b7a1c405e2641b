/** The shapes that Okta, Entra and JumpCloud send are accepted and mean what they mean there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../scim/json.ts';
import { ENTERPRISE_USER_URN, GROUP_URN, USER_URN } from '../scim/urn.ts';
import { type Caller, connect, dig, resources, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
});
afterAll(() => caller.server.close());

const changed = async (user: JsonObject, ...operations: Json[]): Promise<JsonObject> => {
  const reply = await caller.patch(`/Users/${user.id}`, operations);
  expect([reply.status, reply.text.slice(0, 300)]).toEqual([200, expect.anything()]);
  return reply.body;
};

describe('Okta', () => {
  it('creates with a password, empty groups and a charset', async () => {
    const body = {
      schemas: [USER_URN],
      userName: 'okta.create@example.com',
      name: { givenName: 'Ana', familyName: 'Silva' },
      emails: [{ primary: true, value: 'okta.create@example.com', type: 'work' }],
      locale: 'en-US',
      externalId: '00u1',
      groups: [],
      password: '9xQ21abR',
      active: true,
    };
    const reply = await caller.post('/Users', body, { 'content-type': 'application/scim+json; charset=utf-8' });
    expect(reply.status).toBe(201);
  });

  it('deactivates without a path', async () => {
    const user = await caller.user('okta.off');
    expect((await changed(user, { op: 'replace', value: { active: false } })).active).toBe(false);
  });

  it('renames a group with its id in the value, and keeps the members', async () => {
    const user = await caller.user('okta.member');
    const group = await caller.group('okta.old', [String(user.id)]);
    const value = { id: group.id ?? '', displayName: 'okta.new' };
    const reply = await caller.patch(`/Groups/${group.id}`, [{ op: 'replace', value }]);
    expect(reply.body).toMatchObject({ displayName: 'okta.new', members: [{ value: user.id }] });
  });

  it('empties a group without a path', async () => {
    const group = await caller.group('okta.empty', [String((await caller.user('okta.last')).id)]);
    const reply = await caller.patch(`/Groups/${group.id}`, [{ op: 'replace', value: { members: [] } }]);
    expect(reply.body).not.toHaveProperty('members');
  });
});

describe('Entra', () => {
  it('sends text for booleans', async () => {
    const user = await caller.user('entra.text', { active: 'False' });
    expect(user.active).toBe(false);
    expect((await changed(user, { op: 'Replace', path: 'active', value: 'True' })).active).toBe(true);
  });

  it.each([
    ['a text', (id: string): Json => id],
    ['an object', (id: string): Json => ({ value: id })],
    ['a list of one object', (id: string): Json => [{ $ref: `../Users/${id}`, value: id }]],
  ])('sends %s as manager', async (what, shape) => {
    const [user, boss] = [
      await caller.user(`entra.m ${what}`),
      await caller.user(`entra.boss ${what}`, { displayName: 'Boss' }),
    ];
    const path = `${ENTERPRISE_USER_URN}:manager`;
    const after = await changed(user, { op: 'Add', path, value: shape(String(boss.id)) });
    expect(after[ENTERPRISE_USER_URN]).toEqual({
      manager: { value: boss.id, $ref: dig(boss, 'meta', 'location'), displayName: 'Boss' },
    });
    expect(after.schemas).toContain(ENTERPRISE_USER_URN);
    const gone = await changed(user, { op: 'Replace', path, value: '' });
    expect(gone).not.toHaveProperty([ENTERPRISE_USER_URN]);
    expect(gone.schemas).toEqual([USER_URN]);
  });

  it('adds to an element that is not there yet', async () => {
    const after = await changed(
      await caller.user('entra.add'),
      { op: 'Add', path: 'emails[type eq "work"].value', value: 'w@example.com' },
      { op: 'Add', path: 'addresses[type eq "work"].formatted', value: '18/2111' },
      { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Lisboa' },
      { op: 'Add', path: 'roles[primary eq "True"].value', value: 'Admin' },
    );
    expect(after).toMatchObject({
      emails: [{ type: 'work', value: 'w@example.com' }],
      addresses: [{ type: 'work', formatted: '18/2111', locality: 'Lisboa' }],
      roles: [{ primary: true, value: 'Admin' }],
    });
  });

  it('gets noTarget for such a replace, as the RFC says, unless the server is told otherwise', async () => {
    const operations: Json[] = [{ op: 'Replace', path: 'emails[type eq "work"].value', value: 'w@example.com' }];
    const { id } = await caller.user('entra.replace');
    expect((await caller.patch(`/Users/${id}`, operations)).body.scimType).toBe('noTarget');
    await withServer({ preset: 'entra' }, async (entra) => {
      const user = await entra.user('entra.replace');
      expect((await entra.patch(`/Users/${user.id}`, operations)).body.emails).toEqual([
        { type: 'work', value: 'w@example.com' },
      ]);
    });
  });

  it('writes dotted names and URNs as keys', async () => {
    const value = { 'name.givenName': 'Ana', [`${ENTERPRISE_USER_URN}:employeeNumber`]: '272', displayName: 'Ana' };
    expect(await changed(await caller.user('entra.keys'), { op: 'replace', value })).toMatchObject({
      displayName: 'Ana',
      name: { givenName: 'Ana' },
      [ENTERPRISE_USER_URN]: { employeeNumber: '272' },
    });
  });

  it('creates groups with a schema of its own, and removes members by a list', async () => {
    const own = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
    const body = {
      schemas: [GROUP_URN, own],
      externalId: 'x',
      displayName: 'entra.group',
      meta: { resourceType: 'Group' },
    };
    const group = (await caller.post('/Groups', body)).body;
    expect(group.schemas).toEqual([GROUP_URN]);
    const [one, two] = [await caller.user('entra.one'), await caller.user('entra.two')];
    const member = (user: JsonObject): Json => [{ $ref: null, value: user.id ?? '' }];
    const path = `/Groups/${group.id}`;
    for (const user of [one, two]) {
      expect((await caller.patch(path, [{ op: 'Add', path: 'members', value: member(user) }])).status).toBe(200);
    }
    const after = await caller.patch(path, [{ op: 'Remove', path: 'members', value: member(one) }]);
    expect(after.body.members).toEqual([expect.objectContaining({ value: two.id })]);
  });

  it('looks for people by filters of its own', async () => {
    const boss = await caller.user('entra.boss.f');
    const user = await caller.user('entra.find', {
      emails: [{ type: 'work', value: 'find@example.com' }],
      [ENTERPRISE_USER_URN]: { manager: { value: boss.id ?? '' } },
    });
    const found = async (filter: string) => resources(await caller.filter('/Users', filter)).map(({ id }) => id);
    expect(await found('emails[type eq "work"].value eq "FIND@example.com"')).toEqual([user.id]);
    expect(await found(`id eq "${user.id}" and manager eq "${boss.id}"`)).toEqual([user.id]);
    expect(await found('userName eq "9f0c5bb6-6f0e-4f43-8f0a-2b8a2d6b0a11"')).toEqual([]);
  });
});

describe('JumpCloud', () => {
  it('sends one operation per attribute, and removes members by a list', async () => {
    const user = await caller.user('jump', { name: { givenName: 'A', familyName: 'B' } });
    const after = await changed(
      user,
      { op: 'replace', path: 'name.givenName', value: 'John' },
      { op: 'replace', path: 'name.familyName', value: 'Roe' },
      { op: 'replace', path: 'active', value: false },
    );
    expect(after).toMatchObject({ name: { givenName: 'John', familyName: 'Roe' }, active: false });
    const group = await caller.group('jump', [String(user.id)]);
    const operation = { op: 'remove', path: 'members', value: [{ value: user.id ?? '' }] };
    expect((await caller.patch(`/Groups/${group.id}`, [operation])).body).not.toHaveProperty('members');
  });
});
