/**
 * What accepted requests make of a believed resource, as the RFCs read them and as leniently as targets have to. Each gives
 * the ids of those who came to be members, or ceased to be.
 */
import { getIgnoringCase } from '../scim/attribute.ts';
import { prepareCreate } from '../scim/create.ts';
import { ScimError } from '../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { applyPatch, readPatch } from '../scim/patch.ts';
import { replaceResource } from '../scim/put.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { agree, type Believed, changeMembers, takeStep, type Write } from './believed.ts';
import { memberIds, partOperations, withoutMembers } from './member-changes.ts';

/** POST. */
export const tellCreation = (believed: Believed, body: Json | undefined, write: Write): readonly string[] => {
  const value = storedOf(body, believed.kind.model);
  believed.gone = false;
  believed.doubtful = value === undefined;
  takeStep(believed, write, value ?? {});
  return changeMembers(believed, [{ kind: 'set', ids: membersOf(body) }], write);
};

/** PUT. Who does not speak of `active` wants it to stay; all else that is left out is taken away. */
export const tellReplacement = (believed: Believed, body: Json | undefined, write: Write): readonly string[] => {
  const active = getIgnoringCase(believed.value, 'active');
  const sent = { ...(active !== undefined && { active }), ...withoutMembers(isObject(body) ? body : {}) };
  const value = readable(() => replaceResource(believed.value, sent, believed.kind.model));
  believed.doubtful = value === undefined;
  takeStep(believed, write, value ?? believed.value);
  return changeMembers(believed, [{ kind: 'set', ids: membersOf(body) }], write);
};

/** PATCH. */
export const tellModification = (believed: Believed, body: Json | undefined, write: Write): readonly string[] => {
  const { model } = believed.kind;
  const changed = readable(() => {
    const { others, members } = partOperations(readPatch(body, { schemasOptional: true }), model);
    return { members, value: applyPatch(believed.value, others, model) };
  });
  takeStep(believed, write, changed?.value ?? believed.value);
  return changeMembers(believed, changed?.members ?? [{ kind: 'unknown' }], write);
};

/** DELETE. */
export const tellRemoval = (believed: Believed, write: Write): void => {
  believed.gone = true;
  believed.doubtful = false;
  takeStep(believed, write, believed.value);
};

/** It was there before, and was shown like this: that is where we begin. Nothing is known of who else is a member. */
export const beginWith = (believed: Believed, shown: JsonObject): void => {
  believed.value = storedOf(shown, believed.kind.model) ?? {};
  believed.base = believed.value;
};

/** Nobody knew, and the target says that it is like this. */
export const settleFor = (believed: Believed, shown: JsonObject): void => {
  believed.value = storedOf(shown, believed.kind.model) ?? {};
  believed.members.clear();
  for (const id of membersOf(shown)) believed.members.add(id);
  believed.doubtful = false;
  agree(believed);
};

const storedOf = (body: Json | undefined, model: ResourceModel): JsonObject | undefined =>
  isObject(body) ? readable(() => prepareCreate(withoutMembers(body), model, { schemasOptional: true })) : undefined;

const membersOf = (body: Json | undefined): string[] =>
  isObject(body) ? memberIds(getIgnoringCase(body, 'members')) : [];

/** Undefined where we cannot read what the target accepted. */
const readable = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch (error) {
    if (error instanceof ScimError) return undefined;
    throw error;
  }
};
