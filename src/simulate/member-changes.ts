/** What a request says about the members of a group: apart from the rest, because groups can be as large as the company. */
import { findAttribute, getIgnoringCase, keyIgnoringCase, sameName } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject, withoutMember } from '../scim/json.ts';
import { compileValueFilter } from '../scim/match.ts';
import type { PatchOperation } from '../scim/patch.ts';
import type { ResourceModel } from '../scim/schema.ts';

export type MemberChange =
  | { readonly kind: 'add' | 'remove' | 'set'; readonly ids: readonly string[] }
  /** Those that the test holds for. */
  | { readonly kind: 'remove-where'; readonly test: (id: string) => boolean }
  /** Nobody can say who is a member afterwards. */
  | { readonly kind: 'unknown' };

const MEMBERS = 'members';

export const hasMembers = ({ core }: ResourceModel): boolean => findAttribute(core.attributes, MEMBERS) !== undefined;

/** The ids in a list of members; of a single member its id. */
export const memberIds = (value: Json | undefined): string[] =>
  asList(value).flatMap((member) => {
    const id = isObject(member) ? getIgnoringCase(member, 'value') : member;
    return typeof id === 'string' ? [id] : [];
  });

/** Undefined when the resource does not show its members. */
export const membersIn = (resource: JsonObject): string[] | undefined => {
  const key = keyIgnoringCase(resource, MEMBERS);
  return key === undefined ? undefined : memberIds(resource[key]);
};

export const withoutMembers = (resource: JsonObject): JsonObject => {
  const key = keyIgnoringCase(resource, MEMBERS);
  return key === undefined ? resource : withoutMember(resource, key);
};

/** The operations of a PATCH parted in two: those on other attributes as they are, and what they say about members. */
export const partOperations = (
  operations: readonly PatchOperation[],
  model: ResourceModel,
): { readonly others: readonly PatchOperation[]; readonly members: readonly MemberChange[] } => {
  if (!hasMembers(model)) return { others: operations, members: [] };
  const others: PatchOperation[] = [];
  const members: MemberChange[] = [];
  for (const operation of operations) {
    const { op, path, value } = operation;
    if (path !== undefined && sameName(path.attribute, MEMBERS)) members.push(changeOf(operation, model));
    else if (path !== undefined || !isObject(value)) others.push(operation);
    else {
      const named = membersIn(value);
      if (named !== undefined) members.push({ kind: op === 'add' ? 'add' : 'set', ids: named });
      const rest = withoutMembers(value);
      if (Object.keys(rest).length > 0) others.push({ ...operation, value: rest });
    }
  }
  return { others, members };
};

const changeOf = ({ op, path, value }: PatchOperation, model: ResourceModel): MemberChange => {
  if (path?.subAttribute !== undefined) return { kind: 'unknown' };
  const filter = path?.valueFilter;
  if (filter !== undefined) {
    if (op !== 'remove') return { kind: 'unknown' };
    const test = compileValueFilter(filter, findAttribute(model.core.attributes, MEMBERS));
    return { kind: 'remove-where', test: (id) => test({ value: id }) };
  }
  const ids = memberIds(value);
  if (op === 'remove') return value === undefined ? { kind: 'set', ids: [] } : { kind: 'remove', ids };
  return { kind: op === 'add' ? 'add' : 'set', ids };
};
