/** What our dialects put on the wire, compared byte for byte with what is documented or was recorded (see the sources in the dialects). */
import { describe, expect, it } from 'vitest';
import type { Json } from '../scim/json.ts';
import { loadSuites } from './load.ts';
import type { Evidence } from './model.ts';
import { GUID, operationsIn, sayer } from './speech.testing.ts';

const loaded = await loadSuites();
const say = sayer(loaded);

const lineOf = (...speech: Parameters<typeof say>) => say(...speech).map(({ line }) => line);
const operationsOf = (...speech: Parameters<typeof say>): Json | undefined => {
  const said = say(...speech);
  expect(said.at(-1)?.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'] });
  return operationsIn(said);
};
/** Text, so that the order of the keys counts too. */
const bodyOf = (...speech: Parameters<typeof say>) => JSON.stringify(say(...speech).at(-1)?.body);

describe('Okta', () => {
  it('writes a space as %20 and pages its filter', () => {
    expect(lineOf('okta', 'aiw', 'match-user', { userName: 'ana@example.com' })).toEqual([
      'GET /Users?filter=userName%20eq%20%22ana%40example.com%22&startIndex=1&count=100',
    ]);
    expect(lineOf('okta', 'oin', 'test-connection')).toEqual(['GET /Users?startIndex=1&count=2']);
  });

  it('sends a Content-Type only with a body', () => {
    const [read] = say('okta', 'aiw', 'read-user', { id: '7' });
    expect(read?.headers).toEqual([
      ['Accept', 'application/scim+json'],
      ['Accept-Charset', 'utf-8'],
      ['User-Agent', 'Okta SCIM Client 1.0.0'],
      ['Connection', 'Keep-Alive'],
      ['Accept-Encoding', 'gzip,deflate'],
    ]);
    const [created] = say('okta', 'aiw', 'create-user', { userName: 'ana' });
    expect(created?.headers.at(-1)).toEqual(['Content-Type', 'application/scim+json; charset=utf-8']);
  });

  it('creates with a password and no groups, whatever else is mapped', () => {
    const person = { userName: 'ana@example.com', givenName: 'Ana', familyName: 'Silva', email: 'ana@example.com' };
    expect(bodyOf('okta', 'aiw', 'create-user', { ...person, displayName: 'Ana Silva', externalId: '00u1' })).toBe(
      JSON.stringify({
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
        userName: 'ana@example.com',
        name: { givenName: 'Ana', familyName: 'Silva' },
        emails: [{ primary: true, value: 'ana@example.com', type: 'work' }],
        displayName: 'Ana Silva',
        locale: 'en-US',
        externalId: '00u1',
        groups: [],
        password: GUID,
        active: true,
      }),
    );
    expect(say('okta', 'oin', 'create-user', { userName: 'bo', department: 'Retail' })[0]?.body).toEqual({
      schemas: [
        'urn:ietf:params:scim:schemas:core:2.0:User',
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
      ],
      userName: 'bo',
      locale: 'en-US',
      groups: [],
      password: GUID,
      active: true,
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Retail' },
    });
  });

  it('puts back what it read with its own values in it', () => {
    const current = {
      id: '7',
      userName: 'ana',
      name: { givenName: 'Ana', middleName: 'R' },
      meta: { version: 'W/"1"' },
    };
    const said = say('okta', 'oin', 'update-user', { id: '7', givenName: 'Zoë' }, current);
    expect(said.map(({ line }) => line)).toEqual(['GET /Users/7', 'PUT /Users/7']);
    expect(said[1]?.body).toEqual({ ...current, name: { givenName: 'Zoë', middleName: 'R' } });
  });

  it('deactivates by PUT in one mode and by a PATCH without path in the other', () => {
    const current = { id: '7', active: true, groups: [{ value: '9' }] };
    expect(say('okta', 'aiw', 'deactivate-user', { id: '7' }, current)[1]).toMatchObject({
      line: 'PUT /Users/7',
      body: { ...current, active: false },
    });
    expect(operationsOf('okta', 'oin', 'deactivate-user', { id: '7' })).toEqual([
      { op: 'replace', value: { active: false } },
    ]);
  });

  it('names the id of the group in a rename', () => {
    expect(operationsOf('okta', 'oin', 'rename-group', { id: '9', displayName: 'Eng' })).toEqual([
      { op: 'replace', value: { id: '9', displayName: 'Eng' } },
    ]);
  });

  it('removes members one operation each and adds them in one', () => {
    const changes = {
      id: '9',
      removed: [{ id: 'a' }, { id: 'b"c' }],
      added: [{ id: 'd', display: 'dee' }],
      members: [],
    };
    expect(operationsOf('okta', 'oin', 'change-members', changes)).toEqual([
      { op: 'remove', path: 'members[value eq "a"]' },
      { op: 'remove', path: 'members[value eq "b\\"c"]' },
      { op: 'add', path: 'members', value: [{ value: 'd', display: 'dee' }] },
    ]);
  });

  it('keeps the members it read when it puts a group under a new name, even when there were none', () => {
    const renamed = (members: Json) =>
      say('okta', 'aiw', 'rename-group', { id: '9', displayName: 'Eng' }, { id: '9', members })[1]?.body;
    expect(renamed([{ value: 'a', display: 'Ana', $ref: 'x' }])).toMatchObject({
      members: [{ value: 'a', display: 'Ana' }],
    });
    expect(renamed(null)).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
      id: '9',
      displayName: 'Eng',
    });
  });

  it('never deletes a user', () => {
    expect(Object.keys(loaded.dialects.get('okta')?.operations ?? {})).not.toContain('delete-user');
  });
});

