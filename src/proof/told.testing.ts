/**
 * For tests: what each identity provider should have told a target about a company, written down once more by hand. Nothing
 * here comes from the dialects or from the engine, so that it can be held against both.
 */
import type { Group, Person } from '../provision/company.testing.ts';
import type { Json } from '../scim/json.ts';
import type { WholeCompany } from './company.testing.ts';

/** `emails[work].value` → the value. References to others are their user names. */
export type Cells = Readonly<Record<string, Json>>;

export interface Told {
  /** By user name. */
  readonly users: Readonly<Record<string, Cells>>;
  /** By name; members by user name, sorted. */
  readonly groups: Readonly<Record<string, Cells & { readonly members: readonly string[] }>>;
}

/** How an identity provider tells of people, as its documentation or its source has it. */
export interface Ways {
  /** Absent values are left out. */
  readonly person: (person: Person, company: WholeCompany) => Readonly<Record<string, Json | undefined>>;
  /** A value that was taken away: stays in the target, or goes. */
  readonly emptied: 'kept' | 'cleared';
  /** Who is inactive when first seen. */
  readonly strangers: 'skipped' | 'created';
  readonly leavers: 'deactivated' | 'deleted';
  /** Cells that are told when somebody is created, and never again. */
  readonly onlyOnce?: readonly string[];
  /** Groups without members are made, too. */
  readonly emptyGroups: boolean;
  readonly group: (group: Group) => Readonly<Record<string, Json>>;
}

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

const workAddress = ({ email }: Person) =>
  email === undefined ? {} : { 'emails[work].type': 'work', 'emails[work].value': email, 'emails[work].primary': true };

const named = (id: Json | undefined, { people }: WholeCompany): string | undefined =>
  people.find((person) => person.id === id)?.userName;

const OKTA: Ways = {
  person: (person) => ({
    ...workAddress(person),
    userName: person.userName,
    'name.givenName': person.givenName,
    'name.familyName': person.familyName,
    displayName: person.displayName,
    title: person.title,
    externalId: person.id,
    locale: 'en-US',
    'enterprise.department': person.department,
    // Plain text to Okta, which does not know who that is in the target.
    'enterprise.manager.value': person.manager,
  }),
  emptied: 'kept',
  strangers: 'skipped',
  leavers: 'deactivated',
  emptyGroups: true,
  group: () => ({}),
};

const ENTRA: Ways = {
  person: (person, company) => ({
    ...workAddress(person),
    userName: person.userName,
    externalId: person.userName.split('@')[0],
    displayName: person.displayName,
    'name.givenName': person.givenName,
    'name.familyName': person.familyName,
    'name.formatted': [text(person.givenName), text(person.familyName)].filter(Boolean).join(' '),
    title: person.title,
    'enterprise.department': person.department,
    'enterprise.manager.value': named(person.manager, company),
  }),
  emptied: 'kept',
  strangers: 'skipped',
  // For thirty days.
  leavers: 'deactivated',
  // A first address is added by its path, which says nothing of primary.
  onlyOnce: ['emails[work].primary'],
  emptyGroups: true,
  group: ({ id }) => ({ externalId: id }),
};

const JUMPCLOUD: Ways = {
  person: (person) => ({
    ...workAddress(person),
    userName: person.userName,
    'name.givenName': person.givenName,
    'name.familyName': person.familyName,
    displayName: person.displayName,
  }),
  emptied: 'kept',
  strangers: 'skipped',
  leavers: 'deactivated',
  emptyGroups: false,
  group: () => ({}),
};

/** One name, which is parted at its first blank. */
const parts = ({ displayName, givenName, familyName }: Person): readonly [given: string, family: string] => {
  const name = text(displayName) ?? [text(givenName), text(familyName)].filter(Boolean).join(' ');
  const blank = name.indexOf(' ');
  return blank < 0 ? [name, ' '] : [name.slice(0, blank), name.slice(blank + 1)];
};

const AUTHENTIK: Ways = {
  person(person) {
    const [given, family] = parts(person);
    const { email } = person;
    const address =
      email === undefined
        ? {}
        : { 'emails[other].type': 'other', 'emails[other].value': email, 'emails[other].primary': true };
    return {
      ...address,
      userName: person.userName,
      externalId: person.id,
      displayName: person.displayName ?? `${given} ${family}`,
      'name.givenName': given,
      'name.familyName': family,
      'name.formatted': `${given} ${family}`.replace(/ {2}$/, ' '),
    };
  },
  emptied: 'cleared',
  strangers: 'created',
  leavers: 'deleted',
  emptyGroups: true,
  group: ({ id }) => ({ externalId: id }),
};

