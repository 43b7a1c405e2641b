/** One bulk request: what goes into it, how it is written, and what comes back. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import { BULK_REQUEST_URN } from '../scim/urn.ts';
import { answered, requestLine } from '../speak/answer.ts';
import { compileRequest } from '../suite/write.ts';
import type { WireRequest } from '../wire/exchange.ts';
import { effectOf } from './effect.ts';
import type { Change } from './events.ts';
import { chosen } from './facts.ts';
import type { JournalEntry } from './journal.ts';
import { type GroupRow, groupAt, type PersonRow } from './rows.ts';
import type { Creation } from './users.ts';
import type { Work } from './work.ts';

export interface BulkLimits {
  readonly operations: number;
  readonly bytes: number;
}

/** Somebody to be created, and the request that does it. */
export interface Packed {
  readonly row: PersonRow;
  readonly creation: Creation;
  readonly request: WireRequest;
  readonly change: Change;
}

export interface Batch {
  readonly people: Packed[];
  /** Groups that are there already, with those of the people who belong in them. */
  readonly groups: Map<string, string[]>;
  bytes: number;
}

/** Around the operations. */
const ENVELOPE_BYTES = 200;
/** Around one operation, and for one member in a group. */
const OPERATION_BYTES = 200;
const MEMBER_BYTES = 120;

export const createPacker = (work: Work, { operations, bytes }: BulkLimits) => {
  const groupsOf = work.state.prepare(`
    SELECT m.group_id FROM staged.member m JOIN staged.team t ON t.id = m.group_id AND t.bound = 1
    JOIN link g ON g.resource = 'group' AND g.id = m.group_id WHERE m.member_id = ?`);
  const [habit] = work.habits.groups === undefined ? [] : chosen(work.habits.groups.membership, work.facts);
  // Only a difference by itself can go into a bulk request; whoever reads before, or says the whole, goes the usual way.
  const tells = work.knowsMembers && habit?.style === 'delta' && habit.add !== undefined && habit.before === undefined;
  let most = operations;
  let closed = false;

  const groupsFor = (id: string): string[] => (tells ? groupsOf.all(id).map(({ group_id }) => String(group_id)) : []);
  return {
    begin: (): Batch => ({ people: [], groups: new Map(), bytes: ENVELOPE_BYTES }),
    /** False when there is no room left in it. */
    add(batch: Batch, person: Packed): boolean {
      const groups = groupsFor(person.row.id);
      const added = groups.filter((group) => !batch.groups.has(group)).length;
      const size =
        Buffer.byteLength(person.request.body ?? '') + OPERATION_BYTES * (1 + added) + MEMBER_BYTES * groups.length;
      const full = batch.people.length + batch.groups.size + 1 + added > most || batch.bytes + size > bytes;
      if (full && batch.people.length > 0) return false;
      batch.people.push(person);
      // What does not fit even alone goes without its groups: they are told afterwards.
      if (full) return true;
      for (const group of groups) batch.groups.set(group, [...(batch.groups.get(group) ?? []), person.row.id]);
      batch.bytes += size;
      return true;
    },
    /** The target did not take a batch: smaller ones where it says that it was too large, none otherwise. */
    refused(because: string, status?: number): void {
      if (status === 413 && most >= 4) {
        most = Math.floor(most / 2);
        work.voice.notice(`the target finds a batch too large (${because}): the next have ${most} operations at most`);
        return;
      }
      if (!closed) work.voice.notice(`the target refuses a batch: ${because}`, 'Requests are sent one by one.');
      closed = true;
    },
    isClosed: (): boolean => closed,
  };
};

export interface Parcel {
  readonly body: string;
  /** In the order of their operations, which come after those of the people. */
  readonly memberships: readonly { readonly group: GroupRow; readonly members: readonly string[] }[];
  /** What stands in the journal for it. */
  readonly entries: readonly Omit<JournalEntry, 'seq' | 'at'>[];
}

const operationText = ({ method, target, body }: WireRequest, bulkId?: string): string => {
  const id = bulkId === undefined ? '' : `"bulkId":${JSON.stringify(bulkId)},`;
  return `{"method":${JSON.stringify(method)},${id}"path":${JSON.stringify(target)}${body === undefined ? '' : `,"data":${body}`}}`;
};

