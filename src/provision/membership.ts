/** What the target was told about members, and what it should be told: the statements over staged and remembered memberships. */
import type { Json, JsonObject } from '../scim/json.ts';
import type { MappingExpression } from '../suite/model.ts';
import type { State } from './state.ts';
import type { Work } from './work.ts';

/** A member, and the element that stands for it in a request. */
export interface Membership {
  /** In the directory. */
  readonly id: string;
  readonly targetId: string;
  readonly element: JsonObject;
}

export interface Memberships {
  /** Told, and known to be so. */
  put(group: string, member: string): void;
  drop(group: string, member: string): void;
  /** All of them, and no others; returns how many came and how many went. */
  setAll(group: string, members: readonly string[]): [added: number, removed: number];
  /** It was being told when something went wrong: told again, as whatever the directory wants then. */
  doubt(group: string, members: readonly string[]): void;
  /** A group that was found in the target: nothing is known of its members. */
  adoptGroup(group: string): void;
  isAdopted(group: string): boolean;
  /** Marks the members of a group that ends, unless another provisioned group has them. */
  unbindMembers(group: string): void;
}

/** Sent by an `adopt`, as a member nobody can be: the group's membership was never told as a whole. */
const NOBODY = '';

export const createMemberships = (state: State): Memberships => {
  const upsert = state.prepare(
    'INSERT INTO membership (group_id, member_id, sure) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sure = excluded.sure',
  );
  const remove = state.prepare('DELETE FROM membership WHERE group_id = ? AND member_id = ?');
  const removeAll = state.prepare('DELETE FROM membership WHERE group_id = ?');
  const select = state.prepare('SELECT member_id FROM membership WHERE group_id = ? AND sure = 1');
  const adopted = state.prepare(`SELECT 1 FROM membership WHERE group_id = ? AND member_id = '${NOBODY}'`);
  const unbind = state.prepare(`
    UPDATE link SET unbound = 1 WHERE resource = 'user' AND left_at IS NULL
      AND EXISTS (SELECT 1 FROM staged.person p WHERE p.id = link.id)
      AND id IN (SELECT member_id FROM membership WHERE group_id = ?)
      AND NOT EXISTS (
        SELECT 1 FROM staged.member m JOIN staged.team t ON t.id = m.group_id AND t.bound = 1 WHERE m.member_id = link.id)`);
  const put = (group: string, member: string, sure: 0 | 1): void => {
    state.begin();
    upsert.run(group, member, sure);
  };
  return {
    put: (group, member) => put(group, member, 1),
    drop(group, member) {
      state.begin();
      remove.run(group, member);
    },
    setAll(group, members) {
      state.begin();
      const before = new Set(select.all(group).map(({ member_id }) => String(member_id)));
      before.delete(NOBODY);
      removeAll.run(group);
      for (const member of members) upsert.run(group, member, 1);
      const kept = members.filter((member) => before.has(member)).length;
      return [members.length - kept, before.size - kept];
    },
    doubt(group, members) {
      for (const member of members) put(group, member, 0);
    },
    adoptGroup(group) {
      state.begin();
      removeAll.run(group);
      upsert.run(group, NOBODY, 0);
    },
    isAdopted: (group) => adopted.get(group) !== undefined,
    unbindMembers(group) {
      state.begin();
      unbind.run(group);
    },
  };
};

/** How the mapping makes the element of a member. */
export const elementMaker = (
  mapping: Readonly<Record<string, MappingExpression>>,
): ((params: JsonObject, targetId: string) => JsonObject) => {
  const ids = Object.entries(mapping).flatMap(([name, { kind }]) => (kind === 'id-of' ? [name] : []));
  return (params, targetId) => ({
    ...Object.fromEntries(ids.map((name): [string, Json] => [name, targetId])),
    ...params,
  });
};

type Row = Readonly<Record<string, unknown>>;

const membershipOf = (row: Row, make: Work['elementOf']): Membership => {
  const params = typeof row.member === 'string' ? (JSON.parse(row.member) as JsonObject) : {};
  const targetId = String(row.target_id);
  return { id: String(row.id), targetId, element: make(params, targetId) };
};

/** The members a group should have, as far as they are in the target; those it has, where the directory does not say. */
export const membersOf = (
  { state, elementOf, knowsMembers }: Pick<Work, 'state' | 'elementOf' | 'knowsMembers'>,
  group: string,
): Membership[] =>
  state
    .prepare(`
      SELECT p.id, p.member, l.target_id FROM ${knowsMembers ? 'staged.member' : 'membership'} m
      JOIN staged.person p ON p.id = m.member_id
      JOIN link l ON l.resource = 'user' AND l.id = m.member_id AND l.left_at IS NULL
      WHERE m.group_id = ? ORDER BY ${knowsMembers ? 'm.seq' : 'm.member_id'}`)
    .all(group)
    .map((row) => membershipOf(row, elementOf));

/** Those of them that have not been told, or not for sure; at most so many. */
export const membersToAdd = (
  { state, elementOf }: Pick<Work, 'state' | 'elementOf'>,
  group: string,
  most: number,
): Membership[] =>
  state
    .prepare(`
      SELECT p.id, p.member, l.target_id FROM staged.member m
      JOIN staged.person p ON p.id = m.member_id
      JOIN link l ON l.resource = 'user' AND l.id = m.member_id AND l.left_at IS NULL
      WHERE m.group_id = ? AND NOT EXISTS (
        SELECT 1 FROM membership s WHERE s.group_id = m.group_id AND s.member_id = m.member_id AND s.sure = 1)
      ORDER BY m.seq LIMIT ?`)
    .all(group, most)
    .map((row) => membershipOf(row, elementOf));

