/** Slips in what the server says of itself: features denied or half kept, definitions that nobody lives up to. */
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { USER_URN } from '../../scim/urn.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import type { Fault } from './fault.ts';

const configuring =
  (change: (config: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    serviceProviderConfig: (call) => change(good.serviceProviderConfig(call)),
  });

const denying = (feature: string): ((good: Behaviour) => Partial<Behaviour>) =>
  configuring((config) => {
    const said = config[feature];
    return { ...config, [feature]: { ...(isObject(said) ? said : {}), supported: false } };
  });

/** Describes one attribute of users otherwise. */
const describing =
  (name: string, change: (attribute: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    schemas: (call) =>
      good.schemas(call).map((schema): JsonObject => {
        const { id, attributes } = schema;
        if (id !== USER_URN || !Array.isArray(attributes)) return schema;
        return {
          ...schema,
          attributes: attributes.map((one): Json => (isObject(one) && one.name === name ? change(one) : one)),
        };
      }),
  });

const eachPart = (attribute: JsonObject, change: (part: JsonObject) => JsonObject): JsonObject => {
  const { subAttributes } = attribute;
  const parts = Array.isArray(subAttributes) ? subAttributes : [];
  return { ...attribute, subAttributes: parts.map((part): Json => (isObject(part) ? change(part) : part)) };
};

const A_FEW = 10;

export const SLIPS_IN_DESCRIPTIONS: readonly Fault[] = [
  {
    id: 'bulk-fewer-than-promised',
    title: 'Refuses bulk requests that are longer than ten operations, and promises more',
    links: [],
    alter: (good) => ({
      checkBulk(call, operations) {
        if (operations.length > A_FEW) throw refusal(413, `More than ${A_FEW} operations.`);
        good.checkBulk(call, operations);
      },
    }),
  },
  {
    id: 'resource-types-without-groups',
    title: 'Serves groups and does not list them among its resource types',
    links: [],
    alter: (good) => ({ resourceTypes: (call) => good.resourceTypes(call).filter(({ name }) => name !== 'Group') }),
  },
  {
    id: 'config-links-misnamed',
    title: 'Calls the links of its authentication schemes specUrl',
    links: [],
    alter: configuring((config) => {
      const schemes = Array.isArray(config.authenticationSchemes) ? config.authenticationSchemes : [];
      return {
        ...config,
        authenticationSchemes: schemes.map((scheme): Json => {
          const { specUri = null, ...rest } = isObject(scheme) ? scheme : {};
          return { ...rest, specUrl: specUri };
        }),
      };
    }),
  },
  { id: 'config-patch-denied', title: 'Says that it has no PATCH, and has it', links: [], alter: denying('patch') },
  { id: 'config-filter-denied', title: 'Says that it cannot filter, and filters', links: [], alter: denying('filter') },
  { id: 'config-sort-denied', title: 'Says that it cannot sort, and sorts', links: [], alter: denying('sort') },
  {
    id: 'config-etag-denied',
    title: 'Says that it has no versions, and shows them',
    links: [],
    alter: denying('etag'),
  },
  {
    id: 'schemas-of-messages',
    title: 'Lists the schemas of its messages among those of its resources',
    links: [],
    alter: (good) => ({
      schemas: (call) => [
        ...good.schemas(call),
        {
          schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
          id: 'urn:ietf:params:scim:api:messages:2.0:PatchOp',
          name: 'PatchOp',
          description: 'A change',
          attributes: [],
        },
      ],
    }),
  },
  {
    id: 'schema-part-keyword-unknown',
    title: 'Writes a keyword of a sub-attribute in letters of its own',
    links: [],
    alter: describing('emails', (emails) => eachPart(emails, (part) => ({ ...part, mutability: 'READ_WRITE' }))),
  },
  {
    id: 'schema-location-elsewhere',
    title: 'Says of its schemas that they are where nothing is',
    links: [],
    alter: (good) => ({
      schemas: (call) =>
        good.schemas(call).map((schema) => ({
          ...schema,
          meta: { resourceType: 'Schema', location: `${call.baseUrl}/Schema?urn=${schema.id}` },
        })),
    }),
  },
  {
    id: 'schema-calls-title-required',
    title: 'Calls the title of users required, and takes users without',
    links: [],
    alter: describing('title', (title) => ({ ...title, required: true })),
  },
  {
    id: 'schema-calls-title-kept-back',
    title: 'Calls the title of users returned on request, and returns it always',
    links: [],
    alter: describing('title', (title) => ({ ...title, returned: 'request' })),
  },
];
