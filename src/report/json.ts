/** The report for programs. Its shape is `suites/report.schema.json`; a new `version` when a reader could break. */

import type { Reason } from '../expect/reason.ts';
import type { CaseResult, Outcome, Readiness, RunSummary } from '../run/events.ts';
import type { Json } from '../scim/json.ts';
import type { Evidence, IdpNeed, Level } from '../suite/model.ts';
import type { Exchange, WireResponse } from '../wire/exchange.ts';
import type { ReportContext } from './listener.ts';
import { exchangesBehind } from './record.ts';

export interface JsonReport {
  readonly version: 1;
  readonly tool: string;
  readonly target: string;
  readonly seed: number;
  readonly tag: string;
  /** The identity providers named with --idp. */
  readonly idps: readonly string[];
  /** The profiles named with --profile. */
  readonly profilesAsked?: readonly string[];
  readonly exitCode: number;
  readonly aborted?: NonNullable<RunSummary['aborted']>;
  readonly counts: Readonly<Record<Outcome, number>>;
  readonly facts: readonly { readonly name: string; readonly value: Json; readonly from: string }[];
  readonly cases: readonly JsonCase[];
  readonly readiness: readonly Readiness[];
  /** Of each profile that was asked for, or is included in one: a verdict that says nothing of the RFCs. */
  readonly profiles?: NonNullable<RunSummary['profiles']>;
  readonly requests: number;
  readonly durationMs: number;
  readonly leftovers: readonly string[];
  /** Baseline entries that excused nothing. */
  readonly unusedBaseline?: NonNullable<RunSummary['unusedBaseline']>;
  /** The exchanges of the cases that did not pass, with their texts cut to 64 KiB each and 8 MiB together. */
  readonly exchanges: readonly JsonExchange[];
}

export interface JsonCase {
  readonly id: string;
  readonly title: string;
  readonly suite: string;
  readonly level: Level;
  readonly cites: readonly string[];
  readonly idps: Readonly<Record<string, IdpNeed>>;
  readonly profiles?: NonNullable<CaseResult['profiles']>;
  readonly sources: readonly string[];
  readonly why?: string;
  readonly evidence?: Evidence;
  readonly outcome: Outcome;
  readonly reasons: readonly Reason[];
  readonly blockedBy?: string;
  readonly known?: NonNullable<CaseResult['known']>;
  readonly under: CaseResult['under'];
  readonly exchanges: readonly number[];
  readonly durationMs: number;
}

export interface JsonExchange extends Omit<Exchange, 'response'> {
  readonly response?: Omit<WireResponse, 'body'>;
  readonly case?: string;
  readonly step?: string;
  /** The texts were longer than a report should hold. */
  readonly cut?: true;
}

const ONE_TEXT = 64 * 1024;
const ALL_TEXTS = 8 * 1024 * 1024;

/** The report of a finished run; throws when the run has no summary. */
export const jsonReport = (context: ReportContext): JsonReport => {
  const { started, summary, results, facts } = context.record;
  if (started === undefined || summary === undefined)
    throw new Error('a run without a beginning or an end has no report');
  return {
    version: 1,
    tool: started.tool,
    target: started.target,
    seed: started.seed,
    tag: started.tag,
    idps: started.idps,
    ...(started.profiles && { profilesAsked: started.profiles }),
    exitCode: summary.exitCode,
    ...(summary.aborted && { aborted: summary.aborted }),
    counts: summary.counts,
    facts: facts.map(({ name, value, from }) => ({ name, value, from })),
    cases: results.map(caseOf),
    readiness: summary.readiness,
    ...(summary.profiles && { profiles: summary.profiles }),
    requests: summary.requests,
    durationMs: summary.durationMs,
    leftovers: summary.leftovers,
    ...(summary.unusedBaseline && { unusedBaseline: summary.unusedBaseline }),
    exchanges: exchangesOf(context),
  };
};

const caseOf = (result: CaseResult): JsonCase => ({
  id: result.id,
  title: result.title,
  suite: result.suite,
  level: result.level,
  cites: result.cites,
  idps: result.idps,
  ...(result.profiles && { profiles: result.profiles }),
  sources: result.sources,
  ...(result.why !== undefined && { why: result.why }),
  ...(result.evidence && { evidence: result.evidence }),
  outcome: result.outcome,
  reasons: result.reasons,
  ...(result.blockedBy !== undefined && { blockedBy: result.blockedBy }),
  ...(result.known && { known: result.known }),
  under: result.under,
  exchanges: result.exchanges,
  durationMs: result.durationMs,
});

const exchangesOf = ({ record }: ReportContext): JsonExchange[] => {
  const numbers = record.results
    .filter((result) => result.outcome !== 'pass')
    .flatMap((result) => exchangesBehind(result));
  let left = ALL_TEXTS;
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .flatMap((number) => {
      const recorded = record.exchanges.get(number);
      if (recorded === undefined) return [];
      const written = exchangeOf(recorded.exchange, Math.min(ONE_TEXT, left));
      left -= (written.request.body?.length ?? 0) + (written.response?.text.length ?? 0);
      return [
        {
          ...written,
          ...(recorded.case !== undefined && { case: recorded.case }),
          ...(recorded.step !== undefined && { step: recorded.step }),
        },
      ];
    });
};

const exchangeOf = (exchange: Exchange, most: number): JsonExchange => {
  const { request, response, ...rest } = exchange;
  const isCut = (request.body?.length ?? 0) > most || (response?.text.length ?? 0) > most;
  const short = { ...request, ...(request.body !== undefined && { body: request.body.slice(0, most) }) };
  if (response === undefined) return { ...rest, request: short, ...(isCut && { cut: true }) };
  const { body: _parsed, ...kept } = response;
  return {
    ...rest,
    request: short,
    response: { ...kept, text: kept.text.slice(0, most) },
    ...(isCut && { cut: true }),
  };
};
