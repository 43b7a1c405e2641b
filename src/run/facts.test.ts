import { describe, expect, it } from 'vitest';
import { readResourceType } from '../scim/read.ts';
import type { Attribute, Schema } from '../scim/schema.ts';
import { GROUP_SCHEMA, USER_MODEL, USER_SCHEMA } from '../scim/schemas.ts';
import { factsOf } from './facts.ts';

const MISSING = { missing: 'answered 404' };

const schemaFacts = (schemas: readonly Schema[] | undefined): Record<string, unknown> => {
  const facts = factsOf({
    config: MISSING,
    resourceTypes: MISSING,
    schemas: schemas === undefined ? MISSING : { value: schemas, problems: [] },
    tried: [],
  });
  return Object.fromEntries(
    facts.flatMap(({ name, value, from }) => (name.startsWith('schema.') ? [[name.slice(7), [value, from]]] : [])),
  );
};

const changed = (schema: Schema, name: string, change: (attribute: Attribute) => Attribute[]): Schema => ({
  ...schema,
  attributes: schema.attributes.flatMap((attribute) => (attribute.name === name ? change(attribute) : [attribute])),
});

describe('what the schemas of the target say otherwise than those of the RFC', () => {
  it('is nothing when it publishes those of the RFC', () => {
    expect(schemaFacts([USER_SCHEMA, GROUP_SCHEMA])).toEqual({
      userNameCaseExact: [false, 'Schemas'],
      userNameWritable: [true, 'Schemas'],
      userGroups: [true, 'Schemas'],
      groupNameRequired: [true, 'Schemas'],
      memberReferences: [true, 'Schemas'],
      membersShown: [true, 'Schemas'],
    });
  });

  it('is assumed to be nothing when it publishes none', () => {
    const values = (facts: Record<string, unknown>) =>
      Object.entries(facts).map(([name, fact]) => [name, [fact].flat()[0]]);
    expect(values(schemaFacts(undefined))).toEqual(values(schemaFacts([USER_SCHEMA, GROUP_SCHEMA])));
    expect(schemaFacts(undefined).userGroups).toEqual([true, 'assumed, there is no User schema']);
    expect(schemaFacts([USER_SCHEMA]).membersShown).toEqual([true, 'assumed, Schemas lacks the Group schema']);
  });

  it('is read from them', () => {
    const user = changed(
      changed(USER_SCHEMA, 'groups', () => []),
      'userName',
      (one) => [{ ...one, caseExact: true, mutability: 'immutable' }],
    );
    const group = changed(
      changed(GROUP_SCHEMA, 'displayName', (one) => [{ ...one, required: false }]),
      'members',
      (one) => [{ ...one, returned: 'request', subAttributes: [] }],
    );
    expect(schemaFacts([user, group])).toEqual({
      userNameCaseExact: [true, 'Schemas'],
      userNameWritable: [false, 'Schemas'],
      userGroups: [false, 'Schemas'],
      groupNameRequired: [false, 'Schemas'],
      memberReferences: [false, 'Schemas'],
      membersShown: [false, 'Schemas'],
    });
  });
});

it('knows where the type of users is read: by its id, or its name when it has none', () => {
  const userType = (id: string): unknown => {
    const type = { ...USER_MODEL.type, id };
    const facts = factsOf({
      config: MISSING,
      resourceTypes: { value: [type], problems: [] },
      schemas: MISSING,
      tried: [],
    });
    return facts.find(({ name }) => name === 'discovery.UserType');
  };
  expect(userType('7f3a')).toEqual({ name: 'discovery.UserType', value: '7f3a', from: 'ResourceTypes' });
  expect(readResourceType({ name: 'User', endpoint: '/Users', schema: USER_SCHEMA.id }).resourceType?.id).toBe('User');
});
