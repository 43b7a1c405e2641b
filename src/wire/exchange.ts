import type { Json } from '../scim/json.ts';

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** What is to be sent. `target` is the raw request target after the base URL's path, for example `/Users?filter=userName%20eq%20%22a%22`. */
export interface WireRequest {
  readonly method: string;
  readonly target: string;
  /** Sent in this order with this spelling; `Authorization` is added by the client unless `auth` says otherwise. */
  readonly headers: HeaderList;
  /** The exact bytes of the body as text; absent means no body. */
  readonly body?: string;
  /** The body is meant as it is, byte for byte: nothing that a target wants is added to it. */
  readonly verbatim?: true;
  /**
   * `none`: no credential at all. `invalid`: a well-formed credential that is wrong. What follows `raw:` is sent as the whole
   * value of Authorization; `{credential}` in it stands for the real credential without its scheme (`raw:bearer {credential}`).
   */
  readonly auth?: 'none' | 'invalid' | `raw:${string}`;
}

export type WireProblemKind =
  | 'resolve' // the host name has no address
  | 'refused' // nothing listens there
  | 'tls' // certificate or handshake
  | 'timeout' // connect, headers or body took too long
  | 'closed' // the connection ended before the answer was whole
  | 'too-large' // the body passed the cap
  | 'protocol' // not HTTP
  | 'auth' // a token could not be had
  | 'request' // we will not send it: it would leave the base URL's origin, or HTTP cannot carry it
  | 'aborted'; // the run was interrupted

/** Why there is no (whole) answer, in words for the user: what happened and what to do. */
export interface WireProblem {
  readonly kind: WireProblemKind;
  readonly message: string;
}

/** A response; `text` is decoded as UTF-8. */
export interface WireResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly text: string;
  /** Parsed body; absent when there is none or when it is not JSON (then `bodyProblem` says why). Has no surprises: `__proto__` is an ordinary member of its own. Deeply frozen. */
  readonly body?: Json;
  readonly bodyProblem?: string;
  /** Keys that stood twice (exactly) in one object, as JSON pointers. */
  readonly duplicateKeys?: readonly string[];
}

/** One request with its response, times and attempt; immutable; secrets already replaced by `‹redacted›` (removed by value, at the sink). */
export interface Exchange {
  /** 1, 2, 3… within a run. */
  readonly number: number;
  /** ISO 8601, when the request was sent. */
  readonly at: string;
  readonly durationMs: number;
  /** More than 1 when the request was repeated: after 429 or 503, after 401 with a renewed token, or because a kept-alive connection had died under a GET. */
  readonly attempt: number;
  readonly request: {
    readonly method: string;
    /** Absolute URL with the request target exactly as sent. */
    readonly url: string;
    readonly headers: HeaderList;
    readonly body?: string;
  };
  readonly response?: WireResponse;
  readonly problem?: WireProblem;
}

/** Told what happens below one `send`: attempts that were repeated, and the waiting in between. */
export interface Watch {
  /** Every attempt but the last, which is what `send` returns. */
  readonly onAttempt?: (exchange: Exchange) => void;
  readonly onWait?: (info: { readonly seconds: number; readonly because: string }) => void;
}

/** Sends requests to one target. Never throws for what the network or the target does: that is in the exchange. */
export interface Client {
  readonly baseUrl: string;
  send(request: WireRequest, signal?: AbortSignal, watch?: Watch): Promise<Exchange>;
  close(): Promise<void>;
}

/** Something made from a list of headers, once for a list that is frozen: it comes again and again, and stays as it is. */
export const madeOnce = <T>(make: (headers: HeaderList) => T): ((headers: HeaderList) => T) => {
  const known = new WeakMap<HeaderList, { readonly made: T }>();
  return (headers) => {
    const before = known.get(headers);
    if (before !== undefined) return before.made;
    const made = make(headers);
    if (Object.isFrozen(headers)) known.set(headers, { made });
    return made;
  };
};

/** The value of a header, whatever the case of its name; the first where it stands several times. */
export const header = (headers: HeaderList, name: string): string | undefined => {
  for (const pair of headers) {
    const key = pair[0];
    if (key.length === name.length && key.toLowerCase() === name.toLowerCase()) return pair[1];
  }
  return undefined;
};
