/** What some sixty checks would otherwise read anew from every exchange. */
import { coreAttributes } from '../scim/attribute.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Answer } from './answer.ts';
import type { FoundResource } from './resources.ts';

/** Attributes by their name in lower case. */
export type NameIndex = ReadonlyMap<string, Attribute>;

/** Belongs to one run, is passed along in the CheckContext, and makes no difference but in speed. */
export interface Memory {
  readonly answers: WeakMap<Exchange, Answer | null>;
  readonly resources: WeakMap<Answer, readonly FoundResource[]>;
  readonly core: WeakMap<ResourceModel, NameIndex>;
  readonly attributes: WeakMap<readonly Attribute[], NameIndex>;
}

export const createMemory = (): Memory => ({
  answers: new WeakMap(),
  resources: new WeakMap(),
  core: new WeakMap(),
  attributes: new WeakMap(),
});

/** What is remembered for a key, or else made and remembered. */
export function remembered<Key extends object, Value>(
  memory: WeakMap<Key, Value> | undefined,
  key: Key,
  make: () => Value,
): Value {
  const known = memory?.get(key);
  if (known !== undefined) return known;
  const made = make();
  memory?.set(key, made);
  return made;
}

/** The common and core attributes of a resource type. */
export const coreIndex = (model: ResourceModel, memory: Memory | undefined): NameIndex =>
  remembered(memory?.core, model, () => indexOf(coreAttributes(model)));

export const nameIndex = (attributes: readonly Attribute[], memory: Memory | undefined): NameIndex =>
  remembered(memory?.attributes, attributes, () => indexOf(attributes));

const indexOf = (attributes: readonly Attribute[]): NameIndex =>
  new Map(attributes.map((attribute) => [attribute.name.toLowerCase(), attribute]));
