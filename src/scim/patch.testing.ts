/** A user and a group for the tests of PATCH, and short ways to change them. */
import { deepFreeze } from './arbitrary.testing.ts';
import { ScimError } from './error.ts';
import { asList, isObject, type Json, type JsonObject } from './json.ts';
import { applyPatch, type PatchLenience, readPatch } from './patch.ts';
import type { ResourceModel } from './schema.ts';
import { GROUP_MODEL, USER_MODEL } from './schemas.ts';
import { GROUP_URN, PATCH_URN, USER_URN } from './urn.ts';

export const BABS = deepFreeze<JsonObject>({
  schemas: [USER_URN],
  id: 'babs',
  userName: 'babs',
  displayName: 'Babs',
  active: true,
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [
    { value: 'w@example.com', type: 'work', primary: true },
    { value: 'h@example.com', type: 'home', display: 'Home' },
  ],
});

export const CREW = deepFreeze<JsonObject>({
  schemas: [GROUP_URN],
  id: 'crew',
  displayName: 'Crew',
  members: [
    { value: 'u1', $ref: 'https://example.com/Users/u1', type: 'User', display: 'One' },
    { value: 'u2', type: 'User' },
  ],
});

export const body = (...operations: Json[]): JsonObject => ({ schemas: [PATCH_URN], Operations: operations });

export const patch = (
  resource: JsonObject,
  operations: Json[],
  lenience: Partial<PatchLenience> = {},
  model: ResourceModel = resource.id === 'crew' ? GROUP_MODEL : USER_MODEL,
): JsonObject => applyPatch(resource, readPatch(body(...operations), lenience), model, lenience);

export const babs = (...operations: Json[]): JsonObject => patch(BABS, operations);
export const crew = (...operations: Json[]): JsonObject => patch(CREW, operations);

export const failure = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof ScimError) return `${error.status} ${error.scimType}`;
    throw error;
  }
  return 'no failure';
};

export const elements = (resource: JsonObject, name: string): JsonObject[] => asList(resource[name]).filter(isObject);
