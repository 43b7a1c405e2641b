/** Legal variations of what a service provider says about itself. */

import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { COMMON_ATTRIBUTES } from '../../scim/schemas.ts';
import type { Behaviour } from '../behaviour.ts';
import { without } from '../faults/fault.ts';
import { changed, type Variation, withCore } from './variation.ts';

const describing =
  (change: (schema: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({ schemas: (call) => good.schemas(call).map(change) });

const configuring =
  (change: (config: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    serviceProviderConfig: (call) => change(good.serviceProviderConfig(call)),
  });

const typing =
  (change: (type: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({ resourceTypes: (call) => good.resourceTypes(call).map(change) });

/** What an attribute definition says by default (RFC 7643 §2.2), and so need not say. */
const DEFAULTS: JsonObject = {
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
};

const terse = (attribute: Json): Json =>
  isObject(attribute)
    ? Object.fromEntries(
        Object.entries(attribute).flatMap(([name, value]): [string, Json][] => {
          if (name === 'subAttributes' && Array.isArray(value)) return [[name, value.map(terse)]];
          return DEFAULTS[name] === value ? [] : [[name, value]];
        }),
      )
    : attribute;

const withoutIds = (body: Json): Json => {
  if (!isObject(body)) return body;
  const { Resources } = body;
  return Array.isArray(Resources) ? { ...body, Resources: Resources.map(withoutIds) } : without(body, 'id');
};

const attributesOf = ({ attributes }: JsonObject): Json[] => (Array.isArray(attributes) ? attributes : []);

const isCore = ({ id }: JsonObject): boolean => /:core:2\.0:(?:User|Group)$/.test(String(id));

/** As §8.7.2 has it: without etag, and without the type of an authentication scheme. */
const asPublished = (schema: JsonObject): JsonObject => {
  if (!String(schema.id).endsWith(':ServiceProviderConfig')) return schema;
  const attributes = attributesOf(schema).flatMap((attribute): Json[] => {
    if (!isObject(attribute) || attribute.name === 'etag') return [];
    if (attribute.name !== 'authenticationSchemes' || !Array.isArray(attribute.subAttributes)) return [attribute];
    const subAttributes = attribute.subAttributes.filter(
      (part) => !isObject(part) || !['type', 'primary'].includes(String(part.name)),
    );
    return [{ ...attribute, subAttributes }];
  });
  return { ...schema, attributes };
};

export const DISCOVERY_VARIATIONS: readonly Variation[] = [
  {
    id: 'definitions-without-defaults',
    title: 'Leaves out of its attribute definitions whatever is the default',
    allowedBy: ['RFC7643-7-05', 'RFC7643-7-10'],
    because: 'RFC 7643 §2.2 says what is meant when a characteristic is missing.',
    alter: describing((schema) => ({ ...schema, attributes: attributesOf(schema).map(terse) })),
  },
  {
    id: 'common-attributes-defined',
    title: 'Defines id, externalId, schemas and meta in its schemas, too',
    allowedBy: ['RFC7643-3.1-02'],
    because: 'Common attributes need not stand in a schema, and may.',
    alter: describing((schema) =>
      isCore(schema)
        ? {
            ...schema,
            attributes: [...(JSON.parse(JSON.stringify(COMMON_ATTRIBUTES)) as Json[]), ...attributesOf(schema)],
          }
        : schema,
    ),
  },
  {
    id: 'schemas-of-resources-only',
    title: 'Publishes no schemas of its discovery resources',
    allowedBy: ['RFC7644-4-10', 'RFC7643-7-16'],
    because: 'The schemas of resources are those that a client needs.',
    alter: (good) => ({
      schemas: (call) => good.schemas(call).filter((schema) => isCore(schema) || /:extension:/.test(String(schema.id))),
    }),
  },
  {
    id: 'config-schema-as-published',
    title: 'Publishes the schema of its configuration as RFC 7643 prints it, without etag',
    allowedBy: ['RFC7643-5-06', 'RFC7643-5-08'],
    because: "The RFC's own JSON is wrong there.",
    alter: describing(asPublished),
  },
  {
    id: 'config-before-cursors',
    title: 'Says nothing of paging in its configuration',
    allowedBy: ['RFC9865-4-01'],
    because: 'What RFC 9865 adds, servers before it did not have.',
    capabilities: { cursorPagination: false },
    alter: configuring((config) => without(config, 'pagination')),
  },
  {
    id: 'config-with-more',
    title: 'Tells more of itself than the RFCs ask for, with more than one authentication scheme',
    allowedBy: ['RFC7643-5-09', 'RFC9967-4-01', 'RFC7643-5-10'],
    because: 'Extensions of SCIM stand there, too, and the kinds of authentication are not a closed list.',
    alter: configuring((config) => ({
      ...config,
      id: 'config',
      documentationUri: 'https://example.com/scim',
      securityEvents: { asyncRequest: 'NONE', eventUris: [] },
      'urn:example:params:scim:schemas:extension:limits:2.0:ServiceProviderConfig': { requestsPerSecond: 50 },
      authenticationSchemes: [
        ...(Array.isArray(config.authenticationSchemes) ? config.authenticationSchemes : []),
        { type: 'httpheader', name: 'API key', description: 'A key in a header of its own.' },
        { type: 'httpbasic', name: 'Password', description: 'The name and the password of an account for services.' },
      ],
    })),
  },
  {
    id: 'config-without-meta',
    title: 'Gives its configuration no meta',
    allowedBy: ['RFC7643-8.5-01', 'RFC7643-5-12'],
    because: 'Only an example of the RFC has it.',
    alter: configuring((config) => without(config, 'meta')),
  },
  {
    id: 'resource-types-without-id',
    title: 'Gives its resource types no id, and writes their endpoints without a slash',
    allowedBy: ['RFC7643-6-08', 'RFC7643-6-03'],
    because: 'The id is optional, and the endpoint is relative to the base URL.',
    alter: (good) => ({
      ...typing((type) => ({ ...type, endpoint: String(type.endpoint).replace(/^\//, '') }))(good),
      async discover(call) {
        const answer = await good.discover(call);
        return call.segments[0] === 'ResourceTypes' ? { ...answer, body: withoutIds(answer.body ?? null) } : answer;
      },
    }),
  },
  {
    id: 'resource-types-with-opaque-id',
    title: 'Gives its resource types ids that are not their names',
    allowedBy: ['RFC7643-6-08', 'RFC7644-4-09'],
    because: 'An id is any text of the server, and usually, not always, the name.',
    alter: typing((type) => ({
      ...type,
      id: `type-${String(type.name).length}`,
      meta: { resourceType: 'ResourceType', location: `ResourceTypes/type-${String(type.name).length}` },
    })),
  },
  {
    id: 'extension-called-required',
    title: 'Calls the enterprise extension required, as the example of the RFC does, and takes users without it',
    allowedBy: ['RFC7643-6-11'],
    because: 'The example was copied by many; who sends no extension is served all the same.',
    disputed: true,
    alter: typing((type) => ({
      ...type,
      ...(Array.isArray(type.schemaExtensions)
        ? { schemaExtensions: type.schemaExtensions.map((one) => (isObject(one) ? { ...one, required: true } : one)) }
        : {}),
    })),
  },
  {
    id: 'discovery-ignores-filters',
    title: 'Ignores a filter on a discovery endpoint',
    allowedBy: ['RFC7644-4-05', 'RFC7644-4-06'],
    because: 'One sentence has all query parameters ignored there, the next recommends 403.',
    disputed: true,
    alter: (good) => ({
      discover: (call) => good.discover({ ...call, query: new URLSearchParams() }),
    }),
  },
  {
    id: 'group-name-optional',
    title: 'Calls the name of a group optional, as the schema that RFC 7643 prints, and takes groups without one',
    allowedBy: ['RFC7643-8.7.1-02', 'RFC7643-4.2-02'],
    because: 'The prose requires it and the JSON does not, until erratum 5368.',
    disputed: true,
    models: withCore(
      'Group',
      changed('displayName', (attribute) => ({ ...attribute, required: false })),
    ),
  },
  {
    id: 'discovery-behind-login',
    title: 'Shows its configuration to those who are known only',
    allowedBy: ['RFC7643-5-11'],
    because: 'It should be public, and need not be.',
    disputed: true,
    capabilities: { publicConfig: false },
  },
  {
    id: 'no-discovery',
    title: 'Has no discovery endpoints at all',
    allowedBy: ['RFC7644-4-01', 'RFC7644-4-07'],
    because: 'That they may be retrieved is said, that they must be there is not.',
    disputed: true,
    capabilities: { serviceProviderConfig: false, resourceTypes: false, schemas: false },
  },
  {
    id: 'nothing-optional',
    title:
      'Offers users, and nothing of what the RFCs leave to a server: no PATCH, filters, groups, versions or anything else',
    allowedBy: ['RFC7644-3.5.2-01', 'RFC7644-3.7-01', 'RFC7644-3.14-09', 'RFC7644-3.4.2.1-02', 'RFC7643-6-10'],
    because: 'All of it is optional, and the configuration says what is there.',
    capabilities: {
      patch: false,
      bulk: false,
      filter: false,
      sort: false,
      etag: false,
      changePassword: false,
      cursorPagination: false,
      groups: false,
      enterpriseUser: false,
      me: false,
      rootQuery: false,
    },
  },
];
