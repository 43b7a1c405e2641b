/** Waiting for a target that shows its writes late. */
import { setTimeout as pause } from 'node:timers/promises';

const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/**
 * Attempts until one holds, with growing pauses, at most `lagMs` milliseconds long; with 0 there is one attempt.
 * @returns the last attempt, whether it holds or not
 */
export const untilHolds = async <T>(
  attempt: () => Promise<T>,
  holds: (result: T) => boolean,
  lagMs: number,
  signal?: AbortSignal,
): Promise<T> => {
  const end = performance.now() + lagMs;
  for (let wait = FIRST_PAUSE_MS; ; wait = Math.min(wait * 2, LONGEST_PAUSE_MS)) {
    const result = await attempt();
    const left = end - performance.now();
    if (holds(result) || left <= 0 || signal?.aborted) return result;
    await pause(Math.min(wait, left), undefined, signal && { signal }).catch(() => {});
  }
};
