/** Which requirements have a case, which cannot be seen from outside, and which nobody has taken up yet. */
import type { Requirement } from './model.ts';

/** What became of one requirement. */
export interface Covered {
  readonly requirement: Requirement;
  /** The cases and checks that cite it, in the order given. */
  readonly cases: readonly string[];
  readonly state: 'judged' | 'unseen' | 'open';
}

/** How many requirements of one area and one verdict there are, and what became of them. */
export interface Tally {
  readonly judged: number;
  readonly unseen: number;
  readonly open: number;
}

export interface AreaCoverage {
  readonly area: string;
  readonly tallies: Readonly<Record<Requirement['verdict'], Tally>>;
}

/** Every requirement, in the order of the matrix. A case wins over a reason why there could be none. */
export const coverageOf = (
  requirements: Iterable<Requirement>,
  infos: readonly { readonly id: string; readonly cites: readonly string[] }[],
): Covered[] => {
  const citing = new Map<string, string[]>();
  for (const { id, cites } of infos) {
    for (const cited of new Set(cites)) citing.set(cited, [...(citing.get(cited) ?? []), id]);
  }
  return [...requirements].map((requirement) => {
    const cases = citing.get(requirement.id) ?? [];
    const state = cases.length > 0 ? 'judged' : requirement.unseen === undefined ? 'open' : 'unseen';
    return { requirement, cases, state };
  });
};

/** One row per area, in the order in which areas first appear. */
export const coverageByArea = (covered: readonly Covered[]): AreaCoverage[] =>
  [...Map.groupBy(covered, ({ requirement }) => requirement.area)].map(([area, rows]) => ({
    area,
    tallies: { fail: tally(rows, 'fail'), warn: tally(rows, 'warn'), info: tally(rows, 'info') },
  }));

/** @param verdict undefined counts all */
export const tally = (rows: readonly Covered[], verdict?: Requirement['verdict']): Tally => {
  const those = rows.filter(({ requirement }) => verdict === undefined || requirement.verdict === verdict);
  const inState = (state: Covered['state']): number => those.filter((row) => row.state === state).length;
  return { judged: inState('judged'), unseen: inState('unseen'), open: inState('open') };
};
