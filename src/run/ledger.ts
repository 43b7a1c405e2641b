/** What one case has made on the target, and how it is taken back. Journaled before each request that makes something. */
import type { Exchange, WireRequest } from '../wire/exchange.ts';
import { obliging } from './another-way.ts';
import { type Leftover, lookUp, removeResource, type Send, unfindable } from './cleanup.ts';
import { creationsIn, isForeign, mayCreate, searchesFor } from './creations.ts';
import type { Journal, Search } from './journal.ts';

export interface LedgerOptions {
  readonly journal: Journal;
  readonly run: string;
  readonly case: string;
  readonly tag: string;
  readonly baseUrl: string;
  /** A number within the run for the next journal entry. */
  readonly nextNumber: () => number;
}

export interface Ledger {
  /** Before a request is sent; returns what is to be told its answer. */
  before(request: WireRequest): (exchange: Exchange) => void;
  /** Deletes everything, last made first. `keep` only lists it. */
  takeBack(send: Send, options: { readonly lagMs: number; readonly keep: boolean }): Promise<TakenBack>;
}

export interface TakenBack {
  /** Below the base URL. */
  readonly removed: readonly string[];
  readonly leftovers: readonly Leftover[];
}

type Entry =
  | { readonly url: string; readonly foreign: boolean }
  | { readonly number: number; readonly searches: readonly Search[] };

export const createLedger = ({ journal, run, tag, baseUrl, nextNumber, ...options }: LedgerOptions): Ledger => {
  const entries: Entry[] = [];
  const deleted = new Set<string>();

  const note = (number: number, searches: readonly Search[], exchange: Exchange): void => {
    const { urls, unsure } = creationsIn(exchange, baseUrl);
    const foreign = isForeign(exchange, tag);
    for (const url of urls) {
      entries.push({ url, foreign });
      if (!foreign) journal.write({ type: 'created', run, number, url });
    }
    if (unsure && searches.length > 0) entries.push({ number, searches });
    else journal.write({ type: 'settled', run, number });
  };

  const find = async (send: Send, entry: Entry): Promise<{ urls: string[]; leftovers: Leftover[] }> => {
    if ('url' in entry) {
      if (!entry.foreign) return { urls: [entry.url], leftovers: [] };
      const because = 'the answer to a create described another resource than the one sent; it may not be ours';
      return { urls: [], leftovers: [{ url: baseUrl + entry.url, because }] };
    }
    const found = await Promise.all(entry.searches.map((search) => lookUp(send, search, tag)));
    const urls = found.flatMap((list) => list ?? []);
    for (const url of urls) journal.write({ type: 'created', run, number: entry.number, url });
    if (found.some((list) => list === undefined))
      return { urls, leftovers: [unfindable(baseUrl, entry.searches, tag)] };
    journal.write({ type: 'settled', run, number: entry.number });
    return { urls, leftovers: [] };
  };

  return {
    before(request) {
      if (!mayCreate(request)) {
        return ({ response }) => {
          const good = response !== undefined && response.status >= 200 && response.status < 300;
          if (request.method.toUpperCase() === 'DELETE' && good) deleted.add(request.target);
        };
      }
      const number = nextNumber();
      const searches = searchesFor(request);
      journal.write({
        type: 'create',
        run,
        number,
        case: options.case,
        tag,
        method: request.method,
        url: request.target,
        searches,
      });
      return (exchange) => note(number, searches, exchange);
    },

    async takeBack(plainly, { lagMs, keep }) {
      const send = obliging(plainly, baseUrl);
      const leftovers: Leftover[] = [];
      const done = new Set<string>();
      const removed: string[] = [];
      if (keep) {
        const kept = entries.flatMap((entry) =>
          'url' in entry ? [{ url: baseUrl + entry.url, because: 'kept, as asked' }] : [],
        );
        return { removed, leftovers: kept };
      }
      for (const entry of entries.toReversed()) {
        const found = await find(send, entry);
        leftovers.push(...found.leftovers);
        for (const url of found.urls) {
          if (done.has(url)) continue;
          done.add(url);
          const because = await removeResource(send, url, deleted.has(url) ? 0 : lagMs);
          if (because !== undefined) leftovers.push({ url: baseUrl + url, because });
          else {
            removed.push(url);
            journal.write({ type: 'removed', run, url });
          }
        }
      }
      return { removed, leftovers };
    },
  };
};
