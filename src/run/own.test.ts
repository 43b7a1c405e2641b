import { describe, expect, it } from 'vitest';
import { integer, text } from '../scim/define.ts';
import { buildModels } from '../scim/read.ts';
import type { Attribute, ResourceModel, Schema } from '../scim/schema.ts';
import { GROUP_MODEL, GROUP_SCHEMA, MODELS, USER_MODEL, USER_SCHEMA } from '../scim/schemas.ts';
import { ownExamples, ownFacts } from './own.ts';

const STAFF: Schema = {
  id: 'urn:example:staff',
  name: 'Staff',
  description: '',
  attributes: [
    text('email', 'Required, and so somebody else takes care of it.', { mutability: 'immutable', required: true }),
    text('badge', '', { mutability: 'immutable' }),
    integer('seniority', ''),
  ],
};
const ROOM: Schema = { id: 'urn:example:room', name: 'Room', description: '', attributes: [text('name', '')] };

/** The models of a target that publishes all of this itself. */
const published = (
  core: (attributes: readonly Attribute[]) => readonly Attribute[],
  ...more: Schema[]
): readonly ResourceModel[] => {
  const user = {
    ...USER_MODEL.type,
    schemaExtensions: more.includes(STAFF) ? [{ schema: STAFF.id, required: true }] : [],
  };
  const room = { ...GROUP_MODEL.type, id: 'Room', name: 'Room', endpoint: '/Rooms', schema: ROOM.id };
  return buildModels(
    [{ ...USER_SCHEMA, attributes: core(USER_SCHEMA.attributes) }, { ...GROUP_SCHEMA }, ...more],
    [user, { ...GROUP_MODEL.type }, ...(more.includes(ROOM) ? [room] : [])],
  );
};

const yes = (models: readonly ResourceModel[], config = {}): string[] =>
  ownFacts(models, config).flatMap(({ name, value }) => (value === true ? [name] : []));

describe('what only this target has', () => {
  it('is nothing where nothing is published', () => {
    expect(yes(MODELS)).toEqual([]);
    expect(ownExamples(MODELS)).toEqual({});
  });

  it('is found in its schemas, wherever it is declared', () => {
    const models = published((core) => core, STAFF, ROOM);
    expect(yes(models)).toEqual([
      'schema.immutable',
      'schema.integers',
      'schema.certificates',
      'schema.extensionRequired',
      'schema.otherTypes',
    ]);
    const schemas = [USER_SCHEMA.id, STAFF.id];
    expect(ownExamples(models)).toEqual({
      immutable: {
        path: 'urn:example:staff:badge',
        one: { schemas, [STAFF.id]: { badge: 'one' } },
        other: { schemas, [STAFF.id]: { badge: 'other' } },
      },
      integer: {
        path: 'urn:example:staff:seniority',
        nine: { schemas, [STAFF.id]: { seniority: 9 } },
        ten: { schemas, [STAFF.id]: { seniority: 10 } },
      },
      type: { endpoint: 'Rooms', schema: ROOM.id, name: 'Room' },
    });
  });

  it('may be an attribute of the core, but none that must be unique or have one of a few values', () => {
    const unique = text('number', '', { mutability: 'immutable', uniqueness: 'server' });
    const few = text('size', '', { mutability: 'immutable', canonicalValues: ['S', 'M'] });
    const plain = text('badge', '', { mutability: 'immutable' });
    const models = published((core) => [...core, unique, few, plain]);
    expect(ownExamples(models).immutable).toEqual({
      path: 'badge',
      one: { schemas: [USER_SCHEMA.id], badge: 'one' },
      other: { schemas: [USER_SCHEMA.id], badge: 'other' },
    });
  });

  it('is said by its ServiceProviderConfig', () => {
    const config = (method: string, asyncRequest: string) => ({
      ...{ pagination: { defaultPaginationMethod: method }, securityEvents: { asyncRequest } },
    });
    expect(yes(MODELS, config('index', 'Long'))).toEqual(['pagination.indexByDefault', 'events.asynchronous']);
    expect(yes(MODELS, config('cursor', 'NONE'))).toEqual([]);
  });
});
