/** What the commands, and whoever uses the library, hand to this folder. */
import type { Directory } from '../directory/record.ts';
import type { Dialect } from '../suite/model.ts';
import type { Client } from '../wire/exchange.ts';
import type { ProvisionEvent } from './events.ts';

/** Whom we speak to, and as whom. */
export interface Partners {
  /** Not closed by us. With a rate ceiling or time limits of its own it keeps to them. */
  readonly client: Client;
  /** With a `provisioning` section, and without errors among its diagnostics. */
  readonly dialect: Dialect;
  /** One of the dialect's modes; its first by default. */
  readonly mode?: string;
}

/**
 * As in a dialect file: the name of a column of the directory, JSONata over its record after `=`, or the target's id of the
 * person whose id stands in a column. Null takes a parameter away.
 */
export type MappingOverride = string | { readonly 'id-of': string } | null;

/** Laid over the dialect's own mapping: parameters of its operations, and of the elements that stand for members. */
export interface MappingOverrides {
  readonly user?: Readonly<Record<string, MappingOverride>>;
  readonly group?: Readonly<Record<string, MappingOverride>>;
  readonly member?: Readonly<Record<string, MappingOverride>>;
}

export interface ProvisionOptions extends Partners {
  readonly directory: Directory;
  /**
   * The SQLite file that remembers what was sent; made when it is missing. It belongs to one target, one identity provider
   * and one mode.
   */
  readonly state: string;
  readonly mapping?: MappingOverrides;
  /** How many requests are under way at the same time. Default 4; the client should have as many connections. */
  readonly concurrency?: number;
  /** Goes on although many people left at once. */
  readonly allowShrink?: boolean;
  /** When to stop and ask: more than so many percent of the linked people are leavers, and at least so many. Default 20 and 10. */
  readonly shrink?: { readonly percent: number; readonly least: number };
  /** How long the target may show old data after a write, in milliseconds; 0, the default, means never. */
  readonly maxLagMs?: number;
  /** Tries the objects that wait in escrow, and leaves quarantine. */
  readonly retryNow?: boolean;
  /** Packs requests into /Bulk where the target has it. */
  readonly bulk?: boolean;
  /** Does this plan and no other: the digest that `plan` gave. Without it there is a plan first, and it is done. */
  readonly digest?: string;
  /** `plan` only: ask the target whether those to be created are there already. Default true. */
  readonly lookUp?: boolean;
  /** Ends the run: requests under way are awaited, and the rest is left for the next run. */
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch, for escrow, quarantine and records; the system's clock by default. */
  readonly now?: () => number;
  /** Texts that never were before, where an identity provider sends one (`run.guid`); random UUIDs by default. */
  readonly guid?: () => string;
}

export interface StatusOptions {
  readonly state: string;
  /** The most failures and unresolved requests that are listed. Default 100. */
  readonly limit?: number;
  readonly now?: () => number;
}

export interface PullOptions extends Partners {
  /** Without it everything is New. */
  readonly state?: string;
  /** What to list; both by default, as far as the dialect lists them. */
  readonly resources?: readonly ('user' | 'group')[];
  /** Only what is not linked yet. */
  readonly newOnly?: boolean;
  /**
   * Links these (their ids in the target, their userNames or displayNames), or all that are New. Needs `state`. Who is found
   * in `directory` by name gets the link of that person; the others get the id that the listing shows for them.
   */
  readonly adopt?: 'all' | readonly string[];
  readonly directory?: Directory;
  readonly signal?: AbortSignal;
  readonly now?: () => number;
}

export interface GrantOptions extends Partners {
  /** An id in the target, an id in the directory (with `state`), an externalId or a userName. */
  readonly user: string;
  /** An id in the target, an id in the directory (with `state`), or a displayName. */
  readonly group: string;
  readonly state?: string;
  readonly mapping?: MappingOverrides;
  readonly signal?: AbortSignal;
  /** Told every request, and what else a user should know. */
  readonly onEvent?: (event: ProvisionEvent) => void;
}

export interface ExplainOptions {
  readonly dialect: Dialect;
  readonly mode?: string;
  readonly directory: Directory;
  readonly mapping?: MappingOverrides;
  /** With it, attributes that refer to other people are shown as they would be sent. */
  readonly state?: string;
  /** The id or the userName of somebody in the directory. */
  readonly person: string;
}

/**
 * Nothing was begun, and it is for the user to put right: the state belongs to another target, another run is at work, the
 * dialect cannot provision, a mapping cannot be read. Exit status 2.
 */
export class ProvisionProblem extends Error {
  override readonly name = 'ProvisionProblem';
  /** What to do, as a sentence. */
  readonly hint?: string;

  constructor(message: string, hint?: string) {
    super(message);
    if (hint !== undefined) this.hint = hint;
  }
}
