import { createLogin } from './login.ts';
import { INVALID_CREDENTIAL } from './redact.ts';
import { checkHeader, readUrl, SettingsProblem } from './settings.ts';
import { AuthProblem, type Grant, type OAuth2, type Token } from './token.ts';

/** A secret that may be another one later: asked for it when the target answers 401. */
interface Changeable {
  readonly again?: () => Promise<string>;
}

interface Bearer extends Changeable {
  readonly type: 'bearer';
  readonly token: string;
}

interface Basic extends Changeable {
  readonly type: 'basic';
  readonly user: string;
  readonly password: string;
}

interface InHeader extends Changeable {
  readonly type: 'header';
  readonly name: string;
  readonly value: string;
}

type Known = Bearer | Basic | InHeader;

/** How the client proves who it is. */
export type Auth =
  | { readonly type: 'none' }
  | Known
  /** A function is asked once, and again when the target answers 401. */
  | { readonly type: 'bearer'; readonly token: () => Promise<string> }
  | OAuth2;

export interface Credential {
  readonly name: string;
  readonly value: string;
}

export interface Credentials {
  /** The header to send, from memory where possible. Rejects with AuthProblem. */
  current(): Credential | undefined | Promise<Credential | undefined>;
  /**
   * Gets another credential in place of one that was answered with 401: one fetch for all who ask at the same time, and none
   * when it was replaced already. It may turn out to be the same. Undefined when there is no other. Rejects with AuthProblem.
   */
  renew(refused: Credential): Promise<Credential> | undefined;
  /** A well-formed credential of the same kind that is wrong. */
  readonly invalid: Credential;
}

/** What the credentials need from outside. */
export interface Surroundings {
  /** Rejects with AuthProblem. */
  logIn(auth: OAuth2, grant: Grant): Promise<Token>;
  /** Told every secret before it is used. */
  learn(secret: string): void;
  now(): number;
}

const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;

const INVALID_BEARER: Credential = { name: 'Authorization', value: `Bearer ${INVALID_CREDENTIAL}` };

const bearer = (token: string): Credential => ({ name: 'Authorization', value: `Bearer ${token.trim()}` });

const tokenProblem = (token: string): string | undefined => {
  if (token.trim() === '') return 'The bearer token is empty.';
  if (/^[\x21-\x7e]+$/.test(token.trim())) return undefined;
  return 'The bearer token contains a space, a line break or a character outside ASCII. Was more than the token copied?';
};

interface Held {
  readonly credential: Credential;
  readonly expiresAt?: number | undefined;
}

/** Credentials that have to be fetched, at first or when the first is refused. One fetch is shared by all who wait for it. */
const fetched = (
  fetch: () => Promise<Held>,
  { now, invalid, first }: { readonly now: () => number; readonly invalid: Credential; readonly first?: Credential },
): Credentials => {
  let held: Held | undefined = first && { credential: first };
  let pending: Promise<Credential> | undefined;

  const obtain = async (): Promise<Credential> => {
    held = await fetch();
    return held.credential;
  };
  const current = (): Credential | Promise<Credential> => {
    if (held && (held.expiresAt ?? Number.POSITIVE_INFINITY) > now()) return held.credential;
    pending ??= obtain().finally(() => {
      pending = undefined;
    });
    return pending;
  };
  return {
    current,
    async renew(refused) {
      if (held?.credential.value === refused.value) held = undefined;
      return current();
    },
    invalid,
  };
};

/** Throws AuthProblem for a token that cannot be sent. */
const heldToken = ({ token, expiresAt }: Token, { learn }: Surroundings): Held => {
  const problem = tokenProblem(token);
  if (problem !== undefined) throw new AuthProblem(problem);
  learn(token.trim());
  return { credential: bearer(token), expiresAt };
};

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

const checkOAuth2 = ({ tokenUrl, clientSecret, refreshToken }: OAuth2): void => {
  const url = readUrl(tokenUrl, 'The OAuth 2 token URL');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new SettingsProblem(
      'The OAuth 2 token URL has to begin with https://: over plain http the client secret could be read by anybody on the way.',
    );
  }
  if (clientSecret === undefined && refreshToken === undefined)
    throw new SettingsProblem('OAuth 2 needs a client secret, a refresh token, or both.');
};