/** The requests of the dialect's operations as one: people by their bulkIds, then the groups that name those. */
export const parcelOf = (people: readonly Packed[], groups: Batch['groups'], work: Work): Parcel => {
  const bulkIds = new Map(people.map(({ row }, index) => [row.id, `user${index + 1}`]));
  const members = new Map(people.map(({ row }) => [row.id, row.member]));
  const [habit] = work.habits.groups === undefined ? [] : chosen(work.habits.groups.membership, work.facts);
  const told = [...groups].flatMap(([id, all]) => {
    const group = groupAt(work.state, id);
    const present = all.filter((member) => bulkIds.has(member));
    if (group?.link === undefined || present.length === 0 || habit?.add === undefined) return [];
    const added = present.map(
      (member): Json => work.elementOf(members.get(member) ?? {}, `bulkId:${bulkIds.get(member)}`),
    );
    const values = { displayName: group.name, ...group.params, id: group.link.targetId, added };
    const request = work.voice.compose(habit.add, values);
    return request === undefined ? [] : [{ group, members: present, request }];
  });
  const operations = [
    ...people.map(({ request, row }) => operationText(request, bulkIds.get(row.id))),
    ...told.map(({ request }) => operationText(request)),
  ];
  return {
    body: `{"schemas":["${BULK_REQUEST_URN}"],"Operations":[${operations.join(',')}]}`,
    memberships: told.map(({ group, members: present }) => ({ group, members: present })),
    entries: [
      ...people.map(({ row }) => ({
        ...({ resource: 'user', action: 'create', id: row.id, name: row.name } as const),
        detail: { userName: row.name, ...row.params },
      })),
      ...told.map(({ group, members: present }) => ({
        ...({ resource: 'group', action: 'add-members', id: group.id, name: group.name } as const),
        detail: { added: [...present], removed: [] },
      })),
    ],
  };
};

/** What the target says of each operation. */
export interface Results {
  /** By the place of the person in the batch. */
  readonly people: ReadonlyMap<number, Json>;
  /** Of the operations after those, in their order. */
  readonly others: readonly Json[];
}

type Answered =
  | { readonly kind: 'done'; readonly results: Results }
  | { readonly kind: 'refused'; readonly because: string; readonly status?: number }
  /** Nothing was done, and it may be sent in another way. */
  | { readonly kind: 'left' }
  | { readonly kind: 'unknown'; readonly because: string };

const BULK = { method: 'POST', path: '/Bulk', query: [], headers: [], body: {} } as const;

export const sendBatch = async ({ body }: Parcel, { voice }: Work): Promise<Answered> => {
  const request = { ...compileRequest(BULK, voice.dialect)(new Map()), body };
  const exchange = await voice.send(request, 'bulk');
  const status = exchange.response?.status;
  const because = `${requestLine(exchange, '')} ${answered(exchange)}`;
  if (status === 200) {
    const shown = exchange.response?.body;
    const results = isObject(shown) ? getIgnoringCase(shown, 'Operations') : undefined;
    return Array.isArray(results) ? { kind: 'done', results: sorted(results) } : { kind: 'unknown', because };
  }
  const effect = effectOf(exchange);
  if (effect === 'uncertain' || effect === 'interrupted') return { kind: 'unknown', because };
  if (effect === 'busy' || effect === 'unreached' || effect === 'unauthorized') return { kind: 'left' };
  return { kind: 'refused', because, ...(status !== undefined && { status }) };
};

const sorted = (results: readonly Json[]): Results => {
  const people = new Map<number, Json>();
  const others: Json[] = [];
  for (const result of results) {
    const bulkId = isObject(result) ? getIgnoringCase(result, 'bulkId') : undefined;
    const number = typeof bulkId === 'string' ? /^user(\d+)$/.exec(bulkId)?.[1] : undefined;
    if (number === undefined) others.push(result);
    else people.set(Number(number) - 1, result);
  }
  return { people, others };
};
