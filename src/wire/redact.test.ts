import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, INVALID_CREDENTIAL, REDACTED } from './redact.ts';
import { answerJson, client, get, httpServer } from './servers.testing.ts';

const AWKWARD = 'pa ss/"w\\ö&<rd>+🙂\'%';

describe('a secret is removed in every notation', () => {
  const { text } = createRedactor([AWKWARD, `joe:${AWKWARD}`]);
  const base64 = Buffer.from(`joe:${AWKWARD}`).toString('base64');
  test.each([
    ['as it is', AWKWARD],
    ['JSON', JSON.stringify(AWKWARD).slice(1, -1)],
    [
      'JSON as PHP writes it',
      JSON.stringify(AWKWARD)
        .slice(1, -1)
        .replaceAll('/', '\\/')
        .replace('ö', '\\u00f6')
        .replace('🙂', '\\uD83D\\ude42'),
    ],
    [
      'JSON with everything escaped',
      [...AWKWARD]
        .map((c) =>
          [...c]
            .map((x) =>
              x
                .split('')
                .map((u) => `\\u${u.charCodeAt(0).toString(16).padStart(4, '0')}`)
                .join(''),
            )
            .join(''),
        )
        .join(''),
    ],
    ['URL', encodeURIComponent(AWKWARD)],
    ['URL in lower case', encodeURIComponent(AWKWARD).replace(/%../g, (x) => x.toLowerCase())],
    ['form', new URLSearchParams({ x: AWKWARD }).toString().slice(2)],
    [
      'HTML',
      AWKWARD.replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
    ],
    ['base64', base64],
    ['base64 without padding', base64.replace(/=+$/, '')],
    ['base64 for URLs', Buffer.from(`joe:${AWKWARD}`).toString('base64url')],
    ['base64 of the secret alone', Buffer.from(AWKWARD).toString('base64')],
  ])('%s', (_, written) => {
    expect(text(`before ${written} after`)).toBe(`before ${REDACTED} after`);
  });

  test('whatever it is made of', () => {
    const secrets = fc
      .string({ unit: 'grapheme', minLength: 12, maxLength: 30 })
      .filter((text) => !/^\s|\s$/.test(text));
    fc.assert(
      fc.property(secrets, (secret) => {
        const redactor = createRedactor([secret]);
        for (const form of [
          secret,
          JSON.stringify(secret).slice(1, -1),
          encodeURIComponent(secret),
          Buffer.from(secret).toString('base64'),
        ]) {
          expect(redactor.text(`<${form}>`)).toBe(`<${REDACTED}>`);
        }
        expect(redactor.json({ [secret]: [`x${secret}`] })).toEqual({ [REDACTED]: [`x${REDACTED}`] });
      }),
    );
  });

  test('the longer of two secrets goes first', () => {
    expect(createRedactor(['hunter2-hunter2', 'joe:hunter2-hunter2']).text('<joe:hunter2-hunter2>')).toBe(
      `<${REDACTED}>`,
    );
  });

  test('also one that is learned later', () => {
    const redactor = createRedactor([]);
    const headers = Object.freeze([['X-Echo', 'learned-at-run-time']] as const);
    expect(redactor.headers(headers)).toEqual(headers);
    redactor.learn('learned-at-run-time');
    expect(redactor.text('x learned-at-run-time y')).toBe(`x ${REDACTED} y`);
    expect(redactor.headers(headers)).toEqual([['X-Echo', REDACTED]]);
    expect(redactor.headers([['X-Echo', 'learned-at-run-time']])).toEqual([['X-Echo', REDACTED]]);
  });
});

