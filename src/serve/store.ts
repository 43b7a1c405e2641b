/** The resources of one server, in memory, with what has to be found quickly. */
import { isObject, type JsonObject } from '../scim/json.ts';
import { prepareUserName } from './precis.ts';

/** Attributes that can be looked up without going through all resources; the key ignores case and is a superset for those that do not. */
const INDEXED: Readonly<Record<string, readonly string[]>> = {
  User: ['userName', 'externalId'],
  Group: ['displayName', 'externalId'],
};

export interface Store {
  /** As it is now. Stored resources are never changed in place. */
  get(type: string, id: string): JsonObject | undefined;
  /** As readers see it: without the writes of the last `lagMs`. */
  visible(type: string, id: string): JsonObject | undefined;
  /** What readers see, oldest first. */
  list(type: string): Iterable<JsonObject>;
  put(type: string, resource: JsonObject): void;
  remove(type: string, id: string): void;
  /** Ids of the resources whose attribute has this value, ignoring case. */
  idsBy(type: string, attribute: string, value: string): readonly string[];
  /** Whether `idsBy` knows this attribute and readers see everything. */
  isIndexed(type: string, attribute: string): boolean;
  /** Ids of the groups that have this resource as a member. */
  groupsOf(id: string): readonly string[];
  /** The type of the resource with this id. */
  typeOf(id: string): string | undefined;
}

interface Entry {
  /** What it was and since when, oldest first; undefined: deleted. */
  states: { readonly since: number; readonly resource: JsonObject | undefined }[];
}

const indexKey = (value: string): string => prepareUserName(value).toLowerCase();

export const memberIds = (resource: JsonObject | undefined): readonly string[] => {
  const members = resource?.members;
  return Array.isArray(members)
    ? members.flatMap((member) => (isObject(member) && typeof member.value === 'string' ? [member.value] : []))
    : [];
};

const last = (entry: Entry | undefined): JsonObject | undefined => entry?.states.at(-1)?.resource;

export const createStore = (lagMs: number, now: () => number): Store => {
  const types = new Map<string, Map<string, Entry>>();
  const typeById = new Map<string, string>();
  const index = new Map<string, Set<string>>();
  const groups = new Map<string, Set<string>>();

  const entries = (type: string): Map<string, Entry> => {
    const known = types.get(type);
    if (known) {
      return known;
    }
    const made = new Map<string, Entry>();
    types.set(type, made);
    return made;
  };
  const indexed = (type: string): readonly string[] => INDEXED[type] ?? [];
  const keyOf = (type: string, attribute: string, value: string): string => `${type} ${attribute} ${indexKey(value)}`;

  const link = (map: Map<string, Set<string>>, key: string, id: string): void => {
    const ids = map.get(key);
    if (ids) {
      ids.add(id);
    } else {
      map.set(key, new Set([id]));
    }
  };
  const unlink = (map: Map<string, Set<string>>, key: string, id: string): void => {
    const ids = map.get(key);
    ids?.delete(id);
    if (ids?.size === 0) {
      map.delete(key);
    }
  };
  const reindex = (type: string, id: string, before: JsonObject | undefined, after: JsonObject | undefined): void => {
    for (const attribute of indexed(type)) {
      const [old, fresh] = [before?.[attribute], after?.[attribute]];
      if (typeof old === 'string' && old !== fresh) {
        unlink(index, keyOf(type, attribute, old), id);
      }
      if (typeof fresh === 'string') {
        link(index, keyOf(type, attribute, fresh), id);
      }
    }
    const kept = new Set(memberIds(after));
    for (const member of memberIds(before)) {
      if (!kept.has(member)) {
        unlink(groups, member, id);
      }
    }
    for (const member of kept) {
      link(groups, member, id);
    }
  };

  const write = (type: string, id: string, resource: JsonObject | undefined): void => {
    const all = entries(type);
    const entry = all.get(id) ?? { states: [] };
    const before = last(entry);
    reindex(type, id, before, resource);
    const seen = now() - lagMs;
    const firstNeeded = entry.states.findLastIndex((state) => state.since <= seen);
    entry.states =
      lagMs === 0
        ? [{ since: now(), resource }]
        : [...entry.states.slice(Math.max(0, firstNeeded)), { since: now(), resource }];
    if (resource === undefined) {
      typeById.delete(id);
    } else {
      typeById.set(id, type);
    }
    if (resource === undefined && lagMs === 0) {
      all.delete(id);
    } else {
      all.set(id, entry);
    }
  };

  const seenBy = (entry: Entry | undefined): JsonObject | undefined =>
    lagMs === 0 ? last(entry) : entry?.states.findLast((state) => state.since <= now() - lagMs)?.resource;

  return {
    get: (type, id) => last(types.get(type)?.get(id)),
    visible: (type, id) => seenBy(types.get(type)?.get(id)),
    *list(type) {
      for (const entry of types.get(type)?.values() ?? []) {
        const resource = seenBy(entry);
        if (resource !== undefined) {
          yield resource;
        }
      }
    },
    put(type, resource) {
      write(type, String(resource.id), resource);
    },
    remove(type, id) {
      write(type, id, undefined);
    },
    idsBy: (type, attribute, value) => [...(index.get(keyOf(type, attribute, value)) ?? [])],
    isIndexed: (type, attribute) => lagMs === 0 && indexed(type).includes(attribute),
    groupsOf: (id) => [...(groups.get(id) ?? [])],
    typeOf: (id) => typeById.get(id),
  };
};
