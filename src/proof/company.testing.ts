/** For tests: the company of the fixtures on its first day, and what becomes of it in two months. */
import { join, resolve } from 'node:path';
import { openDirectory } from '../directory/open.ts';
import type { Directory, Reject } from '../directory/record.ts';
import type { Company, Group, Person } from '../provision/company.testing.ts';

const FOLDER = join(resolve(import.meta.dirname, '../..'), 'fixtures/directories/company');

export type WholeCompany = Required<Omit<Company, 'rejects'>>;

/** The CSV files, as `--people FILE --groups FILE --memberships FILE` opens them. */
export const openCompany = (): Promise<Directory> =>
  openDirectory({
    people: join(FOLDER, 'people.csv'),
    groups: join(FOLDER, 'groups.csv'),
    memberships: join(FOLDER, 'memberships.csv'),
  });

const read = async <Row extends object>(rows: AsyncIterable<Row | Reject>): Promise<Row[]> => {
  const all: Row[] = [];
  for await (const row of rows) {
    if ('reason' in row) throw new Error(`a row of the fixtures cannot be read: ${row.reason}`);
    all.push(row);
  }
  return all;
};

/** The same rows, in memory. */
export const readCompany = async (): Promise<WholeCompany> => {
  const directory = await openCompany();
  const people = await read(directory.people());
  const groups = await read(directory.groups());
  const memberships = await read(directory.memberships());
  return {
    people: people.map(({ id, attributes }): Person => ({ userName: '', ...attributes, id })),
    groups: groups.map(({ id, displayName, attributes }): Group => ({ ...attributes, id, displayName })),
    memberships: memberships.map(({ group, member }) => [group, member] as const),
  };
};

interface Edit {
  readonly joins?: readonly Person[];
  /** Who leaves takes the memberships along. */
  readonly leaves?: readonly string[];
  /** Of these people; null takes a value away. */
  readonly changes?: Readonly<Record<string, Readonly<Record<string, string | boolean | null>>>>;
  /** New groups, and new names of those that are there. */
  readonly names?: Readonly<Record<string, string>>;
  readonly dissolves?: readonly string[];
  readonly enters?: WholeCompany['memberships'];
  readonly quits?: WholeCompany['memberships'];
}

const without = ({ id, userName, ...others }: Person, edit: Edit): Person => {
  const changed = Object.entries({ ...others, ...edit.changes?.[id] }).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(changed), id, userName: String(edit.changes?.[id]?.userName ?? userName) };
};

const edited = (before: WholeCompany, edit: Edit): WholeCompany => {
  const { joins = [], leaves = [], names = {}, dissolves = [], enters = [], quits = [] } = edit;
  const kept = before.groups.filter(({ id }) => !dissolves.includes(id));
  const founded = Object.entries(names).filter(([id]) => kept.every((group) => group.id !== id));
  const quit = new Set(quits.map(String));
  return {
    people: [...before.people.filter(({ id }) => !leaves.includes(id)).map((one) => without(one, edit)), ...joins],
    groups: [
      ...kept.map((group) => ({ ...group, displayName: names[group.id] ?? group.displayName })),
      ...founded.map(([id, displayName]) => ({ id, displayName })),
    ],
    memberships: [
      ...before.memberships.filter(
        ([group, member]) =>
          !dissolves.includes(group) && !leaves.includes(member) && !quit.has(String([group, member])),
      ),
      ...enters,
    ],
  };
};

/** A month later. */
const FIRST_MONTH: Edit = {
  joins: [
    {
      ...{ id: 'p61', userName: 'noor.elamrani@example.com', email: 'noor.elamrani@example.com', active: true },
      ...{ givenName: 'Noor', familyName: 'El Amrani', displayName: 'Noor "Nono" El Amrani' },
      ...{ title: 'Engineer', department: 'Engineering', manager: 'p09' },
    },
  ],
  leaves: ['p29'],
  changes: {
    // From Sales to Support.
    p31: { title: 'Support Agent', department: 'Support', manager: 'p43' },
    // Has another name now, and everything that is made of it.
    p40: {
      ...{ userName: 'lea.hartmann@example.com', email: 'lea.hartmann@example.com' },
      ...{ familyName: 'Hartmann-Weiß', displayName: 'Lea Hartmann-Weiß' },
    },
    p16: { manager: 'p10' },
    // Was never seen before, because of being inactive; and somebody who is suspended, and stays in the groups.
    p42: { active: true },
    p35: { active: false },
    // A first address, and an address that is taken away.
    p46: { email: 'ravi@example.org' },
    p47: { email: null, displayName: 'Elżbieta Wójcik' },
  },
  names: { g6: 'Works Council', g9: 'Apprentices', g10: 'Bergen & Ålesund' },
  dissolves: ['g8'],
  enters: [
    ...(['g1', 'g2', 'g10'] as const).map((group) => [group, 'p61'] as const),
    ...(['p11', 'p12', 'p13'] as const).map((member) => ['g10', member] as const),
    ...([
      ['g4', 'p31'],
      ['g7', 'p20'],
    ] as const),
  ],
  quits: [
    ['g3', 'p31'],
    ['g7', 'p23'],
    ['g5', 'p10'],
  ],
};

/** And another one. */
const SECOND_MONTH: Edit = {
  joins: [
    {
      ...{ id: 'p29', userName: 'francois.lefevre@example.com', email: 'francois.lefevre@example.com', active: true },
      ...{ givenName: 'François', familyName: 'Lefèvre', displayName: 'François Lefèvre' },
      ...{ title: 'Senior Writer', department: 'Design', manager: 'p27' },
    },
  ],
  // The head of Sales.
  leaves: ['p03'],
  changes: {
    p39: { title: 'Head of Sales', manager: 'p01' },
    ...Object.fromEntries(
      ['p32', 'p33', 'p34', 'p36', 'p37', 'p38', 'p40', 'p41'].map((id) => [id, { manager: 'p39' }]),
    ),
    p35: { active: true, manager: 'p39' },
    p42: { active: false, manager: 'p39' },
    p47: { email: 'elzbieta.wojcik@example.com' },
    p13: { displayName: 'Łukasz Żółtowski (Bergen)' },
  },
  names: { g3: 'Sales' },
  enters: [
    ['g1', 'p29'],
    ['g6', 'p29'],
    ['g5', 'p39'],
    ['g9', 'p59'],
  ],
  quits: ['p61', 'p11', 'p12', 'p13'].map((member) => ['g10', member] as const),
};

/** The company on its first day, after one month, and after two. */
export const companyInStages = async (): Promise<readonly WholeCompany[]> => {
  const founded = await readCompany();
  const later = edited(founded, FIRST_MONTH);
  return [founded, later, edited(later, SECOND_MONTH)];
};
