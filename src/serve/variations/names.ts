/** Legal variations of what becomes of the names of people. */
import { keyIgnoringCase } from '../../scim/attribute.ts';
import { isObject, type Json } from '../../scim/json.ts';
import { refusal } from '../errors.ts';
import { isUser } from '../faults/fault.ts';
import { prepareUserName } from '../precis.ts';
import { changed, eachIn, showing, storing, type Variation, withCore } from './variation.ts';

const NAME_PARTS = ['honorificPrefix', 'givenName', 'middleName', 'familyName', 'honorificSuffix'];

const formattedName = (name: Json | undefined): string =>
  NAME_PARTS.flatMap((part) => (isObject(name) && typeof name[part] === 'string' ? [name[part]] : [])).join(' ');

export const NAME_VARIATIONS: readonly Variation[] = [
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
