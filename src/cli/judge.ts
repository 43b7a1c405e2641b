/** `scimulate test`: everything between the parsed command line and the exit status. */
import type { Destination } from '../report/destination.ts';
import { failuresInShort } from '../report/failure.ts';
import type { Listener, ReportContext } from '../report/listener.ts';
import { createRecord } from '../report/record.ts';
import { createReporter } from '../report/reporter.ts';
import { verdict } from '../report/summary.ts';
import type { RunSummary } from '../run/events.ts';
import { type RunOptions, run } from '../run/run.ts';
import { select } from '../run/select.ts';
import { readBaselineFile } from './baseline.ts';
import type { Config, ConfigSettings } from './config.ts';
import { onInterrupt } from './interrupt.ts';
import { type Library, loadLibrary, readSource } from './library.ts';
import { readDuration, readLines, readRate, readWhole } from './measure.ts';
import { type Outlet, openOutlet, readOutlets } from './outlets.ts';
import { UsageProblem } from './problem.ts';
import { profilesOf, type SelectionFlags, selectionOf, suitePathsOf } from './selection.ts';
import { closeState, openState, stateFolderOf, unfinishedTargets } from './state.ts';
import {
  type DemoWays,
  demoWays,
  type OpenTarget,
  openTarget,
  planTarget,
  type TargetFlags,
  type TargetPlan,
} from './target.ts';
import { wantsColour, wantsProgress, widthOf } from './terminal.ts';

export interface JudgeFlags extends SelectionFlags, TargetFlags {
  readonly fault?: string | readonly string[] | undefined;
  readonly variation?: string | readonly string[] | undefined;
  readonly reporter?: string | readonly string[] | undefined;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly 'no-color'?: boolean;
  readonly 'max-lag'?: string | undefined;
  readonly sustained?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly seed?: string | undefined;
  readonly bail?: boolean;
  readonly keep?: boolean;
  readonly 'read-only'?: boolean;
  readonly baseline?: string | undefined;
  readonly state?: string | undefined;
}

/**
 * Judges the target and writes the reports. Everything the user can have got wrong is found before the first request.
 * @returns the exit status
 * @throws UsageProblem, SelectionProblem
 */
export const judge = async (
  word: string | undefined,
  flags: JudgeFlags,
  config: Config,
  tool: string,
): Promise<number> => {
  const plan = planTarget(word, config);
  const ways = await demoWays(flags, plan);
  const orders = { ...runOrders(flags, plan.settings), tool };
  const library = await loadLibrary(suitePathsOf(flags, plan.settings), profilesOf(flags, plan.settings));
  select(library.infos, orders.selection);
  const baseline = await readBaselineFile(flags.baseline, plan.settings);
  const outlets = readOutlets(
    readLines(flags.reporter) ?? plan.settings.reporters ?? [],
    flags.json === true,
    flags.quiet === true,
  );
  const open: { outlet: Outlet; destination: Destination }[] = [];
  try {
    for (const outlet of outlets) open.push({ outlet, destination: openOutlet(outlet) });
    const target = await openTarget(plan, flags, orders.concurrency, ways);
    try {
      const options = { ...orders, baseline, client: target.client, loaded: library.loaded, checks: library.checks };
      return await perform({ flags, plan, ways, target, library, open, options });
    } finally {
      await target.close();
    }
  } finally {
    for (const { destination } of open) destination.discard();
  }
};

type Orders = Pick<
  RunOptions,
  'lagMs' | 'sustainedMs' | 'ratePerSecond' | 'concurrency' | 'seed' | 'keep' | 'bail' | 'readOnly'
> & {
  selection: NonNullable<RunOptions['selection']>;
};

const runOrders = (flags: JudgeFlags, settings: ConfigSettings): Orders => {
  const lag = flags['max-lag'] ?? settings.maxLag;
  const concurrency = flags.concurrency ?? settings.concurrency;
  const sustained = flags.sustained ?? settings.sustained;
  const rate = flags.rate ?? settings.rate;
  return {
    selection: selectionOf(flags, settings),
    ...(lag !== undefined && { lagMs: readDuration(lag, '--max-lag') }),
    ...(sustained !== undefined && { sustainedMs: readSustained(sustained) }),
    ...(rate !== undefined && { ratePerSecond: readRate(rate, '--rate') }),
    ...(concurrency !== undefined && { concurrency: readWhole(concurrency, '--concurrency', 1, 64) }),
    ...(flags.seed !== undefined && { seed: readWhole(flags.seed, '--seed', 0, 2 ** 32 - 1) }),
    keep: flags.keep === true,
    readOnly: flags['read-only'] ?? settings.readOnly ?? false,
    bail: flags.bail === true,
  };
};

