import { describe, expect, it } from 'vitest';
import { sameReference } from './reference.ts';

describe('sameReference', () => {
  it.each([
    ['https://example.com/v2/Users/1', 'https://example.com/v2/Users/1'],
    ['https://example.com/v2/Users/1', 'Users/1'],
    ['https://example.com/v2/Users/1', '/v2/Users/1'],
    ['https://example.com/v2/Users/1', '../Users/1'],
    ['https://example.com/v2/Users/1', 'https://EXAMPLE.com/Users/1'],
    ['https://example.com/Users/a%40b', 'https://example.com/Users/a@b'],
  ])('%s = %s', (one, other) => {
    expect(sameReference(one, other)).toBe(true);
    expect(sameReference(other, one)).toBe(true);
  });

  it.each([
    ['https://example.com/Users/1', 'https://example.org/Users/1'],
    ['https://example.com/Users/1', 'http://example.com/Users/1'],
    ['https://example.com/Users/1', 'https://example.com/Users/2'],
    ['https://example.com/Users/1', 'Groups/1'],
    ['https://example.com/Users/1', 'https://example.com/Users/1/x'],
    ['https://example.com/Users/A', 'https://example.com/Users/a'],
    ['Users/1', ''],
    ['urn:example:a', 'urn:example:b'],
    ['%zz', '%ZZ'],
  ])('%s ≠ %s', (one, other) => {
    expect(sameReference(one, other)).toBe(false);
    expect(sameReference(other, one)).toBe(false);
  });
});
