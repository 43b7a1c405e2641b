import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, count, cut, duration, listed, printable, printableLines, wrap, wrapAtMost } from './printable.ts';

describe('printable', () => {
  it('shows what would move the cursor, colour or reorder text instead of doing it', () => {
    expect(printable('a\u001b[2Jb\u009bc\u007f')).toBe('a\\u001b[2Jb\\u009bc\\u007f');
    expect(printable('evil\u202Etxt')).toBe('evil\\u202etxt');
    expect(printable('one\ntwo\r\tthree')).toBe('one\\ntwo\\r  three');
    expect(printable('lone \ud800 half')).toBe('lone \\ud800 half');
  });

  it('leaves people their names', () => {
    expect(printable('Zoë 山田 😀')).toBe('Zoë 山田 😀');
  });

  it('never lets a control character through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\p{Cc}\p{Cs}]/u.test(printable(text))));
  });

  it('keeps the lines of longer texts', () => {
    expect(printableLines('a\r\nb\u0007\nc')).toEqual(['a', 'b\\u0007', 'c']);
  });
});

describe('width', () => {
  it('counts columns, not code units', () => {
    expect(columnsOf('Zoë')).toBe(3);
    expect(columnsOf('Zoe\u0308')).toBe(3);
    expect(columnsOf('山田')).toBe(4);
    expect(columnsOf('\u001b[31mred\u001b[39m')).toBe(3);
  });

  it('cuts with an ellipsis, within the columns', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcde…');
    expect(cut('山田太郎', 6)).toBe('山田…');
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 40 }),
        (text, columns) => columnsOf(cut(printable(text), columns)) <= columns,
      ),
    );
  });

  it('wraps at spaces and never loses a word', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('https://example.com/very/long ok', 10)).toEqual(['https://example.com/very/long', 'ok']);
    expect(wrap('', 10)).toEqual(['']);
    expect(wrapAtMost('one two three four five', 7, 2)).toEqual(['one two', 'three …']);
  });
});

it('says numbers, lists and durations as people do', () => {
  expect(count(1, 'case')).toBe('1 case');
  expect(count(1204, 'case')).toBe('1,204 cases');
  expect(listed(['a'])).toBe('a');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  expect([duration(41), duration(4230), duration(125_000)]).toEqual(['41 ms', '4.2 s', '2 min 5 s']);
});
