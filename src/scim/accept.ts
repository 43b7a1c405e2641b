/** Values as a client sent them, checked against their attribute and brought into the schema's spelling. */
import { ambiguousKeys, findAttribute, getIgnoringCase } from './attribute.ts';
import { isInstant } from './datetime.ts';
import { distinctElements, refersToResources } from './elements.ts';
import { badRequest, type ScimError } from './error.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import type { ValueLenience } from './lenience.ts';
import type { Attribute } from './schema.ts';

/**
 * The value to store for `attribute`; undefined when the value means "unassigned". `name` is how messages call the
 * attribute. Throws ScimError: invalidValue for a wrong type, mutability for readOnly parts that may not be ignored.
 */
export const acceptValue = (
  attribute: Attribute,
  value: Json | undefined,
  name: string,
  lenience: ValueLenience,
): Json | undefined => {
  if (isUnassigned(value)) return undefined;
  if (attribute.multiValued) return acceptList(attribute, value, name, lenience);
  if (!Array.isArray(value)) return acceptSingle(attribute, value, name, lenience);
  const [only] = value;
  if (value.length > 1 || !lenience.listForSingle) throw wrongType(name, `a single ${attribute.type} value`, value);
  return isUnassigned(only) ? undefined : acceptSingle(attribute, only, name, lenience);
};

const acceptList = (attribute: Attribute, value: Json, name: string, lenience: ValueLenience): Json | undefined => {
  if (!Array.isArray(value) && !lenience.singleForList) throw wrongType(name, 'a list', value);
  const elements = asList(value).flatMap((element) => acceptSingle(attribute, element, name, lenience) ?? []);
  checkPrimary(elements, name);
  const distinct = distinctElements(attribute, elements);
  return distinct.length === 0 ? undefined : distinct;
};

/** RFC 7643 §2.4: `primary` is true once at most. */
const checkPrimary = (elements: readonly Json[], name: string): void => {
  if (elements.filter(isPrimary).length > 1) {
    throw badRequest('invalidValue', `"${name}" has more than one value with "primary" true.`);
  }
};

export const isPrimary = (element: Json): boolean => isObject(element) && getIgnoringCase(element, 'primary') === true;

/** One value, or one element of a list. */
export const acceptSingle = (
  attribute: Attribute,
  value: Json,
  name: string,
  lenience: ValueLenience,
): Json | undefined => {
  if (value === null) return undefined;
  return attribute.type === 'complex'
    ? acceptComplex(attribute, value, name, lenience)
    : acceptSimple(attribute, value, name, lenience);
};

const acceptComplex = (attribute: Attribute, value: Json, name: string, lenience: ValueLenience): Json | undefined => {
  const parts = acceptParts(attribute, value, name, lenience);
  const assigned = parts?.flatMap(([{ name: key }, part]): [string, Json][] =>
    part === undefined ? [] : [[key, part]],
  );
  if (assigned === undefined || assigned.length === 0) return undefined;
  const object: JsonObject = Object.fromEntries(assigned);
  checkRequired(attribute.subAttributes ?? [], object, `${name}.`);
  return object;
};

/**
 * The sub-attributes that a complex value names, each with what to store or undefined to unassign it. Undefined as a
 * whole when the value takes a reference away.
 */
export const acceptParts = (
  attribute: Attribute,
  value: Json,
  name: string,
  lenience: ValueLenience,
): [Attribute, Json | undefined][] | undefined => {
  const object = spreadOut(attribute, value, lenience);
  if (!isObject(object)) throw wrongType(name, 'an object with sub-attributes', value);
  checkKeys(object, name);
  if (clearsReference(attribute, object, lenience)) return undefined;
  return Object.entries(object).flatMap(([key, part]): [Attribute, Json | undefined][] => {
    const subAttribute = findAttribute(attribute.subAttributes, key);
    if (subAttribute === undefined) {
      passOverUnknown(`${name}.${key}`, 'invalidValue', lenience);
      return [];
    }
    const subName = `${name}.${subAttribute.name}`;
    if (subAttribute.mutability === 'readOnly') {
      passOverReadOnly(subName, lenience);
      return [];
    }
    return [[subAttribute, acceptValue(subAttribute, part, subName, lenience)]];
  });
};

