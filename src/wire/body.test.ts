import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodeBody } from './body.ts';
import { client, get, rawServer } from './servers.testing.ts';

const LIMITS = { connectMs: 1, headersMs: 1, bodyMs: 1, maxBodyBytes: 1024 * 1024 };
const decode = (bytes: string | Buffer, coding?: string) =>
  decodeBody(Buffer.from(bytes), coding === undefined ? [] : [['content-ENCODING', coding]], LIMITS);

describe('a body', () => {
  test('that is JSON is parsed, whatever the media type says', () => {
    expect(decode('{"a":1}')).toEqual({ text: '{"a":1}', body: { a: 1 } });
    expect(decode('null')).toEqual({ text: 'null', body: null });
  });

  test('that is empty is no problem', () => {
    expect(decode('')).toEqual({ text: '' });
    expect(decode(gzipSync(''), 'gzip')).toEqual({ text: '' });
  });

  test('with names that stand twice tells them', () => {
    expect(decode('{"id":1,"id":2}')).toEqual({ text: '{"id":1,"id":2}', body: { id: 2 }, duplicateKeys: ['/id'] });
  });

  test.each([
    [
      '<!DOCTYPE html>',
      'the body is not JSON: expected a JSON value, found "<" at line 1, column 1 (it looks like HTML or XML)',
    ],
    ['{"a":', 'the body is not JSON: expected a JSON value, found the end of the text at line 1, column 6'],
    [' \n', 'the body is not JSON: expected a JSON value, found the end of the text at line 2, column 1'],
  ])('that is not JSON says why: %j', (text, bodyProblem) => {
    expect(decode(text)).toEqual({ text, bodyProblem });
  });

  test.each([
    [Buffer.from('{"a":"é"}', 'latin1'), 'byte 0xE9 at offset 6'],
    [Buffer.concat([Buffer.from('"é\ufffd'), Buffer.from([0xc0, 0x80])]), 'byte 0xC0 at offset 6'],
    [Buffer.from([0x22, 0xe2, 0x82]), 'byte 0xE2 at offset 1'],
  ])('that is not UTF-8 says where (%#)', (bytes, where) => {
    expect(decode(bytes)).toEqual({
      text: expect.stringContaining('\ufffd'),
      bodyProblem: `the body is not UTF-8: ${where}`,
    });
  });

  test.each([
    ['gzip', gzipSync],
    ['X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['identity', (bytes: Buffer) => bytes],
    ['deflate, gzip', (bytes: Buffer) => gzipSync(deflateSync(bytes))],
  ])('that is compressed is decompressed: %s (%#)', (coding, compress) => {
    expect(decode(compress(Buffer.from('{"a":1}')), coding)).toMatchObject({ body: { a: 1 } });
  });

  test('that is not what its coding says is a problem of the body', () => {
    expect(decode('{"a":1}', 'gzip')).toMatchObject({
      bodyProblem: 'the body is not valid gzip, which Content-Encoding says it is',
    });
    expect(decode('{"a":1}', 'rot13')).toMatchObject({ bodyProblem: 'the content coding "rot13" is not known' });
    expect(decode('{"a":1}', '__proto__')).toMatchObject({
      bodyProblem: 'the content coding "__proto__" is not known',
    });
  });

  test('that grows past the cap when decompressed is not read on', async () => {
    const bomb = gzipSync(Buffer.alloc(4 * LIMITS.maxBodyBytes));
    expect(decode(bomb, 'gzip')).toEqual({
      kind: 'too-large',
      message: expect.stringMatching(/^The body of the answer, once decompressed, is larger than 1 MiB/),
    });
    const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`;
    const { url } = await rawServer(Buffer.concat([Buffer.from(head), bomb]));
    const exchange = await client({ baseUrl: url, maxBodyBytes: LIMITS.maxBodyBytes }).send(get('/Users'));
    expect(exchange.problem?.kind).toBe('too-large');
    expect(exchange.response).toBeUndefined();
  });
});
