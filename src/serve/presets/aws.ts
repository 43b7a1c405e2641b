/**
 * Behaves like AWS IAM Identity Center, as its SCIM developer guide has it (docs.aws.amazon.com/singlesignon/latest/developerguide):
 * "Limitations" and "CreateUser", "PutUser", "CreateGroup", "GetGroup", "ListGroups", "PatchGroup". GetGroup and
 * ListGroups show no members; here no answer does. Pages of 50 are those of the older editions of the guide, a newer one has
 * 100. That a PUT of a group gets 400 is assumed: there is no such operation. Its `/Schemas` are taken to be those of the RFC.
 */
import { isObject, isUnassigned, type JsonObject } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isGroup, isUser, without } from '../faults/fault.ts';
import { objectsIn, onlyEqual, type Preset, storing, USERS_AND_GROUPS } from './preset.ts';

const MOST_MEMBERS = 100;
const SINGLE = ['emails', 'addresses', 'phoneNumbers', 'roles'];
const CHANGEABLE = ['displayName', 'members', 'externalId'];
/** Okta sends the id along; the guide does not say what becomes of it, so it is taken to do no harm. */
const PASSED_OVER = ['schemas', 'id'];

const invalid = (detail: string) => refusal(400, `ValidationException: ${detail}`);

const checkUser = (user: JsonObject): void => {
  const name = isObject(user.name) ? user.name : {};
  const demanded = {
    'name.givenName': name.givenName,
    'name.familyName': name.familyName,
    displayName: user.displayName,
  };
  for (const [path, value] of Object.entries(demanded)) {
    if (isUnassigned(value) || value === '') throw invalid(`${path} is required.`);
  }
  for (const attribute of SINGLE) {
    if (objectsIn(user[attribute]).length > 1) throw invalid(`${attribute} takes a single value.`);
  }
  if (!objectsIn(user.emails).every(({ primary }) => primary === true)) throw invalid('The e-mail must be primary.');
};

const judge = (next: JsonObject, model: ResourceModel, before?: JsonObject): JsonObject => {
  if (isUser(model)) checkUser(next);
  if (before === undefined && objectsIn(next.members).length > MOST_MEMBERS) throw invalid('Too many members.');
  return next;
};

/** How many memberships an operation on a group changes. Throws 400 for one that would change them all. */
const changedMembers = ({ path, op, value }: PatchOperation): number => {
  const inside = path === undefined && isObject(value) ? value : undefined;
  const names =
    inside === undefined ? [path?.attribute ?? ''] : Object.keys(inside).filter((key) => !PASSED_OVER.includes(key));
  if (!names.every((name) => CHANGEABLE.some((known) => known.toLowerCase() === name.toLowerCase()))) {
    throw invalid(`Only ${CHANGEABLE.join(', ')} can be changed.`);
  }
  const members = inside === undefined ? value : inside.members;
  const isAbout = inside === undefined ? path?.attribute.toLowerCase() === 'members' : members !== undefined;
  const isAll = path?.valueFilter === undefined && (op === 'replace' || (op === 'remove' && isUnassigned(members)));
  if (isAbout && isAll) throw invalid('All members cannot be replaced or removed in one request.');
  return isAbout ? Math.max(1, objectsIn(members).length) : 0;
};

const alter = (good: Behaviour): Partial<Behaviour> => ({
  ...storing(good, judge),
  parseFilter: onlyEqual({ joined: true }, good),
  readPatch: (body, model, call) => {
    const operations = good.readPatch(body, model, call);
    const changes = isGroup(model) ? operations.reduce((sum, operation) => sum + changedMembers(operation), 0) : 0;
    if (changes > MOST_MEMBERS) throw invalid(`More than ${MOST_MEMBERS} changes of memberships.`);
    return operations;
  },
  /** There is no PutGroup among its operations. */
  replace: (call, model, id) => {
    if (isGroup(model)) throw invalid('A group cannot be replaced.');
    return good.replace(call, model, id);
  },
  modify: async (call, model, id) => {
    const answer = await good.modify(call, model, id);
    return isGroup(model) ? { status: 204 } : answer;
  },
  project: (found, selection, call) => {
    const shown = good.project(found, selection, call);
    return isGroup(found.model) ? without(shown, 'members') : shown;
  },
});

export const AWS: Preset = {
  name: 'aws',
  title: 'As AWS IAM Identity Center: no members in groups, one e-mail, eq and and, at most 100 members at once',
  links: ['https://docs.aws.amazon.com/singlesignon/latest/developerguide/limitations.html'],
  capabilities: { ...USERS_AND_GROUPS, maxResults: 50 },
  alter,
};
