/** Slips in what a resource looks like. Nobody has reported these; each is a plausible slip that some case must notice. */
import { asList, isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN } from '../../scim/urn.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { type Fault, isGroup, isListing, isRead, isUser, showing, without } from './fault.ts';

/** Gives new users ids of another make. */
const idsLike =
  (make: (good: string) => string) =>
  (good: Behaviour): Partial<Behaviour> => ({
    insert: (resource, model, call) => {
      const bulk: Call['bulk'] = {
        promised: new Set<string>(),
        ...call.bulk,
        id: make(call.bulk?.id ?? crypto.randomUUID()),
      };
      return good.insert(resource, model, isUser(model) && call.bulk === undefined ? { ...call, bulk } : call);
    },
  });

const inMeta = (shown: JsonObject, change: (meta: JsonObject) => JsonObject): JsonObject =>
  isObject(shown.meta) ? { ...shown, meta: change(shown.meta) } : shown;

export const SLIPS_IN_RESOURCES: readonly Fault[] = [
  {
    id: 'resource-two-spellings',
    title: 'Shows preferredLanguage a second time as preferredlanguage',
    links: [],
    alter: showing((shown) =>
      shown.preferredLanguage === undefined ? shown : { ...shown, preferredlanguage: shown.preferredLanguage },
    ),
  },
  {
    id: 'resource-in-list-without-schemas',
    title: 'Leaves schemas out of the resources in lists',
    links: [],
    alter: showing((shown, _found, call) => (isListing(call) ? without(shown, 'schemas') : shown)),
  },
  {
    id: 'resource-without-base-schema',
    title: 'Names only the extension in the schemas of users who have one',
    links: [],
    alter: showing((shown) =>
      shown[ENTERPRISE_USER_URN] === undefined ? shown : { ...shown, schemas: [ENTERPRISE_USER_URN] },
    ),
  },
  {
    id: 'resource-schema-twice',
    title: 'Names the schema of the extension twice',
    links: [],
    alter: showing((shown) =>
      shown[ENTERPRISE_USER_URN] === undefined
        ? shown
        : { ...shown, schemas: [...asList(shown.schemas), ENTERPRISE_USER_URN] },
    ),
  },
  {
    id: 'resource-schema-undeclared',
    title: 'Names a schema in groups that no resource type declares',
    links: [],
    alter: showing((shown, { model }) =>
      isGroup(model) && shown.schemas !== undefined
        ? { ...shown, schemas: [...asList(shown.schemas), 'urn:example:params:scim:schemas:Team'] }
        : shown,
    ),
  },
  {
    id: 'extension-always-listed',
    title: 'Names the schema of the extension in users who have nothing of it',
    links: [],
    alter: showing((shown, { model, resource }) =>
      isUser(model) && resource[ENTERPRISE_USER_URN] === undefined && shown.schemas !== undefined
        ? { ...shown, schemas: [...asList(shown.schemas), ENTERPRISE_USER_URN] }
        : shown,
    ),
  },
  {
    id: 'extension-among-core-attributes',
    title: 'Shows the attributes of the extension among those of the core',
    links: [],
    alter: showing((shown) => {
      const { [ENTERPRISE_USER_URN]: extension, ...core } = shown;
      return isObject(extension) ? { ...core, ...extension } : shown;
    }),
  },
  {
    id: 'id-with-reserved-word',
    title: 'Begins the ids of users with bulkId',
    links: [],
    alter: idsLike((id) => `bulkId${id}`),
  },
  {
    id: 'id-of-its-own-on-read',
    title: 'Shows the number in its database as the id when a part of a group is read',
    links: [],
    alter: showing((shown, { model }, call) =>
      isGroup(model) && isRead(call) && call.query.size > 0
        ? { ...shown, id: `row-${String(shown.id).slice(0, 4)}` }
        : shown,
    ),
  },
  {
    id: 'id-excluded',
    title: 'Leaves the id out when excludedAttributes says so',
    links: [],
    alter: (good) => ({
      project: (found, selection, call) => {
        const shown = good.project(found, selection, call);
        return selection.excludedAttributes?.includes('id') ? without(shown, 'id') : shown;
      },
    }),
  },
  {
    id: 'meta-missing-on-create',
    title: 'Shows no meta in the answer to POST',
    links: [],
    alter: showing((shown, _found, call) =>
      call.method === 'POST' && !isListing(call) ? without(shown, 'meta') : shown,
    ),
  },
  {
    id: 'meta-resource-type-plural',
    title: 'Calls the resource type of a user Users',
    links: [],
    alter: showing((shown, { model }) =>
      inMeta(shown, (meta) => (isUser(model) ? { ...meta, resourceType: 'Users' } : meta)),
    ),
  },
  {
    id: 'datetime-as-milliseconds',
    title: 'Writes meta.created as milliseconds since 1970',
    links: [],
    alter: showing((shown) => inMeta(shown, (meta) => ({ ...meta, created: Date.parse(String(meta.created)) }))),
  },
  {
    id: 'location-without-id',
    title: 'Ends meta.location in undefined when it answers POST',
    links: [],
    alter: showing((shown, _found, call) =>
      call.method === 'POST' && !isListing(call)
        ? inMeta(shown, (meta) => ({ ...meta, location: String(meta.location).replace(/[^/]+$/, 'undefined') }))
        : shown,
    ),
  },
  {
    id: 'location-in-singular',
    title: 'Writes /User instead of /Users in meta.location',
    links: [],
    alter: showing((shown) =>
      inMeta(shown, (meta) => ({ ...meta, location: String(meta.location).replace('/Users/', '/User/') })),
    ),
  },
  {
    id: 'attribute-with-illegal-name',
    title: 'Adds an attribute of its own whose name SCIM does not allow',
    links: [],
    alter: showing((shown, { model }) => (isUser(model) ? { ...shown, '@odata.type': '#user' } : shown)),
  },
  {
    id: 'boolean-as-text',
    title: 'Shows active as text',
    links: [],
    alter: showing((shown) => (typeof shown.active === 'boolean' ? { ...shown, active: String(shown.active) } : shown)),
  },
  {
    id: 'member-without-value',
    title: 'Shows members in lists without their ids',
    links: [],
    alter: showing((shown, _found, call) =>
      isListing(call) && shown.members !== undefined
        ? {
            ...shown,
            members: asList(shown.members).map(
              (member): Json => (isObject(member) ? without(member, 'value') : member),
            ),
          }
        : shown,
    ),
  },
  {
    id: 'member-without-reference',
    title: 'Shows members without $ref',
    links: [],
    alter: showing((shown) =>
      shown.members === undefined
        ? shown
        : {
            ...shown,
            members: asList(shown.members).map((member): Json => (isObject(member) ? without(member, '$ref') : member)),
          },
    ),
  },
  {
    id: 'password-shown',
    title: 'Shows the password that a user was created with',
    links: [],
    alter: (good) => {
      const passwords = new Map<string, Json>();
      return {
        insert: async (resource, model, call) => {
          const user = await good.insert(resource, model, call);
          passwords.set(String(user.id), resource.password ?? null);
          return user;
        },
        ...showing((shown) => {
          const password = passwords.get(String(shown.id));
          return password ? { ...shown, password } : shown;
        })(good),
      };
    },
  },
  {
    id: 'text-outside-latin-lost',
    title: 'Stores question marks for characters outside Latin-1',
    links: [],
    alter: (good) => ({
      prepare: (body, model, call) => {
        const text = JSON.stringify(good.prepare(body, model, call));
        return JSON.parse(
          text.replace(/./gu, (character) => ((character.codePointAt(0) ?? 0) > 255 ? '?' : character)),
        ) as JsonObject;
      },
    }),
  },
];
