/** Order and speed of a run: what no verdict may depend on, and what the proofs change to see that none does. */
import { createRandom } from '../simulate/random.ts';

export interface Pace {
  /** How many cases run at the same time. Default 4. */
  readonly concurrency?: number;
  /** Shuffles the cases and delays the answers, in the same way for the same seed; without one neither happens. */
  readonly seed?: number;
}

/** At most so many turns of the event loop pass before a delayed request is looked at. */
const SLOWEST = 6;

export const shuffled = <T>(all: readonly T[], seed: number): T[] => {
  const random = createRandom(seed).of('order');
  return all
    .map((one) => ({ one, place: random.next() }))
    .toSorted((left, right) => left.place - right.place)
    .map(({ one }) => one);
};

/** For each request, how many turns of the event loop it is on its way: one, unless there is a seed. */
export const delays = (seed: number | undefined): (() => number) => {
  if (seed === undefined) return () => 1;
  const random = createRandom(seed).of('delays');
  return () => random.whole(1, SLOWEST);
};
