/** The schemas of the three discovery resources, RFC 7643 §5 to §7 and §8.7.2. */
import { type Characteristics, complex, complexList, flag, integer, reference, text } from './define.ts';
import type { Attribute, Schema } from './schema.ts';
import { RESOURCE_TYPE_URN, SCHEMA_URN, SERVICE_PROVIDER_CONFIG_URN } from './urn.ts';

const OPTIONAL: Characteristics = { mutability: 'readOnly' };
const REQUIRED: Characteristics = { mutability: 'readOnly', required: true };

/** A capability that is supported or not, with its limits. */
const capability = (name: string, description: string, limits: readonly Attribute[] = []): Attribute =>
  complex(name, description, [flag('supported', 'Whether it is supported.', REQUIRED), ...limits], REQUIRED);

/** With `etag`, which §8.7.2 forgets, the type of authentication schemes (erratum 8011), and `pagination` of RFC 9865 §4. */
export const SERVICE_PROVIDER_CONFIG_SCHEMA: Schema = {
  id: SERVICE_PROVIDER_CONFIG_URN,
  name: 'Service Provider Configuration',
  description: 'What a service provider can do.',
  attributes: [
    reference('documentationUri', 'Help for people.', ['external'], OPTIONAL),
    capability('patch', 'Changes by PATCH.'),
    capability('bulk', 'Several operations in one request.', [
      integer('maxOperations', 'Most operations in a request.', REQUIRED),
      integer('maxPayloadSize', 'Most bytes in a request.', REQUIRED),
    ]),
    capability('filter', 'Queries with a filter.', [integer('maxResults', 'Most resources in a response.', REQUIRED)]),
    capability('changePassword', 'Changes of passwords.'),
    capability('sort', 'Queries with an order.'),
    capability('etag', 'Versions of resources as entity tags.'),
    complex(
      'pagination',
      'How listings can be read in pages.',
      [
        flag('cursor', 'Whether by cursor.', REQUIRED),
        flag('index', 'Whether by index.', REQUIRED),
        text('defaultPaginationMethod', 'Which of the two when the client does not say.', {
          ...OPTIONAL,
          canonicalValues: ['cursor', 'index'],
        }),
        integer('defaultPageSize', 'Resources in a page when the client does not say.', OPTIONAL),
        integer('maxPageSize', 'Most resources in a page.', OPTIONAL),
        integer('cursorTimeout', 'Seconds for which a cursor is good at least.', OPTIONAL),
      ],
      OPTIONAL,
    ),
    complexList(
      'authenticationSchemes',
      'How clients can prove who they are.',
      [
        text('type', 'Kind of scheme.', {
          ...REQUIRED,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        text('name', 'Name for people.', REQUIRED),
        text('description', 'Explanation for people.', REQUIRED),
        reference('specUri', 'Where the scheme is specified.', ['external'], OPTIONAL),
        reference('documentationUri', 'Help for people.', ['external'], OPTIONAL),
        flag('primary', 'Whether this is the preferred scheme; true for one scheme at most.', OPTIONAL),
      ],
      REQUIRED,
    ),
  ],
};

/** With errata 7522 (several schemaExtensions) and 8475 (name and endpoint are unique). */
export const RESOURCE_TYPE_SCHEMA: Schema = {
  id: RESOURCE_TYPE_URN,
  name: 'ResourceType',
  description: 'A kind of resource and where it is found.',
  attributes: [
    text('id', 'Identifier of the resource type, often its name.', OPTIONAL),
    text('name', 'Name of the resource type.', { ...REQUIRED, caseExact: true, uniqueness: 'server' }),
    text('description', 'Explanation for people.', OPTIONAL),
    reference('endpoint', 'Where its resources are, below the base URL.', ['uri'], {
      ...REQUIRED,
      uniqueness: 'server',
    }),
    reference('schema', 'URN of its core schema.', ['uri'], REQUIRED),
    complexList(
      'schemaExtensions',
      'Schemas that may add attributes.',
      [
        reference('schema', 'URN of the extension.', ['uri'], REQUIRED),
        flag('required', 'Whether every resource has it.', REQUIRED),
      ],
      OPTIONAL,
    ),
  ],
};

const TYPES = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'reference', 'binary'];

/** What is said of an attribute. Errata 5606, 8415 and 8435: `binary` is a type, and no sub-attribute is complex. */
const characteristics = (types: readonly string[]): readonly Attribute[] => [
  text('name', 'Name of the attribute.', { ...REQUIRED, caseExact: true }),
  text('type', 'Type of its values.', { ...REQUIRED, canonicalValues: types }),
  flag('multiValued', 'Whether it has several values.', REQUIRED),
  text('description', 'Explanation for people.', { ...OPTIONAL, caseExact: true }),
  flag('required', 'Whether it must have a value.', OPTIONAL),
  text('canonicalValues', 'Values that are suggested.', { ...OPTIONAL, multiValued: true, caseExact: true }),
  flag('caseExact', 'Whether upper and lower case differ.', OPTIONAL),
  text('mutability', 'When it can be written.', {
    ...OPTIONAL,
    caseExact: true,
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  text('returned', 'When it is part of a response.', {
    ...OPTIONAL,
    caseExact: true,
    canonicalValues: ['always', 'never', 'default', 'request'],
  }),
  text('uniqueness', 'Within what its values are unique.', {
    ...OPTIONAL,
    caseExact: true,
    canonicalValues: ['none', 'server', 'global'],
  }),
  text('referenceTypes', 'What a reference can point to.', { ...OPTIONAL, multiValued: true, caseExact: true }),
];

/** With erratum 5607 (several referenceTypes). */
export const SCHEMA_SCHEMA: Schema = {
  id: SCHEMA_URN,
  name: 'Schema',
  description: 'The attributes of a kind of resource or of an extension.',
  attributes: [
    text('id', 'URN of the schema.', REQUIRED),
    text('name', 'Name for people.', REQUIRED),
    text('description', 'Explanation for people.', OPTIONAL),
    complexList(
      'attributes',
      'The attributes that the schema defines.',
      [
        ...characteristics([...TYPES, 'complex']),
        complexList('subAttributes', 'The attributes within a complex attribute.', characteristics(TYPES), OPTIONAL),
      ],
      REQUIRED,
    ),
  ],
};
