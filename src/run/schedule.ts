/** In which order cases run: after what they need, several at a time, some alone. */

export interface Planned {
  readonly id: string;
  /** Ids that must be done before; those that are not planned count as done. */
  readonly needs: readonly string[];
  readonly alone: boolean;
}

export interface ScheduleOptions<T extends Planned> {
  readonly concurrency: number;
  /** Never rejects. */
  readonly execute: (planned: T) => Promise<void>;
  /** Asked before each start. */
  readonly goesOn: () => boolean;
  /** Cases that need each other in a circle never become ready. */
  readonly stuck: (planned: readonly T[]) => Promise<void>;
}

/**
 * Executes all, in the given order as far as needs allow. An `alone` one starts when nothing else is running and
 * nothing else could start, and nothing starts beside it.
 */
export const schedule = async <T extends Planned>(all: readonly T[], options: ScheduleOptions<T>): Promise<void> => {
  const waiting = new Set(all);
  const undone = new Set(all.map(({ id }) => id));
  const running = new Set<Promise<void>>();
  let alone = false;

  const isReady = (planned: T): boolean => planned.needs.every((id) => !undone.has(id));
  const next = (): T | undefined => {
    if (alone || running.size >= options.concurrency) return undefined;
    let last: T | undefined;
    for (const planned of waiting) {
      if (!isReady(planned)) continue;
      if (!planned.alone) return planned;
      last ??= planned;
    }
    return running.size === 0 ? last : undefined;
  };
  const start = (planned: T): void => {
    waiting.delete(planned);
    alone = planned.alone;
    const work = options.execute(planned).finally(() => {
      undone.delete(planned.id);
      running.delete(work);
      alone = false;
    });
    running.add(work);
  };

  for (;;) {
    while (options.goesOn()) {
      const planned = next();
      if (planned === undefined) break;
      start(planned);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (waiting.size > 0 && options.goesOn()) await options.stuck([...waiting]);
};
