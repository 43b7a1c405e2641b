import { expect, test } from 'vitest';
import { caseGuid, caseTag, runTag } from './tag.ts';

test('tags are short words of lower-case letters and digits, and stay the same for the same run and case', () => {
  const run = runTag(7, 'salt');
  expect(run).toMatch(/^[a-z][a-z0-9]{7}$/);
  expect(runTag(7, 'salt')).toBe(run);
  const tag = caseTag(run, 'users/create-minimal');
  expect(tag).toMatch(/^[a-z][a-z0-9]{14}$/);
  expect(tag.startsWith(run)).toBe(true);
  expect(caseTag(run, 'users/create-minimal')).toBe(tag);
});

test('no two runs and no two cases share one', () => {
  expect(new Set(Array.from({ length: 1000 }, () => runTag(1))).size).toBe(1000);
  expect(new Set(Array.from({ length: 5000 }, (_, index) => caseTag('s0000000', `case/${index}`))).size).toBe(5000);
});

test('the UUID of a tag has the shape of version 4', () => {
  expect(caseGuid('s1')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(caseGuid('s1')).not.toBe(caseGuid('s2'));
});
