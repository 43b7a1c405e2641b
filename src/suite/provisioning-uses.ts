/** Where a `provisioning` section names operations, and what each of them is given there. */
import { alternatives } from './habits.ts';
import { childOf, entriesOf, itemsOf, type Source, textOf } from './source.ts';

/** What makes the values of the parameters beside `given`. */
export type Mapped = 'user' | 'group' | 'nothing';

export interface Use {
  /** The name of the operation as it is written. */
  readonly source: Source;
  readonly operation: string;
  readonly mapped: Mapped;
  /** Parameters whose values come from elsewhere: ids and members. */
  readonly given: readonly string[];
}

/** `source` is the section as one mode has it. */
export const usesIn = (source: Source): readonly Use[] => [
  ...usesOfUsers(childOf(source, 'users')),
  ...usesOfGroups(childOf(source, 'groups')),
  ...usesOfGrants(childOf(source, 'grants')),
  ...use(childOf(childOf(source, 'discovery'), 'read'), 'nothing'),
  ...['users', 'groups'].flatMap((key) => use(childOf(childOf(source, 'import'), key), 'nothing')),
];

const use = (source: Source | undefined, mapped: Mapped, ...given: readonly string[]): readonly Use[] => {
  const operation = textOf(source);
  return source === undefined || operation === undefined ? [] : [{ source, operation, mapped, given }];
};

const choices = (source: Source | undefined, mapped: Mapped, ...given: readonly string[]): readonly Use[] =>
  alternatives(source).flatMap((one) => use(childOf(one, 'operation') ?? one, mapped, ...given));

const matches = (source: Source | undefined, mapped: Mapped): readonly Use[] =>
  itemsOf(childOf(childOf(source, 'match'), 'by')).flatMap((name) => use(name, mapped));

const usesOfUsers = (users: Source | undefined): readonly Use[] => [
  ...matches(users, 'user'),
  ...choices(childOf(users, 'create'), 'user'),
  ...choices(childOf(users, 'update'), 'user', 'id'),
  ...['first-values', 'deactivate', 'reactivate', 'delete'].flatMap((key) => use(childOf(users, key), 'user', 'id')),
  ...entriesOf(childOf(users, 'references')).flatMap(({ value }) =>
    ['set', 'clear', 'check'].flatMap((key) => use(childOf(value, key), 'user', 'id')),
  ),
];

const MEMBERS = ['id', 'members', 'added', 'removed'] as const;

/** What each key of `membership` is given. */
const MEMBERSHIP: Readonly<Record<string, readonly string[]>> = {
  read: ['id'],
  add: ['id', 'members', 'added'],
  remove: ['id', 'members', 'removed'],
  change: MEMBERS,
  replace: ['id', 'members'],
  before: ['id'],
};

const usesOfGroups = (groups: Source | undefined): readonly Use[] => [
  ...matches(groups, 'group'),
  ...choices(childOf(groups, 'create'), 'group', 'members'),
  ...choices(childOf(groups, 'update'), 'group', 'id', 'members'),
  ...use(childOf(groups, 'delete'), 'group', 'id'),
  ...alternatives(childOf(groups, 'membership')).flatMap((one) =>
    Object.entries(MEMBERSHIP).flatMap(([key, given]) => use(childOf(one, key), 'group', ...given)),
  ),
];

const usesOfGrants = (grants: Source | undefined): readonly Use[] => [
  ...use(childOf(grants, 'grant'), 'nothing', 'id', 'members', 'added'),
  ...use(childOf(grants, 'revoke'), 'nothing', 'id', 'members', 'removed'),
  ...use(childOf(grants, 'revoke-last'), 'nothing', 'id', 'members', 'removed'),
  ...use(childOf(grants, 'read'), 'nothing', 'id'),
];
