/** Reading a target's discovery endpoints: missing, lying or HTML discovery is described, never fatal. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { buildModels, readResourceType, readSchema } from '../scim/read.ts';
import type { ResourceModel, ResourceType, Schema } from '../scim/schema.ts';
import { MODELS } from '../scim/schemas.ts';
import { answered } from '../speak/answer.ts';
import { PLAIN_HEADERS } from '../suite/write.ts';
import type { Exchange, WireRequest } from '../wire/exchange.ts';

export const get = (target: string): WireRequest => ({
  method: 'GET',
  target,
  headers: PLAIN_HEADERS,
});

/** One discovery document, or why there is none. */
export type Document<T> = { readonly value: T; readonly problems: readonly string[] } | { readonly missing: string };

export const isFound = <T>(document: Document<T>): document is Extract<Document<T>, { readonly value: T }> =>
  'value' in document;

const bodyOf = (exchange: Exchange): Document<Json> => {
  const { response } = exchange;
  const usable =
    response !== undefined && response.status >= 200 && response.status < 300 && response.body !== undefined;
  return usable ? { value: response.body, problems: [] } : { missing: answered(exchange) };
};

export const readConfig = (exchange: Exchange): Document<JsonObject> => {
  const body = bodyOf(exchange);
  if (!isFound(body)) return body;
  if (isObject(body.value)) return { value: body.value, problems: [] };
  return { missing: 'answered with JSON that is no object' };
};

/** RFC 7644 §4: a ListResponse; a bare list, or one resource alone, is read too and named as a problem. */
const listOf = (exchange: Exchange): Document<readonly Json[]> => {
  const body = bodyOf(exchange);
  if (!isFound(body)) return body;
  const { value } = body;
  if (Array.isArray(value)) return { value, problems: ['is a bare list, not a ListResponse'] };
  const resources = isObject(value) ? getIgnoringCase(value, 'Resources') : undefined;
  if (Array.isArray(resources)) return { value: resources, problems: [] };
  return { missing: 'answered with JSON that is no ListResponse' };
};

const readEach = <T>(
  exchange: Exchange,
  what: string,
  read: (json: Json) => { readonly found?: T | undefined; readonly problems: readonly string[] },
): Document<readonly T[]> => {
  const list = listOf(exchange);
  if (!isFound(list)) return list;
  const readings = list.value.map(read);
  const value = readings.flatMap(({ found }) => (found === undefined ? [] : [found]));
  if (value.length === 0) return { missing: `lists no usable ${what}` };
  return { value, problems: [...list.problems, ...readings.flatMap(({ problems }) => problems)] };
};

export const readSchemas = (exchange: Exchange): Document<readonly Schema[]> =>
  readEach(exchange, 'schema', (json) => {
    const { schema, problems } = readSchema(json);
    if (schema === undefined || schema.attributes.length > 0) return { found: schema, problems };
    return { problems: [...problems, `${schema.id} has no attributes`] };
  });

export const readResourceTypes = (exchange: Exchange): Document<readonly ResourceType[]> =>
  readEach(exchange, 'resource type', (json) => {
    const basePath = new URL(exchange.request.url).pathname.replace(/\/[^/]*$/, '');
    const { resourceType, problems } = readResourceType(json, basePath);
    return { found: resourceType, problems };
  });

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

/**
 * The models everything is compared by: the target's own schemas and resource types, and the RFC's where it has none,
 * schema by schema. What the target leaves out of one of its schemas stays unknown.
 */
export const modelsFor = (schemas: readonly Schema[], types: readonly ResourceType[]): readonly ResourceModel[] => {
  const ours = MODELS.flatMap((model) => [model.core, ...model.extensions]);
  const allSchemas = [...schemas, ...ours.filter((schema) => !schemas.some(({ id }) => same(id, schema.id)))];
  const ourTypes = MODELS.map(({ type }) => type);
  const allTypes = [
    ...types,
    ...ourTypes.filter((type) => !types.some(({ name, schema }) => same(name, type.name) || same(schema, type.schema))),
  ];
  return buildModels(allSchemas, allTypes);
};
