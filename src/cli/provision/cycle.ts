/** `provision plan` and `provision apply`: everything between the parsed command line and the exit status. */
import { readFile } from 'node:fs/promises';
import type { ProvisionOptions } from '../../provision/options.ts';
import { plan as makePlan, provision } from '../../provision/provision.ts';
import type { Destination } from '../../report/destination.ts';
import type { ProvisionContext } from '../../report/provision/listener.ts';
import { createProvisionRecord } from '../../report/provision/record.ts';
import {
  createProvisionReporter,
  PROVISION_REPORTERS,
  type ProvisionReporterName,
} from '../../report/provision/reporter.ts';
import { provisionInShort, provisionVerdict } from '../../report/provision/text.ts';
import type { Config, ConfigSettings } from '../config.ts';
import { onInterrupt } from '../interrupt.ts';
import { readDuration, readLines, readWhole } from '../measure.ts';
import { type Outlet, openOutlet, readOutletsOf } from '../outlets.ts';
import { UsageProblem } from '../problem.ts';
import { createPlainLine, createStatusLine, type StatusLine } from '../status-line.ts';
import { type OpenTarget, openTarget } from '../target.ts';
import { wantsColour, wantsProgress, widthOf } from '../terminal.ts';
import { type Memory, openMemory } from './memory.ts';
import { createMeter } from './meter.ts';
import { choosePartners, type PartnerFlags, type Partnership } from './partners.ts';
import { type DirectoryFlags, openPeople } from './people.ts';
import { openRejectsFile, type RejectsFile } from './rejects.ts';
import { commandLine } from './words.ts';

export interface OutputFlags {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly 'no-color'?: boolean;
  readonly reporter?: string | readonly string[] | undefined;
}

export interface CycleFlags extends PartnerFlags, DirectoryFlags, OutputFlags {
  readonly state?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly 'max-lag'?: string | undefined;
  readonly bulk?: boolean;
  readonly 'allow-shrink'?: boolean;
  readonly 'retry-now'?: boolean;
  readonly rejects?: string | undefined;
  /** `apply` only. */
  readonly plan?: string | undefined;
  /** `plan` only. */
  readonly 'no-look-up'?: boolean;
}

type Purpose = 'plan' | 'apply';
type Orders = Omit<ProvisionOptions, 'client' | 'dialect' | 'directory' | 'state'>;

/**
 * Plans or does it, and writes the reports. Everything the user can have got wrong is found before the first request.
 * @returns the exit status
 * @throws UsageProblem, IdpProblem, DirectoryProblem, ProvisionProblem
 */
export const runCycle = async (
  purpose: Purpose,
  word: string | undefined,
  flags: CycleFlags,
  config: Config,
): Promise<number> => {
  const partners = await choosePartners(word, flags, config);
  const orders = await ordersOf(flags, partners.plan.settings, partners);
  const outlets = readOutletsOf(
    { known: PROVISION_REPORTERS, text: purpose === 'plan' ? 'stdout' : 'stderr' },
    readLines(flags.reporter) ?? [],
    flags.json === true,
    flags.quiet === true,
  );
  const closing: (() => Promise<void> | void)[] = [];
  try {
    const memory = openMemory(flags.state, partners.plan);
    closing.push(memory.close);
    const people = await openPeople(flags, config);
    closing.push(people.close);
    const rejects = flags.rejects === undefined ? undefined : await openRejectsFile(flags.rejects);
    if (rejects !== undefined) closing.push(rejects.discard);
    const open = outlets.map((outlet) => ({ outlet, destination: openOutlet(outlet) }));
    closing.push(() => {
      for (const { destination } of open) destination.discard();
    });
    const target = await openTarget(partners.plan, flags, orders.concurrency);
    closing.push(target.close);
    const { client } = target;
    const { dialect, mode } = partners;
    const options = { ...orders, client, dialect, mode, directory: people.directory, state: memory.file };
    return await perform({ purpose, flags, partners, memory, target, rejects, open, options });
  } finally {
    for (const close of closing.reverse()) await close();
  }
};

/** @throws UsageProblem */
const ordersOf = async (flags: CycleFlags, settings: ConfigSettings, { mapping }: Partnership): Promise<Orders> => {
  const lag = flags['max-lag'] ?? settings.maxLag;
  const concurrency = flags.concurrency ?? settings.concurrency;
  return {
    ...(mapping && { mapping }),
    ...(lag !== undefined && { maxLagMs: readDuration(lag, '--max-lag') }),
    ...(concurrency !== undefined && { concurrency: readWhole(concurrency, '--concurrency', 1, 64) }),
    ...(flags.plan !== undefined && { digest: await readDigest(flags.plan) }),
    bulk: flags.bulk === true,
    allowShrink: flags['allow-shrink'] === true,
    retryNow: flags['retry-now'] === true,
    lookUp: flags['no-look-up'] !== true,
  };
};

