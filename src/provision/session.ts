/** Everything a run works with, from its options. */
import { randomUUID } from 'node:crypto';
import type { Dialect, Provisioning } from '../suite/model.ts';
import { type Control, createControl } from './control.ts';
import { type Crew, createOutbox, type Outbox } from './crew.ts';
import { learnFacts } from './facts.ts';
import { createFailures } from './failures.ts';
import { createJournal } from './journal.ts';
import { createLinks } from './links.ts';
import { overlaid } from './mapping.ts';
import { createMemberships, elementMaker } from './membership.ts';
import { type MappingOverrides, type Partners, type ProvisionOptions, ProvisionProblem } from './options.ts';
import { createPace } from './pace.ts';
import { openState, type State } from './state.ts';
import { type Habits, withUntold } from './untold.ts';
import { createVoice, type Voice } from './voice.ts';
import { createTally, type Work } from './work.ts';

/** What must be there may take this long to show itself, where the user has not said how slow the target is. */
const PATIENCE_MS = 2000;
const CONCURRENCY = 4;

export interface Session {
  readonly state: State;
  readonly habits: Habits;
  readonly mode: string;
  readonly control: Control;
  readonly outbox: Outbox;
  readonly voice: Voice;
  readonly crew: Crew;
  /** 0 for a plan, which is not written down. */
  readonly run: number;
  readonly now: () => number;
  close(): void;
}

/** The mode that is meant, or the dialect's first. @throws ProvisionProblem */
export const modeOf = (dialect: Dialect, mode: string | undefined): string => {
  const modes = Object.keys(dialect.modes);
  if (mode === undefined) return modes[0] ?? '';
  if (modes.includes(mode)) return mode;
  throw new ProvisionProblem(`${dialect.name} has no mode \`${mode}\``, `Its modes: ${modes.join(', ')}.`);
};

/** What an identity provider does by itself, with the user's mapping over its own. @throws ProvisionProblem */
export const habitsFor = (dialect: Dialect, mode: string, overrides: MappingOverrides = {}): Habits => {
  const habits = dialect.provisioning?.[mode];
  if (habits === undefined) {
    throw new ProvisionProblem(
      `the dialect ${dialect.name} says how requests are written, but not what is sent when`,
      `It needs a \`provisioning:\` section: ${dialect.file}.`,
    );
  }
  const { mapping } = habits;
  const user = overlaid(mapping.user, overrides.user);
  const group = overlaid(mapping.group, overrides.group);
  const all = { ...habits, mapping: { ...mapping, user, group, member: overlaid(mapping.member, overrides.member) } };
  return withUntold(dialect, mode, all);
};

/** @throws ProvisionProblem when there is nothing that this identity provider would do with users */
export const makesUsers = (dialect: Dialect, habits: Provisioning): void => {
  if (habits.users !== undefined) return;
  const hint =
    habits.grants === undefined
      ? undefined
      : 'It gives and takes away single memberships: `provision grant` and `provision revoke`.';
  throw new ProvisionProblem(`${dialect.title} makes no users`, hint);
};

interface SessionOptions extends Partners {
  readonly state: string;
  readonly habits: Habits;
  readonly concurrency?: number | undefined;
  readonly maxLagMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now?: (() => number) | undefined;
  readonly guid?: (() => string) | undefined;
}

export const openSession = (options: SessionOptions, purpose: 'plan' | 'apply'): Session => {
  const { client, dialect, habits, now = Date.now } = options;
  const mode = modeOf(dialect, options.mode);
  const state = openState(options.state, { target: client.baseUrl, idp: dialect.name, mode }, now);
  const control = createControl(options.signal);
  const outbox = createOutbox();
  const pace = createPace(Math.max(1, options.concurrency ?? CONCURRENCY));
  const voice = createVoice({
    ...{ client, dialect, mode, retry: habits.retry, lagMs: options.maxLagMs ?? 0, control, pace },
    emit: outbox.emit,
    guid: options.guid ?? randomUUID,
  });
  const run = purpose === 'plan' ? 0 : beginRun(state, now());
  const crew = { state, journal: createJournal(state), control, outbox, pace, now };
  return {
    ...{ state, habits, mode, control, outbox, voice, crew, run, now },
    close() {
      control.close();
      state.close();
    },
  };
};

const beginRun = (state: State, now: number): number => {
  state.begin();
  const { lastInsertRowid } = state.prepare('INSERT INTO run (started) VALUES (?)').run(now);
  state.prepare('DELETE FROM run WHERE seq < ?').run(Number(lastInsertRowid) - 100);
  state.commit();
  return Number(lastInsertRowid);
};

/** Asks the target what it can do, as far as this identity provider asks, and puts everything together. */
export const createWork = async (session: Session, options: ProvisionOptions): Promise<Work> => {
  const { state, habits, control, outbox, voice, run, now, crew } = session;
  return {
    ...{ state, habits, control, voice, now, journal: crew.journal },
    links: createLinks(state, {
      run,
      onTaken: (name, targetId, other) =>
        voice.notice(
          `the target gave ${name} the id ${targetId}, which ${JSON.stringify(other)} of the directory has already`,
        ),
    }),
    memberships: createMemberships(state),
    failures: createFailures(state, habits.retry, { now, run, retryNow: options.retryNow ?? false }),
    facts: await learnFacts(habits.discovery, { voice, state, now: now() }),
    tally: createTally(),
    emit: outbox.emit,
    elementOf: elementMaker(habits.mapping.member),
    later: [],
    unheard: [],
    begun: new Map(),
    partly: new Set(),
    unresolved: new Set(),
    knowsMembers: options.directory.hasMemberships,
    patienceMs: options.maxLagMs ?? PATIENCE_MS,
  };
};
