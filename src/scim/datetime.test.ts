import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from './datetime.ts';

const MILLISECOND = 1_000_000n;

describe('instant', () => {
  it('is where the clock of JavaScript is, wherever that has one', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(instant(date.toISOString())).toBe(BigInt(date.getTime()) * MILLISECOND);
      }),
    );
  });

  it('does not depend on the zone it is written in', () => {
    const zones = [
      '2030-01-01T00:00:00Z',
      '2030-01-01T05:30:00+05:30',
      '2029-12-31T16:00:00-08:00',
      '2029-12-31T24:00:00Z',
    ];
    expect(new Set(zones.map(instant)).size).toBe(1);
    expect(instant('2030-01-01T00:00:00')).toBe(instant('2030-01-01T00:00:00Z'));
  });

  it('keeps nanoseconds and drops what is finer', () => {
    expect(instant('1970-01-01T00:00:00.000000001Z')).toBe(1n);
    expect(instant('1970-01-01T00:00:00.0000000019Z')).toBe(1n);
    expect(instant('1970-01-01T00:00:00.5Z')).toBe(instant('1970-01-01T00:00:00.500Z'));
  });

  it.each([
    '',
    '2030-01-01',
    '2030-01-01 00:00:00Z',
    '2030-01-01t00:00:00z',
    '2030-02-30T00:00:00Z',
    '2029-02-29T00:00:00Z',
    '2030-13-01T00:00:00Z',
    '2030-00-10T00:00:00Z',
    '2030-01-01T25:00:00Z',
    '2030-01-01T24:00:01Z',
    '2030-01-01T00:60:00Z',
    '2030-01-01T00:00:60Z',
    '2030-01-01T00:00:00+15:00',
    '2030-01-01T00:00:00+01:75',
    '2030-01-01T00:00:00.Z',
    '2030-1-1T00:00:00Z',
    '02030-01-01T00:00:00Z',
    '2030-01-01T00:00:00Z ',
  ])('is none of %j', (text) => {
    expect(instant(text)).toBeUndefined();
  });

  it('knows leap years and years before the common era', () => {
    expect(instant('2028-02-29T00:00:00Z')).toBeDefined();
    expect(instant('2000-02-29T00:00:00Z')).toBeDefined();
    expect(instant('1900-02-29T00:00:00Z')).toBeUndefined();
    expect(Number(instant('0000-12-31T00:00:00Z'))).toBeLessThan(Number(instant('0001-01-01T00:00:00Z')));
    expect(Number(instant('-0001-01-01T00:00:00Z'))).toBeLessThan(Number(instant('0000-01-01T00:00:00Z')));
  });
});
