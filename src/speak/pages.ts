/** Going through a listing, page after page. */
import type { Message } from '../expect/judge.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import type { PagesStep, RequestTemplate } from '../suite/model.ts';
import { messageOf, type Place, writeAndSend } from './place.ts';

export interface Page {
  readonly message: Message;
  readonly resources: readonly Json[];
  readonly totalResults: number | undefined;
  readonly nextCursor: string | undefined;
}

/** A page, and whether the listing ends with it; or that the listing goes in circles. */
export type PageTurn = { readonly page: Page; readonly isLast: boolean } | { readonly endless: string };

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

/**
 * The pages one after the other, each read when it is asked for; after a page that is no listing there is none.
 * A cursor that comes back ends it as `endless`. How many are read is for the caller to limit.
 */
export async function* turnPages(step: PagesStep, place: Place): AsyncGenerator<PageTurn> {
  const cursors = new Set<string>();
  let start: Start | undefined = step.by === 'cursor' ? { cursor: '' } : { startIndex: 1 };
  for (let number = 1; start !== undefined; number++) {
    const page: Page = await readPage(step, start, place);
    const next: Start | undefined = nextStart(step, start, page);
    yield { page, isLast: next === undefined };
    if (next !== undefined && 'cursor' in next) {
      if (cursors.has(next.cursor)) {
        yield { endless: `nextCursor of page ${number} leads back to an earlier page` };
        return;
      }
      cursors.add(next.cursor);
    }
    start = next;
  }
}
