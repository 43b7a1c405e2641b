/** What an identity provider does by itself, after loading: the words of a dialect's `provisioning` section. */
import type { JsonObject } from '../scim/json.ts';
import type { Condition, Evidence, Position } from './model.ts';

/** The columns that every directory of people may have, by the names that mappings call them; a file may have others. */
export const PERSON_COLUMNS = [
  'id',
  'userName',
  'givenName',
  'familyName',
  'displayName',
  'email',
  'active',
  'title',
  'department',
  'manager',
] as const;

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

/** Operations. */
export interface ReferenceHabit {
  readonly set: string;
  readonly clear?: string;
  /** Asked before `set`, with the same parameters: when it finds the user, the reference is there already. */
  readonly check?: string;
}

export interface UserHabits extends Backing, AnswerHabits {
  readonly match: MatchHabit;
  readonly create: readonly Choice[];
  readonly update: readonly Choice[];
  /** For attributes that had no value before (Entra adds where it otherwise replaces). */
  readonly firstValues?: string;
  /** Parameters that are set in requests of their own, after all users are there. */
  readonly references: Readonly<Record<string, ReferenceHabit>>;
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
