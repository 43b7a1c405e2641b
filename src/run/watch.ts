/** The checks that hold on every exchange: each examines all traffic, and becomes one result at the end. */
import { type Check, type CheckContext, createMemory } from '../checks/check.ts';
import type { Reason } from '../expect/reason.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { CaseInfo } from './events.ts';

/** So many different reasons are shown, and so many are told apart at all. */
const SHOWN = 5;
const TOLD_APART = 500;

interface Tally {
  readonly check: Check;
  applied: number;
  broken: number;
  /** By message and place; the first reason of each kind with the number of exchanges that show it. */
  readonly kinds: Map<string, { readonly reason: Reason; count: number }>;
  bug?: string;
}

export interface WatchResult {
  readonly info: CaseInfo;
  /** Undefined when it applied to no exchange. */
  readonly reasons: readonly Reason[] | undefined;
  /** Set when the check itself broke. */
  readonly bug?: string;
}

export interface Watch {
  examine(exchange: Exchange): void;
  results(): WatchResult[];
}

const infoOf = ({ examine: _examine, ...info }: Check): CaseInfo => info;

const count = (tally: Tally, reasons: readonly Reason[], exchange: number): void => {
  tally.applied++;
  if (reasons.length > 0) tally.broken++;
  for (const reason of reasons) {
    const key = JSON.stringify([reason.idp, reason.path, reason.message]);
    const known = tally.kinds.get(key);
    if (known) known.count++;
    else if (tally.kinds.size < TOLD_APART) tally.kinds.set(key, { reason: { exchange, ...reason }, count: 1 });
  }
};

const byMessage = (left: Reason, right: Reason): number =>
  left.message < right.message ? -1 : left.message > right.message ? 1 : 0;

/** Up to five kinds of reasons, each with how often it was seen; then how many exchanges it is in all. */
const summarise = ({ applied, broken, kinds }: Tally): Reason[] => {
  const counted = [...kinds.values()].map(({ reason, count: times }) =>
    times === 1 ? reason : { ...reason, message: `${reason.message} (in ${times} exchanges)` },
  );
  const shown = counted.toSorted(byMessage).slice(0, SHOWN);
  if (counted.length <= SHOWN) return shown;
  const many = kinds.size === TOLD_APART ? `${TOLD_APART} or more` : String(kinds.size);
  return [
    ...shown,
    { message: `${broken} of ${applied} exchanges are concerned, in ${many} different ways; ${SHOWN} are shown` },
  ];
};

export const createWatch = (checks: readonly Check[], about: CheckContext): Watch => {
  const context: CheckContext = { ...about, memory: createMemory() };
  const tallies: Tally[] = checks.map((check) => ({ check, applied: 0, broken: 0, kinds: new Map() }));
  return {
    examine(exchange) {
      if (exchange.response === undefined) return;
      for (const tally of tallies) {
        try {
          const reasons = tally.check.examine(exchange, context);
          if (reasons !== undefined) count(tally, reasons, exchange.number);
        } catch (error) {
          tally.bug ??= error instanceof Error ? error.message : String(error);
        }
      }
    },
    results: () =>
      tallies.map((tally) => ({
        info: infoOf(tally.check),
        reasons: tally.applied === 0 ? undefined : summarise(tally),
        ...(tally.bug === undefined ? {} : { bug: tally.bug }),
      })),
  };
};
