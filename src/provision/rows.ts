/** What is staged beside what is linked: rows to decide about, page by page, so that no statement is open while others write. */
import type { StatementSync } from 'node:sqlite';
import type { Where } from '../directory/record.ts';
import type { JsonObject } from '../scim/json.ts';
import { type Link, readLink, refsIn } from './links.ts';
import type { State } from './state.ts';

/** Somebody of the directory, and the link if there is one. */
export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly params: JsonObject;
  /** By parameter: ids in the directory. */
  readonly refs: Readonly<Record<string, string>>;
  /** The element that stands for this person in a list of members, but for ids. */
  readonly member: JsonObject;
  /** As it should be in the target. */
  readonly active: boolean;
  readonly at: Where;
  readonly link?: Link;
}

export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly params: JsonObject;
  readonly at: Where;
  readonly link?: Link;
  /** It has a member who is linked, or would be. */
  readonly hasMembers: boolean;
}

type Row = Readonly<Record<string, unknown>>;

const PAGE = 500;

const objectIn = (text: unknown): JsonObject => (typeof text === 'string' ? (JSON.parse(text) as JsonObject) : {});

/** Calls again with the last key until a page is not full. */
function* paged(find: StatementSync, keyOf: (row: Row) => string | number, first: string | number): Generator<Row> {
  let key = first;
  for (;;) {
    const rows = find.all(key);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    key = keyOf(last);
  }
}

const LINK_COLUMNS = `l.target_id, l.name AS link_name, l.sent, l.refs AS link_refs, l.refs_open, l.active AS link_active,
  l.left_at, l.unbound`;

const linkOf = (row: Row): Link | undefined =>
  row.target_id === null || row.target_id === undefined
    ? undefined
    : readLink({ ...row, name: row.link_name, refs: row.link_refs, active: row.link_active });

const FILES = 'JOIN staged.file f ON f.id = r.file';
const placeOf = (row: Row): Where => ({ file: String(row.file_name), line: Number(row.line) });

/** In a group that is provisioned. */
const IN_GROUP = `EXISTS (
  SELECT 1 FROM staged.member m JOIN staged.team t ON t.id = m.group_id AND t.bound = 1 WHERE m.member_id = r.id)`;

/** Whether what is wanted is not what was last sent. */
const DIFFERS = `(l.id IS NULL OR l.sent IS NOT r.params OR l.active IS NOT r.active OR l.left_at IS NOT NULL
  OR l.refs IS NOT r.refs OR l.refs_open = 1 OR l.unbound = 1)`;

const personOf = (row: Row, link: Link | undefined = linkOf(row)): PersonRow => {
  return {
    id: String(row.id),
    name: String(row.name),
    params: objectIn(row.params),
    refs: refsIn(row.refs),
    // Asked for by few.
    get member() {
      return objectIn(row.member);
    },
    active: row.active === 1 && (link?.unbound !== true || row.in_group === 1),
    at: placeOf(row),
    ...(link && { link }),
  };
};

/** Those in the directory for whom there may be something to do, in its order. */
export function* differingPeople(state: State): Generator<PersonRow> {
  const find = state.prepare(`
    SELECT r.seq, r.id, r.name, r.params, r.refs, r.member, r.active, r.line, f.name AS file_name,
      l.id IS NOT NULL AS linked, CASE WHEN l.unbound = 1 THEN ${IN_GROUP} END AS in_group
    FROM staged.person r ${FILES} LEFT JOIN link l ON l.resource = 'user' AND l.id = r.id
    WHERE r.seq > ? AND ${DIFFERS} ORDER BY r.seq LIMIT ${PAGE}`);
  const link = state.prepare("SELECT * FROM link WHERE resource = 'user' AND id = ?");
  for (const row of paged(find, ({ seq }) => Number(seq), 0)) {
    const linked = row.linked === 1 ? link.get(String(row.id)) : undefined;
    yield personOf(row, linked && readLink(linked));
  }
}

/** Those whose references are to be sent: everybody is there by now, or will not be in this run. */
export function* peopleWithReferences(state: State): Generator<PersonRow> {
  const find = state.prepare(`
    SELECT r.seq, r.id, r.name, r.params, r.refs, r.member, r.active, r.line, f.name AS file_name, ${LINK_COLUMNS}
    FROM staged.person r ${FILES} JOIN link l ON l.resource = 'user' AND l.id = r.id AND l.left_at IS NULL
    WHERE r.seq > ? AND (l.refs IS NOT r.refs OR l.refs_open = 1) ORDER BY r.seq LIMIT ${PAGE}`);
  for (const row of paged(find, ({ seq }) => Number(seq), 0)) yield personOf(row);
}

