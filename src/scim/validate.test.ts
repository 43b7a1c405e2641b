import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import type { ResourceModel } from './schema.ts';
import { DISCOVERY_MODELS, GROUP_MODEL, USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, SERVICE_PROVIDER_CONFIG_URN, USER_URN } from './urn.ts';
import { violations } from './validate.ts';

const BABS: JsonObject = {
  schemas: [USER_URN, ENTERPRISE],
  id: '1',
  userName: 'babs',
  active: true,
  title: null,
  emails: [
    { value: 'w@example.com', type: 'vacation', primary: true },
    { value: 'h@example.com', primary: false },
  ],
  [ENTERPRISE]: { department: 'D' },
  meta: { resourceType: 'User', created: '2030-01-01T00:00:00Z', location: 'https://example.com/Users/1' },
};
const found = (members: JsonObject, direction: 'request' | 'response' = 'response', partial = false): string[] =>
  violations({ ...BABS, ...members }, USER_MODEL, direction, { partial }).map(({ rule, path }) => `${rule} ${path}`);

describe('violations', () => {
  it('finds nothing wrong with a good resource', () => {
    expect(found({})).toEqual([]);
    expect(found({}, 'request')).toEqual([]);
  });

  it.each<[string[], JsonObject]>([
    [['type id'], { id: 42 }],
    [['type active'], { active: 'true' }],
    [['type emails'], { emails: { value: 'x' } }],
    [['type emails'], { emails: ['x'] }],
    [['type emails.primary'], { emails: [{ value: 'x', primary: 'True' }] }],
    [['type userName'], { userName: ['x'] }],
    [['type meta.created'], { meta: { created: '2030-01-01' } }],
    [['type x509Certificates.value'], { x509Certificates: [{ value: '*' }] }],
    [[`type ${ENTERPRISE}`], { [ENTERPRISE]: 'x' }],
    [[`type ${ENTERPRISE}:department`], { [ENTERPRISE]: { department: 1 } }],
    [['required userName'], { userName: ' ' }],
    [['required id'], { id: null }],
    [['unknown nope'], { nope: 'x' }],
    [['unknown emails.nope'], { emails: [{ nope: 1 }] }],
    [['unknown department'], { department: 'D' }],
    [['spelling displayName'], { DisplayName: 'x' }],
    [['spelling meta.resourceType'], { meta: { ResourceType: 'User' } }],
    [['ambiguous displayName', 'spelling displayName'], { displayName: 'x', DisplayName: 'y' }],
    [
      ['primary emails'],
      {
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
    ],
    [['returned password'], { password: 'x' }],
    [['schemas schemas'], { schemas: [USER_URN] }],
    [['schemas schemas'], { schemas: [USER_URN, ENTERPRISE, USER_URN.toLowerCase()] }],
    [['schemas schemas'], { schemas: [USER_URN, ENTERPRISE, 'urn:example:x'] }],
    [['schemas schemas'], { schemas: [ENTERPRISE] }],
    [['required schemas'], { schemas: [] }],
  ])('names %j', (expected, members) => {
    expect(found(members)).toEqual(expected);
  });

  it('asks less of requests: what is readOnly is ignored in them', () => {
    const sent = { id: null, meta: { created: 'whenever' }, groups: 'x', password: 'p' };
    expect(found(sent, 'request')).toEqual([]);
    expect(found({ userName: null }, 'request')).toEqual(['required userName']);
    const [wrong] = violations({ ...BABS, userName: 1 }, USER_MODEL, 'request');
    expect(wrong).toMatchObject({ scimType: 'invalidValue', message: 'userName wants a string, not 1' });
    expect(violations({ ...BABS, schemas: ['x'] }, USER_MODEL, 'request')[0]).toMatchObject({
      scimType: 'invalidSyntax',
    });
  });

  it('misses nothing in what a projection cut', () => {
    expect(found({ userName: null, schemas: null }, 'response', true)).toEqual([]);
    expect(found({ userName: 1 }, 'response', true)).toEqual(['type userName']);
  });

  it('wants required extensions listed', () => {
    const model: ResourceModel = {
      ...USER_MODEL,
      type: { ...USER_MODEL.type, schemaExtensions: [{ schema: ENTERPRISE, required: true }] },
    };
    const { [ENTERPRISE]: _, ...plain } = BABS;
    const result = violations({ ...plain, schemas: [USER_URN] }, model, 'response');
    expect(result.map(({ message }) => message)).toEqual([`schemas lacks ${ENTERPRISE}, which is required`]);
  });

  it('judges groups and discovery documents', () => {
    expect(
      violations({ schemas: [GROUP_MODEL.core.id], id: 'g' }, GROUP_MODEL, 'response').map(({ path }) => path),
    ).toEqual(['displayName']);
    const [configuration] = DISCOVERY_MODELS;
    if (configuration === undefined) throw new Error('no model');
    const document = {
      schemas: [SERVICE_PROVIDER_CONFIG_URN],
      ...Object.fromEntries(['patch', 'changePassword', 'sort', 'etag'].map((name) => [name, { supported: true }])),
      bulk: { supported: true, maxOperations: 1.5, maxPayloadSize: 1 },
      filter: { supported: true, maxResults: 10 },
      authenticationSchemes: [{ type: 'httpbasic', name: 'Basic', description: 'Basic' }],
    };
    expect(violations(document, configuration, 'response').map(({ path }) => path)).toEqual(['bulk.maxOperations']);
  });

  it('takes __proto__ for an unknown name', () => {
    expect(found(JSON.parse('{"__proto__": 1}'))).toEqual(['unknown __proto__']);
  });
});
