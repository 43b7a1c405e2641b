/** Slips in creating resources, and in what makes names unique. Nobody has reported these; each is a plausible slip that some case must notice. */
import { coreAttributes, findAttribute, getIgnoringCase } from '../../scim/attribute.ts';
import { ScimError } from '../../scim/error.ts';
import { asList, isObject, type Json } from '../../scim/json.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { type Fault, isUser, showing, without } from './fault.ts';

export const SLIPS_IN_CREATION: readonly Fault[] = [
  {
    id: 'create-takes-clients-id',
    title: 'Takes the id that a client sends for a new user',
    links: [],
    alter: (good) => ({
      insert: (resource, model, call) => {
        const sent = isObject(call.body) ? call.body.id : undefined;
        return good.insert(
          resource,
          model,
          typeof sent === 'string' && isUser(model)
            ? { ...call, bulk: { promised: new Set(), ...call.bulk, id: sent } }
            : call,
        );
      },
    }),
  },
  {
    id: 'create-takes-clients-meta',
    title: 'Takes the times that a client sends in meta for a new user',
    links: [],
    alter: (good) => ({
      insert: async (resource, model, call) => {
        const stored = await good.insert(resource, model, call);
        const sent = isObject(call.body) && isObject(call.body.meta) ? call.body.meta : {};
        const user = { ...stored, meta: { ...(isObject(stored.meta) ? stored.meta : {}), ...sent } };
        call.service.store.put(model.type.name, user);
        return user;
      },
    }),
  },
  {
    id: 'create-joins-groups',
    title: 'Puts a new user into the groups that the request names',
    links: [],
    alter: (good) => ({
      insert: async (resource, model, call) => {
        const user = await good.insert(resource, model, call);
        const named = isObject(call.body) && isUser(model) ? memberIds({ members: [...asList(call.body.groups)] }) : [];
        for (const id of named) {
          const group = call.service.store.get('Group', id);
          if (group !== undefined) {
            call.service.store.put('Group', {
              ...group,
              members: [...asList(group.members), { value: user.id ?? null }],
            });
          }
        }
        return user;
      },
    }),
  },
  {
    id: 'create-unique-with-case',
    title: 'Takes userNames for different when they differ in case only',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        const twins = isUser(model) ? call.service.store.idsBy('User', 'userName', String(resource.userName)) : [];
        const isSame = (id: string): boolean => call.service.store.get('User', id)?.userName === resource.userName;
        if (!isUser(model) || twins.some(isSame)) {
          good.checkUnique(resource, model, call, self);
        }
      },
    }),
  },
  {
    id: 'create-echoes-unknown-attributes',
    title: 'Stores and shows attributes that no schema defines',
    links: [],
    alter: (good) => ({
      prepare: (body, model, call) => {
        const known = coreAttributes(model);
        const others = Object.entries(isObject(body) ? body : {}).filter(
          ([name]) => !name.includes(':') && findAttribute(known, name) === undefined,
        );
        return { ...good.prepare(body, model, call), ...Object.fromEntries(others) };
      },
    }),
  },
  {
    id: 'create-invents-external-id',
    title: 'Gives users without an externalId their id for one',
    links: [],
    alter: showing((shown, { model }) =>
      isUser(model) && shown.externalId === undefined && shown.userName !== undefined
        ? { ...shown, externalId: shown.id ?? null }
        : shown,
    ),
  },
  {
    id: 'create-null-list-400',
    title: 'Refuses null for a multi-valued attribute',
    links: [],
    alter: (good) => ({
      prepare: (body, model, call) => {
        const lists = model.core.attributes.filter(({ multiValued }) => multiValued);
        if (isObject(body) && lists.some(({ name }) => getIgnoringCase(body, name) === null)) {
          throw refusal(400, 'A list was expected.', 'invalidValue');
        }
        return good.prepare(body, model, call);
      },
    }),
  },
  {
    id: 'create-keeps-one-telephone',
    title: 'Stores only the first of several telephone numbers',
    links: [],
    alter: (good) => ({
      prepare: (body, model, call) => {
        const { phoneNumbers, ...resource } = good.prepare(body, model, call);
        return Array.isArray(phoneNumbers) ? { ...resource, phoneNumbers: phoneNumbers.slice(0, 1) } : resource;
      },
    }),
  },
  {
    id: 'create-drops-family-name',
    title: 'Stores no family name for a new user, and shows it in the answer to POST',
    links: [],
    alter: (good) => ({
      create: async (call, model) => {
        const answer = await good.create(call, model);
        const user = isObject(answer.body) ? call.service.store.get('User', String(answer.body.id)) : undefined;
        if (user !== undefined && isObject(user.name)) {
          call.service.store.put('User', { ...user, name: without(user.name, 'familyName') });
        }
        return answer;
      },
    }),
  },
  {
    id: 'create-takes-address-from-others',
    title: 'Takes an e-mail address away from the users who had it',
    links: [],
    alter: (good) => ({
      insert: async (resource, model, call) => {
        const { store } = call.service;
        const taken = asList(resource.emails).flatMap((email) => (isObject(email) ? [email.value] : []));
        for (const user of isUser(model) && taken.length > 0 ? [...store.list('User')] : []) {
          const emails = asList(user.emails).filter((email) => !isObject(email) || !taken.includes(email.value));
          if (emails.length < asList(user.emails).length) {
            store.put('User', { ...user, emails });
          }
        }
        return good.insert(resource, model, call);
      },
    }),
  },
  {
    id: 'rename-keeps-old-name',
    title: 'Never frees the old userName of a user who has been renamed',
    links: [],
    alter: (good) => {
      const taken = new Map<string, Json>();
      return {
        update: async (call, model, id, change) => {
          const before = call.service.store.get(model.type.name, id);
          const after = await good.update(call, model, id, change);
          if (isUser(model) && before?.userName !== after.userName) {
            taken.set(String(before?.userName).toLowerCase(), id);
          }
          return after;
        },
        checkUnique: (resource, model, call, self) => {
          const owner = isUser(model) ? taken.get(String(resource.userName).toLowerCase()) : undefined;
          if (owner !== undefined && owner !== self) {
            throw refusal(409, 'There is a User with this userName already.', 'uniqueness');
          }
          good.checkUnique(resource, model, call, self);
        },
      };
    },
  },
  {
    id: 'create-conflict-400',
    title: 'Refuses a userName that somebody has with 400 instead of 409, and only there',
    links: [],
    alter: (good) => ({
      create: async (call, model) => {
        try {
          return await good.create(call, model);
        } catch (problem) {
          const isConflict = problem instanceof ScimError && problem.status === 409;
          throw isUser(model) && isConflict ? refusal(400, problem.message, 'uniqueness') : problem;
        }
      },
    }),
  },
];
