/** Legal variations of what becomes of the values that a client sends. */
import { coreAttributes, findAttribute, keyIgnoringCase, sameName } from '../../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Attribute, ResourceModel } from '../../scim/schema.ts';
import type { Behaviour, Call } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isUser } from '../faults/fault.ts';
import { prepareUserName } from '../precis.ts';
import { memberIds } from '../store.ts';
import { changed, isWanted, showing, type Variation, withCore } from './variation.ts';

/** What is stored, changed by the server before it is stored. */
const storing =
  (change: (resource: JsonObject, model: ResourceModel, call: Call) => JsonObject) =>
  (good: Behaviour): Partial<Behaviour> => ({
    insert: (incoming, model, call) => good.insert(change(incoming, model, call), model, call),
    update: (call, model, id, apply) => good.update(call, model, id, (current) => change(apply(current), model, call)),
  });

/** The objects in one list of a resource changed. */
const eachIn = (
  resource: JsonObject,
  name: string,
  change: (element: JsonObject, index: number, all: Json[]) => JsonObject,
): JsonObject => {
  const elements = resource[name];
  if (!Array.isArray(elements)) return resource;
  return {
    ...resource,
    [name]: elements.map((element, index) => (isObject(element) ? change(element, index, elements) : element)),
  };
};

const CONTACTS = ['emails', 'phoneNumbers', 'addresses'];

const inContacts = (
  resource: JsonObject,
  change: (element: JsonObject, index: number, all: Json[]) => JsonObject,
): JsonObject => CONTACTS.reduce((changedSoFar, name) => eachIn(changedSoFar, name, change), resource);

const isPrimary = (element: Json): boolean => isObject(element) && element.primary === true;

const DEFAULTS: JsonObject = { locale: 'en-US', preferredLanguage: 'en', timezone: 'Etc/UTC', userType: 'Employee' };

/** Defaults for what the body says nothing of; null in the body is an answer, too. */
const withDefaults = (resource: JsonObject, body: Json): JsonObject => {
  const said = isObject(body) ? body : {};
  const silent = Object.entries(DEFAULTS).filter(
    ([name]) => resource[name] === undefined && keyIgnoringCase(said, name) === undefined,
  );
  return { ...resource, ...Object.fromEntries(silent) };
};

const NAME_PARTS = ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix'];

const formattedName = (name: Json | undefined): string =>
  NAME_PARTS.flatMap((part) => (isObject(name) && typeof name[part] === 'string' ? [name[part]] : [])).join(' ');

/** Refuses elements whose type is none of those that the schema knows. */
const checkTypes = (resource: JsonObject, attributes: readonly Attribute[]): void => {
  for (const { name, subAttributes } of attributes) {
    const known = findAttribute(subAttributes, 'type')?.canonicalValues;
    const elements = resource[name];
    if (known === undefined || !Array.isArray(elements)) continue;
    for (const element of elements) {
      const type = isObject(element) ? element.type : undefined;
      if (typeof type === 'string' && !known.some((one) => sameName(one, type))) {
        throw refusal(400, `${name}.type is one of ${known.join(', ')}.`, 'invalidValue');
      }
    }
  }
};

