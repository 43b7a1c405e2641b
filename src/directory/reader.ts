/** From the named values of a row, a line or a resource to a record, or to the reason why it is none. */
import { isUnassigned, type Json, type JsonObject } from '../scim/json.ts';
import { readBoolean } from './boolean.ts';
import { quoted } from './problem.ts';
import {
  type DirectoryRecord,
  type GroupRecord,
  type Kind,
  type MembershipRecord,
  type PersonRecord,
  type Reject,
  reject,
  type Where,
} from './record.ts';

export interface Reader<Entry extends DirectoryRecord> {
  readonly kind: Kind;
  /** `values` are those that are there, by their right names; `row` is what to show when they cannot be read. */
  read(values: JsonObject, at: Where, row: string): Entry | Reject;
}

/** Why a value cannot be what its name says. */
class Unreadable extends Error {}

/** Deeper than any attribute, and shallow enough for whoever walks through it. */
const MAX_DEPTH = 32;

const typeOf = (value: Json): string =>
  Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;

/** An id: a text, or a whole number that lost nothing when it was read. */
const readKey = (values: JsonObject, name: string): string => {
  const value = values[name];
  if (value === undefined || value === '') throw new Unreadable(`${name} is missing`);
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') throw new Unreadable(`${name} is ${typeOf(value)}; it must be a text`);
  if (Number.isSafeInteger(value)) return String(value);
  throw new Unreadable(`${name} is a number that cannot be kept exactly; it must be written as a text`);
};

const readText = (name: string, value: Json): string => {
  if (typeof value === 'string') return value;
  throw new Unreadable(`${name} is ${typeOf(value)}; it must be a text`);
};

const readActive = (value: Json): boolean => {
  const read = readBoolean(value);
  if (read !== undefined) return read;
  const found = typeof value === 'object' ? typeOf(value) : quoted(String(value));
  throw new Unreadable(`active is ${found}; it must be true or false, yes or no, 1 or 0`);
};

const isDeep = (value: Json): boolean => {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
};

const readOther = (name: string, value: Json): Json => {
  if (typeof value === 'object' && isDeep(value)) {
    throw new Unreadable(`${quoted(name)} is nested deeper than ${MAX_DEPTH} levels`);
  }
  return value;
};

const readPersonAttribute = (name: string, value: Json, values: JsonObject): Json => {
  switch (name) {
    case 'userName':
    case 'manager':
      return readKey(values, name);
    case 'active':
      return readActive(value);
    case 'givenName':
    case 'familyName':
    case 'displayName':
    case 'email':
    case 'title':
    case 'department':
      return readText(name, value);
    default:
      return readOther(name, value);
  }
};

const readAttributes = (
  values: JsonObject,
  readOne: (name: string, value: Json, values: JsonObject) => Json,
): Record<string, Json> => {
  const attributes: Record<string, Json> = {};
  for (const name of Object.keys(values)) {
    const value = values[name];
    if (name !== 'id' && !isUnassigned(value)) attributes[name] = readOne(name, value, values);
  }
  return attributes;
};

const reader = <Entry extends DirectoryRecord>(
  kind: Kind,
  make: (values: JsonObject, at: Where) => Entry,
): Reader<Entry> => ({
  kind,
  read(values, at, row) {
    try {
      return make(values, at);
    } catch (error) {
      if (error instanceof Unreadable) return reject(kind, error.message, at, row);
      throw error;
    }
  },
});

export const PERSON: Reader<PersonRecord> = reader('person', (values, at) => {
  const id = readKey(values, 'id');
  readKey(values, 'userName');
  return { kind: 'person', id, attributes: readAttributes(values, readPersonAttribute), at };
});

export const GROUP: Reader<GroupRecord> = reader('group', (values, at) => {
  const id = readKey(values, 'id');
  const displayName = readKey(values, 'displayName');
  return { kind: 'group', id, displayName, attributes: { ...readAttributes(values, readOther), displayName }, at };
});

export const MEMBERSHIP: Reader<MembershipRecord> = reader('membership', (values, at) => ({
  kind: 'membership',
  group: readKey(values, 'group'),
  member: readKey(values, 'member'),
  at,
}));
