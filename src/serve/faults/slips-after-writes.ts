/** Slips in what follows from a write. Nobody has reported these; each is a plausible slip that some case must notice. */
import { isDeepStrictEqual } from 'node:util';
import { findExtension } from '../../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Found } from '../behaviour.ts';
import { memberIds } from '../store.ts';
import { type Fault, isGroup, isUser, patching, without } from './fault.ts';

const lower = (value: Json | undefined): string => String(value).toLowerCase();

export const SLIPS_AFTER_WRITES: readonly Fault[] = [
  {
    id: 'deleted-still-found',
    title: 'Goes on finding deleted resources by filters',
    links: [],
    alter: (good) => {
      const gone: Found[] = [];
      return {
        erase: (id, model, call) => {
          const resource = call.service.store.get(model.type.name, id);
          if (resource !== undefined) {
            gone.push({ model, resource: good.represent(resource, model, call) });
          }
          good.erase(id, model, call);
        },
        find: (query, models, call) => {
          const { filter } = query;
          const left = filter === undefined ? [] : gone.filter(({ model }) => models.includes(model));
          return [
            ...good.find(query, models, call),
            ...left.filter((found) => filter && good.matcher(filter, found.model, call)(found)),
          ];
        },
      };
    },
  },
  {
    id: 'deleted-takes-changes',
    title: 'Answers 204 to a PUT or PATCH of what it has deleted',
    links: [],
    alter: (good) => {
      const gone = new Set<string>();
      return {
        erase: (id, model, call) => {
          gone.add(id);
          good.erase(id, model, call);
        },
        replace: (call, model, id) => (gone.has(id) ? { status: 204 } : good.replace(call, model, id)),
        modify: (call, model, id) => (gone.has(id) ? { status: 204 } : good.modify(call, model, id)),
      };
    },
  },
  {
    id: 'renamed-found-by-old-name',
    title: 'Goes on finding renamed users by their first userName',
    links: [],
    alter: (good) => {
      const first = new Map<Json, Json>();
      return {
        insert: async (resource, model, call) => {
          const stored = await good.insert(resource, model, call);
          if (isUser(model)) {
            first.set(stored.id ?? null, stored.userName ?? null);
          }
          return stored;
        },
        find: (query, models, call) => {
          const found = good.find(query, models, call);
          const { filter } = query;
          if (filter?.type !== 'compare' || lower(filter.path.attribute) !== 'username' || found.length > 0) {
            return found;
          }
          const everybody = good.find({ ...query, filter: { type: 'present', path: filter.path } }, models, call);
          return everybody.filter(({ resource }) => lower(first.get(resource.id ?? null)) === lower(filter.value));
        },
      };
    },
  },
  {
    id: 'put-counts-as-creation',
    title: 'Takes the time of a PUT without meta for the time of creation',
    links: [],
    alter: (good) => ({
      replace: async (call, model, id) => {
        const answer = await good.replace(call, model, id);
        if (isObject(call.body) && call.body.meta !== undefined) {
          return answer;
        }
        const resource: JsonObject = call.service.store.get(model.type.name, id) ?? {};
        const meta = isObject(resource.meta) ? resource.meta : {};
        const created = new Date(call.service.now() + 1000).toISOString();
        call.service.store.put(model.type.name, { ...resource, meta: { ...meta, created, lastModified: created } });
        return good.read({ ...call, method: 'GET' }, model, id);
      },
    }),
  },
  {
    id: 'group-deletes-its-members',
    title: 'Deletes the members of a group with it',
    links: [],
    alter: (good) => ({
      remove: async (call, model, id) => {
        const members = isGroup(model) ? memberIds(call.service.store.get('Group', id)) : [];
        const answer = await good.remove(call, model, id);
        for (const member of members) {
          call.service.store.remove('User', member);
        }
        return answer;
      },
    }),
  },
  {
    id: 'deleted-stays-member',
    title: 'Leaves deleted users among the members of their groups',
    links: [],
    alter: () => ({ erase: (id, model, call) => call.service.store.remove(model.type.name, id) }),
  },
  {
    id: 'put-adds-members',
    title: 'Adds the members that a PUT of a group names to those that are there',
    links: [],
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const next = good.merge(current, incoming, model, call);
        return isGroup(model) ? { ...next, members: [...asList(current.members), ...asList(next.members)] } : next;
      },
    }),
  },
  {
    id: 'put-renames-by-address',
    title: 'Makes the first e-mail address in a PUT the userName when the addresses change',
    links: [],
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const next = good.merge(current, incoming, model, call);
        const [email] = asList(next.emails);
        const isSame = isDeepStrictEqual(asList(next.emails), asList(current.emails));
        return !isSame && isObject(email) && typeof email.value === 'string'
          ? { ...next, userName: email.value }
          : next;
      },
    }),
  },
  {
    id: 'patch-add-keeps-old-value',
    title: 'Keeps the value of a single-valued attribute that an add should overwrite',
    links: [],
    alter: patching(
      ({ op, path }, model, resource) =>
        op === 'add' &&
        isUser(model) &&
        path?.subAttribute === undefined &&
        typeof resource[path?.attribute ?? ''] === 'string',
      (resource) => resource,
    ),
  },
  {
    id: 'patch-remove-keeps-text',
    title: 'Answers 200 to the remove of a text, and keeps it',
    links: [],
    alter: patching(
      ({ op, path }, model, resource) =>
        op === 'remove' && isUser(model) && ['nickName', 'title'].includes(path?.attribute ?? '') && 'id' in resource,
      (resource) => resource,
    ),
  },
  {
    id: 'patch-remove-takes-whole-extension',
    title: 'Removes the whole extension when one attribute of it is to be removed',
    links: [],
    alter: patching(
      ({ op, path }, model) =>
        op === 'remove' && path?.urn !== undefined && findExtension(model, path.urn) !== undefined,
      (resource, { path }) => without(resource, path?.urn ?? ''),
    ),
  },
  {
    id: 'patch-operations-reversed',
    title: 'Carries the operations of a PATCH out from the last to the first',
    links: [],
    alter: (good) => ({ readPatch: (body, model, call) => good.readPatch(body, model, call).toReversed() }),
  },
  {
    id: 'patch-operations-beyond-twenty-lost',
    title: 'Carries out the first twenty operations of a PATCH and forgets the others',
    links: [],
    alter: (good) => ({ readPatch: (body, model, call) => good.readPatch(body, model, call).slice(0, 20) }),
  },
  {
    id: 'patch-replace-adds-values',
    title: 'Adds the values of a replace to the values that a user has',
    links: [],
    alter: patching(
      ({ op, path, value }, model) =>
        op === 'replace' &&
        isUser(model) &&
        (path === undefined
          ? isObject(value) && Array.isArray(value.emails)
          : path.valueFilter === undefined && Array.isArray(value)),
      (resource, operation, rightly) => rightly(resource, { ...operation, op: 'add' }),
    ),
  },
  {
    id: 'patch-remove-first-only',
    title: 'Removes only the first value of a multi-valued attribute that is to be removed',
    links: [],
    alter: patching(
      ({ op, path }, model, resource) =>
        op === 'remove' &&
        isUser(model) &&
        path?.valueFilter === undefined &&
        path?.subAttribute === undefined &&
        asList(resource[path?.attribute ?? '']).length > 1,
      (resource, { path }) => {
        const name = path?.attribute ?? '';
        return { ...resource, [name]: asList(resource[name]).slice(1) };
      },
    ),
  },
];
