/**
 * Behaves like the SCIM 2.0 handler of Coder: accounts of users that can be made, suspended and let in again, and nothing
 * else. A suspended account is a deleted one to it. What it says of itself and what it does differ: filters work
 * although its ServiceProviderConfig says no, and a change of a profile gets 200 without being made.
 */
import { randomUUID } from 'node:crypto';
import { getIgnoringCase, sameName } from '../../scim/attribute.ts';
import type { ScimError } from '../../scim/error.ts';
import { type Filter, parseFilter } from '../../scim/filter.ts';
import { isObject, isUnassigned, type Json, type JsonObject } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { printPath } from '../../scim/path.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour, Call, Page, Query } from '../behaviour.ts';
import { refusal, refusing } from '../errors.ts';
import { stored } from '../resources.ts';

const PAGE = 100;

const badRequest = (detail: string): ScimError => refusal(400, detail, 'invalidSyntax');

/** `object` with `value` under this name, whatever the case of the name was. */
const withValue = (object: JsonObject, name: string, value: Json): JsonObject => ({
  ...Object.fromEntries(Object.entries(object).filter(([key]) => !sameName(key, name))),
  [name]: value,
});

const TRUE = /^(1|t|T|true|True|TRUE)$/;
const FALSE = /^(0|f|F|false|False|FALSE)$/;

const readBoolean = (value: Json | undefined): boolean | undefined =>
  typeof value === 'boolean'
    ? value
    : typeof value !== 'string'
      ? undefined
      : TRUE.test(value) || (FALSE.test(value) ? false : undefined);

/** Throws 400 for what is neither a boolean nor the text of one. */
const readActive = (value: Json | undefined): boolean => {
  const active = readBoolean(value);
  if (active === undefined) {
    throw badRequest('active must be true or false.');
  }
  return active;
};

/** The primary address, or else the last one. */
const readEmail = (body: JsonObject): string | undefined => {
  const emails = getIgnoringCase(body, 'emails');
  const all = (Array.isArray(emails) ? emails : []).filter(isObject).flatMap((email) => {
    const value = getIgnoringCase(email, 'value');
    return typeof value === 'string' && value !== ''
      ? [{ value, primary: readBoolean(getIgnoringCase(email, 'primary')) ?? false }]
      : [];
  });
  return (all.find(({ primary }) => primary) ?? all.at(-1))?.value;
};

const LONGEST_NAME = 32;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/i;
/** Its web pages have these addresses. */
const TAKEN_NAMES = ['new', 'create'];
const isName = (name: string): boolean => name.length <= LONGEST_NAME && NAME.test(name) && !TAKEN_NAMES.includes(name);

/** A name as it is allowed: what stands before the @, without all other characters; an invented one when that does not do. */
const deriveName = (name: string): string => {
  if (isName(name)) {
    return name;
  }
  const at = name.lastIndexOf('@');
  const local = (at < 0 ? name : name.slice(0, at)).replaceAll(/[^a-z0-9-]/gi, '');
  return isName(local) ? local : `user-${randomUUID().slice(0, 8)}`;
};

/** All that is kept of a user. */
const account = (body: Json, check: (body: Json) => JsonObject): JsonObject => {
  if (!isObject(body)) {
    return check(body);
  }
  const email = readEmail(body);
  if (email === undefined) {
    throw badRequest('A user needs an e-mail address.');
  }
  const given = getIgnoringCase(body, 'userName');
  const userName = deriveName(typeof given === 'string' && given !== '' ? given : email);
  const wanted = getIgnoringCase(body, 'active');
  const active = isUnassigned(wanted) ? true : readActive(wanted);
  const { schemas = [] } = check(withValue(withValue(body, 'userName', userName), 'active', active));
  return { schemas, userName, name: { formatted: '' }, emails: [{ value: email, primary: true }], active };
};

const emailOf = (user: JsonObject): string => (readEmail(user) ?? '').toLowerCase();

/** The user with this name or this address, ignoring case. */
const holder = (user: JsonObject, { service: { store } }: Call): JsonObject | undefined => {
  const [named] = store.idsBy('User', 'userName', String(user.userName));
  if (named !== undefined) {
    return store.get('User', named);
  }
  const email = emailOf(user);
  const found = [...store.list('User')].find((other) => emailOf(other) === email);
  return found && store.get('User', String(found.id));
};

