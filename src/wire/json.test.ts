import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_DEPTH, parseJson } from './json.ts';
import { readJson } from './json-reader.ts';

describe('parseJson', () => {
  test.each([
    ['', 'expected a JSON value, found the end of the text at line 1, column 1'],
    ['<html>', 'expected a JSON value, found "<" at line 1, column 1'],
    ['{"a":1,}', 'expected a member name in double quotes, found "}" at line 1, column 8'],
    ['{\n  "a": 1\n  "b": 2\n}', `expected "," or "}", found '"' at line 3, column 3`],
    ['[1 2]', 'expected "," or "]", found "2" at line 1, column 4'],
    ['{"a" 1}', 'expected ":" after a member name, found "1" at line 1, column 6'],
    ['[01]', 'expected "," or "]", found "1" at line 1, column 3'],
    ["{'a':1}", `expected a member name in double quotes, found "'" at line 1, column 2`],
    ['"\\x"', 'unknown escape: a backslash before "x" at line 1, column 2'],
    ['"\\u12"', 'expected four hexadecimal digits after \\u at line 1, column 4'],
    ['["abc', 'the string is not closed that begins at line 1, column 2'],
    ['"a\tb"', 'control character U+0009 inside a string; it has to be written as an escape at line 1, column 3'],
    ['[\u001b]', 'expected a JSON value, found U+001B at line 1, column 2'],
    ['\ufeff{}', 'a byte order mark (U+FEFF), which RFC 8259 section 8.1 forbids, at line 1, column 1'],
    ['{} {}', 'expected the end of the text, found "{" at line 1, column 4'],
    ['nul', 'expected a JSON value, found "n" at line 1, column 1'],
  ])('%j: %s', (text, problem) => {
    expect(parseJson(text)).toEqual({ problem, duplicateKeys: [] });
  });

  test('finds names that stand twice in one object, at any depth, and lets the last one count', () => {
    const text = '{"Resources":[{"emails":[],"EMAILS":[],"a/b":1,"a~b":2,"a/b":3}],"id":"1","i\\u0064":"2","id":"3"}';
    expect(parseJson(text)).toEqual({
      value: { Resources: [{ emails: [], EMAILS: [], 'a/b': 3, 'a~b': 2 }], id: '3' },
      duplicateKeys: ['/Resources/0/a~1b', '/id'],
    });
  });

  test.each([
    '{"__proto__":{"admin":true},"constructor":1}',
    '{"__proto__":{"admin":true},"constructor":0,"constructor":1}',
  ])('%s: __proto__ is data', (text) => {
    const { value } = parseJson(text);
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect((value as Record<string, unknown>).admin).toBeUndefined();
  });

  test('a name __proto__ that stands twice is found', () => {
    expect(parseJson('{"__proto__":1,"__proto__":2}').duplicateKeys).toEqual(['/__proto__']);
  });

  test('nesting is bounded', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(nested(MAX_DEPTH)).problem).toBeUndefined();
    expect(parseJson(nested(MAX_DEPTH + 1)).problem).toMatch(/nested deeper than 200 levels at line 1, column 201/);
    expect(parseJson('{"a":'.repeat(1_000_000)).problem).toMatch(/nested deeper/);
  });

  test('the value is frozen to its leaves', () => {
    const { value } = parseJson('{"a":[{"b":1}]}');
    expect(() => Object.assign(value as object, { a: 1 })).toThrow(TypeError);
    expect(Object.isFrozen((value as { a: [object] }).a[0])).toBe(true);
  });

  test('both parsers agree with JSON.parse on everything that is JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (text) => {
        const parsed = JSON.parse(text);
        expect(parseJson(text)).toEqual({ value: parsed, duplicateKeys: [] });
        expect(readJson(text, MAX_DEPTH)).toEqual({ value: parsed, duplicateKeys: [] });
      }),
    );
  });

  test('a damaged text is refused exactly when JSON.parse refuses it', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', ']', '\\', '0', '-', '.', 'e', '\u0000', ' ', ':', '{'),
      )
      .map(
        ([text, at, insert]) =>
          text.slice(0, at % (text.length + 1)) + insert + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(damaged, (text) => {
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        expect(parseJson(text).problem === undefined).toBe(accepted);
      }),
      { numRuns: 500 },
    );
  });
});
