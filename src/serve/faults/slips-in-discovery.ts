/** Slips at the door and in the discovery documents. Nobody has reported these; each is a plausible slip that some case must notice. */
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { USER_URN } from '../../scim/urn.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { crash, type Fault, without } from './fault.ts';

/** Describes the attributes of the User schema otherwise. */
const describing =
  (change: (attribute: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    schemas: (call) =>
      good.schemas(call).map((schema) =>
        schema.id === USER_URN && Array.isArray(schema.attributes)
          ? {
              ...schema,
              attributes: schema.attributes.map(
                (attribute): Json => (isObject(attribute) ? change(attribute) : attribute),
              ),
            }
          : schema,
      ),
  });

/** Cannot show the discovery resources of one kind one by one. */
const onlyListed =
  (kind: string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    discover: (call) => {
      if (call.segments[0] === kind && call.segments.length > 1) {
        throw refusal(404, `There is no ${call.segments.join('/')} here.`);
      }
      return good.discover(call);
    },
  });

export const SLIPS_IN_DISCOVERY: readonly Fault[] = [
  {
    id: 'auth-any-token-accepted',
    title: 'Takes any bearer token',
    links: [],
    alter: (good) => ({
      authenticate: (call) =>
        /^bearer +\S+$/i.test(call.headers.authorization ?? '') ? { name: 'service' } : good.authenticate(call),
    }),
  },
  {
    id: 'config-needs-credentials',
    title: 'Shows its configuration only to those it knows',
    links: [],
    alter: (good) => ({
      authenticate: (call) => {
        const result = good.authenticate(call);
        return 'name' in result && result.name === 'anonymous' ? good.authenticate({ ...call, segments: [] }) : result;
      },
    }),
  },
  {
    id: 'config-of-scim-1',
    title: 'Names the schema of SCIM 1.1 in its ServiceProviderConfig',
    links: [],
    alter: (good) => ({
      serviceProviderConfig: (call) => ({
        ...good.serviceProviderConfig(call),
        schemas: ['urn:scim:schemas:core:1.0'],
      }),
    }),
  },
  {
    id: 'config-paging-as-text',
    title: 'Writes pagination.index of its ServiceProviderConfig as text',
    links: [],
    alter: (good) => ({
      serviceProviderConfig: (call) => {
        const { pagination, ...config } = good.serviceProviderConfig(call);
        return { ...config, pagination: { ...(isObject(pagination) ? pagination : {}), index: 'true' } };
      },
    }),
  },
  {
    id: 'config-writable',
    title: 'Lets its ServiceProviderConfig be changed by PUT and PATCH',
    links: [],
    alter: (good) => {
      let written: JsonObject = {};
      return {
        serviceProviderConfig: (call) => ({ ...good.serviceProviderConfig(call), ...written }),
        dispatch: (call) => {
          if (
            call.segments[0] !== 'ServiceProviderConfig' ||
            !['PUT', 'PATCH'].includes(call.method) ||
            !isObject(call.body)
          ) {
            return good.dispatch(call);
          }
          written = {
            ...written,
            ...without(call.body, 'schemas', 'Operations'),
            documentationUri: 'https://example.com/changed',
          };
          return { status: 200, body: call.service.behaviour.serviceProviderConfig(call) };
        },
      };
    },
  },
  {
    id: 'discovery-filter-ignored',
    title: 'Ignores a filter on the discovery endpoints',
    links: [],
    alter: (good) => ({ discover: (call) => good.discover({ ...call, query: new URLSearchParams() }) }),
  },
  {
    id: 'discovery-paged',
    title: 'Pages its lists of schemas and resource types by startIndex and count',
    links: [],
    alter: (good) => ({
      discover: async (call) => {
        const answer = await good.discover(call);
        const listed = isObject(answer.body) ? answer.body.Resources : undefined;
        const from = Number(call.query.get('startIndex') ?? 1) - 1;
        const count = Number(call.query.get('count') ?? Number.POSITIVE_INFINITY);
        return isObject(answer.body) && Array.isArray(listed)
          ? { ...answer, body: { ...answer.body, Resources: listed.slice(from, from + count) } }
          : answer;
      },
    }),
  },
  {
    id: 'discovery-lists-without-total',
    title: 'Leaves totalResults out of the lists of schemas and resource types',
    links: [],
    alter: (good) => ({
      discover: async (call) => {
        const answer = await good.discover(call);
        return isObject(answer.body) ? { ...answer, body: without(answer.body, 'totalResults') } : answer;
      },
    }),
  },
  {
    id: 'schema-of-users-unlisted',
    title: 'Shows the schema of users by its URN and leaves it out of the list',
    links: [],
    alter: (good) => ({
      schemas: (call) => good.schemas(call).filter(({ id }) => id !== USER_URN || call.segments.length > 1),
    }),
  },
  {
    id: 'resource-types-only-listed',
    title: 'Lists its resource types and cannot show one of them',
    links: [],
    alter: onlyListed('ResourceTypes'),
  },
  {
    id: 'schemas-only-listed',
    title: 'Lists its schemas and cannot show one of them',
    links: [],
    alter: onlyListed('Schemas'),
  },
  {
    id: 'resource-type-without-schemas',
    title: 'Leaves schemas out of its resource types',
    links: [],
    alter: (good) => ({ resourceTypes: (call) => good.resourceTypes(call).map((type) => without(type, 'schemas')) }),
  },
  {
    id: 'schema-types-capitalised',
    title: 'Writes the types of attributes with a capital: String, Boolean',
    links: [],
    alter: describing((attribute) => ({
      ...attribute,
      type: String(attribute.type).replace(/^./, (letter) => letter.toUpperCase()),
    })),
  },
  {
    id: 'schema-password-readable',
    title: 'Describes the password as an attribute that is shown',
    links: [],
    alter: describing((attribute) =>
      attribute.name === 'password' ? { ...attribute, returned: 'default', mutability: 'readWrite' } : attribute,
    ),
  },
  {
    id: 'me-500',
    title: 'Fails with 500 on /Me',
    links: [],
    alter: () => ({ me: () => crash('no user in this session') }),
  },
  {
    id: 'me-without-location',
    title: 'Answers /Me with an account of its own for the token, and no Location',
    links: [],
    alter: () => ({
      me: ({ baseUrl, identity }) => ({
        status: 200,
        body: {
          schemas: [USER_URN],
          id: 'service',
          userName: identity?.name ?? 'nobody',
          meta: { resourceType: 'User', location: `${baseUrl}/Users/service` },
        },
      }),
    }),
  },
];
