/** What everything that changes the target works with. */
import type { JsonObject } from '../scim/json.ts';
import type { Control } from './control.ts';
import type { Change, PlanCounts, ProvisionEvent, Refusal } from './events.ts';
import type { Facts } from './facts.ts';
import type { Failed, Failures } from './failures.ts';
import type { Journal } from './journal.ts';
import type { Links } from './links.ts';
import type { Memberships } from './membership.ts';
import { tooManyFailed } from './quarantine.ts';
import type { PersonRow } from './rows.ts';
import type { Spoken } from './say.ts';
import type { State } from './state.ts';
import type { Habits } from './untold.ts';
import type { Voice } from './voice.ts';

export interface Work {
  readonly state: State;
  readonly links: Links;
  readonly memberships: Memberships;
  readonly journal: Journal;
  readonly failures: Failures;
  readonly voice: Voice;
  readonly habits: Habits;
  readonly facts: Facts;
  readonly control: Control;
  readonly tally: Tally;
  readonly emit: (event: ProvisionEvent) => void;
  readonly now: () => number;
  /** Makes the element that stands for a member. */
  readonly elementOf: (params: JsonObject, targetId: string) => JsonObject;
  /** Users in whose way another one stands, who may be renamed or gone by the end of the run; undefined when that was tried. */
  readonly later: PersonRow[] | undefined;
  /** Refused while nothing was heard of the target: they count once it has spoken again. */
  readonly unheard: Failed[];
  /** What a run that was cut off had begun, and this one finishes: `user 42`. */
  readonly begun: Map<string, Change['action']>;
  /** Something was done for them and told, and something else was refused, or is still to be tried: `user 42`. */
  readonly partly: Set<string>;
  /** Creations of a run that was cut off, of which it could not be found out what became: `user 42`. */
  readonly unresolved: Set<string>;
  /** The directory says who is in which group; when it does not, memberships stay as they were told. */
  readonly knowsMembers: boolean;
  /** How long something that must be there may take to show itself, in milliseconds. */
  readonly patienceMs: number;
}

/** Whether it is known what became of a task: only then its line in the journal is settled. */
export type Settled = boolean;

type Counted = Exclude<keyof PlanCounts, 'memberships' | 'unchanged'>;

/** The counts of a run while it goes on. */
export interface Tally {
  count(what: Counted): void;
  /** An object for which there was something to do. */
  touch(): void;
  members(added: number, removed: number): void;
  /** @param objects how many there are in the directory */
  counts(objects: number): PlanCounts;
  readonly finished: () => number;
  readonly refused: () => number;
}

export const createTally = (): Tally => {
  const counts = {
    created: 0,
    adopted: 0,
    updated: 0,
    deactivated: 0,
    reactivated: 0,
    deleted: 0,
    refused: 0,
    partly: 0,
  };
  let touched = 0;
  let added = 0;
  let removed = 0;
  return {
    count(what) {
      counts[what] += 1;
    },
    touch() {
      touched += 1;
    },
    members(more, fewer) {
      added += more;
      removed += fewer;
    },
    counts: (objects) => ({
      created: counts.created,
      adopted: counts.adopted,
      updated: counts.updated,
      deactivated: counts.deactivated,
      reactivated: counts.reactivated,
      deleted: counts.deleted,
      memberships: { added, removed },
      unchanged: Math.max(0, objects - touched),
      refused: counts.refused,
      ...(counts.partly > 0 && { partly: counts.partly }),
    }),
    finished: () => Object.values(counts).reduce((sum, count) => sum + count, 0) - 2 * counts.partly,
    refused: () => counts.refused,
  };
};

const COUNTED: Readonly<Record<Change['action'], Counted | undefined>> = {
  create: 'created',
  adopt: 'adopted',
  update: 'updated',
  reactivate: 'reactivated',
  deactivate: 'deactivated',
  delete: 'deleted',
  'add-members': undefined,
  'remove-members': undefined,
};

const FOUND = 'found in the target after a run that was cut off';

