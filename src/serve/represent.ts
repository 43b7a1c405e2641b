/** A stored resource as readers see it: with everything that follows from the other resources. */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { project as projectAttributes } from '../scim/projection.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { ENTERPRISE_USER_URN } from '../scim/urn.ts';
import type { Answer, Call, Found, Selection } from './behaviour.ts';
import { memberIds } from './store.ts';

export const location = (model: ResourceModel, id: string, call: Call): string =>
  `${call.baseUrl}${model.type.endpoint}/${encodeURIComponent(id)}`;

export const represent = (resource: JsonObject, model: ResourceModel, call: Call): JsonObject => {
  const { meta, ...attributes } = resource;
  const derived =
    model.type.name === 'User'
      ? userAttributes(resource, call)
      : model.type.name === 'Group'
        ? groupAttributes(resource, call)
        : {};
  const id = String(resource.id);
  return {
    ...attributes,
    ...derived,
    meta: { ...(isObject(meta) ? meta : {}), location: call.service.behaviour.location(model, id, call) },
  };
};

/** Represented when somebody looks: a list of thousands shows one page. */
export const lazily = (stored: JsonObject, model: ResourceModel, call: Call): Found => new Lazy(stored, model, call);

/** A class, because getters in object literals cost a hundred times as much to make. */
class Lazy implements Found {
  readonly model: ResourceModel;
  readonly #stored: JsonObject;
  readonly #call: Call;
  #shown: JsonObject | undefined;

  constructor(stored: JsonObject, model: ResourceModel, call: Call) {
    this.model = model;
    this.#stored = stored;
    this.#call = call;
  }

  get resource(): JsonObject {
    this.#shown ??= this.#call.service.behaviour.represent(this.#stored, this.model, this.#call);
    return this.#shown;
  }
}

const userAttributes = (user: JsonObject, call: Call): JsonObject => {
  const groups = groupsOf(String(user.id), call);
  const extension = user[ENTERPRISE_USER_URN];
  const manager = isObject(extension) ? extension.manager : undefined;
  return {
    ...(groups.length > 0 ? { groups } : {}),
    ...(isObject(extension) && isObject(manager)
      ? { [ENTERPRISE_USER_URN]: { ...extension, manager: managerAttributes(manager, call) } }
      : {}),
  };
};

const managerAttributes = (manager: JsonObject, call: Call): JsonObject => {
  const id = String(manager.value);
  const boss = call.service.store.get('User', id);
  return boss === undefined
    ? manager
    : {
        ...manager,
        ...reference('User', id, call),
        ...(boss.displayName ? { displayName: boss.displayName } : {}),
      };
};

/** RFC 7643 §4.1.2: direct memberships, and those through groups that are members of groups. */
const groupsOf = (id: string, call: Call): Json[] => {
  const { store } = call.service;
  const direct = store.groupsOf(id);
  const seen = new Set(direct);
  const waiting = [...direct];
  for (let group = waiting.pop(); group !== undefined; group = waiting.pop()) {
    for (const parent of store.groupsOf(group)) {
      if (!seen.has(parent)) {
        seen.add(parent);
        waiting.push(parent);
      }
    }
  }
  return [...seen].map((group) => ({
    value: group,
    ...reference('Group', group, call),
    ...display(store.get('Group', group)),
    type: direct.includes(group) ? 'direct' : 'indirect',
  }));
};

const groupAttributes = (group: JsonObject, call: Call): JsonObject => {
  const members = memberIds(group).map((id): JsonObject => {
    const type = call.service.store.typeOf(id);
    return type === undefined
      ? { value: id }
      : { value: id, ...reference(type, id, call), ...display(call.service.store.get(type, id)), type };
  });
  return members.length > 0 ? { members } : {};
};

const reference = (type: string, id: string, call: Call): JsonObject => {
  const model = call.service.models.find((candidate) => candidate.type.name === type);
  return model === undefined ? {} : { $ref: call.service.behaviour.location(model, id, call) };
};

const display = (resource: JsonObject | undefined): JsonObject => {
  const name = resource?.displayName ?? resource?.userName;
  return name === undefined ? {} : { display: name };
};

/** The resource with its version in meta. */
export const withVersion = (found: Found, call: Call): { readonly resource: JsonObject; readonly version?: string } => {
  const version = call.service.behaviour.version(found, call);
  const { resource } = found;
  return version === undefined
    ? { resource }
    : {
        resource: { ...resource, meta: { ...(isObject(resource.meta) ? resource.meta : {}), version } },
        version,
      };
};

export const project = ({ model, resource }: Found, selection: Selection, _call: Call): JsonObject =>
  projectAttributes(resource, model, selection);

export const show = (status: number, found: Found, call: Call): Answer => {
  const { behaviour } = call.service;
  const { resource, version } = withVersion(found, call);
  return {
    status,
    headers: {
      location: behaviour.location(found.model, String(resource.id), call),
      ...(version === undefined ? {} : { etag: version }),
    },
    body: behaviour.project({ model: found.model, resource }, behaviour.readSelection(call), call),
  };
};
