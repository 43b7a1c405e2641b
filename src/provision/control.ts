/** How a run ends before its end: by the user, by the target, or by our own care. */
import type { Stop } from './events.ts';

export interface Control {
  /** Set once nothing new may begin. */
  readonly stopped: () => Stop | undefined;
  /** The first reason counts. */
  stop(stop: Stop): void;
  /** Aborted as soon as nothing new may begin: cuts waits short. */
  readonly halt: AbortSignal;
  /** Aborted a moment after the user asked to stop: cuts requests short that would not end. */
  readonly cut: AbortSignal;
  close(): void;
}

/** How long requests under way may take once the user has asked to stop. */
const GRACE_MS = 3000;

export const createControl = (signal: AbortSignal | undefined): Control => {
  const halt = new AbortController();
  const cut = new AbortController();
  let reason: Stop | undefined;
  let timer: NodeJS.Timeout | undefined;

  const stop = (stopped: Stop): void => {
    reason ??= stopped;
    halt.abort();
  };
  const interrupt = (): void => {
    stop({ kind: 'interrupted', because: 'interrupted', hint: 'The same command goes on where this one ended.' });
    timer = setTimeout(() => cut.abort(), GRACE_MS);
    timer.unref();
  };
  if (signal?.aborted) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });

  return {
    stopped: () => reason,
    stop,
    halt: halt.signal,
    cut: cut.signal,
    close() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
    },
  };
};
