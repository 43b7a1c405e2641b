/** What happened in a run, collected from its events, for the reports that are written at its end. */
import type { CaseInfo, CaseResult, RunEvent, RunSummary } from '../run/events.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { Listener } from './listener.ts';

export type RunStarted = Extract<RunEvent, { type: 'run-started' }>;
export type Fact = Extract<RunEvent, { type: 'fact' }>;

export interface RecordedExchange {
  readonly exchange: Exchange;
  readonly case?: string;
  readonly step?: string;
}

export interface RunRecord {
  readonly started?: RunStarted;
  readonly facts: readonly Fact[];
  readonly results: readonly CaseResult[];
  readonly exchanges: ReadonlyMap<number, RecordedExchange>;
  readonly waitedSeconds: number;
  readonly removed: number;
  readonly leftovers: readonly { readonly url: string; readonly because: string }[];
  readonly summary?: RunSummary;
}

/** Text kept of all exchanges together, in characters; the oldest that no bad result points at go first. */
const KEPT_TEXT = 64 * 1024 * 1024;
const OVERHEAD = 2048;

const sizeOf = (exchange: Exchange): number =>
  OVERHEAD + (exchange.request.body?.length ?? 0) + 4 * (exchange.response?.text.length ?? 0);

/** The exchanges that a reader of a report will want to see. */
export const exchangesBehind = (result: CaseResult): readonly number[] => [
  ...new Set([...result.exchanges, ...result.reasons.flatMap((reason) => reason.exchange ?? [])]),
];

/** A listener that fills a record. `keptText` bounds the memory of a run in characters. */
export const createRecord = (keptText = KEPT_TEXT): { readonly record: RunRecord; readonly listener: Listener } => {
  const facts: Fact[] = [];
  const results: CaseResult[] = [];
  const exchanges = new Map<number, RecordedExchange>();
  const wanted = new Set<number>();
  let kept = 0;
  const record: { -readonly [Key in keyof RunRecord]: RunRecord[Key] } = {
    facts,
    results,
    exchanges,
    waitedSeconds: 0,
    removed: 0,
    leftovers: [],
  };

  /** Down to a size; what a bad result points at is kept as long as it can be. */
  const forget = (size: number, spared: ReadonlySet<number>): void => {
    for (const [number, { exchange }] of exchanges) {
      if (kept <= size) return;
      if (spared.has(number)) continue;
      exchanges.delete(number);
      kept -= sizeOf(exchange);
    }
  };

  const on = (event: RunEvent): void => {
    switch (event.type) {
      case 'run-started':
        record.started = event;
        break;
      case 'fact':
        facts.push(event);
        break;
      case 'exchange':
        exchanges.set(event.exchange.number, event);
        kept += sizeOf(event.exchange);
        forget(keptText, wanted);
        forget(2 * keptText, new Set());
        break;
      case 'waiting':
        record.waitedSeconds += event.seconds;
        break;
      case 'case-finished':
        results.push(event.result);
        if (event.result.outcome !== 'pass') for (const number of exchangesBehind(event.result)) wanted.add(number);
        break;
      case 'cleanup':
        record.removed += event.removed;
        record.leftovers = [...record.leftovers, ...event.leftovers];
        break;
      case 'run-finished':
        record.summary = event.summary;
        break;
      case 'case-started':
        break;
    }
  };
  return { record, listener: { on } };
};

/** Suites of an identity provider are called after it too: there is a `groups` in every one. */
export const suiteOf = ({ id, suite, idps }: Pick<CaseInfo, 'id' | 'suite' | 'idps'>): string => {
  const [home = ''] = id.split('/');
  return Object.hasOwn(idps, home) && home !== suite ? `${home}/${suite}` : suite;
};

/** Does this result decide the exit status? A failure does, and a `fixed` does: its baseline entry must go. */
export const isBad = ({ outcome }: CaseResult): boolean => outcome === 'fail' || outcome === 'fixed';

/** Is it the RFCs that a failing case violates, and not only what a selected identity provider needs? */
export const violatesRfc = ({ outcome, level, reasons }: CaseResult): boolean =>
  outcome === 'fail' && level === 'MUST' && (reasons.length === 0 || reasons.some(({ idp }) => idp === undefined));

/** The identity providers, of those given, that do not get what they need. */
export const unreadyFor = (result: CaseResult, idps: readonly string[]): string[] =>
  idps.filter((idp) => result.under[idp] === 'not-ready');
