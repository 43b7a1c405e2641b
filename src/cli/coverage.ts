/** `scimulate cases --coverage`: the requirement matrix, or that of profiles, and what of it is judged. */

import { createPaint, type Paint } from '../report/paint.ts';
import { columnsOf, count, padEnd, printable, wrap } from '../report/printable.ts';
import { type AreaCoverage, type Covered, coverageByArea, coverageOf, type Tally, tally } from '../suite/coverage.ts';
import type { Requirement } from '../suite/model.ts';
import type { ConfigSettings } from './config.ts';
import { loadLibrary } from './library.ts';
import { UsageProblem } from './problem.ts';
import { profileCoverage, profileCoverageLines } from './profile-coverage.ts';
import { profilesOf, type SelectionFlags, suitePathsOf } from './selection.ts';
import { wantsColour, widthOf } from './terminal.ts';

export type CoverageFlags = SelectionFlags & {
  readonly json?: boolean;
  readonly 'no-color'?: boolean;
};

/**
 * Prints coverage on stdout: by area and severity for people, by requirement for programs; of profiles that are asked for,
 * theirs instead.
 * @throws UsageProblem when something was said that selects cases: coverage is a sentence about all of them
 */
export const showCoverage = async (
  glob: string | undefined,
  flags: CoverageFlags,
  settings: ConfigSettings,
): Promise<void> => {
  refuseSelection(glob, flags);
  const { loaded, infos } = await loadLibrary(suitePathsOf(flags, settings), profilesOf(flags, settings));
  const profiles = [...loaded.profiles.values()];
  const covered = coverageOf(loaded.requirements.values(), infos);
  if (flags.json === true) {
    const rows = covered.map(({ requirement, cases, state }) => ({ ...requirement, state, cases }));
    process.stdout.write(`${JSON.stringify(profiles.length > 0 ? profileCoverage(profiles) : rows, null, 2)}\n`);
    return;
  }
  const paint = createPaint(wantsColour(process.stdout, flags['no-color'] === true, process.env));
  const columns = widthOf(process.stdout, process.env);
  const lines =
    profiles.length > 0 ? profileCoverageLines(profiles, paint, columns) : coverageLines(covered, paint, columns);
  process.stdout.write(`${lines.join('\n')}\n`);
};

const refuseSelection = (glob: string | undefined, flags: SelectionFlags): void => {
  const given = [
    ...(glob === undefined ? [] : [`the argument ${glob}`]),
    ...(['only', 'skip', 'idp', 'level'] as const)
      .filter((name) => flags[name] !== undefined)
      .map((name) => `--${name}`),
  ];
  if (given.length > 0) {
    throw new UsageProblem(
      `--coverage is about all cases, and ${given.join(' and ')} would leave some out`,
      'Say only: scimulate cases --coverage',
    );
  }
};

const VERDICTS = ['fail', 'warn', 'info'] as const satisfies readonly Requirement['verdict'][];
const HEADINGS = { fail: 'MUST', warn: 'SHOULD', info: 'MAY' } as const;

/** The table, the totals, and by reason what cannot be seen. */
export const coverageLines = (covered: readonly Covered[], paint: Paint, columns: number): string[] => {
  const areas = coverageByArea(covered);
  const width = Math.max(...areas.map(({ area }) => columnsOf(area)), 'All'.length);
  const total: AreaCoverage = {
    area: 'All',
    tallies: { fail: tally(covered, 'fail'), warn: tally(covered, 'warn'), info: tally(covered, 'info') },
  };
  const { judged, unseen, open } = tally(covered);
  return [
    paint.strong(
      `${padEnd('Area', width)}  ${VERDICTS.map((verdict) => padEnd(HEADINGS[verdict], CELL)).join('  ')}`.trimEnd(),
    ),
    ...areas.map((row) => areaLine(row, width)),
    paint.strong(areaLine(total, width)),
    '',
    ...wrap(
      `${count(covered.length, 'requirement')}: ${judged} judged by a case or a check, ${unseen} cannot be seen from outside${open === 0 ? '' : `, ${open} open`}. A cell says how many are judged of those that can be seen; +n could not be. Columns are the strongest level a violation may get.`,
      columns,
    ).map(paint.faint),
    ...reasonLines(covered, paint, columns),
  ];
};

const CELL = 'SHOULD'.length + '  +99'.length;

const areaLine = ({ area, tallies }: AreaCoverage, width: number): string =>
  `${padEnd(area, width)}  ${VERDICTS.map((verdict) => padEnd(cell(tallies[verdict]), CELL)).join('  ')}`.trimEnd();

const cell = ({ judged, unseen, open }: Tally): string => {
  const seen = judged + open;
  if (seen + unseen === 0) return '–';
  return `${judged}/${seen}${unseen === 0 ? '' : ` +${unseen}`}`;
};

/** Many rows have the same reason; each reason once, with its rows. */
const reasonLines = (covered: readonly Covered[], paint: Paint, columns: number): string[] => {
  const reasoned = covered.filter(({ state }) => state === 'unseen');
  const byReason = Map.groupBy(reasoned, ({ requirement }) => requirement.unseen ?? '');
  const open = covered.filter(({ state }) => state === 'open');
  const ids = (rows: readonly Covered[]): string => rows.map(({ requirement }) => requirement.id).join(', ');
  const block = (title: string, rows: readonly Covered[]): string[] => [
    '',
    ...wrap(printable(title), columns),
    ...wrap(ids(rows), columns - 2).map((line) => `  ${paint.faint(line)}`),
  ];
  return [
    ...[...byReason].flatMap(([reason, rows]) => block(reason, rows)),
    ...(open.length === 0 ? [] : block('Open: nothing judges these yet', open)),
  ];
};
