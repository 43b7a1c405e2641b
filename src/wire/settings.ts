/** A setting that cannot be used: the base URL, a certificate, a proxy, a rate. The message says which and what to do; it holds no secret. */
export class SettingsProblem extends Error {
  override name = 'SettingsProblem';
}

/** Where requests may go: one origin, and a path that every target is appended to. */
export interface Base {
  /** `https://host:port` */
  readonly origin: string;
  /** Empty, or `/scim/v2`: never ends in a slash. */
  readonly prefix: string;
}

export const readUrl = (text: string, what: string): URL => {
  if (!URL.canParse(text)) {
    // A user name and password may stand before an "@".
    const shown = text.includes('@') ? '' : `: ${JSON.stringify(text)}`;
    throw new SettingsProblem(`${what} is not a URL${shown}. Write it whole, for example https://example.com/scim/v2`);
  }
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new SettingsProblem(`${what} has to begin with https:// or http://, not ${url.protocol}//`);
  }
  return url;
};

/**
 * Reads the URL that a service provider was given out under.
 * A query is dropped and never sent: a base URI has none (RFC 7644 §1.3), but Microsoft Entra's tenant URL carries its feature flags there
 * (`?aadOptscim062020`, see https://learn.microsoft.com/entra/identity/app-provisioning/application-provisioning-config-problem-scim-compatibility),
 * which are meant for Entra and not for the server; here they are the dialect's modes. A fragment is dropped too.
 * Throws SettingsProblem.
 */
export const readBaseUrl = (text: string): Base => {
  const url = readUrl(text, 'The URL of the target');
  if (url.username || url.password) {
    throw new SettingsProblem(
      'The URL of the target contains a user name or password. Take them out and give them as basic authentication.',
    );
  }
  return { origin: url.origin, prefix: url.pathname.replace(/\/+$/, '') };
};

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/**
 * The request target for HTTP, byte for byte as asked for, or undefined when it would lead to another origin.
 * A target stands below the base URL (`/Users?count=1`, `?count=1`, or nothing); an absolute URL, as in `meta.location`,
 * is taken when its origin is the base URL's.
 */
export const requestPath = (base: Base, target: string): string | undefined => {
  if (ABSOLUTE.test(target)) {
    if (!URL.canParse(target)) return undefined;
    const url = new URL(target);
    if (url.origin !== base.origin || url.username || url.password) return undefined;
    const path = target.replace(/^[^:]*:\/\/[^/?#\\]*/, '');
    return path.startsWith('/') ? path : `/${path}`;
  }
  if (target.startsWith('//') || !/^(?:[/?]|$)/.test(target)) return undefined;
  const path = base.prefix + target;
  return path.startsWith('/') ? path : `/${path}`;
};

/** Throws SettingsProblem for a header that HTTP cannot carry (RFC 9110 §5). The value is not shown, it may be a secret. */
export const checkHeader = (name: string, value: string): void => {
  if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/.test(name)) {
    throw new SettingsProblem(`${JSON.stringify(name)} is not the name of a header. Write a header as "Name: value".`);
  }
  if (/[^\t\P{Cc}]/u.test(value)) {
    throw new SettingsProblem(`The value of the header ${name} contains a line break or another control character.`);
  }
};
