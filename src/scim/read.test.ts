import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json } from './arbitrary.testing.ts';
import { findAttribute } from './attribute.ts';
import type { Json, JsonObject } from './json.ts';
import { buildModels, readResourceType, readSchema } from './read.ts';
import type { Attribute } from './schema.ts';
import { DISCOVERY_MODELS, ENTERPRISE_USER_SCHEMA, MODELS, USER_MODEL, USER_SCHEMA } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, USER_URN } from './urn.ts';

const read = (...attributes: Json[]): { attributes: readonly Attribute[]; problems: string[] } => {
  const { schema, problems } = readSchema({ id: 'urn:example:s', name: 'S', attributes });
  return { attributes: schema?.attributes ?? [], problems };
};

describe('readSchema', () => {
  it('reads our own schemas back without a problem', () => {
    for (const schema of [...MODELS, ...DISCOVERY_MODELS].flatMap(({ core, extensions }) => [core, ...extensions])) {
      expect(readSchema(JSON.parse(JSON.stringify(schema)))).toEqual({ schema, problems: [] });
    }
  });

  it('fills in the defaults of RFC 7643 §2.2', () => {
    const { attributes, problems } = read({ name: 'x', type: 'string', multiValued: false });
    expect(problems).toEqual([]);
    expect(attributes).toEqual([
      {
        name: 'x',
        type: 'string',
        multiValued: false,
        description: '',
        required: false,
        caseExact: false,
        mutability: 'readWrite',
        returned: 'default',
        uniqueness: 'none',
      },
    ]);
  });

  it.each<[Json, Partial<Attribute> | undefined, string]>([
    [
      { name: 'x', type: 'String', multiValued: false },
      { type: 'string' },
      'urn:example:s:x: "type" is "String"; read as "string"',
    ],
    [
      { name: 'x', type: 'datetime', multiValued: false },
      { type: 'dateTime' },
      '"type" is "datetime"; read as "dateTime"',
    ],
    [{ name: 'x', type: 'text', multiValued: false }, { type: 'string' }, '"type" is "text"; read as "string"'],
    [{ name: 'x', type: 'string' }, { multiValued: false }, 'does not say whether it is multi-valued'],
    [
      { name: 'x', type: 'string', multiValued: 'true' },
      { multiValued: true },
      '"multiValued" is "true"; read as true',
    ],
    [
      { name: 'x', type: 'string', multiValued: false, required: null },
      { required: false },
      '"required" is "null"; read as false',
    ],
    [
      { name: 'x', type: 'string', multiValued: false, mutability: 'readonly' },
      { mutability: 'readOnly' },
      '"mutability" is "readonly"',
    ],
    [
      { name: 'x', type: 'string', multiValued: false, returned: 'sometimes' },
      { returned: 'default' },
      '"returned" is "sometimes"',
    ],
    [{ name: 'x', multiValued: false }, { type: 'string' }, 'has no type; read as string'],
    [{ name: 'x', type: 'complex', multiValued: false }, { type: 'complex' }, 'is complex but has no sub-attributes'],
    [
      { name: 'x', type: 'string', multiValued: false, canonicalValues: 'a' },
      { canonicalValues: ['a'] },
      '"canonicalValues" is no list of strings',
    ],
    [{ type: 'string' }, undefined, 'urn:example:s: attribute 1 has no name'],
    ['x', undefined, 'attribute 1 has no name'],
  ])('makes the best of %j', (attribute, expected, problem) => {
    const { attributes, problems } = read(attribute);
    expect(attributes).toEqual(expected === undefined ? [] : [expect.objectContaining(expected)]);
    expect(problems.join('\n')).toContain(problem);
  });

  it('takes an attribute once, and sub-attributes one level deep', () => {
    const part = {
      name: 'p',
      type: 'complex',
      multiValued: false,
      subAttributes: [{ name: 'deep', type: 'string', multiValued: false }],
    };
    const { attributes, problems } = read(
      { name: 'x', type: 'complex', multiValued: false, subAttributes: [part] },
      { name: 'X' },
    );
    expect(attributes).toHaveLength(1);
    expect(attributes[0]?.subAttributes?.[0]).not.toHaveProperty('subAttributes');
    expect(problems).toEqual([
      'urn:example:s:x.p: is a sub-attribute with sub-attributes',
      'urn:example:s: attribute "X" is defined twice',
    ]);
  });

  it('needs an id and nothing else', () => {
    expect(readSchema({ id: 'urn:example:thing' })).toMatchObject({
      schema: { id: 'urn:example:thing', name: 'thing', attributes: [] },
      problems: ['urn:example:thing: has no "name"', 'urn:example:thing: has no list of attributes'],
    });
    for (const useless of [null, 'x', [], {}, { id: '' }, { id: 7 }]) {
      expect(readSchema(useless)).toEqual({ problems: [expect.any(String)] });
    }
  });

  it('survives anything', () => {
    fc.assert(
      fc.property(json, json, (attributes, characteristic) => {
        const odd = { name: 'x', type: characteristic, multiValued: characteristic, subAttributes: characteristic };
        expect(readSchema({ id: 'x', attributes }).schema).toBeDefined();
        expect(read(odd, characteristic).attributes.length).toBeGreaterThanOrEqual(1);
        readSchema(attributes);
        readResourceType(attributes);
      }),
    );
  });
});

