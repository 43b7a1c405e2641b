/**
 * The decisions of the service provider, one plain function each. The good ones are in the files named beside them;
 * a fault replaces a few. They call each other through `call.service.behaviour`, so that several faults go together.
 * All of them throw ScimError to refuse; anything else that is thrown becomes a 500.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { AttributePath, Filter } from '../scim/filter.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { PatchLenience } from '../scim/lenience.ts';
import type { PatchOperation } from '../scim/patch.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Bucket } from './bucket.ts';
import type { Cursors } from './cursors.ts';
import type { Capabilities } from './options.ts';
import type { Store } from './store.ts';

/** One server with everything it holds; nothing is shared between servers. */
export interface Service {
  readonly behaviour: Behaviour;
  readonly capabilities: Capabilities;
  /** The resource types it serves. */
  readonly models: readonly ResourceModel[];
  readonly store: Store;
  readonly cursors: Cursors;
  readonly bucket: Bucket;
  /** Requests per second; absent means no limit. */
  readonly ratePerSecond?: number;
  /** Who a bearer token stands for; undefined: nobody. */
  identify(token: string): Identity | undefined;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Who is calling. `userName` is set when the credential belongs to one of the server's own users. */
export interface Identity {
  readonly name: string;
  readonly userName?: string;
}

/** One request in hand. A fault may pass on a changed copy. */
export interface Call {
  readonly service: Service;
  /** In upper case; GET for HEAD. */
  readonly method: string;
  /** The path below the base path, split and decoded: `['Users', '42']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The base URL as this client sees it, without a slash at the end. */
  readonly baseUrl: string;
  /** The request body as it came. */
  readonly text: string;
  readonly body?: Json;
  readonly identity?: Identity;
  /** Inside a bulk request: the id a resource must get, and ids that are promised to resources made later in it. */
  readonly bulk?: { readonly id?: string; readonly promised: ReadonlySet<string> };
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** Sent instead of `body`, byte for byte. */
  readonly text?: string;
}

type Later<Value> = Value | Promise<Value>;

/** What a list or search asks for. */
export interface Query {
  readonly filter?: Filter;
  readonly sortBy?: AttributePath;
  readonly descending: boolean;
  /** As given, perhaps below 1. */
  readonly startIndex?: number;
  /** As given, perhaps negative. */
  readonly count?: number;
  /** `''` asks for the first page by cursor. */
  readonly cursor?: string;
  readonly selection: Selection;
  /** Filter and order as text: a cursor is good for the same query only. */
  readonly fingerprint: string;
}

/** RFC 7644 §3.9. */
export interface Selection {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** A resource as it is shown, before projection, and its type. */
export interface Found {
  readonly model: ResourceModel;
  readonly resource: JsonObject;
}

export interface Page {
  readonly items: readonly Found[];
  readonly totalResults: number;
  readonly startIndex?: number;
  readonly itemsPerPage: number;
  readonly nextCursor?: string;
  readonly previousCursor?: string;
}

export interface BulkOperation {
  readonly method: string;
  readonly path: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly data?: Json;
}

export interface Behaviour {
  // the door: door.ts, body.ts, routes.ts
  /** Before anything else; an answer here ends the request. */
  admit(call: Call): Answer | undefined;
  authenticate(call: Call): Identity | Answer;
  limit(call: Call): Answer | undefined;
  /** The parsed body of POST, PUT and PATCH. */
  readBody(contentType: string | undefined, text: string, call: Call): Json;
  dispatch(call: Call): Later<Answer>;

  // the endpoints: resources.ts, query.ts, bulk.ts, me.ts, discovery.ts
  create(call: Call, model: ResourceModel): Later<Answer>;
  read(call: Call, model: ResourceModel, id: string): Later<Answer>;
  list(call: Call, models: readonly ResourceModel[]): Later<Answer>;
  search(call: Call, models: readonly ResourceModel[]): Later<Answer>;
  replace(call: Call, model: ResourceModel, id: string): Later<Answer>;
  modify(call: Call, model: ResourceModel, id: string): Later<Answer>;
  remove(call: Call, model: ResourceModel, id: string): Later<Answer>;
  bulk(call: Call): Later<Answer>;
  me(call: Call): Later<Answer>;
  discover(call: Call): Later<Answer>;

