/** The end of the text report: how many, the verdict, what is left behind, what to do next. */
import { OUTCOMES, type Outcome, type RunSummary } from '../run/events.ts';
import type { ReportContext } from './listener.ts';
import type { Paint } from './paint.ts';
import { count, cut, duration, listed, printable, wrap } from './printable.ts';
import { isBad, unreadyFor, violatesRfc } from './record.ts';

const MOST_LEFTOVERS = 20;

/** Lines of the summary of a finished run. */
export const summaryLines = (summary: RunSummary, context: ReportContext, paint: Paint): string[] => [
  countLine(summary, paint),
  ...costLines(summary, context, paint),
  ...leftoverLines(context, paint),
  '',
  ...verdictLines(summary, context, paint),
  ...nextLines(summary, context, paint),
];

const COLOURS: Partial<Record<Outcome, 'good' | 'bad' | 'doubtful'>> = {
  pass: 'good',
  fail: 'bad',
  fixed: 'bad',
  error: 'bad',
  warn: 'doubtful',
  blocked: 'doubtful',
};

const countLine = ({ counts }: RunSummary, paint: Paint): string => {
  const parts = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => {
    const text = `${counts[outcome].toLocaleString('en-US')} ${outcome}`;
    const colour = COLOURS[outcome];
    return colour === undefined ? text : paint[colour](text);
  });
  return parts.length === 0 ? 'no case was judged' : parts.join(paint.faint(' · '));
};

const costLines = (summary: RunSummary, { record }: ReportContext, paint: Paint): string[] => {
  const waited =
    record.waitedSeconds > 0 ? `, ${duration(record.waitedSeconds * 1000)} of it waiting because the target asked` : '';
  const seed = record.started === undefined ? '' : ` · seed ${record.started.seed}`;
  const to = record.started === undefined ? '' : ` to ${printable(record.started.target)}`;
  return [paint.faint(`${count(summary.requests, 'request')}${to} in ${duration(summary.durationMs)}${waited}${seed}`)];
};

const leftoverLines = ({ record, columns, targetWords }: ReportContext, paint: Paint): string[] => {
  const { leftovers } = record;
  if (leftovers.length === 0) return [paint.faint('left on the target: nothing')];
  const shown = leftovers.slice(0, MOST_LEFTOVERS);
  const more = leftovers.length - shown.length;
  return [
    paint.doubtful(`left on the target: ${count(leftovers.length, 'resource')}`),
    ...shown.map(
      ({ url, because }) => `  ${printable(url)}  ${paint.faint(cut(printable(because), Math.max(20, columns / 2)))}`,
    ),
    ...(more > 0 ? [paint.faint(`  and ${more} more`)] : []),
    ...(targetWords === 'demo' ? [] : [`  ${paint.command(`scimulate cleanup ${targetWords}`)} tries again`]),
  ];
};

/** The verdict in words, in one line. */
export const verdict = (summary: RunSummary, context: ReportContext): string => {
  const { record } = context;
  const idps = record.started?.idps ?? [];
  if (summary.aborted?.kind === 'interrupted') return 'interrupted: nothing is proved';
  if (summary.aborted) return `could not tell: ${printable(summary.aborted.because)}`;
  if (summary.exitCode === 3) return `could not tell: ${count(summary.counts.error, 'case')} ended in an error`;
  if (summary.exitCode === 0) {
    const judged = summary.counts.pass + summary.counts.warn + summary.counts.note + summary.counts.known;
    if (judged === 0) return 'nothing was judged';
    return idps.length === 0 ? 'conforms' : `conforms, and is ready for ${listed(idps.map(context.idpTitle), 9)}`;
  }
  const failed = record.results.filter(violatesRfc).length;
  const fixed = record.results.filter(({ outcome }) => outcome === 'fixed').length;
  const unready = idps.filter((idp) =>
    record.results.some((result) => result.outcome === 'fail' && unreadyFor(result, [idp]).length > 0),
  );
  const parts = [
    ...(failed > 0 ? [`does not conform: ${count(failed, 'case')} failed`] : []),
    ...(unready.length > 0 ? [`is not ready for ${listed(unready.map(context.idpTitle), 9)}`] : []),
    ...(fixed > 0
      ? [`${count(fixed, 'case')} of the baseline passed: take ${fixed === 1 ? 'it' : 'them'} out of it`]
      : []),
  ];
  return parts.length === 0 ? 'does not conform' : parts.join(', and ');
};

const verdictLines = (summary: RunSummary, context: ReportContext, paint: Paint): string[] => {
  const [first = '', ...rest] = wrap(verdict(summary, context), context.columns - 2);
  const [mark, colour] =
    summary.exitCode === 0
      ? (['✔', paint.good] as const)
      : summary.exitCode === 1
        ? (['✖', paint.bad] as const)
        : (['?', paint.doubtful] as const);
  return [colour(`${mark} ${first}`), ...rest.map((line) => colour(`  ${line}`))];
};

const nextLines = (summary: RunSummary, context: ReportContext, paint: Paint): string[] => {
  const { record, hint, targetWords } = context;
  const hints = summary.exitCode === 3 && hint !== undefined ? wrap(hint, context.columns - 2) : [];
  const bad = record.results.find(isBad) ?? record.results.find(({ outcome }) => outcome === 'error');
  const commands =
    bad === undefined
      ? []
      : [
          [`scimulate cases show ${bad.id}`, 'what this case asks'],
          [`scimulate test ${targetWords} --only ${bad.id} -v`, 'only this case, with every exchange'],
        ];
  const width = Math.max(0, ...commands.map(([command = '']) => command.length));
  return [
    ...hints.map((line) => `  ${line}`),
    ...commands.map(
      ([command = '', about = '']) => `  ${paint.command(printable(command).padEnd(width))}  ${paint.faint(about)}`,
    ),
  ];
};
