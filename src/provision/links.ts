/** Who of the directory is which resource of the target, and what was last sent: the statements over the state. */
import type { Json, JsonObject } from '../scim/json.ts';
import type { Action, Resource } from './events.ts';
import type { State } from './state.ts';

export interface Link {
  readonly id: string;
  readonly targetId: string;
  readonly name: string;
  /** Undefined when it is not known what the target holds. */
  readonly sent?: JsonObject;
  /** By parameter: ids in the directory. */
  readonly refs: Readonly<Record<string, string>>;
  readonly refsOpen: boolean;
  /** Undefined when it is not known. */
  readonly active?: boolean;
  readonly leftAt?: number;
  readonly unbound: boolean;
}

/** What is to be remembered after something was sent. */
export interface Sent {
  readonly id: string;
  readonly targetId: string;
  readonly name: string;
  readonly sent: JsonObject | undefined;
  readonly refs: Readonly<Record<string, string>>;
  readonly refsOpen: boolean;
  readonly active: boolean | undefined;
}

export interface Links {
  byId(resource: Resource, id: string): Link | undefined;
  byTarget(resource: Resource, targetId: string): Link | undefined;
  /** The target's id of somebody who is linked and has not left. */
  targetIdOf(resource: Resource, id: string): string | undefined;
  /** Also: it is not gone from the directory (any more). */
  put(resource: Resource, sent: Sent): void;
  /** What the target holds is no longer known. */
  doubt(resource: Resource, id: string): void;
  setRefs(id: string, refs: Readonly<Record<string, string>>, open: boolean): void;
  markLeft(id: string, at: number, active: boolean): void;
  markUnbound(id: string, unbound: boolean, active: boolean): void;
  /** With everything that hangs on it. */
  remove(resource: Resource, id: string): void;
  /** Under its new id of the target everything that refers to it has to be sent again. */
  move(id: string, targetId: string): void;
  /** What refers to this person has to be sent again: it has a new id in the target. */
  reopenRefs(id: string): void;
  /** True unless something was sent for it in this run already: so that an object is counted once. */
  countOnce(resource: Resource, id: string): boolean;
}

type Row = Readonly<Record<string, unknown>>;

const objectIn = (text: unknown): JsonObject => (typeof text === 'string' ? (JSON.parse(text) as JsonObject) : {});

/** From a row with the columns of `link`. */
export const readLink = (row: Row): Link => ({
  id: String(row.id),
  targetId: String(row.target_id),
  name: String(row.name),
  ...(typeof row.sent === 'string' && { sent: objectIn(row.sent) }),
  refs: refsIn(row.refs),
  refsOpen: row.refs_open === 1,
  ...(typeof row.active === 'number' && { active: row.active === 1 }),
  ...(typeof row.left_at === 'number' && { leftAt: row.left_at }),
  unbound: row.unbound === 1,
});

export const refsIn = (text: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(objectIn(text)).map(([name, value]) => [name, String(value)]));

/** The same text for the same references, so that SQLite can compare them; null when there are none. */
export const refsText = (refs: Readonly<Record<string, string>>): string | null =>
  Object.keys(refs).length === 0 ? null : JSON.stringify(refs);

const asNumber = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0);

