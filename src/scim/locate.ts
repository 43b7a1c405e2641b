/** Looking into messages by locator: like a PATCH path, as deep as messages are, names ignoring case. */
import {
  coreAttributes,
  findAttribute,
  findExtension,
  getIgnoringCase,
  keyIgnoringCase,
  sameName,
} from './attribute.ts';
import type { Filter } from './filter.ts';
import { asList, isObject, type Json, type JsonObject, withMember, withoutMember } from './json.ts';
import { compileFilter, compileValueFilter, type Test } from './match.ts';
import type { Locator, Segment } from './path.ts';
import type { Attribute, ResourceModel } from './schema.ts';
import { MODELS } from './schemas.ts';

export interface Located {
  /** What stands there, null too; empty when nothing does. A list at the end is one value, unless `many`: then lists are joined. */
  readonly values: Json[];
  /** The locator led through a list without saying by a filter which elements it means. */
  readonly many: boolean;
  /** Keys that are the same name but for case, where the locator had to choose between them. */
  readonly ambiguous?: string[];
}

/**
 * Finds the values at `locator`. Resources anywhere in the message are known by their `schemas` or `meta.resourceType`
 * among `models`, so that filters compare as their schemas say. A locator without segments is the whole body.
 */
export const locate = (body: Json, locator: Locator, models: readonly ResourceModel[] = MODELS): Located => {
  const start: Node = { value: body, definitions: undefined };
  const [first, ...rest] = routeOf(start, locator, models);
  if (first === undefined) return { values: [body], many: false };
  let nodes: readonly Node[] = [start];
  let many = false;
  const ambiguous = new Set<string>();
  for (const step of [first, ...rest]) {
    many ||= nodes.some(({ value }) => Array.isArray(value));
    nodes = nodes.flatMap(elementsOf).flatMap((node) => {
      for (const key of rivals(node.value, step.name)) ambiguous.add(key);
      return childrenOf(node, step, models);
    });
  }
  const found = nodes.map(({ value }) => value);
  const values = many ? found.flat() : found;
  return ambiguous.size === 0 ? { values, many } : { values, many, ambiguous: [...ambiguous] };
};

/** A copy of `body` without what stands at `locator`. */
export const omit = (body: Json, locator: Locator, models: readonly ResourceModel[] = MODELS): Json =>
  omitAt(
    { value: body, definitions: undefined },
    routeOf({ value: body, definitions: undefined }, locator, models),
    models,
  );

/** The model of a resource by its `meta.resourceType` or its `schemas`; undefined for messages and strangers. */
export const modelOfResource = (resource: JsonObject, models: readonly ResourceModel[]): ResourceModel | undefined => {
  const meta = getIgnoringCase(resource, 'meta');
  const name = isObject(meta) ? getIgnoringCase(meta, 'resourceType') : undefined;
  const urns = asList(getIgnoringCase(resource, 'schemas'));
  const lists = (id: string): boolean => urns.some((urn) => typeof urn === 'string' && sameName(urn, id));
  return models.find(({ type }) => type.name === name) ?? models.find(({ core }) => lists(core.id));
};

/** A value in a message and the definitions of its members, where they are known. */
interface Node {
  readonly value: Json;
  /** A resource type's, an attribute's, an extension's attributes; undefined: whatever the value itself says it is. */
  readonly definitions: ResourceModel | Attribute | readonly Attribute[] | undefined;
}

/** The segments to follow from the root; a URN becomes the key of its extension's object, or nothing for a core schema. */
const routeOf = ({ value }: Node, { urn, segments }: Locator, models: readonly ResourceModel[]): readonly Segment[] => {
  const [first, ...rest] = segments;
  if (urn === undefined || first === undefined || !isObject(value)) return segments;
  const bare = `${urn}:${first.name}`;
  if (keyIgnoringCase(value, bare) !== undefined) return [{ ...first, name: bare }, ...rest];
  const model = modelOfResource(value, models);
  const isCore = model === undefined ? models.some(({ core }) => sameName(core.id, urn)) : sameName(model.core.id, urn);
  return isCore ? segments : [{ name: urn }, ...segments];
};

const elementsOf = ({ value, definitions }: Node): readonly Node[] =>
  asList(value).map((element) => ({ value: element, definitions }));

const rivals = (value: Json, name: string): readonly string[] => {
  const keys = isObject(value) ? Object.keys(value).filter((key) => sameName(key, name)) : [];
  return keys.length > 1 ? keys : [];
};

/** What a segment leads to: the member of that name, or those of its elements that the filter selects. */
const childrenOf = (node: Node, { name, valueFilter }: Segment, models: readonly ResourceModel[]): readonly Node[] => {
  const child = memberOf(node, name, models);
  if (child === undefined) return [];
  return valueFilter === undefined ? [child] : elementsOf(child).filter(selector(child, valueFilter, models));
};

const memberOf = (node: Node, name: string, models: readonly ResourceModel[]): Node | undefined => {
  const { value } = node;
  const found = isObject(value) ? getIgnoringCase(value, name) : undefined;
  if (found === undefined || !isObject(value)) return undefined;
  return { value: found, definitions: definitionsOf(node.definitions ?? modelOfResource(value, models), name) };
};

const definitionsOf = (definitions: Node['definitions'], name: string): Node['definitions'] => {
  if (definitions === undefined) return undefined;
  if ('core' in definitions) {
    return findExtension(definitions, name)?.attributes ?? findAttribute(coreAttributes(definitions), name);
  }
  return findAttribute('type' in definitions ? definitions.subAttributes : definitions, name);
};

const selector = (list: Node, filter: Filter, models: readonly ResourceModel[]): ((node: Node) => boolean) => {
  const { definitions } = list;
  if (definitions !== undefined && 'multiValued' in definitions) {
    const test = compileValueFilter(filter, definitions);
    return ({ value }) => test(value);
  }
  const bare = compileValueFilter(filter);
  const tests = new Map<ResourceModel | undefined, Test>();
  return ({ value }) => {
    if (!isObject(value)) return bare(value);
    const model = modelOfResource(value, models);
    const test = tests.get(model) ?? compileFilter(filter, model);
    tests.set(model, test);
    return test(value);
  };
};

const omitAt = (node: Node, [step, ...rest]: readonly Segment[], models: readonly ResourceModel[]): Json => {
  const { value, definitions } = node;
  if (step === undefined) return null;
  if (Array.isArray(value)) {
    return value.map((element) => omitAt({ value: element, definitions }, [step, ...rest], models));
  }
  const key = isObject(value) ? keyIgnoringCase(value, step.name) : undefined;
  const child = memberOf(node, step.name, models);
  if (!isObject(value) || key === undefined || child === undefined) return value;
  if (step.valueFilter === undefined) {
    return rest.length === 0 ? withoutMember(value, key) : { ...value, [key]: omitAt(child, rest, models) };
  }
  const selects = selector(child, step.valueFilter, models);
  const kept = elementsOf(child).flatMap((element): Json[] => {
    if (!selects(element)) return [element.value];
    return rest.length === 0 ? [] : [omitAt(element, rest, models)];
  });
  return withMember(value, key, kept);
};
