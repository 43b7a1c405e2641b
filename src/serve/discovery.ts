/** ServiceProviderConfig, ResourceTypes and Schemas (RFC 7643 §5–§7, RFC 7644 §4, RFC 9865 §4). */
import type { Json, JsonObject } from '../scim/json.ts';
import type { ResourceModel, Schema } from '../scim/schema.ts';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG_SCHEMA } from '../scim/schemas.ts';
import { LIST_RESPONSE_URN, RESOURCE_TYPE_URN, SCHEMA_URN, SERVICE_PROVIDER_CONFIG_URN } from '../scim/urn.ts';
import type { Answer, Call } from './behaviour.ts';
import { refusal } from './errors.ts';

/** Query parameters are ignored, except that a filter is refused with 403. */
export const discover = (call: Call): Answer => {
  const { behaviour, capabilities } = call.service;
  const [kind = '', name, ...rest] = call.segments;
  const on: Readonly<Record<string, boolean>> = {
    ServiceProviderConfig: capabilities.serviceProviderConfig,
    ResourceTypes: capabilities.resourceTypes,
    Schemas: capabilities.schemas,
  };
  if (!on[kind] || rest.length > 0 || (kind === 'ServiceProviderConfig' && name !== undefined)) {
    throw refusal(404, `There is no ${call.segments.join('/')} here.`);
  }
  if (call.query.has('filter')) {
    throw refusal(403, 'Discovery endpoints take no filter.');
  }
  if (kind === 'ServiceProviderConfig') {
    return { status: 200, body: behaviour.serviceProviderConfig(call) };
  }
  const all = kind === 'Schemas' ? behaviour.schemas(call) : behaviour.resourceTypes(call);
  return name === undefined ? { status: 200, body: listed(all) } : { status: 200, body: named(all, name, kind) };
};

const listed = (resources: JsonObject[]): JsonObject => ({
  schemas: [LIST_RESPONSE_URN],
  totalResults: resources.length,
  startIndex: 1,
  itemsPerPage: resources.length,
  Resources: resources,
});

const named = (resources: readonly JsonObject[], name: string, kind: string): JsonObject => {
  const found = resources.find(({ id }) => String(id).toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    throw refusal(404, `There is no ${name} among the ${kind}.`);
  }
  return found;
};

export const serviceProviderConfig = (call: Call): JsonObject => {
  const { capabilities } = call.service;
  return {
    schemas: [SERVICE_PROVIDER_CONFIG_URN],
    patch: { supported: capabilities.patch },
    bulk: {
      supported: capabilities.bulk,
      maxOperations: capabilities.bulk ? capabilities.maxOperations : 0,
      maxPayloadSize: capabilities.bulk ? capabilities.maxPayloadSize : 0,
    },
    filter: { supported: capabilities.filter, maxResults: capabilities.maxResults },
    changePassword: { supported: capabilities.changePassword },
    sort: { supported: capabilities.sort },
    etag: { supported: capabilities.etag },
    pagination: {
      cursor: capabilities.cursorPagination,
      index: capabilities.indexPagination,
      ...(capabilities.indexPagination
        ? { defaultPaginationMethod: 'index' }
        : capabilities.cursorPagination
          ? { defaultPaginationMethod: 'cursor' }
          : {}),
      defaultPageSize: capabilities.maxResults,
      maxPageSize: capabilities.maxResults,
      ...(capabilities.cursorPagination ? { cursorTimeout: capabilities.cursorTimeoutSeconds } : {}),
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token the server was started with, in the Authorization header.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${call.baseUrl}/ServiceProviderConfig` },
  };
};

export const resourceTypes = (call: Call): JsonObject[] =>
  call.service.models.map(({ type }) => ({
    schemas: [RESOURCE_TYPE_URN],
    id: type.id,
    name: type.name,
    description: type.description,
    endpoint: type.endpoint,
    schema: type.schema,
    ...(type.schemaExtensions.length > 0
      ? { schemaExtensions: type.schemaExtensions.map(({ schema, required }) => ({ schema, required })) }
      : {}),
    meta: { resourceType: 'ResourceType', location: `${call.baseUrl}/ResourceTypes/${type.id}` },
  }));

/** The schemas of the resource types, and those of the discovery resources themselves. */
export const schemas = (call: Call): JsonObject[] =>
  [...schemasOf(call.service.models), SERVICE_PROVIDER_CONFIG_SCHEMA, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA].map(
    ({ id, name, description, attributes }) => ({
      schemas: [SCHEMA_URN],
      id,
      name,
      description,
      attributes: toJson(attributes),
      meta: { resourceType: 'Schema', location: `${call.baseUrl}/Schemas/${id}` },
    }),
  );

const schemasOf = (models: readonly ResourceModel[]): Schema[] =>
  models.flatMap(({ core, extensions }) => [core, ...extensions]);

/** Definitions are JSON already but for their types; a copy keeps faults from changing what all servers share. */
const toJson = (attributes: Schema['attributes']): Json => JSON.parse(JSON.stringify(attributes)) as Json;
