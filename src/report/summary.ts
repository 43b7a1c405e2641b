/** The end of the text report: how many, the verdict, what is left behind, what to do next. */
import { type CaseResult, OUTCOMES, type Outcome, type ProfileVerdict, type RunSummary } from '../run/events.ts';
import type { ReportContext } from './listener.ts';
import type { Paint } from './paint.ts';
import { count, cut, duration, listed, printable, wrap } from './printable.ts';
import { tallyOf } from './profiles.ts';
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
    ...(targetWords.split(' ')[0] === 'demo'
      ? []
      : [`  ${paint.command(`scimulate cleanup ${targetWords}`)} tries again`]),
  ];
};

/** The verdict in words, in one line. It claims no more than was judged. */
export const verdict = (summary: RunSummary, context: ReportContext): string => {
  if (summary.aborted?.kind === 'interrupted') return 'interrupted: nothing is proved';
  if (summary.aborted) return `could not tell: ${printable(summary.aborted.because)}`;
  if (summary.exitCode === 1) return refusal(summary, context);
  if (summary.exitCode === 0) return approval(summary, context);
  return summary.counts.error > 0
    ? `could not tell: ${count(summary.counts.error, 'case')} ended in an error`
    : 'could not tell: the set-up of some cases did not work';
};

const approval = ({ counts, readiness, profiles = [] }: RunSummary, context: ReportContext): string => {
  const judged = counts.pass + counts.warn + counts.note;
  if (judged === 0) return 'nothing was judged';
  const idps = (context.record.started?.idps ?? []).map((idp) => {
    const features = readiness.filter((row) => row.idp === idp);
    const ready = features.filter(({ status }) => status === 'ready').length;
    const title = context.idpTitle(idp);
    return ready === features.length ? title : `${title} in ${ready} of ${count(features.length, 'feature')}`;
  });
  const ready = idps.length === 0 ? '' : `, and is ready for ${listed(idps, 9)}`;
  const start = isAboutRfcs(context.record) ? 'conforms to the RFCs, and ' : '';
  if (profiles.length > 0)
    return `${start}${listed(profiles.map(approvalBy), 9)}${ready}: no failure in ${count(judged, 'case')}${knownOnes(counts)}`;
  return `conforms${ready}: no failure in ${count(judged, 'case')}${knownOnes(counts)}`;
};

const knownOnes = ({ known }: RunSummary['counts']): string =>
  known === 0 ? '' : `, apart from ${count(known, 'known failure')}`;

/** Nothing of a profile that was asked for is broken; it is met only where everything that can be seen was tested. */
const approvalBy = (verdict: ProfileVerdict): string => {
  const { holds, seen } = tallyOf(verdict);
  return verdict.status === 'met'
    ? `meets ${verdict.profile}`
    : `${verdict.profile} in ${holds} of ${count(seen, 'MUST')}`;
};

/** The RFCs, the identity providers and the profiles each have a sentence of their own. */
const refusal = ({ profiles = [] }: RunSummary, { record, idpTitle }: ReportContext): string => {
  const failed = record.results.filter(violatesRfc).length;
  const fixed = record.results.filter(({ outcome }) => outcome === 'fixed').length;
  const unready = (record.started?.idps ?? []).filter((idp) =>
    record.results.some((result) => result.outcome === 'fail' && unreadyFor(result, [idp]).length > 0),
  );
  const parts = [
    ...(failed === 0 && profiles.length > 0 && isAboutRfcs(record) ? ['conforms to the RFCs'] : []),
    ...(failed > 0
      ? [`does not conform${profiles.length > 0 ? ' to the RFCs' : ''}: ${count(failed, 'case')} failed`]
      : []),
    ...profiles.filter(({ status }) => status === 'not-met').map(refusalBy),
    ...(unready.length > 0 ? [`is not ready for ${listed(unready.map(idpTitle), 9)}`] : []),
    ...(fixed > 0
      ? [`${count(fixed, 'case')} of the baseline passed: take ${fixed === 1 ? 'it' : 'them'} out of it`]
      : []),
  ];
  return parts.length === 0 ? 'does not conform' : parts.join(', and ');
};

/** Whether a run by profiles judged more than these ask for. */
const isAboutRfcs = ({ started }: ReportContext['record']): boolean =>
  started?.selected.some(({ level, profiles }) => level === 'MUST' && profiles === undefined) === true;

const refusalBy = (verdict: ProfileVerdict): string => {
  const { broken, seen } = tallyOf(verdict);
  const why =
    broken > 0
      ? `${broken} of ${count(seen, 'MUST')} ${broken === 1 ? 'is' : 'are'} broken`
      : `it includes ${listed(verdict.includes, 9)}`;
  return `does not meet ${verdict.profile}: ${why}`;
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
  const { record, hint, columns } = context;
  const hints = summary.exitCode === 3 && hint !== undefined ? wrap(hint, columns - 2) : [];
  const bad = record.results.find(isBad) ?? record.results.find(({ outcome }) => outcome === 'error');
  const commands =
    bad === undefined
      ? []
      : [
          [`scimulate cases show ${bad.id}`, 'what this case asks'],
          [againCommand(bad, context), 'only this case, with every exchange'],
        ];
  const width = Math.max(0, ...commands.map(([command = '']) => command.length));
  return [
    ...hints.map((line) => `  ${line}`),
    ...commands.map(
      ([command = '', about = '']) => `  ${paint.command(printable(command).padEnd(width))}  ${paint.faint(about)}`,
    ),
  ];
};

/** A check watches the exchanges of cases, so the case that made the bad one has to run with it. */
const againCommand = (result: CaseResult, { record, targetWords }: ReportContext): string => {
  const { idps = [], profiles = [] } = record.started ?? {};
  const judged = result.reasons.find(({ exchange }) => exchange !== undefined)?.exchange;
  const from = judged === undefined ? undefined : record.exchanges.get(judged)?.case;
  const only = [...new Set([...(from === undefined ? [] : [from]), result.id])];
  return [
    'scimulate test',
    targetWords,
    ...(idps.length > 0 ? [`--idp ${idps.join(',')}`] : []),
    ...(profiles.length > 0 ? [`--profile ${profiles.join(',')}`] : []),
    ...only.map((id) => `--only ${id}`),
    '-v',
  ].join(' ');
};
