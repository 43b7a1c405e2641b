/** The tables that answer "does it meet this profile?", one for each profile, apart from what the RFCs are said about. */
import type { CaseResult, ProfileRow, ProfileVerdict } from '../run/events.ts';
import { requiredByProfiles } from '../run/verdict.ts';
import type { ReportContext } from './listener.ts';
import type { Paint } from './paint.ts';
import { columnsOf, count, listed, padEnd, printable, wrap, wrapAtMost } from './printable.ts';

const INDENT = '  ';
const STATUS_WIDTH = 14;

/** Of the requirements that bind and can be seen, how many hold and how many are broken; the others were not tested. */
export const tallyOf = ({
  rows,
}: ProfileVerdict): { readonly holds: number; readonly broken: number; readonly seen: number } => {
  const seen = rows.filter(({ level, status }) => level === 'MUST' && status !== 'unseen');
  const holds = seen.filter(({ status }) => status === 'holds').length;
  return { holds, broken: seen.filter(isBroken).length, seen: seen.length };
};

/** What is less than a MUST breaks nothing. */
export const isBroken = ({ status, level }: ProfileRow): boolean => status === 'broken' && level === 'MUST';

const STATUS = { met: 'met', 'not-met': 'not met', 'not-proved': 'not proved' } as const;

/** In words: `not met: of 24 MUSTs that can be seen 3 are broken and 21 hold`. */
export const verdictOnProfile = (verdict: ProfileVerdict, all: readonly ProfileVerdict[]): string => {
  const { holds, broken, seen } = tallyOf(verdict);
  const open = seen - holds - broken;
  const parts = [
    ...(broken > 0 ? [`${broken} ${broken === 1 ? 'is' : 'are'} broken`] : []),
    ...(open > 0 ? [`${open} ${open === 1 ? 'was' : 'were'} not tested`] : []),
    `${holds} ${holds === 1 ? 'holds' : 'hold'}`,
  ];
  const inherited = verdict.includes.filter(
    (name) => verdict.status !== 'met' && all.find(({ profile }) => profile === name)?.status === verdict.status,
  );
  const because = inherited.length === 0 ? '' : `; it includes ${listed(inherited, 9)}`;
  return `${STATUS[verdict.status]}: of ${count(seen, 'MUST')} that can be seen ${listed(parts, 9)}${because}`;
};

/** The profiles, of those asked for, that a failing case breaks. */
export const brokenProfiles = (result: CaseResult): string[] =>
  result.outcome === 'fail' && (result.reasons.length === 0 || result.reasons.some(({ idp }) => idp === undefined))
    ? requiredByProfiles(result)
    : [];

/** One table per profile: what is broken or could not be tested, and how much holds; with -v every row. */
export const profileLines = (verdicts: readonly ProfileVerdict[], context: ReportContext, paint: Paint): string[] =>
  verdicts.flatMap((verdict, index) => {
    const colour = { met: paint.good, 'not-met': paint.bad, 'not-proved': paint.doubtful }[verdict.status];
    const judged = new Set(context.record.results.map(({ id }) => id));
    const isUntouched = ({ status, because }: ProfileRow): boolean =>
      status === 'not-tested' && !because.some((id) => judged.has(id));
    const isQuiet = (row: ProfileRow): boolean => row.status === 'holds' || row.status === 'unseen' || isUntouched(row);
    const shown = context.verbose ? verdict.rows : verdict.rows.filter((row) => !isQuiet(row));
    const numberOf = (is: (row: ProfileRow) => boolean): number => verdict.rows.filter(is).length;
    const left = [
      [numberOf(({ status }) => status === 'holds'), 'hold'] as const,
      [numberOf(isUntouched), 'not looked at'] as const,
      [numberOf(({ status }) => status === 'unseen'), 'cannot be seen from outside'] as const,
    ].flatMap(([number, words]) => (number === 0 ? [] : [`${number} ${words}`]));
    return [
      ...(index === 0 ? [] : ['']),
      ...wrap(printable(`${verdict.profile}: ${verdict.title}`), context.columns).map(paint.strong),
      `${INDENT}${colour(verdictOnProfile(verdict, verdicts))}`,
      ...shown.flatMap((row) => rowLines(row, context, paint)),
      ...(context.verbose || left.length === 0 ? [] : [paint.faint(`${INDENT}${left.join(', ')} (-v lists them)`)]),
    ];
  });

const markOf = (row: ProfileRow, paint: Paint): string => {
  switch (row.status) {
    case 'holds':
      return paint.good(padEnd('✔ holds', STATUS_WIDTH));
    case 'broken':
      return isBroken(row)
        ? paint.bad(padEnd('✖ broken', STATUS_WIDTH))
        : paint.doubtful(padEnd('! not so', STATUS_WIDTH));
    case 'not-tested':
      return paint.faint(padEnd('– not tested', STATUS_WIDTH));
    case 'unseen':
      return paint.faint(padEnd('· not seen', STATUS_WIDTH));
  }
};

const rowLines = (row: ProfileRow, context: ReportContext, paint: Paint): string[] => {
  const margin = INDENT + ' '.repeat(STATUS_WIDTH);
  const columns = context.columns - columnsOf(margin);
  const [first = '', ...rest] = wrap(printable(`${row.level} ${row.section}: ${row.says}`), columns);
  const reason =
    row.status === 'broken' ? listed(row.because, context.verbose ? row.because.length : 3) : (row.why ?? '');
  return [
    `${INDENT}${markOf(row, paint)}${first}`,
    ...rest.map((line) => margin + line),
    ...(reason === '' ? [] : wrapAtMost(printable(reason), columns, context.verbose ? 20 : 2)).map((line) =>
      paint.faint(margin + line),
    ),
  ];
};
