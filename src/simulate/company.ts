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
  /** Ids of people, all of them active. */
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
  /** Names of groups, in small letters. */
  readonly groupNames: Set<string>;
  /** How many people and groups there have ever been, for the ids of new ones. */
  readonly counted: { people: number; groups: number };
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
  company.people.set(person.id, person);
  return person;
};

/** @param about.displayName taken when no group has it, else with a number after it */
export const foundGroup = (company: Company, about: Omit<Group, 'id'>): Group => {
  company.counted.groups += 1;
  const displayName = freeGroupName(company, about.displayName);
  const group: Group = { ...about, id: `g-${company.counted.groups}`, displayName };
  company.groupNames.add(displayName.toLowerCase());
  company.groups.set(group.id, group);
  return group;
};

/** The name itself, or with the first number after it that makes it a name that no group has. */
export const freeGroupName = ({ groupNames }: Company, wanted: string): string => {
  let name = wanted;
  for (let number = 2; groupNames.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  return name;
};
