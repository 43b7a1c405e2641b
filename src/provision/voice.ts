/** Speaks the dialect's operations to the target, one at a time or many at once. Every request of a run goes through here. */
import { setTimeout as pause } from 'node:timers/promises';
import type { JsonObject } from '../scim/json.ts';
import { FillProblem } from '../suite/fill.ts';
import type { Dialect, Operation, RetryHabits } from '../suite/model.ts';
import type { Client, Exchange, Watch, WireRequest } from '../wire/exchange.ts';
import type { Control } from './control.ts';
import { denialOf } from './denial.ts';
import type { ProvisionEvent, Stop, Subject } from './events.ts';
import { createHearing } from './hearing.ts';
import type { Pace } from './pace.ts';
import {
  isListing,
  type Prepared,
  prepare,
  resourcesIn,
  type Saying,
  type Spoken,
  say,
  sayPages,
  type Turn,
} from './say.ts';

export interface Voice {
  readonly dialect: Dialect;
  readonly mode: string;
  /**
   * Sends the requests of an operation, and again what may be sent again. `values` are its parameters, taken as they are.
   * Never throws for what the target does.
   * @param answered called as soon as an answer is there, before anybody looks at it
   */
  speak(operation: string, values: JsonObject, about?: Subject, answered?: () => void): Promise<Spoken>;
  /**
   * Lists, page by page. An operation whose listing is one request gives one page. What cannot be read is sent again a few
   * times by the client only.
   */
  list(operation: string): AsyncGenerator<Turn>;
  /** The parameters an operation takes. */
  operation(name: string): Operation;
  /** The one request of an operation; undefined of one that needs several, or reads first, or a value that is not there. */
  compose(operation: string, values: JsonObject): WireRequest | undefined;
  /** Sends one request outside of any operation: a bulk request, which carries the requests of several. */
  send(request: WireRequest, label: string): Promise<Exchange>;
  /** From now on writes are offered to it, when they are to be sent for the first time. */
  carryBy(carrier: Carrier): void;
  /** Told once, however often it happens. */
  notice(message: string, hint?: string): void;
  /** Why the run would have to end, as long as the target itself is not heard any more. */
  readonly silence: () => Stop | undefined;
  readonly requests: () => number;
}

/** Another way for writes to reach the target, with others in one request. */
export interface Carrier {
  /** Undefined, at once or later: it has to be sent by itself. */
  carry(request: WireRequest, about: Subject | undefined): Promise<Spoken | undefined> | undefined;
  /** A request has been answered, so that perhaps nothing else goes on any more. */
  look(): void;
}

export interface VoiceOptions {
  readonly client: Client;
  readonly dialect: Dialect;
  readonly mode: string;
  readonly retry: Pick<RetryHabits, 'attempts'>;
  readonly lagMs: number;
  readonly control: Control;
  readonly emit: (event: ProvisionEvent) => void;
  readonly pace: Pace;
  readonly guid: () => string;
}

/** An answer that might be different the next time is asked for again at least so often, whatever the identity provider does. */
const LEAST_ATTEMPTS = { uncertain: 3, busy: 8 } as const;
/** What does not even arrive: a target that has spoken before may be about to start again, which takes it some seconds. */
const UNREACHED_ATTEMPTS = { before: 3, after: 6 } as const;
/** Doubled each time: eight attempts take half a minute. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** Nobody waits longer at a terminal, whoever asks. */
const MOST_PATIENCE_MS = 60_000;