/** What an operation makes of `active`; undefined when it is about something else. */
const activeAfter = ({ op, path, value }: PatchOperation): boolean | undefined => {
  const isActive = path !== undefined && sameName(printPath(path), 'active');
  if (op === 'remove') {
    return isActive ? false : undefined;
  }
  const inside = path === undefined && isObject(value) ? getIgnoringCase(value, 'active') : undefined;
  const wanted = isActive ? value : inside;
  return op === 'replace' && wanted !== undefined ? readActive(wanted) : undefined;
};

/** One comparison of userName or email with a text. Whatever the operator, only equal ones are found. */
const readFilter = (text: string): Filter => {
  const filter = refusing('invalidFilter', () => parseFilter(text));
  if (filter.type !== 'compare' || typeof filter.value !== 'string' || filter.path.subAttribute !== undefined) {
    throw badRequest('The filter must compare one attribute with a text.');
  }
  const { attribute } = filter.path;
  const path = sameName(attribute, 'userName')
    ? { attribute: 'userName' }
    : sameName(attribute, 'email')
      ? { attribute: 'emails', subAttribute: 'value' }
      : undefined;
  if (path === undefined) {
    throw badRequest('A filter can ask for userName and email only.');
  }
  return { ...filter, operator: 'eq', path };
};

/** A full page counts all users, whatever was asked for, and one that is not counts itself. A count of 0 is no limit. */
const pageOf = (found: Page['items'], { count = PAGE, startIndex = 1 }: Query, call: Call): Page => {
  const limit = count < 0 ? PAGE : Math.min(count, PAGE);
  const first = Math.max(startIndex, 1) - 1;
  const items = found.slice(first, limit === 0 ? undefined : first + limit);
  const totalResults = items.length === limit ? [...call.service.store.list('User')].length : items.length;
  return { items, totalResults, startIndex: first + 1, itemsPerPage: PAGE };
};

const setActive = (call: Call, model: ResourceModel, id: string, active: boolean | undefined) =>
  call.service.behaviour.update(call, model, id, (current) =>
    active === undefined ? current : { ...current, active },
  );

export const coder = (good: Behaviour): Partial<Behaviour> => ({
  /** The bare token does as well as one after Bearer. */
  authenticate: (call) => call.service.identify(call.headers.authorization?.trim() ?? '') ?? good.authenticate(call),
  serviceProviderConfig: (call) => {
    const { pagination: _pagination, ...config } = good.serviceProviderConfig(call);
    return { ...config, filter: { supported: false, maxResults: PAGE } };
  },
  prepare: (body, model, call) => account(body, (checked) => good.prepare(checked, model, call)),
  insert: (incoming, model, call) => {
    const known = holder(incoming, call);
    if (known === undefined) {
      return good.insert(incoming, model, call);
    }
    if (known.active !== false) {
      throw refusal(409, 'There is a user with this userName or e-mail address already.', 'uniqueness');
    }
    return setActive(call, model, String(known.id), incoming.active !== false);
  },
  replace: async (call, model, id) => {
    const { behaviour } = call.service;
    const { userName = null } = stored(id, model, call);
    const body = isObject(call.body) ? call.body : {};
    const named = getIgnoringCase(body, 'userName') ?? userName;
    good.prepare(withValue(withValue(body, 'userName', userName), 'active', true), model, call);
    if (named !== userName) {
      throw badRequest('userName cannot be changed.');
    }
    const active = getIgnoringCase(body, 'active');
    if (isUnassigned(active)) {
      throw badRequest('active is missing.');
    }
    const user = await setActive(call, model, id, readActive(active));
    return behaviour.show(200, { model, resource: behaviour.represent(user, model, call) }, call);
  },
  modify: async (call, model, id) => {
    const { behaviour } = call.service;
    stored(id, model, call);
    const operations = behaviour.readPatch(call.body ?? null, model, call);
    const active = operations.map(activeAfter).findLast((value) => value !== undefined);
    const user = await setActive(call, model, id, active);
    return behaviour.show(200, { model, resource: behaviour.represent(user, model, call) }, call);
  },
  remove: async (call, model, id) => {
    await setActive(call, model, id, false);
    return { status: 204 };
  },
  parseFilter: readFilter,
  page: pageOf,
  /** There is no projection. */
  project: (found, _selection, call) => good.project(found, {}, call),
});
