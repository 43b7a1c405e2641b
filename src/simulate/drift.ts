/** Reads back what a target holds, and tells where it differs from what the identity provider believes. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { answered, requestLine } from '../speak/answer.ts';
import { untilHolds } from '../speak/eventually.ts';
import { turnPages } from '../speak/pages.ts';
import type { Speaker } from '../speak/place.ts';
import type { PagesStep } from '../suite/model.ts';
import { PLAIN_HEADERS } from '../suite/write.ts';
import type { Client, Exchange, WireRequest } from '../wire/exchange.ts';
import type { Beliefs, Found } from './belief.ts';
import type { Believed, Kind } from './believed.ts';
import { nameIn } from './registry.ts';

/** One difference. */
export interface Drift {
  /** Below the base URL: `/Users/2819c223`. */
  readonly resource: string;
  /** `displayName`, `urn:…:User:department`, `members[value eq "…"]`; `id` for the resource as a whole. */
  readonly attribute: string;
  /** What the identity provider believes; null for nothing. */
  readonly expected: Json;
  /** What the target shows; null for nothing. */
  readonly actual: Json;
  /** The first exchange after which the two disagreed; null when nothing that was sent has to do with it. */
  readonly since: { readonly exchange: number; readonly method: string; readonly url: string } | null;
}

export interface NamedDrift {
  readonly drift: Drift;
  /** userName or displayName, as far as it is known. */
  readonly name: string;
}

export interface ReadBack {
  readonly drift: readonly NamedDrift[];
  /** How many resources were compared. */
  readonly resources: number;
  /** Requests that this took. */
  readonly requests: number;
  /** Resources that could not be read, and why: of these nothing is known. */
  readonly unread: readonly { readonly resource: string; readonly because: string }[];
}

export interface ReadBackOptions {
  readonly client: Client;
  readonly beliefs: Beliefs;
  /** How long the target may show old data, in milliseconds; 0 by default. */
  readonly maxLagMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Lists users and groups page by page, and asks once more for each resource that is missing in the listing or shown
 * otherwise than believed: only what it itself says counts. Where most of a listing belongs to others, ours are read one
 * by one instead. Nothing is written.
 */
export const readBack = async (options: ReadBackOptions): Promise<ReadBack> => {
  const reader = createReader(options);
  const drift: NamedDrift[] = options.beliefs.takeDenied().map(namedDrift);
  const unread: { resource: string; because: string }[] = [];
  let resources = 0;
  for (const kind of options.beliefs.kinds) {
    const ours = [...options.beliefs.all(kind)];
    resources += ours.length;
    const listed = ours.length === 0 ? new Map<string, Shown>() : await reader.list(kind, ours.length);
    for (const believed of ours) {
      if (options.signal?.aborted) return { drift, resources, requests: reader.requests(), unread };
      const seen = await look(believed, listed.get(believed.id), reader, options);
      if ('because' in seen) unread.push({ resource: pathOf(believed), because: seen.because });
      else drift.push(...options.beliefs.confront(believed, seen.resource, seen.exchange).map(namedDrift));
    }
  }
  return { drift, resources, requests: reader.requests(), unread };
};

const namedDrift = (found: Found): NamedDrift => {
  const { believed, attribute, expected, actual, since } = found;
  return {
    name: nameIn(believed.value) ?? believed.id,
    drift: {
      resource: pathOf(believed),
      attribute,
      expected: expected ?? null,
      actual: actual ?? null,
      since: since ?? null,
    },
  };
};

const pathOf = ({ kind, id }: Believed): string => `${kind.model.type.endpoint}/${encodeURIComponent(id)}`;

/** A plain GET of one resource. */
export const readRequest = (believed: Believed): WireRequest => ({
  method: 'GET',
  target: pathOf(believed),
  headers: PLAIN_HEADERS,
});

/** What was shown, and by which exchange. */
interface Shown {
  readonly resource: JsonObject | undefined;
  readonly exchange: number;
}

type Look = Shown | { readonly because: string };

const look = (
  believed: Believed,
  listed: Shown | undefined,
  reader: Reader,
  { beliefs, maxLagMs = 0, signal }: ReadBackOptions,
): Promise<Look> | Look => {
  const holds = ({ resource }: Shown): boolean =>
    resource === undefined ? believed.gone : !believed.gone && !beliefs.differs(believed, resource);
  if (listed !== undefined && holds(listed)) return listed;
  return untilHolds(
    () => reader.read(believed),
    (seen) => 'because' in seen || holds(seen),
    maxLagMs,
    signal,
  );
};

interface Reader {
  /** By id, as far as it can be listed; nothing when there are many that are not `ours`. */
  list(kind: Kind, ours: number): Promise<ReadonlyMap<string, Shown>>;
  read(believed: Believed): Promise<Look>;
  requests(): number;
}

const PAGE = 100;
/** A listing with more than so many resources per one of ours is not worth reading. */
const WORTH = 4;
/** No listing has more pages. */
const PAGES = 100_000;

const createReader = ({ client, signal }: ReadBackOptions): Reader => {
  let requests = 0;
  let last = 0;
  const send = async (request: WireRequest): Promise<Exchange> => {
    const count = (): void => {
      requests += 1;
    };
    const exchange = await client.send(request, signal, { onAttempt: count });
    count();
    last = exchange.number;
    return exchange;
  };
  const stage: Speaker = {
    target: { models: [] },
    baseUrl: client.baseUrl,
    lagMs: 0,
    signal: signal ?? new AbortController().signal,
    send,
  };
  return {
    requests: () => requests,
    async list(kind, ours) {
      const shown = new Map<string, Shown>();
      let pages = 0;
      for await (const turn of turnPages(listing(kind), { stage, names: new Map(), label: 'read back' })) {
        pages += 1;
        if ('endless' in turn || pages > PAGES) break;
        for (const resource of turn.page.resources) {
          const id = isObject(resource) ? getIgnoringCase(resource, 'id') : undefined;
          if (isObject(resource) && typeof id === 'string') shown.set(id, { resource, exchange: last });
        }
        if ((turn.page.totalResults ?? 0) > WORTH * (ours + PAGE)) break;
      }
      return shown;
    },
    async read(believed) {
      const exchange = await send(readRequest(believed));
      const { response } = exchange;
      if (response?.status === 404 || response?.status === 410) {
        return { resource: undefined, exchange: exchange.number };
      }
      if (response?.status === 200 && isObject(response.body)) {
        return { resource: response.body, exchange: exchange.number };
      }
      return { because: `${requestLine(exchange, client.baseUrl)} ${answered(exchange)}` };
    },
  };
};

const listing = ({ model }: Kind): PagesStep => ({
  kind: 'pages',
  request: { method: 'GET', path: model.type.endpoint, query: [], headers: [] },
  by: 'index',
  count: PAGE,
  advance: 'returned',
  limit: PAGES,
  capture: [],
  at: { file: 'read back', line: 1, column: 1 },
});
