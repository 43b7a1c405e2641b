/** Resources as a client sends them with POST or PUT, RFC 7644 §3.3 and §3.5.1. */
import { acceptValue, checkKeys, checkRequired, passOverUnknown } from './accept.ts';
import { coreAttributes, findAttribute, findExtension, getIgnoringCase, sameName } from './attribute.ts';
import { badRequest } from './error.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import { LENIENT, type ValueLenience } from './lenience.ts';
import type { Attribute, ResourceModel, Schema } from './schema.ts';

/**
 * What to store of a resource that a client wants to create: names in the schema's spelling, values checked, readOnly,
 * unassigned and (leniently) unknown attributes left out, `schemas` the core schema and the extensions listed or used.
 * `id` and `meta` are for the caller to add. Throws ScimError: invalidSyntax for `schemas` and ambiguous names,
 * invalidValue for missing required attributes and wrong types.
 */
export const prepareCreate = (
  incoming: Json,
  model: ResourceModel,
  lenience: Partial<ValueLenience> = {},
): JsonObject => {
  if (!isObject(incoming)) throw badRequest('invalidSyntax', 'The body is no JSON object.');
  // RFC 7644 §3.3 and §3.5.1: readOnly attributes are ignored, whatever else is strict.
  const rules = { ...LENIENT, ...lenience, ignoreReadOnly: true };
  checkKeys(incoming);
  const listed = readSchemas(incoming, model, rules);
  const core = acceptAttributes(
    incoming,
    coreAttributes(model),
    rules,
    (name) => findExtension(model, name) !== undefined,
  );
  const containers = model.extensions.flatMap((extension): [Schema, JsonObject][] => {
    const accepted = acceptExtension(getIgnoringCase(incoming, extension.id), extension, rules);
    return accepted === undefined ? [] : [[extension, accepted]];
  });
  const used = containers.map(([{ id }]) => id);
  const schemas = [
    model.core.id,
    ...model.extensions.map(({ id }) => id).filter((id) => [...listed, ...used].includes(id)),
  ];
  const resource = { schemas, ...core, ...Object.fromEntries(containers.map(([{ id }, value]) => [id, value])) };
  checkRequired(coreAttributes(model), resource);
  checkExtensions(resource, schemas, model);
  return resource;
};

/** Core schemas as the drafts and SCIM 1 called them. */
const DRAFT_CORE = /^urn:scim:schemas:core:/iu;

/** The model's URNs that `schemas` lists. URNs of others are passed over: Google sends one of SCIM 1 beside ours. */
const readSchemas = (incoming: JsonObject, model: ResourceModel, rules: ValueLenience): readonly string[] => {
  const value = getIgnoringCase(incoming, 'schemas');
  if (isUnassigned(value)) {
    if (rules.schemasOptional) return [];
    throw badRequest('invalidSyntax', '"schemas" is missing.');
  }
  if (!Array.isArray(value)) throw badRequest('invalidSyntax', '"schemas" wants a list of URNs.');
  const lists = (urn: string): boolean => value.some((item) => typeof item === 'string' && sameName(item, urn));
  const ofDraft = rules.draftSchemas && value.some((item) => typeof item === 'string' && DRAFT_CORE.test(item));
  if (!lists(model.core.id) && !ofDraft) throw badRequest('invalidSyntax', `"schemas" lacks "${model.core.id}".`);
  return model.extensions.map(({ id }) => id).filter(lists);
};

const acceptAttributes = (
  object: JsonObject,
  attributes: readonly Attribute[],
  rules: ValueLenience,
  isContainer: (name: string) => boolean = () => false,
  prefix = '',
): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([key, value]): [string, Json][] => {
      if (sameName(key, 'schemas') || isContainer(key)) return [];
      const attribute = findAttribute(attributes, key);
      if (attribute === undefined) passOverUnknown(`${prefix}${key}`, 'invalidValue', rules);
      if (attribute === undefined || attribute.mutability === 'readOnly') return [];
      const accepted = acceptValue(attribute, value, `${prefix}${attribute.name}`, rules);
      return accepted === undefined ? [] : [[attribute.name, accepted]];
    }),
  );

const acceptExtension = (
  value: Json | undefined,
  { id, attributes }: Schema,
  rules: ValueLenience,
): JsonObject | undefined => {
  if (isUnassigned(value)) return undefined;
  if (!isObject(value))
    throw badRequest('invalidValue', `"${id}" wants an object with the attributes of the extension.`);
  checkKeys(value, id);
  const accepted = acceptAttributes(value, attributes, rules, undefined, `${id}:`);
  return Object.keys(accepted).length === 0 ? undefined : accepted;
};

const checkExtensions = (resource: JsonObject, schemas: readonly string[], model: ResourceModel): void => {
  for (const { schema, required } of model.type.schemaExtensions) {
    if (required && !schemas.includes(schema)) {
      throw badRequest('invalidValue', `The extension "${schema}" is required.`);
    }
    const container = getIgnoringCase(resource, schema);
    const attributes = findExtension(model, schema)?.attributes ?? [];
    if (isObject(container)) checkRequired(attributes, container, `${schema}:`);
  }
};
