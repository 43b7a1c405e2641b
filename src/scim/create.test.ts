import { describe, expect, it } from 'vitest';
import { deepFreeze } from './arbitrary.testing.ts';
import { prepareCreate } from './create.ts';
import type { Json, JsonObject } from './json.ts';
import type { ValueLenience } from './lenience.ts';
import { STRICT } from './lenience.ts';
import { failure } from './patch.testing.ts';
import { replaceResource } from './put.ts';
import type { ResourceModel } from './schema.ts';
import { GROUP_MODEL, USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, GROUP_URN, USER_URN } from './urn.ts';

const MINIMAL = { schemas: [USER_URN], userName: 'babs' };
const create = (members: JsonObject, lenience: Partial<ValueLenience> = {}): JsonObject =>
  prepareCreate(deepFreeze({ ...MINIMAL, ...members }), USER_MODEL, lenience);

describe('prepareCreate', () => {
  it('writes names as the schemas do', () => {
    const sent = {
      SCHEMAS: [USER_URN.toUpperCase()],
      USERNAME: 'babs',
      Emails: [{ VALUE: 'w@example.com', Type: 'work' }],
      [ENTERPRISE.toLowerCase()]: { DEPARTMENT: 'D', Manager: { Value: 'm' } },
    };
    expect(prepareCreate(sent, USER_MODEL)).toEqual({
      schemas: [USER_URN, ENTERPRISE],
      userName: 'babs',
      emails: [{ value: 'w@example.com', type: 'work' }],
      [ENTERPRISE]: { department: 'D', manager: { value: 'm' } },
    });
  });

  it('ignores what is readOnly, however strict, and leaves out what is unassigned', () => {
    const sent = {
      id: 'mine',
      meta: { created: 'whenever' },
      groups: [{ value: 'g' }],
      title: null,
      emails: [],
      phoneNumbers: [{}, null],
      [ENTERPRISE]: { manager: { displayName: 'Em' } },
    };
    expect(create(sent)).toEqual(MINIMAL);
    expect(create(sent, STRICT)).toEqual(MINIMAL);
  });

  it('keeps password, empty texts and false', () => {
    const sent = { password: 'p', title: '', active: false };
    expect(create(sent)).toEqual({ ...MINIMAL, ...sent });
  });

  it('takes what identity providers send', () => {
    expect(create({ active: 'True', roles: [{ value: 'r', primary: 'True' }] })).toMatchObject({
      active: true,
      roles: [{ primary: true }],
    });
    expect(create({ schemas: ['urn:scim:schemas:core:1.0', USER_URN], nope: 1 })).toEqual(MINIMAL);
    const legacy = { schemas: ['urn:scim:schemas:core:2.0', 'urn:scim:schemas:extension:enterprise:2.0'] };
    expect(create(legacy)).toEqual(MINIMAL);
    expect(failure(() => create(legacy, { draftSchemas: false }))).toBe('400 invalidSyntax');
    expect(create({ [ENTERPRISE]: { manager: 'm' } })).toMatchObject({ [ENTERPRISE]: { manager: { value: 'm' } } });
    expect(create({ addresses: [{ type: 'work', primary: true, nope: 1 }] })).toMatchObject({
      addresses: [{ type: 'work', primary: true }],
    });
    expect(failure(() => create({ active: 'True' }, { stringBooleans: false }))).toBe('400 invalidValue');
    expect(failure(() => create({ nope: 1 }, { ignoreUnknown: false }))).toBe('400 invalidValue');
  });

  it.each<[string, Json]>([
    ['400 invalidSyntax', []],
    ['400 invalidSyntax', 'x'],
    ['400 invalidSyntax', null],
    ['400 invalidSyntax', { userName: 'x' }],
    ['400 invalidSyntax', { ...MINIMAL, schemas: [] }],
    ['400 invalidSyntax', { ...MINIMAL, schemas: USER_URN }],
    ['400 invalidSyntax', { ...MINIMAL, schemas: [GROUP_URN] }],
    ['400 invalidSyntax', { ...MINIMAL, USERNAME: 'other' }],
    ['400 invalidSyntax', { ...MINIMAL, name: { givenName: 'a', GIVENNAME: 'b' } }],
    ['400 invalidValue', { schemas: [USER_URN] }],
    ['400 invalidValue', { ...MINIMAL, userName: '  ' }],
    ['400 invalidValue', { ...MINIMAL, userName: 123 }],
    ['400 invalidValue', { ...MINIMAL, userName: ['a', 'b'] }],
    ['400 invalidValue', { ...MINIMAL, name: 'x' }],
    ['400 invalidValue', { ...MINIMAL, emails: 'x' }],
    ['400 invalidValue', { ...MINIMAL, emails: ['x'] }],
    ['400 invalidValue', { ...MINIMAL, active: 'maybe' }],
    [
      '400 invalidValue',
      {
        ...MINIMAL,
        emails: [
          { value: 'a', primary: true },
          { value: 'b', primary: true },
        ],
      },
    ],
    ['400 invalidValue', { ...MINIMAL, [ENTERPRISE]: 'x' }],
  ])('%s: %j', (expected, body) => {
    expect(failure(() => prepareCreate(body, USER_MODEL))).toBe(expected);
  });

  it('does without schemas only when told so, and never lets another type in', () => {
    expect(prepareCreate({ userName: 'babs' }, USER_MODEL, { schemasOptional: true })).toEqual(MINIMAL);
    expect(failure(() => create({ schemas: [GROUP_URN] }, { schemasOptional: true }))).toBe('400 invalidSyntax');
  });

  it('leaves out of a list what stands in it twice', () => {
    const members = [{ value: 'u1' }, { value: 'u1', display: 'One' }, { value: 'u2', $ref: null }];
    expect(prepareCreate({ schemas: [GROUP_URN], displayName: 'g', members }, GROUP_MODEL).members).toEqual([
      { value: 'u1' },
      { value: 'u2' },
    ]);
  });

  it('wants required extensions', () => {
    const model: ResourceModel = {
      ...USER_MODEL,
      type: { ...USER_MODEL.type, schemaExtensions: [{ schema: ENTERPRISE, required: true }] },
    };
    expect(failure(() => prepareCreate(MINIMAL, model))).toBe('400 invalidValue');
    expect(prepareCreate({ ...MINIMAL, schemas: [ENTERPRISE, USER_URN] }, model)).toMatchObject({
      schemas: [USER_URN, ENTERPRISE],
    });
  });

  it('wants the required parts of an attribute that is there', () => {
    const { core } = GROUP_MODEL;
    const attributes = core.attributes.map((attribute) => ({
      ...attribute,
      ...(attribute.subAttributes && {
        subAttributes: attribute.subAttributes.map((part) => ({ ...part, required: part.name === 'value' })),
      }),
    }));
    const model: ResourceModel = { ...GROUP_MODEL, core: { ...core, attributes } };
    const group = { schemas: [GROUP_URN], displayName: 'g' };
    expect(prepareCreate(group, model)).toEqual(group);
    expect(failure(() => prepareCreate({ ...group, members: [{ type: 'User' }] }, model))).toBe('400 invalidValue');
  });

  it('takes __proto__ for an unknown name', () => {
    const sent = JSON.parse(
      `{"schemas": ["${USER_URN}"], "userName": "x", "__proto__": {"polluted": 1}, "name": {"__proto__": {}}}`,
    );
    expect(prepareCreate(sent, USER_MODEL)).toEqual({ schemas: [USER_URN], userName: 'x' });
  });
});

