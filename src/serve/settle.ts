/** The form in which resources are kept. */
import { isObject, isUnassigned, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { ENTERPRISE_USER_URN } from '../scim/urn.ts';
import { prepareUserName } from './precis.ts';
import { memberIds } from './store.ts';

/**
 * Without unassigned attributes, empty containers and repeated values; `schemas` names what is there; what follows from
 * other resources is left out (a user's groups, all but the ids of members and managers); userName is prepared as
 * RFC 7644 §5 asks; the password is thrown away, because nobody can log in here.
 */
export const settle = (resource: JsonObject, model: ResourceModel): JsonObject => {
  const {
    schemas: _s,
    password: _p,
    groups: _g,
    id,
    externalId,
    members,
    ...rest
  } = withoutNothing(withoutDerived(resource));
  const ids = [...new Set(memberIds({ members: members ?? [] }))];
  const present = model.extensions.map((extension) => extension.id).filter((urn) => rest[urn] !== undefined);
  return {
    schemas: [model.core.id, ...present],
    ...(id === undefined ? {} : { id }),
    ...(externalId === undefined ? {} : { externalId }),
    ...Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, distinct(value)])),
    ...(typeof rest.userName === 'string' ? { userName: prepareUserName(rest.userName) } : {}),
    ...(ids.length > 0 ? { members: ids.map((value) => ({ value })) } : {}),
  };
};

const withoutDerived = (resource: JsonObject): JsonObject => {
  const extension = resource[ENTERPRISE_USER_URN];
  const manager = isObject(extension) ? extension.manager : undefined;
  return isObject(extension) && isObject(manager) && typeof manager.value === 'string'
    ? { ...resource, [ENTERPRISE_USER_URN]: { ...extension, manager: { value: manager.value } } }
    : resource;
};

const withoutNothing = (object: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      const kept = isObject(value)
        ? withoutNothing(value)
        : Array.isArray(value)
          ? value.map((item) => (isObject(item) ? withoutNothing(item) : item)).filter(isSomething)
          : value;
      return isSomething(kept) ? [[name, kept]] : [];
    }),
  );

const isSomething = (value: Json): boolean =>
  !isUnassigned(value) && !(isObject(value) && Object.keys(value).length === 0);

/** RFC 7643 §2.4: one (type, value) pair at most; the first stays. */
const distinct = (value: Json): Json => {
  if (!Array.isArray(value)) {
    return value;
  }
  const seen = new Set<string>();
  return value.filter((item) => {
    const key = isObject(item) && item.value !== undefined ? pair(item) : JSON.stringify(item);
    return !seen.has(key) && seen.add(key);
  });
};

const pair = (item: JsonObject): string => JSON.stringify([String(item.type).toLowerCase(), item.value ?? null]);
