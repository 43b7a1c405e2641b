/** Counting and the exit status. */
import { type CaseResult, OUTCOMES, type Outcome, type RunSummary } from './events.ts';
import { couldFail } from './verdict.ts';

export const countOutcomes = (results: readonly Pick<CaseResult, 'outcome'>[]): Record<Outcome, number> => {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of results) counts[outcome]++;
  return counts;
};

type Closing = Pick<CaseResult, 'outcome' | 'level' | 'idps' | 'profiles'> & {
  /** Blocked by its own set-up, so that no other case tells what is wrong. */
  readonly blockedBySetup?: boolean;
};

/**
 * 130 interrupted; 3 the run broke off; 1 something failed, or a baseline entry has outlived its failure;
 * 3 nothing failed but the verdict is open, because of an error or because the set-up of a case that could have failed
 * did not work; 0 else.
 */
export const exitCode = (
  results: readonly Closing[],
  selected: readonly string[],
  aborted?: RunSummary['aborted'],
): RunSummary['exitCode'] => {
  if (aborted) return aborted.kind === 'interrupted' ? 130 : 3;
  if (results.some(({ outcome }) => outcome === 'fail' || outcome === 'fixed')) return 1;
  const open = results.some(
    (result) =>
      result.outcome === 'error' ||
      (result.outcome === 'blocked' && result.blockedBySetup === true && couldFail(result, selected)),
  );
  return open ? 3 : 0;
};