describe('replaceResource', () => {
  const existing: JsonObject = deepFreeze({
    schemas: [USER_URN, ENTERPRISE],
    id: '1',
    userName: 'babs',
    password: 'secret',
    title: 'Boss',
    groups: [{ value: 'g' }],
    [ENTERPRISE]: { department: 'D' },
    meta: { resourceType: 'User', version: 'W/"1"' },
  });
  const replace = (members: JsonObject, model: ResourceModel = USER_MODEL): JsonObject =>
    replaceResource(existing, deepFreeze({ ...MINIMAL, ...members }), model);

  it('clears what is not sent, keeps what is readOnly or not to be read', () => {
    const { title: _, [ENTERPRISE]: __, ...kept } = existing;
    expect(replace({})).toEqual({ ...kept, schemas: [USER_URN] });
    expect(replace({ id: '2', groups: [], meta: { version: 'x' }, password: 'new' })).toEqual({
      ...kept,
      schemas: [USER_URN],
      password: 'new',
    });
  });

  it('gives back what it is given', () => {
    expect(replaceResource(existing, existing, USER_MODEL)).toEqual(existing);
  });

  it('protects immutable attributes once they have a value', () => {
    const attributes = USER_MODEL.core.attributes.map((attribute) =>
      ['title', 'nickName'].includes(attribute.name) ? { ...attribute, mutability: 'immutable' as const } : attribute,
    );
    const model = { ...USER_MODEL, core: { ...USER_MODEL.core, attributes } };
    expect(failure(() => replace({ title: 'Other' }, model))).toBe('400 mutability');
    expect(replace({ title: 'BOSS', nickName: 'B' }, model)).toMatchObject({ nickName: 'B' });
    expect(replace({}, model)).toMatchObject({ title: 'Boss' });
  });

  it('keeps readOnly attributes of an extension that is not sent', () => {
    const extension = USER_MODEL.extensions.map((schema) => ({
      ...schema,
      attributes: schema.attributes.map((attribute) => ({ ...attribute, mutability: 'readOnly' as const })),
    }));
    expect(replace({}, { ...USER_MODEL, extensions: extension })).toMatchObject({
      schemas: [USER_URN, ENTERPRISE],
      [ENTERPRISE]: { department: 'D' },
    });
  });
});
