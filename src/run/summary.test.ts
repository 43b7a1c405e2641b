import { describe, expect, test } from 'vitest';
import type { Outcome } from './events.ts';
import { countOutcomes, exitCode } from './summary.ts';

const one = (outcome: Outcome, more: { level?: 'MUST' | 'MAY'; blockedBySetup?: boolean } = {}) => ({
  outcome,
  level: 'MUST' as const,
  idps: {},
  ...more,
});

describe('exitCode', () => {
  test.each<[string, ReturnType<typeof one>[], number]>([
    [
      'nothing but pass, warn, note, skip and known',
      (['pass', 'warn', 'note', 'skip', 'known'] as const).map((outcome) => one(outcome)),
      0,
    ],
    ['a failure', [one('pass'), one('fail')], 1],
    ['a failure beside an error', [one('error'), one('fail')], 1],
    ['a baseline entry that has outlived its failure', [one('fixed')], 1],
    ['an error', [one('pass'), one('error')], 3],
    ['blocked by another case, which tells itself', [one('warn'), one('blocked')], 0],
    ['a set-up that did not work', [one('pass'), one('blocked', { blockedBySetup: true })], 3],
    ['the same of a case that could not have failed', [one('blocked', { blockedBySetup: true, level: 'MAY' })], 0],
  ])('%s: %#', (_name, results, expected) => {
    expect(exitCode(results, [])).toBe(expected);
  });

  test('a run that broke off could not tell, whatever it saw', () => {
    expect(exitCode([one('fail')], [], { kind: 'lost', because: 'gone' })).toBe(3);
    expect(exitCode([], [], { kind: 'setup', because: '401' })).toBe(3);
    expect(exitCode([one('fail')], [], { kind: 'interrupted', because: 'Ctrl-C' })).toBe(130);
  });
});

test('every outcome is counted', () => {
  expect(countOutcomes([one('pass'), one('pass'), one('known')])).toEqual({
    ...{ pass: 2, fail: 0, warn: 0, note: 0, skip: 0 },
    ...{ blocked: 0, error: 0, known: 1, fixed: 0 },
  });
});