/** `"271"` → `{"value": "271"}`, for a single reference only: everywhere else it is more likely a mistake. */
const spreadOut = (attribute: Attribute, value: Json, lenience: ValueLenience): Json =>
  typeof value === 'string' && lenience.bareReferences && !attribute.multiValued && refersToResources(attribute)
    ? { value }
    : value;

const clearsReference = (attribute: Attribute, object: JsonObject, lenience: ValueLenience): boolean =>
  lenience.emptyTextClears && refersToResources(attribute) && getIgnoringCase(object, 'value') === '';

/** Throws unless unknown attributes may be left out. */
export const passOverUnknown = (
  name: string,
  scimType: 'invalidValue' | 'invalidPath',
  lenience: ValueLenience,
): void => {
  if (!lenience.ignoreUnknown) throw badRequest(scimType, `There is no attribute "${name}".`);
};

/** Throws unless readOnly attributes may be left out. */
export const passOverReadOnly = (name: string, lenience: ValueLenience): void => {
  if (!lenience.ignoreReadOnly) throw badRequest('mutability', `"${name}" is readOnly.`);
};

/** Names are case-insensitive, so two that differ in case only are one name with two values. */
export const checkKeys = (object: JsonObject, name?: string): void => {
  const [keys] = ambiguousKeys(object);
  if (keys === undefined) return;
  const where = name === undefined ? '' : ` in "${name}"`;
  throw badRequest('invalidSyntax', `${keys.map((key) => `"${key}"`).join(' and ')}${where} are the same attribute.`);
};

/** Throws invalidValue when a required attribute has no value, or a blank text for one. */
export const checkRequired = (attributes: readonly Attribute[], object: JsonObject, prefix = ''): void => {
  for (const { name, required, mutability } of attributes) {
    if (!required || mutability === 'readOnly') continue;
    const value = getIgnoringCase(object, name);
    if (isUnassigned(value)) throw badRequest('invalidValue', `"${prefix}${name}" is required.`);
    if (isBlank(value)) throw badRequest('invalidValue', `"${prefix}${name}" is required and may not be blank.`);
  }
};

export const isBlank = (value: Json): boolean => typeof value === 'string' && value.trim() === '';

const acceptSimple = (attribute: Attribute, value: Json, name: string, lenience: ValueLenience): Json => {
  const read = lenience.stringBooleans && attribute.type === 'boolean' ? readBoolean(value) : value;
  if (!hasType(attribute, read)) throw wrongType(name, DESCRIPTIONS[attribute.type], value);
  return read;
};

/** `"True"` → true; anything that is no word for a boolean stays as it is. */
export const readBoolean = (value: Json): Json => {
  const word = typeof value === 'string' ? value.toLowerCase() : undefined;
  return word === 'true' || word === 'false' ? word === 'true' : value;
};

const BASE64 = /^[A-Za-z0-9+/_\s-]*={0,2}\s*$/;

/** Whether a simple value, not null, has the JSON type and the form of the attribute's type (RFC 7643 §2.3). */
export const hasType = (attribute: Attribute, value: Json): boolean => {
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value);
    case 'decimal':
      return typeof value === 'number';
    case 'dateTime':
      return typeof value === 'string' && isInstant(value);
    case 'binary':
      return typeof value === 'string' && BASE64.test(value);
    case 'string':
    case 'reference':
      return typeof value === 'string';
    case 'complex':
      return isObject(value);
  }
};

export const DESCRIPTIONS: Readonly<Record<Attribute['type'], string>> = {
  string: 'a string',
  boolean: 'true or false',
  integer: 'a whole number',
  decimal: 'a number',
  dateTime: 'a dateTime such as 2030-01-31T12:00:00Z',
  binary: 'base64',
  reference: 'a URI in a string',
  complex: 'an object with sub-attributes',
};

/** How messages call what stands where something else should. */
export const describeValue = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (isObject(value)) return 'an object';
  return typeof value === 'string' ? `the string ${JSON.stringify(value.slice(0, 40))}` : String(value);
};

const wrongType = (name: string, wanted: string, value: Json): ScimError =>
  badRequest('invalidValue', `"${name}" wants ${wanted}, not ${describeValue(value)}.`);
