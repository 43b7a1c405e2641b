/** Short ways to write attribute definitions; everything that is not said has the default of RFC 7643 §2.2. */
import type { Attribute, AttributeType } from './schema.ts';

export type Characteristics = Partial<Omit<Attribute, 'name' | 'type' | 'description'>>;

/** References and binary values are compared exactly (errata 6000 and 6001 of RFC 7643, held for update). */
const EXACT_TYPES: readonly AttributeType[] = ['reference', 'binary'];

export const define = (
  name: string,
  type: AttributeType,
  description: string,
  characteristics: Characteristics = {},
): Attribute => ({
  name,
  type,
  multiValued: false,
  description,
  required: false,
  caseExact: EXACT_TYPES.includes(type),
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...characteristics,
});

export const text = (name: string, description: string, characteristics?: Characteristics): Attribute =>
  define(name, 'string', description, characteristics);

export const flag = (name: string, description: string, characteristics?: Characteristics): Attribute =>
  define(name, 'boolean', description, characteristics);

export const integer = (name: string, description: string, characteristics?: Characteristics): Attribute =>
  define(name, 'integer', description, characteristics);

export const dateTime = (name: string, description: string, characteristics?: Characteristics): Attribute =>
  define(name, 'dateTime', description, characteristics);

/** `referenceTypes`: names of resource types, or `external`, or `uri`. */
export const reference = (
  name: string,
  description: string,
  referenceTypes: readonly string[],
  characteristics?: Characteristics,
): Attribute => define(name, 'reference', description, { referenceTypes, ...characteristics });

export const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  characteristics?: Characteristics,
): Attribute => define(name, 'complex', description, { subAttributes, ...characteristics });

export const complexList = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  characteristics?: Characteristics,
): Attribute => complex(name, description, subAttributes, { multiValued: true, ...characteristics });

/** The sub-attributes most multi-valued attributes have beside `value` (RFC 7643 §2.4). */
export const labels = (canonicalTypes?: readonly string[]): readonly Attribute[] => [
  text('display', 'What to show to people.'),
  text('type', 'What this value is used for.', canonicalTypes === undefined ? {} : { canonicalValues: canonicalTypes }),
  flag('primary', 'Whether this is the preferred value; true for one value at most.'),
];
