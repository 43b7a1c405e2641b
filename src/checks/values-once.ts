import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, isUnassigned, type Json } from '../scim/json.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

export const valuesOnce = defineCheck({
  name: 'values-once',
  title: 'No attribute has the same value with the same type twice',
  level: 'SHOULD',
  cites: ['RFC7643-2.4-06'],
  why: 'Adding a value that is already there doubles it, and removing it once does not remove it.',
  judge(answer, context) {
    const found = attributesIn(answer, context).flatMap(({ attribute, value, path }) =>
      attribute.multiValued && Array.isArray(value) && value.length > 1 ? [{ path, value }] : [],
    );
    if (found.length === 0) return undefined;
    return found
      .filter(({ value }) => hasRepeated(value))
      .map(({ path, value }) => broken(path, `${path} has the same value twice`, { actual: value }));
  },
});

function hasRepeated(elements: readonly Json[]): boolean {
  const keys = elements.flatMap((element) => {
    const value = isObject(element) ? getIgnoringCase(element, 'value') : undefined;
    const type = isObject(element) ? getIgnoringCase(element, 'type') : undefined;
    return isUnassigned(value) ? [] : [JSON.stringify([value, type ?? null])];
  });
  return new Set(keys).size < keys.length;
}
