import { bareCredential, type Credential, type Credentials } from './auth.ts';
import type { HeaderList, WireRequest } from './exchange.ts';

const hasHeader = (headers: HeaderList, name: string): boolean =>
  headers.some(([key]) => key.toLowerCase() === name.toLowerCase());

/** Whether the request goes out in the client's own name, so that a 401 is about its credential. */
export const isOwn = (request: WireRequest): boolean => request.auth === undefined;

/** Stands in a raw Authorization header for the real credential without its scheme: `raw:bearer {credential}`. */
const PLACEHOLDER = '{credential}';

/** The credential that a request is sent with; undefined when it gets none. Rejects with AuthProblem. */
export const chooseCredential = (
  { auth }: WireRequest,
  credentials: Credentials,
): Credential | undefined | Promise<Credential | undefined> => {
  if (auth === undefined) return credentials.current();
  if (auth === 'none') return undefined;
  if (auth === 'invalid') return credentials.invalid;
  const raw = auth.slice('raw:'.length);
  const write = (own?: Credential): Credential => ({
    name: 'Authorization',
    value: raw.replaceAll(PLACEHOLDER, () => (own ? bareCredential(own) : '')),
  });
  if (!raw.includes(PLACEHOLDER)) return write();
  const own = credentials.current();
  return own instanceof Promise ? own.then(write) : write(own);
};

const compose = (own: HeaderList, extraHeaders: HeaderList, credential: Credential | undefined): HeaderList => {
  const headers = own.map(([name, value]) => [name, value] as const);
  for (const [name, value] of extraHeaders) if (!hasHeader(own, name)) headers.push([name, value]);
  if (credential && !hasHeader(headers, credential.name)) headers.push([credential.name, credential.value]);
  return headers;
};

/**
 * The request's own headers as they stand, then those of the configuration that it does not have, then the credential.
 * Whoever sends the same frozen list again gets the same frozen list again, and whoever reads that can remember it, too.
 */
export const createComposer = (extraHeaders: HeaderList) => {
  const composed = new WeakMap<HeaderList, { credential: Credential | undefined; headers: HeaderList }>();
  return ({ headers: own }: WireRequest, credential: Credential | undefined): HeaderList => {
    const known = composed.get(own);
    if (known !== undefined && known.credential === credential) return known.headers;
    const headers = compose(own, extraHeaders, credential);
    if (Object.isFrozen(own)) composed.set(own, { credential, headers: Object.freeze(headers) });
    return headers;
  };
};
