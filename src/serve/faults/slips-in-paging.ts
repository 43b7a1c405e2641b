/** Slips in pages and in the parameters of lists. Nobody has reported these; each is a plausible slip that some case must notice. */
import type { Behaviour, Query } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { crash, type Fault } from './fault.ts';

const KNOWN = ['filter', 'sortby', 'sortorder', 'startindex', 'count', 'cursor', 'attributes', 'excludedattributes'];

/** Refuses queries of which this is true. */
const refusing =
  (isBad: (query: Query) => boolean) =>
  (good: Behaviour): Partial<Behaviour> => ({
    page: (found, query, call) => {
      if (isBad(query)) {
        throw refusal(400, 'This page cannot be shown.', 'invalidValue');
      }
      return good.page(found, query, call);
    },
  });

export const SLIPS_IN_PAGING: readonly Fault[] = [
  {
    id: 'list-needs-filter',
    title: 'Refuses to list anything without a filter',
    links: [],
    alter: refusing(({ filter }) => filter === undefined),
  },
  {
    id: 'list-unknown-parameter-400',
    title: 'Refuses query parameters it does not know',
    links: [],
    alter: (good) => ({
      readQuery: (call, models) => {
        const unknown = [...call.query.keys()].find((name) => !KNOWN.includes(name.toLowerCase()));
        if (unknown !== undefined) {
          throw refusal(400, `There is no parameter ${unknown}.`, 'invalidValue');
        }
        return good.readQuery(call, models);
      },
    }),
  },
  {
    id: 'page-count-no-number-500',
    title: 'Fails with 500 on a count that is no number',
    links: [],
    alter: (good) => ({
      readQuery: (call, models) =>
        /[^\d+-]/.test(call.query.get('count') ?? '') ? crash('NaN') : good.readQuery(call, models),
    }),
  },
  {
    id: 'page-count-negative-400',
    title: 'Refuses a negative count',
    links: [],
    alter: refusing(({ count = 0 }) => count < 0),
  },
  {
    id: 'page-count-huge-400',
    title: 'Refuses a count above its page size',
    links: [],
    alter: (good) => ({
      page: (found, query, call) => {
        if ((query.count ?? 0) > call.service.capabilities.maxResults) {
          throw refusal(400, 'The count is too large.', 'invalidValue');
        }
        return good.page(found, query, call);
      },
    }),
  },
  {
    id: 'page-start-below-one-400',
    title: 'Refuses a startIndex below 1',
    links: [],
    alter: refusing(({ startIndex = 1 }) => startIndex < 1),
  },
  {
    id: 'cursor-page-overlaps',
    title: 'Shows the last resource of a page again on the next page by cursor',
    links: [],
    alter: (good) => ({
      cursorPage: (found, query, call) => {
        const page = good.cursorPage(found, query, call);
        const [handle = '', offset] = page.nextCursor?.split('.') ?? [];
        return page.items.length > 1 && offset !== undefined
          ? { ...page, nextCursor: `${handle}.${Number(offset) - 1}` }
          : page;
      },
    }),
  },
  {
    id: 'cursor-count-zero-all',
    title: 'Takes a count of 0 with a cursor for no count at all',
    links: [],
    alter: (good) => ({
      cursorPage: (found, { count, ...query }, call) =>
        good.cursorPage(found, count === undefined || count < 1 ? query : { ...query, count }, call),
    }),
  },
  {
    id: 'cursor-previous-on-first-page',
    title: 'Has a previousCursor on the first page',
    links: [],
    alter: (good) => ({
      cursorPage: (found, query, call) => {
        const page = good.cursorPage(found, query, call);
        return page.nextCursor === undefined ? page : { previousCursor: page.nextCursor, ...page };
      },
    }),
  },
  {
    id: 'cursor-with-reserved-characters',
    title: 'Makes cursors of characters that have a meaning in URLs',
    links: [],
    alter: (good) => ({
      cursorPage: (found, query, call) => {
        const { nextCursor, ...page } = good.cursorPage(
          found,
          query.cursor ? { ...query, cursor: query.cursor.replace('+', '.').replace(/=$/, '') } : query,
          call,
        );
        return nextCursor === undefined ? page : { ...page, nextCursor: `${nextCursor.replace('.', '+')}=` };
      },
    }),
  },
];
