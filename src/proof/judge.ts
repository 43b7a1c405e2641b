/** Runs the whole catalogue against the embedded server, as the proofs need it. */
import { CHECKS } from '../checks/index.ts';
import type { CaseInfo, CaseResult, RunSummary } from '../run/events.ts';
import type { RunOptions } from '../run/options.ts';
import { run } from '../run/run.ts';
import type { Selection } from '../run/select.ts';
import { type ServeOptions, startServer } from '../serve/server.ts';
import { catalogue } from '../suite/catalogue.ts';
import { type Loaded, loadSuites } from '../suite/load.ts';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';
import { connectInside } from './inside.ts';
import { delays, type Pace, shuffled } from './pace.ts';

/** What a run found, by case id. */
export interface Judged {
  readonly results: ReadonlyMap<string, CaseResult>;
  readonly summary: RunSummary;
}

let suites: Promise<Loaded> | undefined;
/** Our suites, read once per process. */
export const ourSuites = (): Promise<Loaded> => {
  suites ??= loadSuites();
  return suites;
};

export const ourCatalogue = async (): Promise<CaseInfo[]> =>
  catalogue(
    await ourSuites(),
    CHECKS.map(({ examine: _examine, ...info }) => info),
  );

/** These cases and, since a case is blocked when one that it needs fails, all that they need. */
export const withNeeds = async (ids: readonly string[]): Promise<string[]> => {
  const needs = new Map((await ourSuites()).suites.flatMap(({ cases }) => cases.map(({ id, needs }) => [id, needs])));
  const wanted = new Set<string>(ids);
  for (const id of wanted) for (const needed of needs.get(id) ?? []) wanted.add(needed);
  return [...wanted];
};

/** Judges whatever the client talks to; cases of every level, unless the selection says otherwise. */
export const judgeTarget = async (
  client: Client,
  narrowed: Selection = {},
  told: Pick<RunOptions, 'overrides' | 'resources' | 'concurrency' | 'order'> = {},
): Promise<Judged> => {
  const selection: Selection = { level: 'NONE', ...narrowed };
  const options = { client, loaded: await ourSuites(), checks: CHECKS, selection, concurrency: 4, ...told };
  const results = new Map<string, CaseResult>();
  let summary: RunSummary | undefined;
  for await (const event of run(options)) {
    if (event.type === 'case-finished') {
      results.set(event.result.id, event.result);
    } else if (event.type === 'run-finished') {
      summary = event.summary;
    }
  }
  if (summary === undefined) {
    throw new Error('the run ended without a summary');
  }
  return { results, summary };
};

/** Judges an embedded server of its own in this process: what the proof of the faults does, in half the time. */
export const judgeInside = async (
  options: ServeOptions,
  selection: Selection = {},
  { concurrency = 4, seed }: Pace = {},
): Promise<Judged> => {
  const client = connectInside(options, delays(seed));
  try {
    const order: RunOptions['order'] = (selected) => (seed === undefined ? selected : shuffled(selected, seed));
    return await judgeTarget(client, selection, { concurrency, order });
  } finally {
    await client.close();
  }
};

/** Starts an embedded server on a socket, judges it, and ends it. */
export const judgeServer = async (options: ServeOptions, selection: Selection = {}): Promise<Judged> => {
  const server = await startServer(options);
  const client = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  try {
    return await judgeTarget(client, selection);
  } finally {
    await client.close();
    await server.close();
  }
};

/** A case that a defect has broken: its sentence does not hold, whatever weight the RFC gives it. */
export const isBroken = (result: CaseResult): boolean => ['fail', 'warn', 'note'].includes(result.outcome);

/** The ids of the broken cases, sorted. */
export const brokenCases = ({ results }: Judged): string[] =>
  [...results.values()]
    .filter(isBroken)
    .map(({ id }) => id)
    .sort();

/** One line per case, for assertions that should read well when they fail. */
export const explain = (result: CaseResult): string =>
  `${result.outcome} ${result.id}: ${result.reasons.map(({ message }) => message).join('; ')}`;