describe('readResourceType', () => {
  const user: JsonObject = {
    name: 'User',
    endpoint: '/Users',
    schema: USER_URN,
    schemaExtensions: [{ schema: ENTERPRISE, required: false }],
  };

  it('reads what is needed', () => {
    expect(readResourceType(user)).toEqual({
      resourceType: { id: 'User', description: '', ...user },
      problems: [],
    });
    expect(readResourceType({ ...user, schemaExtensions: null }).resourceType?.schemaExtensions).toEqual([]);
  });

  it('brings endpoints into one form', () => {
    expect(readResourceType({ ...user, endpoint: 'Users' }).resourceType?.endpoint).toBe('/Users');
    for (const endpoint of ['https://example.com/scim/v2/Users', '/scim/v2/Users']) {
      expect(readResourceType({ ...user, endpoint }, '/scim/v2')).toMatchObject({
        resourceType: { endpoint: '/Users' },
        problems: ['User: "endpoint" is not relative to the base URL; read as "/Users"'],
      });
    }
    const read = (endpoint: string): unknown =>
      readResourceType({ ...user, endpoint }, '/scim/v2').resourceType?.endpoint;
    expect(read('https://example.com/scim/v2/things/Lamps')).toBe('/things/Lamps');
    expect(read('https://example.com/elsewhere/Users')).toBe('/Users');
    expect(read('/things/Lamps')).toBe('/things/Lamps');
  });

  it('says what is missing', () => {
    expect(readResourceType({ name: 'User' })).toEqual({
      problems: ['the resource type "User" has no "endpoint", "schema"'],
    });
    expect(readResourceType(null)).toEqual({ problems: ['the resource type is no JSON object'] });
    expect(readResourceType({ ...user, schemaExtensions: [{}] }).problems).toEqual([
      'User: an entry of "schemaExtensions" has no schema',
    ]);
  });
});

describe('buildModels', () => {
  it('takes the target’s schemas, the RFC’s where it has none, and empty ones of strangers', () => {
    const own = { ...ENTERPRISE_USER_SCHEMA, id: ENTERPRISE.toUpperCase(), attributes: [] };
    const type = {
      ...USER_MODEL.type,
      schemaExtensions: [...USER_MODEL.type.schemaExtensions, { schema: 'urn:example:x', required: true }],
    };
    const [model] = buildModels([own], [type]);
    expect(model?.core).toBe(USER_SCHEMA);
    expect(model?.extensions).toEqual([own, { id: 'urn:example:x', name: 'x', description: '', attributes: [] }]);
    expect(findAttribute(model?.core.attributes, 'userName')).toBeDefined();
  });
});