/** What an earlier run began is told as what that was, for nothing of it has been told before. */
export const asBegun = (change: Change, { begun }: Work): Change => {
  const action = begun.size === 0 ? undefined : begun.get(`${change.resource} ${change.id}`);
  if (action === undefined || action === change.action || change.action === 'create') return change;
  if (action === 'create' || action === 'adopt') return { ...change, action, why: FOUND };
  return change.action === 'update' && action === 'reactivate' ? { ...change, action } : change;
};

/** It was done: counted, told, and no longer a failure. */
export const applied = (work: Work, change: Change): Settled => {
  if (work.unheard.length > 0) recordUnheard(work);
  const counted = isPartly(work, change) ? undefined : COUNTED[change.action];
  if (counted !== undefined) work.tally.count(counted);
  if (counted !== undefined && work.failures.isTold(change.resource, change.id)) {
    // Something else was refused before.
    work.partly.add(`${change.resource} ${change.id}`);
    work.tally.count('partly');
  }
  work.failures.clear(change.resource, change.id);
  work.emit({ type: 'applied', change });
  return true;
};

const isPartly = ({ partly }: Work, { resource, id }: Pick<Change, 'resource' | 'id'>): boolean =>
  partly.size > 0 && partly.has(`${resource} ${id}`);

/** Some of it was done and is told as that; the rest will be refused, or tried once more, and is not counted again. */
export const appliedPartly = (work: Work, done: Change): void => {
  const { attributes: _, ...change } = done;
  applied(work, change);
  work.partly.add(`${done.resource} ${done.id}`);
};

/**
 * It was not done. Where the whole run has ended because of it nothing is held against the object.
 * @param settled false when it may have been done: it is looked up by the next run
 * @param counted something else was done for it in this run, and has been told
 */
export const refuse = (
  work: Work,
  change: Change,
  wanted: string,
  { because, exchange }: { readonly because: string; readonly exchange?: number | undefined },
  settled = true,
  counted = isPartly(work, change),
): Settled => {
  if (work.control.stopped() !== undefined && work.control.stopped()?.kind !== 'quarantine') return settled;
  const failed: Failed = {
    resource: change.resource,
    id: change.id,
    name: change.name,
    action: change.action,
    reason: because,
    wanted,
    ...(change.at && { at: change.at }),
    ...(exchange !== undefined && { exchange }),
    ...(counted && { partly: true }),
  };
  work.unheard.push(failed);
  recordUnheard(work);
  return settled;
};

/** Nothing is held against anybody for what may be the whole target's trouble. */
const recordUnheard = (work: Work): void => {
  if (work.voice.silence() !== undefined) return;
  for (const failed of work.unheard.splice(0)) {
    const refusal = work.failures.record(failed);
    if (refusal === undefined) continue;
    if (failed.partly) work.tally.count('partly');
    refused(work, refusal);
  }
};

/** At the end: whether it was them, or the target, which has said nothing more since. */
export const settleUnheard = (work: Work): void => {
  if (work.unheard.length === 0) return;
  const silence = work.voice.silence();
  if (silence === undefined) recordUnheard(work);
  else work.control.stop(silence);
};

export const refused = (work: Work, refusal: Refusal, settled = true): Settled => {
  work.tally.count('refused');
  work.emit({ type: 'refused', refusal });
  const because = tooManyFailed(work.tally, work.habits.retry);
  if (because !== undefined) {
    const hint = 'Find out why (`provision status`), then go on with the same command.';
    work.control.stop({ kind: 'quarantine', because, hint });
  }
  return settled;
};

/** What was to be sent, to notice when something else is. */
export const wantedOf = (params: JsonObject, active = true, refs: Readonly<Record<string, string>> = {}): string =>
  JSON.stringify([params, active, refs]);

/** Nothing was done, and something else may be tried where the dialect knows of it. */
export const isRefused = ({ effect, status }: Spoken): boolean =>
  effect === 'refused' || status === 501 || status === 405;
