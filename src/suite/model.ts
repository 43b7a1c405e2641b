/** A suite and a dialect after loading: checked, with source positions, templates (`${…}`) not yet filled. */
import type { Filter } from '../scim/filter.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { Locator } from '../scim/path.ts';
import type { Provisioning } from './provisioning-model.ts';

export type * from './provisioning-model.ts';

/** 1-based; `file` is relative to the working directory, or to the package for the suites we ship. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type Level = 'MUST' | 'SHOULD' | 'MAY' | 'NONE';
export type Evidence = 'documented' | 'captured' | 'code' | 'reported' | 'assumed';

export interface Suite {
  readonly name: string;
  readonly title: string;
  readonly about?: string;
  /** The identity provider whose dialect the `do` steps speak. */
  readonly dialect?: string;
  readonly file: string;
  readonly cases: readonly Case[];
}

/** What one identity provider makes of a case. Short form in YAML: `okta: create-users` or `okta: [create-users, import]`. */
export interface IdpNeed {
  /** The promised features (keys of the dialect's `features`) that do not work when this case fails. */
  readonly features: readonly string[];
  readonly need: 'required' | 'optional';
}

export interface Case {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly level: Level;
  /** Ids in suites/requirements.json; at least one unless the level is NONE. */
  readonly cites: readonly string[];
  readonly idps: Readonly<Record<string, IdpNeed>>;
  readonly sources: readonly string[];
  readonly why?: string;
  /** Earlier ids of this case. */
  readonly was: readonly string[];
  readonly when?: Condition;
  /** Ids of cases that must have passed, else this one is blocked. */
  readonly needs: readonly string[];
  /** Judges whole collections: nothing else may run at the same time. */
  readonly alone: boolean;
  /** Cut down to the attributes that the target's own schemas declare, before it runs. */
  readonly declared: boolean;
  readonly let: Readonly<Record<string, Json>>;
  readonly given: readonly Given[];
  readonly steps: readonly Step[];
  readonly dialect?: string;
  /** The dialect's mode that `do` steps speak; its first mode when the case names none. Also the template name `${mode}`. */
  readonly mode?: string;
  /** The name of the variant this case was made from: the last segment of its id, and the template name `${variant}`. */
  readonly variant?: string;
  /** The weakest evidence of the dialect operations it uses; absent when it uses none. */
  readonly evidence?: Evidence;
  readonly at: Position;
}

/** `when: bulk.supported eq true` — a SCIM filter over the facts about the target. */
export interface Condition {
  readonly text: string;
  readonly filter: Filter;
  readonly at: Position;
}

/** A resource made before the steps by a plain POST, and removed after them. `${name}` is the resource as the server answered. */
export interface Given {
  readonly name: string;
  /** Name of a resource type: User, Group, … */
  readonly resourceType: string;
  readonly body: JsonObject;
  /** With `count: 12` the name stands for a list, and `${n}` in the body counts from 1. */
  readonly count?: number;
  readonly at: Position;
}

export type Step = RequestStep | OperationStep | PagesStep | TogetherStep | UnchangedStep;

interface StepBase {
  readonly name?: string;
  readonly at: Position;
}

/** How one request is written; the templates in it are not yet filled. */
export interface RequestTemplate {
  readonly method: string;
  /** Path below the base URL, perhaps with a query that is sent as it stands. */
  readonly path: string;
  /** Appended to the path, encoded as the dialect encodes (percent-encoding by default). */
  readonly query: readonly (readonly [name: string, value: Json])[];
  /** null takes a header away that the dialect or the default would send. */
  readonly headers: readonly (readonly [name: string, value: string | null])[];
  readonly body?: Json;
  /** Sent byte for byte instead of `body`, for malformed input. */
  readonly raw?: string;
  /** Of `raw`: what a target wants in every resource may be written behind what is there. */
  readonly completed?: true;
  readonly auth?: 'none' | 'invalid' | `raw:${string}`;
}

export interface RequestStep extends StepBase {
  readonly kind: 'request';
  readonly request: RequestTemplate;
  readonly expect?: Expect;
  readonly capture: readonly Capture[];
  /** GET and .search only: repeat the same request until all expectations hold, within the target's declared lag. */
  readonly eventually: boolean;
}

/** `do: create-user` `with: {…}`: the requests come from the dialect. `expect` and `capture` look at the last response. */
export interface OperationStep extends StepBase {
  readonly kind: 'operation';
  readonly operation: string;
  readonly with: JsonObject;
  readonly expect?: Expect;
  readonly capture: readonly Capture[];
  readonly eventually: boolean;
}