/** A run keeps a target busy for as long as its user says, and never without end. */
const MOST_SUSTAINED = 10 * 60_000;

const readSustained = (text: string): number => {
  const milliseconds = readDuration(text, '--sustained');
  if (milliseconds > MOST_SUSTAINED) throw new UsageProblem(`--sustained: ${text} is longer than 10m`);
  return milliseconds;
};

interface Performance {
  readonly flags: JudgeFlags;
  readonly plan: TargetPlan;
  /** Of the built-in service provider. */
  readonly ways: DemoWays;
  readonly target: OpenTarget;
  readonly library: Library;
  readonly open: readonly { readonly outlet: Outlet; readonly destination: Destination }[];
  readonly options: RunOptions;
}

const perform = async (performance: Performance): Promise<number> => {
  const { flags, plan, target, open } = performance;
  const { record, listener } = createRecord();
  const context = contextFor(performance, record);
  const reporters = open.map(({ outlet, destination }) =>
    createReporter(outlet.name, destination, contextAt(outlet, context, flags)),
  );
  const progress = await progressFor(flags);
  const tell = (text: string): unknown => (progress ? progress.say(text) : process.stderr.write(`${text}\n`));
  const folder = plan.url === undefined ? undefined : stateFolderOf(flags.state, plan.settings);
  if (folder !== undefined) remindOfLeftovers(folder, target.client.baseUrl, plan.words);
  const journal = folder === undefined ? undefined : openState(folder);
  const stop = new AbortController();
  const release = onInterrupt(() => {
    tell('Stopping and cleaning up; Ctrl-C again stops at once.');
    stop.abort();
  });
  try {
    const events = run({
      ...performance.options,
      signal: stop.signal,
      ...(journal && { journal }),
      ...(target.facts && { overrides: target.facts }),
      ...(target.resources && { resources: target.resources }),
    });
    for await (const event of events) {
      for (const one of [listener, ...(progress ? [progress] : []), ...reporters]) one.on(event);
    }
    await progress?.end?.();
    for (const reporter of reporters) await reporter.end?.();
  } finally {
    await progress?.end?.();
    release();
    if (folder !== undefined) closeState(folder, journal);
  }
  return conclude(record.summary, context, performance);
};

/** Without a report for people, the verdict at least is told; with --quiet the cases that it comes from, too. */
const conclude = (
  summary: RunSummary | undefined,
  context: ReportContext,
  { open, flags }: Pick<Performance, 'open' | 'flags'>,
): number => {
  if (summary === undefined) throw new Error('the run ended without a summary');
  if (!open.some(({ outlet }) => outlet.place === 'stderr')) {
    const view = { ...context, columns: widthOf(process.stderr, process.env) };
    const lines = [...(flags.quiet === true ? failuresInShort(view) : []), verdict(summary, context)];
    process.stderr.write(`${lines.join('\n')}\n`);
  }
  return summary.exitCode;
};

const contextFor = (
  { flags, plan, ways, target, library }: Performance,
  record: ReportContext['record'],
): ReportContext => ({
  record,
  requirements: library.loaded.requirements,
  idpTitle: (name) => library.loaded.dialects.get(name)?.title ?? name,
  profileTitle: (name) => library.loaded.profiles.get(name)?.title ?? name,
  source: readSource,
  targetWords: [
    plan.words,
    ...ways.faults.map((id) => `--fault ${id}`),
    ...ways.variations.map((id) => `--variation ${id}`),
  ].join(' '),
  colour: false,
  columns: 100,
  verbose: flags.verbose === true,
  ...(target.hint !== undefined && { hint: target.hint }),
});

/** Colour and width belong to the place, not to the report. */
const contextAt = ({ place }: Outlet, context: ReportContext, flags: JudgeFlags): ReportContext => {
  if (typeof place === 'object') return context;
  const stream = place === 'stdout' ? process.stdout : process.stderr;
  return {
    ...context,
    colour: wantsColour(stream, flags['no-color'] === true, process.env),
    columns: widthOf(stream, process.env),
  };
};

const progressFor = async (flags: JudgeFlags): Promise<(Listener & { say(text: string): void }) | undefined> => {
  if (flags.quiet === true || !wantsProgress(process.stderr, process.env)) return undefined;
  const { createProgress } = await import('./progress.ts');
  return createProgress(process.stderr, wantsColour(process.stderr, flags['no-color'] === true, process.env));
};

const remindOfLeftovers = (folder: string, baseUrl: string, words: string): void => {
  if (!unfinishedTargets(folder).includes(baseUrl)) return;
  process.stderr.write(
    `An earlier run has left something on this target; \`scimulate cleanup ${words}\` removes it.\n`,
  );
};