describe('Entra', () => {
  it('writes a space as a plus sign, and sends no User-Agent', () => {
    const [probe] = say('entra', 'default', 'test-connection');
    expect(probe?.line).toBe(`GET /Users?filter=userName+eq+%22${GUID}%22`);
    expect(probe?.headers.map(([name]) => name)).toEqual(['Accept', 'ADSCIMVersion']);
    expect(lineOf('entra', 'flagged', 'match-user', { userName: 'a+b@example.com' })).toEqual([
      'GET /Users?filter=userName+eq+%22a%2Bb%40example.com%22',
    ]);
    expect(lineOf('entra', 'default', 'match-group', { displayName: 'R&D' })).toEqual([
      'GET /Groups?excludedAttributes=members&filter=displayName+eq+%22R%26D%22',
    ]);
  });

  it('creates users with meta and an empty list of roles', () => {
    expect(bodyOf('entra', 'default', 'create-user', { userName: 'ana', externalId: 'a1', formatted: 'Ana' })).toBe(
      JSON.stringify({
        schemas: [
          'urn:ietf:params:scim:schemas:core:2.0:User',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
        ],
        externalId: 'a1',
        userName: 'ana',
        active: true,
        meta: { resourceType: 'User' },
        name: { formatted: 'Ana' },
        roles: [],
      }),
    );
  });

  it('creates groups without members and with the schema of its own', () => {
    expect(bodyOf('entra', 'default', 'create-group', { displayName: 'Eng', externalId: GUID })).toBe(
      JSON.stringify({
        schemas: [
          'urn:ietf:params:scim:schemas:core:2.0:Group',
          'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group',
        ],
        externalId: GUID,
        displayName: 'Eng',
        meta: { resourceType: 'Group' },
      }),
    );
  });

  it('patches one operation for each attribute, with a capital letter and texts for booleans', () => {
    const changes = { id: '7', displayName: 'Ana S.', email: 'a@example.com', employeeNumber: '1' };
    expect(operationsOf('entra', 'default', 'update-user', changes)).toEqual([
      { op: 'Replace', path: 'displayName', value: 'Ana S.' },
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'a@example.com' },
      { op: 'Replace', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber', value: '1' },
    ]);
    expect(operationsOf('entra', 'default', 'deactivate-user', { id: '7' })).toEqual([
      { op: 'Replace', path: 'active', value: 'False' },
    ]);
  });

  it('patches with the flag in small letters, booleans, and one object whose keys are paths', () => {
    const changes = { id: '7', email: 'a@example.com', displayName: 'A', givenName: 'B', employeeNumber: '1' };
    expect(operationsOf('entra', 'flagged', 'update-user', changes)).toEqual([
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'a@example.com' },
      {
        op: 'replace',
        value: {
          displayName: 'A',
          'name.givenName': 'B',
          'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber': '1',
        },
      },
    ]);
    expect(operationsOf('entra', 'flagged', 'update-user', { id: '7', email: 'a@example.com' })).toHaveLength(1);
    expect(operationsOf('entra', 'flagged', 'reactivate-user', { id: '7' })).toEqual([
      { op: 'replace', path: 'active', value: true },
    ]);
  });

  it('adds and removes members in a value without the flag, and removes by filter with it', () => {
    const [added, removed] = [
      { id: '9', added: [{ id: 'a' }] },
      { id: '9', removed: [{ id: 'a' }] },
    ];
    expect(operationsOf('entra', 'default', 'add-members', added)).toEqual([
      { op: 'Add', path: 'members', value: [{ $ref: null, value: 'a' }] },
    ]);
    expect(operationsOf('entra', 'default', 'remove-members', removed)).toEqual([
      { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'a' }] },
    ]);
    expect(operationsOf('entra', 'flagged', 'remove-members', removed)).toEqual([
      { op: 'remove', path: 'members[value eq "a"]' },
    ]);
  });

  it('sends a manager in four shapes', () => {
    const path = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager';
    const pair = { id: '7', manager: '3' };
    expect(operationsOf('entra', 'default', 'set-manager-string', pair)).toEqual([{ op: 'Add', path, value: '3' }]);
    expect(operationsOf('entra', 'default', 'set-manager-object', pair)).toEqual([
      { op: 'replace', path, value: { value: '3' } },
    ]);
    expect(operationsOf('entra', 'default', 'set-manager-array', pair)).toEqual([
      { op: 'Add', path: 'manager', value: [{ value: '3' }] },
    ]);
    expect(operationsOf('entra', 'default', 'clear-manager', { id: '7' })).toEqual([
      { op: 'replace', path, value: { value: '' } },
    ]);
  });
});

