/**
 * Behaves like Pulumi Cloud, as its documentation has it (pulumi.com/docs/administration/guides/scim): a handful of
 * attributes, and 400 for all others; userName stays what it is; users are never deleted. What its `/Schemas` say is not
 * documented; here they name these attributes.
 */
import { isObject, type JsonObject } from '../../scim/json.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isGroup, isUser, without } from '../faults/fault.ts';
import { memberIds } from '../store.ts';
import { objectsIn, onlyEqual, type Preset, storing, USERS_AND_GROUPS } from './preset.ts';

const LARGEST_PAGE = 100;
const LONGEST_NAME = 100;
const COMMON = ['schemas', 'id', 'meta'];
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  User: ['userName', 'displayName', 'name', 'emails', 'active', 'groups'],
  Group: ['displayName', 'members'],
};
const NAMES = ['givenName', 'familyName'];

const unknownIn = (resource: JsonObject, model: ResourceModel): string | undefined => {
  const known = [...COMMON, ...(KNOWN[model.type.name] ?? [])];
  const names = isObject(resource.name) ? Object.keys(resource.name) : [];
  const email = objectsIn(resource.emails).find(({ type = 'work' }) => type !== 'work');
  return (
    Object.keys(resource).find((name) => !known.includes(name)) ??
    names.filter((name) => !NAMES.includes(name)).map((name) => `name.${name}`)[0] ??
    (email && `emails[type eq "${String(email.type)}"]`)
  );
};

const judge = (next: JsonObject, model: ResourceModel, before?: JsonObject): JsonObject => {
  // externalId is taken, and forgotten.
  const kept = isUser(model) ? without(next, 'externalId') : next;
  const unknown = unknownIn(kept, model);
  if (unknown !== undefined) throw refusal(400, `Unknown path: ${unknown}.`, 'invalidPath');
  if (before !== undefined && before.userName !== kept.userName) {
    throw refusal(400, 'userName cannot be changed.', 'immutability');
  }
  if (isGroup(model) && String(kept.displayName ?? '').length > LONGEST_NAME) {
    throw refusal(400, `displayName is longer than ${LONGEST_NAME} characters.`, 'invalidValue');
  }
  return kept;
};

const addresses = (user: JsonObject): string[] =>
  objectsIn(user.emails).map(({ value }) => String(value).toLowerCase());

const checkAddresses = (user: JsonObject, { service: { store } }: Call, self?: string): void => {
  const wanted = new Set(addresses(user));
  for (const other of wanted.size === 0 ? [] : store.list('User')) {
    if (other.id !== self && addresses(other).some((address) => wanted.has(address))) {
      throw refusal(409, 'Another user has this e-mail address.', 'uniqueness');
    }
  }
};

/** A group is taken whole or not at all. */
const checkMembers = (group: JsonObject, { service: { store } }: Call): void => {
  const strangers = memberIds(group).filter((id) => (store.get('User', id)?.active ?? false) !== true);
  if (strangers.length > 0) {
    throw refusal(
      400,
      `Cannot add invalid members to team. Invalid member ids: ${strangers.join(', ')}`,
      'invalidValue',
    );
  }
};

/** The schema documents with the attributes that it knows. */
const describeKnown = (schema: JsonObject): JsonObject => {
  const known = KNOWN[String(schema.name)] ?? [];
  const attributes = objectsIn(schema.attributes).filter(({ name }) => known.includes(String(name)));
  return {
    ...schema,
    attributes: attributes.map((attribute) =>
      attribute.name === 'name'
        ? {
            ...attribute,
            subAttributes: objectsIn(attribute.subAttributes).filter(({ name }) => NAMES.includes(String(name))),
          }
        : attribute.name === 'userName'
          ? { ...attribute, mutability: 'immutable' }
          : attribute,
    ),
  };
};

const alter = (good: Behaviour): Partial<Behaviour> => ({
  ...storing(good, judge),
  parseFilter: onlyEqual({ attributes: { User: ['userName'], Group: ['displayName'] }, joined: false }, good),
  page: (found, query, call) => {
    if (call.segments[0] === 'Groups') {
      return { items: found, totalResults: found.length, startIndex: 1, itemsPerPage: found.length };
    }
    if ((query.count ?? 0) > LARGEST_PAGE) throw refusal(400, `count is at most ${LARGEST_PAGE}.`, 'invalidValue');
    return good.page(found, query, call);
  },
  checkUnique: (resource, model, call, self) => {
    good.checkUnique(resource, model, call, self);
    if (isUser(model)) checkAddresses(resource, call, self);
  },
  checkReferences: (resource, model, call) => {
    if (isGroup(model)) checkMembers(resource, call);
    else good.checkReferences(resource, model, call);
  },
  schemas: (call) => good.schemas(call).map(describeKnown),
});

export const PULUMI: Preset = {
  name: 'pulumi',
  title: 'As Pulumi Cloud: few attributes and 400 for any other, user names that stay, no DELETE of users',
  links: ['https://www.pulumi.com/docs/administration/guides/scim/'],
  capabilities: { ...USERS_AND_GROUPS, enterpriseUser: false, deleteUsers: false, maxResults: LARGEST_PAGE },
  alter,
};
