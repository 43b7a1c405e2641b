/** SCIM resources as the flat values of a directory. */
import { getIgnoringCase, sameName } from '../scim/attribute.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from '../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../scim/urn.ts';

/** What is the server's own business, or says nothing of the person; `id` is kept beside the attributes. */
const SERVERS_OWN = ['schemas', 'meta', 'id', 'groups', 'password'];

const others = (resource: JsonObject, without: readonly string[]): JsonObject =>
  Object.fromEntries(
    Object.entries(resource).filter(([name]) => name !== '__proto__' && !without.some((one) => sameName(one, name))),
  );

const member = (value: Json | undefined, name: string): Json | undefined =>
  isObject(value) ? getIgnoringCase(value, name) : undefined;

/** The primary address, else one of type work, else the first. */
const emailOf = (resource: JsonObject): Json | undefined => {
  const emails = asList(getIgnoringCase(resource, 'emails')).filter((email) => !isUnassigned(member(email, 'value')));
  const chosen =
    emails.find((email) => member(email, 'primary') === true) ??
    emails.find((email) => member(email, 'type') === 'work') ??
    emails[0];
  return member(chosen, 'value');
};

/** The manager's id; some servers write it without the object around it. */
const managerOf = (enterprise: Json | undefined): Json | undefined => {
  const manager = member(enterprise, 'manager');
  return isObject(manager) ? member(manager, 'value') : manager;
};

const assigned = (values: Readonly<Record<string, Json | undefined>>): JsonObject => {
  const kept: JsonObject = {};
  for (const [name, value] of Object.entries(values)) if (!isUnassigned(value) && value !== '') kept[name] = value;
  return kept;
};

/** The attributes of a person by their names in a directory, and everything else of the resource under its own name. */
export const flattenUser = (user: JsonObject): JsonObject => {
  const name = getIgnoringCase(user, 'name');
  const enterprise = getIgnoringCase(user, ENTERPRISE_USER_URN);
  const flat = {
    id: getIgnoringCase(user, 'id'),
    userName: getIgnoringCase(user, 'userName'),
    givenName: member(name, 'givenName'),
    familyName: member(name, 'familyName'),
    displayName: getIgnoringCase(user, 'displayName'),
    email: emailOf(user),
    active: getIgnoringCase(user, 'active'),
    title: getIgnoringCase(user, 'title'),
    department: member(enterprise, 'department'),
    manager: managerOf(enterprise),
  };
  return { ...others(user, [...SERVERS_OWN, ...Object.keys(flat)]), ...assigned(flat) };
};

/** A group without its members. */
export const groupValues = (group: JsonObject): JsonObject => {
  const flat = { id: getIgnoringCase(group, 'id'), displayName: getIgnoringCase(group, 'displayName') };
  return { ...others(group, [...SERVERS_OWN, 'members', 'displayName']), ...assigned(flat) };
};
