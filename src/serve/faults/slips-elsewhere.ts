/**
 * Slips in PATCH, uniqueness, groups and values that a server of quite another build could make. Nobody has reported these; each
 * is a plausible slip that some case must notice.
 */
import { getIgnoringCase } from '../../scim/attribute.ts';
import { asList, isObject, type Json } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { Call } from '../behaviour.ts';
import { memberIds } from '../store.ts';
import { crash, type Fault, isGroup, isUser, mapTexts, patching, showing } from './fault.ts';

const operationsOf = (body: Json): readonly Json[] =>
  asList(isObject(body) ? getIgnoringCase(body, 'Operations') : undefined);

/** The operation as if its path had no filter. */
const unfiltered = (operation: Json): Json =>
  isObject(operation) && typeof operation.path === 'string'
    ? { ...operation, path: operation.path.replace(/\[.*\]/, '') }
    : operation;

const isNameAdded = ({ op, path }: PatchOperation): boolean =>
  op === 'add' && path?.attribute === 'name' && path.subAttribute === undefined;

/** The members that a list in the body names more than once. */
const repeatedIn = (body: Json): readonly Json[] =>
  [isObject(body) ? body.members : undefined, ...operationsOf(body).map((one) => isObject(one) && one.value)].flatMap(
    (list) => {
      const named = Array.isArray(list) ? list.map((member: Json) => isObject(member) && (member.value ?? null)) : [];
      return named.filter((value, index) => named.indexOf(value) < index);
    },
  );

