import { describe, expect, test } from 'vitest';
import type { Level } from '../suite/model.ts';
import type { CaseInfo } from './events.ts';
import { type Selection, SelectionProblem, select } from './select.ts';

const info = (id: string, level: Level, ...idps: string[]): CaseInfo => ({
  id,
  title: id,
  suite: 'suite',
  level,
  cites: [],
  sources: [],
  idps: Object.fromEntries(idps.map((idp) => [idp, { features: ['create-users'], need: 'required' }])),
});

const INFOS = [
  info('users/create-minimal', 'MUST', 'okta', 'entra'),
  info('users/create-nice', 'SHOULD'),
  info('users/create-odd', 'MAY'),
  info('patch/add/simple', 'MUST'),
  info('patch/replace/casual', 'NONE', 'entra'),
  info('okta/users/deactivate', 'MUST', 'okta'),
  info('entra/users/disable', 'NONE', 'entra'),
  info('exchange/content-type', 'MUST'),
];
const ids = (selection: Selection) => select(INFOS, selection).map(({ id }) => id);
const problem = (selection: Selection): string => {
  try {
    return ids(selection).join();
  } catch (error) {
    if (error instanceof SelectionProblem) return error.message;
    throw error;
  }
};

describe('select', () => {
  test('takes MUST and SHOULD, and whatever an identity provider needs', () => {
    expect(ids({})).toEqual(INFOS.map(({ id }) => id).filter((id) => id !== 'users/create-odd'));
  });

  test('the level is about the RFC verdict, not about what an identity provider needs', () => {
    expect(ids({ level: 'MUST' })).toContain('patch/replace/casual');
    expect(ids({ level: 'MUST' })).not.toContain('users/create-nice');
    expect(ids({ level: 'NONE' })).toHaveLength(INFOS.length);
  });

  test('with one identity provider: the RFC cases, and of the others only its own', () => {
    expect(ids({ idps: ['entra'] })).toEqual([
      'users/create-minimal',
      'users/create-nice',
      'patch/add/simple',
      'patch/replace/casual',
      'entra/users/disable',
      'exchange/content-type',
    ]);
    expect(ids({ idps: ['okta'] })).toContain('okta/users/deactivate');
    expect(ids({ idps: ['okta'] })).not.toContain('patch/replace/casual');
  });

  test('globs narrow it, in the order of the catalogue', () => {
    expect(ids({ only: ['patch/**', 'users/*'], skip: ['**/create-nice'] })).toEqual([
      'users/create-minimal',
      'patch/add/simple',
      'patch/replace/casual',
    ]);
  });

  test('an id written out is taken whatever its level', () => {
    expect(ids({ only: ['users/create-odd'] })).toEqual(['users/create-odd']);
    expect(ids({ only: ['okta/users/deactivate'], idps: ['entra'] })).toEqual(['okta/users/deactivate']);
  });

  test.each<[Selection, string]>([
    [
      { only: ['users/create-minmal'] },
      'No case matches --only `users/create-minmal`. Did you mean `users/create-minimal`?',
    ],
    [{ only: ['patch'] }, 'No case matches --only `patch`. Did you mean `patch/**`?'],
    [{ only: ['pacth/**'] }, 'No case matches --only `pacth/**`. Did you mean `patch`?'],
    [
      { skip: ['patch/*'] },
      'No case matches --skip `patch/*`. `*` stays within a segment, `**` goes across: `patch/**`.',
    ],
    [{ idps: ['okat'] }, 'There is no identity provider `okat`. Did you mean `okta`?'],
    [{ idps: ['sailpoint'] }, 'There is no identity provider `sailpoint`. Identity providers: entra, okta.'],
    [{ only: ['users/create-o*'] }, 'No case is left: the 1 named case is below level SHOULD. Try --level NONE.'],
    [{ only: ['users/*'], skip: ['users/**'] }, 'No case is left: --skip takes away all that --only names.'],
  ])('%o', (selection, message) => {
    expect(problem(selection)).toBe(message);
  });
});
