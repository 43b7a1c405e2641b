/** When a run stops before its end, and how long what is under way may still take. */
import type { RunSummary } from './events.ts';

export type Aborted = NonNullable<RunSummary['aborted']>;

/** What is in flight when the run stops may still come back for so long: a create that is cut off leaves something behind. */
const GRACE_MS = 1500;
/** Then there is so long for cleaning up. */
const CLEANUP_MS = 5000;

export interface Control {
  /** Ends the run: no new work, and soon after no more waiting for answers. The first reason counts. */
  abort(aborted: Aborted): void;
  aborted(): Aborted | undefined;
  /** Starts no further case, but lets the others end: `bail`. */
  enough(): void;
  /** May a new case start? */
  goesOn(): boolean;
  /** Cuts the requests of cases. */
  readonly work: AbortSignal;
  /** Cuts the requests of cleaning up. */
  readonly cleanup: AbortSignal;
  /** Takes back timers and listeners. */
  end(): void;
}

/** @param interrupted the user's wish to stop, for example Ctrl-C */
export const createControl = (interrupted?: AbortSignal): Control => {
  const work = new AbortController();
  const cleanup = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let reason: Aborted | undefined;
  let stopped = false;

  const abort = (aborted: Aborted): void => {
    if (reason) return;
    reason = aborted;
    timers.push(setTimeout(() => work.abort(), GRACE_MS).unref());
    timers.push(setTimeout(() => cleanup.abort(), GRACE_MS + CLEANUP_MS).unref());
  };
  const onInterrupt = (): void => abort({ kind: 'interrupted', because: 'The run was interrupted.' });
  if (interrupted?.aborted) onInterrupt();
  interrupted?.addEventListener('abort', onInterrupt, { once: true });

  return {
    abort,
    aborted: () => reason,
    enough: () => {
      stopped = true;
    },
    goesOn: () => !stopped && reason === undefined,
    work: work.signal,
    cleanup: cleanup.signal,
    end() {
      for (const timer of timers) clearTimeout(timer);
      interrupted?.removeEventListener('abort', onInterrupt);
    },
  };
};
