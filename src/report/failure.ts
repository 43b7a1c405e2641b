/** One failure on one screen: what was asked, where it stands, what came, why it matters, how to see it again. */
import type { Reason } from '../expect/reason.ts';
import type { CaseResult } from '../run/events.ts';
import { isObject } from '../scim/json.ts';
import { toCurl } from '../wire/curl.ts';
import type { Exchange } from '../wire/exchange.ts';
import { parseJson } from '../wire/json.ts';
import { sourceExcerpt } from './excerpt.ts';
import { exchangeLines, targetOf } from './exchange.ts';
import type { Group } from './group.ts';
import type { ReportContext } from './listener.ts';
import type { Paint } from './paint.ts';
import { columnsOf, count, cut, listed, printable, wrap, wrapAtMost } from './printable.ts';
import { brokenProfiles } from './profiles.ts';
import { isBad, unreadyFor, violatesRfc } from './record.ts';
import { labelled, requirementLines } from './requirement.ts';
import { typedValue } from './value.ts';

const INDENT = '  ';
const MORE_REASONS = 4;
const MESSAGE_LINES = 4;
const EARLIER = 4;
const BODY_LINES = 3;

/** A failing case, or several that fail alike, as lines. */
export const failureLines = (group: Group, context: ReportContext, paint: Paint): string[] => {
  const { first, others } = group;
  const reasons = leading(first, context);
  const reason = reasons[0];
  const blocks = [
    headLines(first, context, paint),
    reason === undefined ? [] : reasonLines(reason, context, paint),
    moreLines(reasons.slice(1), context, paint),
    meaningLines(first, reason, context, paint),
    evidenceLines(first, reason, context, paint),
    alikeLines(others, context.columns - 2, context.verbose),
  ];
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) =>
      index === 0 ? block : ['', ...block.map((line) => (line === '' ? line : INDENT + line))],
    );
};

/** Reasons that made the case fail stand before those that only one identity provider minds. */
const leading = (result: CaseResult, context: ReportContext): readonly Reason[] => {
  const selected = context.record.started?.idps ?? [];
  const minded = result.reasons.filter(
    ({ idp }) => idp === undefined || selected.length === 0 || selected.includes(idp),
  );
  const kept = minded.length > 0 ? minded : result.reasons;
  return [...kept].sort((a, b) => Number(a.idp !== undefined) - Number(b.idp !== undefined));
};

/**
 * Whom it fails: the level when the RFC is broken, the identity providers asked for that cannot work with it, and the
 * profiles that it breaks.
 */
const labelOf = (result: CaseResult, context: ReportContext): string => {
  const idps = unreadyFor(result, context.record.started?.idps ?? []).map(context.idpTitle);
  const others = [...idps, ...brokenProfiles(result)];
  return [...(violatesRfc(result) || others.length === 0 ? [result.level] : []), ...others].join(' · ');
};

/** What went wrong, with one line for each case, of at most the context's columns: level, id, first reason. */
export const failuresInShort = (context: ReportContext): string[] =>
  context.record.results
    .filter((result) => isBad(result) || result.outcome === 'error')
    .map((result) => {
      const mark = result.outcome === 'error' ? '‼' : '✖';
      const why =
        result.outcome === 'fixed' ? 'passes, though the baseline says that it fails' : result.reasons[0]?.message;
      return cut(
        printable([`${mark} ${labelOf(result, context)}`, result.id, why].join('  ').trimEnd()),
        context.columns,
      );
    });

const headLines = (result: CaseResult, context: ReportContext, paint: Paint): string[] => {
  return [
    `${paint.bad(`✖ ${labelOf(result, context)}`)}  ${paint.strong(printable(result.id))}`,
    ...wrap(printable(result.title), context.columns - 2).map((line) => INDENT + line),
  ];
};

const reasonLines = (reason: Reason, context: ReportContext, paint: Paint): string[] => {
  const columns = context.columns - 2;
  const named: (readonly [string, string])[] = [];
  if (reason.actual !== undefined) named.push(['actual', typedValue(reason.actual)]);
  if (reason.expected !== undefined) named.push(['expected', typedValue(reason.expected)]);
  if (reason.rule !== undefined) named.push(['rule', printable(reason.rule)]);
  return [
    ...(reason.at ? sourceExcerpt(reason.at, context.source(reason.at.file), columns, paint) : []),
    ...messageLines(reason.message, context).map((line, index) =>
      index === 0 ? paint.bad(line) : `${INDENT}${paint.bad(line)}`,
    ),
    ...named.map(([name, text]) => `${INDENT}${paint.faint(name.padEnd(9))} ${cut(text, columns - 12)}`),
    ...(reason.idp === undefined
      ? []
      : [`${INDENT}${paint.faint('for'.padEnd(9))} ${context.idpTitle(reason.idp)} only`]),
  ];
};

/** Long sentences repeat what stands in the suite file; a few lines of them are enough on one screen. */
const messageLines = (message: string, { verbose, columns }: ReportContext): string[] =>
  verbose ? wrap(printable(message), columns - 4) : wrapAtMost(printable(message), columns - 4, MESSAGE_LINES);

