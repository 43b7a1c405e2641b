import { someKind } from '../expect/print.ts';
import { isObject, isUnassigned, type Json } from '../scim/json.ts';
import type { Attribute } from '../scim/schema.ts';
import type { FoundAttribute } from './attributes.ts';
import { broken } from './broken.ts';
import { defineCheck } from './check.ts';
import { attributesIn } from './resources.ts';

/** Booleans and dateTimes have checks of their own. */
const WANTED: Readonly<Partial<Record<Attribute['type'], readonly [what: string, fits: (value: Json) => boolean]>>> = {
  string: ['a string', (value) => typeof value === 'string'],
  reference: ['a string', (value) => typeof value === 'string'],
  binary: ['a string', (value) => typeof value === 'string'],
  integer: ['a whole number', Number.isInteger],
  decimal: ['a number', (value) => typeof value === 'number'],
  complex: ['an object', isObject],
};

export const attributeTypes = defineCheck({
  name: 'attribute-types',
  title: 'Attributes have the form that the schema declares: lists, objects, strings and numbers',
  level: 'SHOULD',
  cites: ['RFC7643-7-17'],
  why: 'A typed client cannot read a resource in which emails is an object, or name a string, and loses the whole page with it.',
  judge(answer, context) {
    // The id has a check of its own.
    const found = attributesIn(answer, context).filter(
      ({ attribute, value }) => !isUnassigned(value) && attribute.name !== 'id',
    );
    return found.length === 0 ? undefined : found.flatMap(faultOf);
  },
});

function faultOf({ attribute, value, path }: FoundAttribute): ReturnType<typeof broken>[] {
  if (attribute.multiValued !== Array.isArray(value)) {
    const message = attribute.multiValued ? `${path} is not a list` : `${path} is a list but has a single value`;
    return [broken(path, message, { actual: value })];
  }
  const [what, fits] = WANTED[attribute.type] ?? ['', () => true];
  const wrong = (Array.isArray(value) ? value : [value]).find((element) => element !== null && !fits(element));
  return wrong === undefined
    ? []
    : [broken(path, `${path} is ${someKind(wrong)} but should be ${what}`, { actual: value })];
}
