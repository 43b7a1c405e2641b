/** Lines that stand from before a write is sent until its effect is known and written down. */
import type { Json } from '../scim/json.ts';
import type { Action, Resource } from './events.ts';
import type { State } from './state.ts';

type Row = Readonly<Record<string, unknown>>;

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

export const createJournal = (state: Pick<State, 'prepare' | 'begin' | 'onCommit'>): Journal => {
  const insert = state.prepare(
    'INSERT INTO journal (resource, id, action, name, detail, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remove = state.prepare('DELETE FROM journal WHERE seq IN (SELECT value FROM json_each(?))');
  let settled: number[] = [];
  state.onCommit(() => {
    if (settled.length > 0) remove.run(JSON.stringify(settled));
    settled = [];
  });
  const select = state.prepare('SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?');
  return {
    open({ resource, id, action, name, detail, at }) {
      state.begin();
      const text = detail === undefined ? null : JSON.stringify(detail);
      return Number(insert.run(resource, id, action, name, text, at).lastInsertRowid);
    },
    settle(seq) {
      state.begin();
      settled.push(seq);
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
