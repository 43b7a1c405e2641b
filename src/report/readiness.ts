/** The table that answers "will it work with this identity provider?", one line per promised feature. */
import type { Readiness } from '../run/events.ts';
import type { ReportContext } from './listener.ts';
import type { Paint } from './paint.ts';
import { columnsOf, count, listed, padEnd, printable, wrapAtMost } from './printable.ts';

const MARKS = {
  ready: { mark: '✔', words: 'ready' },
  'not-ready': { mark: '✖', words: 'not ready' },
  'not-tested': { mark: '–', words: 'not tested' },
} as const;

const INDENT = '  ';
const STATUS_WIDTH = 14;

/**
 * Lines of the table. Features that the selection did not touch are only counted: a run of one case would be followed by
 * forty lines that say nothing.
 */
export const readinessLines = (rows: readonly Readiness[], context: ReportContext, paint: Paint): string[] => {
  const judged = new Set(context.record.results.map(({ id }) => id));
  const touched = rows.filter(({ status, because }) => status !== 'not-tested' || because.some((id) => judged.has(id)));
  const width = Math.max(0, ...touched.map(({ title }) => columnsOf(printable(title))));
  const table = [...Map.groupBy(touched, ({ idp }) => idp)].flatMap(([idp, features]) => {
    const ready = features.filter(({ status }) => status === 'ready').length;
    const all = rows.filter((row) => row.idp === idp).length;
    return [
      `${paint.strong(printable(context.idpTitle(idp)))}  ${paint.faint(`${ready} of ${count(all, 'feature')} ready`)}`,
      ...features.flatMap((row) => rowLines(row, width, context, paint)),
      '',
    ];
  });
  const left = rows.length - touched.length;
  if (left === 0 || judged.size === 0) return table.slice(0, -1);
  return [...table, ...untouchedLines(rows.filter((row) => !touched.includes(row))).map(paint.faint)];
};

/** A feature without a case is not a matter of the selection: running everything would not help. */
const untouchedLines = (rows: readonly Readiness[]): string[] => {
  const [caseless, unselected] = [rows.filter(hasNoCase), rows.filter((row) => !hasNoCase(row))];
  const names = caseless.map(({ idp, feature }) => printable(`${idp}: ${feature}`));
  return [
    ...(unselected.length === 0
      ? []
      : [
          `${count(unselected.length, 'feature')} of identity providers not looked at: the selection leaves out cases that they need`,
        ]),
    ...(caseless.length === 0
      ? []
      : [
          `${count(caseless.length, 'feature')} of identity providers ${caseless.length === 1 ? 'has' : 'have'} no case yet (${listed(names, 3)})`,
        ]),
  ];
};

/** `because` of what was not tested are the required cases that are missing. */
const hasNoCase = ({ status, because }: Readiness): boolean => status === 'not-tested' && because.length === 0;

const rowLines = (row: Readiness, width: number, context: ReportContext, paint: Paint): string[] => {
  const { mark, words } = MARKS[row.status];
  const colour = { ready: paint.good, 'not-ready': paint.bad, 'not-tested': paint.faint }[row.status];
  const title = padEnd(printable(row.title), width);
  const evidence = row.evidence === undefined ? '' : `  ${paint.faint(row.evidence)}`;
  const margin = INDENT + ' '.repeat(STATUS_WIDTH);
  const reasons = wrapAtMost(reasonOf(row, context.verbose), context.columns - margin.length, context.verbose ? 20 : 2);
  return [
    `${INDENT}${colour(padEnd(`${mark} ${words}`, STATUS_WIDTH))}${evidence === '' ? title.trimEnd() : title + evidence}`,
    ...(row.status === 'ready' && row.why === undefined ? [] : reasons.map((line) => paint.faint(margin + line))),
  ];
};

const reasonOf = (row: Readiness, verbose: boolean): string =>
  printable(
    row.status !== 'not-ready' && row.why !== undefined
      ? row.why
      : listed(row.because, verbose ? row.because.length : 3),
  );