/** A digest, or the file of a plan. */
const readDigest = async (text: string): Promise<string> => {
  if (/^[0-9a-f]{16}$/.test(text)) return text;
  const content = await readFile(text, 'utf8').catch((error: Error) => {
    throw new UsageProblem(
      `--plan: ${text} is no digest, and no file that can be read: ${error.message}`,
      'Give the digest that `plan` prints at its end, or the file that `plan --json` was written to.',
    );
  });
  // The digest stands near the end of what may be a long document.
  const digest = /\n"digest":"([0-9a-f]{16})"/.exec(content)?.[1] ?? digestIn(content);
  if (digest !== undefined) return digest;
  throw new UsageProblem(`--plan: ${text} holds no plan`, 'Write one with `plan --json`.');
};

const digestIn = (content: string): string | undefined => {
  try {
    const { digest } = Object(JSON.parse(content));
    return typeof digest === 'string' ? digest : undefined;
  } catch {
    return undefined;
  }
};

interface Performance {
  readonly purpose: Purpose;
  readonly flags: CycleFlags;
  readonly partners: Partnership;
  readonly memory: Memory;
  readonly target: OpenTarget;
  readonly rejects: RejectsFile | undefined;
  readonly open: readonly { readonly outlet: Outlet<ProvisionReporterName>; readonly destination: Destination }[];
  readonly options: ProvisionOptions;
}

const perform = async (performance: Performance): Promise<number> => {
  const { purpose, flags, rejects, open, options } = performance;
  const { record, listener } = createProvisionRecord();
  const reporters = open.map(({ outlet, destination }) =>
    createProvisionReporter(outlet.name, purpose, destination, { record, context: contextAt(outlet, performance) }),
  );
  const line = statusLineFor(flags);
  const meter = createMeter();
  line.watch(meter.text);
  const listeners = [listener, meter, ...reporters];
  const stop = new AbortController();
  const release = onInterrupt(() => {
    line.say('Stopping: what is under way is finished; Ctrl-C again stops at once.');
    stop.abort();
  });
  const run = purpose === 'plan' ? makePlan : provision;
  try {
    for await (const event of run({ ...options, signal: stop.signal })) {
      for (const one of listeners) one.on(event);
      await rejects?.on(event);
    }
  } finally {
    line.end();
    release();
  }
  await rejects?.close();
  for (const reporter of reporters) reporter.end?.();
  if (record.finished === undefined) throw new Error('the run ended without a summary');
  // Without a report for people, the verdict at least is told; with --quiet what it comes from, too.
  if (!open.some(({ outlet }) => outlet.name === 'text' && typeof outlet.place === 'string')) {
    const hint = record.finished.stopped?.hint;
    process.stderr.write(
      flags.quiet === true
        ? provisionInShort(record, contextAt({ name: 'text', place: 'stderr' }, performance))
        : `${provisionVerdict(record)}\n${hint === undefined ? '' : `  ${hint}\n`}`,
    );
  }
  return record.finished.exitCode;
};

/** Where progress and messages go while a run goes on. */
export const statusLineFor = (flags: OutputFlags): StatusLine =>
  flags.quiet === true || !wantsProgress(process.stderr, process.env)
    ? createPlainLine(process.stderr)
    : createStatusLine(process.stderr);

/** Colour and width belong to the place, not to the report. */
const contextAt = ({ place }: Outlet<string>, { flags, partners, memory, target }: Performance): ProvisionContext => {
  const stream = place === 'stdout' ? process.stdout : process.stderr;
  const { people, groups, memberships, state } = flags;
  return {
    idpTitle: partners.idpTitle,
    colour: typeof place === 'string' && wantsColour(stream, flags['no-color'] === true, process.env),
    columns: typeof place === 'string' ? widthOf(stream, process.env) : 100,
    verbose: flags.verbose === true,
    ...(memory.words !== undefined && { state: memory.words }),
    ...(memory.words !== undefined && {
      applyWords: commandLine(['provision', 'apply', partners.plan.words], {
        ...{ idp: partners.idp, people, groups, memberships, state },
      }),
    }),
    ...(target.hint !== undefined && { hint: target.hint }),
  };
};
