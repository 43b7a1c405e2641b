/** YAML → what an identity provider does with users, groups and memberships. */
import type { Problems } from './diagnostics.ts';
import { conditionIn } from './locator.ts';
import type {
  AnswerHabits,
  Backing,
  Choice,
  Condition,
  GroupEnd,
  GroupHabits,
  MatchHabit,
  MembershipHabit,
  UserHabits,
} from './model.ts';
import { secondsOf } from './retry-habits.ts';
import { childOf, entriesOf, itemsOf, numberOf, positionOf, type Source, textOf, textsOf } from './source.ts';

export const toUserHabits = (source: Source, problems: Problems): Omit<UserHabits, keyof Backing> => {
  const leavers = childOf(source, 'leavers');
  const deleteAfter = secondsOf(childOf(leavers, 'delete-after'));
  return {
    match: toMatch(childOf(source, 'match'), problems),
    create: toChoices(childOf(source, 'create'), problems),
    update: toChoices(childOf(source, 'update'), problems),
    ...given(textOf(childOf(source, 'first-values')), (name) => ({ firstValues: name })),
    references: Object.fromEntries(
      entriesOf(childOf(source, 'references')).map(({ key, value }) => [key, toReference(value)]),
    ),
    emptied: word(childOf(source, 'emptied'), ['kept', 'cleared']),
    inactive: word(childOf(source, 'inactive'), ['create', 'skip']),
    ...given(textOf(childOf(source, 'deactivate')), (name) => ({ deactivate: name })),
    ...given(textOf(childOf(source, 'reactivate')), (name) => ({ reactivate: name })),
    ...given(textOf(childOf(source, 'delete')), (name) => ({ delete: name })),
    leavers: {
      action: word(childOf(leavers, 'action'), ['leave', 'deactivate', 'delete']),
      ...given(deleteAfter, (value) => ({ deleteAfter: value })),
    },
    returners: word(childOf(source, 'returners'), ['link', 'match']),
    ...toAnswers(source),
  };
};

export const toGroupHabits = (source: Source, problems: Problems): Omit<GroupHabits, keyof Backing> => {
  const unbound = childOf(source, 'unbound');
  return {
    match: toMatch(childOf(source, 'match'), problems),
    create: toChoices(childOf(source, 'create'), problems),
    empty: word(childOf(source, 'empty'), ['create', 'wait']),
    update: toChoices(childOf(source, 'update'), problems),
    membership: alternatives(childOf(source, 'membership')).map((one) => toMembership(one, problems)),
    ...given(textOf(childOf(source, 'delete')), (name) => ({ delete: name })),
    leavers: toEnd(childOf(source, 'leavers')),
    ...(unbound === undefined ? {} : { unbound: toEnd(unbound) }),
    ...toAnswers(source),
  };
};

/** One, or a list of them. */
export const alternatives = (source: Source | undefined): readonly Source[] => {
  if (source === undefined) return [];
  return source.kind === 'list' ? itemsOf(source) : [source];
};

const toReference = (source: Source): UserHabits['references'][string] => ({
  set: textOf(childOf(source, 'set')) ?? '',
  ...given(textOf(childOf(source, 'clear')), (name) => ({ clear: name })),
  ...given(textOf(childOf(source, 'check')), (name) => ({ check: name })),
});

const toMatch = (source: Source | undefined, problems: Problems): MatchHabit => ({
  when: word(childOf(source, 'when'), ['never', 'before-create', 'on-conflict']),
  operations: textsOf(childOf(source, 'by')),
  found: word(childOf(source, 'found'), ['update', 'link']),
  several: word(childOf(source, 'several'), ['refuse', 'first']),
  ...given(conditionAt(childOf(source, 'if'), problems), (value) => ({ condition: value })),
});

/** `create-user`, `{operation: create-user, …}`, or a list of them. */
const toChoices = (source: Source | undefined, problems: Problems): readonly Choice[] =>
  alternatives(source).map((one) => {
    const operation = childOf(one, 'operation') ?? one;
    const members = childOf(one, 'members');
    return {
      operation: textOf(operation) ?? '',
      ...given(conditionAt(childOf(one, 'when'), problems), (value) => ({ when: value })),
      send: word(childOf(one, 'send'), ['all', 'changed']),
      members: members?.kind === 'scalar' && members.value === true,
      refused: word(childOf(one, 'refused'), ['fail', 'next']),
      at: positionOf(operation),
    };
  });

const toMembership = (source: Source, problems: Problems): MembershipHabit => {
  const chunk = childOf(source, 'chunk');
  const fact = textOf(chunk);
  return {
    ...given(conditionAt(childOf(source, 'when'), problems), (value) => ({ when: value })),
    style: word(childOf(source, 'style'), ['delta', 'full']),
    compare: word(childOf(source, 'compare'), ['sent', 'read']),
    ...given(textOf(childOf(source, 'read')), (name) => ({ read: name })),
    ...given(textOf(childOf(source, 'add')), (name) => ({ add: name })),
    ...given(textOf(childOf(source, 'remove')), (name) => ({ remove: name })),
    ...given(textOf(childOf(source, 'change')), (name) => ({ change: name })),
    ...given(textOf(childOf(source, 'replace')), (name) => ({ replace: name })),
    ...given(textOf(childOf(source, 'before')), (name) => ({ before: name })),
    ...given(fact === undefined ? numberOf(chunk) : { fact }, (value) => ({ chunk: value })),
    refused: word(childOf(source, 'refused'), ['fail', 'next']),
    at: positionOf(source),
  };
};

const toEnd = (source: Source | undefined): GroupEnd => ({
  group: word(childOf(source, 'group'), ['leave', 'delete']),
  members: word(childOf(source, 'members'), ['leave', 'deactivate-unless-in-another-group']),
});

const toAnswers = (source: Source): AnswerHabits => ({
  gone: word(childOf(source, 'gone'), ['fail', 'recreate']),
  withoutId: word(childOf(source, 'without-id'), ['fail', 'stop']),
});

const conditionAt = (source: Source | undefined, problems: Problems): Condition | undefined =>
  source === undefined ? undefined : conditionIn(source, problems);

/** One of the words; the first when none is written. */
const word = <Word extends string>(source: Source | undefined, words: readonly [Word, ...Word[]]): Word => {
  const written = textOf(source);
  return words.find((one) => one === written) ?? words[0];
};

/** For spreading: what is made of the value, or nothing when there is none. */
const given = <Value, Part extends object>(value: Value | undefined, make: (value: Value) => Part): Partial<Part> =>
  value === undefined ? {} : make(value);