/** Throws SettingsProblem for one that cannot work. */
const credentialOf = (auth: Known): Credential => {
  switch (auth.type) {
    case 'header':
      checkHeader(auth.name, auth.value);
      return { name: auth.name, value: auth.value };
    case 'basic':
      if (auth.user.includes(':'))
        throw new SettingsProblem('A user name for basic authentication cannot contain a colon (RFC 7617 section 2).');
      return { name: 'Authorization', value: basic(auth.user, auth.password) };
    case 'bearer': {
      const problem = tokenProblem(auth.token);
      if (problem !== undefined) throw new SettingsProblem(problem);
      return bearer(auth.token);
    }
  }
};

const invalidOf = (auth: Known): Credential => {
  if (auth.type === 'header') return { name: auth.name, value: INVALID_CREDENTIAL };
  if (auth.type === 'bearer') return INVALID_BEARER;
  // An invented user, so that no real one is locked out by failed attempts.
  return { name: 'Authorization', value: basic(INVALID_CREDENTIAL, INVALID_CREDENTIAL) };
};

const withSecret = (auth: Known, secret: string): Known => {
  if (auth.type === 'header') return { ...auth, value: secret };
  return auth.type === 'bearer' ? { ...auth, token: secret } : { ...auth, password: secret };
};

const WHAT = { bearer: 'bearer token', basic: 'password', header: 'credential' } as const;

/** The secret as it is now where it came from. Rejects with AuthProblem. */
const readAgain = async (again: () => Promise<string>, what: string): Promise<string> => {
  try {
    return await again();
  } catch (error) {
    throw new AuthProblem(`The ${what} could not be had: ${error instanceof Error ? error.message : String(error)}`);
  }
};

const known = (auth: Known, { learn, now }: Surroundings): Credentials => {
  const { again } = auth;
  const [credential, invalid] = [credentialOf(auth), invalidOf(auth)];
  if (again === undefined) return { current: () => credential, renew: () => undefined, invalid };
  const fetch = async (): Promise<Held> => {
    const changed = withSecret(auth, await readAgain(again, WHAT[auth.type]));
    for (const secret of secretsOf(changed)) learn(secret);
    try {
      return { credential: credentialOf(changed) };
    } catch (error) {
      throw error instanceof SettingsProblem ? new AuthProblem(error.message) : error;
    }
  };
  return fetched(fetch, { now, invalid, first: credential });
};

/** Throws SettingsProblem for settings that cannot work. */
export const createCredentials = (auth: Auth, surroundings: Surroundings): Credentials => {
  const { now } = surroundings;
  switch (auth.type) {
    case 'none':
      return { current: () => undefined, renew: () => undefined, invalid: INVALID_BEARER };
    case 'oauth2': {
      checkOAuth2(auth);
      const login = createLogin(auth, surroundings);
      return fetched(async () => heldToken(await login(), surroundings), { now, invalid: INVALID_BEARER });
    }
    case 'bearer': {
      const { token } = auth;
      if (typeof token === 'string') return known({ ...auth, token }, surroundings);
      const fetch = async (): Promise<Held> => heldToken({ token: await readAgain(token, WHAT.bearer) }, surroundings);
      return fetched(fetch, { now, invalid: INVALID_BEARER });
    }
    default:
      return known(auth, surroundings);
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
    case 'oauth2': {
      const { clientId, clientSecret: secret, refreshToken } = auth;
      return [
        ...(secret === undefined ? [] : [secret, `${clientId}:${secret}`]),
        ...(refreshToken === undefined ? [] : [refreshToken]),
      ];
    }
  }
};

/** What stands in place of `{credential}` in a raw Authorization header: the real credential without its scheme. */
export const bareCredential = ({ value }: Credential): string => /^\S+\s+(\S.*)$/.exec(value)?.[1] ?? value;
