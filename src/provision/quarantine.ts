/** When too many objects fail, something is wrong with more than the objects: the run ends, and the next ones wait. */
import type { RetryHabits } from '../suite/model.ts';
import type { Stop } from './events.ts';
import type { State } from './state.ts';

const NAME = 'quarantine';

export interface Quarantine {
  readonly since: number;
  readonly because: string;
  readonly nextTry?: number;
}

/** For identity providers of which no thresholds are known: nearly nothing goes well. */
const HOPELESS = { share: 0.9, atLeast: 500 } as const;

/** Why to end the run; undefined as long as it is worth going on. */
export const tooManyFailed = (
  tally: { readonly refused: () => number; readonly finished: () => number },
  { quarantine }: Pick<RetryHabits, 'quarantine'>,
): string | undefined => {
  const refused = tally.refused();
  const { share, atLeast } = quarantine ?? HOPELESS;
  const many = quarantine?.failures !== undefined && refused >= quarantine.failures;
  if (!many && (refused < atLeast || refused < share * tally.finished())) return undefined;
  return `${refused} of ${tally.finished()} objects failed`;
};

export const readQuarantine = (state: Pick<State, 'prepare'>): Quarantine | undefined => {
  const text = state.prepare('SELECT value FROM meta WHERE name = ?').get(NAME)?.value;
  return typeof text === 'string' ? (JSON.parse(text) as Quarantine) : undefined;
};

export const enterQuarantine = (
  state: State,
  because: string,
  { quarantine }: Pick<RetryHabits, 'quarantine'>,
  now: number,
): void => {
  const since = readQuarantine(state)?.since ?? now;
  const over = quarantine !== undefined && now > since + quarantine.until * 1000;
  const nextTry =
    quarantine === undefined ? {} : { nextTry: over ? Number.MAX_SAFE_INTEGER : now + quarantine.cycle * 1000 };
  state.begin();
  state
    .prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)')
    .run(NAME, JSON.stringify({ since, because, ...nextTry }));
};

export const leaveQuarantine = (state: State): void => {
  state.begin();
  state.prepare('DELETE FROM meta WHERE name = ?').run(NAME);
};

/** Whether a run may begin. */
export const stillInQuarantine = (state: State, now: number): Stop | undefined => {
  const quarantine = readQuarantine(state);
  if (quarantine?.nextTry === undefined || quarantine.nextTry <= now) return undefined;
  const until =
    quarantine.nextTry === Number.MAX_SAFE_INTEGER
      ? 'it has been so for too long'
      : `the next try is at ${new Date(quarantine.nextTry).toISOString()}`;
  return {
    kind: 'quarantine',
    because: `in quarantine since ${new Date(quarantine.since).toISOString()} (${quarantine.because}); ${until}`,
    hint: 'Find out why they failed (`provision status`), then go on with --retry-now.',
  };
};
