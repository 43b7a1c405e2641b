/** Filters whose literals have another type than their attribute. */

import { readBoolean } from './accept.ts';
import { findAttribute } from './attribute.ts';
import type { CompareValue, Filter } from './filter.ts';
import type { Attribute } from './schema.ts';

/** `primary eq "True"` → `primary eq true` in a value filter of `attribute`: Entra writes it so. */
export const withBooleanLiterals = (filter: Filter, attribute: Attribute): Filter => {
  switch (filter.type) {
    case 'and':
    case 'or':
      return {
        type: filter.type,
        left: withBooleanLiterals(filter.left, attribute),
        right: withBooleanLiterals(filter.right, attribute),
      };
    case 'not':
      return { type: 'not', filter: withBooleanLiterals(filter.filter, attribute) };
    case 'compare':
      return findAttribute(attribute.subAttributes, filter.path.attribute)?.type === 'boolean'
        ? { ...filter, value: booleanLiteral(filter.value) }
        : filter;
    default:
      return filter;
  }
};

const booleanLiteral = (value: CompareValue): CompareValue => {
  const read = readBoolean(value);
  return typeof read === 'boolean' ? read : value;
};
