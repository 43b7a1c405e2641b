/** Legal variations of how resources look. */
import { coreAttributes, getIgnoringCase } from '../../scim/attribute.ts';
import { text } from '../../scim/define.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from '../../scim/json.ts';
import type { Attribute, ResourceModel, Schema } from '../../scim/schema.ts';
import { modelOf } from '../../scim/schemas.ts';
import { without } from '../faults/fault.ts';
import { changed, isWanted, onlyParts, showing, type Variation, withCore } from './variation.ts';

const BADGE_SCHEMA: Schema = {
  id: 'urn:example:params:scim:schemas:extension:badge:2.0:Resource',
  name: 'Badge',
  description: 'What the door knows of the resource.',
  attributes: [text('number', 'The number on the badge.', { mutability: 'readOnly' })],
};

const withBadges = (models: readonly ResourceModel[]): readonly ResourceModel[] =>
  models.map(({ core, type, extensions }) => modelOf(core, type.endpoint, [BADGE_SCHEMA, ...extensions], type.name));

/** Everything that is unassigned, shown as `nothing`. */
const showingNothing = (multiValued: boolean, nothing: Json) =>
  showing('any', (shown, { model }, selection) => {
    if (selection.attributes !== undefined) return shown;
    const missing = coreAttributes(model).filter(
      (attribute) =>
        attribute.multiValued === multiValued &&
        attribute.returned === 'default' &&
        attribute.name !== 'meta' &&
        isUnassigned(getIgnoringCase(shown, attribute.name)) &&
        isWanted(attribute.name, selection),
    );
    return { ...shown, ...Object.fromEntries(missing.map(({ name }) => [name, nothing])) };
  });

/** The elements of a list attribute with only these parts. */
const parts = (shown: JsonObject, name: string, ...kept: readonly string[]): JsonObject => {
  const elements = shown[name];
  if (!Array.isArray(elements)) return shown;
  const cut = elements.map((element) =>
    isObject(element) ? Object.fromEntries(Object.entries(element).filter(([key]) => kept.includes(key))) : element,
  );
  return { ...shown, [name]: cut };
};

/** The places that members and groups lead to, written otherwise. */
const references = (shown: JsonObject, write: (place: string) => string): JsonObject =>
  Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [
      name,
      ['members', 'groups'].includes(name) && Array.isArray(value)
        ? value.map((one) => (isObject(one) && typeof one.$ref === 'string' ? { ...one, $ref: write(one.$ref) } : one))
        : value,
    ]),
  );

/** Their values are ids, which keep their case whatever the schema says. */
const REFERENCES = ['members', 'groups', 'manager'];

/** Text in capitals wherever the schema says that case does not matter. */
const inCapitals = (value: Json, attribute: Attribute | undefined): Json => {
  if (attribute === undefined || REFERENCES.includes(attribute.name)) return value;
  if (Array.isArray(value)) return value.map((element) => inCapitals(element, attribute));
  if (isObject(value)) {
    const { subAttributes = [] } = attribute;
    return Object.fromEntries(
      Object.entries(value).map(([name, part]) => [
        name,
        inCapitals(
          part,
          subAttributes.find((one) => one.name === name),
        ),
      ]),
    );
  }
  const ignoresCase = attribute.type === 'string' && !attribute.caseExact;
  return typeof value === 'string' && ignoresCase ? value.replace(/[a-z]/g, (letter) => letter.toUpperCase()) : value;
};

