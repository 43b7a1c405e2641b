/** What a run would change, as a stream; the target is asked nothing here. */
import { createHash } from 'node:crypto';
import { decideGroup, decideUser, dueReferences } from './decide.ts';
import type { Change, PlanCounts } from './events.ts';
import { endingOf, groupChangeOf } from './groups.ts';
import { leaverAction, leaverChange, unbinds, unboundChange } from './leavers.ts';
import { plannedMembers } from './membership.ts';
import { habitsOf } from './person.ts';
import {
  differingGroups,
  differingPeople,
  endingGroups,
  type GroupRow,
  leavers,
  leftBefore,
  type PersonRow,
  unboundPeople,
} from './rows.ts';
import { noticeUntold } from './untold.ts';
import { changeOf } from './users.ts';
import type { Voice } from './voice.ts';
import type { Work } from './work.ts';

export type Planning = Pick<Work, 'state' | 'habits' | 'now' | 'knowsMembers'> & {
  /** The directory has groups, and this identity provider makes some. */
  readonly withGroups: boolean;
  /** Told what the plan does not say. */
  readonly voice?: Voice;
};

/** A change, and for creations whom to search for. */
export interface Planned {
  readonly change: Change;
  readonly row?: PersonRow | GroupRow;
}

/** In the order in which they would be begun. */
export function* plannedChanges(planning: Planning): Generator<Planned> {
  yield* plannedPeople(planning);
  if (planning.withGroups) yield* plannedGroups(planning);
  yield* plannedLeavers(planning);
}

function* plannedPeople(planning: Planning): Generator<Planned> {
  const habits = habitsOf(planning);
  for (const row of differingPeople(planning.state)) {
    const decided = decideUser(row, habits, planning.habits.ignored);
    if (planning.voice !== undefined) noticeUntold(row, planning.habits, planning.voice);
    const references = row.link === undefined ? [] : dueReferences(row, row.link, habits);
    if (decided.kind === 'create') yield { change: changeOf(row, decided), row };
    else if (decided.kind === 'change' || references.length > 0) {
      const work = decided.kind === 'change' ? decided : NOTHING;
      const before = row.link?.refs ?? {};
      const also = references.map(({ parameter, person }) => ({
        name: parameter,
        ...(before[parameter] !== undefined && { before: before[parameter] }),
        ...(person !== undefined && { after: person }),
      }));
      yield { change: changeOf(row, { ...work, changes: [...work.changes, ...also] }) };
    }
  }
}

const NOTHING = { kind: 'change', reactivate: false, deactivate: false, changes: [], returns: false } as const;

function* plannedGroups({ state, habits, knowsMembers }: Planning): Generator<Planned> {
  for (const row of differingGroups(state)) {
    const decided = decideGroup(row, habits.groups?.empty ?? 'create');
    if (decided.kind === 'none') continue;
    const change = groupChangeOf(row, decided);
    yield decided.kind === 'create' ? { change, row } : { change };
  }
  if (knowsMembers) {
    for (const { id, name, targetId, ...members } of plannedMembers(state)) {
      const common = { resource: 'group', id, name, ...(targetId !== undefined && { targetId }) } as const;
      if (members.addedCount > 0) {
        const why = 'in the group in the directory';
        yield { change: { action: 'add-members', ...common, why, count: members.addedCount, members: members.added } };
      }
      if (members.removedCount > 0) {
        const why = 'no longer in the group in the directory';
        yield {
          change: { action: 'remove-members', ...common, why, count: members.removedCount, members: members.removed },
        };
      }
    }
  }
  for (const ending of endingGroups(state)) {
    const end = ending.end === 'unbound' ? (habits.groups?.unbound ?? habits.groups?.leavers) : habits.groups?.leavers;
    if (!ending.held && end?.group === 'delete') yield { change: endingOf(ending) };
  }
}

function* plannedLeavers({ state, habits, now }: Planning): Generator<Planned> {
  const users = habitsOf({ habits });
  for (const row of leavers(state)) {
    const action = leaverAction(row.link, { habits });
    if (action !== undefined && !row.held) yield { change: leaverChange(row, action) };
  }
  if (unbinds({ habits })) for (const row of unboundPeople(state)) yield { change: unboundChange(row) };
  if (users.leavers.deleteAfter === undefined || users.delete === undefined) return;
  for (const link of leftBefore(state, now() - users.leavers.deleteAfter * 1000)) {
    yield { change: { ...leaverChange({ link, held: false }, 'delete'), why: 'left long ago' } };
  }
}

