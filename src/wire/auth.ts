import { INVALID_CREDENTIAL } from './redact.ts';
import { checkHeader, readUrl, SettingsProblem } from './settings.ts';

/** OAuth 2 client credentials, RFC 6749 §4.4. */
export interface OAuth2 {
  readonly type: 'oauth2';
  /** https, or plain http on a loopback address. */
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
  readonly audience?: string;
  /** How the client proves itself to the token endpoint (RFC 6749 §2.3.1): in the Authorization header (the default) or in the body. */
  readonly clientAuthentication?: 'basic' | 'post';
}

/** How the client proves who it is. */
export type Auth =
  | { readonly type: 'none' }
  /** A function is asked once, and again when the target answers 401. */
  | { readonly type: 'bearer'; readonly token: string | (() => Promise<string>) }
  | { readonly type: 'basic'; readonly user: string; readonly password: string }
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  | OAuth2;

export interface Credential {
  readonly name: string;
  readonly value: string;
}

/** A token could not be had; the message says why. */
export class AuthProblem extends Error {
  override name = 'AuthProblem';
}

/** A token, and when it ends (milliseconds since the epoch) if that was said. */
export interface Token {
  readonly token: string;
  readonly expiresAt?: number;
}

export interface Credentials {
  /** The header to send, from memory where possible. Rejects with AuthProblem. */
  current(): Credential | undefined | Promise<Credential | undefined>;
  /** Forgets a credential that was answered with 401; true when `current` can get another one. */
  reject(credential: Credential): boolean;
  /** A well-formed credential of the same kind that is wrong. */
  readonly invalid: Credential;
}

/** What the credentials need from outside. */
export interface Surroundings {
  logIn(auth: OAuth2): Promise<Token>;
  /** Told every token before it is used. */
  learn(secret: string): void;
  now(): number;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;

const fixed = (credential: Credential | undefined, invalid: Credential): Credentials => ({
  current: () => credential,
  reject: () => false,
  invalid,
});

const INVALID_BEARER: Credential = { name: 'Authorization', value: `Bearer ${INVALID_CREDENTIAL}` };

const bearer = (token: string): Credential => ({ name: 'Authorization', value: `Bearer ${token.trim()}` });

const tokenProblem = (token: string): string | undefined => {
  if (token.trim() === '') return 'The bearer token is empty.';
  if (/^[\x21-\x7e]+$/.test(token.trim())) return undefined;
  return 'The bearer token contains a space, a line break or a character outside ASCII. Was more than the token copied?';
};

/** Tokens that have to be fetched. One fetch is shared by all who wait for it. */
const fetched = (fetch: () => Promise<Token>, { learn, now }: Surroundings): Credentials => {
  let held: { credential: Credential; expiresAt: number } | undefined;
  let pending: Promise<Credential> | undefined;

  const obtain = async (): Promise<Credential> => {
    const { token, expiresAt = Number.POSITIVE_INFINITY } = await fetch();
    const problem = tokenProblem(token);
    if (problem !== undefined) throw new AuthProblem(problem);
    learn(token.trim());
    held = { credential: bearer(token), expiresAt };
    return held.credential;
  };

  return {
    current() {
      if (held && held.expiresAt > now()) return held.credential;
      pending ??= obtain().finally(() => {
        pending = undefined;
      });
      return pending;
    },
    reject(credential) {
      if (held?.credential === credential) held = undefined;
      return true;
    },
    invalid: INVALID_BEARER,
  };
};

const readToken = async (provide: () => Promise<string>): Promise<Token> => {
  try {
    return { token: await provide() };
  } catch (error) {
    throw new AuthProblem(
      `The bearer token could not be had: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

const checkTokenUrl = ({ tokenUrl }: OAuth2): void => {
  const url = readUrl(tokenUrl, 'The OAuth 2 token URL');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new SettingsProblem(
      'The OAuth 2 token URL has to begin with https://: over plain http the client secret could be read by anybody on the way.',
    );
  }
};

/** Throws SettingsProblem for settings that cannot work. */
export const createCredentials = (auth: Auth, surroundings: Surroundings): Credentials => {
  switch (auth.type) {
    case 'none':
      return fixed(undefined, INVALID_BEARER);
    case 'header':
      checkHeader(auth.name, auth.value);
      return fixed({ name: auth.name, value: auth.value }, { name: auth.name, value: INVALID_CREDENTIAL });
    case 'basic': {
      if (auth.user.includes(':'))
        throw new SettingsProblem('A user name for basic authentication cannot contain a colon (RFC 7617 section 2).');
      // An invented user, so that no real one is locked out by failed attempts.
      const invalid = basic(INVALID_CREDENTIAL, INVALID_CREDENTIAL);
      return fixed(
        { name: 'Authorization', value: basic(auth.user, auth.password) },
        { name: 'Authorization', value: invalid },
      );
    }
    case 'bearer': {
      const { token } = auth;
      if (typeof token !== 'string') return fetched(() => readToken(token), surroundings);
      const problem = tokenProblem(token);
      if (problem !== undefined) throw new SettingsProblem(problem);
      return fixed(bearer(token), INVALID_BEARER);
    }
    case 'oauth2':
      checkTokenUrl(auth);
      return fetched(() => surroundings.logIn(auth), surroundings);
  }
};

/** The secrets that are known before the first request, with the pairs that basic authentication encodes together. */
export const secretsOf = (auth: Auth): string[] => {
  switch (auth.type) {
    case 'none':
      return [];
    case 'bearer':
      return typeof auth.token === 'string' ? [auth.token.trim()] : [];
    case 'basic':
      return [auth.password, `${auth.user}:${auth.password}`];
    case 'header': {
      const parameter = /^\S+\s+(\S.*)$/.exec(auth.value)?.[1];
      return parameter === undefined ? [auth.value] : [auth.value, parameter];
    }
    case 'oauth2':
      return [auth.clientSecret, `${auth.clientId}:${auth.clientSecret}`];
  }
};

/** What stands in place of `{credential}` in a raw Authorization header: the real credential without its scheme. */
export const bareCredential = ({ value }: Credential): string => /^\S+\s+(\S.*)$/.exec(value)?.[1] ?? value;
