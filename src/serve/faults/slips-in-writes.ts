/** Slips in replacing, deleting and bulk requests. Nobody has reported these; each is a plausible slip that some case must notice. */
import { isDeepStrictEqual } from 'node:util';
import { keyIgnoringCase } from '../../scim/attribute.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from '../../scim/json.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { referencesIn } from '../bulk-references.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { type Fault, isUser, without } from './fault.ts';

/** Other users whose userName ends in the same word, as after a careless LIKE; short words, `com` among them, do not count. */
const kinOf = (user: JsonObject | undefined, call: Call): readonly JsonObject[] => {
  const ending = (userName: Json | undefined): string | undefined => /\.([^.]{5,})$/.exec(String(userName))?.[1];
  const wanted = ending(user?.userName);
  return wanted === undefined
    ? []
    : [...call.service.store.list('User')].filter(({ id, userName }) => id !== user?.id && ending(userName) === wanted);
};

/** Does not look at members that are a reference still. */
const carelessly =
  (good: Behaviour): Behaviour['checkReferences'] =>
  (resource, model, call) => {
    const members = memberIds(resource)
      .filter((id) => !id.startsWith('bulkId:'))
      .map((value) => ({ value }));
    good.checkReferences({ ...resource, members }, model, call);
  };

export const SLIPS_IN_WRITES: readonly Fault[] = [
  {
    id: 'put-merges-lists',
    title: 'Adds the values of a multi-valued attribute in a PUT to those that are there',
    links: [],
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const next = good.merge(current, incoming, model, call);
        const old = asList(current.emails);
        return next.emails === undefined
          ? next
          : {
              ...next,
              emails: [
                ...old.map((email): Json => (isObject(email) ? without(email, 'primary') : email)),
                ...asList(next.emails),
              ],
            };
      },
    }),
  },
  {
    id: 'put-merges-roles',
    title: 'Adds the roles in a PUT to those that are there',
    links: [],
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const next = good.merge(current, incoming, model, call);
        const [old, put] = [asList(current.roles), asList(next.roles)];
        return old.length === 0 || put.length === 0 ? next : { ...next, roles: [...old, ...put] };
      },
    }),
  },
  {
    id: 'put-skips-empty-values',
    title: 'Keeps the old value of what a PUT leaves out or sends empty',
    links: [],
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const next = good.merge(current, incoming, model, call);
        const isEmpty = (value: Json | undefined): boolean => isUnassigned(value) || value === '';
        const kept = Object.entries(current).filter(([name]) => name !== 'members' && isEmpty(next[name]));
        return { ...next, ...Object.fromEntries(kept) };
      },
    }),
  },
  {
    id: 'put-refuses-read-only',
    title: 'Refuses a PUT that contains meta or groups',
    links: [],
    alter: (good) => ({
      replace: (call, model, id) => {
        if (
          isObject(call.body) &&
          ['meta', 'groups'].some((name) => isObject(call.body) && keyIgnoringCase(call.body, name) !== undefined)
        ) {
          throw refusal(400, 'meta and groups are readOnly.', 'mutability');
        }
        return good.replace(call, model, id);
      },
    }),
  },
  {
    id: 'put-writes-others-too',
    title: 'Writes the displayName of a PUT to all users whose userName ends alike',
    links: [],
    alter: (good) => ({
      replace: async (call, model, id) => {
        const answer = await good.replace(call, model, id);
        const user = call.service.store.get('User', id);
        for (const other of user === undefined ? [] : kinOf(user, call)) {
          call.service.store.put('User', { ...other, displayName: user?.displayName ?? null });
        }
        return answer;
      },
    }),
  },
  {
    id: 'deactivation-takes-others-too',
    title: 'Deactivates all users whose userName ends alike',
    links: [],
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const after = await good.update(call, model, id, change);
        for (const other of isUser(model) && after.active === false ? kinOf(after, call) : []) {
          call.service.store.put('User', { ...other, active: false });
        }
        return after;
      },
    }),
  },
  {
    id: 'patch-writes-others-too',
    title: 'Writes an address that a filter in a path finds to all users whose userName ends alike',
    links: [],
    alter: (good) => ({
      modify: async (call, model, id) => {
        const answer = await good.modify(call, model, id);
        const user = isUser(model) && call.text.includes('emails[') ? call.service.store.get('User', id) : undefined;
        for (const other of user === undefined ? [] : kinOf(user, call)) {
          call.service.store.put('User', { ...other, emails: user?.emails ?? [] });
        }
        return answer;
      },
    }),
  },
  {
    id: 'delete-takes-others-too',
    title: 'Deletes all users whose userName ends alike',
    links: [],
    alter: (good) => ({
      remove: async (call, model, id) => {
        const kin = kinOf(call.service.store.get('User', id), call);
        const answer = await good.remove(call, model, id);
        for (const other of kin) {
          good.erase(String(other.id), model, call);
        }
        return answer;
      },
    }),
  },
  {
    id: 'delete-twice-204',
    title: 'Answers 204 to the DELETE of a resource that does not exist (any more)',
    links: [],
    alter: (good) => ({
      remove: (call, model, id) =>
        call.service.store.get(model.type.name, id) === undefined ? { status: 204 } : good.remove(call, model, id),
    }),
  },
  {
    id: 'collection-written-204',
    title: 'Answers 204 to PUT and DELETE on /Users, and does nothing',
    links: [],
    alter: (good) => ({
      dispatch: (call) =>
        ['PUT', 'DELETE'].includes(call.method) && call.segments.length === 1 && call.segments[0] === 'Users'
          ? { status: 204 }
          : good.dispatch(call),
    }),
  },
  {
    id: 'bulk-unknown-reference-kept',
    title: 'Stores references to bulkIds that no operation has as they stand',
    links: [],
    alter: (good) => ({
      resolveBulkIds: (data, ids, call) => {
        try {
          return good.resolveBulkIds(data, ids, call);
        } catch {
          return data;
        }
      },
      checkReferences: carelessly(good),
    }),
  },
  {
    id: 'bulk-circular-references-kept',
    title: 'Stores the references of two operations that name each other as they stand',
    links: [],
    alter: (good) => ({
      resolveBulkIds: (data, ids, call) => {
        const operations = isObject(call.body) ? asList(call.body.Operations).filter(isObject) : [];
        const dataOf = (bulkId: string): Json => operations.find((one) => one.bulkId === bulkId)?.data ?? null;
        const isCircular = [...referencesIn(data)].some((bulkId) =>
          [...referencesIn(dataOf(bulkId))].some((back) => isDeepStrictEqual(dataOf(back), data)),
        );
        return isCircular ? data : good.resolveBulkIds(data, ids, call);
      },
      checkReferences: carelessly(good),
    }),
  },
  {
    id: 'bulk-forward-reference-409',
    title: 'Resolves references only to operations that came before',
    links: [],
    alter: () => ({ looksAhead: () => false }),
  },
  {
    id: 'bulk-creates-twins',
    title: 'Does not look for duplicates within a bulk request',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        if (call.bulk === undefined) {
          good.checkUnique(resource, model, call, self);
        }
      },
    }),
  },
];
