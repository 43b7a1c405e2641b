/**
 * What an identity provider believes a target to hold: everything that it has told it and that was accepted, read as the
 * RFCs read it. It listens to exchanges and knows nothing of what they were made from, so that it can be asked about any
 * traffic: a later look at the target shows where the two disagree, and since which exchange.
 */
import { getIgnoringCase } from '../scim/attribute.ts';
import { asList, isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { MODELS } from '../scim/schemas.ts';
import { type Exchange, header } from '../wire/exchange.ts';
import { parseJson } from '../wire/json.ts';
import { addressOf } from './address.ts';
import { agree, type Believed, type Kind, type Write } from './believed.ts';
import { type Disagreement, disagreements, firstWriteAfter, noticeRight, noticeWrong } from './compare.ts';
import { membersIn } from './member-changes.ts';
import { createRegistry, type Registry } from './registry.ts';
import { settleFor, tellCreation, tellModification, tellRemoval, tellReplacement } from './telling.ts';

export interface Found extends Disagreement {
  readonly believed: Believed;
  /** The first write after which the two disagreed; undefined when nothing that was sent has to do with it. */
  readonly since: Write | undefined;
}

export interface Beliefs {
  readonly kinds: readonly Kind[];
  /** Every request of the identity provider and its answer, in the order in which they ended. */
  hear(exchange: Exchange): void;
  /** The resource that was created or changed by an exchange, if it is believed to be there afterwards. */
  changedBy(exchange: Exchange): Believed | undefined;
  /** All resources that were created, changed or deleted; deleted ones until they were seen to be gone. */
  all(kind: Kind): Iterable<Believed>;
  find(kind: Kind, id: string): Believed | undefined;
  /**
   * Compares with what the target shows now; absent: with its saying that there is no such resource. When they agree
   * everything before is settled.
   * @param exchange the number of the one that showed it
   */
  confront(believed: Believed, shown: JsonObject | undefined, exchange: number): readonly Found[];
  /** Whether `confront` would find something; settles nothing. */
  differs(believed: Believed, shown: JsonObject): boolean;
  /** What the target denied to the identity provider since the last call: resources that were not there any more. */
  takeDenied(): readonly Found[];
}

export const createBeliefs = (baseUrl: string, models: readonly ResourceModel[] = MODELS): Beliefs => {
  const registry = createRegistry(models);
  let denied: Found[] = [];
  return {
    kinds: registry.kinds,
    all: registry.all,
    find: registry.find,
    confront: (believed, shown, exchange) => confront(registry, believed, shown, exchange),
    differs: (believed, shown) =>
      believed.doubtful || disagreements(believed, shown, { whole: true, departed: registry.departed }).length > 0,
    takeDenied() {
      const taken = denied;
      denied = [];
      return taken;
    },
    changedBy(exchange) {
      const { status = 0 } = exchange.response ?? {};
      const address = addressOf(exchange.request.url, baseUrl, registry.kinds);
      if (address === undefined || !['POST', 'PUT', 'PATCH'].includes(exchange.request.method)) return undefined;
      const id = address.id ?? idIn(exchange);
      return status < 200 || status >= 300 || id === undefined ? undefined : registry.find(address.kind, id);
    },
    hear(exchange) {
      const heard = hearOf(exchange, baseUrl, registry.kinds);
      if (heard === undefined) return;
      const status = exchange.response?.status;
      const believed = heard.id === undefined ? undefined : registry.find(heard.kind, heard.id);
      if (status === undefined ? wasSent(exchange) : UNSURE.has(status)) doubt(registry, heard, believed);
      else if (status === 404 && believed !== undefined) {
        if (heard.write.method === 'GET') miss(registry, believed, exchange.number);
        else denied.push(...deny(registry, believed, exchange.number));
      }
      if (status !== undefined && status >= 200 && status < 300) {
        accept(registry, heard, believed);
        for (const shown of resourcesIn(exchange, heard)) see(registry, heard, shown);
      }
    },
  };
};

/** Trouble of servers and of what stands before them: it may have been done nevertheless. */
const UNSURE: ReadonlySet<number> = new Set([408, 500, 502, 504]);

/** An exchange about a resource, or a collection. */
interface Heard {
  readonly exchange: Exchange;
  readonly kind: Kind;
  readonly id?: string;
  /** It asked for parts of resources. */
  readonly partial: boolean;
  readonly body: Json | undefined;
  readonly write: Write;
}

const hearOf = (exchange: Exchange, baseUrl: string, kinds: readonly Kind[]): Heard | undefined => {
  const { method, url, body } = exchange.request;
  const address = addressOf(url, baseUrl, kinds);
  if (address === undefined) return undefined;
  const sent = body === undefined ? undefined : parseJson(body).value;
  return { ...address, exchange, body: sent, write: { exchange: exchange.number, method, url } };
};

/** Without an answer it may have been done all the same, unless it never left us. */
const wasSent = ({ problem }: Exchange): boolean =>
  problem !== undefined && !['resolve', 'refused', 'tls', 'auth', 'request'].includes(problem.kind);

const doubt = (registry: Registry, { kind, id, body, write }: Heard, believed: Believed | undefined): void => {
  if (write.method === 'GET') return;
  if (believed !== undefined) believed.doubtful = true;
  if (id === undefined && body !== undefined) registry.leaveOpen(kind, body, write);
};

/** It was not shown: perhaps it is gone, and perhaps the target shows its writes late. */
const miss = (registry: Registry, believed: Believed, exchange: number): void => {
  if (believed.gone || believed.doubtful) return;
  const found = disagreements(believed, undefined, { whole: true, departed: registry.departed });
  noticeWrong(believed, found, { exchange, after: believed.shownAt }, false);
};

/** It cannot be written to, because it is not there: the identity provider does not believe in it any more. */
const deny = (registry: Registry, believed: Believed, exchange: number): readonly Found[] => {
  const trusted = !believed.gone && !believed.doubtful;
  const found = trusted ? disagreements(believed, undefined, { whole: true, departed: registry.departed }) : [];
  noticeWrong(believed, found, { exchange, after: believed.shownAt }, false);
  const dated = found.map((one) => dateOf(registry, believed, one));
  registry.drop(believed);
  registry.depart(believed);
  return dated;
};

const accept = (registry: Registry, { kind, id, body, write, exchange }: Heard, known: Believed | undefined): void => {
  const tell = (telling: typeof tellCreation, believed: Believed): void =>
    registry.mention(telling(believed, body, write), write);
  if (id === undefined) {
    const made = write.method === 'POST' ? idIn(exchange) : undefined;
    if (made !== undefined) tell(tellCreation, registry.enter(kind, made));
  } else if (write.method === 'PUT') tell(tellReplacement, known ?? registry.adopt(kind, id));
  else if (write.method === 'PATCH') tell(tellModification, known ?? registry.adopt(kind, id));
  else if (write.method === 'DELETE' && known !== undefined) {
    tellRemoval(known, write);
    registry.depart(known);
  }
};

/** A resource in an answer. Only reads are believed when they show things as they should be: others may only echo. */
const see = (registry: Registry, { kind, exchange, partial }: Heard, shown: JsonObject): void => {
  const id = getIgnoringCase(shown, 'id');
  if (typeof id !== 'string') return;
  const isRead = exchange.request.method === 'GET';
  const believed = registry.find(kind, id) ?? registry.claim(kind, id, shown);
  if (believed === undefined) {
    if (isRead && !partial) registry.meet(id, shown);
    return;
  }
  const after = believed.shownAt;
  if (isRead) believed.shownAt = exchange.number;
  if (partial || believed.doubtful || believed.gone) return;
  const found = disagreements(believed, shown, { whole: isRead, departed: registry.departed });
  noticeWrong(believed, found, { exchange: exchange.number, after }, isRead || membersIn(shown) !== undefined);
  if (isRead && found.length === 0) agree(believed);
  else if (isRead) noticeRight(believed, found, exchange.number);
};

const confront = (
  registry: Registry,
  believed: Believed,
  shown: JsonObject | undefined,
  exchange: number,
): readonly Found[] => {
  if (believed.doubtful) {
    if (shown === undefined) registry.drop(believed);
    else settleFor(believed, shown);
    return [];
  }
  const found = disagreements(believed, shown, { whole: true, departed: registry.departed });
  const dated = found.map((one) => dateOf(registry, believed, one));
  const after = believed.shownAt;
  if (shown !== undefined) believed.shownAt = exchange;
  if (found.length > 0 && shown !== undefined) {
    noticeWrong(believed, found, { exchange, after }, true);
    noticeRight(believed, found, exchange);
  }
  if (found.length > 0) return dated;
  agree(believed);
  if (believed.gone) registry.drop(believed);
  return [];
};

/** Whoever was put into a group, or taken out of one, may have been changed by that when nothing else was said to them. */
const dateOf = (registry: Registry, believed: Believed, found: Disagreement): Found => {
  const mention = registry.lastMention(believed.id);
  const elsewhere = mention !== undefined && mention.exchange > believed.shownAt ? mention : undefined;
  return { ...found, believed, since: firstWriteAfter(believed, found) ?? elsewhere };
};

const idIn = ({ response }: Exchange): string | undefined => {
  const id = isObject(response?.body) ? getIgnoringCase(response.body, 'id') : undefined;
  if (typeof id === 'string' && id !== '') return id;
  const location = header(response?.headers ?? [], 'location')
    ?.split('/')
    .at(-1);
  return location === '' ? undefined : location;
};

const resourcesIn = ({ response }: Exchange, { id }: Heard): readonly JsonObject[] => {
  const body = response?.body;
  if (!isObject(body)) return [];
  const list = id === undefined ? getIgnoringCase(body, 'Resources') : undefined;
  return list === undefined ? [body] : asList(list).filter((one) => isObject(one));
};