export const WAYS: Readonly<Record<string, Ways>> = {
  'okta:aiw': OKTA,
  'okta:oin': OKTA,
  'entra:default': ENTRA,
  'entra:flagged': ENTRA,
  // Its PATCH has no operation for the user name.
  'jumpcloud:patch': { ...JUMPCLOUD, onlyOnce: ['userName'] },
  // What has no value is not in the body of a PUT, which replaces.
  'jumpcloud:put': { ...JUMPCLOUD, emptied: 'cleared' },
  'authentik:default': AUTHENTIK,
  'authentik:by-filter': AUTHENTIK,
  'authentik:aws': AUTHENTIK,
  'authentik:slack': AUTHENTIK,
  'authentik:sfdc': AUTHENTIK,
  'authentik:webex': AUTHENTIK,
  'authentik:vcenter': AUTHENTIK,
};

export const waysOf = (idp: string): Ways => {
  const ways = WAYS[idp];
  if (ways === undefined) throw new Error(`nobody has written down what ${idp} tells`);
  return ways;
};

/** What a target does not take, although it was told. */
export interface Deaf {
  /** Cells that never arrive. */
  readonly cells?: readonly string[];
  /** Cells that arrive only with the creation, or where there was a value before. */
  readonly firstValues?: readonly string[];
  readonly deactivations?: true;
  /** Groups that cannot be created, by their ids. */
  readonly groups?: readonly string[];
  /** New names of groups: they keep the one that they were created with. */
  readonly groupNames?: true;
  readonly members?: true;
}

/** Known to the target, by id in the directory. */
type Known = Map<string, Record<string, Json>>;

/** What a target that was told all of these, one after the other, should show in the end. */
export const toldAfter = (stages: readonly WholeCompany[], ways: Ways, deaf: Deaf = {}): Told => {
  const users: Known = new Map();
  const groups = new Map<string, Told['groups'][string]>();
  for (const company of stages) {
    for (const [id, cells] of users)
      if (company.people.every((one) => one.id !== id)) leave(users, id, cells, ways, deaf);
    for (const person of company.people) tell(users, person, company, ways, deaf);
    for (const id of groups.keys()) if (company.groups.every((group) => group.id !== id)) groups.delete(id);
    for (const group of company.groups) {
      const members = membersOf(group, company, users);
      const isMade = groups.has(group.id) || members.length > 0 || ways.emptyGroups;
      if (!isMade || deaf.groups?.includes(group.id)) continue;
      const heard = deaf.members ? [] : members;
      const known = deaf.groupNames ? groups.get(group.id)?.displayName : undefined;
      groups.set(group.id, { ...ways.group(group), displayName: known ?? group.displayName, members: heard });
    }
  }
  return {
    users: Object.fromEntries([...users.values()].map((cells) => [String(cells.userName), cells])),
    groups: Object.fromEntries([...groups.values()].map((group) => [String(group.displayName), group])),
  };
};

const membersOf = ({ id }: Group, { memberships }: WholeCompany, users: Known): string[] =>
  memberships
    .flatMap(([group, member]) => (group === id ? [users.get(member)?.userName ?? []].flat().map(String) : []))
    .sort();

const leave = (
  users: Known,
  id: string,
  cells: Record<string, Json>,
  { leavers }: Ways,
  { deactivations }: Deaf,
): void => {
  if (leavers === 'deleted') users.delete(id);
  else if (deactivations !== true) cells.active = false;
};

const tell = (users: Known, person: Person, company: WholeCompany, ways: Ways, deaf: Deaf): void => {
  const before = users.get(person.id);
  const active = person.active !== false;
  if (before === undefined && !active && ways.strangers === 'skipped') return;
  const arrives = (name: string): boolean =>
    !deaf.cells?.includes(name) &&
    (before === undefined ||
      (!ways.onlyOnce?.includes(name) && !(deaf.firstValues?.includes(name) && before[name] === undefined)));
  const heard: Record<string, Json> = { active: active || (before?.active === true && deaf.deactivations === true) };
  for (const [name, value] of Object.entries(ways.person(person, company))) {
    if (value !== undefined && arrives(name)) heard[name] = value;
  }
  const stays = (name: string): boolean => ways.emptied === 'kept' || ways.onlyOnce?.includes(name) === true;
  const kept = Object.entries(before ?? {}).filter(([name]) => stays(name));
  users.set(person.id, { ...Object.fromEntries(kept), ...heard });
};
