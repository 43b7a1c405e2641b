/** For tests: what must be true of every company. */
import type { Company } from './company.ts';

const repeated = (values: readonly string[]): string[] =>
  [...Map.groupBy(values, (value) => value)].flatMap(([value, all]) => (all.length > 1 ? [value] : []));

export const problemsOf = ({ people, groups, departments, former, index }: Company): string[] => [
  ...repeated([...people.values(), ...former.values()].map(({ userName }) => userName.toLowerCase())).map(
    (name) => `two are ${name}`,
  ),
  ...repeated([...groups.values()].map(({ displayName }) => displayName.toLowerCase())).map(
    (name) => `two groups are ${name}`,
  ),
  ...(index.groupNames.size === groups.size ? [] : ['names of groups are not kept']),
  ...[...people.values()].flatMap((person) => {
    const problems: string[] = [];
    if (!departments.has(person.department)) problems.push(`${person.id} is in no department`);
    if (person.active && person.manager !== undefined && people.get(person.manager)?.active !== true)
      problems.push(`${person.id} has a manager who is gone`);
    const seen = new Set<string>();
    for (let one: string | undefined = person.id; one !== undefined; one = people.get(one)?.manager) {
      if (seen.has(one)) {
        problems.push(`the managers of ${person.id} form a circle`);
        break;
      }
      seen.add(one);
    }
    return problems;
  }),
  ...[...groups.values()].flatMap(({ displayName, members }) =>
    [...members]
      .filter((member) => people.get(member)?.active !== true)
      .map((member) => `${member} of ${displayName} is not there`),
  ),
  ...[...people.values()].flatMap(({ id, manager }) =>
    manager === undefined || index.reports.get(manager)?.has(id) ? [] : [`${id} is no report of ${manager}`],
  ),
  ...[...index.reports].flatMap(([id, reports]) =>
    [...reports]
      .filter((report) => people.get(report)?.manager !== id)
      .map((report) => `${report} still is a report of ${id}`),
  ),
  ...[...index.groupsOf].flatMap(([id, own]) =>
    [...own]
      .filter((group) => groups.get(group)?.members.has(id) !== true)
      .map((group) => `${id} still is in ${group}`),
  ),
  ...[...groups.values()].flatMap(({ id, members }) =>
    [...members]
      .filter((member) => index.groupsOf.get(member)?.has(id) !== true)
      .map((member) => `${member} is not in ${id}`),
  ),
  ...[...departments.values()].flatMap(({ id, head }) => {
    const person = people.get(head);
    return person?.active && person.department === id ? [] : [`${id} has no head`];
  }),
];
