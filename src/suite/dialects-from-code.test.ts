/** What identity providers whose source is public put on the wire, compared with it and with their own tests (see the sources in the dialects). */
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import { loadSuites } from './load.ts';
import { operationsIn, sayer } from './speech.testing.ts';

const loaded = await loadSuites();
const say = sayer(loaded);
const PATCH_OP = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const MODES = Object.keys(loaded.dialects.get('authentik')?.modes ?? {});

describe('authentik', () => {
  it('sends the SCIM media type with every request, a body or not', () => {
    const [read] = say('authentik', 'default', 'read-group', { id: '9' });
    expect(read).toMatchObject({ line: 'GET /Groups/9', text: undefined });
    expect(read?.headers.slice(-3)).toEqual([
      ['Accept', 'application/scim+json'],
      ['Connection', 'keep-alive'],
      ['Content-Type', 'application/scim+json'],
    ]);
  });

  it('asks for the configuration, in the plural for Salesforce, and not at all for vCenter', () => {
    const asked = MODES.filter((mode) => mode !== 'vcenter').map(
      (mode) => `${mode} ${say('authentik', mode, 'read-service-provider-config')[0]?.line}`,
    );
    expect(asked).toEqual([
      'default GET /ServiceProviderConfig',
      'by-filter GET /ServiceProviderConfig',
      'aws GET /ServiceProviderConfig',
      'slack GET /ServiceProviderConfig',
      'sfdc GET /ServiceProviderConfigs',
      'webex GET /ServiceProviderConfig',
    ]);
    expect(() => say('authentik', 'vcenter', 'read-service-provider-config')).toThrow();
  });

  it('creates a user with a list of addresses even where there is none', () => {
    const person = { userName: 'sukarno', externalId: 'h', displayName: 'Sukarno', givenName: 'Sukarno' };
    const [created] = say('authentik', 'default', 'create-user', { ...person, familyName: ' ', formatted: 'Sukarno ' });
    expect(created?.text).toBe(
      JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        emails: [],
        active: true,
        externalId: 'h',
        name: { familyName: ' ', formatted: 'Sukarno ', givenName: 'Sukarno' },
        displayName: 'Sukarno',
        userName: 'sukarno',
      }),
    );
  });

  it('puts a user whole, with the id and without what has no value', () => {
    expect(
      say('authentik', 'default', 'update-user', { id: '7', userName: 'ana', externalId: 'h', active: false }),
    ).toMatchObject([
      {
        line: 'PUT /Users/7',
        body: {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
          id: '7',
          emails: [],
          active: false,
          externalId: 'h',
          userName: 'ana',
        },
      },
    ]);
  });

  it('looks for what a conflict spoke of with a plus for a space', () => {
    expect(say('authentik', 'default', 'match-group', { displayName: 'Platform Eng' })[0]?.line).toBe(
      'GET /Groups?filter=displayName+eq+%22Platform+Eng%22',
    );
  });

  it('changes a group as a whole, for AWS attribute by attribute', () => {
    const values = { id: '9', displayName: 'Eng', externalId: 'pk' };
    expect(operationsIn(say('authentik', 'default', 'patch-group', values))).toEqual([
      { op: 'replace', value: { id: '9', displayName: 'Eng', schemas: [GROUP], externalId: 'pk' } },
    ]);
    // The only PATCH whose defaults its source leaves out when it is written.
    expect(say('authentik', 'default', 'patch-group', values)[0]?.body).not.toHaveProperty('schemas');
    expect(say('authentik', 'aws', 'patch-group', values)[0]?.body).toMatchObject({ schemas: [PATCH_OP] });
    expect(operationsIn(say('authentik', 'aws', 'patch-group', values))).toEqual([
      { op: 'replace', path: 'displayName', value: 'Eng' },
      { op: 'replace', path: 'externalId', value: 'pk' },
    ]);
  });

  it('adds and removes members one operation each, in the way of the mode', () => {
    const values = { id: '9', added: [{ id: 'a' }, { id: 'b' }], removed: [{ id: 'c' }] };
    const inMode = (mode: string) => say('authentik', mode, 'change-members', values)[0]?.body;
    const added = (member: object) =>
      ['a', 'b'].map((value) => ({ op: 'add', path: 'members', value: [{ value, ...member }] }));
    const byValue = {
      schemas: [PATCH_OP],
      Operations: [...added({}), { op: 'remove', path: 'members', value: [{ value: 'c' }] }],
    };
    const byFilter = {
      schemas: [PATCH_OP],
      Operations: [...added({}), { op: 'remove', path: 'members[value eq "c"]' }],
    };
    for (const mode of ['default', 'aws', 'slack', 'sfdc']) expect(inMode(mode)).toEqual(byValue);
    for (const mode of ['by-filter', 'vcenter']) expect(inMode(mode)).toEqual(byFilter);
    expect(inMode('webex')).toEqual({
      schemas: [PATCH_OP],
      Operations: [
        ...added({ type: 'user' }),
        { op: 'remove', path: 'members', value: [{ value: 'c', type: 'user' }] },
      ],
    });
  });

  it('puts an empty list when the last member is gone', () => {
    expect(
      say('authentik', 'vcenter', 'put-group', { id: '9', displayName: 'Eng', externalId: 'pk', members: [] }),
    ).toMatchObject([
      { line: 'PUT /Groups/9', body: { schemas: [GROUP], id: '9', externalId: 'pk', displayName: 'Eng', members: [] } },
    ]);
  });
});

