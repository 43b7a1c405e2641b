/** How many requests are under way at the same time. */

/** Fewer when the target asks for patience, slowly more again when it does not. */
export interface Pace {
  limit(): number;
  /** How many are under way, or wait for their turn. */
  busy(): number;
  slower(): void;
  wentWell(): void;
  /** Begins when there is room. The next one begins at the moment in which one ends, before anybody looks at its answer. */
  run<T>(begin: () => Promise<T>): Promise<T>;
}

/** So many successes bring one more back. */
const RECOVERY = 10;
/** Many requests that are under way at the same time are told to wait at the same time: that is said once. */
const ONCE_MS = 500;

export const createPace = (most: number): Pace => {
  const waiting: (() => void)[] = [];
  let limit = most;
  let well = 0;
  let underWay = 0;
  let slowed = Number.NEGATIVE_INFINITY;

  const start = async <T>(begin: () => Promise<T>): Promise<T> => {
    underWay += 1;
    try {
      return await begin();
    } finally {
      underWay -= 1;
      if (underWay < limit) waiting.shift()?.();
    }
  };
  return {
    limit: () => limit,
    busy: () => underWay + waiting.length,
    slower() {
      if (performance.now() - slowed < ONCE_MS) return;
      slowed = performance.now();
      limit = Math.max(1, Math.floor(limit / 2));
      well = 0;
    },
    wentWell() {
      if (limit >= most) return;
      well += 1;
      if (well < RECOVERY) return;
      well = 0;
      limit += 1;
    },
    run(begin) {
      if (underWay < limit) return start(begin);
      return new Promise((resolve, reject) => waiting.push(() => start(begin).then(resolve, reject)));
    },
  };
};
