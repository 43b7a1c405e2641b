import { judgeMessage, type StepOutcome, together } from '../../speak/outcome.ts';
import { labelOf, type Place } from '../../speak/place.ts';
import { sendOnce } from '../../speak/request.ts';
import type { TogetherStep } from '../../suite/model.ts';

/** Sends its requests at the same moment; all the answers are awaited, whatever becomes of one of them. */
export const runTogether = async (step: TogetherStep, place: Place): Promise<StepOutcome> => {
  const settled = await Promise.allSettled(
    step.steps.map((one) => sendOnce(one, { ...place, label: labelOf(one, one.request) })),
  );
  const judged = settled.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
  const statuses = judged.map(({ message }) => message.status ?? null);
  const succeeded = statuses.filter((status) => status !== null && status >= 200 && status < 300).length;
  const whole = judgeMessage(step, { headers: [], body: { statuses, succeeded } }, place);
  return together(...judged, whole);
};
