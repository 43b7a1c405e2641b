/** Objects that could not be brought to where the directory wants them: why, how often it was tried, and when again. */
import type { Where } from '../directory/record.ts';
import type { RetryHabits } from '../suite/model.ts';
import type { Action, Refusal, Resource } from './events.ts';
import type { State } from './state.ts';

export interface Failed {
  readonly resource: Resource;
  readonly id: string;
  readonly name: string;
  readonly action: Action;
  readonly reason: string;
  /** What was to be sent, as text. */
  readonly wanted: string;
  /** Something else was done for it in this run. */
  readonly partly?: boolean;
  readonly at?: Where;
  readonly exchange?: number;
}

export interface Failures {
  /**
   * Writes it down, with the time of the next attempt where this identity provider lets an object wait. Undefined for an
   * object that was refused in this run already: the first reason is the one that counts.
   */
  record(failed: Failed): Refusal | undefined;
  /** It was refused in this run already, or waits. */
  isTold(resource: Resource, id: string): boolean;
  /** It waits: the refusal of an earlier run, when what is wanted has not changed since. */
  waiting(resource: Resource, id: string, wanted: () => string): Refusal | undefined;
  /** It is as it should be, unless something of it was refused in this run. */
  clear(resource: Resource, id: string): void;
  /** At the end of a run that saw everything: forgets what is no longer wanted. */
  forgetOthers(): void;
}

export const createFailures = (
  state: State,
  { escrow }: Pick<RetryHabits, 'escrow'>,
  { now, run, retryNow }: { readonly now: () => number; readonly run: number; readonly retryNow: boolean },
): Failures => {
  const select = state.prepare('SELECT * FROM failure WHERE resource = ? AND id = ?');
  const upsert = state.prepare(`
    INSERT INTO failure (resource, id, name, action, reason, attempts, since, next_try, wanted, run)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (resource, id) DO UPDATE SET name = excluded.name, action = excluded.action, reason = excluded.reason,
      attempts = excluded.attempts, since = excluded.since, next_try = excluded.next_try, wanted = excluded.wanted, run = excluded.run`);
  const seen = state.prepare('UPDATE failure SET run = ? WHERE resource = ? AND id = ?');
  const remove = state.prepare('DELETE FROM failure WHERE resource = ? AND id = ? AND run <> ?');
  const removeOthers = state.prepare('DELETE FROM failure WHERE run <> ?');
  // Nearly always there are none, and then nothing has to be asked.
  let any = Number(state.prepare('SELECT count(*) AS n FROM failure').get()?.n) > 0;

  const nextTry = (attempts: number, since: number): number | undefined => {
    if (escrow === undefined || escrow.waits.length === 0) return undefined;
    const wait = escrow.waits[Math.min(attempts, escrow.waits.length) - 1] ?? 0;
    const next = now() + wait * 1000;
    return next > since + escrow.until * 1000 ? Number.MAX_SAFE_INTEGER : next;
  };
  const times = (next: number | undefined): Pick<Refusal, 'nextTry'> =>
    next === undefined || next === Number.MAX_SAFE_INTEGER ? {} : { nextTry: new Date(next).toISOString() };

  return {
    record({ resource, id, name, action, reason, wanted, at, exchange }) {
      state.begin();
      const before = any ? select.get(resource, id) : undefined;
      if (before?.run === run) return undefined;
      const again = before !== undefined && before.wanted === wanted;
      const attempts = again ? Number(before.attempts) + 1 : 1;
      const since = again ? Number(before.since) : now();
      const next = nextTry(attempts, since);
      upsert.run(resource, id, name, action, reason, attempts, since, next ?? null, wanted, run);
      any = true;
      return {
        ...{ action, resource, id, name, reason, attempts },
        ...times(next),
        ...(at && { at }),
        ...(exchange !== undefined && { exchange }),
      };
    },
    isTold: (resource, id) => any && select.get(resource, id)?.run === run,
    waiting(resource, id, wanted) {
      if (!any || retryNow) return undefined;
      const row = select.get(resource, id);
      if (typeof row?.next_try !== 'number' || row.next_try <= now() || row.wanted !== wanted()) return undefined;
      state.begin();
      seen.run(run, resource, id);
      return {
        action: row.action as Action,
        ...{ resource, id, name: String(row.name), attempts: Number(row.attempts) },
        reason: row.next_try === Number.MAX_SAFE_INTEGER ? `given up: ${row.reason}` : String(row.reason),
        ...times(row.next_try),
      };
    },
    clear(resource, id) {
      if (!any) return;
      state.begin();
      remove.run(resource, id, run);
    },
    forgetOthers() {
      if (!any) return;
      state.begin();
      removeOthers.run(run);
    },
  };
};
