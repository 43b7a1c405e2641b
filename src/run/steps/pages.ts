import type { Message } from '../../expect/judge.ts';
import type { Reason } from '../../expect/reason.ts';
import { getIgnoringCase } from '../../scim/attribute.ts';
import { isObject, type Json } from '../../scim/json.ts';
import type { PagesStep, RequestTemplate } from '../../suite/model.ts';
import { untilHolds } from '../eventually.ts';
import { messageOf, type Place, writeAndSend } from '../stage.ts';
import { Trouble } from '../trouble.ts';
import { type Judged, judgeMessage } from './outcome.ts';

interface Page {
  readonly message: Message;
  readonly resources: readonly Json[];
  readonly totalResults: number | undefined;
  readonly nextCursor: string | undefined;
}

/** What has been read so far, in order. */
interface Listing {
  readonly pages: readonly Page[];
  /** Set when the listing would not end. */
  readonly endless?: string;
}

/** Where the next page begins: `startIndex`, or `cursor`. */
type Start = { readonly startIndex: number } | { readonly cursor: string };

const withStart = (request: RequestTemplate, start: Start, count: number | undefined): RequestTemplate => {
  const added: Record<string, Json> = { ...start, ...(count === undefined ? {} : { count }) };
  if (request.method !== 'GET' && isObject(request.body)) return { ...request, body: { ...request.body, ...added } };
  return { ...request, query: [...request.query, ...Object.entries(added)] };
};

const readPage = async (step: PagesStep, start: Start, place: Place): Promise<Page> => {
  const message = messageOf(await writeAndSend(withStart(step.request, start, step.count), place));
  const body = isObject(message.body) ? message.body : {};
  const resources = getIgnoringCase(body, 'Resources');
  const total = getIgnoringCase(body, 'totalResults');
  const next = getIgnoringCase(body, 'nextCursor');
  return {
    message,
    resources: Array.isArray(resources) ? resources : [],
    totalResults: typeof total === 'number' ? total : undefined,
    nextCursor: typeof next === 'string' && next !== '' ? next : undefined,
  };
};

const isGood = ({ message }: Page): boolean => message.status === 200 && isObject(message.body);

/** Where to go on after a page; undefined at the end of the listing. */
const nextStart = (step: PagesStep, start: Start, page: Page): Start | undefined => {
  if (!isGood(page)) return undefined;
  if ('cursor' in start) return page.nextCursor === undefined ? undefined : { cursor: page.nextCursor };
  if (page.resources.length === 0) return undefined;
  const advance = step.advance === 'count' ? (step.count ?? page.resources.length) : page.resources.length;
  const startIndex = start.startIndex + advance;
  return page.totalResults !== undefined && startIndex > page.totalResults ? undefined : { startIndex };
};

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
  const cursors = new Set<string>();
  let start: Start | undefined = step.by === 'cursor' ? { cursor: '' } : { startIndex: 1 };
  while (start !== undefined) {
    if (pages.length === step.limit) {
      const trouble = tooLong(step, pages, place);
      if (trouble) throw trouble;
      return { pages, endless: `the listing did not end after ${step.limit} pages` };
    }
    const page: Page = await readPage(step, start, place);
    pages.push(page);
    const next: Start | undefined = nextStart(step, start, page);
    if (next !== undefined && 'cursor' in next) {
      if (cursors.has(next.cursor))
        return { pages, endless: `nextCursor of page ${pages.length} leads back to an earlier page` };
      cursors.add(next.cursor);
    }
    start = next;
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
