/** Legal variations of what becomes of the values that a client sends. */
import { coreAttributes, findAttribute, keyIgnoringCase, sameName } from '../../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { Attribute } from '../../scim/schema.ts';
import { refusal } from '../errors.ts';
import { isUser } from '../faults/fault.ts';
import { memberIds } from '../store.ts';
import { changed, eachIn, isWanted, showing, storing, type Variation, withCore } from './variation.ts';

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
    id: 'locales-with-underscore',
    title: 'Keeps locales with an underscore, as pt_PT',
    allowedBy: ['RFC7643-4.1.1-15'],
    because: 'RFC 7643 §4.1.1 has this form beside the one of RFC 5646.',
    alter: storing((resource) =>
      typeof resource.locale === 'string' ? { ...resource, locale: resource.locale.replaceAll('-', '_') } : resource,
    ),
  },
];
