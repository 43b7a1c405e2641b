import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from './random.ts';

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.next());

describe('createRandom', () => {
  it('is the same for the same seed, on every machine', () => {
    const first = createRandom(7);
    expect([first.whole(0, 999), first.whole(0, 999), first.whole(0, 999)]).toMatchInlineSnapshot(`
      [
        968,
        240,
        91,
      ]
    `);
    expect(draw(createRandom(7), 5)).toEqual(draw(createRandom(7), 5));
    expect(draw(createRandom(7), 5)).not.toEqual(draw(createRandom(8), 5));
  });

  it('tells the seed 7 from the seed "7", and a name from a path', () => {
    expect(draw(createRandom(7), 3)).not.toEqual(draw(createRandom('7'), 3));
    expect(draw(createRandom(7).of('a/b'), 3)).not.toEqual(draw(createRandom(7).of('a').of('b'), 3));
  });

  it('has children that do not depend on what was drawn before', () => {
    const parent = createRandom(7);
    const before = draw(parent.of('joiners'), 3);
    draw(parent, 100);
    parent.of('leavers').next();
    expect(draw(parent.of('joiners'), 3)).toEqual(before);
  });

  it('keeps within its bounds and reaches them', () => {
    const random = createRandom('bounds');
    const seen = new Set(Array.from({ length: 200 }, () => random.whole(-1, 2)));
    expect([...seen].sort()).toEqual([-1, 0, 1, 2]);
  });

  it('is even enough', () => {
    const random = createRandom('even');
    const counts = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    for (let index = 0; index < 10_000; index++) {
      const bin = random.whole(0, 9);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('samples different elements, as many as there are at most', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uniqueArray(fc.integer()), fc.nat(30), (seed, list, count) => {
        const sample = createRandom(seed).sample(list, count);
        expect(sample).toHaveLength(Math.min(list.length, count));
        expect(new Set(sample).size).toBe(sample.length);
        expect(sample.every((element) => list.includes(element))).toBe(true);
      }),
    );
  });

  it('comes around a mean', () => {
    const random = createRandom('mean');
    const total = Array.from({ length: 2000 }, () => random.around(1.25)).reduce((sum, one) => sum + one, 0);
    expect(total / 2000).toBeCloseTo(1.25, 1);
    expect(random.around(3)).toBe(3);
  });

  it('has nothing to pick from nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow(RangeError);
  });
});
