/** A suite and a dialect after loading: checked, with source positions, templates (`${…}`) not yet filled. */
import type { Filter } from '../scim/filter.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { Locator } from '../scim/path.ts';

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

/** `together:` sends its requests at the same moment, on connections of their own. */
export interface TogetherStep extends StepBase {
  readonly kind: 'together';
  readonly steps: readonly RequestStep[];
  /** Looks at {statuses: [201, 409], succeeded: 1}: the statuses in the order of the steps, and how many are 2xx. */
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

// ------------------------------------------------------------------------------------------------------------ provisioning

/** Where a habit comes from, as with the operations. */
export interface Backing {
  readonly evidence: Evidence;
  readonly sources: readonly string[];
  readonly note?: string;
}

/**
 * What an identity provider does by itself when it provisions, in one mode. Every request it speaks of is an operation of
 * the same dialect, by name. Parameters are fed like this: `id` is the target's id of the user or group at hand;
 * `added`, `removed` and `members` (the whole membership afterwards) are lists made by `mapping.member`; all others come
 * from `mapping.user` or `mapping.group`. Nothing, null and the empty text are no value, and what has none is left out.
 */
export interface Provisioning {
  readonly mapping: ProvisioningMapping;
  /** What it reads from the target before anything else; without it the target's discovery decides nothing. */
  readonly discovery?: DiscoveryHabits;
  /** Absent when it makes no users. */
  readonly users?: UserHabits;
  /** Absent when it makes no groups. */
  readonly groups?: GroupHabits;
  /** Single memberships given and taken away, outside of cycles. */
  readonly grants?: GrantHabits;
  /** How it reads everything the target has. */
  readonly import?: ImportHabits;
  readonly retry: RetryHabits;
  readonly at: Position;
}

/** Parameter of the operations → where its value comes from. */
export type Mapping = Readonly<Record<string, MappingExpression>>;

export type MappingExpression =
  /** `title`: the column of the directory record, whatever type it has. */
  | { readonly kind: 'column'; readonly column: string; readonly at: Position }
  /** `= givenName & " " & familyName`: JSONata over the directory record; `text` is what follows the marker. */
  | { readonly kind: 'jsonata'; readonly text: string; readonly at: Position }
  /** `{id-of: manager}`: the target's id of the person whose directory id stands in the column; no value while it is unknown. */
  | { readonly kind: 'id-of'; readonly column: string; readonly at: Position };

export interface ProvisioningMapping extends Backing {
  /** Over a person: id, userName, givenName, familyName, displayName, email, active, title, department, manager, and extra columns. */
  readonly user: Mapping;
  /** Over a group: id, displayName, and extra columns. */
  readonly group: Mapping;
  /** Over the person that is the member; makes the elements of `added`, `removed` and `members`. */
  readonly member: Mapping;
}

export interface DiscoveryHabits extends Backing {
  /** Reads the document whose facts the conditions (`when`) see; absent when it reads nothing and `facts` say all. */
  readonly read?: string;
  /** Seconds for which the answer is kept. */
  readonly cached?: number;
  /** Believed whatever the target says (`filter.supported: true`). Facts that nobody states are false, numbers absent. */
  readonly facts: JsonObject;
}

/** An operation, perhaps only under a condition over the facts: of a list the first whose condition holds is taken. */
export interface Choice {
  readonly operation: string;
  readonly when?: Condition;
  /** `changed`: only what has changed, and what the operation cannot do without. */
  readonly send: 'all' | 'changed';
  /** The operation carries the whole membership, so that nothing of it has to follow. Where it is false, `members` is given only if it must be. */
  readonly members: boolean;
  /** `next`: when the target refuses it (405, 501, or another 4xx but 401, 404, 408, 409, 429) the next of the list is tried, whatever its condition. */
  readonly refused: 'next' | 'fail';
  readonly at: Position;
}

export interface MatchHabit {
  /** `on-conflict`: only when the target answers 409 to the creation. */
  readonly when: 'before-create' | 'on-conflict' | 'never';
  /** Tried in this order until one finds something. */
  readonly operations: readonly string[];
  /** `update`: adopted, and sent everything; `link`: adopted as it is, later changes are sent. */
  readonly found: 'update' | 'link';
  /** When more than one resource is found. */
  readonly several: 'refuse' | 'first';
  /** Only then it looks (authentik: `filter.supported eq true`). */
  readonly condition?: Condition;
}

/** What a missing resource or a strange answer leads to; the same for users and groups. */
export interface AnswerHabits {
  /** On 404 to an update: forget the link and create again, or count the object as failed. */
  readonly gone: 'recreate' | 'fail';
  /** On a 201 whose body has no id: end the whole cycle, or count the object as failed. */
  readonly withoutId: 'stop' | 'fail';
}

export interface UserHabits extends Backing, AnswerHabits {
  readonly match: MatchHabit;
  readonly create: readonly Choice[];
  readonly update: readonly Choice[];
  /** For attributes that had no value before (Entra adds where it otherwise replaces). */
  readonly firstValues?: string;
  /** Parameters that are set in requests of their own, after all users are there: parameter → operations. */
  readonly references: Readonly<Record<string, { readonly set: string; readonly clear?: string }>>;
  /** An attribute that has lost its value: the target keeps the old one, or the update makes it empty. */
  readonly emptied: 'kept' | 'cleared';
  /** Somebody who is inactive when first seen. */
  readonly inactive: 'create' | 'skip';
  /** With it a change of `active` alone is no update; without it, one like others. */
  readonly deactivate?: string;
  readonly reactivate?: string;
  readonly delete?: string;
  readonly leavers: {
    readonly action: 'deactivate' | 'delete' | 'leave';
    /** Deletes those that were deactivated so many seconds ago. */
    readonly deleteAfter?: number;
  };
  /** Somebody who comes back after a deactivation: found again by `match` first, or known by the link. */
  readonly returners: 'match' | 'link';
}

export interface GroupHabits extends Backing, AnswerHabits {
  readonly match: MatchHabit;
  readonly create: readonly Choice[];
  /** A group without members: created, or not before it has one. */
  readonly empty: 'create' | 'wait';
  /** A new name, and other attributes. */
  readonly update: readonly Choice[];
  /** The first whose condition holds. */
  readonly membership: readonly MembershipHabit[];
  readonly delete?: string;
  /** A group that is no longer in the directory. */
  readonly leavers: GroupEnd;
  /** A group that is taken out of provisioning and stays in the directory; as `leavers` when absent. */
  readonly unbound?: GroupEnd;
}

export interface GroupEnd {
  readonly group: 'delete' | 'leave';
  /** What happens to its members as users. */
  readonly members: 'leave' | 'deactivate-unless-in-another-group';
}

export interface MembershipHabit {
  readonly when?: Condition;
  /** `delta`: `add` and `remove` with the difference; `full`: `replace` with all members. */
  readonly style: 'delta' | 'full';
  /** What the difference is taken against: what was last sent, or what `read` finds in the target. */
  readonly compare: 'sent' | 'read';
  readonly read?: string;
  readonly add?: string;
  readonly remove?: string;
  /** Both in one request, when there are both. */
  readonly change?: string;
  readonly replace?: string;
  /** An operation sent before each change of membership (Okta repeats the name of the group). */
  readonly before?: string;
  /** Members per request: a number, or a fact (`bulk.maxOperations`; absent or below 1: all in one). Absent: all in one. */
  readonly chunk?: number | { readonly fact: string };
  /** As with a choice. */
  readonly refused: 'next' | 'fail';
  readonly at: Position;
}

/** One user, one group (ConductorOne). Both succeed without a change when there is nothing to do. */
export interface GrantHabits extends Backing {
  /** Gets the one as `added`, and `members`. */
  readonly grant: string;
  /** Gets the one as `removed`, and `members`, those that remain. */
  readonly revoke: string;
  /** Instead of `revoke` when nobody remains. */
  readonly revokeLast?: string;
  /** Reads the group before anything is written; when that fails nothing is written. */
  readonly read: string;
  /** A SCIM filter over the group as read; when it matches, the membership is computed by the target and the request is refused. */
  readonly computed?: Condition;
}

export interface ImportHabits extends Backing {
  readonly users?: string;
  readonly groups?: string;
  /** Only active users are taken. */
  readonly activeOnly: boolean;
  /** The attributes by which what was read is recognised as known. */
  readonly recognised: { readonly user: readonly string[]; readonly group: readonly string[] };
}

/** All times in seconds. */
export interface RetryHabits extends Backing {
  /** Statuses after which the request is sent again; connection errors always count. */
  readonly statuses: readonly number[];
  /** Requests for one change, the first included. */
  readonly attempts: number;
  /** The wait before the second attempt when no Retry-After says otherwise, its growth, and its limit. */
  readonly wait: number;
  readonly factor: number;
  readonly longest?: number;
  /** Which forms of Retry-After it understands; others count as missing. */
  readonly retryAfter: 'ignored' | 'seconds' | 'seconds-or-date';
  /** The pause from one cycle to the next. */
  readonly cycle?: number;
  /** An object that failed is left alone for so long, the last wait repeated, and given up at `until`. */
  readonly escrow?: { readonly waits: readonly number[]; readonly until: number };
  /** When so many objects fail the cycles become rare, and end after `until`. */
  readonly quarantine?: {
    /** From so many failed objects on, when they are this share of all. */
    readonly share: number;
    readonly atLeast: number;
    /** Or so many failed objects, whatever share. */
    readonly failures?: number;
    readonly cycle: number;
    readonly until: number;
  };
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
}
