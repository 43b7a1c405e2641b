/** From what is wanted and what was last sent to what has to be done. Pure. */
import type { Json, JsonObject } from '../scim/json.ts';
import type { UserHabits } from '../suite/model.ts';
import type { AttributeChange } from './events.ts';
import type { Link } from './links.ts';
import type { GroupRow, PersonRow } from './rows.ts';

/** What has to be done with somebody who is in the directory. */
export type UserWork =
  /** Nothing is to be sent; what is remembered may be out of date all the same. */
  | { readonly kind: 'none' }
  | { readonly kind: 'create' }
  | {
      readonly kind: 'change';
      readonly reactivate: boolean;
      readonly deactivate: boolean;
      /** Parameters to be sent, and those that have lost their value; empty when nothing is to be updated. */
      readonly changes: readonly AttributeChange[];
      /** Came back after having left the directory. */
      readonly returns: boolean;
    };

/** Whether the dialect says `active` in requests of its own. */
const hasSwitch = ({ deactivate, reactivate }: UserHabits): boolean =>
  deactivate !== undefined && reactivate !== undefined;

const NOTHING: ReadonlySet<string> = new Set();

const same = (one: Json | undefined, other: Json | undefined): boolean =>
  one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));

/**
 * What an update would have to say. Without `before` it is not known what the target holds, and everything is said.
 * An attribute that has lost its value is a change only where the update makes it empty.
 */
export const attributeChanges = (
  before: JsonObject | undefined,
  after: JsonObject,
  { ignore, emptied }: { readonly ignore: ReadonlySet<string>; readonly emptied: 'kept' | 'cleared' },
): AttributeChange[] => {
  const changes: AttributeChange[] = [];
  for (const [name, value] of Object.entries(after)) {
    const old = before?.[name];
    if (ignore.has(name) || (before !== undefined && same(old, value))) continue;
    changes.push({ name, ...(old !== undefined && { before: old }), after: value });
  }
  if (emptied === 'kept' || before === undefined) return changes;
  for (const [name, value] of Object.entries(before)) {
    if (!Object.hasOwn(after, name) && !ignore.has(name)) changes.push({ name, before: value });
  }
  return changes;
};

/** What the target holds once `after` has been sent: values that cannot be taken away, or are not told, stay. */
export const heldAfter = (
  before: JsonObject | undefined,
  after: JsonObject,
  emptied: 'kept' | 'cleared',
  untold: ReadonlySet<string> = NOTHING,
): JsonObject => {
  if (before === undefined || (emptied === 'cleared' && untold.size === 0)) return after;
  const kept = Object.entries(before).filter(
    ([name]) => untold.has(name) || (emptied === 'kept' && !Object.hasOwn(after, name)),
  );
  return kept.length === 0 ? after : { ...after, ...Object.fromEntries(kept) };
};

const ACTIVE: ReadonlySet<string> = new Set(['active']);

/** Parameters whose change is no change for an update. */
export const ignoredBy = (habits: UserHabits): ReadonlySet<string> => (hasSwitch(habits) ? ACTIVE : NOTHING);

/** References that go with the update itself; the others are sent after all users are there. */
export const ownReferences = (row: PersonRow, habits: UserHabits): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(row.refs).filter(([name]) => !Object.hasOwn(habits.references, name)));

const referenceChanges = (row: PersonRow, link: Link, habits: UserHabits): AttributeChange[] =>
  Object.entries(ownReferences(row, habits)).flatMap(([name, id]) =>
    link.refs[name] === id && !link.refsOpen ? [] : [{ name, after: id }],
  );

export const decideUser = (
  row: PersonRow,
  habits: UserHabits,
  ignore: ReadonlySet<string> = ignoredBy(habits),
): UserWork => {
  const { link } = row;
  if (link === undefined) return row.active || habits.inactive === 'create' ? { kind: 'create' } : { kind: 'none' };
  const returns = link.leftAt !== undefined;
  const changes = [
    ...attributeChanges(link.sent, row.params, { ignore, emptied: habits.emptied }),
    ...referenceChanges(row, link, habits),
  ];
  const turned = link.active !== row.active;
  const reactivate = turned && row.active && hasSwitch(habits);
  const deactivate = turned && !row.active && hasSwitch(habits);
  if (reactivate || deactivate || changes.length > 0)
    return { kind: 'change', reactivate, deactivate, changes, returns };
  // Without a switch of its own, activity is an attribute like others, and has been compared with them.
  return { kind: 'none' };
};

/** References that are sent in requests of their own: parameter → the id of the person, or undefined when it is to be cleared. */
export const dueReferences = (
  row: PersonRow,
  link: Link,
  habits: UserHabits,
): readonly { readonly parameter: string; readonly person?: string }[] =>
  Object.entries(habits.references).flatMap(([parameter, { clear }]) => {
    const [person, sent] = [row.refs[parameter], link.refs[parameter]];
    if (person === undefined) return sent === undefined || clear === undefined ? [] : [{ parameter }];
    return person === sent && !link.refsOpen ? [] : [{ parameter, person }];
  });

export type GroupWork =
  | { readonly kind: 'none' | 'create' }
  | { readonly kind: 'update'; readonly changes: readonly AttributeChange[] };

export const decideGroup = (row: GroupRow, empty: 'create' | 'wait'): GroupWork => {
  if (row.link === undefined) return { kind: row.hasMembers || empty === 'create' ? 'create' : 'none' };
  const changes = attributeChanges(row.link.sent, row.params, { ignore: NOTHING, emptied: 'kept' });
  return changes.length === 0 ? { kind: 'none' } : { kind: 'update', changes };
};

const listed = (changes: readonly AttributeChange[]): string => changes.map(({ name }) => name).join(', ');

/** Why, in words. */
export const whyUser = (work: UserWork, link: Link | undefined): string => {
  if (work.kind === 'none') return 'nothing has changed';
  if (work.kind === 'create') return 'in the directory, and not yet in the target';
  const reasons = [
    ...(work.returns ? ['back in the directory'] : []),
    ...(work.reactivate && !work.returns ? ['active in the directory'] : []),
    ...(work.deactivate ? ['inactive in the directory'] : []),
    ...(work.changes.length === 0
      ? []
      : [link?.sent === undefined ? 'it is not known what the target holds' : `${listed(work.changes)} changed`]),
  ];
  return reasons.join('; ') || 'active changed';
};

export const whyGroup = (work: GroupWork, link: Link | undefined): string => {
  if (work.kind !== 'update') return 'in the directory, and not yet in the target';
  return link?.sent === undefined ? 'it is not known what the target holds' : `${listed(work.changes)} changed`;
};