const moreLines = (reasons: readonly Reason[], context: ReportContext, paint: Paint): string[] => {
  if (reasons.length === 0) return [];
  const shown = context.verbose ? reasons : reasons.slice(0, MORE_REASONS);
  const lines = shown.map(({ message, at, idp }) => {
    const place = `${idp === undefined ? '' : ` (${context.idpTitle(idp)} only)`}${at ? `  line ${at.line}` : ''}`;
    return `also  ${cut(printable(message), context.columns - 8 - columnsOf(place))}${paint.faint(place)}`;
  });
  const left = reasons.length - shown.length;
  return left > 0 ? [...lines, paint.faint(`and ${count(left, 'more reason')}; -v prints them`)] : lines;
};

/** A step without a name is called after its request, which is shown anyway. */
const SAYS_NOTHING_NEW = /^[A-Z]+ /;

const meaningLines = (
  result: CaseResult,
  reason: Reason | undefined,
  context: ReportContext,
  paint: Paint,
): string[] => {
  const step = reason?.exchange === undefined ? undefined : context.record.exchanges.get(reason.exchange)?.step;
  const columns = context.columns - 2;
  const needs = Object.entries(result.idps)
    .filter(([, { need }]) => need === 'required')
    .map(([idp, { features }]) => `${context.idpTitle(idp)} (${features.join(', ')})`);
  return [
    ...requirementLines(result.cites, context.requirements, columns, paint),
    ...(result.why === undefined ? [] : labelled('why', result.why, columns, paint.faint)),
    ...Object.keys(result.profiles ?? {}).flatMap((name) =>
      labelled('asked by', context.profileTitle(name), columns, paint.faint),
    ),
    ...(needs.length === 0 ? [] : labelled('needed by', needs.join(', '), columns, paint.faint)),
    ...(result.evidence === undefined ? [] : labelled('evidence', result.evidence, columns, paint.faint)),
    ...(step === undefined || SAYS_NOTHING_NEW.test(step) ? [] : labelled('step', step, columns, paint.faint)),
  ];
};

const evidenceLines = (
  result: CaseResult,
  reason: Reason | undefined,
  context: ReportContext,
  paint: Paint,
): string[] => {
  const numbers = result.exchanges;
  const judged = reason?.exchange ?? numbers.at(-1);
  const exchange = judged === undefined ? undefined : context.record.exchanges.get(judged)?.exchange;
  if (exchange === undefined) return [];
  const earlier = numbers
    .filter((number) => number < exchange.number)
    .flatMap((number) => context.record.exchanges.get(number)?.exchange ?? []);
  const view = { path: reason?.path, columns: context.columns - 2, whole: context.verbose };
  return [
    ...(context.verbose
      ? earlier.flatMap((before) => [...exchangeLines(before, { ...view, path: undefined }, paint), ''])
      : earlierLines(earlier, context.columns - 2, paint)),
    ...exchangeLines(exchange, view, paint),
    '',
    paint.faint('again, with the Authorization header in the file $SCIMULATE_AUTH_HEADER:'),
    ...toCurl(exchange)
      .split('\n')
      .map((line) => paint.command(printable(line))),
  ];
};

/** What led here in a line each; of the last change the body too, because it is most often what went wrong. */
const earlierLines = (earlier: readonly Exchange[], columns: number, paint: Paint): string[] => {
  if (earlier.length === 0) return [];
  const shown = earlier.slice(-EARLIER);
  const change = shown.findLast(({ request }) => request.body !== undefined);
  const lines = shown.flatMap((exchange) => {
    const { request, response } = exchange;
    const answer = response === undefined ? 'no answer' : String(response.status);
    const body = exchange === change ? wrapAtMost(printable(bodyInShort(exchange)), columns - 4, BODY_LINES) : [];
    return [
      `${cut(`${request.method} ${targetOf(request.url)}`, columns - 14)} → ${answer}`,
      ...body.map((line) => `    ${cut(line, columns - 4)}`),
    ];
  });
  const left = earlier.length - shown.length;
  const head = left > 0 ? `before this, and ${left} more (-v prints them):` : 'before this:';
  return [...[head, ...lines].map(paint.faint), ''];
};

/** The `schemas` of a request that was taken say nothing that the request line does not say. */
const bodyInShort = ({ request: { body = '' }, response }: Exchange): string => {
  const { value } = parseJson(body);
  if (!isObject(value)) return body;
  const { schemas: _schemas, ...rest } = value;
  const refused = (response?.status ?? 0) >= 400;
  return JSON.stringify(refused ? value : rest, null, 1).replace(/\n\s*/g, ' ');
};

const alikeLines = (others: readonly CaseResult[], columns: number, verbose: boolean): string[] => {
  if (others.length === 0) return [];
  const ids = others.map(({ id }) => printable(id));
  return [
    `The same in ${count(others.length, 'more case')}:`,
    ...wrap(listed(ids, verbose ? ids.length : 8), columns - 2).map((line) => INDENT + line),
  ];
};
