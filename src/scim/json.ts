/** JSON values as SCIM messages carry them (RFC 8259). */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** RFC 7643 §2.5: null, an empty list and absence are one state. */
export const isUnassigned = (value: Json | undefined): value is null | undefined | [] =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** A list as it is, anything else assigned as a list of one, nothing as an empty list. */
export const asList = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? value : isUnassigned(value) ? [] : [value];

/*
 * Objects are never changed in place, and `__proto__` is a name like any other: a computed key in a literal, a spread and
 * Object.fromEntries all define an own property, where an assignment would set the prototype.
 */

/** A copy with `name` set, in its old place when it was there; an unassigned value takes the name out. */
export const withMember = (object: JsonObject, name: string, value: Json | undefined): JsonObject =>
  isUnassigned(value) ? withoutMember(object, name) : { ...object, [name]: value };

export const withoutMember = (object: JsonObject, name: string): JsonObject =>
  Object.hasOwn(object, name) ? Object.fromEntries(Object.entries(object).filter(([key]) => key !== name)) : object;
