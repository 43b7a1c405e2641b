import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encodingOf, isUtf8Throughout, readFirstBytes, surveyUtf8 } from './encoding.ts';
import { collect, inChunks } from './text-file.testing.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const cut = (bytes: Uint8Array, size: number): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

const unit = fc.constantFrom('a', 'é', 'ß', '健', '🙂', '\n');

describe('UTF-8', () => {
  it('is known wherever the chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit }), fc.integer({ min: 1, max: 7 }), async (text, size) => {
        const chunks = cut(bytesOf(text), size);
        expect(await isUtf8Throughout(inChunks(chunks))).toBe(true);
        expect((await collect(decode(inChunks(chunks), 'utf-8'))).join('')).toBe(text);
      }),
    );
  });

  it('is not what ends in the middle of a character', async () => {
    expect(await isUtf8Throughout(inChunks([bytesOf('Weiß').subarray(0, -1)]))).toBe(false);
  });

  it('is surveyed: what is good, what is bad, and the first bad line', async () => {
    const bytes = [...bytesOf('é\nb\n健'), 0xe9, ...bytesOf('\nß'), 0xff];
    expect(await surveyUtf8(inChunks(cut(Uint8Array.from(bytes), 2)))).toEqual({ good: 3, bad: 2, line: 3 });
  });

  it('is still UTF-8 with some damage; what hardly is any is Windows-1252', () => {
    expect(encodingOf({ good: 500, bad: 2, line: 1 })).toBe('utf-8');
    expect(encodingOf({ good: 1, bad: 70, line: 1 })).toBe('windows-1252');
    expect(encodingOf({ good: 0, bad: 1, line: 1 })).toBe('windows-1252');
  });
});

describe('the first bytes', () => {
  it.each([
    ['a byte order mark of UTF-8', [0xef, 0xbb, 0xbf, 0x69], 'utf-8'],
    ['one of UTF-16, little end first', [0xff, 0xfe, 0x69, 0], 'utf-16le'],
    ['one of UTF-16, big end first', [0xfe, 0xff, 0, 0x69], 'utf-16be'],
  ])('with %s name the encoding', (_, bytes, encoding) => {
    expect(readFirstBytes(Uint8Array.from(bytes))).toEqual({ type: 'encoding', encoding });
  });

  it.each([
    ['UTF-32', [0xff, 0xfe, 0, 0, 0x69, 0, 0, 0]],
    ['UTF-16 without', [0x69, 0, 0x64, 0, 0x2c, 0]],
    ['spreadsheet', [0x50, 0x4b, 3, 4]],
    ['old Excel', [0xd0, 0xcf, 0x11, 0xe0]],
    ['gzip', [0x1f, 0x8b, 8]],
    ['PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ])('of %s are no text', (what, bytes) => {
    expect(readFirstBytes(Uint8Array.from(bytes))).toMatchObject({
      type: 'no-text',
      what: expect.stringContaining(what),
    });
  });

  it('say nothing for plain text, short or empty, and for a NUL among it', () => {
    for (const text of ['', 'i', 'id,userName\n', 'id\0,']) {
      expect(readFirstBytes(bytesOf(text))).toEqual({ type: 'unknown' });
    }
  });
});
