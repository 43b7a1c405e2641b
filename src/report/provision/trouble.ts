/** What did not go well, for people: notices, rows that cannot be used, objects that were refused. */
import type { Where } from '../../directory/record.ts';
import type { Refusal } from '../../provision/events.ts';
import { exchangeLines } from '../exchange.ts';
import type { Paint } from '../paint.ts';
import { count, cut, printable, wrap } from '../printable.ts';
import type { ProvisionContext } from './listener.ts';
import type { Few, ProvisionRecord, RefusalGroup } from './record.ts';

const MOST = { notices: 10, rows: 5, reasons: 10, objects: 3, verbose: 200 };

export const placeText = (at: Where | undefined): string => (at === undefined ? '' : `${at.file}:${at.line}`);

const moreLine = (few: Few<unknown>, shown: number, paint: Paint, indent = '  '): string[] =>
  few.count > shown ? [paint.faint(`${indent}and ${(few.count - shown).toLocaleString('en-US')} more`)] : [];

export const noticeLines = (
  { notices }: ProvisionRecord,
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  const shown = notices.first.slice(0, verbose ? MOST.verbose : MOST.notices);
  return [
    ...shown.flatMap(({ message, hint, at }) => {
      const place = at === undefined ? '' : `${placeText(at)}: `;
      const [first = '', ...rest] = wrap(printable(`${place}${message}`), columns - 2);
      return [
        `${paint.doubtful('!')} ${first}`,
        ...rest.map((line) => `  ${line}`),
        ...(hint === undefined ? [] : wrap(printable(hint), columns - 2).map((line) => paint.faint(`  ${line}`))),
      ];
    }),
    ...moreLine(notices, shown.length, paint),
  ];
};

export const rejectedLines = (
  { rejected }: ProvisionRecord,
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  if (rejected.count === 0) return [];
  const shown = rejected.first.slice(0, verbose ? MOST.verbose : MOST.rows);
  return [
    paint.bad(
      `${count(rejected.count, 'row')} of the directory cannot be used as ${rejected.count === 1 ? 'it is' : 'they are'}`,
    ),
    ...shown.flatMap(({ at, reason }) => {
      const [first = '', ...rest] = wrap(printable(`${placeText(at)}: ${reason}`), columns - 4);
      return [`  ${first}`, ...rest.map((line) => `    ${line}`)];
    }),
    ...moreLine(rejected, shown.length, paint),
  ];
};

/** Under their reason; with -v the exchange that decided the first of each. */
export const refusalLines = (record: ProvisionRecord, context: ProvisionContext, paint: Paint): string[] => {
  if (record.refused === 0) return [];
  const groups = record.refusals.slice(0, context.verbose ? MOST.verbose : MOST.reasons);
  const rest = record.refusals.slice(groups.length).reduce((sum, { refusals }) => sum + refusals.count, 0);
  return [
    paint.bad(`${count(record.refused, 'object')} refused`),
    ...groups.flatMap((group) => groupLines(group, record, context, paint)),
    ...(rest > 0 ? [paint.faint(`  and ${rest.toLocaleString('en-US')} more, for other reasons`)] : []),
  ];
};

const groupLines = (
  { reason, alike, refusals }: RefusalGroup,
  { exchanges }: ProvisionRecord,
  context: ProvisionContext,
  paint: Paint,
): string[] => {
  const shown = refusals.first.slice(0, context.verbose ? MOST.verbose : MOST.objects);
  const number = refusals.first.find(({ exchange }) => exchange !== undefined && exchanges.has(exchange))?.exchange;
  const exchange = number === undefined ? undefined : exchanges.get(number);
  return [
    ...wrap(printable(refusals.count > 1 ? alike : reason), context.columns - 4).map(
      (line, index) => `${index === 0 ? `${paint.bad('✖')} ` : '  '}${line}`,
    ),
    ...shown.map((refusal) => `    ${cut(printable(refusalText(refusal)), context.columns - 4)}`),
    ...moreLine(refusals, shown.length, paint, '    '),
    ...(context.verbose && exchange !== undefined
      ? [
          '',
          ...exchangeLines(exchange, { columns: context.columns - 4, whole: true }, paint).map((line) => `    ${line}`),
          '',
        ]
      : []),
  ];
};

/** `2026-11-25T10:00Z`: nobody plans by seconds. */
export const minuteOf = (time: string): string => time.replace(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}):[\d.]+Z$/, '$1Z');

/** `create user ana@example.com  people.csv:3  tried 3 times, again from …`. */
const refusalText = ({ action, resource, name, at, attempts, nextTry }: Refusal): string => {
  const times = attempts > 1 ? `tried ${attempts} times` : '';
  const again = nextTry === undefined ? '' : `again from ${minuteOf(nextTry)}`;
  const when = [times, again].filter((part) => part !== '').join(', ');
  return [`${wordsFor(action, resource)} ${name}`, placeText(at), when].filter((part) => part !== '').join('  ');
};

/** `create user`, `add members to`. */
export const wordsFor = (action: Refusal['action'], resource: Refusal['resource']): string => {
  if (action === 'add-members') return 'add members to';
  return action === 'remove-members' ? 'remove members from' : `${action} ${resource}`;
};
