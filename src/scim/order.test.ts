import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { define } from './define.ts';
import type { Json } from './json.ts';
import { compareSimple } from './order.ts';

const folded = define('a', 'string', '');
const exact = define('a', 'string', '', { caseExact: true });
const moment = define('a', 'dateTime', '');

describe('compareSimple', () => {
  it('orders text by case only when case counts', () => {
    expect(compareSimple('B', 'a', folded)).toBeGreaterThan(0);
    expect(compareSimple('B', 'a', exact)).toBeLessThan(0);
    expect(compareSimple('É', 'é', folded)).toBe(0);
    expect(compareSimple('A', 'a')).toBe(0);
  });

  it('orders dateTimes by instant, and as such text of unknown attributes', () => {
    const [early, late] = ['2030-01-01T10:00:00+02:00', '2030-01-01T09:00:00Z'];
    expect(compareSimple(early, late, moment)).toBeLessThan(0);
    expect(compareSimple(early, late)).toBeLessThan(0);
    expect(compareSimple(early, late, folded)).toBeGreaterThan(0);
    expect(compareSimple(early, 'tomorrow', moment)).toBeUndefined();
  });

  it('orders numbers and booleans by value, and nothing else', () => {
    expect(compareSimple(9, 10)).toBeLessThan(0);
    expect(compareSimple(false, true)).toBeLessThan(0);
    for (const [left, right] of [
      [1, '1'],
      ['true', true],
      [null, null],
      [['a'], ['a']],
      [{}, {}],
    ] satisfies [Json, Json][]) {
      expect(compareSimple(left, right)).toBeUndefined();
    }
  });

  it('is an order', () => {
    const words = fc.oneof(fc.string(), fc.constantFrom('2030-01-01T00:00:00Z', '2029-12-31T23:00:00-01:00'));
    fc.assert(
      fc.property(words, words, fc.constantFrom(folded, exact), (left, right, attribute) => {
        const [forth = 0, back = 0] = [compareSimple(left, right, attribute), compareSimple(right, left, attribute)];
        expect(forth + back).toBe(0);
        expect(compareSimple(left, left, attribute)).toBe(0);
      }),
    );
  });
});
