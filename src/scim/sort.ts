/** The order of query results, RFC 7644 §3.4.2.3. */

import { isPrimary } from './accept.ts';
import { comparedAttribute, getIgnoringCase, lookUp } from './attribute.ts';
import type { AttributePath } from './filter.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import { resourceReader } from './match.ts';
import { compareSimple } from './order.ts';
import type { ResourceModel } from './schema.ts';

/**
 * A sorted copy, stable. Of multi-valued attributes the primary value counts, else the first; of complex ones `value`.
 * Resources without a value come last when ascending and first when descending. `order` is ascending unless given.
 */
export const sortResources = (
  resources: readonly JsonObject[],
  by: AttributePath,
  order: 'ascending' | 'descending' = 'ascending',
  model?: ResourceModel,
): JsonObject[] => {
  const attribute = comparedAttribute(model && lookUp(model, by));
  const direction = order === 'ascending' ? 1 : -1;
  const { subAttribute = 'value', ...whole } = by;
  const read = resourceReader(whole, model);
  return resources
    .map((resource) => ({ resource, key: sortKey(read(resource), subAttribute) }))
    .toSorted((left, right) => {
      if (left.key === undefined || right.key === undefined) {
        return direction * (Number(left.key === undefined) - Number(right.key === undefined));
      }
      return direction * (compareSimple(left.key, right.key, attribute) ?? 0);
    })
    .map(({ resource }) => resource);
};

const sortKey = (elements: readonly Json[], subAttribute: string): Json | undefined => {
  const chosen = elements.find(isPrimary) ?? elements[0];
  const key = isObject(chosen) ? getIgnoringCase(chosen, subAttribute) : chosen;
  return isUnassigned(key) ? undefined : key;
};
