/** The closed set of things that happen while provisioning. The engine emits them; progress and reports only listen. */
import type { Reject, Where } from '../directory/record.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { Exchange } from '../wire/exchange.ts';

export type Resource = 'user' | 'group';

export type Action =
  | 'create'
  | 'adopt'
  | 'update'
  | 'reactivate'
  | 'deactivate'
  | 'delete'
  | 'add-members'
  | 'remove-members';

export interface AttributeChange {
  /** As the mapping calls it. */
  readonly name: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** One thing to be done to one object. */
export interface Change {
  readonly action: Action;
  readonly resource: Resource;
  /** Its id in the directory. */
  readonly id: string;
  /** Its userName or displayName. */
  readonly name: string;
  /** Its id in the target, when it is known. */
  readonly targetId?: string;
  /** In words. */
  readonly why: string;
  /** What `update` changes. */
  readonly attributes?: readonly AttributeChange[];
  /** add-members and remove-members: how many. A large change of one group comes in several pieces. */
  readonly count?: number;
  /** Of these members, by their ids in the directory. */
  readonly members?: readonly string[];
  /** Its row in the directory; absent when it stands there no more. */
  readonly at?: Where;
}

/** Something that was not done, and why. */
export interface Refusal {
  readonly action: Action;
  readonly resource: Resource;
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  /** How often it has been tried, over all runs. */
  readonly attempts: number;
  /** ISO 8601: no earlier than then it is tried again; absent when the next run tries it. */
  readonly nextTry?: string;
  readonly at?: Where;
  /** Number of the exchange that decided it. */
  readonly exchange?: number;
}

/**
 * Objects, and memberships. For what was done an object is counted once, by the greatest thing; for what was refused it is
 * counted once as well. So whoever got something and was refused something else (created, but without the manager) is in
 * two counts, and `partly` says how many those are: all counts but `memberships`, less `partly`, are all objects and rows.
 */
export interface PlanCounts {
  readonly created: number;
  readonly adopted: number;
  readonly updated: number;
  readonly deactivated: number;
  readonly reactivated: number;
  readonly deleted: number;
  readonly memberships: { readonly added: number; readonly removed: number };
  readonly unchanged: number;
  /** Rows that could not be read, and objects that the target, or our own care, refused. */
  readonly refused: number;
  /** Of the refused: those for whom something else was done; absent when there are none. Never of a plan. */
  readonly partly?: number;
}

/** The last thing of `apply --json`. Users and groups together. */
export interface ProvisionSummary extends PlanCounts {
  readonly requests: number;
  readonly durationMs: number;
}

/** Why a run ended before its end. */
export interface Stop {
  /**
   * `shrink`: too many leavers. `changed`: it is no longer the plan that was asked for. `quarantine`: too many failed.
   * `lost`: no connection, or no credential that is accepted. `interrupted`: by the user.
   */
  readonly kind: 'shrink' | 'changed' | 'quarantine' | 'lost' | 'interrupted';
  readonly because: string;
  /** What to do, as a sentence. */
  readonly hint?: string;
}

export type ProvisionEvent =
  | {
      readonly type: 'started';
      readonly version: 1;
      readonly target: string;
      readonly idp: string;
      readonly mode: string;
      /** `plan` sends nothing but reads. */
      readonly purpose: 'plan' | 'apply';
      readonly directory: string;
      /** Requests of a run that was killed, whose effect is looked up first. */
      readonly unresolved: number;
    }
  /** Something the user should know; nothing stops because of it. */
  | { readonly type: 'notice'; readonly message: string; readonly hint?: string; readonly at?: Where }
  /** A row of the directory that cannot be used. */
  | { readonly type: 'rejected'; readonly reject: Reject }
  /** How far the reading of the directory is, now and then. */
  | { readonly type: 'reading'; readonly rows: number }
  | {
      readonly type: 'staged';
      readonly people: number;
      readonly groups: number;
      readonly memberships: number;
      readonly rejected: number;
    }
  /** `plan` gives one for every change, in the order in which `apply` would begin them. */
  | { readonly type: 'change'; readonly change: Change }
  | { readonly type: 'planned'; readonly counts: PlanCounts; readonly digest: string }
  /** One request and its answer, every attempt of it; `operation` is the dialect's word for what it belongs to. */
  | { readonly type: 'sent'; readonly operation: string; readonly about?: Subject; readonly exchange: Exchange }
  | { readonly type: 'applied'; readonly change: Change }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  | { readonly type: 'waiting'; readonly seconds: number; readonly because: string }
  | {
      readonly type: 'finished';
      /** Of a plan: what would be done. */
      readonly summary: ProvisionSummary;
      readonly stopped?: Stop;
      /** 0 all is as the directory has it; 1 some was refused, or we stopped to ask; 3 could not tell; 130 interrupted. */
      readonly exitCode: 0 | 1 | 3 | 130;
    };

/** Whom a request is about, by its id in the directory. */
export interface Subject {
  readonly resource: Resource;
  readonly id: string;
}

/** `plan --json`: the events of a plan as one document. */
export interface PlanDocument {
  readonly version: 1;
  readonly target: string;
  readonly idp: string;
  readonly mode: string;
  readonly directory: string;
  /** Names this plan: `apply` with it does this and nothing else. */
  readonly digest: string;
  readonly counts: PlanCounts;
  readonly changes: readonly Change[];
  readonly refused: readonly Refusal[];
  readonly rejected: readonly Reject[];
  readonly requests: number;
  readonly durationMs: number;
  readonly stopped?: Stop;
}

/** `status --json`. */
export interface StatusDocument {
  readonly version: 1;
  readonly target: string;
  readonly idp: string;
  readonly mode: string;
  readonly links: {
    readonly users: number;
    /** Of the users: those that are active in the target. */
    readonly active: number;
    readonly groups: number;
    readonly memberships: number;
  };
  readonly lastRun?: {
    readonly startedAt: string;
    /** Absent when it was killed, or goes on. */
    readonly finishedAt?: string;
    readonly summary?: ProvisionSummary;
    readonly stopped?: Stop;
  };
  /** A run that goes on at this moment. */
  readonly running?: { readonly pid: number; readonly since: string };
  /** Objects that could not be brought to where the directory wants them; the first `limit`. */
  readonly failures: readonly Failure[];
  readonly failed: number;
  /** Of the failed: those that are not tried before a time to come. */
  readonly inEscrow: number;
  /** Requests whose effect is not known yet: the next run looks it up before it does anything else. */
  readonly unresolved: readonly Unresolved[];
  readonly quarantine?: { readonly since: string; readonly because: string; readonly nextTry?: string };
}

export interface Failure {
  readonly resource: Resource;
  readonly id: string;
  readonly name: string;
  readonly reason: string;
  readonly attempts: number;
  readonly since: string;
  readonly nextTry?: string;
}

export interface Unresolved {
  readonly resource: Resource;
  readonly id: string;
  readonly action: Action;
  readonly at: string;
}

/** A resource of the target as an import shows it. */
export interface PulledEntry {
  readonly resource: Resource;
  /** Linked already, or not. */
  readonly status: 'New' | 'Imported';
  /** In the target. */
  readonly targetId: string;
  /** In the directory, when it is linked; else what adopting it would use. */
  readonly id: string;
  readonly name: string;
  /** By the names of directories, as for a CSV file. */
  readonly attributes: Readonly<Record<string, Json>>;
  /** As the target showed it. */
  readonly shown: JsonObject;
}

/** What happens outside of the one thing that is going on; common to all that speaks to a target. */
export type TrafficEvent = Extract<ProvisionEvent, { readonly type: 'sent' | 'waiting' | 'notice' }>;

export type PullEvent =
  | { readonly type: 'started'; readonly target: string; readonly idp: string; readonly mode: string }
  | { readonly type: 'page'; readonly resource: Resource; readonly read: number; readonly total?: number }
  | { readonly type: 'pulled'; readonly entry: PulledEntry }
  /** After `pulled`, for each that was chosen. */
  | { readonly type: 'adopted'; readonly entry: PulledEntry }
  | TrafficEvent
  | {
      readonly type: 'finished';
      readonly summary: PullSummary;
      readonly stopped?: Stop;
      readonly exitCode: 0 | 1 | 3 | 130;
    };

/** The last thing of `pull --json`. */
export interface PullSummary {
  readonly users: number;
  readonly groups: number;
  readonly new: number;
  readonly imported: number;
  readonly adopted: number;
  readonly requests: number;
  readonly durationMs: number;
}

/** `grant --json` and `revoke --json`. */
export interface GrantDocument {
  readonly action: 'grant' | 'revoke';
  /** `already`: it was so before, and nothing was written. */
  readonly outcome: 'granted' | 'revoked' | 'already' | 'refused' | 'failed';
  /** Something was written. */
  readonly changed: boolean;
  /** As far as they were found. */
  readonly user: { readonly given: string; readonly id?: string; readonly name?: string };
  readonly group: { readonly given: string; readonly id?: string; readonly name?: string };
  /** Of refused and failed. */
  readonly because?: string;
  readonly requests: number;
  readonly durationMs: number;
  /** 0 it is so now; 1 refused; 3 could not tell. */
  readonly exitCode: 0 | 1 | 3;
}

/** `plan --explain`: where each sent attribute comes from. */
export interface Explanation {
  readonly id: string;
  readonly name: string;
  readonly at: Where;
  readonly attributes: readonly ExplainedAttribute[];
  /** The request that would create it. */
  readonly request?: { readonly method: string; readonly target: string; readonly body?: Json };
}

export interface ExplainedAttribute {
  /** The dialect's name for it. */
  readonly parameter: string;
  readonly expression: string;
  /** Whether the user's configuration says so, or the dialect. */
  readonly from: 'dialect' | 'config';
  /** The columns it was made of, with their values. */
  readonly columns: Readonly<Record<string, Json>>;
  readonly value?: Json;
  /** Where it stands in the request that creates the user: `name.givenName`, `emails[0].value`. */
  readonly paths: readonly string[];
  /** Sent by this operation, after all users are there. */
  readonly operation?: string;
}
