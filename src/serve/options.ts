/** What a server of ours can be told to be: its capabilities, its pace, and how it listens. */

/** One switch per thing a service provider may lack, and the limits it publishes. */
export interface Capabilities {
  readonly patch: boolean;
  readonly bulk: boolean;
  readonly filter: boolean;
  readonly sort: boolean;
  readonly etag: boolean;
  readonly changePassword: boolean;
  readonly indexPagination: boolean;
  readonly cursorPagination: boolean;
  readonly groups: boolean;
  readonly enterpriseUser: boolean;
  readonly deleteUsers: boolean;
  readonly serviceProviderConfig: boolean;
  readonly resourceTypes: boolean;
  readonly schemas: boolean;
  /** ServiceProviderConfig can be read without a credential (RFC 7643 §5 recommends it). */
  readonly publicConfig: boolean;
  readonly me: boolean;
  /** POST /.search and POST /Users/.search. */
  readonly search: boolean;
  /** GET on the base URL queries all resource types. */
  readonly rootQuery: boolean;
  /** A second group with the same displayName (ignoring case) is refused with 409, as Entra expects. */
  readonly uniqueGroupNames: boolean;
  /** A PATCH replace whose value filter matches nothing makes the element, as Entra hopes; the RFC wants 400 noTarget. */
  readonly createOnReplace: boolean;
  /** No page is longer, and a page is this long when `count` is missing. */
  readonly maxResults: number;
  readonly maxOperations: number;
  /** Bytes of a bulk request. */
  readonly maxPayloadSize: number;
  readonly cursorTimeoutSeconds: number;
}

export const FULL: Capabilities = {
  patch: true,
  bulk: true,
  filter: true,
  sort: true,
  etag: true,
  changePassword: true,
  indexPagination: true,
  cursorPagination: true,
  groups: true,
  enterpriseUser: true,
  deleteUsers: true,
  serviceProviderConfig: true,
  resourceTypes: true,
  schemas: true,
  publicConfig: true,
  me: true,
  search: true,
  rootQuery: true,
  uniqueGroupNames: false,
  createOnReplace: false,
  maxResults: 200,
  maxOperations: 100,
  maxPayloadSize: 1_048_576,
  cursorTimeoutSeconds: 600,
};

export interface ServeOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** The bearer token; a random one by default. */
  readonly token?: string;
  /** Further bearer tokens, each belonging to the user with this userName: with one of them `/Me` is that user. */
  readonly userTokens?: Readonly<Record<string, string>>;
  /** Default `/scim/v2`. */
  readonly basePath?: string;
  /** How clients reach the server, when that is not how it listens: `https://scim.example.com/scim/v2`. */
  readonly publicUrl?: string;
  readonly preset?: string;
  readonly faults?: readonly string[];
  /** Other ways to be right; a later one sees what earlier ones made of the server, and faults see them all. */
  readonly variations?: readonly string[];
  /** Laid over what the preset and the variations say. */
  readonly capabilities?: Partial<Capabilities>;
  /** A write can be read (by id, in lists) only after this many milliseconds. */
  readonly lagMs?: number;
  /** Every answer takes at least this many milliseconds. */
  readonly latencyMs?: number;
  /** Authenticated requests per second; beyond that 429 with Retry-After. */
  readonly ratePerSecond?: number;
  /** Milliseconds since the epoch; Date.now by default. */
  readonly clock?: () => number;
}

export interface RunningServer {
  /** Base URL, for example `http://127.0.0.1:49152/scim/v2`. */
  readonly url: string;
  readonly token: string;
  /** Stops listening at once; keep-alive connections are cut, requests in hand get a moment to end. */
  close(): Promise<void>;
}

/** The options name something that does not exist, or make no sense together; the message tells what to do. */
export class OptionProblem extends Error {
  override readonly name = 'OptionProblem';
}
