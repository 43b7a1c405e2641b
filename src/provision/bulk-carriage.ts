/** One bulk request on its way: made of what waits and of who rides along, sent, and its results handed to those who wait. */
import { answered } from '../speak/answer.ts';
import type { Exchange, WireRequest } from '../wire/exchange.ts';
import {
  type Answered,
  asAnswered,
  type BulkLimits,
  EMPTY_BYTES,
  operationText,
  sendBatch,
  sizeOf,
} from './bulk-batch.ts';
import { attribute, createdId, isSuccess, type Result, type Sent } from './bulk-results.ts';
import type { Rider, Riders } from './bulk-riders.ts';
import type { Trial } from './bulk-trial.ts';
import { effectOf } from './effect.ts';
import type { Subject } from './events.ts';
import type { Pace } from './pace.ts';
import type { Spoken } from './say.ts';
import type { Work } from './work.ts';

/** A write that waits for a bulk request. */
export interface Entry {
  readonly request: WireRequest;
  readonly about: Subject | undefined;
  /** The person it creates, by the id in the directory. */
  readonly creates: string | undefined;
  /** Undefined: it has to be sent by itself, for nothing was done. */
  resolve(spoken: Spoken | undefined): void;
  reject(error: unknown): void;
}

/** What the lane has to know of it. */
export type Outcome =
  | { readonly kind: 'well' | 'left' }
  /** Nothing was done, and those who wait still do. */
  | { readonly kind: 'too-large'; readonly because: string; readonly operations: number }
  | { readonly kind: 'failed'; readonly because: string }
  | { readonly kind: 'never'; readonly because: string };

export interface Carriage {
  carry(entries: readonly Entry[], limits: BulkLimits): Promise<Outcome>;
}

interface Tools {
  readonly work: Work;
  readonly pace: Pace;
  readonly riders: Riders;
  readonly trial: Trial;
  /** Told of those of whom it is not known whether they were created: they do not go this way again. */
  readonly doubt: (entry: Entry) => void;
}

/** Written down for one bulk request. */
interface Load {
  readonly entries: readonly Entry[];
  readonly sent: readonly Sent[];
  readonly texts: readonly string[];
  readonly along: readonly Rider[];
}

export const createCarriage = (tools: Tools): Carriage => {
  const { work, pace, riders } = tools;
  const busyGroups = new Set<string>();

  const load = async (entries: readonly Entry[], limits: BulkLimits): Promise<Load> => {
    const bulkIds = entries.map(({ request }, index) => (request.method === 'POST' ? `new${index + 1}` : undefined));
    const texts = entries.map(({ request }, index) => operationText(request, bulkIds[index]));
    const people = new Map(
      entries.flatMap(({ creates }, index) => {
        const bulkId = bulkIds[index];
        return creates === undefined || bulkId === undefined ? [] : [[creates, bulkId] as const];
      }),
    );
    const bytes = texts.reduce((sum, text) => sum + sizeOf(text), EMPTY_BYTES);
    const room = { operations: limits.operations - entries.length, bytes: limits.bytes - bytes };
    const along = people.size === 0 ? [] : await riders.board(people, busyGroups, room);
    const sent = entries.map(({ request: { method, target } }, index) => {
      const bulkId = bulkIds[index];
      return { method, target, ...(bulkId !== undefined && { bulkId }) };
    });
    return { entries, sent, texts, along };
  };

  return {
    async carry(entries, limits) {
      const loaded = await load(entries, limits);
      const { along, texts } = loaded;
      for (const { row } of along) busyGroups.add(row.id);
      // The lines of who rides along; the others have been written down before they came here.
      work.state.commit();
      try {
        const answer = await sendBatch([...texts, ...along.map(({ text }) => text)], work, pace);
        return answer.kind === 'done' ? await distribute(loaded, answer, tools) : await giveBack(loaded, answer, tools);
      } finally {
        for (const { row } of along) busyGroups.delete(row.id);
      }
    },
  };
};

/** There are no results: what is to be done depends on whether anything may have been carried out. */
const giveBack = async (
  { entries, along }: Load,
  answer: Exclude<Answered, { readonly kind: 'done' }>,
  { riders, doubt }: Tools,
): Promise<Outcome> => {
  const { because } = answer;
  if (answer.kind === 'unknown') {
    for (const rider of along) await riders.arrive(rider, undefined, new Set());
    for (const entry of entries) giveDoubt(entry, because, answer.exchange, doubt);
    return { kind: 'failed', because };
  }
  for (const rider of along) riders.leave(rider);
  if (answer.kind === 'refused' && answer.how === 'too-large')
    return { kind: 'too-large', because, operations: entries.length + along.length };
  const status = answer.kind === 'left' ? answer.exchange.response?.status : undefined;
  for (const { resolve } of entries) {
    resolve(
      answer.kind === 'left'
        ? { effect: answer.effect, because, exchange: answer.exchange.number, ...(status !== undefined && { status }) }
        : undefined,
    );
  }
  if (answer.kind === 'left') return { kind: 'left' };
  return { kind: answer.how === 'never' ? 'never' : 'failed', because };
};

