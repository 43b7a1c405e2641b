import { describe, expect, test } from 'vitest';
import { globMatcher } from './glob.ts';

describe('globMatcher', () => {
  test.each([
    ['patch/**', 'patch/add/simple', true],
    ['patch/**', 'patched/add', false],
    ['patch/*', 'patch/add/simple', false],
    ['patch/*', 'patch/atomic', true],
    ['users/create-*', 'users/create-minimal', true],
    ['**/case', 'patch/replace/case', true],
    ['**/case', 'case', true],
    ['**/case', 'patch/replace/suitcase', false],
    ['*', 'patch/replace/case', true],
    ['patch/?dd/x', 'patch/add/x', true],
    ['users/create', 'users/create', true],
    ['users/create', 'users/create-minimal', false],
    ['a.b/(c)/*', 'a.b/(c)/d', true],
    ['a.b/*', 'axb/d', false],
  ])('%s on %s: %s', (pattern, id, expected) => {
    expect(globMatcher(pattern)(id)).toBe(expected);
  });
});
