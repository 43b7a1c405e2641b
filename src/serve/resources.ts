/** Create, read, replace, modify and remove one resource (RFC 7644 §3.3, §3.4.1, §3.5, §3.6). */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Answer, Call, Found } from './behaviour.ts';
import { refusal } from './errors.ts';
import { names } from './etag.ts';
import { settle } from './settle.ts';
import { memberIds } from './store.ts';

const missing = (model: ResourceModel, id: string) => refusal(404, `There is no ${model.type.name} with the id ${id}.`);

/** The stored resource, or 404. */
export const stored = (id: string, model: ResourceModel, call: Call): JsonObject => {
  const resource = call.service.store.get(model.type.name, id);
  if (resource === undefined) {
    throw missing(model, id);
  }
  return resource;
};

const shown = (resource: JsonObject, model: ResourceModel, call: Call): Found => ({
  model,
  resource: call.service.behaviour.represent(resource, model, call),
});

export const create = async (call: Call, model: ResourceModel): Promise<Answer> => {
  const { behaviour } = call.service;
  const incoming = behaviour.prepare(call.body ?? null, model, call);
  behaviour.checkReferences(incoming, model, call);
  const resource = await behaviour.insert(incoming, model, call);
  return behaviour.show(201, shown(resource, model, call), call);
};

/** Nothing may come between the check and the write: no `await` here. */
export const insert = (incoming: JsonObject, model: ResourceModel, call: Call): JsonObject => {
  const { behaviour, store } = call.service;
  behaviour.checkUnique(incoming, model, call);
  const resource = withIdentity(incoming, model, call);
  store.put(model.type.name, resource);
  return resource;
};

/** With id and meta, as it is stored. */
export const withIdentity = (incoming: JsonObject, model: ResourceModel, call: Call): JsonObject => {
  const created = new Date(call.service.now()).toISOString();
  const { schemas = [], ...attributes } = settle(incoming, model);
  return {
    schemas,
    id: call.bulk?.id ?? randomUUID(),
    ...attributes,
    ...(model.type.name === 'User' && attributes.active === undefined ? { active: true } : {}),
    meta: { resourceType: model.type.name, created, lastModified: created },
  };
};

/** Reads show what is visible after the lag. If-None-Match with the current version gives 304 (RFC 9110 §13.1.2). */
export const read = (call: Call, model: ResourceModel, id: string): Answer => {
  const { behaviour, store } = call.service;
  const resource = store.visible(model.type.name, id);
  if (resource === undefined) {
    throw missing(model, id);
  }
  const answer = behaviour.show(200, shown(resource, model, call), call);
  const known = call.headers['if-none-match'];
  const version = answer.headers?.etag;
  return known !== undefined && version !== undefined && names(known, version)
    ? { status: 304, headers: { etag: version } }
    : answer;
};

export const replace = async (call: Call, model: ResourceModel, id: string): Promise<Answer> => {
  const { behaviour } = call.service;
  stored(id, model, call);
  const incoming = behaviour.prepare(call.body ?? null, model, call);
  const resource = await behaviour.update(call, model, id, (current) =>
    behaviour.merge(current, incoming, model, call),
  );
  return behaviour.show(200, shown(resource, model, call), call);
};

/** Answers 200 with the whole resource, which all identity providers take, rather than 204. */
export const modify = async (call: Call, model: ResourceModel, id: string): Promise<Answer> => {
  const { behaviour } = call.service;
  stored(id, model, call);
  const operations = behaviour.readPatch(call.body ?? null, model, call);
  const resource = await behaviour.update(call, model, id, (current) =>
    operations.reduce((changed, operation) => behaviour.applyOperation(changed, operation, model, call), current),
  );
  return behaviour.show(200, shown(resource, model, call), call);
};

/** Nothing may come between the read and the write: no `await` here. What changes nothing leaves lastModified alone. */
export const update = (
  call: Call,
  model: ResourceModel,
  id: string,
  change: (current: JsonObject) => JsonObject,
): JsonObject => {
  const { behaviour, store } = call.service;
  const current = stored(id, model, call);
  behaviour.checkVersion(current, model, call);
  // Filters in PATCH paths may name what is derived: members[type eq "Group"].
  const next = changed(current, change(behaviour.represent(current, model, call)), model, call);
  if (next !== current) {
    store.put(model.type.name, next);
  }
  return next;
};

/** The checked next state; `current` itself when nothing differs. */
const changed = (current: JsonObject, changedTo: JsonObject, model: ResourceModel, call: Call): JsonObject => {
  const { behaviour } = call.service;
  behaviour.checkReferences(changedTo, model, call);
  const { location: _location, version: _version, ...meta } = isObject(changedTo.meta) ? changedTo.meta : {};
  const next = { ...settle(changedTo, model), id: current.id ?? null, meta };
  behaviour.checkUnique(next, model, call, String(current.id));
  return isDeepStrictEqual(current, next)
    ? current
    : { ...next, meta: { ...meta, lastModified: nextInstant(current.meta, call) } };
};

/** Later than before even when both fall into one millisecond. */
const nextInstant = (meta: JsonObject[string] | undefined, call: Call): string => {
  const before = isObject(meta) ? Date.parse(String(meta.lastModified)) : 0;
  return new Date(Math.max(call.service.now(), before + 1)).toISOString();
};

export const remove = (call: Call, model: ResourceModel, id: string): Answer => {
  const { behaviour } = call.service;
  behaviour.checkVersion(stored(id, model, call), model, call);
  behaviour.erase(id, model, call);
  return { status: 204 };
};

/** Takes the resource out of the groups it is a member of, too. */
export const erase = (id: string, model: ResourceModel, call: Call): void => {
  const { store } = call.service;
  for (const groupId of store.groupsOf(id)) {
    const group = store.get('Group', groupId);
    if (group !== undefined) {
      store.put('Group', withoutMember(group, id, call));
    }
  }
  store.remove(model.type.name, id);
};

const withoutMember = (group: JsonObject, id: string, call: Call): JsonObject => {
  const { members: _members, meta, ...rest } = group;
  const members = memberIds(group)
    .filter((member) => member !== id)
    .map((value) => ({ value }));
  return {
    ...rest,
    ...(members.length > 0 ? { members } : {}),
    meta: { ...(isObject(meta) ? meta : {}), lastModified: nextInstant(meta, call) },
  };
};
