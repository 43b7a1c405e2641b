/** The company as it is on the first day. */
import { createAccounts } from './accounts.ts';
import { type Company, foundGroup, personId, recruit } from './company.ts';
import { createRandom, type Random } from './random.ts';
import { departmentName, jobTitle, PRESIDENT, projectName } from './workplace.ts';

export interface CompanyOptions {
  /** At least 1. */
  readonly people: number;
  readonly seed: number;
}

/** Where somebody sits in the tree of managers. People are numbers from 0, as they will be recruited. */
interface Seat {
  readonly department: number;
  /** Absent for the president. */
  readonly manager?: number;
  /** The head of the department, a manager, or neither. */
  readonly rank: 'head' | 'lead' | 'member';
}

/** How many people report to one, at most. */
const SPAN = 8;
const PEOPLE_PER_PROJECT = 15;

/**
 * The same seed and number give the same company, in a few seconds for 100,000 people. There are departments of uneven
 * sizes, each with a group, projects of three people and of hundreds, one group of everybody and one of nobody.
 * @throws RangeError unless there is at least one person
 */
export const createCompany = ({ people, seed }: CompanyOptions): Company => {
  if (!Number.isSafeInteger(people) || people < 1) {
    throw new RangeError(`a company has at least one person, not ${people}`);
  }
  const random = createRandom(seed).of('company');
  const company: Company = {
    seed,
    people: new Map(),
    departments: new Map(),
    groups: new Map(),
    former: new Map(),
    accounts: createAccounts(random.of('accounts')),
    index: { groupNames: new Set(), reports: new Map(), groupsOf: new Map(), groupOfDepartment: new Map() },
    counted: { people: 0, groups: 0 },
  };
  settle(company, planSeats(people, random.of('seats')), random.of('people'));
  foundGroup(company, { displayName: 'Everybody', kind: 'everybody', members: new Set(company.people.keys()) });
  foundDepartmentGroups(company);
  foundGroup(company, { displayName: 'Visitors (nobody yet)', kind: 'empty', members: new Set() });
  foundProjects(company, random.of('projects'));
  return company;
};

/** Departments by number, the first ones larger; in every other one the managers were recruited after their people. */
const planSeats = (people: number, random: Random): readonly Seat[] => {
  const departments: number[][] = Array.from({ length: Math.max(1, Math.round(0.8 * Math.sqrt(people))) }, () => []);
  for (let person = 0; person < people; person++) {
    const department = person === 0 ? 0 : Math.floor(departments.length * random.next() ** 1.6);
    departments[department]?.push(person);
  }
  const seats: Seat[] = [];
  for (const [department, arrivals] of departments.entries()) {
    const order = department % 2 === 0 ? arrivals : arrivals.toReversed();
    for (const [position, person] of order.entries()) {
      const manager = position === 0 ? 0 : order[Math.floor((position - 1) / SPAN)];
      const rank = position === 0 ? 'head' : position * SPAN + 1 < order.length ? 'lead' : 'member';
      seats[person] = { department, rank, ...(person !== 0 && manager !== undefined && { manager }) };
    }
  }
  return seats;
};

const departmentId = (number: number): string => `d-${number + 1}`;

const settle = (company: Company, seats: readonly Seat[], random: Random): void => {
  for (const [index, { department, manager, rank }] of seats.entries()) {
    const { name, trade } = departmentName(department);
    const own = random.of(index);
    const level = rank === 'head' ? 3 : rank === 'lead' ? 2 : own.of('title').whole(0, 1);
    const person = recruit(
      company,
      {
        title: manager === undefined ? PRESIDENT : jobTitle(trade, level),
        department: departmentId(department),
        ...(manager !== undefined && { manager: personId(manager + 1) }),
      },
      own,
    );
    if (rank !== 'head') continue;
    company.departments.set(person.department, { id: person.department, name, trade, head: person.id });
  }
};

const foundDepartmentGroups = (company: Company): void => {
  const members = Map.groupBy(company.people.values(), ({ department }) => department);
  for (const { id, name } of company.departments.values()) {
    const people = (members.get(id) ?? []).map((person) => person.id);
    foundGroup(company, { displayName: name, kind: 'department', department: id, members: new Set(people) });
  }
};

/** Most have a handful of members, some up to a hundred, and one is a tenth of the company. */
const foundProjects = (company: Company, random: Random): void => {
  const people = [...company.people.keys()];
  for (let number = 0; number < people.length / PEOPLE_PER_PROJECT; number++) {
    const own = random.of(number);
    const size = number === 1 ? Math.ceil(people.length / 10) : own.whole(3, number % 20 === 7 ? 100 : 12);
    foundGroup(company, { displayName: projectName(own), kind: 'project', members: new Set(own.sample(people, size)) });
  }
};
