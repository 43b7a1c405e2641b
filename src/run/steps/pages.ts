import type { Message } from '../../expect/judge.ts';
import type { Reason } from '../../expect/reason.ts';
import { getIgnoringCase } from '../../scim/attribute.ts';
import { isObject } from '../../scim/json.ts';
import { untilHolds } from '../../speak/eventually.ts';
import { type Judged, judgeMessage } from '../../speak/outcome.ts';
import { type Page, turnPages } from '../../speak/pages.ts';
import type { Place } from '../../speak/place.ts';
import type { PagesStep } from '../../suite/model.ts';
import { Trouble } from '../trouble.ts';

/** What has been read so far, in order. */
interface Listing {
  readonly pages: readonly Page[];
  /** Set when the listing would not end. */
  readonly endless?: string;
}

/** A listing longer than the step is willing to read is no fault of the target: it holds more than this case put there. */
const tooLong = (step: PagesStep, pages: readonly Page[], place: Place): Trouble | undefined => {
  const read = pages.reduce((sum, { resources }) => sum + resources.length, 0);
  const total = pages.at(-1)?.totalResults;
  if (total === undefined || read >= total) return undefined;
  const message = `the listing has ${total} entries, more than the ${step.limit} pages that are read here (${read} entries): it cannot be judged on this target`;
  return new Trouble('blocked', { message, at: step.at }, place.label);
};

const readAll = async (step: PagesStep, place: Place): Promise<Listing> => {
  const pages: Page[] = [];
  for await (const turn of turnPages(step, place)) {
    if ('endless' in turn) return { pages, endless: turn.endless };
    pages.push(turn.page);
    if (pages.length < step.limit || turn.isLast) continue;
    const trouble = tooLong(step, pages, place);
    if (trouble) throw trouble;
    return { pages, endless: `the listing did not end after ${step.limit} pages` };
  }
  return { pages };
};

/** The made-up message that the expectations of a `pages` step look at; the last page tells what went wrong, if anything did. */
const wholeListing = (pages: readonly Page[]): Message => {
  const last = pages.at(-1);
  const resources = pages.flatMap((page) => page.resources);
  const ids = resources.flatMap((resource) => (isObject(resource) ? (getIgnoringCase(resource, 'id') ?? []) : []));
  const sizes = pages.map((page) => page.resources.length);
  const status = last?.message.status ?? 0;
  const total = pages[0]?.totalResults;
  return {
    ...last?.message,
    headers: last?.message.headers ?? [],
    status,
    body: {
      status,
      pages: pages.length,
      ...(total === undefined ? {} : { totalResults: total }),
      Resources: resources,
      ids,
      sizes,
      longest: Math.max(0, ...sizes),
    },
  };
};

/** Reads a whole listing, page after page, and judges it as one message. */
const readOnce = async (step: PagesStep, place: Place): Promise<Judged> => {
  const { pages, endless } = await readAll(step, place);
  const message = wholeListing(pages);
  const outcome = judgeMessage(step, message, place);
  if (endless === undefined) return { message, ...outcome };
  const exchange = message.exchange === undefined ? {} : { exchange: message.exchange };
  const reason: Reason = { message: endless, at: step.at, ...exchange };
  return { message, reasons: [reason, ...outcome.reasons], stop: outcome.stop };
};

/** A listing is read again, as a whole, until everything holds, within the target's lag. */
export const runPages = (step: PagesStep, place: Place): Promise<Judged> =>
  untilHolds(
    () => readOnce(step, place),
    ({ reasons }) => reasons.length === 0,
    place.stage.lagMs,
    place.stage.signal,
  );
