/** The table that answers "will it work with this identity provider?", one line per promised feature. */
import type { Readiness } from '../run/events.ts';
import type { ReportContext } from './listener.ts';
import type { Paint } from './paint.ts';
import { columnsOf, count, cut, listed, padEnd, printable } from './printable.ts';

const MARKS = {
  ready: { mark: '✔', words: 'ready' },
  'not-ready': { mark: '✖', words: 'not ready' },
  'not-tested': { mark: '–', words: 'not tested' },
} as const;

const WORDS_WIDTH = 12;

/** Lines of the table; empty when no feature of an identity provider was looked at. */
export const readinessLines = (rows: readonly Readiness[], context: ReportContext, paint: Paint): string[] => {
  const width = Math.max(0, ...rows.map(({ title }) => columnsOf(printable(title))));
  return [...Map.groupBy(rows, ({ idp }) => idp)].flatMap(([idp, features], index) => {
    const ready = features.filter(({ status }) => status === 'ready').length;
    return [
      ...(index === 0 ? [] : ['']),
      `${paint.strong(printable(context.idpTitle(idp)))}  ${paint.faint(`${ready} of ${count(features.length, 'feature')} ready`)}`,
      ...features.map((row) => rowLine(row, width, context, paint)),
    ];
  });
};

const rowLine = (row: Readiness, width: number, context: ReportContext, paint: Paint): string => {
  const { mark, words } = MARKS[row.status];
  const status = padEnd(`${mark} ${words}`, WORDS_WIDTH);
  const coloured = { ready: paint.good, 'not-ready': paint.bad, 'not-tested': paint.faint }[row.status](status);
  const title = padEnd(printable(row.title), width);
  const evidence = row.evidence === undefined ? '' : `[${row.evidence}]`;
  const left = context.columns - 2 - WORDS_WIDTH - 2 - width - 2;
  const because = cut(reasonOf(row), Math.max(20, left - columnsOf(evidence) - 1));
  const rest = [because, paint.faint(evidence)].filter((part) => part !== '').join(' ');
  return `  ${coloured}  ${rest === '' ? title.trimEnd() : `${title}  ${rest}`}`;
};

const reasonOf = (row: Readiness): string => {
  if (row.status === 'ready') return '';
  if (row.status === 'not-tested' && row.why !== undefined) return printable(row.why);
  return printable(listed(row.because, 2));
};
