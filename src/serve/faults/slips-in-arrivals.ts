/** Slips with new users, new groups and members that show in one form only. Nobody has reported these; some case must notice each. */
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { memberIds } from '../store.ts';
import { crash, type Fault, isGroup, isListing, isUser, showing, without } from './fault.ts';

/** Reads what comes with a POST otherwise. */
const arriving =
  (change: (body: JsonObject, call: Call) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    create: (call, model) =>
      good.create(isObject(call.body) ? { ...call, body: change(call.body, call) } : call, model),
  });

const isNothing = (value: Json | undefined): boolean => value === null || value === '';

/** A name that nobody has. */
const madeUp = (): string => `made-up-${Math.random().toString(36).slice(2)}`;

const refuse = (words: string): never => {
  throw refusal(400, words, 'invalidValue');
};

const lacksValue = (value: Json): boolean => isObject(value) && value.value === undefined && value.type !== undefined;

export const SLIPS_IN_ARRIVALS: readonly Fault[] = [
  {
    id: 'roles-lose-their-display',
    title: 'Keeps the values of roles and nothing else of them',
    links: [],
    alter: (good) => ({
      insert: (resource, model, call) => {
        const roles = asList(resource.roles).filter(isObject);
        const bare = roles.map(({ value }): JsonObject => ({ value: value ?? null }));
        return good.insert(bare.length > 0 ? { ...resource, roles: bare } : resource, model, call);
      },
    }),
  },
  {
    id: 'create-null-complex-refused',
    title: 'Refuses null in the place of a complex value',
    links: [],
    alter: arriving((body) => (body.name === null ? refuse('The name must be an object.') : body)),
  },
  {
    id: 'create-user-name-made-up',
    title: 'Makes up a userName for a user whose own is empty',
    links: [],
    alter: arriving((body) => (isNothing(body.userName) ? { ...body, userName: madeUp() } : body)),
  },
  {
    id: 'create-group-name-made-up',
    title: 'Makes up a name for a group whose own is empty',
    links: [],
    alter: arriving((body, { segments: [endpoint] }) =>
      endpoint === 'Groups' && isNothing(body.displayName) ? { ...body, displayName: madeUp() } : body,
    ),
  },
  {
    id: 'create-wrong-shapes-dropped',
    title: 'Creates users without the attributes whose values have the wrong shape',
    links: [],
    alter: arriving((body) => {
      const wrong = [
        ...(typeof body.emails === 'string' ? ['emails'] : []),
        ...(isObject(body.displayName) ? ['displayName'] : []),
      ];
      return without(body, ...wrong);
    }),
  },
  {
    id: 'create-listed-extension-must-have-value',
    title: 'Refuses a user who lists the enterprise extension and has no value in it',
    links: [],
    alter: arriving((body) =>
      asList(body.schemas).includes(ENTERPRISE_USER_URN) && body[ENTERPRISE_USER_URN] === undefined
        ? refuse('The extension is missing.')
        : body,
    ),
  },
  {
    id: 'create-extension-names-case-exact',
    title: 'Loses enterprise attributes whose names are not spelled as in the schema',
    links: [],
    alter: arriving((body) => {
      const extension = body[ENTERPRISE_USER_URN];
      const exact = Object.entries(isObject(extension) ? extension : {}).filter(([name]) => /^[a-z]/.test(name));
      return isObject(extension) ? { ...body, [ENTERPRISE_USER_URN]: Object.fromEntries(exact) } : body;
    }),
  },
  {
    id: 'create-group-takes-client-id',
    title: 'Takes the id that a client sends with a new group',
    links: [],
    alter: (good) => ({
      insert: async (resource, model, call) => {
        const stored = await good.insert(resource, model, call);
        const id = isObject(call.body) ? call.body.id : undefined;
        if (!isGroup(model) || typeof id !== 'string') {
          return stored;
        }
        const chosen = { ...stored, id };
        call.service.store.remove(model.type.name, String(stored.id));
        call.service.store.put(model.type.name, chosen);
        return chosen;
      },
    }),
  },
  {
    id: 'create-answer-without-members',
    title: 'Leaves the members out of what it answers to a new group',
    links: [],
    alter: (good) => ({
      create: async (call, model) => {
        const answer = await good.create(call, model);
        return isObject(answer.body) ? { ...answer, body: without(answer.body, 'members') } : answer;
      },
    }),
  },
  {
    id: 'create-conflict-activates',
    title: 'Activates the user whose userName a create could not have',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        const { store } = call.service;
        for (const id of isUser(model) && self === undefined
          ? store.idsBy('User', 'userName', String(resource.userName))
          : []) {
          store.put('User', { ...store.get('User', id), active: true });
        }
        good.checkUnique(resource, model, call, self);
      },
    }),
  },
  {
    id: 'lists-break-on-numbers-without-value',
    title: 'Fails on lists with somebody whose telephone number has no value',
    links: [],
    alter: showing((shown, _found, call) =>
      isListing(call) && asList(shown.phoneNumbers).some(lacksValue) ? crash('the number is missing') : shown,
    ),
  },
  {
    id: 'list-shows-first-address-only',
    title: 'Shows one e-mail address per user in lists',
    links: [],
    alter: showing((shown, _found, call) =>
      isListing(call) && Array.isArray(shown.emails) ? { ...shown, emails: shown.emails.slice(0, 1) } : shown,
    ),
  },
  {
    id: 'deleted-group-name-stays-taken',
    title: 'Refuses a new group of a name that a deleted one had',
    links: [],
    alter: (good) => {
      const gone = new Set<Json | undefined>();
      return {
        erase: (id, model, call) => {
          if (isGroup(model)) {
            gone.add(call.service.store.get(model.type.name, id)?.displayName);
          }
          good.erase(id, model, call);
        },
        insert: (resource, model, call) => {
          if (isGroup(model) && gone.has(resource.displayName)) {
            throw refusal(409, 'There was a group of this name.', 'uniqueness');
          }
          return good.insert(resource, model, call);
        },
      };
    },
  },
  {
    id: 'group-lists-members-of-members',
    title: 'Lists the people in a group that is a member beside it',
    links: [],
    alter: (good) => ({
      represent: (resource, model, call) => {
        const shown = good.represent(resource, model, call);
        const { store } = call.service;
        const within = isGroup(model) ? memberIds(resource).flatMap((id) => memberIds(store.get('Group', id))) : [];
        return within.length === 0
          ? shown
          : { ...shown, members: [...asList(shown.members), ...within.map((value) => ({ value, type: 'User' }))] };
      },
    }),
  },
  {
    id: 'membership-activates',
    title: 'Activates whoever is put into a group',
    links: [],
    alter: (good) => ({
      update: async (call, model, id, change) => {
        const after = await good.update(call, model, id, change);
        const { store } = call.service;
        for (const member of isGroup(model) ? memberIds(after) : []) {
          const user = store.get('User', member);
          if (user?.active === false) {
            store.put('User', { ...user, active: true });
          }
        }
        return after;
      },
    }),
  },
];
