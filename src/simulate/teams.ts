/** What happens to departments' names and to groups. Each gives undefined when it cannot happen. */
import {
  addMember,
  type Company,
  type Department,
  foundGroup,
  type Group,
  groupOfDepartment,
  type Person,
  removeGroup,
  removeMember,
  renameGroup,
} from './company.ts';
import type { Happening } from './happening.ts';
import type { Random } from './random.ts';
import { newDepartmentName, projectName } from './workplace.ts';

const LARGEST_NEW_GROUP = 12;

/** Everybody in it has another department then, and its group another name. */
export const renameDepartment = (company: Company, department: Department, random: Random): Happening | undefined => {
  const name = newDepartmentName(department.name, random);
  if ([...company.departments.values()].some((other) => other.name === name)) return undefined;
  company.departments.set(department.id, { ...department, name });
  const group = groupOfDepartment(company, department.id);
  if (group !== undefined) renameGroup(company, group, name);
  return { kind: 'department-renamed', about: `${department.name} → ${name}` };
};

/** With a dozen members at most, and sometimes with none. */
export const createGroup = (company: Company, people: readonly Person[], random: Random): Happening => {
  const members = random
    .sample(people, random.whole(0, LARGEST_NEW_GROUP))
    .filter((person) => isActive(company, person));
  const group = foundGroup(company, {
    displayName: projectName(random),
    kind: 'project',
    members: new Set(members.map(({ id }) => id)),
  });
  return { kind: 'group-created', about: `${group.displayName}, ${count(members.length)}` };
};

export const callOtherwise = (company: Company, group: Group, random: Random): Happening | undefined => {
  const wanted = projectName(random);
  if (wanted.toLowerCase() === group.displayName.toLowerCase()) return undefined;
  return { kind: 'group-renamed', about: `${group.displayName} → ${renameGroup(company, group, wanted)}` };
};

export const deleteGroup = (company: Company, group: Group): Happening => {
  removeGroup(company, group);
  return { kind: 'group-deleted', about: `${group.displayName}, ${count(group.members.size)}` };
};

/** Up to three come and up to two go; now and then all. */
export const changeMembers = (
  company: Company,
  group: Group,
  people: readonly Person[],
  random: Random,
): Happening | undefined => {
  const members = [...group.members];
  const gone = random.sample(members, random.chance(0.05) ? members.length : random.whole(0, 2));
  const come = random
    .sample(people, random.whole(0, 3))
    .filter((person) => isActive(company, person) && !group.members.has(person.id));
  for (const id of gone) removeMember(company, group.id, id);
  for (const { id } of come) addMember(company, group.id, id);
  if (gone.length + come.length === 0) return undefined;
  return { kind: 'members-changed', about: `${group.displayName}, ${come.length} came and ${gone.length} went` };
};

const isActive = (company: Company, { id }: Person): boolean => company.people.get(id)?.active === true;

const count = (members: number): string => (members === 1 ? '1 member' : `${members} members`);