export const SLIPS_ELSEWHERE: readonly Fault[] = [
  {
    id: 'attributes-part-of-first-value',
    title: 'Shows a part that is asked for of the first value only',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const shown = good.project(found, selection, call);
        const parts = (selection.attributes ?? []).map((name) => /^(\w+)\.\w+$/.exec(name)?.[1]);
        return Object.fromEntries(
          Object.entries(shown).map(([name, value]) => [
            name,
            parts.includes(name) && Array.isArray(value) ? value.slice(0, 1) : value,
          ]),
        );
      },
    }),
  },
  {
    id: 'external-id-always-shown',
    title: 'Shows the externalId whatever attributes says',
    links: [],
    alter: showing((shown, { resource }) =>
      resource.externalId === undefined ? shown : { ...shown, externalId: resource.externalId },
    ),
  },
  {
    id: 'patch-add-keeps-parts',
    title: 'Adds to a name only the parts that it lacks',
    links: [],
    alter: patching(
      (operation, model, resource) => isUser(model) && isNameAdded(operation) && isObject(resource.name),
      (resource, operation, rightly) => {
        const { name } = resource;
        const changed = rightly(resource, operation);
        return { ...changed, name: { ...(isObject(changed.name) && changed.name), ...(isObject(name) && name) } };
      },
    ),
  },
  {
    id: 'patch-broken-filter-ignored',
    title: 'Passes over a filter in the path of a PATCH that it cannot read',
    links: [],
    alter: (good) => ({
      readPatch(body, model, call) {
        try {
          return good.readPatch(body, model, call);
        } catch (problem) {
          if (!isObject(body)) throw problem;
          return good.readPatch({ ...body, Operations: operationsOf(body).map(unfiltered) }, model, call);
        }
      },
    }),
  },
  {
    id: 'patch-removes-first',
    title: 'Carries out what a PATCH removes before what it adds and replaces',
    links: [],
    alter: (good) => ({
      readPatch: (body, model, call) =>
        good
          .readPatch(body, model, call)
          .toSorted((one, other) => Number(other.op === 'remove') - Number(one.op === 'remove')),
    }),
  },
  {
    id: 'patch-nothing-500',
    title: 'Fails with 500 on a PATCH without any operation',
    links: [],
    alter: (good) => ({
      readPatch: (body, model, call) =>
        isObject(body) && Array.isArray(body.Operations) && body.Operations.length === 0
          ? crash('reading op of undefined')
          : good.readPatch(body, model, call),
    }),
  },
  {
    id: 'unique-against-oneself',
    title: 'Refuses a user his own userName in other letters',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        const before = self === undefined ? undefined : call.service.store.get(model.type.name, self);
        const isOther = before !== undefined && before.userName !== resource.userName;
        good.checkUnique(resource, model, call, isOther ? undefined : self);
      },
    }),
  },
  {
    id: 'group-circle-500',
    title: 'Fails with 500 on a user whose groups contain each other',
    links: [],
    alter: (good) => ({
      represent: (resource, model, call) => {
        const groups = isUser(model) ? [...call.service.store.list('Group')] : [];
        const membersOf = (id: Json | undefined): readonly string[] =>
          groups.filter((group) => group.id === id).flatMap((group) => memberIds(group));
        const isCircle = groups.some(({ id }) =>
          membersOf(id).some(
            (member) => membersOf(member).includes(String(id)) && membersOf(id).includes(String(resource.id)),
          ),
        );
        return isCircle ? crash('Maximum call stack size exceeded') : good.represent(resource, model, call);
      },
    }),
  },
  {
    id: 'put-without-groups-leaves-them',
    title: 'Takes a user out of his groups when a PUT lists none',
    links: [],
    alter: (good) => ({
      replace: async (call, model, id) => {
        const answer = await good.replace(call, model, id);
        const { store } = call.service;
        const { groups } = isObject(call.body) ? call.body : {};
        for (const group of Array.isArray(groups) && groups.length === 0 && isUser(model)
          ? [...store.list('Group')]
          : []) {
          const others = asList(group.members).filter((member) => !isObject(member) || member.value !== id);
          if (memberIds(group).includes(id)) store.put('Group', { ...group, members: [...others] });
        }
        return answer;
      },
    }),
  },
  {
    id: 'member-display-renames-user',
    title: 'Gives a user the name by which a group is told to display him',
    links: [],
    alter: (good) => ({
      applyOperation: (resource, operation, model, call) => {
        const { store } = call.service;
        for (const member of isGroup(model) ? asList(operation.value) : []) {
          const user = isObject(member) ? store.get('User', String(member.value)) : undefined;
          if (user !== undefined && isObject(member) && typeof member.display === 'string') {
            store.put('User', { ...user, displayName: member.display });
          }
        }
        return good.applyOperation(resource, operation, model, call);
      },
    }),
  },
  {
    id: 'bulk-id-by-its-beginning',
    title: 'Puts an id where the text of another bulkId only begins with its own',
    links: [],
    alter: (good) => ({
      resolveBulkIds: (data, ids, call) => {
        const replaced = mapTexts(data, (text) =>
          [...ids].reduce((before, [bulkId, id]) => before.replace(`bulkId:${bulkId}`, id), text),
        );
        return good.resolveBulkIds(replaced, ids, call);
      },
    }),
  },
  {
    id: 'nested-member-called-user',
    title: 'Calls a group that is a member a user, and refers to it as one',
    links: [],
    alter: showing((shown, { model }, call) =>
      isGroup(model) && Array.isArray(shown.members)
        ? {
            ...shown,
            members: shown.members.map((member) =>
              isObject(member) && member.type === 'Group'
                ? { ...member, type: 'User', $ref: `${call.baseUrl}/Users/${String(member.value)}` }
                : member,
            ),
          }
        : shown,
    ),
  },
  {
    id: 'member-named-twice-kept-twice',
    title: 'Keeps a member twice whom a request names twice',
    links: [],
    alter: (good) => {
      const repeated = new Set<Json>();
      const note = ({ body }: Call): void => {
        for (const value of repeatedIn(body ?? null)) repeated.add(value);
      };
      return {
        create: (call, model) => {
          note(call);
          return good.create(call, model);
        },
        modify: (call, model, id) => {
          note(call);
          return good.modify(call, model, id);
        },
        ...showing((shown, { model }) =>
          isGroup(model) && Array.isArray(shown.members)
            ? {
                ...shown,
                members: shown.members.flatMap((member) =>
                  isObject(member) && repeated.has(member.value ?? null) ? [member, member] : [member],
                ),
              }
            : shown,
        )(good),
      };
    },
  },
  {
    id: 'values-shown-up-to-twenty',
    title: 'Shows the first twenty values of a list about a user',
    links: [],
    alter: showing((shown, { model }) =>
      isUser(model)
        ? Object.fromEntries(
            Object.entries(shown).map(([name, value]) => [name, Array.isArray(value) ? value.slice(0, 20) : value]),
          )
        : shown,
    ),
  },
  {
    id: 'content-type-missing-500',
    title: 'Fails with 500 on a body whose media type is not said',
    links: [],
    alter: (good) => ({
      readBody: (contentType, text, call) =>
        contentType === undefined ? crash('reading startsWith of undefined') : good.readBody(contentType, text, call),
    }),
  },
];
