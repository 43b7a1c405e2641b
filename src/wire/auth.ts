/** How the client proves who it is. */
export type Auth =
  | { readonly type: 'none' }
  /** A function is asked once, and again when the target answers 401. */
  | { readonly type: 'bearer'; readonly token: string | (() => Promise<string>) }
  | { readonly type: 'basic'; readonly user: string; readonly password: string }
  | { readonly type: 'header'; readonly name: string; readonly value: string }
  /** Client credentials, RFC 6749 §4.4. */
  | {
      readonly type: 'oauth2';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope?: string;
      readonly audience?: string;
    };
