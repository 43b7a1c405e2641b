/** For tests: companies, and directories in memory. */
import type { Directory, GroupRecord, MembershipRecord, PersonRecord, Reject, Where } from '../directory/record.ts';
import type { Json } from '../scim/json.ts';

export type Person = { readonly id: string; readonly userName: string } & Readonly<Record<string, Json>>;
export type Group = { readonly id: string; readonly displayName: string } & Readonly<Record<string, Json>>;

export interface Company {
  readonly people: readonly Person[];
  readonly groups?: readonly Group[];
  /** Pairs of a group and a person. */
  readonly memberships?: readonly (readonly [group: string, member: string])[];
  /** Rows that could not be read. */
  readonly rejects?: readonly Reject[];
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

const at = (file: string, index: number): Where => ({ file, line: index + 2 });

const personOf = ({ id, ...attributes }: Person, index: number): PersonRecord => ({
  ...{ kind: 'person', id, attributes },
  at: at('people.csv', index),
});

const groupOf = ({ id, displayName, ...others }: Group, index: number): GroupRecord => ({
  ...{ kind: 'group', id, displayName, attributes: { displayName, ...others } },
  at: at('groups.csv', index),
});

const membershipOf = ([group, member]: readonly [string, string], index: number): MembershipRecord => ({
  ...{ kind: 'membership', group, member },
  at: at('memberships.csv', index),
});

/** A directory in memory; its rows stand one after the other in files that do not exist. */
export const directoryOf = ({ people, groups, memberships, rejects = [] }: Company): Directory => ({
  people: () => each<PersonRecord | Reject>([...people.map(personOf), ...rejects]),
  groups: () => each((groups ?? []).map(groupOf)),
  memberships: () => each((memberships ?? []).map(membershipOf)),
  hasGroups: groups !== undefined,
  hasMemberships: memberships !== undefined,
  warnings: [],
  describe: () => `${people.length} people`,
});

const GIVEN = ['Ana', 'Bo', 'Chloé', 'Đức', 'Eve', 'Fatima', 'Gülşen', 'Hiroko', 'Íñigo', "D'Arcy"];
const FAMILY = [
  'Silva',
  'Lindqvist',
  "O'Neill",
  'Nguyễn',
  'van der Berg',
  'Łukasz',
  'Müller',
  '山田',
  'Öztürk',
  'Smith-Jones',
];

/** People with managers, and groups of them. */
export const company = (size: number, groups = Math.ceil(size / 8)): Required<Omit<Company, 'rejects'>> => ({
  people: Array.from({ length: size }, (_, index): Person => {
    const [givenName = '', familyName = ''] = [GIVEN[index % 10], FAMILY[(index * 7) % 10]];
    return {
      id: `p${index}`,
      userName: `user${index}@example.com`,
      ...{ givenName, familyName, displayName: `${givenName} ${familyName}` },
      email: `user${index}@example.com`,
      title: index % 9 === 0 ? 'Manager' : 'Engineer',
      department: `Department ${index % 4}`,
      ...(index % 9 !== 0 && { manager: `p${index - (index % 9)}` }),
    };
  }),
  groups: Array.from({ length: groups }, (_, index) => ({ id: `g${index}`, displayName: `Group ${index}` })),
  memberships: Array.from({ length: size }, (_, index) => [`g${index % groups}`, `p${index}`] as const),
});
