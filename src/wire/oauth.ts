import * as oauth from 'oauth4webapi';
import { isObject } from '../scim/json.ts';
import { parseJson } from './json.ts';
import { AuthProblem, type Grant, GrantRefused, type OAuth2, type Token } from './token.ts';
import type { Incoming, Outgoing } from './transport.ts';

/** Sends a message over the client's own connections, so that its certificates, proxy and time limits apply to the login too. */
export type Send = (outgoing: Outgoing) => Promise<Incoming>;

/** Statuses whose Response must not be given a body (Fetch standard). */
const BODILESS = new Set([204, 205, 304]);

/** How long before its end a token is no longer used: 30 s, or a tenth of a short life. */
const margin = (lifetimeMs: number): number => Math.min(30_000, lifetimeMs / 10);

/** An ID token, which some give along, is nobody's business here, and the library would want to know its issuer. */
const withoutIdToken = (bytes: Buffer): Buffer => {
  const { value } = parseJson(bytes.toString('utf8'));
  if (!isObject(value) || value.id_token === undefined) return bytes;
  const { id_token: _, ...others } = value;
  return Buffer.from(JSON.stringify(others));
};

/** A `fetch` for oauth4webapi that keeps what came, because its errors do not tell the whole story. */
const createFetch = (send: Send) => {
  let last: Incoming | undefined;
  const fetch = async (url: string, options: oauth.CustomFetchOptions<string, unknown>): Promise<Response> => {
    const { origin, pathname, search } = new URL(url);
    const outgoing = {
      origin,
      path: pathname + search,
      method: options.method,
      headers: Object.entries(options.headers),
      ...(options.body === undefined || options.body === null ? {} : { body: String(options.body) }),
    };
    last = await send(outgoing);
    // Logins are far apart, and servers close connections that lie idle. One token too many does no harm.
    if (last.stale) last = await send(outgoing);
    const { answer, problem } = last;
    if (answer === undefined) throw new AuthProblem(problem?.message ?? 'no answer');
    const body = BODILESS.has(answer.status) ? null : Uint8Array.from(withoutIdToken(answer.bytes));
    return new Response(body, { status: answer.status, headers: answer.headers.map(([name, value]) => [name, value]) });
  };
  return { fetch, last: () => last };
};

interface Refusal {
  readonly status: number;
  /** The code of RFC 6749 §5.2: `invalid_grant`. */
  readonly code: string;
  /** All that was said. */
  readonly words: string;
}

/** What the token endpoint itself said; undefined when it gave an answer like that of a success. */
const refusalIn = ({ answer }: Incoming): Refusal | undefined => {
  if (answer === undefined) return undefined;
  const { value } = parseJson(answer.bytes.toString('utf8'));
  const said = isObject(value) ? [value.error, value.error_description].filter((part) => typeof part === 'string') : [];
  const words = said.join(': ').replace(/\p{C}/gu, ' ').slice(0, 300);
  const code = isObject(value) && typeof value.error === 'string' ? value.error : '';
  return answer.status === 200 && words === '' ? undefined : { status: answer.status, code, words };
};

/** A login page, a gateway's error page, the site itself: anything but a token endpoint. */
const pageIn = ({ answer }: Incoming): string | undefined => {
  const type = answer?.headers
    .find(([name]) => name.toLowerCase() === 'content-type')?.[1]
    .split(';')[0]
    ?.trim();
  if (answer === undefined || isObject(parseJson(answer.bytes.toString('utf8')).value)) return undefined;
  if (answer.bytes.length === 0) return undefined;
  return `it answered ${answer.status} with ${(type ?? 'something').replace(/\p{C}/gu, ' ').slice(0, 60)} instead of JSON`;
};

/** Errors that are about what was shown, and not about who showed it. */
const ABOUT_GRANT: ReadonlySet<string> = new Set(['invalid_grant', 'unauthorized_client', 'unsupported_grant_type']);

const checkClient = ({ clientSecret, clientAuthentication }: OAuth2): string => {
  if (clientSecret === undefined) return 'Check the client id; a client that has a secret must show it.';
  if (clientAuthentication === 'post') return 'Check the client id and the client secret.';
  return 'Check the client id and the client secret; some want them in the body (`client-authentication: post`).';
};

