/** Legal variations of what is declared: attributes with every characteristic, and a resource type of the server's own. */
import { define, integer, text } from '../../scim/define.ts';
import type { ResourceModel, Schema } from '../../scim/schema.ts';
import { modelOf } from '../../scim/schemas.ts';
import type { Variation } from './variation.ts';

const STAFF_SCHEMA: Schema = {
  id: 'urn:example:params:scim:schemas:extension:staff:2.0:User',
  name: 'Staff',
  description: 'What the personnel office keeps of somebody.',
  attributes: [
    text('badge', 'The number on the badge, which stays for ever.', { mutability: 'immutable', caseExact: true }),
    integer('seniority', 'Years with us.'),
    define('factor', 'decimal', 'What the wage is multiplied by.'),
    text('motto', 'Shown to those who ask for it.', { returned: 'request' }),
  ],
};

const ROOM_SCHEMA: Schema = {
  id: 'urn:example:params:scim:schemas:core:2.0:Room',
  name: 'Room',
  description: 'A place to meet.',
  attributes: [text('displayName', 'What is written on the door.', { required: true }), integer('seats', 'Chairs.')],
};

/** Users with an extension that has attributes of every kind. */
export const withStaff = (models: readonly ResourceModel[]): readonly ResourceModel[] =>
  models.map((model) =>
    model.type.name === 'User' && !model.extensions.includes(STAFF_SCHEMA)
      ? modelOf(model.core, model.type.endpoint, [...model.extensions, STAFF_SCHEMA], model.type.name)
      : model,
  );

/** Rooms beside users and groups. */
export const withRooms = (models: readonly ResourceModel[]): readonly ResourceModel[] =>
  models.some(({ core }) => core === ROOM_SCHEMA) ? models : [...models, modelOf(ROOM_SCHEMA, '/Rooms')];

export const ATTRIBUTE_VARIATIONS: readonly Variation[] = [
  {
    id: 'attributes-of-every-kind',
    title: 'Declares attributes that are immutable, that are numbers, and that are returned on request',
    allowedBy: ['RFC7643-7-25', 'RFC7643-7-22', 'RFC7643-6-05'],
    because: 'An extension may have attributes with any characteristics.',
    models: withStaff,
  },
  {
    id: 'type-of-its-own',
    title: 'Serves rooms beside users and groups',
    allowedBy: ['RFC7643-3.2-01', 'RFC7644-4-07'],
    because: 'Any number of resource types may be served.',
    models: withRooms,
  },
];
