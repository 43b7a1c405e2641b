/** Pages by index (RFC 7644 §3.4.2.4) and by cursor (RFC 9865), and the ListResponse around them. */
import type { JsonObject } from '../scim/json.ts';
import { LIST_RESPONSE_URN } from '../scim/urn.ts';
import type { Call, Found, Page, Query } from './behaviour.ts';
import { refusal } from './errors.ts';
import { lazily, withVersion } from './represent.ts';

/** A startIndex below 1 is 1, a negative count is 0, and no page is longer than maxResults. */
export const page = (found: readonly Found[], query: Query, call: Call): Page => {
  const { maxResults } = call.service.capabilities;
  const count = Math.min(Math.max(query.count ?? maxResults, 0), maxResults);
  const startIndex = Math.max(query.startIndex ?? 1, 1);
  const items = found.slice(startIndex - 1, startIndex - 1 + count);
  return { items, totalResults: found.length, startIndex, itemsPerPage: items.length };
};

/** A listing in one piece, for a server without any paging. */
export const wholePage = (found: readonly Found[], call: Call): Page => {
  if (found.length > call.service.capabilities.maxResults) {
    throw refusal(400, `There are ${found.length} results; use a filter to ask for fewer.`, 'tooMany');
  }
  return { items: found, totalResults: found.length, itemsPerPage: found.length };
};

/**
 * The set of results is fixed with the first page; resources deleted since are left out of later pages. The last page has
 * no nextCursor, the first no previousCursor. A count of 0 starts nothing.
 */
export const cursorPage = (found: readonly Found[], query: Query, call: Call): Page => {
  const { cursors, capabilities } = call.service;
  const count = cursorCount(query, capabilities.maxResults);
  if (count === 0) {
    return { items: [], totalResults: found.length, itemsPerPage: 0 };
  }
  const { handle, set, offset } = query.cursor ? reopened(query.cursor, query, call) : opened(found, query, call);
  const end = offset + count;
  const items = query.cursor
    ? set.entries.slice(offset, end).flatMap((entry) => lookedUp(entry, call))
    : found.slice(0, count);
  return {
    items,
    totalResults: set.entries.length,
    itemsPerPage: items.length,
    ...(end < set.entries.length ? { nextCursor: cursors.at(handle, end) } : {}),
    ...(offset > 0 ? { previousCursor: cursors.at(handle, Math.max(0, offset - count)) } : {}),
  };
};

const cursorCount = (query: Query, maxResults: number): number => {
  const count = query.count ?? maxResults;
  if (count > maxResults) {
    throw refusal(400, `The count must be between 0 and ${maxResults}.`, 'invalidCount');
  }
  return Math.max(0, count);
};

const opened = (found: readonly Found[], query: Query, call: Call) => {
  const set = {
    entries: found.map(({ model, resource }) => ({ type: model.type.name, id: String(resource.id) })),
    fingerprint: query.fingerprint,
    count: query.count,
    owner: call.identity?.name ?? '',
  };
  return { set, offset: 0, handle: call.service.cursors.keep(set) };
};

/** One message for all cursors that are not this caller's, so that it tells nothing (RFC 9865 §5.2). */
const reopened = (cursor: string, query: Query, call: Call) => {
  const result = call.service.cursors.open(cursor);
  if (result === 'expired') {
    throw refusal(400, 'The cursor has expired; start again with an empty cursor.', 'expiredCursor');
  }
  if (
    result === undefined ||
    result.set.owner !== (call.identity?.name ?? '') ||
    result.set.fingerprint !== query.fingerprint ||
    result.offset >= result.set.entries.length
  ) {
    throw refusal(400, 'The cursor is not valid for this query.', 'invalidCursor');
  }
  if (result.set.count !== query.count) {
    throw refusal(400, 'The count must be the one of the first page.', 'invalidCount');
  }
  return result;
};

const lookedUp = ({ type, id }: { readonly type: string; readonly id: string }, call: Call): Found[] => {
  const model = call.service.models.find((candidate) => candidate.type.name === type);
  const resource = call.service.store.visible(type, id);
  return model && resource ? [lazily(resource, model, call)] : [];
};

export const listResponse = (shown: Page, query: Query, call: Call): JsonObject => ({
  schemas: [LIST_RESPONSE_URN],
  totalResults: shown.totalResults,
  ...(shown.startIndex === undefined ? {} : { startIndex: shown.startIndex }),
  itemsPerPage: shown.itemsPerPage,
  ...(shown.previousCursor === undefined ? {} : { previousCursor: shown.previousCursor }),
  ...(shown.nextCursor === undefined ? {} : { nextCursor: shown.nextCursor }),
  Resources: shown.items.map((item) =>
    call.service.behaviour.project(
      { model: item.model, resource: withVersion(item, call).resource },
      query.selection,
      call,
    ),
  ),
});
