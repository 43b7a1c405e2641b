import { isUtf8 } from 'node:buffer';
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Json } from '../scim/json.ts';
import { type HeaderList, header, type WireProblem } from './exchange.ts';
import { parseJson } from './json.ts';
import { type Limits, tooLarge } from './problem.ts';

/** A body after decoding; the fields are those of WireResponse. */
export interface DecodedBody {
  readonly text: string;
  readonly body?: Json;
  readonly bodyProblem?: string;
  readonly duplicateKeys?: readonly string[];
}

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

/** `deflate` is zlib by RFC 9110 §8.4.1.2, but some servers send the raw form. */
const inflateEither: Decompress = (bytes, options) => {
  const zlib = bytes.length > 1 && bytes.readUInt16BE(0) % 31 === 0 && ((bytes[0] ?? 0) & 15) === 8;
  return zlib ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
};

const DECOMPRESS: Readonly<Record<string, Decompress>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateEither,
  br: brotliDecompressSync,
  zstd: zstdDecompressSync,
  identity: (bytes) => bytes,
};

/** The bytes without their content codings (RFC 9110 §8.4), never more than the cap. */
const decompress = (bytes: Buffer, headers: HeaderList, limits: Limits): Buffer | WireProblem | string => {
  const coded = header(headers, 'content-encoding');
  if (coded === undefined) return bytes;
  const codings = coded.split(',').map((coding) => coding.trim().toLowerCase());
  let decoded = bytes;
  for (const coding of codings.filter((name) => name !== '').reverse()) {
    const step = Object.hasOwn(DECOMPRESS, coding) ? DECOMPRESS[coding] : undefined;
    if (step === undefined) return `the content coding ${JSON.stringify(coding)} is not known`;
    try {
      decoded = step(decoded, { maxOutputLength: limits.maxBodyBytes });
    } catch (error) {
      if (error instanceof RangeError) return tooLarge(limits, 'The body of the answer, once decompressed,');
      return `the body is not valid ${coding}, which Content-Encoding says it is`;
    }
  }
  return decoded;
};

/** The offset of the first byte that is not UTF-8: where the text that was read for it, written again, differs. */
const firstBadByte = (bytes: Buffer, text: string): number => {
  const again = Buffer.from(text, 'utf8');
  let offset = 0;
  while (offset < bytes.length && bytes[offset] === again[offset]) offset++;
  return offset;
};

const hint = (text: string): string => (/^\s*</.test(text) ? ' (it looks like HTML or XML)' : '');

/**
 * Decodes and parses the body of an answer. Whatever is wrong with it as JSON is told in `bodyProblem`;
 * only a body that passes the cap when decompressed is a problem of the exchange.
 */
export const decodeBody = (bytes: Buffer, headers: HeaderList, limits: Limits): DecodedBody | WireProblem => {
  if (bytes.length === 0) return { text: '' };
  const decoded = decompress(bytes, headers, limits);
  if (typeof decoded === 'string') return { text: '', bodyProblem: decoded };
  if (!Buffer.isBuffer(decoded)) return decoded;
  const text = decoded.toString('utf8');
  if (!isUtf8(decoded)) {
    const offset = firstBadByte(decoded, text);
    const byte = (decoded[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0');
    return { text, bodyProblem: `the body is not UTF-8: byte 0x${byte} at offset ${offset}` };
  }
  if (text === '') return { text };
  const { value, problem, duplicateKeys } = parseJson(text);
  return {
    text,
    ...(value === undefined ? {} : { body: value }),
    ...(problem === undefined ? {} : { bodyProblem: `the body is not JSON: ${problem}${hint(text)}` }),
    ...(duplicateKeys.length === 0 ? {} : { duplicateKeys }),
  };
};