/** Refused, and not in the target: as a sub-query. */
const refusedAndAbsent = (
  resource: 'user' | 'group',
): string => `(SELECT f.id FROM failure f WHERE f.resource = '${resource}'
  AND NOT EXISTS (SELECT 1 FROM link l WHERE l.resource = f.resource AND l.id = f.id))`;

/** How many of the directory cannot be told because their group, or the person, was refused and is not in the target. */
export const membershipsHeldBack = ({ state }: Pick<Work, 'state'>): number =>
  Number(
    state
      .prepare(`
        SELECT count(*) AS n FROM staged.member m
        WHERE m.group_id IN ${refusedAndAbsent('group')} OR m.member_id IN ${refusedAndAbsent('user')}`)
      .get()?.n,
  );

/** A row of memberships, or of people, that could not be read may speak of them. */
const HELD = `(EXISTS (SELECT 1 FROM staged.rejected_word w WHERE w.word = s.member_id)
  AND (NOT EXISTS (SELECT 1 FROM staged.person p WHERE p.id = s.member_id)
    OR EXISTS (SELECT 1 FROM staged.rejected_word w WHERE w.word = s.group_id)))`;

/** Those who were told and should not be members any more; at most so many. */
export const membersToRemove = (
  { state, elementOf }: Pick<Work, 'state' | 'elementOf'>,
  group: string,
  most: number,
): Membership[] =>
  state
    .prepare(`
      SELECT s.member_id AS id, p.member, coalesce(l.target_id, '') AS target_id FROM membership s
      LEFT JOIN staged.person p ON p.id = s.member_id
      LEFT JOIN link l ON l.resource = 'user' AND l.id = s.member_id
      WHERE s.group_id = ? AND s.member_id <> '${NOBODY}' AND NOT ${HELD}
        AND NOT EXISTS (SELECT 1 FROM staged.member m WHERE m.group_id = s.group_id AND m.member_id = s.member_id)
      ORDER BY s.member_id LIMIT ?`)
    .all(group, most)
    .map((row) => membershipOf(row, elementOf));

const PAGE = 500;

/** Linked and provisioned groups about whose members the target has to be told something. */
export function* groupsWithMembersToTell(state: State): Generator<string> {
  const find = state.prepare(`
    SELECT g.id FROM link g JOIN staged.team t ON t.id = g.id AND t.bound = 1
    WHERE g.resource = 'group' AND g.id > ? AND (
      EXISTS (
        SELECT 1 FROM staged.member m JOIN link l ON l.resource = 'user' AND l.id = m.member_id AND l.left_at IS NULL
        WHERE m.group_id = g.id AND NOT EXISTS (
          SELECT 1 FROM membership s WHERE s.group_id = g.id AND s.member_id = m.member_id AND s.sure = 1))
      OR EXISTS (
        SELECT 1 FROM membership s WHERE s.group_id = g.id AND NOT ${HELD} AND NOT EXISTS (
          SELECT 1 FROM staged.member m WHERE m.group_id = g.id AND m.member_id = s.member_id)))
    ORDER BY g.id LIMIT ${PAGE}`);
  for (let after = ''; ; ) {
    const rows = find.all(after);
    for (const { id } of rows) yield String(id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = String(last.id);
  }
}

/** What a plan tells of the members of one group: also of people and groups that are still to be created. */
export interface PlannedMembers {
  readonly id: string;
  readonly name: string;
  readonly targetId?: string;
  readonly added: readonly string[];
  readonly addedCount: number;
  readonly removed: readonly string[];
  readonly removedCount: number;
}

const SHOWN = 100;

export function* plannedMembers(state: State): Generator<PlannedMembers> {
  const adds = `FROM staged.member m JOIN staged.person p ON p.id = m.member_id
    LEFT JOIN link l ON l.resource = 'user' AND l.id = m.member_id AND l.left_at IS NULL
    WHERE m.group_id = t.id AND (l.id IS NOT NULL OR p.active = 1) AND NOT EXISTS (
      SELECT 1 FROM membership s WHERE s.group_id = t.id AND s.member_id = m.member_id AND s.sure = 1)`;
  const removes = `FROM membership s WHERE s.group_id = t.id AND s.member_id <> '${NOBODY}' AND NOT ${HELD} AND NOT EXISTS (
      SELECT 1 FROM staged.member m WHERE m.group_id = t.id AND m.member_id = s.member_id)`;
  const find = state.prepare(`
    SELECT t.seq, t.id, t.name, g.target_id, (SELECT count(*) ${adds}) AS adds, (SELECT count(*) ${removes}) AS removes
    FROM staged.team t LEFT JOIN link g ON g.resource = 'group' AND g.id = t.id
    WHERE t.bound = 1 AND t.seq > ? ORDER BY t.seq LIMIT ${PAGE}`);
  const added = state.prepare(
    `SELECT m.member_id AS id ${adds.replaceAll('t.id', '?1')} ORDER BY m.seq LIMIT ${SHOWN}`,
  );
  const removed = state.prepare(
    `SELECT s.member_id AS id ${removes.replaceAll('t.id', '?1')} ORDER BY s.member_id LIMIT ${SHOWN}`,
  );
  for (let after = 0; ; ) {
    const rows = find.all(after);
    for (const row of rows) {
      if (row.adds === 0 && row.removes === 0) continue;
      const id = String(row.id);
      yield {
        id,
        name: String(row.name),
        ...(typeof row.target_id === 'string' && { targetId: row.target_id }),
        added: added.all(id).map((one) => String(one.id)),
        addedCount: Number(row.adds),
        removed: removed.all(id).map((one) => String(one.id)),
        removedCount: Number(row.removes),
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = Number(last.seq);
  }
}