/** What makes something new is looked up by whoever asked for it; the same change may be asked for again. */
const giveDoubt = (entry: Entry, because: string, exchange: Exchange, doubt: Tools['doubt']): void => {
  if (entry.request.method === 'POST') {
    doubt(entry);
    entry.resolve({ effect: 'uncertain', because, exchange: exchange.number });
  } else entry.resolve(undefined);
};

/** Said of an operation that was not carried out because of others (424, RFC 4918 §11.4): some do so after failOnErrors. */
const NOT_CARRIED_OUT = 424;

const distribute = async (
  { entries, sent, along }: Load,
  { exchange, results: shown }: Extract<Answered, { readonly kind: 'done' }>,
  tools: Tools,
): Promise<Outcome> => {
  const { riders, doubt } = tools;
  const results = attribute([...sent, ...along.map((rider) => rider.sent)], shown);
  const created = createdIn(entries, results);
  const made = sent.flatMap(({ method, target }, index) => {
    const id = method === 'POST' ? idIn(results[index]) : undefined;
    return id === undefined ? [] : [`${target}/${encodeURIComponent(id)}`];
  });
  const kept = made[0] === undefined || (await tools.trial.keeps(made[0]));
  const ofRiders = results.slice(entries.length);
  const seen = kept && (await areSeen(along, ofRiders, created, tools));
  for (const [index, rider] of along.entries()) {
    const result = ofRiders[index];
    // What cannot be seen, or is not so, is told again; but a group that was made is there.
    const believed = seen || (kept && rider.action === 'create') ? result : undefined;
    await riders.arrive(rider, believed, new Set(seen ? created.keys() : []));
  }
  for (const [index, entry] of entries.entries()) {
    const result = results[index];
    const { method, target } = entry.request;
    if (result?.status === NOT_CARRIED_OUT) entry.resolve(undefined);
    else if (result === undefined || !(kept || method !== 'POST'))
      giveDoubt(entry, `the bulk request has no result for ${method} ${target} that holds`, exchange, doubt);
    else entry.resolve(spokenOf(entry, result, exchange, doubt));
  }
  const none = results.every((result) => result === undefined);
  if (!kept)
    return { kind: 'never', because: 'the target says what it created in a bulk request, and does not have it' };
  return none ? { kind: 'failed', because: 'the answer has no result that belongs to an operation' } : { kind: 'well' };
};

const idIn = (result: Result | undefined): string | undefined =>
  result !== undefined && isSuccess(result) ? createdId(result) : undefined;

/** The people who are said to have been created: their ids in the target by those in the directory. */
const createdIn = (entries: readonly Entry[], results: readonly (Result | undefined)[]): Map<string, string> =>
  new Map(
    entries.flatMap(({ creates }, index) => {
      const id = idIn(results[index]);
      return creates === undefined || id === undefined ? [] : [[creates, id] as const];
    }),
  );

/** Whether the target has made members of the references; one group is looked at until it was seen once. */
const areSeen = async (
  along: readonly Rider[],
  results: readonly (Result | undefined)[],
  created: ReadonlyMap<string, string>,
  { trial, riders, work }: Tools,
): Promise<boolean> => {
  const told = along.flatMap((rider, index) => {
    const result = results[index];
    if (result === undefined || !isSuccess(result)) return [];
    const { target } = rider.sent;
    const place = rider.action === 'create' ? `${target}/${encodeURIComponent(createdId(result) ?? '')}` : target;
    const ids = rider.members.flatMap(({ id }) => created.get(id) ?? []);
    return ids.length === 0 ? [] : [{ rider, place, ids }];
  });
  const [first] = told;
  const seen = first === undefined ? 'kept' : await trial.keepsMembers(first.place, first.ids);
  if (first === undefined || seen === 'kept') return true;
  riders.end();
  work.voice.notice(
    `${first.rider.row.name} does not show the members that a bulk request gave it by their bulkIds`,
    'Memberships are told after the people from now on.',
  );
  if (seen === 'literal') for (const { rider, place } of told) await riders.takeBack(rider, place);
  return false;
};

/** As if the operation had been sent, and answered, by itself. */
const spokenOf = (entry: Entry, result: Result, exchange: Exchange, doubt: Tools['doubt']): Spoken => {
  const { request } = entry;
  const { status, location, body } = result;
  const heard = { status, exchange: exchange.number, ...(body !== undefined && { body }) };
  if (isSuccess(result) && (request.method !== 'POST' || createdId(result) !== undefined))
    return { ...heard, effect: 'done', because: '', ...(location !== undefined && { location }) };
  const alike = asAnswered(exchange, request, result);
  const effect = isSuccess(result) ? 'uncertain' : effectOf(alike);
  if (effect === 'uncertain' && request.method === 'POST') doubt(entry);
  const because = `${request.method} ${request.target} ${answered(alike)} in a bulk request`;
  // The credential was good enough for the bulk request.
  return { ...heard, effect: effect === 'unauthorized' ? 'refused' : effect, because };
};
