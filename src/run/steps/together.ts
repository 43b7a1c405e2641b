import { judgeMessage, type StepOutcome, together } from '../../speak/outcome.ts';
import { labelOf, type Place } from '../../speak/place.ts';
import { sendOnce } from '../../speak/request.ts';
import type { TogetherStep } from '../../suite/model.ts';

/** Sends its requests at the same moment; all the answers are awaited, whatever becomes of one of them. */
export const runTogether = async (step: TogetherStep, place: Place): Promise<StepOutcome> => {
  const { watched, repeated } = watching(place);
  const settled = await Promise.allSettled(
    step.steps.map((one) => sendOnce(one, { ...watched, label: labelOf(one, one.request) })),
  );
  const judged = settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  const statuses = judged.map(({ message }) => message.status ?? null);
  const succeeded = statuses.filter((status) => status !== null && status >= 200 && status < 300).length;
  const body = { statuses, succeeded, repeated: repeated() };
  return together(...judged, judgeMessage(step, { headers: [], body }, place));
};

/** The place, with the requests counted that the wire had to send again. */
const watching = (place: Place): { readonly watched: Place; readonly repeated: () => number } => {
  let again = 0;
  const send: Place['stage']['send'] = async (request, label) => {
    const exchange = await place.stage.send(request, label);
    if (exchange.attempt > 1) again += 1;
    return exchange;
  };
  return { watched: { ...place, stage: { ...place.stage, send } }, repeated: () => again };
};
