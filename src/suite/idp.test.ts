import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { chooseIdp, IdpProblem, pathsOfIdp } from './idp.ts';
import { type Loaded, loadSuites } from './load.ts';

const BIRCH = join(import.meta.dirname, '../../fixtures/idp/birch');

let loaded: Loaded;
beforeAll(async () => {
  loaded = await loadSuites({ paths: [BIRCH] });
});

const chosen = (text: string): string => {
  const { dialect, mode } = chooseIdp(loaded, text);
  return `${dialect.name} ${mode}`;
};

const problemOf = (text: string): Pick<IdpProblem, 'message' | 'hint'> => {
  try {
    chooseIdp(loaded, text);
  } catch (problem) {
    if (problem instanceof IdpProblem) return problem;
  }
  throw new Error(`${text} is no problem`);
};

describe('an identity provider that is named', () => {
  it('speaks in its first mode unless another is asked for', () => {
    expect(['okta', 'okta:oin', 'entra:flagged', 'authentik:by-filter'].map(chosen)).toEqual([
      'okta aiw',
      'okta oin',
      'entra flagged',
      'authentik by-filter',
    ]);
    expect(pathsOfIdp('okta:oin')).toEqual([]);
  });

  it('is suggested when it is misspelt', () => {
    expect(problemOf('otka')).toMatchObject({
      message: 'There is no identity provider `otka`.',
      hint: 'Did you mean `okta`?',
    });
    expect(problemOf('okta:oim')).toMatchObject({
      message: 'Okta has no mode `oim`.',
      hint: 'Did you mean `oin`?',
    });
  });
});

describe('an identity provider of the user', () => {
  it('is found by its file and by its folder', () => {
    const file = join(BIRCH, 'dialect.yaml');
    expect([file, `${file}:careful`, BIRCH, `${BIRCH}:plain`, './fixtures/idp/birch'].map(chosen)).toEqual([
      'birch plain',
      'birch careful',
      'birch plain',
      'birch plain',
      'birch plain',
    ]);
    expect(pathsOfIdp(`${file}:careful`)).toEqual([file]);
  });

  it('must be there', () => {
    expect(problemOf('./no-idp/dialect.yaml').message).toBe('There is no dialect at ./no-idp/dialect.yaml.');
    expect(problemOf('./suites/idp').message).toMatch(
      /^There are several dialects in \.\/suites\/idp: auth0, authentik, /,
    );
  });

  it('keeps the drive of its path', () => {
    expect(pathsOfIdp('C:\\idps\\birch\\dialect.yaml')).toEqual(['C:\\idps\\birch\\dialect.yaml']);
    expect(pathsOfIdp('C:\\idps\\birch:careful')).toEqual(['C:\\idps\\birch']);
  });
});
