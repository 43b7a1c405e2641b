/** For tests: a token endpoint whose tokens end, after so many requests or on a clock that the test moves. */
import { createServer } from 'node:http';
import { onTestFinished } from 'vitest';
import type { Auth } from '../wire/auth.ts';
import type { Clock } from '../wire/pace.ts';

export interface TokenRules {
  /** So many requests a token is good for. */
  readonly uses?: number;
  /** On the clock of the service. */
  readonly lifetimeMs?: number;
  /** Whether the client is told so. */
  readonly told?: boolean;
  readonly refreshLifetimeMs?: number;
}

export interface TokenService {
  readonly tokenUrl: string;
  /** What was shown, in order, and whether a token was given for it. */
  readonly logins: { readonly grant: string; readonly given: boolean }[];
  /** Whether a request with this header is let in; counts as a use. */
  admits(authorization: string): boolean;
  /** How many requests were let in. */
  readonly admitted: () => number;
  passTime(milliseconds: number): void;
  /** The clock of the service; nobody waits on it. */
  readonly clock: Clock;
  /** Instead of a token. */
  answer: { readonly status: number; readonly type: string; readonly text: string } | undefined;
  /** Nothing listens there until the returned function is called. */
  leave(): () => Promise<void>;
  credentials(kind: 'client-credentials' | 'refresh-token' | 'both', secret?: string): Auth;
}

export const CLIENT_SECRET = 'the-secret-of-the-client';
const ENDED = { error: 'invalid_grant', error_description: 'that one has ended' };

export const tokenService = async (rules: TokenRules = {}): Promise<TokenService> => {
  const { uses = Number.POSITIVE_INFINITY, lifetimeMs = Number.POSITIVE_INFINITY } = rules;
  const { refreshLifetimeMs = Number.POSITIVE_INFINITY } = rules;
  const logins: TokenService['logins'] = [];
  const accessTokens = new Map<string, { left: number; readonly until: number }>();
  let [now, admitted] = [1_000_000_000_000, 0];
  const refreshTokens = new Map([['refresh-token-number-0', now + refreshLifetimeMs]]);

  const issue = (grant: string): object => {
    const token = `access-token-number-${logins.length}`;
    accessTokens.set(`Bearer ${token}`, { left: uses, until: now + lifetimeMs });
    const rotated = `refresh-token-number-${logins.length}`;
    if (grant === 'refresh_token') refreshTokens.set(rotated, now + refreshLifetimeMs);
    return {
      ...{ access_token: token, token_type: 'Bearer' },
      ...(grant === 'refresh_token' && { refresh_token: rotated }),
      ...(rules.told === true && { expires_in: lifetimeMs / 1000 }),
    };
  };
  /** A refresh token is good once. */
  const judge = (form: URLSearchParams, authorization: string): [status: number, body: object] => {
    const grant = form.get('grant_type') ?? '';
    const shown = form.get('refresh_token') ?? '';
    // RFC 6749 §2.3.1: both parts are written as in a form.
    const proof = decodeURIComponent(Buffer.from(authorization.replace('Basic ', ''), 'base64').toString());
    const proven = proof === `us:${CLIENT_SECRET}` || (grant === 'refresh_token' && form.get('client_id') === 'us');
    const given = proven && (grant === 'client_credentials' || (refreshTokens.get(shown) ?? 0) > now);
    logins.push({ grant, given });
    if (!proven) return [401, { error: 'invalid_client' }];
    if (!given) return [400, ENDED];
    refreshTokens.delete(shown);
    return [200, issue(grant)];
  };

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { answer } = service;
    if (answer !== undefined) {
      logins.push({ grant: new URLSearchParams(text).get('grant_type') ?? '', given: false });
      return void response.writeHead(answer.status, { 'Content-Type': answer.type }).end(answer.text);
    }
    const [status, body] = judge(new URLSearchParams(text), request.headers.authorization ?? '');
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const service: TokenService = {
    tokenUrl: `http://127.0.0.1:${port}/token`,
    logins,
    answer: undefined,
    admits(authorization) {
      const known = accessTokens.get(authorization);
      if (known === undefined || known.left <= 0 || known.until <= now) return false;
      known.left -= 1;
      admitted += 1;
      return true;
    },
    admitted: () => admitted,
    passTime(milliseconds) {
      now += milliseconds;
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
    leave() {
      server.close();
      server.closeAllConnections();
      return () => listen(port);
    },
    credentials: (kind, secret = CLIENT_SECRET) => ({
      ...({ type: 'oauth2', tokenUrl: service.tokenUrl, clientId: 'us' } as const),
      ...(kind !== 'refresh-token' && { clientSecret: secret }),
      ...(kind !== 'client-credentials' && { refreshToken: 'refresh-token-number-0' }),
    }),
  };
  return service;
};
