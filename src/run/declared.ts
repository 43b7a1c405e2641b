/**
 * Cases about every attribute there is, cut down to what the target's own schemas declare: nobody has to support all of
 * RFC 7643 §4, but what a server declares as readWrite it has to keep (§7).
 */
import { isSchemaPublished } from '../checks/published.ts';
import { coreAttributes, findAttribute, findExtension, getIgnoringCase, resolve, sameName } from '../scim/attribute.ts';
import type { AttributePath, Filter } from '../scim/filter.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Locator, type Path, parsePath } from '../scim/path.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import { MODELS } from '../scim/schemas.ts';
import type { Case, Expect, Given, RequestTemplate, Step } from '../suite/model.ts';

/** Why a case has nothing to say about a target. */
export class NotDeclared extends Error {
  override readonly name = 'NotDeclared';
}

/**
 * The case without the attributes that the target does not declare, in what it sends and in what it expects.
 * @throws NotDeclared when the target declares nothing, or nothing of what an operation of the case is about
 */
export const asDeclared = (testCase: Case, models: readonly ResourceModel[]): Case => ({
  ...testCase,
  given: testCase.given.map((given) => cutGiven(given, models)),
  steps: testCase.steps.map((step) => cutStep(step, models)),
});

const declaredModel = (model: ResourceModel): ResourceModel => {
  if (!isSchemaPublished(model)) {
    throw new NotDeclared(`the target does not publish the schema of its resource type ${model.type.name}`);
  }
  const assumed = new Set(MODELS.flatMap(({ extensions }) => extensions));
  return { ...model, extensions: model.extensions.filter((extension) => !assumed.has(extension)) };
};

const cutGiven = (given: Given, models: readonly ResourceModel[]): Given => {
  const model = models.find(({ type }) => sameName(type.name, given.resourceType));
  return model === undefined ? given : { ...given, body: cutResource(given.body, declaredModel(model)) };
};

const cutStep = (step: Step, models: readonly ResourceModel[]): Step => {
  if (step.kind !== 'request') return step;
  const path = step.request.path.replace(/\?.*$/, '');
  const model = models.find(({ type: { endpoint } }) => path === endpoint || path.startsWith(`${endpoint}/`));
  if (model === undefined) return step;
  const declared = declaredModel(model);
  // A list is a message with resources in it, whose own places no schema declares.
  const isList = step.request.method === 'GET' && path === model.type.endpoint;
  const expect = step.expect && (isList ? step.expect : cutExpect(step.expect, declared));
  return { ...step, request: cutRequest(step.request, declared), ...(expect && { expect }) };
};

const cutRequest = (request: RequestTemplate, model: ResourceModel): RequestTemplate => {
  const { body, method } = request;
  if (!isObject(body)) return request;
  return { ...request, body: method === 'PATCH' ? cutPatch(body, model) : cutResource(body, model) };
};

/** RFC 7643 §7: what a client may write, once at least, and reads back without asking for it. */
const isKept = ({ mutability, returned }: Attribute): boolean =>
  (mutability === 'readWrite' || mutability === 'immutable') && (returned === 'default' || returned === 'always');

const isSomething = (value: Json): boolean =>
  !(isObject(value) && Object.keys(value).length === 0) && !(Array.isArray(value) && value.length === 0);

const cutResource = (resource: JsonObject, model: ResourceModel): JsonObject => {
  const entries = Object.entries(resource).flatMap(([name, value]): [string, Json][] => {
    if (sameName(name, 'schemas')) return [[name, value]];
    if (name.includes(':')) {
      const extension = findExtension(model, name);
      const part = extension && isObject(value) ? cutAttributes(value, extension.attributes) : {};
      return isSomething(part) ? [[name, part]] : [];
    }
    return Object.entries(cutAttributes({ [name]: value }, coreAttributes(model)));
  });
  return withSchemas(Object.fromEntries(entries));
};

/** `schemas` names no extension of which nothing is left. */
const withSchemas = (resource: JsonObject): JsonObject => {
  const listed = getIgnoringCase(resource, 'schemas');
  if (!Array.isArray(listed)) return resource;
  const [core, ...extensions] = listed;
  const used = extensions.filter((urn) => getIgnoringCase(resource, String(urn)) !== undefined);
  return { ...resource, schemas: core === undefined ? [] : [core, ...used] };
};

