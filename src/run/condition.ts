/** Conditions over the facts about a target, and why one is false. */
import type { AttributePath, Filter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { matchesFilter } from '../scim/match.ts';

export interface Facts {
  /** Nested: `{bulk: {supported: false}}`. */
  readonly facts: JsonObject;
  /** Where each comes from: `bulk.supported` → `ServiceProviderConfig`. */
  readonly origins: Readonly<Record<string, string>>;
}

export const factAt = (facts: JsonObject, name: string): Json | undefined =>
  name.split('.').reduce<Json | undefined>((value, key) => (isObject(value) ? value[key] : undefined), facts);

const nameOf = ({ attribute, subAttribute }: AttributePath): string =>
  subAttribute === undefined ? attribute : `${attribute}.${subAttribute}`;

const state = (path: AttributePath, { facts, origins }: Facts): string => {
  const name = nameOf(path);
  const value = factAt(facts, name);
  if (value === undefined) return `${name} is not known`;
  const origin = origins[name];
  return `${name} is ${JSON.stringify(value)}${origin === undefined ? '' : ` (${origin})`}`;
};

const named = (filter: Filter): AttributePath[] => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return [...named(filter.left), ...named(filter.right)];
    case 'not':
      return named(filter.filter);
    default:
      return [filter.path];
  }
};

/** `bulk.supported is false (ServiceProviderConfig)`; undefined when the condition holds. */
export const whyFalse = (filter: Filter, known: Facts): string | undefined => {
  if (filter.type === 'and') return whyFalse(filter.left, known) ?? whyFalse(filter.right, known);
  if (filter.type === 'or') {
    const left = whyFalse(filter.left, known);
    const right = left === undefined ? undefined : whyFalse(filter.right, known);
    return right === undefined ? undefined : `${left} and ${right}`;
  }
  if (matchesFilter(filter, known.facts)) return undefined;
  return [...new Set(named(filter).map((path) => state(path, known)))].join(' and ');
};
