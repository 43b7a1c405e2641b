import { describe, expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import { excerpt, plain, show, showAll, someKind } from './print.ts';

describe('text of a target is made harmless', () => {
  test.each([
    ['\u001b[31mred', '\\u001b[31mred'],
    ['a\u0007b\u007f\u009b', 'a\\u0007b\\u007f\\u009b'],
    ['\u202eevil\u200b', '\\u202eevil\\u200b'],
    ['a\u2028b', 'a\\u2028b'],
    ['\u{e0041}tag', '\\u{e0041}tag'],
    ['half \ud83d', 'half \\ud83d'],
    ['Zoë, 日本語, 😀', 'Zoë, 日本語, 😀'],
  ])('%j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test('and cut, never in the middle of a character', () => {
    expect(plain('abcdef', 3)).toBe('abc…');
    expect(plain('ab😀', 3)).toBe('ab…');
  });

  test('before it is shown as a value', () => {
    expect(show('\u202e"x"')).toBe('"\\u202e\\"x\\""');
    expect(show(['a', { b: null }])).toBe('["a",{"b":null}]');
    expect(show(undefined)).toBe('nothing');
  });
});

test('many values are shown as some', () => {
  expect(showAll([1, 'a'])).toBe('1, "a"');
  expect(showAll(Array.from({ length: 12 }, (_value, index) => index))).toBe('0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more');
});

test('kinds have their article', () => {
  expect([{}, [], 'a', 1, true, null].map((value) => someKind(value as Json))).toEqual([
    'an object',
    'a list',
    'a string',
    'a number',
    'a boolean',
    'a null',
  ]);
});

describe('an excerpt', () => {
  test('is the value itself when it is small', () => {
    const value = { a: [1, true, null, 'x'] };
    expect(excerpt(value)).toEqual(value);
  });

  test('is short, shallow and harmless when the value is not', () => {
    const nested = Array.from({ length: 100 }).reduce<Json>((inner) => [inner], 'deep');
    expect(JSON.stringify(excerpt(nested))).toBe(`${'['.repeat(8)}"…"${']'.repeat(8)}`);
    expect(excerpt(Array.from({ length: 60 }, () => 1))).toEqual([...Array.from({ length: 50 }, () => 1), '… 10 more']);
    expect(excerpt({ '\u001b': 'y'.repeat(600) })).toEqual({ '\\u001b': `${'y'.repeat(500)}…` });
  });

  test('keeps a member called __proto__ as a member', () => {
    const hostile: Json = JSON.parse('{"__proto__": {"polluted": true}}');
    expect(Object.keys(excerpt(hostile) ?? {})).toEqual(['__proto__']);
  });
});