  // discovery documents: discovery.ts
  serviceProviderConfig(call: Call): JsonObject;
  resourceTypes(call: Call): JsonObject[];
  schemas(call: Call): JsonObject[];

  // what comes in: incoming.ts, uniqueness.ts
  /** What is accepted beyond the letter of the RFCs. */
  lenience(model: ResourceModel, call: Call): PatchLenience;
  /** The resource in a POST or PUT body: checked, in the schema's spelling, readOnly attributes left out. */
  prepare(body: Json, model: ResourceModel, call: Call): JsonObject;
  /** Refuses a resource whose unique values another one has. `self` is its own id. */
  checkUnique(resource: JsonObject, model: ResourceModel, call: Call, self?: string): void;
  /** Refuses references to resources that do not exist. */
  checkReferences(resource: JsonObject, model: ResourceModel, call: Call): void;

  // writes: resources.ts
  /** Checks uniqueness and stores in one go; returns the stored resource with id and meta. */
  insert(resource: JsonObject, model: ResourceModel, call: Call): Later<JsonObject>;
  /** Reads, checks the version, changes and stores in one go; returns the stored resource. */
  update(call: Call, model: ResourceModel, id: string, change: (current: JsonObject) => JsonObject): Later<JsonObject>;
  erase(id: string, model: ResourceModel, call: Call): void;
  /** RFC 7644 §3.5.1. */
  merge(current: JsonObject, incoming: JsonObject, model: ResourceModel, call: Call): JsonObject;
  readPatch(body: Json, model: ResourceModel, call: Call): readonly PatchOperation[];
  applyOperation(resource: JsonObject, operation: PatchOperation, model: ResourceModel, call: Call): JsonObject;
  /** RFC 7644 §3.14: throws 412. */
  checkVersion(current: JsonObject, model: ResourceModel, call: Call): void;

  // queries: query.ts, filtering.ts, paging.ts
  readQuery(call: Call, models: readonly ResourceModel[]): Query;
  readSearch(call: Call, models: readonly ResourceModel[]): Query;
  parseFilter(text: string, models: readonly ResourceModel[], call: Call): Filter | undefined;
  /** Filtered and sorted, of all the models. */
  find(query: Query, models: readonly ResourceModel[], call: Call): readonly Found[];
  /** The stored resources a filter could match: at least those it does match. */
  candidates(filter: Filter | undefined, model: ResourceModel, call: Call): Iterable<JsonObject>;
  /** Refuses comparisons that cannot be made; the test is used for many resources. */
  matcher(filter: Filter, model: ResourceModel, call: Call): (found: Found) => boolean;
  sort(found: readonly Found[], query: Query, call: Call): readonly Found[];
  page(found: readonly Found[], query: Query, call: Call): Page;
  cursorPage(found: readonly Found[], query: Query, call: Call): Page;
  listResponse(page: Page, query: Query, call: Call): JsonObject;

  // what goes out: represent.ts, etag.ts, errors.ts, respond.ts
  /** A stored resource with everything that is derived: location, groups, members' $ref and display. */
  represent(resource: JsonObject, model: ResourceModel, call: Call): JsonObject;
  version(found: Found, call: Call): string | undefined;
  readSelection(call: Call): Selection;
  project(found: Found, selection: Selection, call: Call): JsonObject;
  /** The answer that shows one resource. */
  show(status: number, found: Found, call: Call): Answer;
  location(model: ResourceModel, id: string, call: Call): string;
  /** The SCIM error for whatever was thrown. */
  errorAnswer(error: unknown, call: Call): Answer;
  /** The last word on every answer. */
  respond(answer: Answer, call: Call): Answer;

  // bulk: bulk.ts, bulk-references.ts
  checkBulk(call: Call, operations: readonly Json[]): void;
  readBulkOperation(json: Json, call: Call): BulkOperation;
  /** Puts ids where `bulkId:…` stands; throws for one that nothing will resolve. */
  resolveBulkIds(data: Json, ids: ReadonlyMap<string, string>, call: Call): Json;
  /** Whether an operation that is referred to runs before the one that refers to it. */
  looksAhead(call: Call): boolean;
  stopBulk(errors: number, failOnErrors: number | undefined): boolean;
  bulkResult(operation: BulkOperation, answer: Answer, call: Call): JsonObject;
}
