/** Whether a resource is what its schemas say, RFC 7643 §2, §3 and §7. */
import { DESCRIPTIONS, describeValue, hasType, isBlank, isPrimary } from './accept.ts';
import { ambiguousKeys, coreAttributes, findAttribute, findExtension, getIgnoringCase, sameName } from './attribute.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import type { Attribute, ResourceModel } from './schema.ts';
import { RESOURCE_TYPE_URN, SERVICE_PROVIDER_CONFIG_URN } from './urn.ts';

/** What kind of rule was broken, so that callers can weigh it. */
export type Rule =
  | 'type' // another JSON type, or a form the type does not have
  | 'required' // no value, or a blank one
  | 'unknown' // no schema of the resource defines it
  | 'spelling' // the schema writes the name in another case: allowed by the RFC, not read by every client
  | 'ambiguous' // the same name twice, in different cases
  | 'schemas' // `schemas` and the content do not fit
  | 'primary' // more than one primary value
  | 'returned'; // must never be shown

export interface Violation {
  readonly rule: Rule;
  /** `emails.value`, `urn:…:User:department`; list elements are not counted. */
  readonly path: string;
  readonly message: string;
  /** What a service provider would answer; for requests only. */
  readonly scimType?: string;
}

export interface ValidationOptions {
  /** The resource was cut down by `attributes` or `excludedAttributes`: nothing is missed. */
  readonly partial?: boolean;
}

/**
 * Everything that is wrong with a resource. A `request` need not have what the server assigns, and what is readOnly is
 * ignored in it; a `response` must have its `id` and must not show what is never returned.
 */
export const violations = (
  resource: JsonObject,
  model: ResourceModel,
  direction: 'request' | 'response',
  { partial = false }: ValidationOptions = {},
): Violation[] => {
  const isResponse = direction === 'response';
  const inspection: Inspection = { isResponse, complete: !partial };
  const core = isResponse ? withoutOptionalId(coreAttributes(model), model) : coreAttributes(model);
  const own = Object.fromEntries(Object.entries(resource).filter(([name]) => findExtension(model, name) === undefined));
  const extended = model.extensions.flatMap(({ id, attributes }) => {
    const container = getIgnoringCase(resource, id);
    if (isUnassigned(container)) return [];
    return isObject(container)
      ? inspectMembers(container, attributes, `${id}:`, inspection)
      : [violation('type', id, `wants an object, not ${describeValue(container)}`)];
  });
  const found = [
    ...inspectMembers(own, core, '', inspection),
    ...extended,
    ...inspectSchemas(resource, model, partial),
  ];
  return isResponse ? found : found.map((item) => ({ ...item, ...scimTypeOf(item.rule) }));
};

interface Inspection {
  readonly isResponse: boolean;
  readonly complete: boolean;
}

const violation = (rule: Rule, path: string, what: string): Violation => ({ rule, path, message: `${path} ${what}` });

const scimTypeOf = (rule: Rule): { scimType?: string } =>
  rule === 'spelling'
    ? {}
    : { scimType: rule === 'schemas' || rule === 'ambiguous' ? 'invalidSyntax' : 'invalidValue' };

/** RFC 7643 §3.1: configuration has no id, and a resource type need not have one. */
const withoutOptionalId = (attributes: readonly Attribute[], { core }: ResourceModel): readonly Attribute[] =>
  [SERVICE_PROVIDER_CONFIG_URN, RESOURCE_TYPE_URN].some((urn) => sameName(urn, core.id))
    ? attributes.map((attribute) => (attribute.name === 'id' ? { ...attribute, required: false } : attribute))
    : attributes;

const inspectMembers = (
  object: JsonObject,
  attributes: readonly Attribute[],
  prefix: string,
  inspection: Inspection,
): Violation[] => {
  const doubled = ambiguousKeys(object).map((keys) =>
    violation('ambiguous', `${prefix}${keys[0] ?? ''}`, `stands there ${keys.length} times: ${keys.join(', ')}`),
  );
  const present = Object.entries(object).flatMap(([name, value]) => {
    const attribute = findAttribute(attributes, name);
    if (attribute !== undefined) return inspectNamed(name, attribute, value, prefix, inspection);
    return isUnassigned(value)
      ? []
      : [violation('unknown', `${prefix}${name}`, 'is defined by no schema of the resource')];
  });
  return [...doubled, ...present, ...inspectMissing(object, attributes, prefix, inspection)];
};

