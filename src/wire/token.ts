/** What is shown to a token endpoint, and what it gives. */

/** OAuth 2 (RFC 6749): client credentials (§4.4), a refresh token (§6), or both; then the refresh token is used first. */
export interface OAuth2 {
  readonly type: 'oauth2';
  /** https, or plain http on a loopback address. */
  readonly tokenUrl: string;
  readonly clientId: string;
  /** Absent for a public client, which has a refresh token only. */
  readonly clientSecret?: string;
  /** One that the token endpoint gives in its place (a rotated one, §6) takes its place for as long as the client lives. */
  readonly refreshToken?: string;
  /** Asked for another refresh token when the token endpoint refuses the one that is held. */
  readonly refreshTokenAgain?: () => Promise<string>;
  readonly scope?: string;
  readonly audience?: string;
  /** How the client proves itself to the token endpoint (RFC 6749 §2.3.1): in the Authorization header (the default) or in the body. */
  readonly clientAuthentication?: 'basic' | 'post';
}

/** A token could not be had; the message says why. */
export class AuthProblem extends Error {
  override name = 'AuthProblem';
}

/** The token endpoint takes the grant itself for ended or not allowed: another grant may do. */
export class GrantRefused extends AuthProblem {}

/** What is shown to the token endpoint in exchange for a token. */
export type Grant =
  | { readonly type: 'client_credentials' }
  | { readonly type: 'refresh_token'; readonly refreshToken: string };

/** A token, and when it ends (milliseconds since the epoch) if that was said. */
export interface Token {
  readonly token: string;
  readonly expiresAt?: number;
  /** What is to be shown for the next one, when that was said. */
  readonly refreshToken?: string;
}