export const createLinks = (state: State, run: number): Links => {
  const select = state.prepare('SELECT * FROM link WHERE resource = ? AND id = ?');
  const selectTarget = state.prepare('SELECT * FROM link WHERE resource = ? AND target_id = ?');
  const selectTargetId = state.prepare('SELECT target_id FROM link WHERE resource = ? AND id = ? AND left_at IS NULL');
  const upsert = state.prepare(`
    INSERT INTO link (resource, id, target_id, name, sent, refs, refs_open, active, run) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (resource, id) DO UPDATE SET target_id = excluded.target_id, name = excluded.name, sent = excluded.sent,
      refs = excluded.refs, refs_open = excluded.refs_open, active = excluded.active, left_at = NULL, run = excluded.run`);
  const doubt = state.prepare('UPDATE link SET sent = NULL, active = NULL WHERE resource = ? AND id = ?');
  const setRefs = state.prepare("UPDATE link SET refs = ?, refs_open = ? WHERE resource = 'user' AND id = ?");
  const markLeft = state.prepare(
    "UPDATE link SET left_at = ?, active = ?, unbound = 0 WHERE resource = 'user' AND id = ?",
  );
  const markUnbound = state.prepare("UPDATE link SET unbound = ?, active = ? WHERE resource = 'user' AND id = ?");
  const remove = state.prepare('DELETE FROM link WHERE resource = ? AND id = ?');
  const removeMembers = state.prepare('DELETE FROM membership WHERE group_id = ?');
  const removeMemberships = state.prepare('DELETE FROM membership WHERE member_id = ?');
  const move = state.prepare("UPDATE link SET target_id = ? WHERE resource = 'user' AND id = ?");
  const reopen = state.prepare(`
    UPDATE link SET refs_open = 1 WHERE resource = 'user' AND refs IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(link.refs) r WHERE r.value = ?)`);
  const count = state.prepare('UPDATE link SET run = ? WHERE resource = ? AND id = ? AND run <> ?');

  const read = (row: Row | undefined): Link | undefined => (row === undefined ? undefined : readLink(row));
  return {
    byId: (resource, id) => read(select.get(resource, id)),
    byTarget: (resource, targetId) => read(selectTarget.get(resource, targetId)),
    targetIdOf(resource, id) {
      const found = selectTargetId.get(resource, id)?.target_id;
      return typeof found === 'string' ? found : undefined;
    },
    put(resource, { id, targetId, name, sent, refs, refsOpen, active }) {
      state.begin();
      const text = sent === undefined ? null : JSON.stringify(sent);
      upsert.run(resource, id, targetId, name, text, refsText(refs), refsOpen ? 1 : 0, asNumber(active), run);
    },
    doubt(resource, id) {
      state.begin();
      doubt.run(resource, id);
    },
    setRefs(id, refs, open) {
      state.begin();
      setRefs.run(refsText(refs), open ? 1 : 0, id);
    },
    markLeft(id, at, active) {
      state.begin();
      markLeft.run(at, asNumber(active), id);
    },
    markUnbound(id, unbound, active) {
      state.begin();
      markUnbound.run(asNumber(unbound), asNumber(active), id);
    },
    remove(resource, id) {
      state.begin();
      remove.run(resource, id);
      (resource === 'group' ? removeMembers : removeMemberships).run(id);
    },
    move(id, targetId) {
      state.begin();
      move.run(targetId, id);
      removeMemberships.run(id);
      reopen.run(id);
    },
    reopenRefs(id) {
      state.begin();
      reopen.run(id);
    },
    countOnce(resource, id) {
      state.begin();
      return count.run(run, resource, id, run).changes === 1;
    },
  };
};

/** A write that was begun, and of which it is not written down what became of it. */
export interface JournalEntry {
  readonly seq: number;
  readonly resource: Resource;
  readonly id: string;
  readonly action: Action;
  readonly name: string;
  readonly detail?: Json;
  readonly at: number;
}

export interface Journal {
  /** Returns the number under which it is settled. */
  open(entry: Omit<JournalEntry, 'seq'>): number;
  settle(seq: number): void;
  /** The oldest first. */
  unsettled(limit: number, after?: number): JournalEntry[];
  count(): number;
}

export const createJournal = (state: Pick<State, 'prepare' | 'begin'>): Journal => {
  const insert = state.prepare(
    'INSERT INTO journal (resource, id, action, name, detail, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remove = state.prepare('DELETE FROM journal WHERE seq = ?');
  const select = state.prepare('SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?');
  return {
    open({ resource, id, action, name, detail, at }) {
      state.begin();
      const text = detail === undefined ? null : JSON.stringify(detail);
      return Number(insert.run(resource, id, action, name, text, at).lastInsertRowid);
    },
    settle(seq) {
      state.begin();
      remove.run(seq);
    },
    unsettled: (limit, after = 0) => select.all(after, limit).map(readEntry),
    count: () => Number(state.prepare('SELECT count(*) AS n FROM journal').get()?.n),
  };
};

export const readEntry = (row: Row): JournalEntry => ({
  seq: Number(row.seq),
  resource: row.resource === 'group' ? 'group' : 'user',
  id: String(row.id),
  action: row.action as Action,
  name: String(row.name),
  ...(typeof row.detail === 'string' && { detail: JSON.parse(row.detail) as Json }),
  at: Number(row.at),
});
