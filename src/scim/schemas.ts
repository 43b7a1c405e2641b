/** The schemas and resource types of RFC 7643 as data; descriptions are our own words. */
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG_SCHEMA } from './discovery-schemas.ts';
import { GROUP_SCHEMA } from './group-schema.ts';
import type { ResourceModel, Schema } from './schema.ts';
import { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from './user-schema.ts';

export { COMMON_ATTRIBUTES } from './common-attributes.ts';
export { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG_SCHEMA } from './discovery-schemas.ts';
export { GROUP_SCHEMA } from './group-schema.ts';
export { ENTERPRISE_USER_SCHEMA, USER_SCHEMA } from './user-schema.ts';

/** A resource type over `core`, none of whose extensions is required. `endpoint` starts with a slash. */
export const modelOf = (
  core: Schema,
  endpoint: string,
  extensions: readonly Schema[] = [],
  name: string = core.name,
): ResourceModel => ({
  type: {
    id: name,
    name,
    description: core.description,
    endpoint,
    schema: core.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
  },
  core,
  extensions,
});

export const USER_MODEL: ResourceModel = modelOf(USER_SCHEMA, '/Users', [ENTERPRISE_USER_SCHEMA]);
export const GROUP_MODEL: ResourceModel = modelOf(GROUP_SCHEMA, '/Groups');

/** What is assumed of a target that does not say: users with the enterprise extension, and groups. */
export const MODELS: readonly ResourceModel[] = [USER_MODEL, GROUP_MODEL];

/** The discovery resources, whose documents can be looked into and judged like any resource. */
export const DISCOVERY_MODELS: readonly ResourceModel[] = [
  modelOf(SERVICE_PROVIDER_CONFIG_SCHEMA, '/ServiceProviderConfig', [], 'ServiceProviderConfig'),
  modelOf(RESOURCE_TYPE_SCHEMA, '/ResourceTypes'),
  modelOf(SCHEMA_SCHEMA, '/Schemas'),
];