const inspectMissing = (
  object: JsonObject,
  attributes: readonly Attribute[],
  prefix: string,
  { isResponse, complete }: Inspection,
): Violation[] => {
  if (!complete) return [];
  const due = attributes.filter(
    ({ required, mutability, returned }) =>
      required && (isResponse ? ['always', 'default'].includes(returned) : mutability !== 'readOnly'),
  );
  return due.flatMap(({ name }) => {
    const value = getIgnoringCase(object, name);
    if (isUnassigned(value)) return [violation('required', `${prefix}${name}`, 'is required but has no value')];
    return isBlank(value) ? [violation('required', `${prefix}${name}`, 'is required but blank')] : [];
  });
};

const inspectNamed = (
  name: string,
  attribute: Attribute,
  value: Json,
  prefix: string,
  inspection: Inspection,
): Violation[] => {
  const path = `${prefix}${attribute.name}`;
  const found: Violation[] = [];
  if (name !== attribute.name) found.push(violation('spelling', path, `is written ${name}`));
  if (isUnassigned(value)) return found;
  if (!inspection.isResponse && attribute.mutability === 'readOnly') return found;
  if (inspection.isResponse && attribute.returned === 'never')
    found.push(violation('returned', path, 'must never be returned'));
  if (!attribute.multiValued) return [...found, ...inspectValue(attribute, value, path, inspection)];
  if (!Array.isArray(value)) return [...found, violation('type', path, `wants a list, not ${describeValue(value)}`)];
  if (value.filter(isPrimary).length > 1) found.push(violation('primary', path, 'has more than one primary value'));
  return [...found, ...value.flatMap((element) => inspectValue(attribute, element, path, inspection))];
};

const inspectValue = (attribute: Attribute, value: Json, path: string, inspection: Inspection): Violation[] => {
  if (!hasType(attribute, value)) {
    return [violation('type', path, `wants ${DESCRIPTIONS[attribute.type]}, not ${describeValue(value)}`)];
  }
  return isObject(value) ? inspectMembers(value, attribute.subAttributes ?? [], `${path}.`, inspection) : [];
};

/** RFC 7643 §3: at least the core schema, no URN twice, none of a stranger, and that of each extension in use. */
const inspectSchemas = (resource: JsonObject, model: ResourceModel, partial: boolean): Violation[] => {
  const urns = asList(getIgnoringCase(resource, 'schemas')).filter((urn) => typeof urn === 'string');
  if (urns.length === 0) return [];
  const lists = (id: string): boolean => urns.some((urn) => sameName(urn, id));
  const known = [model.core, ...model.extensions].map(({ id }) => id);
  const found: Violation[] = [];
  if (!lists(model.core.id)) found.push(violation('schemas', 'schemas', `lacks ${model.core.id}`));
  if (new Set(urns.map((urn) => urn.toLowerCase())).size < urns.length) {
    found.push(violation('schemas', 'schemas', 'has a URN twice'));
  }
  for (const urn of urns.filter((candidate) => !known.some((id) => sameName(id, candidate)))) {
    found.push(violation('schemas', 'schemas', `has ${urn}, which is no schema of ${model.type.name}`));
  }
  for (const { id } of model.extensions) {
    if (!isUnassigned(getIgnoringCase(resource, id)) && !lists(id)) {
      found.push(violation('schemas', 'schemas', `lacks ${id}, whose attributes are there`));
    }
  }
  for (const { schema } of model.type.schemaExtensions.filter(({ required }) => required && !partial)) {
    if (!lists(schema)) found.push(violation('schemas', 'schemas', `lacks ${schema}, which is required`));
  }
  return found;
};
