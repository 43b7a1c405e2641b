/** Slips in PATCH and PUT that show in one form of a change only. Nobody has reported these; some case must notice each. */
import { getIgnoringCase, sameName } from '../../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { ENTERPRISE_USER_URN, PATCH_URN } from '../../scim/urn.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { crash, type Fault, isGroup, isUser, patching, pause, targets, without } from './fault.ts';

/** What a PATCH with these operations does, when they are read otherwise. */
const readingBodies =
  (change: (body: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    readPatch: (body, model, call) => good.readPatch(isObject(body) ? change(body) : body, model, call),
  });

const isNothing = (value: Json | undefined): boolean => value === null || value === '';

const inOneCaseOnly = ({ path }: PatchOperation): boolean => {
  const filter = path?.valueFilter;
  return filter?.type === 'compare' && sameName(filter.path.attribute, 'type') && /[A-Z]/.test(String(filter.value));
};

/** Whether another user has exactly this userName. */
const isTakenExactly = (resource: JsonObject, call: Call, self: string): boolean =>
  call.service.store
    .idsBy('User', 'userName', String(resource.userName))
    .some((id) => id !== self && call.service.store.get('User', id)?.userName === resource.userName);

export const SLIPS_IN_CHANGES: readonly Fault[] = [
  {
    id: 'patch-filter-type-case-exact',
    title: 'Finds types in PATCH paths in small letters only',
    links: [],
    alter: patching(inOneCaseOnly, () => {
      throw refusal(400, 'No value has this type.', 'noTarget');
    }),
  },
  {
    id: 'patch-filter-by-type-only',
    title: "Refuses filters in the paths of users' PATCH that ask for something else than the type",
    links: [],
    alter: patching(
      ({ path }, model) =>
        isUser(model) && path?.valueFilter?.type === 'compare' && !sameName(path.valueFilter.path.attribute, 'type'),
      () => {
        throw refusal(400, 'Only types can be asked for.', 'invalidFilter');
      },
    ),
  },
  {
    id: 'patch-answer-without-members',
    title: 'Leaves the members out of what it answers to a PATCH of a group',
    links: [],
    alter: (good) => ({
      modify: async (call, model, id) => {
        const answer = await good.modify(call, model, id);
        return isGroup(model) && isObject(answer.body) ? { ...answer, body: without(answer.body, 'members') } : answer;
      },
    }),
  },
  {
    id: 'patch-value-writes-meta',
    title: 'Stores the time of creation that a value without path brings along',
    links: [],
    alter: patching(
      ({ path, value }) => path === undefined && isObject(value) && isObject(value.meta),
      (resource, operation, rightly) => {
        const { meta } = isObject(operation.value) ? operation.value : {};
        const before = isObject(resource.meta) ? resource.meta : {};
        return { ...rightly(resource, operation), meta: { ...before, ...(isObject(meta) ? meta : {}) } };
      },
    ),
  },
  {
    id: 'patch-user-name-to-nothing-ignored',
    title: 'Answers 200 to a PATCH that replaces the userName by nothing',
    links: [],
    alter: patching(
      (operation) =>
        operation.op === 'replace' &&
        (operation.path === undefined
          ? isObject(operation.value) && isNothing(getIgnoringCase(operation.value, 'userName'))
          : targets(operation, 'userName') && isNothing(operation.value)),
      (resource) => resource,
    ),
  },
  {
    id: 'patch-complex-by-text-ignored',
    title: 'Answers 200 to a PATCH that puts a text in the place of a complex value',
    links: [],
    alter: patching(
      (operation) => targets(operation, 'name') && !operation.path?.subAttribute && typeof operation.value === 'string',
      (resource) => resource,
    ),
  },
  {
    id: 'patch-missing-op-replaces',
    title: 'Takes an operation without op for a replace',
    links: [],
    alter: readingBodies((body) => ({
      ...body,
      Operations: asList(body.Operations).map((one) =>
        isObject(one) && getIgnoringCase(one, 'op') === undefined ? { ...one, op: 'replace' } : one,
      ),
    })),
  },
  {
    id: 'patch-any-schema',
    title: 'Takes a PATCH for one whatever its schemas say, if there are any',
    links: [],
    alter: readingBodies((body) => (body.schemas === undefined ? body : { ...body, schemas: [PATCH_URN] })),
  },
  {
    id: 'update-conflict-case-exact',
    title: 'Lets a user take the userName of another in another case',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        if (self === undefined || !isUser(model) || isTakenExactly(resource, call, self)) {
          good.checkUnique(resource, model, call, self);
        }
      },
    }),
  },
  {
    id: 'patch-second-primary-number',
    title: 'Leaves the primary telephone number primary when another becomes it',
    links: [],
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const before = asList(call.service.store.get(model.type.name, id)?.phoneNumbers).filter(isObject);
        const primary = before.find((number) => number.primary === true)?.value;
        const after = await good.update(call, model, id, change);
        if (primary === undefined) {
          return after;
        }
        const phoneNumbers = asList(after.phoneNumbers).map((number) =>
          isObject(number) && number.value === primary ? { ...number, primary: true } : number,
        );
        const twice = { ...after, phoneNumbers };
        call.service.store.put(model.type.name, twice);
        return twice;
      },
    }),
  },
  {
    id: 'put-keeps-enterprise-attributes',
    title: 'Keeps the enterprise attributes that a user has, whatever a PUT gives',
    links: [],
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const kept = current[ENTERPRISE_USER_URN];
        return good.merge(current, kept ? { ...incoming, [ENTERPRISE_USER_URN]: kept } : incoming, model, call);
      },
    }),
  },
  {
    id: 'put-empty-user-name-kept',
    title: 'Keeps the userName when a PUT gives an empty one',
    links: [],
    alter: (good) => ({
      replace: (call, model, id) => {
        const { body } = call;
        const userName = call.service.store.get(model.type.name, id)?.userName;
        const empty = isObject(body) && isNothing(body.userName) && userName !== undefined;
        return good.replace(empty ? { ...call, body: { ...body, userName } } : call, model, id);
      },
    }),
  },
  {
    id: 'put-of-user-leaves-groups',
    title: 'Takes a user who is replaced out of the groups that the request does not name',
    links: [],
    alter: (good) => ({
      replace: async (call, model, id) => {
        const answer = await good.replace(call, model, id);
        const { store } = call.service;
        for (const group of isUser(model) ? store.groupsOf(id) : []) {
          const resource = store.get('Group', group) ?? {};
          const members = memberIds(resource).filter((member) => member !== id);
          store.put('Group', { ...without(resource, 'members'), members: members.map((value) => ({ value })) });
        }
        return answer;
      },
    }),
  },
  {
    id: 'rename-race',
    title: 'Lets two users take one userName when they do so at the same moment',
    links: [],
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const before = call.service.store.get(model.type.name, id);
        let userName: Json | undefined;
        const named = (current: JsonObject): JsonObject => {
          const next = change(current);
          userName = next.userName;
          call.service.behaviour.checkUnique(next, model, call, id);
          return { ...next, userName: current.userName ?? null };
        };
        const after = await good.update(call, model, id, isUser(model) ? named : change);
        if (!isUser(model) || userName === undefined || userName === before?.userName) {
          return after;
        }
        await pause();
        const renamed = { ...after, userName };
        call.service.store.put(model.type.name, renamed);
        return renamed;
      },
    }),
  },
  {
    id: 'delete-race-500',
    title: 'Fails on a resource that another request deletes meanwhile',
    links: [],
    alter: (good) => ({
      remove: async (call, model, id) => {
        const isThere = (): boolean => call.service.store.get(model.type.name, id) !== undefined;
        if (isThere()) {
          await pause();
          return isThere() ? good.remove(call, model, id) : crash('the row has gone');
        }
        return good.remove(call, model, id);
      },
    }),
  },
];