const cutAttributes = (object: JsonObject, attributes: readonly Attribute[]): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([name, value]): [string, Json][] => {
      const attribute = findAttribute(attributes, name);
      if (attribute === undefined || !isKept(attribute)) return [];
      const kept = cutValue(value, attribute);
      // An empty list that the case sends itself is meant: it clears.
      return isSomething(kept) || !isSomething(value) ? [[name, kept]] : [];
    }),
  );

const cutValue = (value: Json, { subAttributes }: Attribute): Json => {
  if (subAttributes === undefined) return value;
  const cut = (one: Json): Json => (isObject(one) ? cutAttributes(one, subAttributes) : one);
  return Array.isArray(value)
    ? value
        .filter((one) => isAdmitted(one, subAttributes))
        .map(cut)
        .filter(isSomething)
    : cut(value);
};

/** RFC 7643 §7: a server may take no other values than the canonical ones. */
const isAdmitted = (value: Json, subAttributes: readonly Attribute[]): boolean =>
  !isObject(value) || Object.entries(value).every(([name, part]) => admits(findAttribute(subAttributes, name), part));

const admits = (attribute: Attribute | undefined, value: Json): boolean => {
  const canonical = attribute?.canonicalValues ?? [];
  return canonical.length === 0 || typeof value !== 'string' || canonical.some((one) => sameName(one, value));
};

const cutPatch = (body: JsonObject, model: ResourceModel): JsonObject => {
  const operations = asList(getIgnoringCase(body, 'Operations')).flatMap((one): Json[] =>
    isObject(one) ? cutOperation(one, model) : [one],
  );
  if (operations.length === 0) throw new NotDeclared('the schemas of the target declare nothing that the case changes');
  return { ...body, Operations: operations };
};

const cutOperation = (operation: JsonObject, model: ResourceModel): JsonObject[] => {
  const { path, value } = operation;
  if (typeof path !== 'string') {
    if (!isObject(value)) return [operation];
    const kept = cutResource(value, model);
    return isSomething(kept) ? [{ ...operation, value: kept }] : [];
  }
  const parsed = parsePath(path);
  const attribute = keptAt(parsed, parsed.valueFilter, model);
  if (attribute === undefined || attribute.mutability === 'immutable') return [];
  if (value === undefined) return [operation];
  const kept = cutValue(value, attribute);
  return isSomething(kept) || !isSomething(value) ? [{ ...operation, value: kept }] : [];
};

/** The attribute or sub-attribute at this place, when the target keeps what is written there. */
const keptAt = (
  path: Path | AttributePath,
  filter: Filter | undefined,
  model: ResourceModel,
): Attribute | undefined => {
  const place = resolve(model, path);
  if (place?.kind !== 'attribute' || !isKept(place.attribute)) return undefined;
  const { attribute, subAttribute } = place;
  if (filter !== undefined && !selects(filter, attribute.subAttributes)) return undefined;
  if (subAttribute === undefined) return attribute;
  return isKept(subAttribute) ? subAttribute : undefined;
};

/** Whether there can be a value that the filter finds: every name in it is declared and every value admitted. */
const selects = (filter: Filter, subAttributes: readonly Attribute[] | undefined): boolean => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return [filter.left, filter.right].every((one) => selects(one, subAttributes));
    case 'not':
      return selects(filter.filter, subAttributes);
    case 'valuePath':
      return false;
    default: {
      const named = findAttribute(subAttributes, filter.path.attribute);
      return named !== undefined && (filter.type === 'present' || admits(named, filter.value));
    }
  }
};

const cutExpect = (expect: Expect, model: ResourceModel): Expect => ({
  ...expect,
  body: expect.body.filter(({ locator }) => isDeclared(locator, model)),
  absent: expect.absent.filter(({ locator }) => isDeclared(locator, model)),
});

/** What every resource has, `id` and `meta`, is not for a schema to declare. */
const isDeclared = ({ urn, segments }: Locator, model: ResourceModel): boolean => {
  const [first, second] = segments;
  if (first === undefined || (urn === undefined && ['id', 'meta', 'schemas'].includes(first.name))) return true;
  const path = {
    attribute: first.name,
    ...(urn === undefined ? {} : { urn }),
    ...(second === undefined ? {} : { subAttribute: second.name }),
  };
  return keptAt(path, first.valueFilter, model) !== undefined;
};
