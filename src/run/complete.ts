/** Requests that create or replace resources, completed with what this target wants in every resource. */
import { isDeepStrictEqual } from 'node:util';
import { getIgnoringCase, sameName } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { fill, nestedScope } from '../suite/fill.ts';
import type { Case } from '../suite/model.ts';
import type { WireRequest } from '../wire/exchange.ts';
import { demandsMore, withDefaults, withDemanded } from './demands.ts';
import type { Target } from './probe.ts';

/**
 * What every resource of a type gets when a case does not say otherwise, by the name of the type. `${run.tag}` and
 * `${number}` in it are filled for each resource: the number is the same for all that a case writes under one name.
 */
export type ResourceDefaults = Readonly<Record<string, JsonObject>>;

export interface CompletionOptions {
  readonly target: Target;
  readonly defaults: ResourceDefaults;
  /** The tag in the names of one case. */
  readonly tag: string;
  /**
   * Whether what the target's schemas demand is made up where the defaults do not say. Not for what an identity provider
   * writes: whether its requests suffice is the question.
   */
  readonly fromSchemas: boolean;
}

/** @throws FillProblem for a template that names what there is not */
export const fillDefaults = (template: JsonObject, tag: string, number: number): JsonObject => {
  const filled = fill(template, nestedScope({ run: { tag }, number }));
  return isObject(filled) ? filled : {};
};

export type Complete = (request: WireRequest) => WireRequest;

const asItIs: Complete = (request) => request;

export const createCompletion = ({ target, defaults, tag, fromSchemas }: CompletionOptions): Complete => {
  const demanding = fromSchemas && target.models.some(demandsMore);
  if (!demanding && Object.keys(defaults).length === 0) return asItIs;
  const numbers = new Map<string, number>();

  const complete = (resource: Json | undefined, path: string): Json | undefined => {
    const model = modelAt(path, target.models);
    if (model === undefined || !isObject(resource) || !isOfType(resource, model)) return resource;
    const number = numberOf(resource, model, numbers);
    const template = defaultsOf(model.type.name, defaults);
    const given = template ? withDefaults(resource, fillDefaults(template, tag, number)) : resource;
    return fromSchemas ? withDemanded(given, model, `${tag}-${number}`) : given;
  };

  return (request) => {
    if (request.verbatim) return request;
    const path = request.target.replace(/[?#].*$/, '');
    const body = writesResources(request.method, path) ? parsed(request.body) : undefined;
    if (!isObject(body)) return request;
    const completed = /\/bulk$/i.test(path) ? completeBulk(body, complete) : complete(body, path);
    const text = completedText(request.body ?? '', body, completed);
    return text === request.body ? request : { ...request, body: text };
  };
};

/** What was written stays as it was written, escapes and all; what is added stands behind it. */
const completedText = (text: string, body: JsonObject, completed: Json | undefined): string => {
  if (!isObject(completed) || isDeepStrictEqual(completed, body)) return text;
  const kept = Object.entries(body).every(([name, value]) => isDeepStrictEqual(completed[name], value));
  if (!kept || Object.keys(body).length === 0) return JSON.stringify(completed);
  const added = Object.entries(completed).filter(([name]) => !Object.hasOwn(body, name));
  const end = text.lastIndexOf('}');
  return `${text.slice(0, end)},${JSON.stringify(Object.fromEntries(added)).slice(1)}`;
};

/**
 * Why a case says nothing here: it asks that a new resource lacks an attribute that it does not send, and the user's
 * configuration gives that attribute to every resource of the type.
 */
export const whyGivenAnyway = (
  { steps }: Pick<Case, 'steps'>,
  { target, defaults }: Pick<CompletionOptions, 'target' | 'defaults'>,
): string | undefined => {
  for (const step of steps) {
    if (step.kind !== 'request' || step.request.method !== 'POST') continue;
    const { body, path } = step.request;
    const type = modelAt(path.replace(/[?#].*$/, ''), target.models)?.type.name;
    const given = type === undefined ? undefined : defaultsOf(type, defaults);
    if (type === undefined || given === undefined || !isObject(body)) continue;
    const names = (step.expect?.absent ?? []).flatMap(({ locator }) => locator.segments[0]?.name ?? []);
    const anyway = names.find(
      (name) => getIgnoringCase(given, name) !== undefined && getIgnoringCase(body, name) === undefined,
    );
    if (anyway !== undefined) return `the configuration gives every ${type} ${anyway} (resources)`;
  }
  return undefined;
};

const defaultsOf = (type: string, defaults: ResourceDefaults): JsonObject | undefined =>
  Object.entries(defaults).find(([name]) => sameName(name, type))?.[1];

/** The same for everything that a case writes under one name: a PUT must repeat what the POST said. */
const numberOf = (resource: JsonObject, { type }: ResourceModel, numbers: Map<string, number>): number => {
  const name = ['userName', 'displayName', 'externalId'].map((key) => getIgnoringCase(resource, key)).find(Boolean);
  const key = JSON.stringify([type.name, name]).toLowerCase();
  const number = numbers.get(key) ?? numbers.size + 1;
  numbers.set(key, number);
  return number;
};

const writesResources = (method: string, path: string): boolean =>
  ['POST', 'PUT'].includes(method.toUpperCase()) && !/\/\.search$/i.test(path);

const parsed = (text: string | undefined): Json | undefined => {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
};

const modelAt = (path: string, models: readonly ResourceModel[]): ResourceModel | undefined =>
  models.find(({ type: { endpoint } }) => path === endpoint || path.startsWith(`${endpoint}/`));

/** What does not say that it is such a resource is meant to be refused, and stays as it is. */
const isOfType = (resource: JsonObject, { core }: ResourceModel): boolean => {
  const schemas = getIgnoringCase(resource, 'schemas');
  return Array.isArray(schemas) && schemas.some((one) => typeof one === 'string' && sameName(one, core.id));
};

const completeBulk = (
  body: JsonObject,
  complete: (resource: Json | undefined, path: string) => Json | undefined,
): JsonObject => {
  const operations = getIgnoringCase(body, 'Operations');
  if (!Array.isArray(operations)) return body;
  const key = Object.keys(body).find((name) => sameName(name, 'Operations')) ?? 'Operations';
  return { ...body, [key]: operations.map((one) => (isObject(one) ? completeOperation(one, complete) : one)) };
};

const completeOperation = (
  operation: JsonObject,
  complete: (resource: Json | undefined, path: string) => Json | undefined,
): JsonObject => {
  const { method, path, data } = operation;
  if (typeof method !== 'string' || typeof path !== 'string' || !writesResources(method, path)) return operation;
  const completed = complete(data, path);
  return completed === undefined ? operation : { ...operation, data: completed };
};
