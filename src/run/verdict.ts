/** From reasons to outcomes: what the RFCs say of a case, and what each identity provider that needs it can say. */
import type { Reason } from '../expect/reason.ts';
import type { CaseInfo, CaseResult, Outcome } from './events.ts';

export interface Verdict {
  readonly outcome: Outcome;
  readonly under: CaseResult['under'];
}

type Needs = Pick<CaseInfo, 'level' | 'idps' | 'profiles'>;

const requiredBy = (info: Needs): string[] =>
  Object.entries(info.idps)
    .filter(([, need]) => need.need === 'required')
    .map(([idp]) => idp);

/** The profiles asked for that say MUST of it. */
export const requiredByProfiles = ({ profiles = {} }: Pick<CaseInfo, 'profiles'>): string[] =>
  Object.keys(profiles).filter((name) => profiles[name] === 'MUST');

/** Reasons that count for everybody; the others were needed by one identity provider only. */
export const ownReasons = (reasons: readonly Reason[]): Reason[] =>
  reasons.filter((reason) => reason.idp === undefined);

/**
 * The verdict on a case that was carried through.
 * By its level a violation is a fail (MUST), a warn (SHOULD) or a note (MAY, NONE); what a selected identity provider
 * requires and does not get is a fail under that provider, and what a profile that was asked for requires, under that profile. A need of an unselected provider alone never gets beyond a note.
 * @param selected the identity providers asked for by name
 */
export const judged = (info: Needs, reasons: readonly Reason[], selected: readonly string[]): Verdict => {
  const broken = ownReasons(reasons).length > 0;
  const under: Record<string, 'ready' | 'not-ready'> = {};
  for (const idp of requiredBy(info)) under[idp] = broken ? 'not-ready' : 'ready';
  for (const { idp } of reasons) if (idp !== undefined && info.idps[idp]?.need !== 'optional') under[idp] = 'not-ready';

  if (selected.some((idp) => under[idp] === 'not-ready')) return { outcome: 'fail', under };
  if (!broken) return { outcome: reasons.length > 0 ? 'note' : 'pass', under };
  if (requiredByProfiles(info).length > 0) return { outcome: 'fail', under };
  const outcome = info.level === 'MUST' ? 'fail' : info.level === 'SHOULD' ? 'warn' : 'note';
  return { outcome, under };
};

/** The verdict on a case that could not be judged. */
export const notJudged = (info: Needs, outcome: 'skip' | 'blocked' | 'error'): Verdict => ({
  outcome,
  under: Object.fromEntries(requiredBy(info).map((idp) => [idp, 'not-tested'])),
});

/** Could this case have decided the exit status, had it been judged? */
export const couldFail = (info: Needs, selected: readonly string[]): boolean =>
  info.level === 'MUST' ||
  requiredByProfiles(info).length > 0 ||
  requiredBy(info).some((idp) => selected.includes(idp));

/** Equal reasons once, in the order of their first appearance; the number of the exchange makes no difference. */
export const withoutRepeats = (reasons: readonly Reason[]): Reason[] => {
  const seen = new Set<string>();
  return reasons.filter(({ exchange: _exchange, ...rest }) => {
    const key = JSON.stringify(rest);
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
};
