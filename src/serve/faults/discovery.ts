/** Faults of the discovery documents, and of a server that does not keep to them. */
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import { refusal } from '../errors.ts';
import { type Fault, reports, without } from './fault.ts';

/** The schema documents with one attribute of the User schema described otherwise. */
const describing = (schemas: readonly JsonObject[], name: string, change: JsonObject): JsonObject[] =>
  schemas.map((schema) =>
    schema.id === USER_URN && Array.isArray(schema.attributes)
      ? {
          ...schema,
          attributes: schema.attributes.map(
            (it): Json => (isObject(it) && it.name === name ? { ...it, ...change } : it),
          ),
        }
      : schema,
  );

export const DISCOVERY_FAULTS: readonly Fault[] = [
  {
    id: 'discovery-spc-missing-required',
    title: 'Leaves bulk.maxOperations, filter.maxResults and authenticationSchemes out of its ServiceProviderConfig',
    links: reports(
      'better-auth/better-auth#10413',
      'simpleidserver/SimpleIdServer#331',
      'wso2/charon#93',
      'wso2/product-is#21719',
      'osiam/osiam#309',
    ),
    alter: (good) => ({
      serviceProviderConfig: (call) => {
        const { bulk, filter, ...config } = good.serviceProviderConfig(call);
        return {
          ...without(config, 'authenticationSchemes'),
          bulk: without(isObject(bulk) ? bulk : {}, 'maxOperations'),
          filter: without(isObject(filter) ? filter : {}, 'maxResults'),
        };
      },
    }),
  },
  {
    id: 'discovery-endpoints-404',
    title: 'Has no discovery endpoints',
    links: reports(
      'growthbook/growthbook#5258',
      'getsentry/sentry#119884',
      'onyx-dot-app/onyx#8454',
      'Infisical/infisical#6885',
    ),
    alter: () => ({
      discover: ({ segments }) => {
        throw refusal(404, `There is no ${segments.join('/')} here.`);
      },
    }),
  },
  {
    id: 'discovery-schema-missing-schemas-attr',
    title: 'Leaves the schemas attribute out of the resources under /Schemas',
    links: reports(
      'apache/directory-scimple#1012',
      'suvera/scim2-sdk#7',
      'elimity-com/scim#139',
      'suvera/keycloak-scim2-storage#6',
    ),
    alter: (good) => ({ schemas: (call) => good.schemas(call).map((schema) => without(schema, 'schemas')) }),
  },
  {
    id: 'discovery-spc-capability-lie',
    title: 'Says that it supports PATCH and answers every PATCH with 405',
    links: reports('goauthentik/authentik#13386', 'goauthentik/authentik#11249', 'vouch-sh/vouch#1415'),
    alter: () => ({
      modify: () => {
        throw refusal(405, 'Method not allowed.');
      },
    }),
  },
  {
    id: 'discovery-empty',
    title: 'Lists no schemas and no resource types',
    links: reports('AzureAD/SCIMReferenceCode#17', 'AzureAD/SCIMReferenceCode#30'),
    alter: () => ({ schemas: () => [], resourceTypes: () => [] }),
  },
  {
    id: 'discovery-resourcetypes-not-listresponse',
    title: 'Answers /ResourceTypes and /Schemas with a bare list instead of a ListResponse',
    links: reports('imulab/go-scim#14', 'PowerDMS/Owin.Scim#44'),
    alter: (good) => ({
      discover: async (call) => {
        const answer = await good.discover(call);
        const listed = isObject(answer.body) ? answer.body.Resources : undefined;
        return listed === undefined ? answer : { ...answer, body: listed };
      },
    }),
  },
  {
    id: 'schema-missing-multivalued-shape',
    title: 'Describes emails as single-valued and sends them as a list',
    links: reports('keycloak/keycloak#50865', 'keycloak/keycloak#51308'),
    alter: (good) => ({ schemas: (call) => describing(good.schemas(call), 'emails', { multiValued: false }) }),
  },
  {
    id: 'schema-mutability-metadata-wrong',
    title: 'Describes displayName as readOnly and lets it be written',
    links: reports('better-auth/better-auth#10416'),
    alter: (good) => ({ schemas: (call) => describing(good.schemas(call), 'displayName', { mutability: 'readOnly' }) }),
  },
  {
    id: 'users-extension-schema-not-in-discovery',
    title: 'Takes the enterprise extension and does not list its schema',
    links: reports('wso2/product-is#7770', 'SAP-archive/scimono#228'),
    alter: (good) => ({ schemas: (call) => good.schemas(call).filter(({ id }) => id !== ENTERPRISE_USER_URN) }),
  },
  {
    id: 'sort-supported-false-but-error',
    title: 'Says that it sorts and answers 501 to sortBy',
    links: reports('thunder-id/thunderid#4515', 'wso2/product-is#4362'),
    alter: (good) => ({
      readQuery: (call, models) => {
        const query = good.readQuery(call, models);
        if (query.sortBy !== undefined) {
          throw refusal(501, 'Sorting is not implemented.');
        }
        return query;
      },
    }),
  },
];
