/** Listings of a SCIM server, page after page: by index (RFC 7644 §3.4.2.4) or by cursor (RFC 9865). */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Client, Exchange } from '../wire/exchange.ts';
import { DirectoryProblem, quoted } from './problem.ts';

export interface Listing {
  /** Below the base URL: `/Users`. */
  readonly path: string;
  readonly by: 'index' | 'cursor';
  /** Resources a page; fewer are asked for when a page turns out to be too large. */
  readonly count: number;
  /** More of the query, encoded: `excludedAttributes=members`. */
  readonly query?: string;
}

export interface Page {
  readonly resources: readonly Json[];
  /** The position of the first one in the listing, from 1. */
  readonly first: number;
}

const DEFAULT_COUNT = 100;

/** How a listing is best read, by what ServiceProviderConfig says: by cursor where there are cursors, since nothing slips between two pages then. */
export const waysOfPaging = (config: JsonObject | undefined): Pick<Listing, 'by' | 'count'> => {
  const part = (name: string): JsonObject => {
    const value = config && getIgnoringCase(config, name);
    return isObject(value) ? value : {};
  };
  const limits = [getIgnoringCase(part('filter'), 'maxResults'), getIgnoringCase(part('pagination'), 'maxPageSize')];
  const usable = limits
    .filter((limit) => typeof limit === 'number' && Number.isInteger(limit) && limit > 0)
    .map(Number);
  return {
    by: getIgnoringCase(part('pagination'), 'cursor') === true ? 'cursor' : 'index',
    count: Math.min(DEFAULT_COUNT, ...usable),
  };
};

/** One GET. Throws DirectoryProblem when there is no answer; what the status says is left to the caller. */
export const get = async (client: Client, target: string): Promise<Exchange> => {
  const exchange = await client.send({ method: 'GET', target, headers: [['Accept', 'application/scim+json']] });
  if (exchange.problem !== undefined && exchange.problem.kind !== 'too-large') {
    throw new DirectoryProblem(exchange.problem.message, { file: exchange.request.url });
  }
  return exchange;
};

/** What the server answered instead of what was asked for. */
export const refusal = (exchange: Exchange): DirectoryProblem => {
  const { response, request } = exchange;
  const file = request.url;
  const body = response?.body;
  const detail = isObject(body) ? getIgnoringCase(body, 'detail') : undefined;
  const said = typeof detail === 'string' && detail !== '' ? `: ${quoted(detail, 200)}` : '';
  const status = response?.status ?? 0;
  if (status === 200) {
    const why = response?.bodyProblem ?? 'the body is no ListResponse';
    return new DirectoryProblem(`the server's answer cannot be read: ${why}`, { file });
  }
  return new DirectoryProblem(`the server answered ${status}${said}`, {
    file,
    hint:
      status === 401 || status === 403
        ? 'Check the token of the server that the people come from; it must allow reading users and groups.'
        : undefined,
  });
};

/** Where the next page begins. */
type Start = { readonly startIndex: number } | { readonly cursor: string };

interface Read {
  readonly page: Page;
  readonly next: Start | undefined;
  readonly url: string;
}

/**
 * All pages of a listing. Throws DirectoryProblem when a page is refused, when paging does not get on, and when the pages
 * end before all that the server counts has been read.
 */
export async function* readPages(client: Client, listing: Listing): AsyncGenerator<Page> {
  let start: Start = listing.by === 'cursor' ? { cursor: '' } : { startIndex: 1 };
  let { count } = listing;
  let first = 1;
  const watch = watchOverPaging();
  for (;;) {
    const read = await readPage(client, { ...listing, count }, start, first);
    if (read === 'too-large') {
      count = Math.floor(count / 2);
      continue;
    }
    watch(read, start);
    if (read.page.resources.length > 0) yield read.page;
    if (read.next === undefined) return;
    first += read.page.resources.length;
    start = read.next;
  }
}

const readPage = async (
  client: Client,
  { path, count, query }: Listing,
  start: Start,
  first: number,
): Promise<Read | 'too-large'> => {
  const where = 'cursor' in start ? `cursor=${encodeURIComponent(start.cursor)}` : `startIndex=${start.startIndex}`;
  const exchange = await get(client, `${path}?${where}&count=${count}${query === undefined ? '' : `&${query}`}`);
  const { url } = exchange.request;
  if (exchange.problem !== undefined) {
    if (count > 1) return 'too-large';
    throw new DirectoryProblem(exchange.problem.message, { file: url });
  }
  const body = exchange.response?.body;
  if (exchange.response?.status !== 200 || !isObject(body)) throw refusal(exchange);
  const listed = getIgnoringCase(body, 'Resources') ?? [];
  if (!Array.isArray(listed)) throw refusal(exchange);
  const total = getIgnoringCase(body, 'totalResults');
  const next = getIgnoringCase(body, 'nextCursor');
  const page: Page = { resources: listed, first };
  if (typeof next === 'string' && next !== '') return { page, next: { cursor: next }, url };
  if ('cursor' in start) return { page, next: undefined, url };
  return { page, next: nextIndex(page, typeof total === 'number' ? total : undefined, url), url };
};

const nextIndex = ({ resources, first }: Page, total: number | undefined, url: string): Start | undefined => {
  const read = first - 1 + resources.length;
  if (resources.length > 0) return total !== undefined && read >= total ? undefined : { startIndex: read + 1 };
  if (total === undefined || read >= total) return undefined;
  throw new DirectoryProblem(`the server counts ${total} resources but its pages end after ${read}`, {
    file: url,
    hint: 'Without the others nobody knows who has left. Run it again when nobody writes to the server; if it stays so, its paging is wrong.',
  });
};

/** A check, to be made after each page, that paging gets on; it remembers one page and one cursor. */
const watchOverPaging = (): ((read: Read, start: Start) => void) => {
  let previous: string | undefined;
  let remembered: string | undefined;
  let pages = 0;
  const stuck = (what: string, url: string): never => {
    throw new DirectoryProblem(`${what}, so that the listing has no end`, {
      file: url,
      hint: 'The paging of that server is wrong; export its users to a file instead.',
    });
  };
  return ({ page, next, url }, start) => {
    pages++;
    const [head] = page.resources;
    const mark = isObject(head) ? JSON.stringify(getIgnoringCase(head, 'id') ?? head) : undefined;
    if ('startIndex' in start && mark !== undefined && mark === previous)
      stuck('this page is the one before it again', url);
    previous = mark;
    if (next === undefined || !('cursor' in next)) return;
    // Brent's way to find a circle of any length: the place to compare with moves on at each power of two.
    if (next.cursor === remembered) stuck('nextCursor leads back to an earlier page', url);
    if ((pages & (pages - 1)) === 0) remembered = next.cursor;
  };
};
