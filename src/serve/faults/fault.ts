/** What a fault is, and the few things that many of them need. */
import { setTimeout as wait } from 'node:timers/promises';
import { resolve, sameName } from '../../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { Attribute, ResourceModel } from '../../scim/schema.ts';
import type { Answer, Behaviour, Call, Found } from '../behaviour.ts';

/** One real defect: a few decisions of the good server, made wrong. */
export interface Fault {
  /** Kebab case; the same bug has the same id everywhere. */
  readonly id: string;
  /** What the faulty server does, as a sentence in the present tense. */
  readonly title: string;
  /** Reports of it in the field; empty when it is only a plausible slip that keeps a case honest. */
  readonly links: readonly string[];
  /** The resource types it serves, when the defect needs others than the usual. */
  readonly models?: (models: readonly ResourceModel[]) => readonly ResourceModel[];
  /** What is wrong, given what was right. Called once per server, so that a fault may remember things. */
  alter(good: Behaviour): Partial<Behaviour>;
}

/** `owner/repository#12` → the address of that issue; GitHub forwards it when it is a pull request. */
export const reports = (...threads: readonly string[]): readonly string[] =>
  threads.map((thread) => `https://github.com/${thread.replace('#', '/issues/')}`);

/** Long enough for a second request to come in between, short enough for nobody to notice. */
export const pause = (): Promise<void> => wait(30);

export const isUser = ({ type }: ResourceModel): boolean => type.name === 'User';
export const isGroup = ({ type }: ResourceModel): boolean => type.name === 'Group';

/** An answer of somebody who has not heard of SCIM. */
export const page = (status: number, words: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: `<!doctype html><title>${status}</title><h1>${words}</h1>`,
});

export const crash = (words: string): never => {
  throw new Error(words);
};

export const withHeaders = (call: Call, headers: Readonly<Record<string, string>>): Call => ({
  ...call,
  headers: { ...call.headers, ...headers },
});

export const without = (object: JsonObject, ...names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** The value with every text in it changed; names stay. */
export const mapTexts = (json: Json, change: (text: string) => string): Json => {
  if (typeof json === 'string') return change(json);
  if (Array.isArray(json)) return json.map((element) => mapTexts(element, change));
  return isObject(json) ? mapMembers(json, change) : json;
};

export const mapMembers = (object: JsonObject, change: (text: string) => string): JsonObject =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, mapTexts(value, change)]));

/** The attribute itself that a path means, be it single- or multi-valued. */
export const attributeAt = ({ path }: PatchOperation, model: ResourceModel): Attribute | undefined => {
  const place = path && resolve(model, path);
  return place?.kind === 'attribute' ? place.attribute : undefined;
};

/** The model with one core attribute defined otherwise. */
export const redefined = (model: ResourceModel, name: string, change: Partial<Attribute>): ResourceModel => ({
  ...model,
  core: {
    ...model.core,
    attributes: model.core.attributes.map((attribute) =>
      attribute.name === name ? { ...attribute, ...change } : attribute,
    ),
  },
});

/** Whether the operation's path names this attribute, qualified or not. */
export const targets = ({ path }: PatchOperation, name: string): boolean =>
  path !== undefined && sameName(path.attribute, name);

/** Texts in double quotes, for faults that read filters by hand. */
export const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Shows resources otherwise; what is stored stays right. */
export const showing =
  (change: (shown: JsonObject, found: Found, call: Call) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    project: (found, selection, call) => change(good.project(found, selection, call), found, call),
  });

/** Does something else with the PATCH operations this applies to. */
export const patching =
  (
    applies: (operation: PatchOperation, model: ResourceModel, resource: JsonObject) => boolean,
    wrongly: (
      resource: JsonObject,
      operation: PatchOperation,
      rightly: (resource: JsonObject, operation: PatchOperation) => JsonObject,
      model: ResourceModel,
    ) => JsonObject,
  ) =>
  (good: Behaviour): Partial<Behaviour> => ({
    applyOperation: (resource, operation, model, call) => {
      const rightly = (other: JsonObject, changed: PatchOperation): JsonObject =>
        good.applyOperation(other, changed, model, call);
      return applies(operation, model, resource)
        ? wrongly(resource, operation, rightly, model)
        : rightly(resource, operation);
    },
  });

/** GET of one resource. */
export const isRead = ({ method, segments }: Call): boolean => method === 'GET' && segments.length === 2;

/** GET of a collection, and .search. */
export const isListing = ({ method, segments }: Call): boolean =>
  (method === 'GET' && segments.length < 2) || segments.at(-1) === '.search';
