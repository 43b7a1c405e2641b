/**
 * Where writes wait until there are enough of them for one bulk request, or until nothing else goes on. Whoever wrote gets the
 * result of the operation as if it had been sent by itself, and goes on as ever; so a cut leaves the same lines in the journal.
 */
import type { WireRequest } from '../wire/exchange.ts';
import { type BulkLimits, EMPTY_BYTES, isPackable, operationText, sizeOf } from './bulk-batch.ts';
import { createCarriage, type Entry, type Outcome } from './bulk-carriage.ts';
import { createRiders, type Room } from './bulk-riders.ts';
import { createTrial } from './bulk-trial.ts';
import type { Subject } from './events.ts';
import type { Pace } from './pace.ts';
import type { Spoken } from './say.ts';
import type { Carrier } from './voice.ts';
import type { Work } from './work.ts';

export interface Lane extends Carrier {
  /** How many writes should wait at the same time; 0 when nothing goes this way any more. */
  readonly room: () => number;
}

type TooLarge = Extract<Outcome, { readonly kind: 'too-large' }>;

interface Batch {
  readonly entries: Entry[];
  /** That may ride along, by their ids in the directory. */
  readonly groups: Set<string>;
  operations: number;
  bytes: number;
}

const emptyBatch = (): Batch => ({ entries: [], groups: new Set(), operations: 0, bytes: EMPTY_BYTES });

/** So many batches in a row of which nothing came. */
const MOST_FAILURES = 3;
/** No longer one is ever needed. */
const LONGEST_BULK_ID = 'new1000000';
/** More do not wait: each of them is looked up after a cut. */
const ENOUGH = { batches: 2, writes: 500 } as const;
const NO_ROOM: Room = { operations: 0, bytes: 0 };

export const createLane = (work: Work, { operations, bytes }: BulkLimits, pace: Pace): Lane => {
  const { voice, control } = work;
  const riders = createRiders(work);
  /** It is not known what came of them in a batch: they go by themselves. */
  const alone = new Set<string>();
  const doubt = ({ about }: Entry): void => void (about && alone.add(keyOf(about)));
  const carriage = createCarriage({ work, pace, riders, doubt, trial: createTrial(work) });
  /** What is being changed, until it is: nothing overtakes. */
  const changing = new Map<string, Promise<unknown>>();
  const ready: Batch[] = [];
  let most = operations;
  let open = emptyBatch();
  let underWay = 0;
  let closed = false;
  let failures = 0;
  let looking = false;

  const fits = (batch: Batch, room: Room): boolean =>
    batch.operations + room.operations <= most && batch.bytes + room.bytes <= bytes;
  /** The room of a write, with the groups of whom it creates or without. */
  const roomOf = (entry: Entry, along: Room): Room => ({
    operations: 1 + along.operations,
    bytes: sizeOf(operationText(entry.request, LONGEST_BULK_ID)) + along.bytes,
  });
  const add = (entry: Entry): void => {
    const wanted = (): { readonly groups: readonly string[]; readonly room: Room } =>
      entry.creates === undefined ? { groups: [], room: NO_ROOM } : riders.wanted(entry.creates, open.groups);
    if (open.entries.length > 0 && !fits(open, roomOf(entry, wanted().room))) {
      ready.push(open);
      open = emptyBatch();
    }
    const along = wanted();
    // What does not fit even alone goes without its groups: they are told afterwards.
    const { groups, room } = fits(open, roomOf(entry, along.room)) ? along : { groups: [], room: NO_ROOM };
    const taken = roomOf(entry, room);
    open.entries.push(entry);
    for (const group of groups) open.groups.add(group);
    open.operations += taken.operations;
    open.bytes += taken.bytes;
  };
  const takeAll = (): Entry[] => {
    const all = [...ready.splice(0), open].flatMap(({ entries }) => entries);
    open = emptyBatch();
    return all;
  };

  const close = (because: string): void => {
    if (!closed) voice.notice(because, 'Requests are sent one by one.');
    closed = true;
    for (const { resolve } of takeAll()) resolve(undefined);
  };
  const hear = (outcome: Outcome, entries: readonly Entry[]): void => {
    failures = outcome.kind === 'failed' ? failures + 1 : 0;
    if (outcome.kind === 'never') close(`the target refuses a batch: ${outcome.because}`);
    if (failures >= MOST_FAILURES && outcome.kind === 'failed')
      close(`${failures} bulk requests in a row came to nothing: ${outcome.because}`);
    if (outcome.kind === 'too-large') shrink(entries, outcome);
  };
  /** Half of what was too much; those who waited go on waiting. */
  const shrink = (entries: readonly Entry[], { because, operations: sent }: TooLarge): void => {
    // A single one may be enormous, which says nothing of others.
    const again = sent === 1 ? [] : entries;
    if (sent === 1) for (const { resolve } of entries) resolve(undefined);
    else most = Math.min(most, Math.floor(sent / 2));
    for (const entry of [...again, ...takeAll()]) add(entry);
    // Another batch may have ended this way of sending in the meantime: then nobody waits here any longer.
    if (closed || most < 2) close(`the target finds any batch too large: ${because}`);
    else voice.notice(`the target finds a batch too large (${because}): the next have ${most} operations at most`);
  };

  const carryOff = async ({ entries }: Batch): Promise<void> => {
    underWay += 1;
    try {
      const stopped = control.stopped();
      if (stopped === undefined || stopped.kind === 'quarantine')
        hear(await carriage.carry(entries, { operations: most, bytes }), entries);
      else for (const { resolve } of entries) resolve({ effect: 'busy', because: stopped.because });
    } catch (error) {
      for (const { reject } of entries) reject(error);
    }
    underWay -= 1;
    look();
  };
  const launch = (): void => {
    for (let full = ready[0]; full !== undefined && underWay < pace.limit(); full = ready[0]) {
      ready.shift();
      void carryOff(full);
    }
    if (ready.length > 0 || open.entries.length === 0 || underWay > 0 || pace.busy() > 0) return;
    const last = open;
    open = emptyBatch();
    void carryOff(last);
  };
  const look = (): void => {
    if (looking || closed) return;
    looking = true;
    // After everybody who has something to send at this moment.
    setImmediate(() => {
      looking = false;
      launch();
    });
  };

  const carry = (request: WireRequest, about: Subject | undefined): Promise<Spoken | undefined> | undefined => {
    if (closed || (about !== undefined && alone.has(keyOf(about))) || !isPackable(request)) return undefined;
    if (sizeOf(operationText(request, LONGEST_BULK_ID)) + EMPTY_BYTES > bytes) return undefined;
    const { method, target } = request;
    const before = method === 'POST' ? undefined : changing.get(target);
    if (before !== undefined) return before.then(() => undefined);
    const creates = method === 'POST' && about?.resource === 'user' ? about.id : undefined;
    const carried = new Promise<Spoken | undefined>((resolve, reject) =>
      add({ request, about, creates, resolve, reject }),
    );
    if (method !== 'POST') {
      changing.set(target, carried);
      const ended = (): void => void changing.delete(target);
      carried.then(ended, ended);
    }
    look();
    return carried;
  };
  return {
    carry,
    look,
    room: () => (closed ? 0 : Math.min(pace.limit() * most, Math.max(ENOUGH.batches * most, ENOUGH.writes))),
  };
};

const keyOf = ({ resource, id }: Subject): string => `${resource} ${id}`;
