/**
 * Random numbers that are the same on every machine for the same seed, and that can be split by name.
 *
 * A generator is its path: the seed and the names it was split by. SHA-256 of the path is the 128-bit state of Doty-Humphrey's
 * sfc32 (three words that are mixed and one that counts), whose first twelve numbers are thrown away. A child knows nothing
 * of what its parent has drawn, so that one event more changes nothing about the others.
 */
import { createHash } from 'node:crypto';

export interface Random {
  /** A generator of its own, the same whenever it is asked for. */
  of(name: string | number): Random;
  /** From 0 up to but not including 1, in steps of 2⁻³². */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
  /** Up to `count` different elements, in random order. */
  sample<T>(list: readonly T[], count: number): T[];
  /** A whole number whose mean is `mean`: what is over a whole is a chance. */
  around(mean: number): number;
}

export const createRandom = (seed: number | string): Random => fromPath(JSON.stringify(seed));

const fromPath = (path: string): Random => {
  let drawn: (() => number) | undefined;
  const next = (): number => {
    drawn ??= smallFastCounter(path);
    return drawn() / 2 ** 32;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => {
    const index = whole(0, list.length - 1);
    for (const picked of list.slice(index, index + 1)) return picked;
    throw new RangeError('nothing can be picked from an empty list');
  };
  return {
    of: (name) => fromPath(`${path}/${JSON.stringify(name)}`),
    next,
    whole,
    chance: (probability) => next() < probability,
    pick,
    sample: (list, count) => sampleOf(list, count, whole),
    around: (mean) => Math.floor(mean) + (next() < mean - Math.floor(mean) ? 1 : 0),
  };
};

const WARM_UP = 12;

const smallFastCounter = (path: string): (() => number) => {
  const hash = createHash('sha256').update(path).digest();
  let [a = 0, b = 0, c = 0, counter = 0] = [0, 4, 8, 12].map((offset) => hash.readUInt32LE(offset));
  const draw = (): number => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + result) >>> 0;
    return result;
  };
  for (let round = 0; round < WARM_UP; round++) draw();
  return draw;
};

/** Floyd's way: no copy of the list, and no second try. */
const sampleOf = <T>(list: readonly T[], count: number, whole: (least: number, most: number) => number): T[] => {
  const chosen = new Set<number>();
  for (let last = Math.max(0, list.length - count); last < list.length; last++) {
    const index = whole(0, last);
    chosen.add(chosen.has(index) ? last : index);
  }
  return [...chosen].flatMap((index) => list.slice(index, index + 1));
};
