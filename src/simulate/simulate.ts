/** A company lives for some days, one identity provider tells a target about it, and the target is read back. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stop } from '../provision/events.ts';
import type { MappingOverrides, Partners } from '../provision/options.ts';
import { provision } from '../provision/provision.ts';
import { habitsFor, makesUsers, modeOf } from '../provision/session.ts';
import { readState } from '../provision/state.ts';
import type { Client, Exchange } from '../wire/exchange.ts';
import { createPace } from '../wire/pace.ts';
import { type Beliefs, createBeliefs } from './belief.ts';
import type { Company } from './company.ts';
import { CLOSES, isWeekend, live, type Rates, timeOf } from './days.ts';
import { type Drift, readBack, readRequest } from './drift.ts';
import type { SimulateEvent } from './events.ts';
import { createCompany } from './founding.ts';
import { liveDirectory } from './live-directory.ts';
import { createRandom } from './random.ts';

export interface SimulateOptions extends Partners {
  /** At least 1. */
  readonly people: number;
  /** Simulated days, weekends included, from a Monday on; 0 is the first import alone. */
  readonly days: number;
  readonly seed: number;
  /** Requests per second at most. */
  readonly rate?: number;
  /** How often things happen in the company. */
  readonly rates?: Partial<Rates>;
  readonly mapping?: MappingOverrides;
  /** How many objects are worked on at the same time. One by one unless set, so that requests keep their order, too. */
  readonly concurrency?: number;
  /**
   * Reads each resource right after it was written, so that `since` is exact; true by default. Without it there are half as
   * many requests, and where several writes could have caused a difference the likeliest is named.
   */
  readonly followWrites?: boolean;
  /** The target is read back after so many days, and at the end. Default 5. */
  readonly checkpointDays?: number;
  /** How long the target may show old data after a write, in milliseconds; 0 by default. */
  readonly maxLagMs?: number;
  readonly signal?: AbortSignal;
}

const CHECKPOINT_DAYS = 5;
/** Identity providers that work in cycles do so every forty minutes or so: here thrice a day, and once on quiet days. */
const CYCLE_HOURS: readonly number[] = [10, 13, CLOSES];
const QUIET_CYCLE_HOURS: readonly number[] = [12];
/** How many characters of exchanges are remembered, to show one when it turns out to have caused a difference. */
const REMEMBERED = 4_000_000;
/** Groups of more members are not read after each write. */
const LOOKED_AT = 1000;

/**
 * Imports a company into the target, lets it live, and does after each change, or in cycles, what the identity provider
 * does. The same options give the same requests, but for ids and tokens that come from the target. Nothing of it is removed
 * from the target afterwards.
 * @throws ProvisionProblem for a dialect that does not make users; RangeError for numbers that make no sense
 */
