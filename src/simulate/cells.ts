/** A resource as single statements that can be true or not: one per attribute, part of a complex one, or extension's attribute. */
import { attributesOf, findAttribute, getIgnoringCase } from '../scim/attribute.ts';
import { sameValue } from '../scim/equality.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from '../scim/json.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';

export interface Cell {
  /** `displayName`, `name.givenName`, `urn:…:User:department`. */
  readonly path: string;
  readonly attribute: Attribute;
  /** What stands there in a resource, its names in any case. */
  read(resource: JsonObject | undefined): Json | undefined;
}

const REFERENCE = '$ref';
const NOT_TOLD: readonly string[] = ['schemas', 'id', 'meta', 'members'];

/** Everything a client can tell a target about a resource and see afterwards; members are looked at one by one elsewhere. */
export const cellsOf = (model: ResourceModel): readonly Cell[] =>
  attributesOf(model).flatMap(({ attribute, extension }): Cell[] => {
    if (NOT_TOLD.includes(attribute.name) || !isVisible(attribute)) return [];
    const read = (resource: JsonObject | undefined): Json | undefined => {
      const holder = extension === undefined ? resource : memberOf(resource, extension.id);
      return memberOf(holder, attribute.name);
    };
    const path = extension === undefined ? attribute.name : `${extension.id}:${attribute.name}`;
    if (attribute.type !== 'complex' || attribute.multiValued) return [{ path, attribute, read }];
    return (attribute.subAttributes ?? []).filter(isVisible).map((part) => ({
      path: `${path}.${part.name}`,
      attribute: part,
      read: (resource) => memberOf(read(resource), part.name),
    }));
  });

/** `$ref` follows from `value`, and is the target's to write. */
const isVisible = ({ name, mutability, returned }: Attribute): boolean =>
  mutability !== 'readOnly' && returned !== 'never' && name !== REFERENCE;

const memberOf = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? getIgnoringCase(value, name) : undefined;

/**
 * Whether a target that shows `actual` has what it was told. It may say more: sub-attributes of its own, such as `$ref`.
 * Lists must have as many elements, in any order.
 */
export const shows = (actual: Json | undefined, told: Json | undefined, attribute: Attribute | undefined): boolean => {
  if (sameValue(actual, told, attribute)) return true;
  if (isUnassigned(actual) || isUnassigned(told)) return false;
  if (Array.isArray(actual) && Array.isArray(told)) return showsAll(actual, told, attribute);
  if (!isObject(actual) || !isObject(told)) return false;
  return Object.entries(told).every(
    ([name, value]) =>
      name === REFERENCE || shows(getIgnoringCase(actual, name), value, findAttribute(attribute?.subAttributes, name)),
  );
};

const showsAll = (actual: readonly Json[], told: readonly Json[], attribute: Attribute | undefined): boolean => {
  const rest = [...actual];
  return (
    actual.length === told.length &&
    told.every((value) => {
      const index = rest.findIndex((candidate) => shows(candidate, value, attribute));
      if (index >= 0) rest.splice(index, 1);
      return index >= 0;
    })
  );
};
