/** Where in a resource a PATCH operation takes effect: in itself or in an extension, and what follows for `schemas`. */
import { findExtension, getIgnoringCase, keyIgnoringCase, type Place, sameName } from './attribute.ts';
import { badRequest } from './error.ts';
import { asList, isObject, type Json, type JsonObject, withMember, withoutMember } from './json.ts';
import type { PatchLenience } from './lenience.ts';
import { changeElements } from './patch-elements.ts';
import { type Change, changePart, changeValue, setAttribute } from './patch-value.ts';
import { withSchema } from './put.ts';
import type { ResourceModel, Schema } from './schema.ts';

export interface PatchContext {
  readonly model: ResourceModel;
  readonly rules: PatchLenience;
}

type AttributePlace = Extract<Place, { kind: 'attribute' }>;

export const changePlace = (
  resource: JsonObject,
  place: AttributePlace,
  change: Change,
  context: PatchContext,
): JsonObject => {
  const { attribute, extension } = place;
  if (attribute.mutability === 'readOnly') throw badRequest('mutability', `"${change.name}" is readOnly.`);
  if (extension === undefined) {
    const changed = changeObject(resource, place, change, context);
    return sameName(attribute.name, 'schemas') ? settleSchemas(changed, context.model) : changed;
  }
  const container = getIgnoringCase(resource, extension.id);
  const before = isObject(container) ? container : {};
  const after = changeObject(before, place, change, context);
  if (Object.keys(after).length === 0) return removeExtension(resource, extension, context.model);
  const key = keyIgnoringCase(resource, extension.id) ?? extension.id;
  return withSchema(withMember(resource, key, after), extension.id);
};

const changeObject = (
  object: JsonObject,
  place: AttributePlace,
  change: Change,
  { rules }: PatchContext,
): JsonObject => {
  const before = getIgnoringCase(object, place.attribute.name);
  const after = changedAt(place, before, change, rules);
  return after === before ? object : setAttribute(object, place.attribute, after);
};

const changedAt = (
  { attribute, subAttribute: part }: AttributePlace,
  before: Json | undefined,
  change: Change,
  rules: PatchLenience,
): Json | undefined => {
  if (change.filter !== undefined && !attribute.multiValued) {
    throw badRequest('invalidPath', `"${change.name}" has a value filter, but "${attribute.name}" has one value only.`);
  }
  if (part === undefined && change.filter === undefined) return changeValue(attribute, before, change, rules);
  if (attribute.multiValued) return changeElements(part ? { attribute, part } : { attribute }, before, change, rules);
  return part && changePart(attribute, isObject(before) ? before : {}, part, change, rules);
};

/** Takes an extension's attributes out, and its URN out of `schemas`. Throws mutability when it is required. */
export const removeExtension = (resource: JsonObject, extension: Schema, model: ResourceModel): JsonObject => {
  const key = keyIgnoringCase(resource, extension.id);
  if (key === undefined) return resource;
  if (model.type.schemaExtensions.some(({ schema, required }) => required && sameName(schema, extension.id))) {
    throw badRequest('mutability', `The extension "${extension.id}" is required.`);
  }
  const schemas = asList(resource.schemas).filter((urn) => !(typeof urn === 'string' && sameName(urn, extension.id)));
  return withMember(withoutMember(resource, key), 'schemas', [...schemas]);
};

/** After `schemas` itself was changed: only URNs of the model, in their own spelling, the core and all in use among them. */
const settleSchemas = (resource: JsonObject, model: ResourceModel): JsonObject => {
  const urns = asList(resource.schemas).map((urn) => {
    const known =
      typeof urn === 'string' && sameName(urn, model.core.id) ? model.core : findExtension(model, String(urn));
    if (known === undefined) throw badRequest('invalidValue', `"${String(urn)}" is no schema of ${model.type.name}.`);
    return known.id;
  });
  if (!urns.includes(model.core.id)) throw badRequest('invalidValue', `"schemas" lacks "${model.core.id}".`);
  const used = model.extensions.filter(({ id }) => keyIgnoringCase(resource, id) !== undefined).map(({ id }) => id);
  return { ...resource, schemas: [...new Set([...urns, ...used])] };
};
