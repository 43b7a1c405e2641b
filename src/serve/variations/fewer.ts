/** Legal variations of what is declared: less than RFC 7643 §4 has. */
import { sameName } from '../../scim/attribute.ts';
import type { Attribute, Schema } from '../../scim/schema.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import { changed, onlyParts, type Variation, withCore } from './variation.ts';

const only =
  (...names: readonly string[]) =>
  (attributes: readonly Attribute[]): readonly Attribute[] =>
    attributes.filter((attribute) => names.some((name) => sameName(attribute.name, name)));

const fewOfUsers = (attributes: readonly Attribute[]): readonly Attribute[] =>
  [
    only('userName', 'name', 'displayName', 'active', 'emails', 'groups', 'password'),
    changed('name', onlyParts('formatted', 'givenName', 'familyName')),
    changed('emails', onlyParts('value', 'type', 'primary')),
  ].reduce((kept, change) => change(kept), attributes);

const fewOfEmployees = (schema: Schema): Schema =>
  sameName(schema.id, ENTERPRISE_USER_URN)
    ? { ...schema, attributes: only('department', 'manager')(schema.attributes) }
    : schema;

export const FEWER_VARIATIONS: readonly Variation[] = [
  {
    id: 'few-attributes',
    title: 'Knows the name, the addresses and the state of a user, and refuses a path to anything else',
    allowedBy: ['RFC7643-7-17', 'RFC7643-4.1.2-06'],
    because: 'RFC 7643 §4.1 requires userName of a user; the schema says what else the server has.',
    models: withCore('User', fewOfUsers),
  },
  {
    id: 'few-enterprise-attributes',
    title: 'Knows the department and the manager of an employee, and nothing else',
    allowedBy: ['RFC7643-7-17'],
    because: 'Every attribute of the extension in RFC 7643 §4.3 is optional.',
    models: (models) =>
      models.map((model) => ({ ...model, extensions: model.extensions.map((extension) => fewOfEmployees(extension)) })),
  },
];
