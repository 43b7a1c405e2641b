/** Slips in the values of users, and in what groups and members refer to. Each is plausible, and some case must notice it. */
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../../scim/urn.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { prepareUserName } from '../precis.ts';
import { crash, type Fault, isGroup, isUser, showing, without } from './fault.ts';

/** Reads the body of a new user otherwise. */
const reading =
  (change: (body: JsonObject) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    prepare: (body, model, call) =>
      good.prepare(isObject(body) && isUser(model) && call.method === 'POST' ? change(body) : body, model, call),
  });

/** The elements of a list attribute, those that are objects changed; undefined leaves one out. */
const elements = (
  resource: JsonObject,
  name: string,
  change: (element: JsonObject) => JsonObject | undefined,
): JsonObject =>
  Array.isArray(resource[name])
    ? {
        ...resource,
        [name]: asList(resource[name]).flatMap((one) => (isObject(one) ? (change(one) ?? []) : [one])),
      }
    : resource;

/** Remembers something of each new user, and shows it for ever. */
const remembering =
  (read: (body: JsonObject) => Json | undefined, show: (shown: JsonObject, remembered: Json) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => {
    const known = new Map<string, Json>();
    return {
      insert: async (resource, model, call) => {
        const stored = await good.insert(resource, model, call);
        const value = isObject(call.body) && isUser(model) ? read(call.body) : undefined;
        if (value !== undefined) known.set(String(stored.id), value);
        return stored;
      },
      project: (found, selection, call) => {
        const shown = good.project(found, selection, call);
        const value = known.get(String(shown.id));
        return value === undefined ? shown : show(shown, value);
      },
    };
  };

const behindSchemas = (body: JsonObject): JsonObject => {
  const names = Object.keys(body);
  return Object.fromEntries(
    names.slice(Math.max(0, names.indexOf('schemas'))).map((name) => [name, body[name] ?? null]),
  );
};

const managerIn = (body: JsonObject): JsonObject => {
  const extension = body[ENTERPRISE_USER_URN];
  return isObject(extension) && isObject(extension.manager) ? extension.manager : {};
};

const withReference = (call: Call, id: string): string => `${call.baseUrl}/Users/${id}-old`;

export const SLIPS_IN_VALUES: readonly Fault[] = [
  {
    id: 'create-reads-behind-schemas',
    title: 'Reads of a new user only what stands behind schemas',
    links: [],
    alter: reading(behindSchemas),
  },
  {
    id: 'create-first-schema-decides',
    title: 'Takes the first of the schemas for the kind of resource',
    links: [],
    alter: reading((body) => {
      if (asList(body.schemas)[0] !== USER_URN) throw refusal(400, 'This is no user.', 'invalidValue');
      return body;
    }),
  },
  {
    id: 'create-boolean-kept-as-text',
    title: 'Keeps a text where a boolean belongs',
    links: [],
    alter: (good) => {
      const { prepare } = reading((body) => (body.active === 'yes' ? without(body, 'active') : body))(good);
      return {
        ...(prepare && { prepare }),
        ...remembering(
          (body) => (body.active === 'yes' ? 'yes' : undefined),
          (shown, active) => ({ ...shown, active }),
        )(good),
      };
    },
  },
  {
    id: 'create-one-type-for-a-value',
    title: 'Keeps an address once, whatever it is used for',
    links: [],
    alter: reading((body) => {
      const seen = new Set<Json>();
      return elements(body, 'emails', (email) => {
        const value = email.value ?? null;
        if (seen.has(value)) return undefined;
        seen.add(value);
        return email;
      });
    }),
  },
  {
    id: 'create-unknown-type-dropped',
    title: 'Leaves out addresses of a type that it does not know',
    links: [],
    alter: reading((body) =>
      elements(body, 'emails', (email) =>
        email.type === undefined || ['work', 'home', 'other'].includes(String(email.type).toLowerCase())
          ? email
          : undefined,
      ),
    ),
  },
  {
    id: 'create-empty-text-500',
    title: 'Fails on an empty nickname',
    links: [],
    alter: reading((body) => (body.nickName === '' ? crash('the value is empty') : body)),
  },
  {
    id: 'create-one-language-only',
    title: 'Refuses a list of preferred languages',
    links: [],
    alter: reading((body) => {
      if (String(body.preferredLanguage).includes(',')) throw refusal(400, 'This is no language.', 'invalidValue');
      return body;
    }),
  },
  {
    id: 'create-name-formatted-once',
    title: 'Makes the formatted name of a new user and forgets it when the name changes',
    links: [],
    alter: reading((body) => {
      const { name } = body;
      return isObject(name) && name.formatted === undefined
        ? { ...body, name: { ...name, formatted: `${String(name.givenName)} ${String(name.familyName)}` } }
        : body;
    }),
  },
  {
    id: 'create-lines-joined',
    title: 'Writes an address into one line',
    links: [],
    alter: reading((body) =>
      elements(body, 'addresses', (address) =>
        typeof address.streetAddress === 'string'
          ? { ...address, streetAddress: address.streetAddress.replace(/\s*\n\s*/g, ', ') }
          : address,
      ),
    ),
  },
  {
    id: 'create-extension-unlisted-dropped',
    title: 'Leaves out an extension that schemas does not name',
    links: [],
    alter: reading((body) =>
      asList(body.schemas).includes(ENTERPRISE_USER_URN) ? body : without(body, ENTERPRISE_USER_URN),
    ),
  },
  {
    id: 'create-unknown-schema-kept',
    title: 'Keeps schemas that it does not know',
    links: [],
    alter: remembering(
      (body) => asList(body.schemas).find((urn) => String(urn).startsWith('urn:example:')),
      (shown, urn) => ({ ...shown, schemas: [...asList(shown.schemas), urn] }),
    ),
  },
  {
    id: 'create-manager-name-taken',
    title: 'Takes the name of a manager from the client',
    links: [],
    alter: remembering(
      (body) => managerIn(body).displayName,
      (shown, displayName) => {
        const extension = shown[ENTERPRISE_USER_URN];
        return isObject(extension) && isObject(extension.manager)
          ? { ...shown, [ENTERPRISE_USER_URN]: { ...extension, manager: { ...extension.manager, displayName } } }
          : shown;
      },
    ),
  },
  {
    id: 'create-unique-by-code-points',
    title: 'Compares user names code point by code point when it looks whether one is taken',
    links: [],
    alter: (good) => ({
      checkUnique: (resource, model, call, self) => {
        const sent = isObject(call.body) ? call.body.userName : undefined;
        if (typeof sent === 'string' && sent !== prepareUserName(sent)) return;
        good.checkUnique(resource, model, call, self);
      },
    }),
  },
  {
    id: 'certificate-in-pem',
    title: 'Shows certificates with the lines of PEM around them',
    links: [],
    alter: showing((shown) =>
      elements(shown, 'x509Certificates', (one) => ({
        ...one,
        value: `-----BEGIN CERTIFICATE-----\n${String(one.value)}\n-----END CERTIFICATE-----`,
      })),
    ),
  },
  {
    id: 'id-in-any-case',
    title: 'Finds a user by his id in any case',
    links: [],
    alter: (good) => ({
      read: (call, model, id) => good.read(call, model, id.toLowerCase()),
      parseFilter: (text, models, call) =>
        good.parseFilter(
          text.replace(/\bid eq "([^"]*)"/g, (whole) => whole.toLowerCase()),
          models,
          call,
        ),
    }),
  },
  {
    id: 'member-reference-to-another',
    title: 'Gives members references to users that there are not',
    links: [],
    alter: showing((shown, { model }, call) =>
      isGroup(model)
        ? elements(shown, 'members', (member) =>
            member.type === 'User' ? { ...member, $ref: withReference(call, String(member.value)) } : member,
          )
        : shown,
    ),
  },
  {
    id: 'member-type-invented',
    title: 'Calls members persons',
    links: [],
    alter: showing((shown, { model }) =>
      isGroup(model) ? elements(shown, 'members', (member) => ({ ...member, type: 'Person' })) : shown,
    ),
  },
  {
    id: 'user-groups-with-one-of-its-own',
    title: 'Shows every user in a group of its own that cannot be read',
    links: [],
    alter: showing((shown, { model }) =>
      isUser(model) && Array.isArray(shown.groups)
        ? { ...shown, groups: [{ value: 'everyone', display: 'Everyone', type: 'direct' }, ...shown.groups] }
        : shown,
    ),
  },
  {
    id: 'user-groups-without-reference',
    title: 'Shows the groups of a user without their addresses',
    links: [],
    alter: showing((shown, { model }) =>
      isUser(model) ? elements(shown, 'groups', (group) => without(group, '$ref')) : shown,
    ),
  },
  {
    id: 'user-groups-all-direct',
    title: 'Calls every membership direct',
    links: [],
    alter: showing((shown, { model }) =>
      isUser(model) ? elements(shown, 'groups', (group) => ({ ...group, type: 'direct' })) : shown,
    ),
  },
];
