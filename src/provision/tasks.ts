/** The changes of a run as tasks, phase by phase, in the order in which an identity provider can do them. */
import type { Json } from '../scim/json.ts';
import type { Task } from './crew.ts';
import { decideGroup, decideUser, dueReferences, ownReferences } from './decide.ts';
import { applyGroup, endGroup, endingOf, groupChangeOf, groupHabitsOf } from './groups.ts';
import {
  applyLeaver,
  applyUnbound,
  deleteUser,
  leaverAction,
  leaverChange,
  unbinds,
  unboundChange,
} from './leavers.ts';
import { tellMembers } from './members.ts';
import { groupsWithMembersToTell } from './membership.ts';
import { habitsOf, wantedUser } from './person.ts';
import { applyReferences } from './references.ts';
import {
  differingGroups,
  differingPeople,
  endingGroups,
  type GroupRow,
  leavers,
  leftBefore,
  type PersonRow,
  peopleWithReferences,
  unboundPeople,
} from './rows.ts';
import { noticeUntold } from './untold.ts';
import { applyUser, changeOf } from './users.ts';
import { refuse, refused, type Work, wantedOf } from './work.ts';

/** The parameters by which the dialect's searches find something again. */
const searchKeys = (work: Work, operations: readonly string[]): readonly string[] => [
  ...new Set(operations.flatMap((name) => Object.keys(work.voice.operation(name).parameters))),
];

const detailOf = (row: PersonRow | GroupRow, keys: readonly string[]): Json =>
  Object.fromEntries(
    keys.flatMap((key): [string, Json][] => (row.params[key] === undefined ? [] : [[key, row.params[key]]])),
  );

const NOT_KNOWN = 'whether it was created before an earlier run was cut off is still not known';

/** Users to be created or changed. */
export function* userTasks(work: Work): Generator<Task> {
  yield* tasksFor(differingPeople(work.state), work);
}

/** Those in whose way another user stood. */
export function* laterTasks(work: Work, rows: readonly PersonRow[]): Generator<Task> {
  for (const row of rows) {
    const link = work.links.byId('user', row.id);
    const { link: _, ...rest } = row;
    yield* tasksFor([{ ...rest, ...(link && { link }) }], work, false);
  }
}

function* tasksFor(rows: Iterable<PersonRow>, work: Work, first = true): Generator<Task> {
  const habits = habitsOf(work);
  const keys = searchKeys(work, habits.match.operations);
  for (const row of rows) {
    const decided = decideUser(row, habits, work.habits.ignored);
    noticeUntold(row, work.habits, work.voice);
    if (decided.kind === 'none') {
      if (row.link?.leftAt !== undefined) comesBackAsIs(row, work);
      continue;
    }
    if (first) work.tally.touch();
    const change = changeOf(row, decided);
    const waiting = work.failures.waiting('user', row.id, () => wantedUser(row));
    if (waiting !== undefined) {
      work.links.countOnce('user', row.id);
      refused(work, { ...waiting, at: row.at });
    } else if (work.unresolved.has(`user ${row.id}`)) refuse(work, change, wantedUser(row), { because: NOT_KNOWN });
    else {
      const { action, resource, id, name } = change;
      const detail = action === 'create' ? { detail: detailOf(row, keys) } : {};
      yield {
        journal: { action, resource, id, name, ...detail },
        run: (answered) => applyUser(row, decided, work, answered),
      };
    }
  }
}

/** In the directory again, inactive, and inactive in the target. */
const comesBackAsIs = ({ id, name, active, link }: PersonRow, work: Work): void => {
  if (link === undefined) return;
  const { targetId, sent, refs, refsOpen } = link;
  work.links.put('user', { id, targetId, name, sent, refs, refsOpen, active });
};

