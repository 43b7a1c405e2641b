import { describe, expect, test } from 'vitest';
import type { Auth } from './auth.ts';
import type { Exchange } from './exchange.ts';
import { answerJson, bodyOf, client, get, httpServer } from './servers.testing.ts';

interface Shown {
  readonly grant: string;
  readonly token?: string;
  readonly client?: string;
}

type Answer = readonly [status: number, body: unknown];

/** A target that takes the newest token only, and a token endpoint that answers as it is told. */
const places = async (answerTo: (shown: Shown, count: number) => Answer) => {
  const shown: Shown[] = [];
  const tokenUrl = await httpServer(async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request));
    const token = form.get('refresh_token');
    const id = form.get('client_id');
    const one = {
      grant: form.get('grant_type') ?? '',
      ...(token !== null && { token }),
      ...(id !== null && { client: id }),
    };
    shown.push(one);
    const [status, body] = answerTo(one, shown.length);
    answerJson(response, status, body, { 'Content-Type': 'application/json' });
  });
  const target = { valid: '' };
  const baseUrl = await httpServer((request, response) => {
    const good = request.headers.authorization === `Bearer ${target.valid}`;
    answerJson(response, good ? 200 : 401, {});
  });
  return { tokenUrl, baseUrl, shown, target };
};

const issued = (number: number, refreshToken?: string): Answer => [
  200,
  {
    access_token: `access-number-${number}`,
    token_type: 'Bearer',
    ...(refreshToken !== undefined && { refresh_token: refreshToken }),
  },
];

const ENDED: Answer = [400, { error: 'invalid_grant', error_description: 'the token has ended' }];

const oauth = (tokenUrl: string, rest: object = {}): Auth => ({
  type: 'oauth2',
  tokenUrl,
  clientId: 'us',
  refreshToken: 'refresh-number-1',
  ...rest,
});

