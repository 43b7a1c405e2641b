/** The report for people of a plan and of a run. What matters most stands last: a terminal shows the end. */
import type { Stop } from '../../provision/events.ts';
import { createPaint, type Paint } from '../paint.ts';
import { count, duration, printable, wrap } from '../printable.ts';
import { changesAnything, countLine } from './counts.ts';
import type { ProvisionContext } from './listener.ts';
import { type ProvisionRecord, withoutQueries } from './record.ts';
import { sectionLines } from './sections.ts';
import { noticeLines, refusalLines, rejectedLines } from './trouble.ts';

/** The whole report of a finished run, ending in a line end; throws when the run has no end. */
export const provisionText = (record: ProvisionRecord, context: ProvisionContext): string => {
  const paint = createPaint(context.colour);
  const isPlan = record.started?.purpose === 'plan';
  const sections = [
    headLines(record, context, paint),
    // What was done is what was planned; a long run is told in numbers.
    isPlan || context.verbose ? sectionLines(record.sections, isPlan ? 'to do' : 'done', context, paint) : [],
    noticeLines(record, context, paint),
    rejectedLines(record, context, paint),
    refusalLines(record, context, paint),
    [...summaryLines(record, isPlan, paint), '', ...verdictLines(record, context, paint)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

const headLines = ({ started, staged }: ProvisionRecord, context: ProvisionContext, paint: Paint): string[] => {
  if (started === undefined) return [];
  const what =
    staged &&
    [
      count(staged.people, 'person', 'people'),
      count(staged.groups, 'group'),
      count(staged.memberships, 'membership'),
    ].join(', ');
  return [
    `${paint.strong(`${printable(context.idpTitle(started.idp))} (${started.mode})`)} → ${paint.strong(printable(started.target))}`,
    ...wrap(printable(started.directory), context.columns).map((line) => paint.faint(line)),
    ...(what === undefined ? [] : [paint.faint(what)]),
  ];
};

const summaryLines = (
  { finished, planned, started, waitedSeconds }: ProvisionRecord,
  isPlan: boolean,
  paint: Paint,
): string[] => {
  if (finished === undefined) throw new Error('a run without an end has no report');
  const { summary } = finished;
  const counts = isPlan && planned !== undefined ? planned.counts : summary;
  const isPart = isPlan && planned === undefined && finished.stopped !== undefined;
  const reads = isPlan && summary.requests > 0 ? ', all of them reads,' : '';
  const to = started === undefined ? '' : ` to ${printable(started.target)}`;
  const waited = waitedSeconds > 0 ? `, ${duration(waitedSeconds * 1000)} of it waiting because the target asked` : '';
  return [
    isPart
      ? `as far as it came: ${countLine(counts, 'known', paint)}`
      : countLine(counts, isPlan ? 'to do' : 'done', paint),
    paint.faint(`${count(summary.requests, 'request')}${reads}${to} in ${duration(summary.durationMs)}${waited}`),
  ];
};

/** For --quiet: what went wrong, and the verdict; ends in a line end. */
export const provisionInShort = (record: ProvisionRecord, context: ProvisionContext): string => {
  const paint = createPaint(context.colour);
  const lines = [
    ...rejectedLines(record, context, paint),
    ...refusalLines(record, context, paint),
    provisionVerdict(record),
    ...hintLines(record, context),
  ];
  return `${lines.join('\n')}\n`;
};

/** The verdict in words, in one line. It claims no more than was done. */
export const provisionVerdict = ({ finished, started, refused, rejected, planned }: ProvisionRecord): string => {
  if (finished === undefined) throw new Error('a run without an end has no verdict');
  const { stopped, summary, exitCode } = finished;
  if (stopped !== undefined) {
    const kind = STOPPED[stopped.kind];
    return kind === stopped.because ? kind : `${kind}: ${afterColon(printable(withoutQueries(stopped.because)))}`;
  }
  if (started?.purpose === 'plan') {
    const anything = changesAnything(planned?.counts ?? summary);
    const left = leftOut(rejected.count, refused);
    const words = anything ? 'nothing has been changed: this is a plan' : 'there is nothing to do';
    return left === '' ? words : `${words}; ${left} would be left out`;
  }
  if (exitCode === 3) return 'could not tell: not everything could be found out';
  if (exitCode === 130) return 'interrupted';
  if (exitCode === 0)
    return changesAnything(summary)
      ? 'everything is as the directory has it'
      : 'everything was as the directory has it';
  return `${leftOut(rejected.count, refused) || count(summary.refused, 'object')} not as the directory has it`;
};

/** `1 row and 6 objects`. */
const leftOut = (rows: number, objects: number): string =>
  [...(rows > 0 ? [count(rows, 'row')] : []), ...(objects > 0 ? [count(objects, 'object')] : [])].join(' and ');

/** Several sentences keep their capitals, and one keeps its words that have some. */
const afterColon = (text: string): string =>
  /^(?:The|There|No|Nothing|A|An|This) /.test(text) ? text.slice(0, 1).toLowerCase() + text.slice(1) : text;

export const STOPPED: Readonly<Record<Stop['kind'], string>> = {
  shrink: 'stopped to ask',
  changed: 'stopped to ask',
  quarantine: 'stopped',
  lost: 'could not tell',
  interrupted: 'interrupted',
};

const verdictLines = (record: ProvisionRecord, context: ProvisionContext, paint: Paint): string[] => {
  const exitCode = record.finished?.exitCode ?? 3;
  const [mark, colour] =
    exitCode === 0
      ? (['✔', paint.good] as const)
      : exitCode === 1
        ? (['✖', paint.bad] as const)
        : (['?', paint.doubtful] as const);
  const [first = '', ...rest] = wrap(provisionVerdict(record), context.columns - 2);
  return [
    colour(`${mark} ${first}`),
    ...rest.map((line) => colour(`  ${line}`)),
    ...hintLines(record, context),
    ...nextLines(record, context, paint),
  ];
};

const hintLines = ({ finished }: ProvisionRecord, { hint, columns }: ProvisionContext): string[] => {
  const stopped = finished?.stopped;
  const hints = [
    ...(stopped?.hint === undefined ? [] : [stopped.hint]),
    ...(stopped?.kind === 'lost' && hint !== undefined ? [hint] : []),
  ];
  return hints.flatMap((one) => wrap(printable(one), columns - 2).map((line) => `  ${line}`));
};

/** Something is not tried again by itself before its time. */
const waits = ({ refusals }: ProvisionRecord): boolean =>
  refusals.some(({ refusals: few }) => few.first.some(({ nextTry }) => nextTry !== undefined));

/** What to run next. */
const nextLines = (record: ProvisionRecord, { state, applyWords }: ProvisionContext, paint: Paint): string[] => {
  const { started, finished, planned, refused } = record;
  const isPlan = started?.purpose === 'plan';
  const commands: [string, string][] = [];
  if (
    isPlan &&
    finished?.stopped === undefined &&
    applyWords !== undefined &&
    planned &&
    changesAnything(planned.counts)
  ) {
    commands.push([`${applyWords} --plan ${planned.digest}`, 'does this and nothing else']);
  }
  if (!isPlan && refused > 0 && state !== undefined) {
    commands.push([`scimulate provision status --state ${state}`, 'what is left, and why']);
  }
  if (!isPlan && applyWords !== undefined && waits(record)) {
    commands.push([`${applyWords} --retry-now`, 'tries again at once']);
  }
  return commands.map(([command, about]) => `  ${paint.command(printable(command))}  ${paint.faint(about)}`);
};
