/** Replacing a resource, RFC 7644 §3.5.1. */
import { attributesOf, getIgnoringCase } from './attribute.ts';
import { prepareCreate } from './create.ts';
import { sameValue } from './equality.ts';
import { badRequest } from './error.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject, withMember } from './json.ts';
import type { ValueLenience } from './lenience.ts';
import type { Attribute, ResourceModel, Schema } from './schema.ts';

/**
 * The resource after a PUT. readWrite attributes that are not sent are cleared; readOnly ones keep their value whatever
 * is sent, an `id` too; writeOnly and immutable ones keep it when they are not sent. `meta` is for the caller to bring
 * up to date. Throws ScimError: mutability for an immutable attribute with another value, else as `prepareCreate`.
 */
export const replaceResource = (
  existing: JsonObject,
  incoming: Json,
  model: ResourceModel,
  lenience: Partial<ValueLenience> = {},
): JsonObject => {
  const prepared = prepareCreate(incoming, model, lenience);
  return attributesOf(model).reduce((resource, { attribute, extension }) => {
    const kept = keptValue(attribute, read(existing, attribute, extension), read(prepared, attribute, extension));
    return kept === undefined ? resource : write(resource, attribute, extension, kept);
  }, prepared);
};

/** The old value where it stays; undefined where the new one, or nothing, takes its place. */
const keptValue = (attribute: Attribute, before: Json | undefined, after: Json | undefined): Json | undefined => {
  if (isUnassigned(before) || attribute.mutability === 'readWrite') return undefined;
  if (attribute.mutability === 'readOnly') return before;
  if (isUnassigned(after)) return before;
  if (attribute.mutability === 'immutable' && !sameValue(after, before, attribute)) {
    throw badRequest('mutability', `"${attribute.name}" is immutable and has another value already.`);
  }
  return undefined;
};

const read = (resource: JsonObject, { name }: Attribute, extension: Schema | undefined): Json | undefined => {
  const holder = extension === undefined ? resource : getIgnoringCase(resource, extension.id);
  return isObject(holder) ? getIgnoringCase(holder, name) : undefined;
};

const write = (resource: JsonObject, { name }: Attribute, extension: Schema | undefined, value: Json): JsonObject => {
  if (extension === undefined) return withMember(resource, name, value);
  const container = getIgnoringCase(resource, extension.id);
  const filled = withMember(isObject(container) ? container : {}, name, value);
  return withSchema(withMember(resource, extension.id, filled), extension.id);
};

/** Lists a schema in `schemas`, once. */
export const withSchema = (resource: JsonObject, urn: string): JsonObject => {
  const schemas = asList(resource.schemas);
  return schemas.includes(urn) ? resource : { ...resource, schemas: [...schemas, urn] };
};
