/** How many of each, in one line. */
import type { PlanCounts } from '../../provision/events.ts';
import type { Paint } from '../paint.ts';

const WORDS = [
  ['created', 'to create'],
  ['adopted', 'to adopt'],
  ['updated', 'to update'],
  ['reactivated', 'to reactivate'],
  ['deactivated', 'to deactivate'],
  ['deleted', 'to delete'],
] as const;

/** `12 created · 24 memberships added, 3 removed · 40 unchanged`, or the same for what is still to be done. */
export const countLine = (counts: PlanCounts, tense: 'done' | 'to do' | 'known', paint: Paint): string => {
  const done = tense === 'done';
  const { memberships, unchanged } = counts;
  const parts = [
    ...WORDS.map(([name, wish]) => some(counts[name], done ? name : wish)),
    membershipWords(memberships, done),
    some(unchanged, 'unchanged'),
    paint.bad(refusedWords(counts)),
  ].filter((part) => part !== '');
  return parts.length === 0 ? NOTHING[tense] : parts.join(paint.faint(' · '));
};

const NOTHING = { done: 'nothing was done', 'to do': 'nothing to do', known: 'nothing is known' } as const;

const some = (number: number, words: string): string =>
  number === 0 ? '' : `${number.toLocaleString('en-US')} ${words}`;

/** Whoever was refused in part stands in the other counts as well. */
const refusedWords = ({ refused, partly = 0 }: PlanCounts): string => {
  if (partly === 0) return some(refused, 'refused');
  return some(refused, partly === refused ? 'refused in part' : `refused, ${some(partly, 'of them in part')}`);
};

const membershipWords = ({ added, removed }: PlanCounts['memberships'], done: boolean): string => {
  const both = [some(added, done ? 'added' : 'to add'), some(removed, done ? 'removed' : 'to remove')];
  const [first = '', second] = both.filter((part) => part !== '');
  if (first === '') return '';
  const noun = /^1 /.test(first) ? 'membership' : 'memberships';
  return `${first.replace(' ', ` ${noun} `)}${second === undefined ? '' : `, ${second}`}`;
};

/** Does a run with these counts change anything? */
export const changesAnything = ({
  memberships,
  unchanged: _unchanged,
  refused: _refused,
  ...counts
}: PlanCounts): boolean => WORDS.some(([name]) => counts[name] > 0) || memberships.added + memberships.removed > 0;
