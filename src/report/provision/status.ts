/** `provision status` for people. */
import type { Failure, StatusDocument, Stop } from '../../provision/events.ts';
import { createPaint, type Paint } from '../paint.ts';
import { count, duration, printable, wrap } from '../printable.ts';
import { countLine } from './counts.ts';
import type { ProvisionContext } from './listener.ts';
import { alikeOf, withoutQueries } from './record.ts';
import { STOPPED } from './text.ts';
import { minuteOf, wordsFor } from './trouble.ts';

/** Reasons, and objects under each. */
const MOST_FAILURES = 10;
const MOST_OBJECTS = 3;
const LABEL = 12;

/** Ends in a line end. */
export const statusText = (status: StatusDocument, context: ProvisionContext): string => {
  const paint = createPaint(context.colour);
  const sections = [
    [
      `${paint.strong(`${printable(context.idpTitle(status.idp))} (${status.mode})`)} → ${paint.strong(printable(status.target))}`,
      ...factLines(status, paint),
    ],
    quarantineLines(status, context, paint),
    failureLines(status, context, paint),
    unresolvedLines(status, context, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

const row = (label: string, text: string, paint: Paint): string => `  ${paint.faint(label.padEnd(LABEL))}${text}`;

const factLines = ({ links, lastRun, running }: StatusDocument, paint: Paint): string[] => {
  const inactive = links.users - links.active;
  const users = `${count(links.users, 'user')}${inactive > 0 ? `, ${inactive.toLocaleString('en-US')} of them not active` : ''}`;
  return [
    row('linked', `${users}; ${count(links.groups, 'group')}; ${count(links.memberships, 'membership')}`, paint),
    ...runLines(lastRun, running, paint),
    ...(running === undefined ? [] : [row('at work', `process ${running.pid}, since ${running.since}`, paint)]),
  ];
};

const runLines = (lastRun: StatusDocument['lastRun'], running: StatusDocument['running'], paint: Paint): string[] => {
  if (lastRun === undefined) return [row('last run', 'there was none', paint)];
  const { startedAt, finishedAt, summary, stopped } = lastRun;
  const took = finishedAt === undefined ? '' : ` in ${duration(Date.parse(finishedAt) - Date.parse(startedAt))}`;
  const ending =
    finishedAt === undefined
      ? running === undefined
        ? paint.doubtful(', broke off without a word')
        : ', goes on'
      : took;
  return [
    row('last run', `${startedAt}${ending}`, paint),
    ...(summary === undefined ? [] : [row('', countLine(summary, 'done', paint), paint)]),
    ...(stopped === undefined ? [] : [row('', paint.doubtful(stoppedText(stopped)), paint)]),
  ];
};

const stoppedText = ({ kind, because }: Stop): string =>
  STOPPED[kind] === because ? because : `${STOPPED[kind]}: ${printable(withoutQueries(because))}`;

const quarantineLines = ({ quarantine }: StatusDocument, { columns }: ProvisionContext, paint: Paint): string[] => {
  if (quarantine === undefined) return [];
  const { since, because, nextTry } = quarantine;
  return [
    paint.bad(`In quarantine since ${since}`),
    ...wrap(printable(because), columns - 2).map((line) => `  ${line}`),
    `  ${nextTry === undefined ? 'not tried again by itself' : `not tried again before ${minuteOf(nextTry)}`}; --retry-now tries at once`,
  ];
};

const failureLines = (
  { failures, failed, inEscrow }: StatusDocument,
  { columns, verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  if (failed === 0) return [];
  const groups = [...Map.groupBy(failures, ({ reason }) => alikeOf(reason)).values()];
  const shown = groups.slice(0, verbose ? groups.length : MOST_FAILURES);
  const most = verbose ? failures.length : MOST_OBJECTS;
  const rest = failed - shown.reduce((sum, { length }) => sum + length, 0);
  const waiting =
    inEscrow > 0
      ? `, ${inEscrow.toLocaleString('en-US')} of them waiting in escrow; --retry-now tries them at once`
      : '';
  return [
    paint.bad(`${count(failed, 'object')} not as the directory has it${waiting}`),
    ...shown.flatMap((group) => [
      ...wrap(printable(reasonOf(group)), columns - 4).map(
        (line, index) => `${index === 0 ? `  ${paint.bad('✖')} ` : '    '}${line}`,
      ),
      ...group
        .slice(0, most)
        .map((one) => `      ${one.resource} ${printable(one.name)}  ${paint.faint(timesText(one))}`),
      ...(group.length > most ? [paint.faint(`      and ${(group.length - most).toLocaleString('en-US')} more`)] : []),
    ]),
    ...(rest > 0 ? [paint.faint(`  and ${rest.toLocaleString('en-US')} more`)] : []),
  ];
};

/** Of several what is the same in all of them. */
const reasonOf = ([first, ...others]: readonly Failure[]): string => {
  const { reason = '' } = first ?? {};
  return others.length > 0 ? alikeOf(reason) : reason;
};

const timesText = ({ attempts, since, nextTry }: Failure): string => {
  const times = attempts === 1 ? `tried at ${since}` : `tried ${attempts} times since ${since}`;
  return nextTry === undefined ? times : `${times}, again from ${minuteOf(nextTry)}`;
};

const unresolvedLines = (
  { unresolved, running }: StatusDocument,
  { verbose }: ProvisionContext,
  paint: Paint,
): string[] => {
  if (unresolved.length === 0) return [];
  if (running !== undefined) return [`${count(unresolved.length, 'request')} under way`];
  const shown = unresolved.slice(0, verbose ? unresolved.length : MOST_FAILURES);
  const rest = unresolved.length - shown.length;
  return [
    paint.doubtful(
      `${count(unresolved.length, 'request')} of which it is not known what came of them: the next run looks first`,
    ),
    ...shown.map(
      ({ action, resource, id, at }) => `  ${printable(`${wordsFor(action, resource)} ${id}`)}  ${paint.faint(at)}`,
    ),
    ...(rest > 0 ? [paint.faint(`  and ${rest.toLocaleString('en-US')} more`)] : []),
  ];
};
