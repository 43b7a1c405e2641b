/** Which cases of the catalogue a run, or a listing, is about. */

import type { Level } from '../suite/model.ts';
import { didYouMean } from '../suite/suggest.ts';
import type { CaseInfo } from './events.ts';
import { globMatcher, isGlob } from './glob.ts';

export interface Selection {
  /** Globs over case ids; none means all. A plain id is taken whatever its level. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  /** The lowest level the RFC verdict is about; what an identity provider needs is taken at any level. Default SHOULD. */
  readonly level?: Level;
  /** Identity providers asked for by name; none means all of them fill the readiness table and none decides. */
  readonly idps?: readonly string[];
  /** Profiles asked for by name; what the run is about then, unless `only` says otherwise, are their cases. */
  readonly profiles?: readonly string[];
}

/** The selection names something that does not exist, or leaves nothing to do. A usage error: exit status 2. */
export class SelectionProblem extends Error {
  override readonly name = 'SelectionProblem';
  readonly hint?: string;
  constructor(message: string, hint?: string) {
    super(hint === undefined ? message : `${message} ${hint}`);
    if (hint !== undefined) this.hint = hint;
  }
}

const RANK: Readonly<Record<Level, number>> = { MUST: 3, SHOULD: 2, MAY: 1, NONE: 0 };

/** The identity providers that the cases name, in alphabetical order. */
export const idpsOf = (infos: readonly CaseInfo[]): string[] =>
  [...new Set(infos.flatMap((info) => Object.keys(info.idps)))].sort();

/** The identity provider in whose own suite a case stands: ids there begin with its name, which the loader sees to. */
const homeOf = (info: CaseInfo, idps: ReadonlySet<string>): string | undefined => {
  const first = info.id.slice(0, Math.max(0, info.id.indexOf('/')));
  return idps.has(first) ? first : undefined;
};

const suggestPattern = (pattern: string, ids: readonly string[]): string | undefined => {
  if (!isGlob(pattern)) {
    const folder = `${pattern.replace(/\/+$/, '')}/`;
    if (ids.some((id) => id.startsWith(folder))) return `Did you mean \`${folder}**\`?`;
    return didYouMean(pattern, ids, 'Cases');
  }
  const subjects = [...new Set(ids.map((id) => id.slice(0, id.indexOf('/'))))];
  const [subject = ''] = pattern.split('/');
  if (subjects.includes(subject) || isGlob(subject)) return '`*` stays within a segment, `**` goes across: `patch/**`.';
  return didYouMean(subject, subjects, 'Subjects') ?? `Subjects: ${subjects.join(', ')}.`;
};

const matchersFor = (flag: string, patterns: readonly string[], ids: readonly string[]): ((id: string) => boolean)[] =>
  patterns.map((pattern) => {
    const matches = globMatcher(pattern);
    if (!ids.some(matches)) {
      throw new SelectionProblem(`No case matches ${flag} \`${pattern}\`.`, suggestPattern(pattern, ids));
    }
    return matches;
  });

/**
 * The selected cases, in the order of the catalogue.
 * Without `idps`: every case of the level or above, and every case that an identity provider needs.
 * With `idps`: the same, less what only other identity providers need or what stands in their own suites.
 * With `profiles`: what they, and the identity providers named, need; with `only` what that says.
 * @throws SelectionProblem for a glob without a match, an unknown identity provider, or an empty selection
 */
export const select = (infos: readonly CaseInfo[], selection: Selection): CaseInfo[] => {
  const { only = [], skip = [], level = 'SHOULD', idps = [], profiles = [] } = selection;
  const ids = infos.map((info) => info.id);
  const known = new Set(idpsOf(infos));
  for (const idp of idps) {
    if (!known.has(idp)) {
      throw new SelectionProblem(
        `There is no identity provider \`${idp}\`.`,
        didYouMean(idp, known, 'Identity providers'),
      );
    }
  }
  const named = new Set(only.filter((pattern) => !isGlob(pattern)));
  const wanted = matchersFor('--only', only, ids);
  const unwanted = matchersFor('--skip', skip, ids);

  const byName = infos.filter(
    ({ id }) =>
      (wanted.length === 0 || wanted.some((matches) => matches(id))) && !unwanted.some((matches) => matches(id)),
  );
  const selected = byName.filter((info) => {
    if (named.has(info.id) || info.profiles !== undefined) return true;
    const needy = Object.keys(info.idps);
    if (profiles.length > 0 && only.length === 0) return needy.some((idp) => idps.includes(idp));
    if (idps.length === 0 ? needy.length > 0 : needy.some((idp) => idps.includes(idp))) return true;
    const home = homeOf(info, known);
    const foreign = idps.length > 0 && home !== undefined && !idps.includes(home);
    return !foreign && RANK[info.level] >= RANK[level];
  });
  if (selected.length === 0) {
    throw byName.length === 0
      ? new SelectionProblem('No case is left: --skip takes away all that --only names.')
      : new SelectionProblem(
          `No case is left: the ${byName.length} named ${byName.length === 1 ? 'case is' : 'cases are'} below level ${level}${idps.length > 0 ? ` and not needed by ${idps.join(', ')}` : ''}.`,
          'Try --level NONE.',
        );
  }
  return selected;
};