/**
 * `pages: GET /Users` reads a whole listing. The expectations see one made-up message:
 * {status, pages, totalResults (of the first page), Resources (all of them, in order), ids (their ids), sizes (Resources per page), longest (of a page)}.
 */
export interface PagesStep extends StepBase {
  readonly kind: 'pages';
  readonly request: RequestTemplate;
  readonly by: 'index' | 'cursor';
  readonly count?: number;
  /** How the next startIndex is found: by what was asked for (Okta) or by what came. */
  readonly advance: 'count' | 'returned';
  /** Stop after this many pages, so that a server that never ends a listing cannot hold us. */
  readonly limit: number;
  readonly expect?: Expect;
  readonly capture: readonly Capture[];
}

/** `together:` sends its requests at the same moment, on connections of their own; with `every-second`, every second while a rate is sustained. */
export interface TogetherStep extends StepBase {
  readonly kind: 'together';
  readonly steps: readonly RequestStep[];
  readonly everySecond: boolean;
  /**
   * Looks at {statuses: [201, 409], succeeded: 1, repeated: 0, behind: 0}: the statuses in the order of the steps and how many
   * are 2xx, in the worst second; how many were sent again, because the target asked for patience; and for how many seconds
   * the target owed answers when the next requests were due.
   */
  readonly expect?: Expect;
}

/**
 * `unchanged: {neighbour: [], babs: [displayName]}` reads given resources again and compares them with what they were
 * after `given`; only the named attributes (and meta.lastModified, meta.version) may differ.
 */
export interface UnchangedStep extends StepBase {
  readonly kind: 'unchanged';
  readonly resources: readonly { readonly name: string; readonly except: readonly Locator[]; readonly at: Position }[];
}

export interface Capture {
  readonly name: string;
  /** In the body, or `header.location`, or `status`. */
  readonly from: Locator;
  /** `resource-id`: the last path segment of a resource's URL. */
  readonly as: 'value' | 'resource-id';
  readonly at: Position;
}

export interface Expect {
  readonly status?: Match;
  readonly headers: readonly { readonly name: string; readonly match: Match }[];
  /** `body: {displayName: Barb, name.givenName: Barb}` or `body: {present: false}` for the whole body. */
  readonly body: readonly { readonly locator: Locator; readonly path: string; readonly match: Match }[];
  readonly wholeBody?: Match;
  readonly absent: readonly { readonly locator: Locator; readonly path: string; readonly at: Position }[];
  /** A whole SCIM error, RFC 7644 §3.12: schemas, status as a string that equals the HTTP status, scimType when asked for. */
  readonly error?: { readonly status: Match; readonly scimType?: Match; readonly at: Position };
  /** Needed by one IdP only: reported under it, never under the RFC. */
  readonly also: Readonly<Record<string, Expect>>;
  readonly at: Position;
}

/** All operators must hold. */
export interface Match {
  readonly all: readonly Matcher[];
  readonly at: Position;
}

export type Matcher =
  | { readonly op: 'eq' | 'ne' | 'ieq'; readonly value: Json }
  | { readonly op: 'gt' | 'ge' | 'lt' | 'le'; readonly value: Json }
  | { readonly op: 'one-of'; readonly values: readonly Json[] }
  | { readonly op: 'any-of'; readonly matches: readonly Match[] }
  | { readonly op: 'not'; readonly match: Match }
  /** RFC 7643 §2.5: null, an empty list and absence are one state, "unassigned". */
  | { readonly op: 'present'; readonly value: boolean }
  | {
      readonly op: 'type';
      readonly value: 'string' | 'boolean' | 'integer' | 'decimal' | 'dateTime' | 'reference' | 'complex' | 'list';
    }
  | { readonly op: 'matches' | 'starts' | 'ends' | 'includes'; readonly text: string }
  | { readonly op: 'length'; readonly match: Match }
  | { readonly op: 'contains' | 'each'; readonly match: Match }
  /** Lists as sets; `includes-all` allows more elements than named. */
  | { readonly op: 'same-set' | 'same-list' | 'includes-all' | 'includes-none'; readonly values: Json }
  /** `{sub: match}`: at least these; `exactly` forbids others. */
  | {
      readonly op: 'attributes' | 'exactly';
      readonly attributes: readonly { readonly locator: Locator; readonly path: string; readonly match: Match }[];
    }
  /** A list sorted by the value at `by`. */
  | { readonly op: 'sorted'; readonly by: Locator; readonly order: 'ascending' | 'descending' }
  /** The URL of a resource of this type; `same-resource-as` also compares the id. */
  | { readonly op: 'resource'; readonly value: string }
  | { readonly op: 'same-resource-as'; readonly value: Json }
  /** The value conforms to the target's schemas for this resource type. */
  | { readonly op: 'schema'; readonly value: string }
  | { readonly op: 'media-type'; readonly value: string };