/** References that could not be, or are never, sent with the user. */
export function* referenceTasks(work: Work): Generator<Task> {
  const habits = habitsOf(work);
  if (Object.values(work.habits.mapping.user).every(({ kind }) => kind !== 'id-of')) return;
  for (const row of peopleWithReferences(work.state)) {
    const { link } = row;
    if (link === undefined) continue;
    const there = (id: string | undefined): boolean =>
      id === undefined || work.links.targetIdOf('user', id) !== undefined;
    const due = dueReferences(row, link, habits).some(({ person }) => there(person));
    const late = Object.entries(ownReferences(row, habits)).some(([, id]) => link.refsOpen && there(id));
    if (!due && !late) continue;
    const waiting = work.failures.waiting('user', row.id, () => wantedUser(row));
    if (waiting !== undefined) {
      if (!work.links.countOnce('user', row.id)) continue;
      work.tally.touch();
      refused(work, { ...waiting, at: row.at });
      continue;
    }
    const { id, name } = row;
    yield { journal: { action: 'update', resource: 'user', id, name }, run: () => applyReferences(row, work) };
  }
}

export function* groupTasks(work: Work): Generator<Task> {
  const habits = groupHabitsOf(work);
  const keys = searchKeys(work, habits.match.operations);
  for (const row of differingGroups(work.state)) {
    const decided = decideGroup(row, habits.empty);
    if (decided.kind === 'none') continue;
    work.tally.touch();
    const { action, resource, id, name } = groupChangeOf(row, decided);
    const waiting = work.failures.waiting('group', id, () => wantedOf(row.params));
    if (waiting !== undefined) refused(work, { ...waiting, at: row.at });
    else if (work.unresolved.has(`group ${id}`))
      refuse(work, groupChangeOf(row, decided), wantedOf(row.params), { because: NOT_KNOWN });
    else {
      const detail = action === 'create' ? { detail: detailOf(row, keys) } : {};
      yield { journal: { action, resource, id, name, ...detail }, run: () => applyGroup(row, decided, work) };
    }
  }
}

/** Each writes its own lines, one for every request. */
export function* memberTasks(work: Work): Generator<Task> {
  for (const group of groupsWithMembersToTell(work.state)) yield { run: () => tellMembers(group, work) };
}

const HELD =
  'a row of the directory that could not be read speaks of this group, which is therefore not taken for gone';

export function* endingTasks(work: Work): Generator<Task> {
  for (const ending of endingGroups(work.state)) {
    const { action, resource, id, name } = endingOf(ending);
    if (ending.held) refuse(work, endingOf(ending), 'gone', { because: HELD });
    else yield { journal: { action, resource, id, name }, run: () => endGroup(ending, work) };
  }
}

/** People who left, people in no provisioned group any more, and people who left long ago. */
export function* leaverTasks(work: Work): Generator<Task> {
  for (const row of leavers(work.state)) {
    const action = leaverAction(row.link, work);
    const waiting = action === undefined ? undefined : work.failures.waiting('user', row.link.id, () => 'gone');
    if (waiting !== undefined) refused(work, waiting);
    else if (action === undefined || row.held) yield { run: () => applyLeaver(row, work) };
    else {
      const { resource, id, name } = leaverChange(row, action);
      yield { journal: { action, resource, id, name }, run: () => applyLeaver(row, work) };
    }
  }
  for (const row of unbinds(work) ? unboundPeople(work.state) : []) {
    const { action, resource, id, name } = unboundChange(row);
    yield { journal: { action, resource, id, name }, run: () => applyUnbound(row, work) };
  }
  yield* expiredTasks(work);
}

/** Deleted for good, so many days after they left. */
function* expiredTasks(work: Work): Generator<Task> {
  const { leavers: habit, delete: operation } = habitsOf(work);
  if (habit.deleteAfter === undefined || operation === undefined) return;
  for (const link of leftBefore(work.state, work.now() - habit.deleteAfter * 1000)) {
    const change = { ...leaverChange({ link, held: false }, 'delete'), why: 'left long ago' };
    const { action, resource, id, name } = change;
    yield { journal: { action, resource, id, name }, run: () => deleteUser(link, change, work) };
  }
}
