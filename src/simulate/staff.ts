/** What happens to people. Each leaves the company in order, and gives undefined when it cannot happen to them. */
import {
  addMember,
  type Company,
  type Department,
  groupOfDepartment,
  type Person,
  putPerson,
  recruit,
  removeGroup,
  removeMember,
  removePerson,
  reportsOf,
} from './company.ts';
import type { Happening } from './happening.ts';
import { marriedName } from './names.ts';
import type { Random } from './random.ts';
import { jobTitle } from './workplace.ts';

const NEWEST = 0;
const SENIOR = 2;
const HEAD = 3;

/** The one without a manager: the president, who stays for ever. */
const isPresident = ({ manager }: Person): boolean => manager === undefined;

const isHead = (company: Company, { id, department }: Person): boolean =>
  company.departments.get(department)?.head === id;

export const hire = (company: Company, random: Random): Happening => {
  const department = random.pick([...company.departments.values()]);
  const place = { title: jobTitle(department.trade, NEWEST), department: department.id, manager: department.head };
  const person = recruit(company, place, random.of('person'));
  join(company, person);
  return { kind: 'joined', about: `${person.userName}, ${department.name}` };
};

/** Somebody who left comes back, with the name and the accounts of then. */
export const rehire = (company: Company, person: Person): Happening | undefined => {
  const [first] = company.departments.values();
  const department = company.departments.get(person.department) ?? first;
  if (person.active || department === undefined) return undefined;
  const { leftOn: _leftOn, ...file } = person;
  company.former.delete(person.id);
  join(company, putPerson(company, { ...file, active: true, department: department.id, manager: department.head }));
  return { kind: 'returned', about: `${person.userName}, ${department.name}` };
};

const join = (company: Company, { id, department }: Person): void => {
  const everybody = [...company.groups.values()].find(({ kind }) => kind === 'everybody');
  for (const group of [everybody, groupOfDepartment(company, department)]) {
    if (group !== undefined) addMember(company, group.id, id);
  }
};

/** Out of all groups and off the tree of managers; the account is blocked, or gone at once. */
export const dismiss = (company: Company, person: Person, day: number, atOnce: boolean): Happening | undefined => {
  if (!person.active || isPresident(person) || !replaceHead(company, person)) return undefined;
  for (const report of reportsOf(company, person.id)) setManager(company, report, person.manager);
  for (const group of [...(company.index.groupsOf.get(person.id) ?? [])]) removeMember(company, group, person.id);
  const current = company.people.get(person.id) ?? person;
  const left = putPerson(company, { ...current, active: false, leftOn: day });
  if (atOnce) removePerson(company, left);
  return { kind: 'left', about: `${person.userName}${atOnce ? ', account removed' : ''}` };
};

/** The account of somebody who left is removed from the directory. */
export const forget = (company: Company, person: Person): Happening => {
  removePerson(company, person);
  return { kind: 'removed', about: person.userName };
};

/** To another department; those who reported to the person stay. */
export const move = (company: Company, person: Person, random: Random): Happening | undefined => {
  const others = [...company.departments.values()].filter(({ id }) => id !== person.department);
  if (!person.active || others.length === 0 || isHead(company, person)) return undefined;
  const department = random.pick(others);
  for (const report of reportsOf(company, person.id)) setManager(company, report, person.manager);
  const [left, joined] = [person.department, department.id].map((id) => groupOfDepartment(company, id)?.id);
  if (left !== undefined) removeMember(company, left, person.id);
  if (joined !== undefined) addMember(company, joined, person.id);
  const title = jobTitle(department.trade, random.whole(NEWEST, SENIOR));
  putPerson(company, { ...person, department: department.id, manager: department.head, title });
  return { kind: 'moved', about: `${person.userName} → ${department.name}` };
};

export const promote = (company: Company, person: Person, random: Random): Happening | undefined => {
  const trade = company.departments.get(person.department)?.trade;
  if (!person.active || trade === undefined || isHead(company, person)) return undefined;
  const title = jobTitle(trade, random.whole(NEWEST, SENIOR));
  if (title === person.title) return undefined;
  putPerson(company, { ...person, title });
  return { kind: 'promoted', about: `${person.userName} → ${title}` };
};

export const assignManager = (company: Company, person: Person, candidate: Person): Happening | undefined => {
  if (!person.active || !candidate.active || candidate.id === person.manager || isHead(company, person)) {
    return undefined;
  }
  if (!setManager(company, person, candidate.id)) return undefined;
  return { kind: 'new-manager', about: `${person.userName} → ${candidate.userName}` };
};

/** A new family name, and with it a new user name and a new address. */
export const marry = (company: Company, person: Person, random: Random): Happening | undefined => {
  if (!person.active) return undefined;
  const name = marriedName(person.name, random);
  const account = company.accounts.claim(name, random);
  putPerson(company, { ...person, name, ...account });
  return { kind: 'married', about: `${person.userName} → ${account.userName}` };
};

/** Somebody of the department takes the place of its head, who becomes one of the others. */
export const changeHead = (company: Company, department: Department): Happening | undefined => {
  const old = company.people.get(department.head);
  if (old === undefined || isPresident(old) || !replaceHead(company, old)) return undefined;
  const head = company.departments.get(department.id)?.head ?? department.head;
  setManager(company, { ...old, title: jobTitle(department.trade, SENIOR) }, head);
  return { kind: 'new-head', about: `${department.name} → ${company.people.get(head)?.userName ?? head}` };
};

/** Its people become people of the other one, its head one of them; its group is gone. */
export const mergeDepartments = (company: Company, from: Department, into: Department): Happening | undefined => {
  const head = company.people.get(from.head);
  if (from.id === into.id || head === undefined || isPresident(head)) return undefined;
  setManager(company, { ...head, title: jobTitle(into.trade, SENIOR) }, into.head);
  const moved = [...company.people.values()].filter(({ department }) => department === from.id);
  const [gone, group] = [from.id, into.id].map((id) => groupOfDepartment(company, id));
  for (const person of moved) {
    putPerson(company, { ...person, department: into.id });
    if (group !== undefined && person.active) addMember(company, group.id, person.id);
  }
  if (gone !== undefined) removeGroup(company, gone);
  company.departments.delete(from.id);
  return { kind: 'departments-merged', about: `${from.name} → ${into.name}, ${moved.length} people` };
};

/** @returns false when the person is the head of a department and nobody else is there to be it */
const replaceHead = (company: Company, person: Person): boolean => {
  const department = company.departments.get(person.department);
  if (department?.head !== person.id) return true;
  const successor = successorOf(company, person);
  if (successor === undefined) return false;
  setManager(company, { ...successor, title: jobTitle(department.trade, HEAD) }, person.manager);
  for (const report of reportsOf(company, person.id)) setManager(company, report, successor.id);
  company.departments.set(department.id, { ...department, head: successor.id });
  return true;
};

/** Somebody who reports to the person already, else anybody of the department. */
const successorOf = (company: Company, { id, department }: Person): Person | undefined => {
  const fits = (other: Person): boolean =>
    other.active && other.department === department && other.id !== id && !isPresident(other);
  return reportsOf(company, id).find(fits) ?? [...company.people.values()].find(fits);
};

/** Stores the person with this manager. @returns false, and stores nothing, when managers would form a circle */
const setManager = (company: Company, person: Person, manager: string | undefined): boolean => {
  for (let above = manager; above !== undefined; above = company.people.get(above)?.manager) {
    if (above === person.id) return false;
  }
  if (manager !== undefined) putPerson(company, { ...person, manager });
  return true;
};
