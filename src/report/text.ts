/** The report for people. What matters most stands last: a terminal shows the end. */
import type { CaseResult } from '../run/events.ts';
import { exchangeLines } from './exchange.ts';
import { failureLines } from './failure.ts';
import { type Group, groupAlike } from './group.ts';
import type { ReportContext } from './listener.ts';
import { createPaint, type Paint } from './paint.ts';
import { columnsOf, count, cut, listed, printable, wrap } from './printable.ts';
import { profileLines } from './profiles.ts';
import { readinessLines } from './readiness.ts';
import { isBad } from './record.ts';
import { citation } from './requirement.ts';
import { summaryLines } from './summary.ts';

/** Failures shown on a screen of their own; more than that are listed in a line each, unless -v is given. */
const FULL_FAILURES = 10;

/** The whole report of a finished run, ending in a line end. */
export const textReport = (context: ReportContext): string => {
  const { record } = context;
  const { summary } = record;
  if (summary === undefined) throw new Error('a run without an end has no report');
  const paint = createPaint(context.colour);
  const bad = record.results.filter(isBad);
  const of = (outcome: CaseResult['outcome']): CaseResult[] =>
    record.results.filter((result) => result.outcome === outcome);
  const sections = [
    context.verbose ? noteLines(of('note'), context, paint) : [],
    context.verbose ? passLines(of('pass'), context, paint) : [],
    skipLines(of('skip'), context, paint),
    warningLines(of('warn'), context, paint),
    knownLines(of('known'), context, paint),
    blockedLines(of('blocked'), context, paint),
    errorLines(of('error'), context, paint),
    badLines(bad, context, paint),
    readinessLines(summary.readiness, context, paint),
    profileLines(summary.profiles ?? [], context, paint),
    summaryLines(summary, context, paint),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
};

const badLines = (bad: readonly CaseResult[], context: ReportContext, paint: Paint): string[] => {
  const fixed = bad.filter(({ outcome }) => outcome === 'fixed');
  const groups = groupAlike(
    bad.filter(({ outcome }) => outcome !== 'fixed'),
    context.record.started?.tag ?? '',
  );
  const full = context.verbose ? groups : groups.slice(0, FULL_FAILURES);
  const rest = groups.slice(full.length);
  return [
    ...full.map((group) => failureLines(group, context, paint)),
    ...(rest.length === 0
      ? []
      : [
          [
            paint.faint(`${count(rest.length, 'more failure')}, in short (-v prints them in full):`),
            ...rest.flatMap((group) => shortLines(group, paint.bad('✖'), context, paint)),
          ],
        ]),
    ...(fixed.length === 0
      ? []
      : [
          [
            paint.bad('✖ fixed: the baseline says that these fail, and they pass'),
            ...fixed.map(({ id }) => `  ${printable(id)}`),
          ],
        ]),
  ].flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
};

/** A group in two lines: which case of which level, and why; with the number of cases alike. */
const shortLines = ({ first, others }: Group, mark: string, context: ReportContext, paint: Paint): string[] => {
  const requirement = context.requirements.get(first.cites[0] ?? '');
  const cited = requirement === undefined ? '' : `  ${citation(requirement)}`;
  const alike = others.length === 0 ? '' : `  and ${count(others.length, 'more case')}`;
  const reason = first.reasons[0];
  return [
    `${mark} ${first.level}  ${printable(first.id)}${paint.faint(cited + alike)}`,
    ...(reason === undefined ? [] : [`    ${cut(printable(reason.message), context.columns - 4)}`]),
    ...(context.verbose && others.length > 0
      ? wrap(
          listed(
            others.map(({ id }) => id),
            others.length,
          ),
          context.columns - 6,
        ).map((line) => `      ${paint.faint(printable(line))}`)
      : []),
  ];
};

const warningLines = (warnings: readonly CaseResult[], context: ReportContext, paint: Paint): string[] =>
  groupAlike(warnings, context.record.started?.tag ?? '').flatMap((group) =>
    shortLines(group, paint.doubtful('!'), context, paint),
  );

const noteLines = (notes: readonly CaseResult[], context: ReportContext, paint: Paint): string[] =>
  groupAlike(notes, context.record.started?.tag ?? '').flatMap((group) =>
    shortLines(group, paint.faint('·'), context, paint),
  );

/** With -v and a handful of cases, the exchanges of those that passed are of interest too. */
const FEW = 5;
const passLines = (passed: readonly CaseResult[], context: ReportContext, paint: Paint): string[] => {
  if (context.record.results.length > FEW) return [];
  const view = { columns: context.columns - 2, whole: true };
  return passed.flatMap((result) => [
    `${paint.good('✔')} ${result.level}  ${printable(result.id)}`,
    ...result.exchanges.flatMap((number) => {
      const exchange = context.record.exchanges.get(number)?.exchange;
      return exchange === undefined ? [] : ['', ...exchangeLines(exchange, view, paint).map((line) => `  ${line}`)];
    }),
  ]);
};

const skipLines = (skipped: readonly CaseResult[], context: ReportContext, paint: Paint): string[] => {
  const groups = Map.groupBy(skipped, ({ reasons }) => reasons[0]?.message ?? 'no reason given');
  return [...groups].flatMap(([message, results]) => [
    `${paint.faint(`↓ ${count(results.length, 'case')} skipped`)}  ${cut(printable(message), context.columns - 24)}`,
    ...(context.verbose ? idLines(results, context) : []),
  ]);
};

/** Expected failures, under the reason that the baseline gives; then its entries that excused nothing. */
const knownLines = (known: readonly CaseResult[], context: ReportContext, paint: Paint): string[] => {
  const groups = Map.groupBy(known, (result) => result.known?.because ?? '');
  const unused = context.record.summary?.unusedBaseline ?? [];
  return [
    ...[...groups].flatMap(([because, results]) => [
      `${paint.faint(`≈ ${count(results.length, 'known failure')}`)}  ${cut(printable(because), context.columns - 24)}`,
      ...(context.verbose ? idLines(results, context) : []),
    ]),
    ...unused.map(({ cases, because }) => `${paint.doubtful('! baseline')}  ${printable(`${cases}: ${because}`)}`),
  ];
};

/** Under what blocked them: another case, with its outcome, or a step of their own set-up, with what went wrong. */
const blockedLines = (blocked: readonly CaseResult[], context: ReportContext, paint: Paint): string[] => {
  const outcomes = new Map(context.record.results.map(({ id, outcome }) => [id, outcome]));
  const causes = Map.groupBy(blocked, ({ blockedBy = '', reasons }) =>
    outcomes.has(blockedBy)
      ? `by ${blockedBy} (${outcomes.get(blockedBy)})`
      : (reasons[0]?.message ?? 'no reason given'),
  );
  return [...causes].flatMap(([cause, results]) => {
    const head = `${count(results.length, 'case')} blocked`;
    const text = printable(cause.startsWith('by ') ? cause : `: ${cause}`).replace(/^(?!:)/, ' ');
    return [
      paint.doubtful(`◌ ${head}${cut(text, context.columns - columnsOf(head) - 2)}`),
      ...idLines(results, context),
    ];
  });
};

const idLines = (results: readonly CaseResult[], context: ReportContext): string[] =>
  wrap(
    printable(
      listed(
        results.map(({ id }) => id),
        context.verbose ? results.length : 6,
      ),
    ),
    context.columns - 4,
  ).map((line) => `    ${line}`);

const errorLines = (errors: readonly CaseResult[], context: ReportContext, paint: Paint): string[] => {
  const groups = Map.groupBy(errors, ({ reasons }) => reasons[0]?.message ?? 'no reason given');
  return [...groups].flatMap(([message, results]) => [
    paint.bad(`‼ ${count(results.length, 'case')} could not be judged`),
    ...wrap(printable(message), context.columns - 4).map((line) => `    ${line}`),
    ...idLines(results, context),
  ]);
};
