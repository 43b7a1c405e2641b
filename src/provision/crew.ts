/** Many tasks at the same time, in their order, with a line in the journal before each and a common commit for many. */

import type { Control } from './control.ts';
import type { ProvisionEvent } from './events.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { Pace } from './pace.ts';
import type { State } from './state.ts';
import type { Settled } from './work.ts';

export interface Task {
  /** Written down before it begins; absent for a task that does so itself. */
  readonly journal?: Omit<JournalEntry, 'seq' | 'at'>;
  /**
   * @param answered may be called in the moment in which its last request is answered: then the next task begins, and nobody
   * thinks about an answer while the target has nothing to do
   */
  run(answered: () => void): Promise<Settled>;
}

/** What happens while tasks run, for the one who reads it. */
export interface Outbox {
  emit(event: ProvisionEvent): void;
  take(): ProvisionEvent[];
  /** How many events nobody has taken yet. */
  size(): number;
  /** Called when there is something to take, or something has ended. */
  onNews: (() => void) | undefined;
}

export const createOutbox = (): Outbox => {
  let waiting: ProvisionEvent[] = [];
  const outbox: Outbox = {
    emit(event) {
      waiting.push(event);
      outbox.onNews?.();
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    size: () => waiting.length,
    onNews: undefined,
  };
  return outbox;
};

/** So many events may wait for a reader before nothing new begins. */
const ROOM = 500;

export interface Crew {
  readonly state: Pick<State, 'commit'>;
  readonly journal: Journal;
  readonly control: Control;
  readonly outbox: Outbox;
  readonly pace: Pace;
  readonly now: () => number;
}

/**
 * Runs the tasks as long as nobody stops the run. New ones begin only when what happened has been taken by the reader, so
 * that a slow reader slows everything and nothing piles up. Tasks under way are always awaited. What happened comes in batches:
 * an event for itself would cost as much as a request.
 */
export async function* carryOut(tasks: Iterable<Task>, crew: Crew): AsyncGenerator<readonly ProvisionEvent[]> {
  const { outbox, pace } = crew;
  const supply = createSupply(tasks, crew);
  /** Not yet ended, and of those the ones whose last request is not answered. */
  let active = 0;
  let working = 0;
  let failure: { readonly error: unknown } | undefined;
  let news = false;
  let wake: (() => void) | undefined;
  const onNews = (): void => {
    news = true;
    wake?.();
  };
  const run = async ({ task, line }: Prepared): Promise<void> => {
    let counted = true;
    const answered = (): void => {
      if (!counted) return;
      counted = false;
      working -= 1;
      begin();
    };
    try {
      if ((await task.run(answered)) && line !== undefined) crew.journal.settle(line);
      pace.wentWell();
    } catch (error) {
      failure ??= { error };
    }
    if (counted) working -= 1;
    active -= 1;
    onNews();
  };
  /** As long as the reader keeps up. */
  const begin = (): void => {
    while (failure === undefined && working < pace.limit() && outbox.size() < ROOM) {
      const next = supply.next();
      if (next === undefined) return;
      working += 1;
      active += 1;
      void run(next);
    }
  };
  const wait = async (): Promise<void> => {
    if (!news) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    wake = undefined;
    news = false;
  };
  outbox.onNews = onNews;
  let complete = false;
  try {
    for (;;) {
      begin();
      const happened = outbox.take();
      if (happened.length > 0) yield happened;
      if (active === 0 && (failure !== undefined || supply.isEmpty())) {
        complete = true;
        break;
      }
      if (active > 0) await wait();
    }
  } finally {
    // The reader has gone: what is under way ends, and nothing else begins.
    if (!complete) crew.control.stop({ kind: 'interrupted', because: 'nobody listens any more' });
    while (active > 0) await wait();
    outbox.onNews = undefined;
    supply.close();
  }
  const last = outbox.take();
  if (last.length > 0) yield last;
  if (failure !== undefined) throw failure.error;
}

interface Prepared {
  readonly task: Task;
  readonly line?: number;
}

/** So many lines share a commit; after a kill so many objects are looked up. */
const WINDOW = 128;

/** Tasks in windows: the lines of a window are committed together, before the first of it begins. */
const createSupply = (tasks: Iterable<Task>, { state, journal, control, pace, now }: Crew) => {
  const iterator = tasks[Symbol.iterator]();
  const window = Math.max(WINDOW, 2 * pace.limit());
  let ready: Prepared[] = [];
  let position = 0;
  let ended = false;

  const fill = (): void => {
    ready = [];
    position = 0;
    while (ready.length < window) {
      const { value: task, done } = iterator.next();
      if (done) {
        ended = true;
        break;
      }
      ready.push(task.journal === undefined ? { task } : { task, line: journal.open({ ...task.journal, at: now() }) });
    }
    state.commit();
  };
  return {
    next(): Prepared | undefined {
      if (control.stopped() !== undefined) return undefined;
      if (position >= ready.length && !ended) fill();
      const next = ready[position];
      position += 1;
      return next;
    },
    isEmpty: () => control.stopped() !== undefined || (ended && position >= ready.length),
    /** What was never begun needs no looking up. */
    close() {
      for (const { line } of ready.slice(position)) if (line !== undefined) journal.settle(line);
      iterator.return?.();
      state.commit();
    },
  };
};
