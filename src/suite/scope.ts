/** Where the names in templates get their values, and what it is called when one has none. */
import type { Json } from '../scim/json.ts';

/** A `Map<string, Json>` is one. Asked for the first segment of a name only. */
export interface Scope {
  get(name: string): Json | undefined;
}

/** A template could not be filled. The engine reports it as a case that could not be judged. */
export class FillProblem extends Error {
  override name = 'FillProblem';
}

/** A template names something that has no value. */
export class MissingName extends FillProblem {
  override name = 'MissingName';
  /** The whole name, with dots. */
  readonly missing: string;

  constructor(missing: string, text: string) {
    super(`${text} has no value`);
    this.missing = missing;
  }
}

class NestedScope extends Map<string, Json> {
  readonly #outer: Scope | undefined;

  constructor(entries: readonly (readonly [string, Json])[], outer: Scope | undefined) {
    super(entries);
    this.#outer = outer;
  }

  override get(name: string): Json | undefined {
    return super.has(name) ? super.get(name) : this.#outer?.get(name);
  }
}

/** A scope with names of its own before those of another scope. Iterating over it gives its own names only. */
export const nestedScope = (names: Readonly<Record<string, Json>>, outer?: Scope): Map<string, Json> =>
  new NestedScope(Object.entries(names), outer);

/** What a value is, for messages. */
export const kindOfValue = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};
