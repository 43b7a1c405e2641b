import { type HeaderList, header } from './exchange.ts';
import { SettingsProblem } from './settings.ts';

/** Time, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after the time, or at once when the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      signal?.addEventListener('abort', end, { once: true });
    }),
};

export interface PaceOptions {
  /** Requests per second over all senders; absent means no ceiling. */
  readonly rate?: number;
  /** The longest time that one request may spend waiting for a target that asks for patience; 60,000 by default. */
  readonly maxWaitMs?: number;
  /** How often one request is sent at most; 5 by default. */
  readonly attempts?: number;
}

/** A wait that the target asked for. */
export interface Wait {
  readonly milliseconds: number;
  readonly because: string;
}

export interface Pace {
  /** Resolves when the next request may go; undefined when that is now. */
  turn(signal?: AbortSignal): Promise<void> | undefined;
  /**
   * Whether a request that was answered like this should be repeated, and after which wait.
   * 429 and 503 say that it was not carried out, so any method may be repeated.
   */
  patience(answer: { status: number; headers: HeaderList }, attempt: number, waitedMs: number): Wait | undefined;
  /** Waits, and lets nobody else send in the meantime. */
  pause(wait: Wait, signal?: AbortSignal): Promise<void>;
}

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/**
 * Reads Retry-After (RFC 9110 §10.2.3): seconds, or a date, which is taken against the answer's own Date so that clocks need not agree.
 * Undefined when it is absent or neither.
 */
export const retryAfter = (headers: HeaderList, now: number): number | undefined => {
  const value = header(headers, 'retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(value)) return Number(value) * 1000;
  if (!HTTP_DATE.test(value)) return undefined;
  const until = Date.parse(value);
  const from = Date.parse(header(headers, 'date') ?? '');
  return Number.isNaN(until) ? undefined : Math.max(0, until - (Number.isNaN(from) ? now : from));
};

/** The first wait after 429 without Retry-After; doubled each time. */
const BACKOFF_MS = 500;

const seconds = (milliseconds: number): string => `${Math.round(milliseconds / 100) / 10} s`;

/** Throws SettingsProblem for a rate that is no positive number. */
export const createPace = (options: PaceOptions, clock: Clock = systemClock): Pace => {
  const { rate, maxWaitMs = 60_000, attempts = 5 } = options;
  if (rate !== undefined && !(rate > 0)) {
    throw new SettingsProblem(`The rate has to be a positive number of requests per second, not ${rate}.`);
  }
  const spacing = rate === undefined || rate === Number.POSITIVE_INFINITY ? 0 : 1000 / rate;
  let nextSlot = 0;
  let pausedUntil = 0;

  const wait = async (signal?: AbortSignal): Promise<void> => {
    if (spacing > 0) {
      const slot = Math.max(clock.now(), nextSlot);
      nextSlot = slot + spacing;
      if (slot > clock.now()) await clock.sleep(slot - clock.now(), signal);
    }
    if (pausedUntil > clock.now()) await clock.sleep(pausedUntil - clock.now(), signal);
  };

  return {
    turn: (signal) => (spacing === 0 && pausedUntil === 0 ? undefined : wait(signal)),
    patience({ status, headers }, attempt, waitedMs) {
      if ((status !== 429 && status !== 503) || attempt >= attempts) return undefined;
      const asked = retryAfter(headers, clock.now());
      if (asked === undefined && status === 503) return undefined;
      const milliseconds = asked ?? BACKOFF_MS * 2 ** (attempt - 1);
      if (waitedMs + milliseconds > maxWaitMs) return undefined;
      const because =
        asked === undefined ? `${status} without Retry-After` : `${status} with Retry-After: ${seconds(milliseconds)}`;
      return { milliseconds, because };
    },
    async pause({ milliseconds }, signal) {
      pausedUntil = Math.max(pausedUntil, clock.now() + milliseconds);
      await clock.sleep(milliseconds, signal);
    },
  };
};
