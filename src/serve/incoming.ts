/** What comes in with POST, PUT and PATCH, judged and changed by the protocol's own rules (src/scim). */
import { prepareCreate } from '../scim/create.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { LENIENT, type PatchLenience } from '../scim/lenience.ts';
import { applyPatch, type PatchOperation, readPatch as read } from '../scim/patch.ts';
import { replaceResource } from '../scim/put.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Call } from './behaviour.ts';

/** Everything that Okta, Entra and JumpCloud send is accepted, but for what the RFC plainly forbids. */
export const lenience = (_model: ResourceModel, call: Call): PatchLenience => ({
  ...LENIENT,
  createOnReplace: call.service.capabilities.createOnReplace,
});

export const prepare = (body: Json, model: ResourceModel, call: Call): JsonObject =>
  prepareCreate(body, model, call.service.behaviour.lenience(model, call));

/** What a PUT leaves out is cleared, but for `active`: a change of the profile must neither lock people out nor let them in. */
export const merge = (current: JsonObject, incoming: JsonObject, model: ResourceModel, call: Call): JsonObject => {
  const kept = current.active === undefined ? {} : { active: current.active };
  return replaceResource(current, { ...kept, ...incoming }, model, call.service.behaviour.lenience(model, call));
};

export const readPatch = (body: Json, model: ResourceModel, call: Call): readonly PatchOperation[] =>
  read(body, call.service.behaviour.lenience(model, call));

export const applyOperation = (
  resource: JsonObject,
  operation: PatchOperation,
  model: ResourceModel,
  call: Call,
): JsonObject => applyPatch(resource, [operation], model, call.service.behaviour.lenience(model, call));
