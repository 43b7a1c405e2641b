/** Faults in changing the members of a group. */
import { getIgnoringCase } from '../../scim/attribute.ts';
import { asList, isObject, type JsonObject, withMember } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { type Fault, isGroup, reports, targets, without } from './fault.ts';

type Doing = (
  resource: JsonObject,
  operation: PatchOperation,
  rightly: (operation: PatchOperation) => JsonObject,
) => JsonObject;

/** Does something else when an operation on a group is like this. */
const instead =
  (applies: (operation: PatchOperation) => boolean, doing: Doing) =>
  (good: Behaviour): Partial<Behaviour> => ({
    applyOperation: (resource, operation, model, call) => {
      const rightly = (other: PatchOperation): JsonObject => good.applyOperation(resource, other, model, call);
      return isGroup(model) && applies(operation) ? doing(resource, operation, rightly) : rightly(operation);
    },
  });

const onAllMembers =
  (op: PatchOperation['op']) =>
  (operation: PatchOperation): boolean =>
    operation.op === op && targets(operation, 'members') && operation.path?.valueFilter === undefined;

const valueIds = ({ value }: PatchOperation): readonly string[] => memberIds({ members: [...asList(value)] });

export const MEMBER_FAULTS: readonly Fault[] = [
  {
    id: 'group-remove-member-filter-noop',
    title: 'Answers 200 to the remove of one member and keeps him',
    links: reports(
      'wso2/product-is#7040',
      'Captain-P-Goldfish/SCIM-SDK#54',
      'simpleidserver/SimpleIdServer#696',
      'croffasia/itsaplan#250',
    ),
    alter: instead(
      (operation) =>
        operation.op === 'remove' && targets(operation, 'members') && operation.path?.valueFilter !== undefined,
      (resource) => resource,
    ),
  },
  {
    id: 'patch-remove-members-no-filter-not-emptied',
    title: 'Answers 200 to the remove of all members and keeps them',
    links: reports('vouch-sh/vouch#1415'),
    alter: instead(
      (operation) => onAllMembers('remove')(operation) && operation.value === undefined,
      (resource) => resource,
    ),
  },
  {
    id: 'group-replace-members-keeps-stale',
    title: 'Adds the members of a replace to those that are there',
    links: reports('keycloak/keycloak#52752'),
    alter: instead(onAllMembers('replace'), (_resource, operation, rightly) => rightly({ ...operation, op: 'add' })),
  },
  {
    id: 'group-replace-members-fewer-ignored',
    title: 'Ignores a replace of members with some of those that are there',
    links: reports('Captain-P-Goldfish/SCIM-SDK#833'),
    alter: instead(onAllMembers('replace'), (resource, operation, rightly) =>
      valueIds(operation).every((id) => memberIds(resource).includes(id)) ? resource : rightly(operation),
    ),
  },
  {
    id: 'group-patch-replace-members-corrupts',
    title: 'Writes the first member of a replace over the group itself, and empties it',
    links: reports('simpleidserver/SimpleIdServer#844'),
    alter: instead(onAllMembers('replace'), (resource, operation) => {
      const [first] = asList(operation.value);
      return { ...without(resource, 'members'), ...(isObject(first) ? first : {}) };
    }),
  },
  {
    id: 'group-replace-other-attr-empties-members',
    title: 'Empties the group when a replace without path does not name the members',
    links: reports('langwatch/langwatch#7131'),
    alter: instead(
      ({ op, path, value }) =>
        op === 'replace' && path === undefined && isObject(value) && getIgnoringCase(value, 'members') === undefined,
      (_resource, operation, rightly) => without(rightly(operation), 'members'),
    ),
  },
  {
    id: 'group-put-members-immutable-error',
    title: 'Refuses a PUT of a group with other members, because member values are immutable',
    links: reports('simpleidserver/SimpleIdServer#247', 'simpleidserver/SimpleIdServer#844'),
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const [before, after] = [memberIds(current), memberIds(incoming)];
        if (isGroup(model) && before.some((id, index) => after[index] !== undefined && after[index] !== id)) {
          throw refusal(400, 'members.value is immutable.', 'mutability');
        }
        return good.merge(current, incoming, model, call);
      },
    }),
  },
  {
    id: 'group-put-displayname-not-updated',
    title: 'Takes the members of a PUT of a group and keeps the old name',
    links: reports('jelhub/scimgateway#95'),
    alter: (good) => ({
      merge: (current, incoming, model, call) => {
        const next = good.merge(current, incoming, model, call);
        return isGroup(model) ? withMember(next, 'displayName', current.displayName) : next;
      },
    }),
  },
  {
    id: 'group-remove-member-deletes-org-membership',
    title: 'Deletes the users who are taken out of a group',
    links: reports('tuist/tuist#13209'),
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const before = memberIds(call.service.store.get(model.type.name, id));
        const after = await good.update(call, model, id, change);
        for (const member of before.filter((gone) => !memberIds(after).includes(gone))) {
          call.service.store.remove('User', member);
        }
        return after;
      },
    }),
  },
  {
    id: 'group-in-group-refused',
    title: 'Refuses groups as members of groups',
    links: [],
    alter: (good) => ({
      checkReferences(resource, model, call) {
        const isNested = memberIds(resource).some((id) => call.service.store.typeOf(id) === 'Group');
        if (isGroup(model) && isNested) throw refusal(400, 'A group has users only.', 'invalidValue');
        good.checkReferences(resource, model, call);
      },
    }),
  },
];
