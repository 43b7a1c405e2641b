/** What identity providers of which little is public put on the wire, compared with what was recorded or is documented (see the sources in the dialects). */
import { describe, expect, it } from 'vitest';
import { loadSuites } from './load.ts';
import type { Evidence } from './model.ts';
import { GUID, operationsIn, sayer } from './speech.testing.ts';

const loaded = await loadSuites();
const say = sayer(loaded);
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** The operations of a dialect that have this mark in some mode. */
const marked = (idp: string, mark: Evidence): string[] =>
  Object.values(loaded.dialects.get(idp)?.operations ?? {}).flatMap(({ name, forms }) =>
    Object.values(forms).some(({ evidence }) => evidence === mark) ? [name] : [],
  );

describe('OneLogin', () => {
  it('sends an empty User-Agent, and ends its URLs in an ampersand or a question mark', () => {
    const [search] = say('onelogin', 'legacy', 'match-user', { userName: 'test-user' });
    expect(search?.line).toBe('GET /Users?filter=userName+eq+%22test-user%22&');
    expect(search?.headers).toEqual([['User-Agent', '']]);
    expect(say('onelogin', 'template', 'test-connection')[0]?.line).toBe(
      `GET /Users?filter=userName+eq+%22${GUID}%22&`,
    );
    expect(say('onelogin', 'legacy', 'update-user', { id: '7', userName: 'ana' })[0]).toMatchObject({
      line: 'PUT /Users/7?',
      body: { schemas: ['urn:scim:schemas:core:2.0'], userName: 'ana' },
    });
  });

  it('adds a member in as many bytes as were recorded', () => {
    const [added] = say('onelogin', 'template', 'add-member', { id: '9', added: [{ id: GUID }] });
    expect(added?.line).toBe('PATCH /Groups/9?');
    expect(added?.text).toHaveLength(165);
  });

  it('sends active as text, and an id of null', () => {
    expect(
      say('onelogin', 'template', 'create-user', { userName: 'ana', givenName: 'Ana', active: false })[0]?.body,
    ).toEqual({
      schemas: [USER],
      userName: 'ana',
      name: { givenName: 'Ana' },
      active: 'false',
      meta: { resourceType: 'User' },
      id: null,
    });
  });
});

describe('Google Workspace', () => {
  it('labels its bodies application/json, and names a schema of SCIM 1 first', () => {
    const person = {
      userName: 'ana@example.com',
      email: 'ana@example.com',
      displayName: 'Ana Silva',
      givenName: 'Ana',
    };
    const [created] = say('google', 'default', 'create-user', { ...person, familyName: 'Silva' });
    expect(created?.headers).toEqual([
      ['User-Agent', 'Google-Auto-Provisioning'],
      ['Content-Type', 'application/json'],
    ]);
    expect(created?.text).toBe(
      JSON.stringify({
        schemas: ['urn:scim:schemas:core:1.0', USER],
        userName: 'ana@example.com',
        emails: [{ primary: true, value: 'ana@example.com', type: 'work' }],
        displayName: 'Ana Silva',
        name: { givenName: 'Ana', familyName: 'Silva' },
        active: true,
      }),
    );
    expect(say('google', 'default', 'match-user', { userName: 'ana@example.com' })[0]?.line).toBe(
      'GET /Users?filter=userName%20eq%20%22ana%40example.com%22&startIndex=1',
    );
  });
});

describe('PingOne', () => {
  it('searches as its settings page says, in its spelling', () => {
    const lines = [
      ...say('pingone', 'put', 'match-user', { userName: 'ana' }),
      ...say('pingone', 'put', 'match-by-email', { email: 'ana' }),
      ...say('pingone', 'put', 'match-by-expression', { userName: 'ana' }),
    ].map(({ line }) => line);
    expect(lines).toEqual([
      'GET /Users?filter=userName%20eq%20%22ana%22',
      'GET /Users?filter=emails%20eq%20%22ana%22',
      'GET /Users?filter=username%20Eq%20%22ana%22',
    ]);
  });

  it('says of no body that it is documented', () => {
    expect(marked('pingone', 'documented')).toEqual([
      'match-user',
      'match-by-email',
      'match-by-expression',
      'delete-user',
      'find-group',
      'delete-group',
    ]);
  });
});

describe('SailPoint', () => {
  it('disables by an addition without a path', () => {
    expect(operationsIn(say('sailpoint', 'default', 'disable-account', { id: '7' }))).toEqual([
      { op: 'add', value: { active: false } },
    ]);
    expect(operationsIn(say('sailpoint', 'default', 'update-account', { id: '7', familyName: 'Silva' }))).toEqual([
      { op: 'add', value: { name: { familyName: 'Silva' } } },
    ]);
  });

  it('says of nothing but discovery that it is documented, and of nothing but these that it was seen', () => {
    expect(marked('sailpoint', 'documented')).toEqual([
      'read-service-provider-config',
      'read-resource-types',
      'read-resource-type',
      'read-schemas',
    ]);
    expect(marked('sailpoint', 'captured')).toEqual(['disable-account', 'enable-account']);
  });
});