export const RESOURCE_VARIATIONS: readonly Variation[] = [
  {
    id: 'extension-first',
    title: 'Lists the extensions of a resource before its base schema',
    allowedBy: ['RFC7643-3-04'],
    because: 'The order of schemas means nothing.',
    alter: showing('any', (shown) =>
      Array.isArray(shown.schemas) ? { ...shown, schemas: shown.schemas.toReversed() } : shown,
    ),
  },
  {
    id: 'extension-of-its-own',
    title: 'Shows attributes of an extension of its own in every resource',
    allowedBy: ['RFC7643-3.3-02', 'RFC7643-6-05'],
    because: 'Any number of extensions may be declared, and the server may assign their attributes.',
    models: withBadges,
    alter: showing('any', (shown, _found, selection) =>
      selection.attributes === undefined && isWanted(BADGE_SCHEMA.id, selection)
        ? {
            ...shown,
            schemas: [BADGE_SCHEMA.id, ...(Array.isArray(shown.schemas) ? shown.schemas : [])],
            [BADGE_SCHEMA.id]: { number: `B-${shown.id}` },
          }
        : shown,
    ),
  },
  {
    id: 'null-for-nothing',
    title: 'Shows null for every attribute that has no value',
    allowedBy: ['RFC7643-2.5-01'],
    because: 'null and absence are the same.',
    alter: showingNothing(false, null),
  },
  {
    id: 'empty-list-for-nothing',
    title: 'Shows an empty list for every multi-valued attribute that has no values',
    allowedBy: ['RFC7643-2.5-01'],
    because: 'An empty list and absence are the same.',
    alter: showingNothing(true, []),
  },
  {
    id: 'bare-members',
    title: 'Shows the value of a member and of a group, and nothing beside it',
    allowedBy: ['RFC7643-4.2-07', 'RFC7643-4.2-06', 'RFC7643-4.2-10'],
    because: 'Of the sub-attributes only value may be required.',
    models: (models) =>
      withCore(
        'Group',
        changed('members', onlyParts('value')),
      )(withCore('User', changed('groups', onlyParts('value')))(models)),
    alter: showing('any', (shown) => parts(parts(shown, 'members', 'value'), 'groups', 'value')),
  },
  {
    id: 'groups-of-users-not-shown',
    title: 'Has no groups attribute in its users',
    allowedBy: ['RFC7643-4.1.2-12'],
    because: 'Which attributes of the User schema a server supports is its own choice.',
    models: withCore('User', (attributes) => attributes.filter(({ name }) => name !== 'groups')),
    alter: showing('User', (shown) => without(shown, 'groups')),
  },
  {
    id: 'relative-references',
    title: 'Writes the places of members and groups relative to the service',
    allowedBy: ['RFC7643-2.3.7-01'],
    because: 'A reference may be relative to the base URL.',
    alter: showing('any', (shown, _found, _selection, { baseUrl }) =>
      references(shown, (place) => place.replace(`${baseUrl}/`, '')),
    ),
  },
  {
    id: 'references-from-the-resource',
    title: 'Writes the places of members and groups relative to the resource that has them, as ../Users/1',
    allowedBy: ['RFC7643-2.3.7-01', 'RFC7643-2.4-02'],
    because: 'The examples of RFC 7643 have a manager at ../Users/ and an id.',
    alter: showing('any', (shown, _found, _selection, { baseUrl }) =>
      references(shown, (place) => place.replace(`${baseUrl}/`, '../')),
    ),
  },
  {
    id: 'text-in-capitals',
    title: 'Shows in capitals whatever does not depend on case',
    allowedBy: ['RFC7643-7-18'],
    because: 'Only attributes that are caseExact keep the case they were given.',
    alter: showing('any', (shown, { model }) => {
      const core = coreAttributes(model);
      return Object.fromEntries(
        Object.entries(shown).map(([name, value]) => {
          const extension = model.extensions.find(({ id }) => id === name);
          if (extension === undefined || !isObject(value))
            return [
              name,
              inCapitals(
                value,
                core.find((one) => one.name === name),
              ),
            ];
          const all = Object.entries(value).map(([key, part]) => [
            key,
            inCapitals(
              part,
              extension.attributes.find((one) => one.name === key),
            ),
          ]);
          return [name, Object.fromEntries(all)];
        }),
      );
    }),
  },
  {
    id: 'members-on-request',
    title: 'Shows the members of a group to those only who ask for them by name, and says so in its schema',
    allowedBy: ['RFC7643-4.2-12', 'RFC7643-7-22'],
    because: 'RFC 7643 §8.7.1 lets a server publish other characteristics than its own.',
    models: withCore(
      'Group',
      changed('members', (attribute) => ({ ...attribute, returned: 'request' })),
    ),
  },
  {
    id: 'extension-always-listed',
    title: 'Lists the extensions of a resource type in every resource, whether they have a value or not',
    allowedBy: ['RFC7643-3-03', 'RFC7643-6-13'],
    because: 'schemas has what a representation supports, and may have all that its type declares.',
    alter: showing('any', (shown, { model }) =>
      Array.isArray(shown.schemas)
        ? { ...shown, schemas: [model.core.id, ...model.extensions.map(({ id }) => id)] }
        : shown,
    ),
  },
];
