import { describe, expect, it } from 'vitest';
import { lookUp } from './attribute.ts';
import { parseAttributePath } from './path.ts';
import type { Attribute, Schema } from './schema.ts';
import { COMMON_ATTRIBUTES, DISCOVERY_MODELS, GROUP_MODEL, MODELS, USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE } from './urn.ts';

const ALL: readonly Schema[] = [...MODELS, ...DISCOVERY_MODELS].flatMap(({ core, extensions }) => [
  core,
  ...extensions,
]);
const withParts = (attributes: readonly Attribute[]): readonly Attribute[] =>
  attributes.flatMap((attribute) => [attribute, ...withParts(attribute.subAttributes ?? [])]);
const EVERY = withParts([...COMMON_ATTRIBUTES, ...ALL.flatMap(({ attributes }) => attributes)]);

const user = (path: string): Attribute | undefined => lookUp(USER_MODEL, parseAttributePath(path));
const discovery = (index: number, path: string): Attribute | undefined => {
  const model = DISCOVERY_MODELS[index];
  return model && lookUp(model, parseAttributePath(path));
};

describe('the schemas', () => {
  it('keep the rules they describe', () => {
    for (const attribute of EVERY) {
      expect(attribute.name).toMatch(/^(\$ref|[A-Za-z][A-Za-z0-9$_-]*)$/);
      expect(attribute.description, attribute.name).toMatch(/\.$/);
      expect(attribute.subAttributes !== undefined, attribute.name).toBe(attribute.type === 'complex');
      expect(attribute.referenceTypes !== undefined, attribute.name).toBe(attribute.type === 'reference');
      if (attribute.type === 'complex') expect(attribute.uniqueness).toBe('none');
      if (attribute.type === 'reference' || attribute.type === 'binary') expect(attribute.caseExact).toBe(true);
    }
    for (const { attributes } of ALL) {
      for (const list of [attributes, ...attributes.map(({ subAttributes = [] }) => subAttributes)]) {
        expect(new Set(list.map(({ name }) => name.toLowerCase())).size).toBe(list.length);
      }
    }
  });

  it('nest nowhere but in the schema of schemas', () => {
    const nested = ALL.filter(({ attributes }) =>
      attributes.some(({ subAttributes }) => subAttributes?.some(({ type }) => type === 'complex')),
    );
    expect(nested.map(({ name }) => name)).toEqual(['Schema']);
  });

  it('say of the sensitive attributes what RFC 7643 says', () => {
    expect(user('userName')).toMatchObject({ required: true, uniqueness: 'server', caseExact: false });
    expect(user('password')).toMatchObject({ mutability: 'writeOnly', returned: 'never' });
    expect(user('id')).toMatchObject({ mutability: 'readOnly', returned: 'always', caseExact: true });
    expect(user('externalId')).toMatchObject({ mutability: 'readWrite', caseExact: true });
    expect(user('schemas')).toMatchObject({ returned: 'always', multiValued: true });
    expect(user('groups')).toMatchObject({ mutability: 'readOnly' });
    expect(user('groups.value')).toMatchObject({ mutability: 'readOnly' });
    expect(lookUp(GROUP_MODEL, { attribute: 'members', subAttribute: 'value' })).toMatchObject({
      mutability: 'immutable',
    });
  });

  it('follow the verified errata', () => {
    expect(lookUp(GROUP_MODEL, { attribute: 'displayName' })?.required).toBe(true); // 5368
    expect(discovery(2, 'attributes.type')?.canonicalValues).toContain('binary'); // 5606, 8435
    expect(discovery(2, 'attributes.referenceTypes')?.multiValued).toBe(true); // 5607
    expect(discovery(1, 'schemaExtensions')?.multiValued).toBe(true); // 7522
    const parts = discovery(2, 'attributes.subAttributes')?.subAttributes?.find(({ name }) => name === 'type');
    expect(parts?.canonicalValues).toContain('binary'); // 8415
    expect(parts?.canonicalValues).not.toContain('complex'); // 8415
    expect(user('groups.$ref')?.referenceTypes).toEqual(['Group']); // 8471
    expect(user(`${ENTERPRISE}:manager.value`)?.caseExact).toBe(true); // 8472
    expect(discovery(1, 'name')).toMatchObject({ uniqueness: 'server', caseExact: true }); // 8475
    expect(discovery(1, 'endpoint')?.uniqueness).toBe('server'); // 8475
  });

  it('know pagination by cursor (RFC 9865 §4)', () => {
    expect(discovery(0, 'pagination.cursor')).toMatchObject({ type: 'boolean', required: true });
    expect(discovery(0, 'pagination')?.required).toBe(false);
  });
});
