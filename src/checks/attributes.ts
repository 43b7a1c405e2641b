/** Walking through the attributes of a resource that its model knows. */
import { coreAttributes, findAttribute, findExtension } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Attribute } from '../scim/schema.ts';
import { type FoundResource, pathIn } from './resources.ts';

export interface FoundAttribute {
  readonly attribute: Attribute;
  /** As it stands there: a list for a multi-valued attribute, if the server made one. */
  readonly value: Json;
  /** `emails.type`: the same for every element. */
  readonly path: string;
}

/** Every attribute and sub-attribute of a resource that has a definition, in the order of the document. */
export function attributesIn(found: FoundResource): FoundAttribute[] {
  const { value, model } = found;
  if (model === undefined) return [];
  const core = coreAttributes(model);
  return Object.entries(value).flatMap(([name, held]) => {
    const attribute = findAttribute(core, name);
    if (attribute !== undefined) return withParts(attribute, held, pathIn(found, attribute.name));
    const extension = findExtension(model, name);
    if (extension === undefined || !isObject(held)) return [];
    return partsOf(extension.attributes, held, (part) => `${pathIn(found, extension.id)}:${part}`);
  });
}

function withParts(attribute: Attribute, value: Json, path: string): FoundAttribute[] {
  const { subAttributes = [] } = attribute;
  const parts = asList(value)
    .filter(isObject)
    .flatMap((element) => partsOf(subAttributes, element, (part) => `${path}.${part}`));
  return [{ attribute, value, path }, ...parts];
}

function partsOf(
  attributes: readonly Attribute[],
  object: JsonObject,
  path: (name: string) => string,
): FoundAttribute[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const attribute = findAttribute(attributes, name);
    return attribute === undefined ? [] : withParts(attribute, value, path(attribute.name));
  });
}