describe('a secret that can be met by accident', () => {
  const { text, json } = createRedactor(['test', 'ab', 'password']);

  test('of 4 to 11 characters goes where it stands as a word', () => {
    expect(text('{"token":"test","x":"\\ntest","u":"a%20test"}')).toBe(
      `{"token":"${REDACTED}","x":"\\n${REDACTED}","u":"a%20${REDACTED}"}`,
    );
    expect(text('{"latest":"testing", "test" : 1}')).toBe('{"latest":"testing", "test" : 1}');
    expect(json({ test: 'test', latest: ['a test'] })).toEqual({ test: REDACTED, latest: [`a ${REDACTED}`] });
  });

  test('of less than 4 characters, or a word of SCIM, stays outside credentials', () => {
    expect(text('{"password":"ab"} ab')).toBe('{"password":"ab"} ab');
  });

  test('a number that is the secret', () => {
    expect(createRedactor(['123456']).json({ a: 123456, b: 1234567, c: '123456' })).toEqual({
      a: REDACTED,
      b: 1234567,
      c: REDACTED,
    });
  });
});

test('a value without secrets is returned as it is', () => {
  const value = { a: ['b', { c: 1 }] };
  expect(createRedactor(['something-else']).json(value)).toBe(value);
});

test('headers that carry credentials by their name are hidden, whatever they hold', () => {
  const { headers } = createRedactor([], ['X-Mine']);
  const shown = headers([
    ['authorization', 'Bearer abc'],
    ['Authorization', 'abc'],
    ['Authorization', 'Bearer'],
    ['Authorization', ''],
    ['Authorization', `Bearer ${INVALID_CREDENTIAL}`],
    ['Proxy-Authorization', 'Basic abc'],
    ['Set-Cookie', 'session=abc; Path=/; HttpOnly'],
    ['Cookie', 'a=b'],
    ['X-Mine', 'abc'],
    ['X-API-Key', 'abc'],
    ['X-CSRF-Token', 'abc'],
    ['Accept', 'text/html'],
  ]);
  expect(shown.map(([, value]) => value)).toEqual([
    `Bearer ${REDACTED}`,
    REDACTED,
    'Bearer',
    '',
    `Bearer ${INVALID_CREDENTIAL}`,
    `Basic ${REDACTED}`,
    `session=${REDACTED}; Path=/; HttpOnly`,
    REDACTED,
    REDACTED,
    REDACTED,
    REDACTED,
    'text/html',
  ]);
});

test('an exchange holds no secret, wherever the target puts it', async () => {
  const secret = 'k/"long-secret"&x';
  const url = await httpServer((request, response) => {
    response.writeHead(200, { 'X-Echo': secret, 'Set-Cookie': `s=${secret}`, 'Content-Type': 'text/html' });
    response.end(
      `{"a":"${secret.replaceAll('"', '\\u0022')}","${JSON.stringify(secret).slice(1, -1)}":1,"x":{"k\\/\\"long-secret\\"&x":1,"k/\\"long-secret\\"&x":2}}${request.url?.includes('broken') ? '}' : ''}`,
    );
  });
  const sut = client({
    baseUrl: url,
    auth: { type: 'basic', user: 'joe', password: secret },
    secrets: ['another-one'],
  });
  const target = `/Users?broken&x=${encodeURIComponent(secret)}&y=another-one`;
  const all = [
    await sut.send(
      get(target, { method: 'POST', body: JSON.stringify({ a: `<${secret}>` }), headers: [['X-A', secret]] }),
    ),
    await sut.send(get('/Users')),
    await sut.send(get(`//${secret}`)),
    await sut.send(get('/Users', { headers: [[secret, 'x']] })),
  ];
  const text = JSON.stringify(all.map((exchange) => ({ ...exchange, request: { ...exchange.request, headers: [] } })));
  expect(text).not.toMatch(/long-secret|another-one/);
  expect(all[1]?.response).toMatchObject({
    body: { a: REDACTED, [REDACTED]: 1, x: { [REDACTED]: 2 } },
    duplicateKeys: [`/x/${REDACTED}`],
  });
  expect(all[0]?.request.url).toBe(`${url}/Users?broken&x=${REDACTED}&y=${REDACTED}`);
});

test('the judged body is not changed by a common word as the password', async () => {
  const url = await httpServer((_request, response) =>
    answerJson(response, 200, { password: 'x', userName: 'secretary' }),
  );
  const sut = client({ baseUrl: url, auth: { type: 'basic', user: 'admin', password: 'secret' } });
  expect((await sut.send(get('/Users'))).response?.body).toEqual({ password: 'x', userName: 'secretary' });
});
