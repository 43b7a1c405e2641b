/** A token bucket that holds one second's worth of requests. */
export interface Bucket {
  /** Seconds to wait; 0 when the request may pass, which it is then taken to have done. */
  take(perSecond: number): number;
}

export const createBucket = (now: () => number): Bucket => {
  let level: number | undefined;
  let filledAt = now();
  return {
    take(perSecond) {
      const capacity = Math.max(1, perSecond);
      const at = now();
      level = Math.min(capacity, (level ?? capacity) + ((at - filledAt) / 1000) * perSecond);
      filledAt = at;
      if (level < 1) {
        return (1 - level) / perSecond;
      }
      level -= 1;
      return 0;
    },
  };
};