describe('a refresh token', () => {
  test('is shown for the first token and for each one after it, in its newest form', async () => {
    const { tokenUrl, baseUrl, shown, target } = await places((_, count) =>
      issued(count, count === 2 ? undefined : `refresh-number-${count + 1}`),
    );
    const sut = client({ baseUrl, auth: oauth(tokenUrl, { clientSecret: 'the-client-secret' }) });
    for (const number of [1, 2, 3, 4]) {
      target.valid = `access-number-${number}`;
      expect((await sut.send(get('/Users'))).response?.status).toBe(200);
    }
    // The second answer gave none, so the one before stays.
    expect(shown.map(({ token }) => token)).toEqual([
      'refresh-number-1',
      'refresh-number-2',
      'refresh-number-2',
      'refresh-number-4',
    ]);
    expect(shown.every(({ grant }) => grant === 'refresh_token')).toBe(true);
  });

  test('alone does for a public client, which shows its id in the body', async () => {
    const { tokenUrl, baseUrl, shown, target } = await places((_, count) => issued(count));
    target.valid = 'access-number-1';
    const sut = client({ baseUrl, auth: oauth(tokenUrl) });
    expect((await sut.send(get('/Users'))).response?.status).toBe(200);
    expect(shown).toEqual([{ grant: 'refresh_token', token: 'refresh-number-1', client: 'us' }]);
  });

  test('that is refused gives way to the client credentials, once for all who wait, and is never shown again', async () => {
    const { tokenUrl, baseUrl, shown, target } = await places(({ grant }, count) =>
      grant === 'client_credentials' ? issued(count) : ENDED,
    );
    target.valid = 'access-number-2';
    const sut = client({ baseUrl, auth: oauth(tokenUrl, { clientSecret: 'the-client-secret' }) });
    const all = await Promise.all(Array.from({ length: 16 }, () => sut.send(get('/Users'))));
    expect(all.map(({ attempt, response }) => [attempt, response?.status])).toEqual(Array(16).fill([1, 200]));
    target.valid = 'access-number-3';
    expect(await sut.send(get('/Users'))).toMatchObject({ attempt: 2, response: { status: 200 } });
    expect(shown.map(({ grant }) => grant)).toEqual(['refresh_token', 'client_credentials', 'client_credentials']);
  });

  test('that is refused is read again where it came from, and not shown again when it is the same', async () => {
    const stored = ['refresh-number-1', 'refresh-number-2'];
    let read = 0;
    const refreshTokenAgain = async (): Promise<string> => stored[read++] ?? '';
    const { tokenUrl, baseUrl, shown, target } = await places(({ token }, count) =>
      token === 'refresh-number-2' ? issued(count) : ENDED,
    );
    target.valid = 'access-number-2';
    const sut = client({ baseUrl, auth: oauth(tokenUrl, { refreshTokenAgain }) });
    expect((await sut.send(get('/Users'))).problem?.message).toMatch(
      /it answered 400, invalid_grant: the token has ended\. The refresh token has ended, or was used before\. Sign in again, and put the new one where `refresh-token` says\.$/,
    );
    expect((await sut.send(get('/Users'))).response?.status).toBe(200);
    expect(shown.map(({ token }) => token)).toEqual(['refresh-number-1', 'refresh-number-2']);
  });

  test('that was replaced is not shown again, though the file it came from still holds it', async () => {
    const { tokenUrl, baseUrl, shown, target } = await places(({ token }, count) =>
      token === 'refresh-number-1' ? issued(count, 'refresh-number-2') : ENDED,
    );
    target.valid = 'access-number-1';
    const sut = client({
      baseUrl,
      auth: oauth(tokenUrl, { refreshTokenAgain: async () => 'refresh-number-1' }),
    });
    expect((await sut.send(get('/Users'))).response?.status).toBe(200);
    target.valid = 'another';
    const { problem } = await sut.send(get('/Users'));
    expect(problem).toMatchObject({ kind: 'auth', message: expect.stringContaining('invalid_grant') });
    expect(shown.map(({ token }) => token)).toEqual(['refresh-number-1', 'refresh-number-2']);
    expect((await sut.send(get('/Users'))).problem?.message).toContain('the refresh token was refused before');
    expect(shown).toHaveLength(2);
  });

  test('and client credentials that are refused both are told both', async () => {
    const { tokenUrl, baseUrl, target } = await places(({ grant }) =>
      grant === 'refresh_token' ? ENDED : [401, { error: 'invalid_client' }],
    );
    target.valid = 'nothing';
    const sut = client({ baseUrl, auth: oauth(tokenUrl, { clientSecret: 'the-client-secret' }) });
    const { problem } = await sut.send(get('/Users'));
    expect(problem?.message).toMatch(
      /answered 401, invalid_client\. Check the client id and the client secret; .* The refresh token had been refused before: .*invalid_grant/,
    );
  });

  test('is kept when the token endpoint is in trouble, which is no refusal', async () => {
    const { tokenUrl, baseUrl, shown, target } = await places((_, count) =>
      count === 1 ? [503, { error: 'temporarily_unavailable' }] : issued(count),
    );
    target.valid = 'access-number-2';
    const sut = client({ baseUrl, auth: oauth(tokenUrl, { clientSecret: 'the-client-secret' }) });
    expect((await sut.send(get('/Users'))).problem?.message).toMatch(/Try again once it works\.$/);
    expect((await sut.send(get('/Users'))).response?.status).toBe(200);
    expect(shown.map(({ grant }) => grant)).toEqual(['refresh_token', 'refresh_token']);
  });

  test('and everything made of it is never shown, whoever repeats it', async () => {
    const all: Exchange[] = [];
    const { tokenUrl, shown } = await places((_, count) =>
      count === 1
        ? issued(1, 'refresh-number-2')
        : [400, { error: 'invalid_grant', error_description: 'refresh-number-2 of us:the-client-secret has ended' }],
    );
    const baseUrl = await httpServer((request, response) =>
      answerJson(response, 401, { detail: `${request.headers.authorization} refresh-number-1 refresh-number-2` }),
    );
    const sut = client({
      baseUrl,
      auth: oauth(tokenUrl, { clientSecret: 'the-client-secret' }),
      onExchange: (exchange) => all.push(exchange),
    });
    const { problem } = await sut.send(get('/Users'));
    expect(shown).toHaveLength(3);
    expect(problem?.message).toContain('‹redacted› of ‹redacted› has ended');
    expect(JSON.stringify(all)).not.toMatch(/refresh-number|access-number|client-secret/);
  });

  test('may come with an ID token, which is nobody’s business here', async () => {
    const { tokenUrl, baseUrl, target } = await places(() => [
      200,
      { access_token: 'access-number-1', token_type: 'bearer', id_token: 'a.b.c' },
    ]);
    target.valid = 'access-number-1';
    expect((await client({ baseUrl, auth: oauth(tokenUrl) }).send(get('/Users'))).response?.status).toBe(200);
  });
});

test('a login over a connection that the server has given up in the meantime is sent again', async () => {
  let logins = 0;
  const tokenUrl = await httpServer((request, response) => {
    logins += 1;
    // The second comes over the kept connection, which ends at that moment.
    if (logins === 2) return void request.socket.destroy();
    answerJson(response, 200, { access_token: `access-number-${logins}`, token_type: 'bearer' });
  });
  let valid = 'access-number-1';
  const baseUrl = await httpServer((request, response) =>
    answerJson(response, request.headers.authorization === `Bearer ${valid}` ? 200 : 401, {}),
  );
  const auth: Auth = { type: 'oauth2', tokenUrl, clientId: 'us', clientSecret: 'the-client-secret' };
  const sut = client({ baseUrl, auth, connections: 1 });
  expect((await sut.send(get('/Users'))).response?.status).toBe(200);
  valid = 'access-number-3';
  expect(await sut.send(get('/Users'))).toMatchObject({ attempt: 2, response: { status: 200 } });
  expect(logins).toBe(3);
});
