import * as oauth from 'oauth4webapi';
import { isObject } from '../scim/json.ts';
import { AuthProblem, type OAuth2, type Token } from './auth.ts';
import { parseJson } from './json.ts';
import type { Incoming, Outgoing } from './transport.ts';

/** Sends a message over the client's own connections, so that its certificates, proxy and time limits apply to the login too. */
export type Send = (outgoing: Outgoing) => Promise<Incoming>;

/** Statuses whose Response must not be given a body (Fetch standard). */
const BODILESS = new Set([204, 205, 304]);

/** How long before its end a token is no longer used: 30 s, or a tenth of a short life. */
const margin = (lifetimeMs: number): number => Math.min(30_000, lifetimeMs / 10);

/** A `fetch` for oauth4webapi that keeps what came, because its errors do not tell the whole story. */
const createFetch = (send: Send) => {
  let last: Incoming | undefined;
  const fetch = async (url: string, options: oauth.CustomFetchOptions<string, unknown>): Promise<Response> => {
    const { origin, pathname, search } = new URL(url);
    last = await send({
      origin,
      path: pathname + search,
      method: options.method,
      headers: Object.entries(options.headers),
      ...(options.body === undefined || options.body === null ? {} : { body: String(options.body) }),
    });
    const { answer, problem } = last;
    if (answer === undefined) throw new AuthProblem(problem?.message ?? 'no answer');
    const body = BODILESS.has(answer.status) ? null : Uint8Array.from(answer.bytes);
    return new Response(body, { status: answer.status, headers: answer.headers.map(([name, value]) => [name, value]) });
  };
  return { fetch, last: () => last };
};

/** What the token endpoint itself said, RFC 6749 §5.2. */
const refusal = (incoming: Incoming | undefined): string | undefined => {
  const { answer } = incoming ?? {};
  if (answer === undefined) return undefined;
  const { value } = parseJson(answer.bytes.toString('utf8'));
  const said = isObject(value) ? [value.error, value.error_description].filter((part) => typeof part === 'string') : [];
  const words = said.join(': ').replace(/\p{C}/gu, ' ').slice(0, 300);
  return answer.status === 200 && words === '' ? undefined : `it answered ${answer.status}${words ? `, ${words}` : ''}`;
};

const explain = (error: unknown, incoming: Incoming | undefined, auth: OAuth2): AuthProblem => {
  const cause = error instanceof Error ? error.message : String(error);
  const what = error instanceof AuthProblem ? cause : (refusal(incoming) ?? cause);
  const remedy = /invalid_client|answered 401/.test(what) ? ' Check the client id and the client secret.' : '';
  return new AuthProblem(`No token from ${auth.tokenUrl}: ${what.replace(/\.$/, '')}.${remedy}`);
};

/**
 * Logs in with client credentials (RFC 6749 §4.4).
 * Rejects with AuthProblem.
 */
export const logIn = async (auth: OAuth2, send: Send, now: number): Promise<Token> => {
  const { fetch, last } = createFetch(send);
  const server: oauth.AuthorizationServer = { issuer: new URL(auth.tokenUrl).origin, token_endpoint: auth.tokenUrl };
  const client: oauth.Client = { client_id: auth.clientId };
  const proof =
    auth.clientAuthentication === 'post'
      ? oauth.ClientSecretPost(auth.clientSecret)
      : oauth.ClientSecretBasic(auth.clientSecret);
  const parameters = new URLSearchParams();
  if (auth.scope !== undefined) parameters.set('scope', auth.scope);
  if (auth.audience !== undefined) parameters.set('audience', auth.audience);
  try {
    const response = await oauth.clientCredentialsGrantRequest(server, client, proof, parameters, {
      [oauth.customFetch]: fetch,
      // Plain http has been ruled out before, except for loopback addresses.
      [oauth.allowInsecureRequests]: true,
    });
    const { access_token: token, expires_in: lifetime } = await oauth.processClientCredentialsResponse(
      server,
      client,
      response,
    );
    return lifetime === undefined ? { token } : { token, expiresAt: now + lifetime * 1000 - margin(lifetime * 1000) };
  } catch (error) {
    throw explain(error, last(), auth);
  }
};
