/** In which encoding a file of unknown origin is written. */
import { isAscii } from 'node:buffer';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export const ENCODING_NAMES: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16',
  'utf-16be': 'UTF-16',
  'windows-1252': 'Windows-1252',
};

/** What the first bytes of a file tell. */
export type FirstBytes =
  | { readonly type: 'encoding'; readonly encoding: Encoding }
  /** No text that we read; `what` it is and what to do about it. */
  | { readonly type: 'no-text'; readonly what: string; readonly hint: string }
  | { readonly type: 'unknown' };

const SAVE_AS_CSV = 'Save the sheet as "CSV UTF-8" and give that file.';

const SIGNATURES: readonly (readonly [bytes: readonly number[], found: FirstBytes])[] = [
  [[0xff, 0xfe, 0, 0], { type: 'no-text', what: 'UTF-32', hint: 'Save it as UTF-8.' }],
  [[0, 0, 0xfe, 0xff], { type: 'no-text', what: 'UTF-32', hint: 'Save it as UTF-8.' }],
  [[0xef, 0xbb, 0xbf], { type: 'encoding', encoding: 'utf-8' }],
  [[0xff, 0xfe], { type: 'encoding', encoding: 'utf-16le' }],
  [[0xfe, 0xff], { type: 'encoding', encoding: 'utf-16be' }],
  [[0x50, 0x4b, 3, 4], { type: 'no-text', what: 'a spreadsheet (.xlsx, .ods) or a ZIP archive', hint: SAVE_AS_CSV }],
  [[0xd0, 0xcf, 0x11, 0xe0], { type: 'no-text', what: 'a spreadsheet of old Excel (.xls)', hint: SAVE_AS_CSV }],
  [[0x1f, 0x8b], { type: 'no-text', what: 'compressed (gzip)', hint: 'Unpack it first: `gunzip FILE`.' }],
  [[0x25, 0x50, 0x44, 0x46], { type: 'no-text', what: 'a PDF', hint: 'Export the data as CSV.' }],
];

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** Looks at the beginning of a file, some kilobytes of it. */
export const readFirstBytes = (bytes: Uint8Array): FirstBytes => {
  for (const [signature, found] of SIGNATURES) if (startsWith(bytes, signature)) return found;
  if (bytes.length >= 4 && isInterleaved(bytes.subarray(0, 64))) {
    return { type: 'no-text', what: 'UTF-16 without a byte order mark', hint: 'Save it as UTF-8.' };
  }
  return { type: 'unknown' };
};

/** Western text in UTF-16: every second byte is 0 and no other. */
const isInterleaved = (bytes: Uint8Array): boolean => {
  const zeros = [0, 0];
  for (const [index, byte] of bytes.entries()) if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const half = Math.floor(bytes.length / 2);
  return Math.max(...zeros) > half * 0.8 && Math.min(...zeros) === 0;
};

/** Whether bytes are UTF-8 from end to end. */
export const isUtf8Throughout = async (chunks: AsyncIterable<Uint8Array>): Promise<boolean> => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of chunks) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch (error) {
    // What is thrown for bad bytes; a file that cannot be read throws errors of its own.
    if (error instanceof TypeError) return false;
    throw error;
  }
};

/** How much of a file is UTF-8 that is not all UTF-8. */
export interface Survey {
  /** Characters outside ASCII that are whole; counting stops when they are many. */
  readonly good: number;
  readonly bad: number;
  /** The line of the first bad one. */
  readonly line: number;
}

const MANY = 100_000;
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

export const surveyUtf8 = async (chunks: AsyncIterable<Uint8Array>): Promise<Survey> => {
  const decoder = new TextDecoder('utf-8');
  let good = 0;
  let bad = 0;
  let line = 1;
  const look = (text: string): void => {
    if (bad === 0) {
      const first = text.indexOf('\u{fffd}');
      line += count(first < 0 ? text : text.slice(0, first), /\n/g);
    }
    bad += count(text, /\u{fffd}/gu);
    if (good < MANY) good += count(text, /[^\0-\u{7f}\u{fffd}]/gu);
  };
  for await (const chunk of chunks) {
    const text = decoder.decode(chunk, { stream: true });
    if (bad === 0 || !isAscii(chunk)) look(text);
  }
  look(decoder.decode());
  return { good, bad, line };
};

/**
 * Windows-1252, unless the file is mostly proper UTF-8 with some damage: text of the one hardly ever is text of the other,
 * since every letter outside ASCII would have to be followed by the right signs.
 */
export const encodingOf = ({ good, bad }: Survey): Encoding => (good > bad ? 'utf-8' : 'windows-1252');

/** Bytes decoded at once: texts of this size die young, so that memory does not grow with the file. */
const PIECE = 32 * 1024;

/** Decodes piece by piece, without the byte order mark. */
export async function* decode(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const text = decoder.decode(chunk.subarray(from, from + PIECE), { stream: true });
      if (text !== '') yield text;
    }
  }
  const last = decoder.decode();
  if (last !== '') yield last;
}
