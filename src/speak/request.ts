import type { RequestStep, RequestTemplate } from '../suite/model.ts';
import { untilHolds } from './eventually.ts';
import { type Judged, judgeMessage } from './outcome.ts';
import { messageOf, type Place, writeAndSend } from './place.ts';

/** Requests that may be repeated without doing anything: GET, and POST to `.search`. */
export const isRead = ({ method, path }: RequestTemplate): boolean =>
  method === 'GET' || (method === 'POST' && /\/\.search$/.test(path.replace(/\?.*/, '')));

/** Fills, writes, sends, judges and captures, once. */
export const sendOnce = async (step: RequestStep, place: Place): Promise<Judged> => {
  const message = messageOf(await writeAndSend(step.request, place));
  return { message, ...judgeMessage(step, message, place) };
};

/** With `eventually` the same read is repeated until everything holds, within the target's lag; a write never is. */
export const runRequest = (step: RequestStep, place: Place): Promise<Judged> =>
  untilHolds(
    () => sendOnce(step, place),
    ({ reasons }) => reasons.length === 0,
    step.eventually && isRead(step.request) ? place.stage.lagMs : 0,
    place.stage.signal,
  );
