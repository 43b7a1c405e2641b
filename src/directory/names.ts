/** The names that attributes go by in files: what a column or a member must be called, and what else it may be called. */
import { PERSON_COLUMNS } from '../suite/provisioning-model.ts';
import type { Kind } from './record.ts';

export const NAMES: Readonly<Record<Kind, readonly string[]>> = {
  person: PERSON_COLUMNS,
  group: ['id', 'displayName'],
  membership: ['group', 'member'],
};

export const PLURALS: Readonly<Record<Kind, string>> = {
  person: 'people',
  group: 'groups',
  membership: 'memberships',
};

export const REQUIRED: Readonly<Record<Kind, readonly string[]>> = {
  person: ['id', 'userName'],
  group: ['id', 'displayName'],
  membership: ['group', 'member'],
};

/**
 * Other names that can mean only one thing, folded. There is none for `id`: which of a company's numbers stays with a
 * person for ever is not for us to guess.
 */
export const SYNONYMS: Readonly<Record<Kind, Readonly<Record<string, readonly string[]>>>> = {
  person: {
    userName: ['login', 'loginname', 'userprincipalname', 'upn'],
    givenName: ['firstname', 'forename', 'given'],
    familyName: ['lastname', 'surname', 'family', 'sn'],
    displayName: ['fullname'],
    email: ['mail', 'emailaddress', 'workemail', 'primaryemail'],
    active: ['isactive', 'enabled'],
    title: ['jobtitle'],
    department: ['dept'],
    manager: ['managerid'],
  },
  group: { displayName: ['name', 'groupname'] },
  membership: { group: ['groupid'], member: ['memberid', 'userid', 'personid'] },
};

/** Names that people give to what we call `id`; only ever suggested. */
export const LIKE_ID: readonly string[] = [
  'personid',
  'userid',
  'employeeid',
  'employeenumber',
  'staffid',
  'personnelnumber',
  'externalid',
  'objectid',
  'guid',
  'uuid',
  'uid',
  'groupid',
  'number',
  'key',
];

/** A name without what writers of headers disagree about: case, spaces, underscores, hyphens, dots. */
export const fold = (name: string): string => name.toLowerCase().replace(/[\s_.-]+/gu, '');

/** The words of a `kind` column or member, by which one file holds people, groups and memberships. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['person', 'person'],
  ['group', 'group'],
  ['membership', 'membership'],
]);

export const kindNamed = (word: string): Kind | undefined => KINDS.get(word.trim().toLowerCase());

/** Cannot be the name of a member of an object without surprises. */
export const FORBIDDEN_NAME = '__proto__';