// ---------------------------------------------------------------------------------------------------------------- dialects

export interface Dialect {
  readonly name: string;
  readonly title: string;
  readonly about?: string;
  readonly file: string;
  /** Insertion order; the first is the default. */
  readonly modes: Readonly<Record<string, { readonly title: string; readonly let: Readonly<Record<string, Json>> }>>;
  /** What this IdP promises to do with a target, in its own order: key → title. */
  readonly features: Readonly<Record<string, string>>;
  /** Sent with every request, in this order, with this spelling. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Sent with every request that has a body. */
  readonly bodyHeaders: readonly (readonly [name: string, value: string])[];
  readonly query: {
    /** How a space is written. */
    readonly space: '%20' | '+';
    /** Characters that stand unescaped although encodeURIComponent would escape them. */
    readonly keep: string;
    /** Written after the last parameter, for example `&`. */
    readonly trailing: string;
  };
  readonly operations: Readonly<Record<string, Operation>>;
  /** What it does by itself, mode by mode; absent when the dialect only says how requests are written. */
  readonly provisioning?: Readonly<Record<string, Provisioning>>;
}

export interface Operation {
  readonly name: string;
  readonly title: string;
  /** Names that `with` may give; those with `optional` may be missing. */
  readonly parameters: Readonly<
    Record<string, { readonly optional: boolean; readonly about?: string; readonly default?: Json }>
  >;
  /** One entry per mode; modes that share a form share the object. */
  readonly forms: Readonly<Record<string, OperationForm>>;
  readonly at: Position;
}

export interface OperationForm {
  readonly evidence: Evidence;
  readonly sources: readonly string[];
  readonly note?: string;
  /** Sent one after the other; each may capture for the next (`capture: {current: …}`, an empty path is the whole body). */
  readonly requests: readonly (RequestStep | PagesStep)[];
  readonly at: Position;
}

// ---------------------------------------------------------------------------------------------------------------- profiles

/** A document beyond the RFCs that asks something of service providers: judged only when it is asked for. */
export interface Profile {
  readonly name: string;
  readonly title: string;
  readonly about?: string;
  /** Where the document can be read. */
  readonly source: string;
  readonly file: string;
  /** Profiles that must hold, too. */
  readonly includes: readonly string[];
  /** In the order of the document. */
  readonly requirements: readonly ProfileRequirement[];
  readonly at: Position;
}

export interface ProfileRequirement {
  /** Number or heading. */
  readonly section: string;
  readonly level: Exclude<Level, 'NONE'>;
  readonly says: string;
  /** It holds when all of these hold, whatever their own level. Empty when it cannot be seen. */
  readonly cases: readonly ProfileCase[];
  /** One of the cases is enough: the document leaves the choice. */
  readonly any: boolean;
  /** Why no request shows it, or why the cases show only a part of it. */
  readonly unseen?: string;
  /** How we read it, where the document leaves room. */
  readonly note?: string;
  readonly at: Position;
}

export interface ProfileCase {
  readonly id: string;
  readonly at: Position;
}

// ------------------------------------------------------------------------------------------------------------- requirements

/** One row of suites/requirements.json. */
export interface Requirement {
  readonly id: string;
  readonly rfc: string;
  readonly section: string;
  readonly area: string;
  /** The RFC 2119 keyword; `implied` where the text states the behaviour without one; `interop` is no RFC's. */
  readonly level: 'MUST' | 'MUST NOT' | 'SHOULD' | 'SHOULD NOT' | 'MAY' | 'implied' | 'interop';
  /** What a violation deserves in our judgement: it bounds the level of the cases that cite it (fail: MUST, warn: SHOULD, info: MAY). */
  readonly verdict: 'fail' | 'warn' | 'info';
  readonly says: string;
  /** Why no request with one credential can show whether it holds; such a row needs no case. */
  readonly unseen?: string;
}
