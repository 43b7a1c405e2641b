/** May an identity provider's promised feature be relied on? */
import type { Dialect, Evidence } from '../suite/model.ts';
import type { CaseInfo, CaseResult, Readiness } from './events.ts';

/** From strong to weak. */
const STRENGTH: readonly Evidence[] = ['captured', 'documented', 'code', 'reported', 'assumed'];

export const weakestEvidence = (evidence: Iterable<Evidence | undefined>): Evidence | undefined => {
  const weakest = Math.max(-1, ...[...evidence].map((one) => (one === undefined ? -1 : STRENGTH.indexOf(one))));
  return STRENGTH[weakest];
};

export type ReadinessResult = Pick<CaseResult, 'id' | 'outcome' | 'under'> & {
  /** Why it was not judged, in words. */
  readonly why?: string;
  /** What it does not show, though it was judged. */
  readonly limits?: string;
};

/** What most of the cases say, and the first of those of which there are as many. */
const commonest = (reasons: readonly string[]): string | undefined =>
  [...Map.groupBy(reasons, (reason) => reason)].toSorted(([, some], [, others]) => others.length - some.length)[0]?.[0];

const judgeFeature = (
  idp: string,
  required: readonly CaseInfo[],
  results: ReadonlyMap<string, ReadinessResult>,
): Pick<Readiness, 'status' | 'because' | 'why'> => {
  const under = (info: CaseInfo) => results.get(info.id)?.under[idp];
  const failed = required.filter((info) => under(info) === 'not-ready').map(({ id }) => id);
  if (failed.length > 0) return { status: 'not-ready', because: failed };
  const open = required.filter((info) => under(info) !== 'ready').map(({ id }) => id);
  if (open.length === 0 && required.length > 0) {
    const limits = commonest(required.flatMap(({ id }) => results.get(id)?.limits ?? []));
    return { status: 'ready', because: [], ...(limits !== undefined && { why: limits }) };
  }
  if (required.length === 0) return { status: 'not-tested', because: [], why: 'no case tests it' };
  const told = commonest(open.flatMap((id) => results.get(id)?.why ?? []));
  const missing = open.filter((id) => !results.has(id)).length;
  return {
    status: 'not-tested',
    because: open,
    why:
      told ??
      `${missing} of its ${required.length} required ${required.length === 1 ? 'case was' : 'cases were'} not run`,
  };
};

/**
 * One row per promised feature of each of the identity providers, in the order of the dialect.
 * Ready only when every required case of the whole catalogue was judged and held: a run of a few cases proves little.
 * @param infos the whole catalogue, not only the selection
 */
export const readiness = (
  idps: readonly string[],
  dialects: ReadonlyMap<string, Dialect>,
  infos: readonly CaseInfo[],
  results: ReadonlyMap<string, ReadinessResult>,
): Readiness[] =>
  idps.flatMap((idp) =>
    Object.entries(dialects.get(idp)?.features ?? {}).map(([feature, title]): Readiness => {
      const required = infos.filter((info) => {
        const need = info.idps[idp];
        return need?.need === 'required' && need.features.includes(feature);
      });
      const judgement = judgeFeature(idp, required, results);
      const behind =
        judgement.status === 'not-ready' ? required.filter(({ id }) => judgement.because.includes(id)) : required;
      const evidence = weakestEvidence(behind.map((info) => info.evidence));
      return { idp, feature, title, ...judgement, ...(evidence && { evidence }) };
    }),
  );
