/**
 * What a target wants in every resource beyond what RFC 7643 asks for: its own schemas call more attributes required, or the
 * user says so. Whoever judges such a target must send them, or everything would be refused for one reason.
 */
import { getIgnoringCase, sameName } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Attribute, ResourceModel, Schema } from '../scim/schema.ts';
import { GROUP_MODEL, USER_MODEL } from '../scim/schemas.ts';

/** A value that differs in every resource: made from this text. */
export type Distinct = string;

/**
 * The attributes whose absence the RFC's own schema forbids are left alone: cases are about what happens without them.
 */
const rfcSchema = ({ id }: Schema): Schema | undefined =>
  [USER_MODEL, GROUP_MODEL]
    .flatMap(({ core, extensions }) => [core, ...extensions])
    .find((schema) => sameName(schema.id, id));

const find = (attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined =>
  attributes?.find((one) => sameName(one.name, name));

const isWritable = ({ mutability }: Attribute): boolean => mutability !== 'readOnly';

/** The attributes of a schema that must have a value here and need none in the RFC. */
export const demandedIn = (attributes: readonly Attribute[], rfc: readonly Attribute[] | undefined): Attribute[] =>
  attributes.filter((one) => one.required && isWritable(one) && find(rfc, one.name)?.required !== true);

/** A harmless value of this type; undefined where none can be made up: a reference to a resource of the target. */
export const madeUp = (attribute: Attribute, distinct: Distinct, within = ''): Json | undefined => {
  const { type, multiValued } = attribute;
  const value = type === 'complex' ? madeUpComplex(attribute, distinct) : madeUpSimple(attribute, distinct, within);
  return value === undefined || !multiValued ? value : [value];
};

const madeUpComplex = ({ name, subAttributes = [] }: Attribute, distinct: Distinct): Json | undefined => {
  const writable = subAttributes.filter(isWritable);
  const required = writable.filter((one) => one.required);
  const chosen = required.length > 0 ? required : writable.filter((one) => sameName(one.name, 'value')).slice(0, 1);
  const parts = (chosen.length > 0 ? chosen : writable.slice(0, 1)).map(
    (one) => [one.name, madeUp(one, distinct, name)] as const,
  );
  return parts.length === 0 || parts.some(([, value]) => value === undefined)
    ? undefined
    : (Object.fromEntries(parts) as JsonObject);
};

const madeUpSimple = (attribute: Attribute, distinct: Distinct, within: string): Json | undefined => {
  const { type, canonicalValues = [], referenceTypes = [] } = attribute;
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'decimal':
      return 1;
    case 'dateTime':
      return '2026-01-01T00:00:00Z';
    case 'binary':
      return 'c2NpbXVsYXRl';
    case 'reference':
      return referenceTypes.some((one) => !['external', 'uri'].includes(one))
        ? undefined
        : `https://example.com/${distinct}`;
    default:
      return canonicalValues[0] ?? madeUpText(`${within} ${attribute.name}`, distinct);
  }
};

const madeUpText = (name: string, distinct: Distinct): string => {
  if (/e-?mail/i.test(name)) return `${distinct}@example.com`;
  if (/phone/i.test(name)) return 'tel:+1-201-555-0123';
  if (/locale|language/i.test(name)) return 'en-US';
  if (/time-?zone/i.test(name)) return 'Europe/Berlin';
  if (/country/i.test(name)) return 'DE';
  return distinct;
};

/** The object with everything that these attributes demand and it lacks, in the complex values that it has, too. */
const completeObject = (
  object: JsonObject,
  attributes: readonly Attribute[],
  rfc: readonly Attribute[] | undefined,
  distinct: Distinct,
): JsonObject => {
  const lacking = demandedIn(attributes, rfc).flatMap((attribute): [string, Json][] => {
    if (getIgnoringCase(object, attribute.name) !== undefined) return [];
    const value = madeUp(attribute, distinct);
    return value === undefined ? [] : [[attribute.name, value]];
  });
  const within = (name: string, value: Json): Json => {
    const { subAttributes } = find(attributes, name) ?? {};
    if (subAttributes === undefined) return value;
    const rfcParts = find(rfc, name)?.subAttributes;
    const complete = (one: Json): Json =>
      isObject(one) ? completeObject(one, subAttributes, rfcParts, distinct) : one;
    return Array.isArray(value) ? value.map(complete) : complete(value);
  };
  const present = Object.entries(object).map(([name, value]): [string, Json] => [name, within(name, value)]);
  return Object.fromEntries([...present, ...lacking]);
};

/** Whether this type demands anything that the RFC does not. */
export const demandsMore = ({ core, extensions, type }: ResourceModel): boolean =>
  type.schemaExtensions.some(({ required }) => required) ||
  [core, ...extensions].some((schema) => anyDemanded(schema.attributes, rfcSchema(schema)?.attributes));

const anyDemanded = (attributes: readonly Attribute[], rfc: readonly Attribute[] | undefined): boolean =>
  demandedIn(attributes, rfc).length > 0 ||
  attributes.some(({ name, subAttributes = [] }) => anyDemanded(subAttributes, find(rfc, name)?.subAttributes));

const nameIn = (object: JsonObject, name: string): string =>
  Object.keys(object).find((one) => sameName(one, name)) ?? name;

/** The resource with all that the target's own schemas demand; extensions only where the type requires them or they are there. */
export const withDemanded = (resource: JsonObject, model: ResourceModel, distinct: Distinct): JsonObject => {
  let whole = completeObject(resource, model.core.attributes, rfcSchema(model.core)?.attributes, distinct);
  for (const extension of model.extensions) {
    const given = getIgnoringCase(whole, extension.id);
    const required = model.type.schemaExtensions.some((one) => one.required && sameName(one.schema, extension.id));
    if (given === undefined ? !required : !isObject(given)) continue;
    const rfc = rfcSchema(extension)?.attributes;
    const part = completeObject(isObject(given) ? given : {}, extension.attributes, rfc, distinct);
    if (Object.keys(part).length === 0) continue;
    whole = withSchema({ ...whole, [nameIn(whole, extension.id)]: part }, extension.id);
  }
  return whole;
};

/** The resource with what it lacks of these attributes, and the extensions among them in its `schemas`. */
export const withDefaults = (resource: JsonObject, defaults: JsonObject): JsonObject => {
  let whole = resource;
  for (const [name, value] of Object.entries(defaults)) {
    const given = getIgnoringCase(whole, name);
    if (given === undefined) {
      const added = { ...whole, [name]: value };
      whole = name.toLowerCase().startsWith('urn:') ? withSchema(added, name) : added;
    } else if (isObject(given) && isObject(value)) {
      whole = { ...whole, [nameIn(whole, name)]: withDefaults(given, value) };
    }
  }
  return whole;
};

const withSchema = (resource: JsonObject, urn: string): JsonObject => {
  const schemas = getIgnoringCase(resource, 'schemas');
  if (!Array.isArray(schemas) || schemas.some((one) => typeof one === 'string' && sameName(one, urn))) return resource;
  return { ...resource, [nameIn(resource, 'schemas')]: [...schemas, urn] };
};
