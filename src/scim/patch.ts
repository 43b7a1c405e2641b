/** PATCH, RFC 7644 §3.5.2. */
import { checkKeys, passOverReadOnly, passOverUnknown } from './accept.ts';
import {
  coreAttributes,
  findAttribute,
  findExtension,
  getIgnoringCase,
  type Place,
  resolve,
  sameName,
} from './attribute.ts';
import { badRequest } from './error.ts';
import type { Filter } from './filter.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { LENIENT, type PatchLenience } from './lenience.ts';
import { changePlace, type PatchContext, removeExtension } from './patch-change.ts';
import type { Change } from './patch-value.ts';
import { type Path, parsePath, printPath } from './path.ts';
import type { ResourceModel } from './schema.ts';
import { SyntaxProblem } from './syntax.ts';
import { PATCH_URN } from './urn.ts';

export { LENIENT, type PatchLenience, STRICT } from './lenience.ts';

export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace';
  readonly path?: Path;
  /** Absent only when the operation had no such member; null is a value. */
  readonly value?: Json;
}

/**
 * Reads the body of a PATCH request. Names of members ignore case; members that mean nothing are passed over.
 * Throws ScimError: invalidSyntax for the form, invalidPath, invalidValue for a missing value, noTarget for a remove
 * without path.
 */
export const readPatch = (body: Json | undefined, lenience: Partial<PatchLenience> = {}): PatchOperation[] => {
  const rules = { ...LENIENT, ...lenience };
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body is no JSON object.');
  const schemas = getIgnoringCase(body, 'schemas');
  const named = Array.isArray(schemas) && schemas.some((urn) => typeof urn === 'string' && sameName(urn, PATCH_URN));
  const operations = getIgnoringCase(body, 'Operations');
  const mayLack = rules.schemasOptional || (rules.schemasInValue && isWhole(operations));
  if (!named && !(mayLack && schemas === undefined)) {
    throw badRequest('invalidSyntax', `"schemas" lacks "${PATCH_URN}".`);
  }
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', '"Operations" wants a list with at least one operation.');
  }
  return operations.map((operation, index) => readOperation(operation, `Operation ${index + 1}`, rules));
};

/** One operation, on the resource itself, with a resource for a value. */
const isWhole = (operations: Json | undefined): boolean => {
  const [only, ...others] = Array.isArray(operations) ? operations : [];
  if (!isObject(only) || others.length > 0 || getIgnoringCase(only, 'path') !== undefined) return false;
  const value = getIgnoringCase(only, 'value');
  return isObject(value) && Array.isArray(getIgnoringCase(value, 'schemas'));
};

const OPS: readonly PatchOperation['op'][] = ['add', 'remove', 'replace'];

const readOperation = (operation: Json, title: string, rules: PatchLenience): PatchOperation => {
  if (!isObject(operation)) throw badRequest('invalidSyntax', `${title} is no JSON object.`);
  const written = getIgnoringCase(operation, 'op');
  const word = typeof written === 'string' && rules.opInAnyCase ? written.toLowerCase() : written;
  const op = OPS.find((candidate) => candidate === word);
  if (op === undefined) throw badRequest('invalidSyntax', `${title}: "op" wants add, remove or replace.`);
  const path = readPath(getIgnoringCase(operation, 'path'), title);
  const value = getIgnoringCase(operation, 'value');
  if (op === 'remove' && path === undefined) throw badRequest('noTarget', `${title}: remove needs a path.`);
  if (op !== 'remove' && value === undefined) throw badRequest('invalidValue', `${title}: ${op} needs a value.`);
  return { op, ...(path && { path }), ...(value === undefined ? {} : { value }) };
};

const readPath = (path: Json | undefined, title: string): Path | undefined => {
  if (path === undefined || path === null) return undefined;
  if (typeof path !== 'string') throw badRequest('invalidSyntax', `${title}: "path" wants a string.`);
  try {
    return parsePath(path);
  } catch (problem) {
    if (problem instanceof SyntaxProblem) throw badRequest('invalidPath', `${title}: "path": ${problem.message}.`);
    throw problem;
  }
};

/**
 * The resource after the operations, one after the other; the one given is never touched, so a failure leaves nothing
 * half done. An operation that changes nothing gives back equal content. `meta` is for the caller to bring up to date,
 * and so are sub-attributes that only a server knows.
 *
 * Where the RFC leaves it open: a value for a filtered element is merged into it; `schemas` inside a value without path
 * is passed over, as it follows from the attributes; removing the last attribute of an extension takes its URN out of
 * `schemas`; a sub-attribute path without filter on a multi-valued attribute means every element, or a new one when
 * there is none; removing what is not there succeeds; a reference with a new `value` loses its old `$ref`.
 * Throws ScimError: invalidPath, invalidValue, invalidFilter, mutability, noTarget.
 */
