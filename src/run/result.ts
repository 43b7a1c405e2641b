/** From what was found out about a case to the result that is reported. */
import type { Reason } from '../expect/reason.ts';
import type { Baseline } from './baseline.ts';
import type { Finding } from './case.ts';
import type { CaseInfo, CaseResult } from './events.ts';
import { judged, notJudged, ownReasons, withoutRepeats } from './verdict.ts';

export type Found = Finding | { readonly kind: 'skip'; readonly reason: Reason };

/** What is kept of a case until the end of the run: no reasons, no exchanges. */
export interface Done extends Pick<CaseResult, 'id' | 'level' | 'idps' | 'profiles' | 'outcome' | 'under'> {
  /** Its sentence is true of the target: cases that need it may run. */
  readonly holds: boolean;
  readonly skipped: boolean;
  readonly blockedBySetup: boolean;
  /** Why it was not judged. */
  readonly why?: string;
  /** What it does not show, though it was judged. */
  readonly limits?: string;
}

export interface Circumstances {
  /** Identity providers asked for by name. */
  readonly idps: readonly string[];
  readonly baseline: Baseline;
  readonly exchanges: readonly number[];
  readonly durationMs: number;
  /** What the case does not show. */
  readonly limits?: string;
  /** Set when `blockedBy` is a case and not a set-up step. */
  readonly blockedByCase?: boolean;
}

export const resultOf = (info: CaseInfo, found: Found, about: Circumstances): { result: CaseResult; done: Done } => {
  const verdict = found.kind === 'judged' ? judged(info, found.reasons, about.idps) : notJudged(info, found.kind);
  const reasons = found.kind === 'judged' ? withoutRepeats(found.reasons) : [found.reason];
  const blockedBySetup = found.kind === 'blocked' && about.blockedByCase !== true;
  const excused = about.baseline.apply(info.id, verdict.outcome, blockedBySetup);
  const blockedBy = 'blockedBy' in found ? found.blockedBy : undefined;
  const result: CaseResult = {
    ...info,
    ...verdict,
    outcome: excused.outcome,
    reasons,
    ...(blockedBy === undefined ? {} : { blockedBy }),
    ...(excused.known === undefined ? {} : { known: excused.known }),
    exchanges: about.exchanges,
    durationMs: Math.round(about.durationMs),
  };
  const { id, level, idps, profiles, outcome, under } = result;
  return {
    result,
    done: {
      ...{ id, level, idps, outcome, under },
      ...(profiles && { profiles }),
      holds: found.kind === 'judged' && ownReasons(found.reasons).length === 0,
      skipped: found.kind === 'skip',
      blockedBySetup,
      ...(found.kind === 'judged' ? {} : { why: found.reason.message }),
      ...(about.limits !== undefined && { limits: about.limits }),
    },
  };
};
