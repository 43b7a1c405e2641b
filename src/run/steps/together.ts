import { setTimeout as sleep } from 'node:timers/promises';
import type { Reason } from '../../expect/reason.ts';
import { judgeMessage, type StepOutcome, together } from '../../speak/outcome.ts';
import { labelOf } from '../../speak/place.ts';
import { sendOnce } from '../../speak/request.ts';
import type { Case, TogetherStep } from '../../suite/model.ts';
import type { CasePlace } from '../stage.ts';

/** So many seconds' worth of requests may be open; a target that is further behind does not keep up, and is asked no more. */
const MOST_OPEN = 10;

/** What came of the requests of one moment. */
interface Round {
  readonly outcomes: readonly StepOutcome[];
  readonly statuses: readonly (number | null)[];
  readonly succeeded: number;
}

/**
 * Sends its requests at the same moment; all the answers are awaited, whatever becomes of one of them. With `every-second`
 * it does so every second, for as long as the run sustains a rate: once unless that was asked for. It ends by itself, and at
 * the first answer that is none, asks for patience or comes too late.
 */
export const runTogether = async (step: TogetherStep, place: CasePlace): Promise<StepOutcome> => {
  const watch = watching(place);
  const { signal, sustainedMs = 0 } = place.stage;
  const seconds = step.everySecond ? Math.max(1, Math.round(sustainedMs / 1000)) : 1;
  const rounds: Round[] = [];
  const failed: unknown[] = [];
  const open = new Set<Promise<void>>();
  const isWell = (): boolean =>
    failed.length === 0 && watch.repeated() === 0 && rounds.every(({ succeeded }) => succeeded === step.steps.length);
  const started = performance.now();
  let behind = 0;
  for (let second = 0; second < seconds; second++) {
    if (second > 0) await untilTime(started + second * 1000, signal);
    if (signal.aborted || !isWell() || open.size >= MOST_OPEN) break;
    const round = sendRound(step, watch.place)
      .then(
        (one) => void rounds.push(one),
        (error) => void failed.push(error),
      )
      .finally(() => open.delete(round));
    open.add(round);
    behind = Math.max(behind, open.size - 1);
  }
  await Promise.all(open);
  if (failed.length > 0) throw failed[0];
  const worst = rounds.toSorted((one, other) => one.succeeded - other.succeeded)[0];
  const { statuses = [], succeeded = 0 } = worst ?? {};
  const body = { statuses: [...statuses], succeeded, repeated: watch.repeated(), behind };
  const outcomes = rounds.flatMap((round) => round.outcomes);
  return together(...outcomes, judgeMessage(step, { headers: [], body }, place));
};

const untilTime = async (time: number, signal: AbortSignal): Promise<void> => {
  const left = time - performance.now();
  if (left > 0) await sleep(left, undefined, { signal }).catch(() => {});
};

const sendRound = async (step: TogetherStep, place: CasePlace): Promise<Round> => {
  const settled = await Promise.allSettled(
    step.steps.map((one) => sendOnce(one, { ...place, label: labelOf(one, one.request) })),
  );
  const outcomes = settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  const statuses = outcomes.map(({ message }) => message.status ?? null);
  const succeeded = statuses.filter((status) => status !== null && status >= 200 && status < 300).length;
  return { outcomes, statuses, succeeded };
};

/** The place, with the requests counted that the wire had to send again. */
const watching = (place: CasePlace): { readonly place: CasePlace; readonly repeated: () => number } => {
  let again = 0;
  const send: CasePlace['stage']['send'] = async (request, label) => {
    const exchange = await place.stage.send(request, label);
    if (exchange.attempt > 1) again += 1;
    return exchange;
  };
  return { place: { ...place, stage: { ...place.stage, send } }, repeated: () => again };
};

/** The most requests that a case sends every second; 0 when it does not go by seconds. */
const ratePerSecond = ({ steps }: Pick<Case, 'steps'>): number =>
  Math.max(0, ...steps.map((step) => (step.kind === 'together' && step.everySecond ? step.steps.length : 0)));

/**
 * Why a case that goes by seconds cannot be run: the user allows fewer requests.
 * @param allowed requests per second; undefined: as many as one likes
 */
export const whyTooFast = (testCase: Pick<Case, 'steps'>, allowed: number | undefined): Reason | undefined => {
  const rate = ratePerSecond(testCase);
  if (allowed === undefined || rate <= allowed) return undefined;
  return { message: `not tested, because it takes ${rate} requests per second and --rate allows ${allowed}` };
};

/** What a case that goes by seconds does not show. */
export const limitsOf = (testCase: Pick<Case, 'steps'>, sustainedMs: number): string | undefined => {
  if (ratePerSecond(testCase) === 0) return undefined;
  const seconds = Math.max(1, Math.round(sustainedMs / 1000));
  return seconds > 1 ? `tested for ${seconds} s` : 'tested for 1 s; --sustained 60s goes on for as long';
};