export const applyPatch = (
  resource: JsonObject,
  operations: readonly PatchOperation[],
  model: ResourceModel,
  lenience: Partial<PatchLenience> = {},
): JsonObject => {
  const context: PatchContext = { model, rules: { ...LENIENT, ...lenience } };
  return operations.reduce((current, operation) => applyOperation(current, operation, context), resource);
};

const applyOperation = (resource: JsonObject, operation: PatchOperation, context: PatchContext): JsonObject => {
  const { op, path, value } = operation;
  if (path === undefined) {
    if (op === 'remove') throw badRequest('noTarget', 'remove needs a path.');
    return applyWithoutPath(resource, op, value, context);
  }
  const place = resolve(context.model, path);
  const name = printPath(path);
  if (place === undefined) throw badRequest('invalidPath', `There is no attribute "${name}".`);
  return apply(resource, place, { op, name, ...filterOf(path), ...(value === undefined ? {} : { value }) }, context);
};

const filterOf = ({ valueFilter }: Path): Pick<Target, 'filter'> =>
  valueFilter === undefined ? {} : { filter: valueFilter };

const apply = (resource: JsonObject, place: Place, change: Change, context: PatchContext): JsonObject => {
  if (place.kind === 'attribute') return changePlace(resource, place, change, context);
  const { extension } = place;
  if (change.op === 'remove' || change.value === null) return removeExtension(resource, extension, context.model);
  return Object.entries(membersOf(change.value, change.name)).reduce((current, [key, value]) => {
    const attribute = findAttribute(extension.attributes, key);
    const target = attribute && { place: { kind: 'attribute', attribute, extension } as const };
    return applyMember(current, target, { op: change.op, name: `${extension.id}:${key}`, value }, context);
  }, resource);
};

/** The target is the resource itself; `value` holds attributes. */
const applyWithoutPath = (
  resource: JsonObject,
  op: 'add' | 'replace',
  value: Json | undefined,
  context: PatchContext,
): JsonObject =>
  Object.entries(membersOf(value)).reduce((current, [key, part]) => {
    if (sameName(key, 'schemas')) return current;
    return applyMember(current, targetOf(key, context), { op, name: key, value: part }, context);
  }, resource);

const membersOf = (value: Json | undefined, name?: string): JsonObject => {
  if (!isObject(value)) {
    const what = name === undefined ? 'An operation without path' : `"${name}"`;
    throw badRequest('invalidValue', `${what} wants an object with attributes as its value.`);
  }
  checkKeys(value, name);
  return value;
};

interface Target {
  readonly place: Place;
  readonly filter?: Filter;
}

/** One of several attributes in a value. Other than the target of a path it may be unknown or readOnly, and is then passed over. */
const applyMember = (
  resource: JsonObject,
  target: Target | undefined,
  change: Change,
  context: PatchContext,
): JsonObject => {
  if (target === undefined) {
    passOverUnknown(change.name, 'invalidPath', context.rules);
    return resource;
  }
  const { place, ...filter } = target;
  const attribute = place.kind === 'attribute' ? (place.subAttribute ?? place.attribute) : undefined;
  if (attribute?.mutability === 'readOnly') {
    passOverReadOnly(change.name, context.rules);
    return resource;
  }
  return apply(resource, place, { ...change, ...filter }, context);
};

/** What a key of a value without path stands for: an attribute, an extension, or (leniently) a whole path. */
const targetOf = (key: string, { model, rules }: PatchContext): Target | undefined => {
  const attribute = findAttribute(coreAttributes(model), key);
  if (attribute !== undefined) return { place: { kind: 'attribute', attribute } };
  const extension = findExtension(model, key);
  if (extension !== undefined) return { place: { kind: 'extension', extension } };
  const path = pathInKey(key);
  if (path === undefined || !(path.urn === undefined ? rules.dottedKeys && isDeep(path) : rules.urnKeys))
    return undefined;
  const place = resolve(model, path);
  return place && { place, ...filterOf(path) };
};

const isDeep = (path: Path): boolean => path.subAttribute !== undefined || path.valueFilter !== undefined;

const pathInKey = (key: string): Path | undefined => {
  try {
    return parsePath(key);
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return undefined;
    throw problem;
  }
};