describe('ConductorOne', () => {
  it('puts the body null on every GET', () => {
    const reads = [
      ...say('conductorone', 'default', 'validate'),
      ...say('conductorone', 'default', 'read-group', { id: '9' }),
      ...say('conductorone', 'default', 'list-users'),
    ];
    expect(reads.map(({ line, text }) => [line, text])).toEqual([
      ['GET /Users?count=1&startIndex=1', 'null\n'],
      ['GET /Groups/9', 'null\n'],
      ['GET /Users', 'null\n'],
    ]);
    expect(reads[0]?.headers).toContainEqual(['Content-Type', 'application/json']);
  });

  it('adds one member, and writes back those that remain, or null', () => {
    expect(operationsIn(say('conductorone', 'default', 'grant', { id: '9', added: [{ id: 'a' }] }))).toEqual([
      { op: 'add', path: 'members', value: [{ value: 'a' }] },
    ]);
    expect(operationsIn(say('conductorone', 'default', 'revoke', { id: '9', members: [{ id: 'b' }] }))).toEqual([
      { op: 'replace', path: 'members', value: [{ value: 'b' }] },
    ]);
    expect(operationsIn(say('conductorone', 'default', 'revoke-last', { id: '9' }))).toEqual([
      { op: 'replace', path: 'members', value: null },
    ]);
  });
});

describe('Pocket ID', () => {
  it('puts a user without its id, and says of no address of what kind it is', () => {
    const person = { externalId: 'p', userName: 'suharti', givenName: 'Suharti', displayName: 'Suharti' };
    const [put] = say('pocket-id', 'default', 'update-user', { id: '7', ...person, email: 's@example.com' });
    expect(put?.line).toBe('PUT /Users/7');
    expect(put?.text).toBe(
      JSON.stringify({
        externalId: 'p',
        schemas: [USER],
        userName: 'suharti',
        name: { givenName: 'Suharti' },
        displayName: 'Suharti',
        active: true,
        emails: [{ value: 's@example.com', primary: true }],
      }),
    );
  });

  it('leaves members out when there are none', () => {
    const putting = (members: JsonObject[]) =>
      say('pocket-id', 'default', 'update-group', { id: '9', externalId: 'g', displayName: 'Eng', members })[0]?.body;
    expect(putting([])).toEqual({ externalId: 'g', schemas: [GROUP], displayName: 'Eng' });
    expect(putting([{ id: 'a' }])).toMatchObject({ members: [{ value: 'a' }] });
  });
});

