/** A company of people who do not exist, as it is at some moment. */
import type { Accounts } from './accounts.ts';
import { type FullName, inventName } from './names.ts';
import type { Random } from './random.ts';

export interface Person {
  /** The number of the personnel file; it stays the same when somebody comes back. */
  readonly id: string;
  readonly name: FullName;
  readonly userName: string;
  readonly email: string;
  readonly title: string;
  /** The id of a department. */
  readonly department: string;
  /** The id of a person; only the president has none. */
  readonly manager?: string;
  readonly phone: string;
  /** False from the last day on, until the account is removed from the directory. */
  readonly active: boolean;
  /** The last day, of those who are not active. */
  readonly leftOn?: number;
}

export interface Department {
  readonly id: string;
  readonly name: string;
  readonly trade: number;
  /** The id of a person. */
  readonly head: string;
}

export interface Group {
  readonly id: string;
  readonly displayName: string;
  readonly kind: 'everybody' | 'department' | 'project' | 'empty';
  /** The id of the department whose people are its members. */
  readonly department?: string;
  /** Ids of people, all of them active. It changes by `addMember` and `removeMember`. */
  readonly members: ReadonlySet<string>;
}

/**
 * Managers never form a circle; every group has a name of its own, whatever the case of its letters; whoever is not active
 * is a member of nothing and the manager of nobody.
 */
export interface Company {
  readonly seed: number;
  readonly people: Map<string, Person>;
  readonly departments: Map<string, Department>;
  readonly groups: Map<string, Group>;
  /** Who left and is no longer in the directory, with what was known about them. */
  readonly former: Map<string, Person>;
  readonly accounts: Accounts;
  readonly index: Index;
  /** How many people and groups there have ever been, for the ids of new ones. */
  readonly counted: { people: number; groups: number };
}

/** What would take long to find out, kept by the functions of this file. Only they change people and groups. */
export interface Index {
  /** Names of groups, in small letters. */
  readonly groupNames: Set<string>;
  /** Who reports to somebody. */
  readonly reports: Map<string, Set<string>>;
  /** In which groups somebody is. */
  readonly groupsOf: Map<string, Set<string>>;
  /** The group of a department. */
  readonly groupOfDepartment: Map<string, string>;
}

/** Everybody who works there, in the order of their ids. */
export const activePeople = (company: Company): Person[] => [...company.people.values()].filter(({ active }) => active);

/** The id of the personnel file with this number, from 1. */
export const personId = (number: number): string => String(100_000 + number);

/** A personnel file for somebody new, put into the company. */
export const recruit = (
  company: Company,
  place: Pick<Person, 'title' | 'department' | 'manager'>,
  random: Random,
): Person => {
  company.counted.people += 1;
  const name = inventName(random);
  const person: Person = {
    id: personId(company.counted.people),
    name,
    ...company.accounts.claim(name, random),
    ...place,
    // Numbers that are kept free for stories (Ofcom).
    phone: `+44 20 7946 0${String(random.whole(0, 999)).padStart(3, '0')}`,
    active: true,
  };
  return putPerson(company, person);
};

/** Somebody new, or as they are from now on. */
export const putPerson = (company: Company, person: Person): Person => {
  const before = company.people.get(person.id);
  if (before?.manager !== person.manager) {
    company.index.reports.get(before?.manager ?? '')?.delete(person.id);
    if (person.manager !== undefined) entry(company.index.reports, person.manager).add(person.id);
  }
  company.people.set(person.id, person);
  return person;
};

/** Out of the directory: what was known about the person is kept with the former ones. */
export const removePerson = (company: Company, person: Person): void => {
  company.index.reports.get(person.manager ?? '')?.delete(person.id);
  company.people.delete(person.id);
  company.former.set(person.id, person);
};

export const reportsOf = (company: Company, id: string): Person[] =>
  [...(company.index.reports.get(id) ?? [])].flatMap((report) => company.people.get(report) ?? []);

const entry = (map: Map<string, Set<string>>, key: string): Set<string> => {
  const found = map.get(key) ?? new Set();
  map.set(key, found);
  return found;
};

/** @param about.displayName taken when no group has it, else with a number after it */
export const foundGroup = (company: Company, { members, ...about }: Omit<Group, 'id'>): Group => {
  company.counted.groups += 1;
  const displayName = freeGroupName(company, about.displayName);
  const group: Group = { ...about, id: `g-${company.counted.groups}`, displayName, members: new Set() };
  company.index.groupNames.add(displayName.toLowerCase());
  if (group.department !== undefined) company.index.groupOfDepartment.set(group.department, group.id);
  company.groups.set(group.id, group);
  for (const member of members) addMember(company, group.id, member);
  return group;
};

/** @returns the name it got: the wanted one, or with a number after it */
export const renameGroup = (company: Company, group: Group, wanted: string): string => {
  company.index.groupNames.delete(group.displayName.toLowerCase());
  const displayName = freeGroupName(company, wanted);
  company.index.groupNames.add(displayName.toLowerCase());
  company.groups.set(group.id, { ...group, displayName });
  return displayName;
};

export const removeGroup = (company: Company, group: Group): void => {
  for (const member of group.members) company.index.groupsOf.get(member)?.delete(group.id);
  company.index.groupNames.delete(group.displayName.toLowerCase());
  if (group.department !== undefined) company.index.groupOfDepartment.delete(group.department);
  company.groups.delete(group.id);
};

export const addMember = ({ groups, index }: Company, group: string, person: string): void => {
  changeable(groups.get(group))?.add(person);
  entry(index.groupsOf, person).add(group);
};

export const removeMember = ({ groups, index }: Company, group: string, person: string): void => {
  changeable(groups.get(group))?.delete(person);
  index.groupsOf.get(person)?.delete(group);
};

/** In place: the group of everybody is as large as the company, and changes every day. */
const changeable = (group: Group | undefined): Set<string> | undefined =>
  group?.members instanceof Set ? group.members : undefined;

export const groupOfDepartment = ({ groups, index }: Company, department: string): Group | undefined =>
  groups.get(index.groupOfDepartment.get(department) ?? '');

/** The name itself, or with the first number after it that makes it a name that no group has. */
export const freeGroupName = ({ index: { groupNames } }: Company, wanted: string): string => {
  let name = wanted;
  for (let number = 2; groupNames.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  return name;
};
