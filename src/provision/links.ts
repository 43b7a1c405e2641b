/** Who of the directory is which resource of the target, and what was last sent: the statements over the state. */
import type { JsonObject } from '../scim/json.ts';
import type { Resource } from './events.ts';
import type { State } from './state.ts';

export interface Link {
  readonly id: string;
  readonly targetId: string;
  readonly name: string;
  /** Undefined when it is not known what the target holds. */
  readonly sent?: JsonObject | undefined;
  /** By parameter: ids in the directory. */
  readonly refs: Readonly<Record<string, string>>;
  readonly refsOpen: boolean;
  /** Undefined when it is not known. */
  readonly active?: boolean | undefined;
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
  /**
   * Also: it is not gone from the directory (any more). A resource of the target is never two of the directory: returns the
   * other one, if there is, and writes nothing then.
   */
  put(resource: Resource, sent: Sent): Link | undefined;
  /** What the target holds is no longer known: its attributes, or whether it is active as well. */
  doubt(resource: Resource, id: string, what: 'attributes' | 'all'): void;
  setRefs(id: string, refs: Readonly<Record<string, string>>, open: boolean): void;
  markLeft(id: string, at: number, active: boolean): void;
  markUnbound(id: string, unbound: boolean, active: boolean): void;
  /** With everything that hangs on it. */
  remove(resource: Resource, id: string): void;
  /** Under its new id of the target everything that refers to it has to be sent again. */
  move(id: string, targetId: string): void;
  /** What refers to this person has to be sent again: it has a new id in the target. */
  reopenRefs(id: string): void;
  /** Puts what is new in its place, so that statements over `link` see it. */
  flush(): void;
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

const NO_REFS: Readonly<Record<string, string>> = {};

export const refsIn = (text: unknown): Readonly<Record<string, string>> =>
  typeof text === 'string'
    ? Object.fromEntries(Object.entries(objectIn(text)).map(([name, value]) => [name, String(value)]))
    : NO_REFS;

/** The same text for the same references, so that SQLite can compare them; null when there are none. */
export const refsText = (refs: Readonly<Record<string, string>>): string | null =>
  Object.keys(refs).length === 0 ? null : JSON.stringify(refs);

const asNumber = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0);

/** So many new links are put in their places at once: sorted, they touch far fewer pages than one by one. */
const MOST_FRESH = 2000;

interface LinksOptions {
  readonly run: number;
  /** Told of a resource of the target that turned out to belong to somebody else already. */
  readonly onTaken?: (name: string, targetId: string, other: string) => void;
}

export const createLinks = (state: State, { run, onTaken }: LinksOptions): Links => {
  const select = state.prepare('SELECT * FROM link WHERE resource = ? AND id = ?');
  const selectTarget = state.prepare('SELECT * FROM link WHERE resource = ? AND target_id = ?');
  const selectTargetId = state.prepare('SELECT target_id FROM link WHERE resource = ? AND id = ? AND left_at IS NULL');
  const doubt = state.prepare('UPDATE link SET sent = NULL WHERE resource = ? AND id = ?');
  const doubtActive = state.prepare('UPDATE link SET active = NULL WHERE resource = ? AND id = ?');
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
  const fresh = createFresh(state, run, onTaken ?? (() => undefined));
  // Of a new state nothing has to be asked.
  const isNew = state.prepare('SELECT 1 FROM link LIMIT 1').get() === undefined;

  const read = (row: Row | undefined): Link | undefined => (row === undefined ? undefined : readLink(row));
  const byId = (resource: Resource, id: string): Link | undefined =>
    fresh.byId(resource, id) ?? read(select.get(resource, id));
  const byTarget = (resource: Resource, targetId: string): Link | undefined =>
    fresh.byTarget(resource, targetId) ?? read(selectTarget.get(resource, targetId));
  /** Everything but `put` works on the table itself. */
  const write = (): void => {
    fresh.flush();
    state.begin();
  };
  return {
    byId,
    byTarget,
    targetIdOf(resource, id) {
      const known = fresh.byId(resource, id)?.targetId ?? selectTargetId.get(resource, id)?.target_id;
      return typeof known === 'string' ? known : undefined;
    },
    put(resource, sent) {
      const other = isNew ? fresh.byTarget(resource, sent.targetId) : byTarget(resource, sent.targetId);
      if (other !== undefined && other.id !== sent.id) return other;
      fresh.put(resource, sent);
      return undefined;
    },
    doubt(resource, id, what) {
      write();
      doubt.run(resource, id);
      if (what === 'all') doubtActive.run(resource, id);
    },
    setRefs(id, refs, open) {
      write();
      setRefs.run(refsText(refs), open ? 1 : 0, id);
    },
    markLeft(id, at, active) {
      write();
      markLeft.run(at, asNumber(active), id);
    },
    markUnbound(id, unbound, active) {
      write();
      markUnbound.run(asNumber(unbound), asNumber(active), id);
    },
    remove(resource, id) {
      write();
      remove.run(resource, id);
      (resource === 'group' ? removeMembers : removeMemberships).run(id);
    },
    move(id, targetId) {
      write();
      move.run(targetId, id);
      removeMemberships.run(id);
      reopen.run(id);
    },
    reopenRefs(id) {
      write();
      reopen.run(id);
    },
    flush: fresh.flush,
    countOnce(resource, id) {
      write();
      return count.run(run, resource, id, run).changes === 1;
    },
  };
};

