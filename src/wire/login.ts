import { AuthProblem, type Grant, GrantRefused, type OAuth2, type Token } from './token.ts';

/** The token endpoint, as far as it is of use here. */
interface Endpoint {
  /** Rejects with AuthProblem. */
  logIn(auth: OAuth2, grant: Grant): Promise<Token>;
  /** Told every secret before it is used. */
  learn(secret: string): void;
}

/**
 * Which grant is shown to the token endpoint: the refresh token as long as it is accepted, in its newest form; when it is
 * refused, whatever stands by then where it came from; then the client credentials. What was refused or has been replaced is
 * never shown again: servers take that for a theft (RFC 9700 §4.14.2).
 * The returned function rejects with AuthProblem; it is not made for two calls at a time.
 */
export const createLogin = (auth: OAuth2, { logIn, learn }: Endpoint): (() => Promise<Token>) => {
  const { refreshTokenAgain: again } = auth;
  const spent = new Set<string>();
  let held = auth.refreshToken;

  const keep = (token: Token): Token => {
    const { refreshToken } = token;
    if (refreshToken === undefined || refreshToken === held) return token;
    learn(refreshToken);
    if (held !== undefined) spent.add(held);
    held = refreshToken;
    return token;
  };
  /** Undefined when it was refused, with the reason in `refusal`. */
  const refresh = async (refreshToken: string): Promise<Token | GrantRefused> => {
    try {
      return keep(await logIn(auth, { type: 'refresh_token', refreshToken }));
    } catch (error) {
      if (!(error instanceof GrantRefused)) throw error;
      spent.add(refreshToken);
      held = undefined;
      return error;
    }
  };
  const readAgain = async (): Promise<string | undefined> => {
    const read = await again?.().catch(() => undefined);
    if (read === undefined || spent.has(read)) return undefined;
    learn(read);
    held = read;
    return read;
  };
  return async () => {
    const first = held === undefined ? undefined : await refresh(held);
    if (first !== undefined && !(first instanceof GrantRefused)) return first;
    const another = await readAgain();
    const second = another === undefined ? first : await refresh(another);
    if (second !== undefined && !(second instanceof GrantRefused)) return second;
    if (auth.clientSecret === undefined) throw second ?? new AuthProblem(`No token from ${auth.tokenUrl}: ${ENDED}`);
    try {
      return keep(await logIn(auth, { type: 'client_credentials' }));
    } catch (error) {
      if (second === undefined || !(error instanceof AuthProblem)) throw error;
      throw new AuthProblem(`${error.message} The refresh token had been refused before: ${second.message}`);
    }
  };
};

const ENDED =
  'the refresh token was refused before. Sign in again, and put the new refresh token where `refresh-token` says.';