export const VALUE_VARIATIONS: readonly Variation[] = [
  {
    id: 'defaults-given',
    title: 'Gives a user a language, a time zone and a type when a POST or PUT has none',
    allowedBy: ['RFC7644-3.3-06', 'RFC7644-3.3-07'],
    because: 'What a client leaves out may get a default.',
    alter: (good) => ({
      prepare(body, model, call) {
        const prepared = good.prepare(body, model, call);
        return isUser(model) ? withDefaults(prepared, body) : prepared;
      },
    }),
  },
  {
    id: 'formatted-name',
    title: 'Makes name.formatted of the other parts of the name',
    allowedBy: ['RFC7643-4.1.1-12', 'RFC7644-3.3-06'],
    because: 'The formatted name should agree with its parts, and the server may assign it.',
    alter: showing('User', (shown) => {
      const { name } = shown;
      const formatted = formattedName(name);
      return isObject(name) && formatted !== '' ? { ...shown, name: { ...name, formatted } } : shown;
    }),
  },
  {
    id: 'display-name-of-user-name',
    title: 'Shows the userName as displayName of users who have none',
    allowedBy: ['RFC7644-3.3-06'],
    because: 'What a client leaves out may get a default.',
    alter: (good) => ({
      prepare(body, model, call) {
        const prepared = good.prepare(body, model, call);
        const said = isObject(body) && keyIgnoringCase(body, 'displayName') !== undefined;
        return isUser(model) && !said ? { ...prepared, displayName: prepared.userName ?? null } : prepared;
      },
    }),
  },
  {
    id: 'first-is-primary',
    title: 'Makes the first address primary when none is',
    allowedBy: ['RFC7643-2.4-03', 'RFC7643-2.4-05', 'RFC7644-3.3-06'],
    because: 'One address at most is primary; which, when nobody says, is left to the server.',
    alter: storing((resource) =>
      inContacts(resource, (element, index, all) =>
        index === 0 && !all.some(isPrimary) ? { ...element, primary: true } : element,
      ),
    ),
  },
  {
    id: 'primary-said-of-all',
    title: 'Says of every address whether it is primary',
    allowedBy: ['RFC7643-2.4-05'],
    because: 'Without the word it is false.',
    alter: showing('User', (shown) =>
      inContacts(shown, (element) => ({ ...element, primary: element.primary === true })),
    ),
  },
  {
    id: 'display-of-addresses',
    title: 'Shows a display beside every e-mail address that has none',
    allowedBy: ['RFC7643-2.4-08', 'RFC7644-3.3-06'],
    because: 'A display is for people, and the server may assign it.',
    alter: showing('User', (shown) =>
      eachIn(shown, 'emails', (element) => ({ display: element.value ?? null, ...element })),
    ),
  },
  {
    id: 'display-immutable',
    title: 'Lets nobody change the display of an address',
    allowedBy: ['RFC7643-2.4-08'],
    because: 'The prose calls display immutable, the published schema readWrite.',
    models: withCore(
      'User',
      changed('emails', (emails) => ({
        ...emails,
        subAttributes: (emails.subAttributes ?? []).map((part) =>
          part.name === 'display' ? { ...part, mutability: 'immutable' } : part,
        ),
      })),
    ),
  },
  {
    id: 'phone-numbers-as-uris',
    title: 'Keeps telephone numbers as tel: URIs',
    allowedBy: ['RFC7643-4.1.2-02'],
    because: 'Numbers should be in the form of RFC 3966.',
    alter: storing((resource) =>
      eachIn(resource, 'phoneNumbers', ({ value, ...rest }) => ({
        ...rest,
        value:
          typeof value === 'string' && !value.startsWith('tel:')
            ? `tel:${value.replaceAll(' ', '-')}`
            : (value ?? null),
      })),
    ),
  },
  {
    id: 'user-names-in-lower-case',
    title: 'Keeps user names and e-mail addresses in lower case',
    allowedBy: ['RFC7643-7-18', 'RFC7643-4.1.2-01'],
    because: 'Only attributes that are caseExact keep the case they were given.',
    alter: storing((resource) => {
      const { userName } = resource;
      const named = typeof userName === 'string' ? { ...resource, userName: userName.toLowerCase() } : resource;
      return eachIn(named, 'emails', (element) =>
        typeof element.value === 'string' ? { ...element, value: element.value.toLowerCase() } : element,
      );
    }),
  },
  {
    id: 'user-names-without-blanks',
    title: 'Refuses user names that PRECIS does not allow',
    allowedBy: ['RFC7644-5-03'],
    because: 'The class of identifiers has no blanks and no symbols beyond ASCII.',
    alter: storing((resource, model) => {
      if (isUser(model) && /\s|\p{So}/u.test(String(resource.userName))) {
        throw refusal(400, 'A userName has no blanks and no symbols.', 'invalidValue');
      }
      return resource;
    }),
  },
  {
    id: 'canonical-types-only',
    title: 'Refuses types of addresses that its schema does not name',
    allowedBy: ['RFC7643-2.3.1-01'],
    because: 'canonicalValues may be enforced.',
    alter: storing((resource, model) => {
      checkTypes(resource, coreAttributes(model));
      return resource;
    }),
  },
  {
    id: 'external-ids-unique',
    title: 'Refuses a second resource of one type with the same externalId',
    allowedBy: ['RFC7643-3.1-14'],
    because: 'The client sees to it that they differ; a server may insist.',
    alter: (good) => ({
      checkUnique(resource, model, call, self) {
        good.checkUnique(resource, model, call, self);
        const { externalId } = resource;
        const { store } = call.service;
        const others =
          typeof externalId === 'string'
            ? store.idsBy(model.type.name, 'externalId', externalId).filter((id) => id !== self)
            : [];
        if (others.some((id) => store.get(model.type.name, id)?.externalId === externalId)) {
          throw refusal(409, 'Somebody else has this externalId.', 'uniqueness');
        }
      },
    }),
  },
  {
    id: 'references-not-checked',
    title: 'Keeps members that do not exist, and those that were deleted',
    allowedBy: ['RFC7643-2.3.7-03', 'RFC7644-3.6-07'],
    because: 'Nobody has to see to it that references lead somewhere.',
    alter: (good) => ({
      checkReferences: () => undefined,
      erase: (id, model, call) => call.service.store.remove(model.type.name, id),
      represent(resource, model, call) {
        const shown = good.represent(resource, model, call);
        const ids = memberIds(resource).length;
        return ids === 0 ? shown : { ...shown, members: shown.members ?? [] };
      },
    }),
  },
  {
    id: 'no-groups-in-groups',
    title: 'Refuses groups as members of groups',
    allowedBy: ['RFC7643-4.2-11'],
    because: 'Nested groups are optional.',
    alter: (good) => ({
      checkReferences(resource, model, call) {
        const isGroup = (id: string): boolean =>
          call.service.store.typeOf(id) === 'Group' || call.bulk?.promised.has(id) === true;
        if (memberIds(resource).some(isGroup)) throw refusal(400, 'A group has users only.', 'invalidValue');
        good.checkReferences(resource, model, call);
      },
    }),
  },
  {
    id: 'bare-managers',
    title: 'Shows the id of a manager, and neither his name nor his place',
    allowedBy: ['RFC7643-4.3-02'],
    because: 'The name of a manager is for the server to add, or not.',
    alter: showing('User', (shown, { model }, selection) => {
      const [extension] = model.extensions;
      const container = extension && shown[extension.id];
      if (
        extension === undefined ||
        !isObject(container) ||
        !isObject(container.manager) ||
        !isWanted(extension.id, selection)
      )
        return shown;
      const { displayName: _displayName, $ref: _ref, ...manager } = container.manager;
      return { ...shown, [extension.id]: { ...container, manager } };
    }),
  },
  {
    id: 'user-names-immutable',
    title: 'Lets nobody change a user name, and says so in its schema',
    allowedBy: ['RFC7644-3.5.2.3-20', 'RFC7643-8.7.1-01'],
    because: 'RFC 7643 §8.7.1 lets a server publish other characteristics than its own.',
    models: withCore(
      'User',
      changed('userName', (attribute) => ({ ...attribute, mutability: 'immutable' })),
    ),
  },
  {
    id: 'user-names-case-exact',
    title: 'Tells user names apart by case, and says so in its schema',
    allowedBy: ['RFC7643-4.1.1-03', 'RFC7643-8.7.1-01'],
    because: 'The prose has userName in any case; a schema that says otherwise is at least true.',
    disputed: true,
    models: withCore(
      'User',
      changed('userName', (attribute) => ({ ...attribute, caseExact: true })),
    ),
    alter: (good) => ({
      checkUnique(resource, model, call, self) {
        const { store } = call.service;
        const same = store.idsBy('User', 'userName', String(resource.userName)).filter((id) => id !== self);
        const isTaken = same.some(
          (id) => store.get('User', id)?.userName === prepareUserName(String(resource.userName)),
        );
        if (!isUser(model) || isTaken) good.checkUnique(resource, model, call, self);
      },
    }),
  },
];