/** Counts changes and makes the digest that names the plan. */
export const createLedger = () => {
  const hash = createHash('sha256');
  const counts = { created: 0, adopted: 0, updated: 0, deactivated: 0, reactivated: 0, deleted: 0 };
  let added = 0;
  let removed = 0;
  let touched = 0;
  return {
    /** Whether somebody is created or adopted is up to the target, so that both are one in the digest. */
    add({ change, row }: Planned, known: Change = change): void {
      const { action, resource, id, attributes, count, members } = change;
      hash.update(`${JSON.stringify([action, resource, id, attributes ?? row?.params, count, members])}\n`);
      if (known.action === 'add-members') added += known.count ?? 0;
      else if (known.action === 'remove-members') removed += known.count ?? 0;
      else {
        counts[COUNTED[known.action]] += 1;
        if (known.at !== undefined) touched += 1;
      }
    },
    counts: (objects: number, refused: number): PlanCounts => ({
      ...counts,
      memberships: { added, removed },
      unchanged: Math.max(0, objects - touched),
      refused,
    }),
    digest: (): string => hash.copy().digest('hex').slice(0, 16),
  };
};

const COUNTED = {
  create: 'created',
  adopt: 'adopted',
  update: 'updated',
  reactivate: 'reactivated',
  deactivate: 'deactivated',
  delete: 'deleted',
} as const;

/** How much there is to do, as far as SQLite can tell in a moment: for the progress of a run that does not plan first. */
export const estimate = ({ state, habits, withGroups, knowsMembers }: Planning, objects: number): PlanCounts => {
  const numbers = (sql: string): Readonly<Record<string, number>> =>
    Object.fromEntries(Object.entries(state.prepare(sql).get() ?? {}).map(([name, value]) => [name, Number(value)]));
  const skips = habits.users?.inactive === 'skip';
  const people = numbers(`
    SELECT sum(l.id IS NULL ${skips ? 'AND r.active = 1' : ''}) AS created,
      sum(l.id IS NOT NULL AND r.active = 1 AND l.active IS NOT 1) AS reactivated,
      sum(l.id IS NOT NULL AND r.active = 0 AND l.active IS NOT 0) AS deactivated,
      sum(l.id IS NOT NULL AND l.active IS r.active
        AND (l.sent IS NOT r.params OR l.refs IS NOT r.refs OR l.refs_open = 1)) AS changed
    FROM staged.person r LEFT JOIN link l ON l.resource = 'user' AND l.id = r.id`);
  const teams = withGroups
    ? numbers(`
        SELECT sum(l.id IS NULL) AS created, sum(l.id IS NOT NULL AND l.sent IS NOT r.params) AS changed
        FROM staged.team r LEFT JOIN link l ON l.resource = 'group' AND l.id = r.id WHERE r.bound = 1`)
    : {};
  const members = withGroups && knowsMembers ? numbers(MEMBERS) : {};
  const { gone = 0 } = numbers(`SELECT count(*) AS gone FROM link l WHERE l.resource = 'user' AND l.left_at IS NULL
    AND NOT EXISTS (SELECT 1 FROM staged.person p WHERE p.id = l.id)`);
  const deletes = habits.users?.leavers.action === 'delete';
  const { reactivated = 0, deactivated = 0 } = people;
  const created = (people.created ?? 0) + (teams.created ?? 0);
  const updated = (people.changed ?? 0) + (teams.changed ?? 0);
  return {
    ...{ created, adopted: 0, updated, reactivated, refused: 0 },
    deactivated: deactivated + (deletes ? 0 : gone),
    deleted: deletes ? gone : 0,
    memberships: { added: members.added ?? 0, removed: members.removed ?? 0 },
    unchanged: Math.max(0, objects - created - updated - reactivated - deactivated),
  };
};

const MEMBERS = `
  SELECT
    (SELECT count(*) FROM staged.member m WHERE NOT EXISTS (
      SELECT 1 FROM membership s WHERE s.group_id = m.group_id AND s.member_id = m.member_id AND s.sure = 1)) AS added,
    (SELECT count(*) FROM membership s WHERE s.member_id <> '' AND NOT EXISTS (
      SELECT 1 FROM staged.member m WHERE m.group_id = s.group_id AND m.member_id = s.member_id)) AS removed`;
