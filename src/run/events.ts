/** The closed set of things that happen in a run. The engine emits them; progress and reports only listen. */
import type { Reason } from '../expect/reason.ts';
import type { Json } from '../scim/json.ts';
import type { Evidence, IdpNeed, Level, ProfileRequirement } from '../suite/model.ts';
import type { Exchange } from '../wire/exchange.ts';

export type Outcome = 'pass' | 'fail' | 'warn' | 'note' | 'skip' | 'blocked' | 'error' | 'known' | 'fixed';
export const OUTCOMES: readonly Outcome[] = [
  'pass',
  'fail',
  'warn',
  'note',
  'skip',
  'blocked',
  'error',
  'known',
  'fixed',
];

/** What is known of a case (or of a check on every exchange) without running it. */
export interface CaseInfo {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly level: Level;
  readonly cites: readonly string[];
  readonly idps: Readonly<Record<string, IdpNeed>>;
  /** How strongly each profile that was asked for needs it; absent when none does. */
  readonly profiles?: Readonly<Record<string, ProfileRequirement['level']>>;
  readonly why?: string;
  readonly evidence?: Evidence;
  readonly sources: readonly string[];
}

export interface CaseResult extends CaseInfo {
  readonly outcome: Outcome;
  /** Empty for pass; for skip, blocked and error one reason that says why. */
  readonly reasons: readonly Reason[];
  /** The id of the case, or the setup step, that blocked this one. */
  readonly blockedBy?: string;
  /** The baseline entry that made a failure `known`, or that a `fixed` case has outlived. */
  readonly known?: { readonly cases: string; readonly because: string; readonly until?: string };
  /** Numbers of its exchanges, in order. */
  readonly exchanges: readonly number[];
  /** Under each IdP that needs it: did what this IdP needs hold? Absent when the case was not judged. */
  readonly under: Readonly<Record<string, 'ready' | 'not-ready' | 'not-tested'>>;
  readonly durationMs: number;
}

/** One line of the readiness table: may this IdP's promised feature be relied on? */
export interface Readiness {
  readonly idp: string;
  readonly feature: string;
  readonly title: string;
  readonly status: 'ready' | 'not-ready' | 'not-tested';
  /** not-ready: the cases that failed. not-tested: the cases that could not be judged. */
  readonly because: readonly string[];
  /** For not-tested: the first reason in words. For ready: what the cases do not show. */
  readonly why?: string;
  /** The weakest evidence among the dialect operations behind the verdict. */
  readonly evidence?: Evidence;
}

/** What became of one profile that was asked for. It says nothing of the RFCs, nor do they of it. */
export interface ProfileVerdict {
  readonly profile: string;
  readonly title: string;
  /** Profiles that must hold, too; they have verdicts of their own. */
  readonly includes: readonly string[];
  /** `met`: every MUST that can be seen holds, here and in what is included; `not-proved`: none is broken, and some were not tested. */
  readonly status: 'met' | 'not-met' | 'not-proved';
  readonly rows: readonly ProfileRow[];
}

export interface ProfileRow {
  readonly section: string;
  readonly level: ProfileRequirement['level'];
  readonly says: string;
  readonly status: 'holds' | 'broken' | 'not-tested' | 'unseen';
  /** broken: the cases that do not hold. not-tested: those that were not judged. */
  readonly because: readonly string[];
  /** For not-tested and unseen: the reason in words; for the others, what the cases cannot show. */
  readonly why?: string;
}

export type RunEvent =
  | {
      readonly type: 'run-started';
      readonly version: 1;
      readonly tool: string;
      readonly target: string;
      readonly seed: number;
      readonly tag: string;
      /** The IdPs asked for with --idp; only these decide the exit status beside the RFCs. */
      readonly idps: readonly string[];
      /** The profiles asked for with --profile; each has a verdict of its own. */
      readonly profiles?: readonly string[];
      readonly selected: readonly CaseInfo[];
    }
  /** Something learned about the target: `bulk.supported` is false, from the ServiceProviderConfig. */
  | { readonly type: 'fact'; readonly name: string; readonly value: Json; readonly from: string }
  | { readonly type: 'case-started'; readonly id: string; readonly suite: string }
  | { readonly type: 'exchange'; readonly case?: string; readonly step?: string; readonly exchange: Exchange }
  /** The target asked us to slow down (429 or 503 with Retry-After). */
  | { readonly type: 'waiting'; readonly seconds: number; readonly because: string }
  | { readonly type: 'case-finished'; readonly result: CaseResult }
  | {
      readonly type: 'cleanup';
      readonly removed: number;
      readonly leftovers: readonly { readonly url: string; readonly because: string }[];
    }
  | { readonly type: 'run-finished'; readonly summary: RunSummary };

export interface RunSummary {
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly readiness: readonly Readiness[];
  /** Of the profiles that were asked for and those that they include; absent when there are none. */
  readonly profiles?: readonly ProfileVerdict[];
  readonly requests: number;
  readonly durationMs: number;
  readonly leftovers: readonly string[];
  /** Set when the run could not be carried out: no connection, TLS, 401 at setup, interrupted. */
  readonly aborted?: {
    readonly because: string;
    /** `lost`: the target stopped answering, or stopped accepting the credential, in the middle of the run. */
    readonly kind: 'setup' | 'lost' | 'interrupted';
  };
  /** Baseline entries that excused nothing in this run, each with the reason. */
  readonly unusedBaseline?: readonly { readonly cases: string; readonly because: string }[];
  readonly exitCode: 0 | 1 | 3 | 130;
}
