import type { Json } from '../scim/json.ts';

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

/** What people write for a boolean, in any case; undefined when it is none. */
export const readBoolean = (value: Json): boolean | undefined => {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' || typeof value === 'number') return WORDS.get(String(value).toLowerCase());
  return undefined;
};