describe('JumpCloud', () => {
  it('sends nothing but names, one address, and active', () => {
    const person = {
      userName: 'ana',
      givenName: 'Ana',
      familyName: 'Silva',
      displayName: 'Ana',
      email: 'a@example.com',
    };
    expect(say('jumpcloud', 'patch', 'create-user', person)[0]?.body).toEqual({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ana',
      name: { givenName: 'Ana', familyName: 'Silva' },
      displayName: 'Ana',
      emails: [{ value: 'a@example.com', type: 'work', primary: true }],
      active: true,
    });
  });

  it('says of nothing but deletions that it is documented', () => {
    const strong: readonly Evidence[] = ['documented', 'captured', 'code'];
    const known = Object.values(loaded.dialects.get('jumpcloud')?.operations ?? {}).filter(({ forms }) =>
      Object.values(forms).some(({ evidence }) => strong.includes(evidence)),
    );
    expect(known.map(({ name }) => name)).toEqual(['delete-user', 'delete-group']);
  });
});

describe('every dialect', () => {
  it('names a source for each operation in each mode, or says in a note what is assumed', () => {
    const bare = [...loaded.dialects.values()].flatMap((dialect) =>
      Object.values(dialect.operations).flatMap(({ name, forms }) =>
        Object.entries(forms).flatMap(([mode, { evidence, sources, note }]) =>
          sources.length > 0 || (evidence === 'assumed' && note !== undefined)
            ? []
            : [`${dialect.name} ${name} ${mode}`],
        ),
      ),
    );
    expect(bare).toEqual([]);
  });

  it('has a case that speaks each operation', () => {
    const spoken = new Set(
      loaded.suites.flatMap(({ cases }) =>
        cases.flatMap(({ dialect, steps }) =>
          steps.flatMap((step) => (step.kind === 'operation' ? [`${dialect} ${step.operation}`] : [])),
        ),
      ),
    );
    const silent = [...loaded.dialects.values()].flatMap((dialect) =>
      Object.keys(dialect.operations)
        .map((name) => `${dialect.name} ${name}`)
        .filter((name) => !spoken.has(name)),
    );
    expect(silent).toEqual([]);
  });
});