const remedyFor = ({ status, code }: Refusal, auth: OAuth2, grant: Grant): string => {
  const named = grant.type === 'refresh_token' ? 'the refresh token' : 'client credentials';
  if (code === 'invalid_grant' && grant.type === 'refresh_token')
    return 'The refresh token has ended, or was used before. Sign in again, and put the new one where `refresh-token` says.';
  if (ABOUT_GRANT.has(code)) return `Ask its administrator to let this client log in with ${named}.`;
  if (code === 'invalid_scope') return 'Check the scope.';
  if (code === 'invalid_client' || status === 401) return checkClient(auth);
  if (status >= 500 || status === 429) return 'Try again once it works.';
  return status >= 300 && status < 400 ? 'Check the token URL: redirects are not followed.' : '';
};

const explain = (error: unknown, incoming: Incoming | undefined, auth: OAuth2, grant: Grant): AuthProblem => {
  const say = (what: string, remedy: string): string =>
    `No token from ${auth.tokenUrl}: ${what.replace(/\.$/, '')}.${remedy === '' ? '' : ` ${remedy}`}`;
  const cause = error instanceof Error ? error.message : String(error);
  if (incoming === undefined || error instanceof AuthProblem) return new AuthProblem(say(cause, ''));
  const refusal = refusalIn(incoming);
  const page = pageIn(incoming);
  if (page !== undefined && (refusal?.status ?? 200) < 500)
    return new AuthProblem(say(page, 'Check that the token URL is the token endpoint, and not a page for people.'));
  if (refusal === undefined) return new AuthProblem(say(cause, ''));
  const words = page ?? `it answered ${refusal.status}${refusal.words === '' ? '' : `, ${refusal.words}`}`;
  const Kind = ABOUT_GRANT.has(refusal.code) ? GrantRefused : AuthProblem;
  return new Kind(say(words, remedyFor(refusal, auth, grant)));
};

const proofOf = ({ clientSecret, clientAuthentication }: OAuth2): oauth.ClientAuth => {
  if (clientSecret === undefined) return oauth.None();
  return clientAuthentication === 'post' ? oauth.ClientSecretPost(clientSecret) : oauth.ClientSecretBasic(clientSecret);
};

/**
 * Logs in with client credentials (RFC 6749 §4.4) or a refresh token (§6).
 * Rejects with AuthProblem; with GrantRefused when another grant may do.
 */
export const logIn = async (auth: OAuth2, grant: Grant, send: Send, now: number): Promise<Token> => {
  const { fetch, last } = createFetch(send);
  const server: oauth.AuthorizationServer = { issuer: new URL(auth.tokenUrl).origin, token_endpoint: auth.tokenUrl };
  const client: oauth.Client = { client_id: auth.clientId };
  const parameters = new URLSearchParams();
  if (auth.scope !== undefined) parameters.set('scope', auth.scope);
  if (auth.audience !== undefined) parameters.set('audience', auth.audience);
  const options = {
    [oauth.customFetch]: fetch,
    // Plain http has been ruled out before, except for loopback addresses.
    [oauth.allowInsecureRequests]: true,
  };
  try {
    const answer =
      grant.type === 'refresh_token'
        ? await oauth.processRefreshTokenResponse(
            server,
            client,
            await oauth.refreshTokenGrantRequest(server, client, proofOf(auth), grant.refreshToken, {
              ...options,
              additionalParameters: parameters,
            }),
          )
        : await oauth.processClientCredentialsResponse(
            server,
            client,
            await oauth.clientCredentialsGrantRequest(server, client, proofOf(auth), parameters, options),
          );
    const { access_token: token, expires_in: lifetime, refresh_token: refreshToken } = answer;
    return {
      token,
      ...(lifetime !== undefined && { expiresAt: now + lifetime * 1000 - margin(lifetime * 1000) }),
      ...(refreshToken !== undefined && { refreshToken }),
    };
  } catch (error) {
    throw explain(error, last(), auth, grant);
  }
};
