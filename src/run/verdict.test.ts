import { describe, expect, test } from 'vitest';
import type { Reason } from '../expect/reason.ts';
import type { IdpNeed, Level } from '../suite/model.ts';
import { couldFail, judged, notJudged, withoutRepeats } from './verdict.ts';

const required: IdpNeed = { features: ['f'], need: 'required' };
const optional: IdpNeed = { features: ['f'], need: 'optional' };
const own: Reason = { message: 'wrong' };
const entra: Reason = { message: 'Entra minds', idp: 'entra' };
const needs = (level: Level, idps: Record<string, IdpNeed> = {}) => ({ level, idps });

describe('judged', () => {
  test.each<[Level, string]>([
    ['MUST', 'fail'],
    ['SHOULD', 'warn'],
    ['MAY', 'note'],
    ['NONE', 'note'],
  ])('a violation at level %s is a %s', (level, outcome) => {
    expect(judged(needs(level), [own], [])).toEqual({ outcome, under: {} });
    expect(judged(needs(level), [], [])).toEqual({ outcome: 'pass', under: {} });
  });

  test('what a provider requires fails only when that provider was asked for', () => {
    const info = needs('NONE', { okta: required, entra: optional });
    expect(judged(info, [own], [])).toEqual({ outcome: 'note', under: { okta: 'not-ready' } });
    expect(judged(info, [own], ['okta'])).toEqual({ outcome: 'fail', under: { okta: 'not-ready' } });
    expect(judged(info, [own], ['entra'])).toEqual({ outcome: 'note', under: { okta: 'not-ready' } });
    expect(judged(info, [], ['okta'])).toEqual({ outcome: 'pass', under: { okta: 'ready' } });
  });

  test('a reason of one provider counts under it alone, and never turns an RFC verdict red', () => {
    const info = needs('MUST', { okta: required, entra: required });
    expect(judged(info, [entra], [])).toEqual({ outcome: 'note', under: { okta: 'ready', entra: 'not-ready' } });
    expect(judged(info, [entra], ['okta']).outcome).toBe('note');
    expect(judged(info, [entra], ['entra']).outcome).toBe('fail');
    expect(judged(needs('MUST'), [entra], ['entra'])).toEqual({ outcome: 'fail', under: { entra: 'not-ready' } });
  });

  test('an optional need is not required by its own reasons either', () => {
    expect(judged(needs('MUST', { entra: optional }), [entra], ['entra'])).toEqual({ outcome: 'note', under: {} });
  });
});

test('a case that could not be judged leaves every provider open', () => {
  expect(notJudged(needs('MUST', { okta: required, entra: optional }), 'blocked')).toEqual({
    outcome: 'blocked',
    under: { okta: 'not-tested' },
  });
});

test('only MUST and selected providers decide', () => {
  expect(couldFail(needs('MUST'), [])).toBe(true);
  expect(couldFail(needs('SHOULD', { okta: required }), [])).toBe(false);
  expect(couldFail(needs('NONE', { okta: required }), ['okta'])).toBe(true);
});

test('equal reasons are told once, with the first exchange', () => {
  const at = { file: 'a.yaml', line: 1, column: 1 };
  const reasons: Reason[] = [
    { message: 'a', path: 'x', at, exchange: 3 },
    { message: 'a', path: 'x', at, exchange: 5 },
    { message: 'a', path: 'y', at, exchange: 5 },
    { message: 'a', path: 'x', at, exchange: 5, idp: 'okta' },
  ];
  expect(withoutRepeats(reasons)).toEqual([reasons[0], reasons[2], reasons[3]]);
});
