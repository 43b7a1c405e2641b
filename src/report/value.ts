import { isObject, type Json } from '../scim/json.ts';
import { printable } from './printable.ts';

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return isObject(value) ? 'object' : typeof value;
};

/** A value as JSON on one line, with its type in words. */
export const typedValue = (value: Json): string => `${printable(JSON.stringify(value))} (${typeOf(value)})`;