export const createVoice = (options: VoiceOptions): Voice => {
  const { client, dialect, mode, control, emit, pace } = options;
  const prepared = new Map<string, Prepared>();
  const told = new Set<string>();
  const hearing = createHearing(client.baseUrl);
  let requests = 0;
  let carrier: Carrier | undefined;

  const find = (name: string): Prepared => {
    const known = prepared.get(name);
    if (known !== undefined) return known;
    const made = prepare(dialect, mode, name);
    prepared.set(name, made);
    return made;
  };
  const notice = (message: string, hint?: string): void => {
    if (told.has(message)) return;
    told.add(message);
    emit({ type: 'notice', message, ...(hint !== undefined && { hint }) });
  };
  const hear = (exchange: Exchange, label: string, about: Subject | undefined): void => {
    requests += 1;
    hearing.hear(exchange);
    emit({ type: 'sent', operation: label, ...(about && { about: subjectOf(about) }), exchange });
  };
  const stopFor = (stop: Stop | undefined): void => {
    if (stop !== undefined) control.stop(stop);
  };
  const send = async (
    request: WireRequest,
    label: string,
    about?: Subject,
    answered?: () => void,
  ): Promise<Exchange> => {
    let renewed = false;
    const watch: Watch = {
      onAttempt(attempt) {
        renewed ||= attempt.response?.status === 401;
        hear(attempt, label, about);
      },
      onWait: (info) => {
        pace.slower();
        emit({ type: 'waiting', ...info });
      },
    };
    const exchange = await pace.run(() => client.send(request, control.cut, watch));
    // Before anybody else begins, who would not be let in either.
    stopFor(denialOf(exchange, renewed, client.baseUrl));
    answered?.();
    hear(exchange, label, about);
    if (hearing.isAway()) stopFor(hearing.silence());
    carrier?.look();
    return exchange;
  };

  const saying = (name: string, about?: Subject, answered?: () => void, by?: Carrier): Saying => ({
    ...{ client, dialect, mode, control, notice, lagMs: options.lagMs, guid: options.guid },
    send: (request) => send(request, name, about, answered),
    ...(by !== undefined && { carry: (request) => by.carry(request, about) }),
  });
  const speak = async (name: string, values: JsonObject, about?: Subject, answered?: () => void): Promise<Spoken> => {
    const said = find(name);
    const begun = performance.now();
    for (let attempt = 1; ; attempt++) {
      const spoken = await say(said, values, saying(name, about, answered, attempt === 1 ? carrier : undefined));
      if (spoken.effect === 'done' || spoken.effect === 'refused') return spoken;
      const late = performance.now() - begun < options.lagMs;
      const wait = waitAfter(spoken, {
        ...{ attempt, late, repeatable: said.repeatable, attempts: options.retry.attempts },
        known: hearing.spokeAt() > 0,
      });
      // Nobody else was answered in the meantime: it is not this request.
      if (wait === undefined && hearing.spokeAt() < begun) {
        if (spoken.effect === 'busy') control.stop(outOfOrder(spoken));
        if (spoken.effect === 'unreached') stopFor(hearing.silence());
      }
      if (wait === undefined || control.stopped() !== undefined) return spoken;
      if (spoken.effect === 'busy') {
        pace.slower();
        emit({ type: 'waiting', seconds: wait / 1000, because: spoken.because });
      }
      await pause(wait, undefined, { signal: control.halt }).catch(() => undefined);
      if (control.stopped() !== undefined) return spoken;
    }
  };
  async function* list(name: string): AsyncGenerator<Turn> {
    const { names, steps } = find(name);
    const [step] = steps;
    if (step?.kind === 'pages') yield* sayPages(step, names({}, options.guid), saying(name));
    else {
      const spoken = await speak(name, {});
      if (spoken.effect !== 'done') yield spoken;
      else if (isListing(spoken.body)) yield { resources: resourcesIn(spoken.body) };
      else yield { ...spoken, effect: 'refused', because: `the answer to ${name} is no list` };
    }
  }
  const compose = (name: string, values: JsonObject): WireRequest | undefined => {
    const { names, steps } = find(name);
    const [only, ...others] = steps;
    if (only?.kind !== 'request' || only.reads || others.length > 0) return undefined;
    try {
      return only.write(names(values, options.guid));
    } catch (error) {
      if (error instanceof FillProblem) return undefined;
      throw error;
    }
  };
  return {
    dialect,
    mode,
    speak,
    list,
    compose,
    operation: (name) => find(name).operation,
    send,
    carryBy(by) {
      carrier = by;
    },
    notice,
    silence: hearing.silence,
    requests: () => requests,
  };
};

/** Nothing more than whom it is about, whatever else the caller knows. */
const subjectOf = ({ resource, id }: Subject): Subject => ({ resource, id });

const outOfOrder = ({ because, retryAfter }: Spoken) =>
  ({
    kind: 'lost',
    because: retryAfter === undefined ? because : `${because}, and asks to wait for ${Math.round(retryAfter / 1000)} s`,
    hint: 'The same command goes on where this one ended, once the target has time again.',
  }) as const;

interface Circumstances {
  readonly attempt: number;
  readonly repeatable: boolean;
  /** The target may still show old data. */
  readonly late: boolean;
  readonly attempts: number;
  /** The target has spoken to us in this run. */
  readonly known: boolean;
}

/** Milliseconds until it is sent again; undefined when it is not. */
const waitAfter = (
  { effect, retryAfter }: Spoken,
  { attempt, repeatable, late, attempts, known }: Circumstances,
): number | undefined => {
  const backoff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  if (effect === 'gone') return late ? backoff : undefined;
  if (effect === 'busy') {
    const wait = retryAfter ?? backoff;
    return attempt >= Math.max(attempts, LEAST_ATTEMPTS.busy) || wait > MOST_PATIENCE_MS ? undefined : wait;
  }
  if (effect === 'unreached') return attempt >= UNREACHED_ATTEMPTS[known ? 'after' : 'before'] ? undefined : backoff;
  if (effect !== 'uncertain' || !repeatable) return undefined;
  return attempt >= Math.max(attempts, LEAST_ATTEMPTS.uncertain) ? undefined : backoff;
};
