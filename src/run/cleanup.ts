/** Taking back what a run made, and nothing else. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { printLiteral } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { PATCH_URN } from '../scim/urn.ts';
import { answered } from '../speak/answer.ts';
import { untilHolds } from '../speak/eventually.ts';
import { PLAIN_BODY_HEADERS, PLAIN_HEADERS } from '../suite/write.ts';
import type { Client, Exchange, WireRequest } from '../wire/exchange.ts';
import { obliging } from './another-way.ts';
import { get } from './discovery.ts';
import { type Journal, pendingOf, type Search } from './journal.ts';

export type Send = (request: WireRequest) => Promise<Exchange>;

export interface Leftover {
  /** Absolute. */
  readonly url: string;
  readonly because: string;
}

/** How long a list we look through when the target cannot filter. */
const PAGE = 100;
const PAGES = 10;

const succeeded = ({ response }: Exchange): boolean =>
  response !== undefined && response.status >= 200 && response.status < 300;

const isGone = ({ response }: Exchange): boolean => response?.status === 404 || response?.status === 410;

/** Servers that keep their users for ever can often be told that one is no longer active. */
const deactivate = async (send: Send, url: string): Promise<boolean> => {
  const body = { schemas: [PATCH_URN], Operations: [{ op: 'replace', path: 'active', value: false }] };
  const headers = [...PLAIN_HEADERS, ...PLAIN_BODY_HEADERS];
  return succeeded(await send({ method: 'PATCH', target: url, headers, body: JSON.stringify(body) }));
};

/**
 * Deletes one resource. Gone already is good, but a target that shows its writes late may say so too early: with a lag
 * the request is repeated. A refusal is not believed before the resource has been seen.
 * @returns why the resource is left over; undefined when it is not
 */
export const removeResource = async (send: Send, url: string, lagMs = 0): Promise<string | undefined> => {
  const remove = (headers: WireRequest['headers'] = []) =>
    send({ method: 'DELETE', target: url, headers: [...PLAIN_HEADERS, ...headers] });
  let exchange = await untilHolds(remove, (one) => !isGone(one), lagMs);
  if (exchange.response?.status === 412) exchange = await remove([['If-Match', '*']]);
  if (succeeded(exchange) || isGone(exchange) || isGone(await send(get(url)))) return undefined;
  const because = `DELETE ${answered(exchange)}`;
  const unsupported = [400, 403, 405, 501].includes(exchange.response?.status ?? 0);
  if (!unsupported || !/^\/Users\//i.test(url)) return because;
  return (await deactivate(send, url)) ? `${because}; it was set to inactive instead` : because;
};

/** Only what carries our value or tag is ours: a target that ignores filters shows everything. */
const isOurs = (resource: JsonObject, search: Search, tag: string): boolean => {
  const value = getIgnoringCase(resource, search.attribute);
  if (typeof value === 'string' && value.toLowerCase() === search.value.toLowerCase()) return true;
  const names = ['userName', 'displayName', 'externalId'].map((name) => getIgnoringCase(resource, name));
  return names.some((name) => typeof name === 'string' && name.toLowerCase().includes(tag.toLowerCase()));
};

const resourcesIn = (exchange: Exchange): JsonObject[] | undefined => {
  const body = exchange.response?.body;
  const list: Json | undefined = succeeded(exchange) && isObject(body) ? getIgnoringCase(body, 'Resources') : undefined;
  if (Array.isArray(list)) return list.filter(isObject);
  return succeeded(exchange) && isObject(body) && getIgnoringCase(body, 'totalResults') === 0 ? [] : undefined;
};

const urlsOf = (resources: readonly JsonObject[], search: Search, tag: string): string[] =>
  resources
    .filter((resource) => isOurs(resource, search, tag))
    .flatMap((resource) => {
      const id = getIgnoringCase(resource, 'id');
      const usable = typeof id === 'string' && id !== '' && id !== '.' && id !== '..';
      return usable ? [`${search.path}/${encodeURIComponent(id.toWellFormed())}`] : [];
    });

const query = (path: string, parameters: Readonly<Record<string, string>>): WireRequest =>
  get(
    `${path}?${Object.entries(parameters)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&')}`,
  );

/**
 * Finds resources that we made but whose id never reached us: by filter, else by looking through the first thousand.
 * @returns their URLs below the base URL; undefined when the target cannot be searched
 */
export const lookUp = async (send: Send, search: Search, tag: string): Promise<string[] | undefined> => {
  const filter = `${search.attribute} eq ${printLiteral(search.value)}`;
  const found = resourcesIn(await send(query(search.path, { filter })));
  if (found !== undefined) return urlsOf(found, search, tag);
  const urls: string[] = [];
  let seen = 0;
  // A page may be shorter than was asked for, so that only an empty one is the end.
  for (let page = 0; page < PAGES; page++) {
    const listed = resourcesIn(await send(query(search.path, { startIndex: `${1 + seen}`, count: `${PAGE}` })));
    if (listed === undefined) return page === 0 ? undefined : urls;
    urls.push(...urlsOf(listed, search, tag));
    seen += listed.length;
    if (listed.length === 0) break;
  }
  return urls;
};

/** Whatever still carries the tag of a run, by one filter per collection; empty when the target cannot say. */
export const sweep = async (send: Send, tag: string, searches: readonly Omit<Search, 'value'>[]): Promise<string[]> => {
  const urls: string[] = [];
  for (const { path, attribute } of searches) {
    const exchange = await send(query(path, { filter: `${attribute} co ${printLiteral(tag)}` }));
    urls.push(...urlsOf(resourcesIn(exchange) ?? [], { path, attribute, value: tag }, tag));
  }
  return [...new Set(urls)];
};

/** A create without an answer, on a target that cannot be searched. */
export const unfindable = (baseUrl: string, searches: readonly Search[], tag: string): Leftover => ({
  url: baseUrl + (searches[0]?.path ?? ''),
  because: `something with ${tag} in its name may have been made; there was no answer, and it cannot be searched for`,
});

/**
 * Finishes what crashed runs have left on this target, as their journal tells; what it removes is written there.
 * @param client a client for the target; runs on other targets are left alone
 */
export const cleanup = async (
  client: Pick<Client, 'baseUrl' | 'send'>,
  journal: Journal,
  signal?: AbortSignal,
): Promise<{ removed: number; leftovers: Leftover[] }> => {
  const send: Send = obliging((request) => client.send(request, signal), client.baseUrl);
  const leftovers: Leftover[] = [];
  let removed = 0;
  const take = async (run: string, url: string): Promise<void> => {
    const because = await removeResource(send, url);
    if (because !== undefined) leftovers.push({ url: client.baseUrl + url, because });
    else {
      removed++;
      journal.write({ type: 'removed', run, url });
    }
  };
  for (const { run, urls, unknown } of pendingOf(journal.lines()).filter(({ target }) => target === client.baseUrl)) {
    for (const { number, tag, searches } of unknown.toReversed()) {
      const found = await Promise.all(searches.map((search) => lookUp(send, search, tag)));
      for (const url of found.flatMap((list) => list ?? [])) {
        journal.write({ type: 'created', run, number, url });
        await take(run, url);
      }
      if (found.every((list) => list !== undefined)) journal.write({ type: 'settled', run, number });
      else leftovers.push(unfindable(client.baseUrl, searches, tag));
    }
    for (const url of urls.toReversed()) await take(run, url);
  }
  return { removed, leftovers };
};
