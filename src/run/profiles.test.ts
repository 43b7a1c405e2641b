import { describe, expect, it } from 'vitest';
import type { Profile, ProfileRequirement } from '../suite/model.ts';
import { profileNeeds, profileProblems, withIncluded } from '../suite/profile.ts';
import { type ProfileResult, profileVerdicts } from './profiles.ts';

const AT = { file: 'p.yaml', line: 1, column: 1 };

const requirement = (cases: readonly string[], changes: Partial<ProfileRequirement> = {}): ProfileRequirement => ({
  ...{ section: '1', level: 'MUST', says: 'So it is', any: false, at: AT },
  cases: cases.map((id) => ({ id, at: AT })),
  ...changes,
});

const profile = (
  name: string,
  requirements: readonly ProfileRequirement[],
  includes: readonly string[] = [],
): Profile => ({
  ...{ name, title: name, source: 'https://example.com', file: 'p.yaml', at: AT },
  ...{ requirements, includes },
});

const RESULTS = new Map<string, ProfileResult>([
  ['holds', { outcome: 'pass', holds: true }],
  ['broken', { outcome: 'fail', holds: false }],
  ['warned', { outcome: 'warn', holds: false }],
  ['known', { outcome: 'known', holds: false }],
  ['blocked', { outcome: 'blocked', holds: false, why: 'needs another' }],
  ['skipped', { outcome: 'skip', holds: false, why: 'filter.supported is false (config)' }],
  ['absent', { outcome: 'skip', holds: false, why: 'resources.Group is false (ResourceTypes)' }],
]);

const rowOf = (...wanted: Parameters<typeof requirement>) =>
  profileVerdicts([profile('p', [requirement(...wanted)])], RESULTS)[0];

describe('the verdict on a profile', () => {
  it.each<[string, readonly string[], Partial<ProfileRequirement>, string, string]>([
    ['that holds', ['holds'], {}, 'holds', 'met'],
    ['of which one case does not hold', ['holds', 'broken'], {}, 'broken', 'not-met'],
    ['whose case is no MUST of the RFC', ['warned'], {}, 'broken', 'not-met'],
    ['that is no MUST of the profile', ['broken'], { level: 'SHOULD' }, 'broken', 'met'],
    ['that one case is enough for', ['holds', 'skipped'], { any: true }, 'holds', 'met'],
    ['that no case is enough for', ['broken', 'skipped'], { any: true }, 'broken', 'not-met'],
    ['of which a case was skipped', ['holds', 'skipped'], {}, 'not-tested', 'not-proved'],
    ['of which a case was blocked', ['holds', 'blocked'], {}, 'not-tested', 'not-proved'],
    ['of which a case was not run', ['holds', 'elsewhere'], {}, 'not-tested', 'not-proved'],
    ['with a known failure', ['known'], {}, 'not-tested', 'not-proved'],
    ['in part about what is not there', ['holds', 'absent'], {}, 'holds', 'met'],
    ['about what is not there', ['absent'], {}, 'unseen', 'met'],
    ['that cannot be seen', [], { unseen: 'It is inside.' }, 'unseen', 'met'],
  ])('sees a requirement %s', (_what, cases, changes, row, status) => {
    const verdict = rowOf(cases, changes);
    expect([verdict?.rows[0]?.status, verdict?.status]).toEqual([row, status]);
  });

  it('says why something was not tested', () => {
    expect(rowOf(['skipped'])?.rows[0]).toMatchObject({
      because: ['skipped'],
      why: 'filter.supported is false (config)',
    });
    expect(rowOf(['elsewhere'])?.rows[0]).toMatchObject({ why: 'not all of its cases were run' });
    expect(rowOf(['known'])?.rows[0]).toMatchObject({ why: 'a known failure' });
  });

  it('is no better than what it includes', () => {
    const base = profile('base', [requirement(['broken'])]);
    const more = profile('more', [requirement(['holds'])], ['base']);
    expect(profileVerdicts([base, more], RESULTS).map(({ status }) => status)).toEqual(['not-met', 'not-met']);
  });
});

describe('profiles', () => {
  const all = new Map(
    [profile('one', [requirement(['a'])], ['two']), profile('two', [requirement(['a', 'b'], { level: 'SHOULD' })])].map(
      (one) => [one.name, one],
    ),
  );

  it('come after those that they include, each once', () => {
    expect(withIncluded(all, ['one', 'two', 'three']).map(({ name }) => name)).toEqual(['two', 'one']);
  });

  it('need a case as strongly as the strongest requirement says', () => {
    const needs = profileNeeds([...all.values(), profile('two', [requirement(['b'])])]);
    expect(needs.get('a')).toEqual({ one: 'MUST', two: 'SHOULD' });
    expect(needs.get('b')).toEqual({ two: 'MUST' });
  });

  it('must not refer to what there is not', () => {
    const problems = profileProblems(new Map([['x', profile('x', [requirement(['aa'])], ['y'])]]), new Set(['ab']));
    expect(problems.map(({ message }) => message)).toEqual([
      'it includes `y`, and there is no such profile',
      'there is no case `aa`',
    ]);
  });
});
