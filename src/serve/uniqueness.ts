/** What must be unique, and what must exist. */
import { isObject, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Call } from './behaviour.ts';
import { refusal } from './errors.ts';
import { memberIds } from './store.ts';

/**
 * 409 uniqueness (RFC 7644 §3.3) for a userName that somebody has, ignoring case, and, when switched on, for the name of
 * a group. On PUT and PATCH the RFC allows 400 as well; one answer for all three is easier to understand.
 */
export const checkUnique = (resource: JsonObject, model: ResourceModel, call: Call, self?: string): void => {
  const { capabilities, store } = call.service;
  const type = model.type.name;
  const attribute =
    type === 'User' ? 'userName' : type === 'Group' && capabilities.uniqueGroupNames ? 'displayName' : undefined;
  const value = attribute && resource[attribute];
  if (typeof value === 'string' && store.idsBy(type, String(attribute), value).some((id) => id !== self)) {
    throw refusal(409, `There is a ${type} with this ${attribute} already.`, 'uniqueness');
  }
};

/**
 * Members must exist (RFC 7643 §2.3.7 leaves it to us; silently losing or keeping unknown ones hurts more than a 400).
 * Managers need not: Entra sends them before it has created them.
 */
export const checkReferences = (resource: JsonObject, model: ResourceModel, call: Call): void => {
  const { store } = call.service;
  if (model.type.name !== 'Group') {
    return;
  }
  for (const member of memberIds(resource)) {
    if (store.typeOf(member) === undefined && !call.bulk?.promised.has(member)) {
      throw refusal(400, `No user or group has the id of the member ${member}.`, 'invalidValue');
    }
    if (member === resource.id) {
      throw refusal(400, 'A group cannot be a member of itself.', 'invalidValue');
    }
  }
  const { members } = resource;
  if (Array.isArray(members) && members.some((member) => !isObject(member) || typeof member.value !== 'string')) {
    throw refusal(400, 'Every member needs a value, the id of a user or a group.', 'invalidValue');
  }
};
