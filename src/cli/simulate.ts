/** `scimulate simulate`: everything between the parsed command line and the exit status. */
import type { ProvisionContext } from '../report/provision/listener.ts';
import { PROVISION_REPORTERS } from '../report/provision/reporter.ts';
import { createSimulateRecord } from '../report/simulate/record.ts';
import { createSimulateReporter } from '../report/simulate/reporter.ts';
import { simulateVerdict } from '../report/simulate/text.ts';
import type { SimulateEvent } from '../simulate/events.ts';
import { type SimulateOptions, simulate } from '../simulate/simulate.ts';
import type { Config, ConfigSettings } from './config.ts';
import { onInterrupt } from './interrupt.ts';
import { readDuration, readLines, readRate, readWhole } from './measure.ts';
import { type Outlet, openOutlet, readOutletsOf } from './outlets.ts';
import { type OutputFlags, statusLineFor } from './provision/cycle.ts';
import { choosePartners, type PartnerFlags, type Partnership } from './provision/partners.ts';
import { openTarget } from './target.ts';
import { wantsColour, widthOf } from './terminal.ts';

export interface SimulateFlags extends PartnerFlags, OutputFlags {
  readonly people?: string | undefined;
  readonly days?: string | undefined;
  readonly seed?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly 'max-lag'?: string | undefined;
  readonly 'no-follow'?: boolean;
}

type Orders = Omit<SimulateOptions, 'client' | 'dialect' | 'signal'>;

/**
 * Lets a company live and writes the reports.
 * @returns the exit status
 * @throws UsageProblem, IdpProblem, ProvisionProblem
 */
export const simulateCompany = async (
  idp: string,
  word: string | undefined,
  flags: SimulateFlags,
  config: Config,
): Promise<number> => {
  const partners = await choosePartners(word, { ...flags, idp }, config);
  const orders = ordersOf(flags, partners.plan.settings, partners);
  const outlets = readOutletsOf(
    { known: PROVISION_REPORTERS, text: 'stderr' },
    readLines(flags.reporter) ?? [],
    flags.json === true,
    flags.quiet === true,
  );
  const open = outlets.map((outlet) => ({ outlet, destination: openOutlet(outlet) }));
  try {
    const target = await openTarget(partners.plan, flags, orders.concurrency);
    try {
      const { record, listener } = createSimulateRecord();
      const reporters = open.map(({ outlet, destination }) =>
        createSimulateReporter(outlet.name, destination, {
          record,
          context: contextAt(outlet, flags, partners, target.hint),
        }),
      );
      await perform({ ...orders, client: target.client, dialect: partners.dialect }, flags, [listener, ...reporters]);
      for (const reporter of reporters) reporter.end?.();
      if (record.finished === undefined) throw new Error('the simulation ended without a result');
      // Without a report for people, the verdict at least is told.
      if (!open.some(({ outlet }) => outlet.name === 'text' && typeof outlet.place === 'string')) {
        process.stderr.write(`${simulateVerdict(record)}\n`);
      }
      return record.finished.exitCode;
    } finally {
      await target.close();
    }
  } finally {
    for (const { destination } of open) destination.discard();
  }
};

const USUAL = { people: 100, days: 30, seed: 1 };
const MOST = { people: 1_000_000, days: 36_500, seed: 2 ** 32 - 1 };

const ordersOf = (flags: SimulateFlags, settings: ConfigSettings, { mode, mapping }: Partnership): Orders => {
  const lag = flags['max-lag'] ?? settings.maxLag;
  const rate = flags.rate ?? settings.rate;
  const whole = (name: keyof typeof USUAL, least: number): number => {
    const text = flags[name];
    return text === undefined ? USUAL[name] : readWhole(text, `--${name}`, least, MOST[name]);
  };
  return {
    mode,
    people: whole('people', 1),
    days: whole('days', 0),
    seed: whole('seed', 0),
    followWrites: flags['no-follow'] !== true,
    ...(mapping && { mapping }),
    ...(lag !== undefined && { maxLagMs: readDuration(lag, '--max-lag') }),
    ...(rate !== undefined && { rate: readRate(rate, '--rate') }),
    // Not that of the config file: one by one the same seed gives the same requests.
    ...(flags.concurrency !== undefined && { concurrency: readWhole(flags.concurrency, '--concurrency', 1, 64) }),
  };
};

const contextAt = (
  { place }: Outlet<string>,
  flags: SimulateFlags,
  { idpTitle }: Partnership,
  hint: string | undefined,
): ProvisionContext => {
  const stream = place === 'stdout' ? process.stdout : process.stderr;
  return {
    idpTitle,
    colour: typeof place === 'string' && wantsColour(stream, flags['no-color'] === true, process.env),
    columns: typeof place === 'string' ? widthOf(stream, process.env) : 100,
    verbose: flags.verbose === true,
    ...(hint !== undefined && { hint }),
  };
};

const perform = async (
  options: SimulateOptions,
  flags: SimulateFlags,
  listeners: readonly { on(event: SimulateEvent): void }[],
): Promise<void> => {
  const line = statusLineFor(flags);
  const gauge = createGauge(options.days);
  line.watch(gauge.text);
  const stop = new AbortController();
  const release = onInterrupt(() => {
    line.say('Stopping: what is under way is finished; Ctrl-C again stops at once.');
    stop.abort();
  });
  try {
    for await (const event of simulate({ ...options, signal: stop.signal })) {
      gauge.on(event);
      for (const one of listeners) one.on(event);
    }
  } finally {
    line.end();
    release();
  }
};

/** How far it is, in a line. */
export const createGauge = (days: number): { on(event: SimulateEvent): void; text(): string } => {
  let day = 0;
  let date = '';
  let requests = 0;
  let drift = 0;
  let waiting = '';
  return {
    on(event) {
      if (event.type === 'day') ({ day, date } = event);
      else if (event.type === 'drift') drift += 1;
      else if (event.type === 'provision' && event.event.type === 'sent') {
        requests += 1;
        waiting = '';
      } else if (event.type === 'provision' && event.event.type === 'waiting') {
        waiting = `waiting ${Math.ceil(event.event.seconds)} s: ${event.event.because}`;
      }
    },
    text: () =>
      [
        day === 0 ? 'the first import' : `day ${day} of ${days}  ${date}`,
        `${requests.toLocaleString('en-US')} requests`,
        drift > 0 ? `${drift.toLocaleString('en-US')} differences` : '',
        waiting,
      ]
        .filter((part) => part !== '')
        .join('  '),
  };
};
