/** Expected failures: what is known to be wrong with a target, why, and until when that may stand. */
import { isObject, type Json } from '../scim/json.ts';
import { didYouMean } from '../suite/suggest.ts';
import type { CaseResult, Outcome } from './events.ts';
import { globMatcher } from './glob.ts';

export interface BaselineEntry {
  /** A glob over case ids. */
  readonly cases: string;
  readonly because: string;
  /** `2027-03-01`: from the day after this date on the entry excuses nothing. */
  readonly until?: string;
}

const KEYS = ['cases', 'because', 'until'];

const readEntry = (value: Json, number: number, problems: string[]): BaselineEntry[] => {
  const complain = (what: string) => problems.push(`entry ${number}: ${what}`);
  if (!isObject(value)) {
    complain('expected `cases`, `because` and perhaps `until`.');
    return [];
  }
  for (const key of Object.keys(value)) {
    if (!KEYS.includes(key)) complain(`unknown key \`${key}\`. ${didYouMean(key, KEYS) ?? ''}`.trimEnd());
  }
  const { cases, because, until } = value;
  const globs = (Array.isArray(cases) ? cases : [cases]).filter((glob) => typeof glob === 'string' && glob !== '');
  if (globs.length === 0) complain('`cases` must be a case id, a glob, or a list of them.');
  if (typeof because !== 'string' || because.trim() === '')
    complain('`because` must say why this failure is accepted.');
  const dated = typeof until === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(until) && !Number.isNaN(Date.parse(until));
  if (until !== undefined && !dated) complain('`until` must be a date like 2027-03-01.');
  if (typeof because !== 'string') return [];
  return globs.flatMap((glob) => (typeof glob === 'string' ? [{ cases: glob, because, ...(dated && { until }) }] : []));
};

/** Reads what the YAML of a baseline file held: a list of entries. Each problem is a sentence; any of them is a usage error. */
export const readBaseline = (data: Json | undefined): { entries: BaselineEntry[]; problems: string[] } => {
  if (data === undefined || data === null) return { entries: [], problems: [] };
  if (!Array.isArray(data))
    return { entries: [], problems: ['A baseline is a list of entries with `cases` and `because`.'] };
  const problems: string[] = [];
  return { entries: data.flatMap((entry, index) => readEntry(entry, index + 1, problems)), problems };
};

type Excused = { readonly outcome: Outcome; readonly known?: NonNullable<CaseResult['known']> };

export interface Baseline {
  /** A failure or warning that is expected becomes `known`, and so does a set-up that is expected not to work; an expected failure that passed becomes `fixed`. */
  apply(id: string, outcome: Outcome, blockedBySetup?: boolean): Excused;
  /** Entries that excused nothing, each with the reason; those about cases that were not run are left out. */
  unused(ids: readonly string[]): { cases: string; because: string }[];
}

/** @param today `2026-11-24` */
export const createBaseline = (entries: readonly BaselineEntry[], today: string): Baseline => {
  const live = entries
    .filter(({ until }) => until === undefined || today <= until)
    .map((entry) => ({ entry, matches: globMatcher(entry.cases), used: false, met: false }));
  return {
    apply(id, outcome, blockedBySetup = false) {
      const matching = live.filter(({ matches }) => matches(id));
      for (const one of matching) one.met = true;
      const first = matching[0];
      const bad = outcome === 'fail' || outcome === 'warn' || (outcome === 'blocked' && blockedBySetup);
      if (first === undefined || !(bad || outcome === 'pass')) return { outcome };
      for (const one of matching) one.used = true;
      return { outcome: bad ? 'known' : 'fixed', known: first.entry };
    },
    unused(ids) {
      const expired = entries
        .filter(({ until }) => until !== undefined && today > until)
        .map(({ cases, until }) => ({ cases, because: `ended on ${until}` }));
      const idle = live.flatMap(({ entry: { cases }, matches, used, met }) => {
        if (!ids.some(matches))
          return [{ cases, because: `matches no case. ${didYouMean(cases, ids) ?? ''}`.trimEnd() }];
        return met && !used ? [{ cases, because: 'none of its cases was judged' }] : [];
      });
      return [...expired, ...idle];
    },
  };
};
