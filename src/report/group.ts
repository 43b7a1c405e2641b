/** Puts together what has one cause, so that a reader meets every cause once. */

import type { Reason } from '../expect/reason.ts';
import type { CaseResult } from '../run/events.ts';

/** Results with the same explanation; the first stands for all. */
export interface Group {
  readonly first: CaseResult;
  readonly others: readonly CaseResult[];
}

const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '…'],
  [/\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?/g, '…'],
  [/\b[0-9a-f]{16,}\b/gi, '…'],
  [/\d{5,}/g, '…'],
];

/** The explanation without what differs from run to run and from case to case: identifiers, times, the run's tag. */
const keyOf = (reasons: readonly Reason[], tag: string): string => {
  const text = reasons.map(({ message, path, idp }) => JSON.stringify([message, path, idp])).join();
  const untagged = tag === '' ? text : text.replaceAll(new RegExp(`[\\w.+-]*${tag}[\\w.@-]*`, 'gi'), '…');
  return VOLATILE.reduce((masked, [pattern, mask]) => masked.replaceAll(pattern, mask), untagged);
};

/** Groups results whose reasons read the same, in order of their first member. `tag` is the run's: letters and digits. */
export const groupAlike = (results: readonly CaseResult[], tag: string): Group[] => {
  const groups = new Map<string, { first: CaseResult; others: CaseResult[] }>();
  for (const result of results) {
    const key = `${result.outcome} ${keyOf(result.reasons, tag)}`;
    const group = groups.get(key);
    if (group) group.others.push(result);
    else groups.set(key, { first: result, others: [] });
  }
  return [...groups.values()];
};
