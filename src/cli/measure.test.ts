import { describe, expect, it } from 'vitest';
import { readDuration, readLines, readList, readRate, readWhole } from './measure.ts';

describe('measures', () => {
  it('reads durations', () => {
    expect(['500ms', '5s', '2m', '1.5 s', '1h', '0'].map((text) => readDuration(text, '--lag'))).toEqual([
      500, 5000, 120_000, 1500, 3_600_000, 0,
    ]);
    for (const text of ['5', '-1s', 's', '5 parsecs', '1e3s', '']) {
      expect(() => readDuration(text, '--lag')).toThrow(`--lag: \`${text}\` is not a duration`);
    }
  });

  it('reads rates per second', () => {
    expect(['10/s', '600/m', '10', '36000/h'].map((text) => readRate(text, '--rate'))).toEqual([10, 10, 10, 10]);
    for (const text of ['0/s', '10/d', 'fast', '-3/s']) expect(() => readRate(text, '--rate')).toThrow('is not a rate');
  });

  it('reads whole numbers within bounds', () => {
    expect(readWhole('8', '--concurrency', 1, 64)).toBe(8);
    for (const text of ['0', '65', '1.5', '0x10', '', '9'.repeat(30)]) {
      expect(() => readWhole(text, '--concurrency', 1, 64)).toThrow('--concurrency');
    }
  });

  it('takes repeated flags, lists in one flag, and the one text that the environment gives', () => {
    expect(readList(['okta,entra', 'jumpcloud'])).toEqual(['okta', 'entra', 'jumpcloud']);
    expect(readList('okta, entra')).toEqual(['okta', 'entra']);
    expect(readList(undefined)).toBeUndefined();
    expect(readLines(['A: b, c', 'D: e'])).toEqual(['A: b, c', 'D: e']);
    expect(readLines('A: b, c\nD: e\n')).toEqual(['A: b, c', 'D: e']);
  });
});