export async function* simulate(options: SimulateOptions): AsyncGenerator<SimulateEvent> {
  check(options);
  const company = createCompany(options);
  const { dialect, client, seed, days } = options;
  const mode = modeOf(dialect, options.mode);
  const folder = await mkdtemp(join(tmpdir(), 'scimulate-'));
  const simulation = begin(options, company, join(folder, 'state.sqlite'));
  let held: { close(): void } | undefined;
  try {
    yield {
      ...{ type: 'started', version: 1, target: client.baseUrl, idp: dialect.name, mode, seed, days },
      ...{ people: company.people.size, groups: company.groups.size },
    };
    yield* cycle(simulation, 1, 0);
    // As long as somebody has it open, a cycle that ends need not wait until all of it is on the disk: it is thrown away.
    held = readState(simulation.state).database;
    for (let day = 1; day <= days && !hasEnded(simulation); day++) yield* liveDay(simulation, day);
    const checked = days > 0 && days % simulation.checkpointDays === 0;
    if (!checked && !hasEnded(simulation)) yield* checkpoint(simulation, days);
    yield finish(simulation);
  } finally {
    held?.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const check = ({ dialect, mode, mapping, days, checkpointDays = CHECKPOINT_DAYS }: SimulateOptions): void => {
  makesUsers(dialect, habitsFor(dialect, modeOf(dialect, mode), mapping));
  if (!Number.isSafeInteger(days) || days < 0) throw new RangeError(`days are a whole number from 0 on, not ${days}`);
  if (!Number.isSafeInteger(checkpointDays) || checkpointDays < 1) {
    throw new RangeError(`the target is read back after a whole number of days, not ${checkpointDays}`);
  }
};

interface Simulation {
  readonly options: SimulateOptions;
  readonly company: Company;
  readonly client: Client;
  readonly state: string;
  readonly beliefs: Beliefs;
  readonly checkpointDays: number;
  /** Works by the clock, and not when something happens. */
  readonly byTheClock: boolean;
  readonly guid: () => string;
  /** Writes, by number. */
  readonly remembered: Map<number, Exchange>;
  characters: number;
  readonly drift: Map<string, Drift>;
  cycles: number;
  requests: number;
  /** In the last cycle. */
  refused: number;
  stopped: Stop | undefined;
  /** At the last checkpoint. */
  unread: number;
}

const begin = (options: SimulateOptions, company: Company, state: string): Simulation => {
  const { client, dialect, checkpointDays = CHECKPOINT_DAYS } = options;
  const habits = dialect.provisioning?.[modeOf(dialect, options.mode)];
  return {
    ...{ options, company, state, checkpointDays },
    client: paced(client, options.rate),
    beliefs: createBeliefs(client.baseUrl),
    byTheClock: habits?.retry.cycle !== undefined,
    guid: guids(options.seed),
    remembered: new Map(),
    characters: 0,
    drift: new Map(),
    cycles: 0,
    requests: 0,
    refused: 0,
    stopped: undefined,
    unread: 0,
  };
};

/** As random as the identity provider's, and the same every time. */
const guids = (seed: number): (() => string) => {
  const random = createRandom(seed).of('guid');
  const digits = (count: number): string =>
    Array.from({ length: count }, () => random.whole(0, 15).toString(16)).join('');
  return () => `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
};

const paced = (client: Client, rate: number | undefined): Client => {
  const pace = createPace(rate === undefined ? {} : { rate });
  return {
    ...client,
    async send(request, signal, watch) {
      await pace.turn(signal);
      return client.send(request, signal, watch);
    },
  };
};

/**
 * The client that the identity provider speaks through: everything is heard, and what it has written is looked at right
 * away, so that a difference is known from the first request on. Large groups are looked at later only.
 */
const overheard = (simulation: Simulation): Client => {
  const { client, beliefs, options } = simulation;
  return {
    ...client,
    async send(request, signal, watch) {
      const onAttempt = (exchange: Exchange): void => {
        hear(simulation, exchange);
        watch?.onAttempt?.(exchange);
      };
      const exchange = await client.send(request, signal, { ...watch, onAttempt });
      hear(simulation, exchange);
      const written = options.followWrites === false ? undefined : beliefs.changedBy(exchange);
      if (written !== undefined && written.members.size <= LOOKED_AT && signal?.aborted !== true) {
        beliefs.hear(await client.send(readRequest(written), signal));
      }
      return exchange;
    },
  };
};

/** Quarantine is waited for; what else ends a cycle ends the simulation. */
const hasEnded = ({ stopped, options }: Simulation): boolean =>
  options.signal?.aborted === true || (stopped !== undefined && stopped.kind !== 'quarantine');

async function* liveDay(simulation: Simulation, day: number): AsyncGenerator<SimulateEvent> {
  const { company, options, byTheClock, checkpointDays } = simulation;
  yield { type: 'day', day, date: new Date(timeOf(day, 0)).toISOString().slice(0, 10) };
  for (const { hour, happenings } of live(company, day, options.rates)) {
    for (const happening of happenings) yield { type: 'happened', day, hour, happening };
    const due = byTheClock ? CYCLE_HOURS.includes(hour) : happenings.length > 0;
    if (due && !hasEnded(simulation)) yield* cycle(simulation, day, hour);
  }
  if (byTheClock && isWeekend(day)) {
    for (const hour of QUIET_CYCLE_HOURS) if (!hasEnded(simulation)) yield* cycle(simulation, day, hour);
  }
  if (day % checkpointDays === 0 && !hasEnded(simulation)) yield* checkpoint(simulation, day);
}

/** The directory is read, and the target brought to where it is. */
async function* cycle(simulation: Simulation, day: number, hour: number): AsyncGenerator<SimulateEvent> {
  const { options, company, state, guid } = simulation;
  const { dialect, mode, mapping, maxLagMs, signal, concurrency = 1 } = options;
  simulation.cycles += 1;
  const number = simulation.cycles;
  const events = provision({
    ...{ client: overheard(simulation), dialect, directory: liveDirectory(company), state, concurrency, guid },
    ...{ allowShrink: true, now: () => timeOf(day, hour) },
    ...(mode !== undefined && { mode }),
    ...(mapping !== undefined && { mapping }),
    ...(maxLagMs !== undefined && { maxLagMs }),
    ...(signal !== undefined && { signal }),
  });
  for await (const event of events) {
    yield { type: 'provision', cycle: number, event };
    if (event.type !== 'finished') continue;
    simulation.requests += event.summary.requests;
    simulation.refused = event.summary.refused;
    simulation.stopped = event.stopped;
    yield { type: 'cycle', cycle: number, day, hour, summary: event.summary };
  }
}

const hear = (simulation: Simulation, exchange: Exchange): void => {
  const { beliefs, remembered } = simulation;
  beliefs.hear(exchange);
  if (exchange.request.method === 'GET') return;
  remembered.set(exchange.number, exchange);
  simulation.characters += lengthOf(exchange);
  for (const [number, oldest] of remembered) {
    if (simulation.characters <= REMEMBERED) return;
    remembered.delete(number);
    simulation.characters -= lengthOf(oldest);
  }
};

const lengthOf = ({ request, response }: Exchange): number =>
  1000 + (request.body?.length ?? 0) + (response?.text.length ?? 0);

async function* checkpoint(simulation: Simulation, day: number): AsyncGenerator<SimulateEvent> {
  const { client, beliefs, drift: known, remembered, options } = simulation;
  const { drift, resources, requests, unread } = await readBack({ ...options, client, beliefs });
  simulation.unread = unread.length;
  for (const { drift: one, name } of drift) {
    const key = `${one.resource} ${one.attribute}`;
    if (known.has(key)) continue;
    known.set(key, one);
    const exchange = remembered.get(one.since?.exchange ?? 0);
    yield { type: 'drift', day, name, drift: one, ...(exchange && { exchange }) };
  }
  yield { type: 'checkpoint', day, resources, requests, drift: drift.length, unread };
}

const finish = ({ cycles, requests, drift, refused, stopped, unread, options }: Simulation): SimulateEvent => {
  const byExchange = [...drift.values()].toSorted((left, right) => orderOf(left) - orderOf(right));
  const interrupted = options.signal?.aborted === true || stopped?.kind === 'interrupted';
  const unknown = unread > 0 || stopped?.kind === 'lost';
  const wrong = drift.size > 0 || refused > 0 || stopped !== undefined;
  return {
    type: 'finished',
    result: { cycles, requests, drift: byExchange },
    ...(stopped && { stopped }),
    exitCode: interrupted ? 130 : unknown ? 3 : wrong ? 1 : 0,
  };
};

const orderOf = ({ since }: Drift): number => since?.exchange ?? Number.POSITIVE_INFINITY;