const COLUMNS = 'resource, id, target_id, name, sent, refs, refs_open, active, run';
const UPDATED = `target_id = excluded.target_id, name = excluded.name, sent = excluded.sent, refs = excluded.refs,
  refs_open = excluded.refs_open, active = excluded.active, left_at = NULL, run = excluded.run`;

/** Links that were just made: appended to a table of their own, which is cheap, and known here until they are in their places. */
const createFresh = (state: State, run: number, onTaken: NonNullable<LinksOptions['onTaken']>) => {
  const append = state.prepare(`INSERT INTO landed (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const place = state.prepare(`
    INSERT INTO link (${COLUMNS}) SELECT ${COLUMNS} FROM landed WHERE true ORDER BY resource, id, seq
    ON CONFLICT (resource, id) DO UPDATE SET ${UPDATED}`);
  const placeOne = state.prepare(`
    INSERT INTO link (${COLUMNS}) SELECT ${COLUMNS} FROM landed WHERE seq = ?
    ON CONFLICT (resource, id) DO UPDATE SET ${UPDATED}`);
  const selectTarget = state.prepare('SELECT id FROM link WHERE resource = ? AND target_id = ?');
  const clear = state.prepare('DELETE FROM landed');
  const known = { user: new Map<string, Link>(), group: new Map<string, Link>() };
  const owners = { user: new Map<string, Link>(), group: new Map<string, Link>() };
  const count = (): number => known.user.size + known.group.size;

  /** The target gave one id to two people; the first has it. */
  const placeEach = (): void => {
    for (const row of state.prepare('SELECT seq, resource, id, name, target_id FROM landed ORDER BY seq').all()) {
      try {
        placeOne.run(Number(row.seq));
      } catch (error) {
        const other = selectTarget.get(String(row.resource), String(row.target_id))?.id;
        if (other === undefined || other === row.id) throw error;
        onTaken(String(row.name), String(row.target_id), String(other));
      }
    }
  };
  const flush = (): void => {
    if (count() === 0) return;
    state.begin();
    try {
      place.run();
    } catch {
      placeEach();
    }
    clear.run();
    for (const { user, group } of [known, owners]) {
      user.clear();
      group.clear();
    }
  };
  // What a run that was cut off left here is as good as any other link.
  if (state.prepare('SELECT 1 FROM landed LIMIT 1').get() !== undefined) {
    state.begin();
    placeEach();
    clear.run();
    state.commit();
  }
  return {
    byId: (resource: Resource, id: string): Link | undefined => known[resource].get(id),
    byTarget: (resource: Resource, targetId: string): Link | undefined => owners[resource].get(targetId),
    put(resource: Resource, sent: Sent): void {
      state.begin();
      const { id, targetId, name, refs, refsOpen, active } = sent;
      const text = sent.sent === undefined ? null : JSON.stringify(sent.sent);
      append.run(resource, id, targetId, name, text, refsText(refs), refsOpen ? 1 : 0, asNumber(active), run);
      const link: Link = { ...sent, unbound: false };
      const before = known[resource].get(id);
      if (before !== undefined) owners[resource].delete(before.targetId);
      known[resource].set(id, link);
      owners[resource].set(targetId, link);
      if (count() >= MOST_FRESH) flush();
    },
    flush,
  };
};
