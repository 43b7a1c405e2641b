/** Walking through the attributes of a resource that its model knows. */
import { findExtension } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import { coreIndex, type Memory, type NameIndex, nameIndex } from './memory.ts';

export interface FoundAttribute {
  readonly attribute: Attribute;
  /** As it stands there: a list for a multi-valued attribute, if the server made one. */
  readonly value: Json;
  /** `emails.type`: the same for every element. */
  readonly path: string;
}

/** Every attribute and sub-attribute of a resource that has a definition, in the order of the document; `prefix` ends in a dot. */
export function attributesOfResource(
  resource: JsonObject,
  model: ResourceModel,
  prefix: string,
  memory: Memory | undefined,
): FoundAttribute[] {
  const found: FoundAttribute[] = [];
  const core = coreIndex(model, memory);
  for (const [name, value] of Object.entries(resource)) {
    const attribute = core.get(name.toLowerCase());
    const extension = attribute === undefined ? findExtension(model, name) : undefined;
    if (attribute !== undefined) {
      collect(found, attribute, value, prefix + attribute.name, memory);
    } else if (extension !== undefined && isObject(value)) {
      collectParts(found, nameIndex(extension.attributes, memory), value, `${prefix}${extension.id}:`, memory);
    }
  }
  return found;
}

function collect(
  found: FoundAttribute[],
  attribute: Attribute,
  value: Json,
  path: string,
  memory: Memory | undefined,
): void {
  found.push({ attribute, value, path });
  if (attribute.subAttributes === undefined) return;
  const parts = nameIndex(attribute.subAttributes, memory);
  for (const element of asList(value)) {
    if (isObject(element)) collectParts(found, parts, element, `${path}.`, memory);
  }
}

function collectParts(
  found: FoundAttribute[],
  names: NameIndex,
  object: JsonObject,
  prefix: string,
  memory: Memory | undefined,
): void {
  for (const [name, value] of Object.entries(object)) {
    const attribute = names.get(name.toLowerCase());
    if (attribute !== undefined) collect(found, attribute, value, prefix + attribute.name, memory);
  }
}