describe('Auth0', () => {
  it('sends a Content-Type with every request, and escapes the bar of a user_id', () => {
    const [search] = say('auth0', 'put', 'find-user', { externalId: "auth0|o'b" });
    expect(search?.line).toBe("GET /Users?filter=externalId%20eq%20%22auth0%7Co'b%22");
    expect(search?.headers).toContainEqual(['Content-Type', 'application/scim+json']);
  });

  it('makes the address the user name, and the whole user the value of a PATCH', () => {
    const user = { externalId: 'auth0|1', email: 'ana@example.com', name: 'Ana', active: false };
    const body = {
      schemas: [USER],
      externalId: 'auth0|1',
      active: false,
      userName: 'ana@example.com',
      emails: [{ value: 'ana@example.com', type: 'work', primary: true }],
      name: { formatted: 'Ana' },
      displayName: 'Ana',
    };
    expect(say('auth0', 'put', 'create-user', user)[0]?.text).toBe(JSON.stringify(body));
    expect(say('auth0', 'put', 'update-user', { id: '7', ...user })).toMatchObject([{ line: 'PUT /Users/7', body }]);
    expect(operationsIn(say('auth0', 'patch', 'update-user', { id: '7', ...user }))).toEqual([
      { op: 'replace', value: body },
    ]);
  });
});

describe('Keycloak', () => {
  const ana = { userName: 'ana', externalId: 'kc', displayName: 'Ana', email: 'a@example.com' };

  it('tells an address of no kind, and roles by their names', () => {
    const roles = [{ id: 'r1', name: 'auditor' }];
    expect(say('keycloak', 'put', 'update-user', { id: '7', ...ana, roles, active: false })[0]?.body).toEqual({
      schemas: [USER],
      externalId: 'kc',
      userName: 'ana',
      displayName: 'Ana',
      emails: [{ value: 'a@example.com' }],
      active: false,
      roles: [{ value: 'auditor' }],
      id: '7',
    });
  });

  it('tells less in a PATCH, and active as text', () => {
    expect(operationsIn(say('keycloak', 'patch', 'update-user', { id: '7', ...ana }))).toEqual([
      { op: 'replace', path: 'active', value: 'true' },
      { op: 'replace', path: 'userName', value: 'ana' },
      { op: 'replace', path: 'displayName', value: 'Ana' },
    ]);
  });

  it('makes references relative to nothing, and removes all members when none is left', () => {
    const group = { displayName: 'Eng', externalId: 'kc' };
    expect(say('keycloak', 'put', 'create-group', { ...group, members: [{ id: 'a' }] })[0]?.body).toMatchObject({
      members: [{ value: 'a', $ref: 'Users/a' }],
    });
    expect(say('keycloak', 'put', 'create-group', { ...group, members: [] })[0]?.body).not.toHaveProperty('members');
    expect(operationsIn(say('keycloak', 'patch', 'empty-group', { id: '9', ...group }))).toEqual([
      { op: 'remove', path: 'members' },
      { op: 'replace', path: 'displayName', value: 'Eng' },
      { op: 'replace', path: 'externalId', value: 'kc' },
    ]);
  });

  it('sends every list in the mode storage, and groups that only it knows', () => {
    const groups = [{ id: 'g1', name: 'Finance' }];
    const [created] = say('keycloak', 'storage', 'create-user', {
      userName: 'bo',
      externalId: 'kc',
      email: 'b@example.com',
      groups,
    });
    expect(created?.body).toEqual({
      schemas: [USER],
      externalId: 'kc',
      userName: 'bo',
      active: true,
      emails: [{ type: 'work', primary: true, value: 'b@example.com' }],
      phoneNumbers: [],
      ims: [],
      photos: [],
      addresses: [],
      groups: [{ display: 'Finance', value: 'g1', type: 'direct' }],
      entitlements: [],
      roles: [],
      x509Certificates: [],
    });
  });
});