/** Whoever stands in a row that could not be read is not gone. */
const HELD = 'EXISTS (SELECT 1 FROM staged.rejected_word w WHERE w.word = l.id OR w.word = l.name)';

export interface LeaverRow {
  readonly link: Link;
  /** A row that could not be read speaks of them: perhaps they have not left at all. */
  readonly held: boolean;
}

const leaverOf = (row: Row): LeaverRow => ({ link: readLink(row), held: row.held === 1 });

/** Users who are linked and no longer in the directory, and not yet dealt with. */
export function* leavers(state: State): Generator<LeaverRow> {
  const find = state.prepare(`
    SELECT l.*, ${HELD} AS held FROM link l
    WHERE l.resource = 'user' AND l.id > ? AND l.left_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM staged.person p WHERE p.id = l.id)
    ORDER BY l.id LIMIT ${PAGE}`);
  for (const row of paged(find, ({ id }) => String(id), '')) yield leaverOf(row);
}

/** Users who left at `before` or earlier and are still known to the target. */
export function* leftBefore(state: State, before: number): Generator<Link> {
  const find = state.prepare(`
    SELECT l.* FROM link l WHERE l.resource = 'user' AND l.id > ? AND l.left_at <= ${Math.floor(before)}
      AND NOT EXISTS (SELECT 1 FROM staged.person p WHERE p.id = l.id)
    ORDER BY l.id LIMIT ${PAGE}`);
  for (const row of paged(find, ({ id }) => String(id), '')) yield readLink(row);
}

/** Users to be deactivated because none of their groups is provisioned any more. */
export function* unboundPeople(state: State): Generator<PersonRow> {
  const find = state.prepare(`
    SELECT r.seq, r.id, r.name, r.params, r.refs, r.member, r.active, r.line, f.name AS file_name, ${LINK_COLUMNS}, 0 AS in_group
    FROM staged.person r ${FILES} JOIN link l ON l.resource = 'user' AND l.id = r.id
    WHERE r.seq > ? AND l.unbound = 1 AND l.left_at IS NULL AND l.active IS NOT 0 AND NOT ${IN_GROUP}
    ORDER BY r.seq LIMIT ${PAGE}`);
  for (const row of paged(find, ({ seq }) => Number(seq), 0)) yield personOf(row);
}

/** Groups of the directory that are provisioned and may have to be made or changed. */
export function* differingGroups(state: State): Generator<GroupRow> {
  const find = state.prepare(`
    SELECT r.seq, r.id, r.name, r.params, r.line, f.name AS file_name, ${LINK_COLUMNS},
      EXISTS (SELECT 1 FROM staged.member m WHERE m.group_id = r.id) AS has_members
    FROM staged.team r ${FILES} LEFT JOIN link l ON l.resource = 'group' AND l.id = r.id
    WHERE r.seq > ? AND r.bound = 1 AND (l.id IS NULL OR l.sent IS NOT r.params) ORDER BY r.seq LIMIT ${PAGE}`);
  for (const row of paged(find, ({ seq }) => Number(seq), 0)) yield groupOf(row);
}

const groupOf = (row: Row): GroupRow => {
  const link = linkOf(row);
  return {
    id: String(row.id),
    name: String(row.name),
    params: objectIn(row.params),
    at: placeOf(row),
    hasMembers: row.has_members === 1,
    ...(link && { link }),
  };
};

/** One provisioned group, as staged. */
export const groupAt = (state: State, id: string): GroupRow | undefined => {
  const row = state
    .prepare(`
      SELECT r.id, r.name, r.params, r.line, f.name AS file_name, ${LINK_COLUMNS}, 1 AS has_members
      FROM staged.team r ${FILES} LEFT JOIN link l ON l.resource = 'group' AND l.id = r.id WHERE r.id = ? AND r.bound = 1`)
    .get(id);
  return row === undefined ? undefined : groupOf(row);
};

/** How a linked group ends: it is no longer in the directory, or stands there as not provisioned. */
export interface EndingGroup {
  readonly link: Link;
  readonly end: 'left' | 'unbound';
  readonly held: boolean;
}

export function* endingGroups(state: State): Generator<EndingGroup> {
  const find = state.prepare(`
    SELECT l.*, t.id IS NULL AS gone, t.id IS NULL AND ${HELD} AS held FROM link l
    LEFT JOIN staged.team t ON t.id = l.id
    WHERE l.resource = 'group' AND l.id > ? AND (t.id IS NULL OR t.bound = 0) ORDER BY l.id LIMIT ${PAGE}`);
  for (const row of paged(find, ({ id }) => String(id), '')) {
    yield { link: readLink(row), end: row.gone === 1 ? 'left' : 'unbound', held: row.held === 1 };
  }
}
