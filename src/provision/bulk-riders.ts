/**
 * Memberships of people who are created in a bulk request, in the same request: their groups name them by their bulkIds
 * (RFC 7644 §3.7.2), in the members of a new group or in a PatchOp on one that is there. Whatever does not ride along, or is
 * not sure to have arrived, is told by the phases after it.
 */
import type { Json, JsonObject } from '../scim/json.ts';
import { isPackable, operationText, sizeOf } from './bulk-batch.ts';
import { createdId, isSuccess, type Result, type Sent } from './bulk-results.ts';
import { decideGroup } from './decide.ts';
import type { Change } from './events.ts';
import { chosen, holds, numberAt } from './facts.ts';
import { groupChangeOf, groupHabitsOf, linkCreated, lookAgainGroup, soughtGroup } from './groups.ts';
import type { JournalEntry } from './journal.ts';
import { search } from './lookup.ts';
import { type Membership, membersOf } from './membership.ts';
import { type GroupRow, groupAt } from './rows.ts';
import { type Settled, type Work, wantedOf } from './work.ts';

/** A group in a bulk request, with those of its members who are created in it. */
export interface Rider {
  readonly sent: Sent;
  readonly text: string;
  readonly row: GroupRow;
  readonly action: 'add-members' | 'create';
  /** Those who have been there before have the target's id, the others a reference to a bulkId. */
  readonly members: readonly Membership[];
  /** In the journal. */
  readonly line: number;
}

export interface Room {
  readonly operations: number;
  readonly bytes: number;
}

export interface Riders {
  /** The groups of somebody who is to be created, and the room that they would take besides those groups that are there already. */
  wanted(person: string, groups: ReadonlySet<string>): { readonly groups: readonly string[]; readonly room: Room };
  /**
   * @param people by their ids in the directory: the bulkIds of those who are created
   * @param busy groups in requests that are under way
   */
  board(people: ReadonlyMap<string, string>, busy: ReadonlySet<string>, room: Room): Promise<Rider[]>;
  /** Writes down what came of it. `result` is absent when that is not known. */
  arrive(rider: Rider, result: Result | undefined, created: ReadonlySet<string>): Promise<void>;
  /** Nothing was sent of it after all, or nothing was done. */
  leave(rider: Rider): void;
  /** Takes away members that are nobody: references to bulkIds that the target put down as they stand. */
  takeBack(rider: Rider, place: string): Promise<void>;
  /** Nobody rides any more. */
  end(): void;
}

/** For planning: what is really written is measured. */
const GROUP_BYTES = 400;
const MEMBER_BYTES = 200;
/** A new group with more members is made by itself. */
const MOST_MEMBERS = 500;

const idsOf = (members: readonly Membership[]): string[] => members.map(({ id }) => id);

/** Whom the request itself creates. */
const isNew = ({ targetId }: Membership): boolean => targetId.startsWith('bulkId:');

export const createRiders = (work: Work): Riders => {
  const { state, habits, facts, voice } = work;
  const groupsOf = state.prepare(`
    SELECT m.group_id FROM staged.member m JOIN staged.team t ON t.id = m.group_id AND t.bound = 1 WHERE m.member_id = ?`);
  const allOf = state.prepare(`
    SELECT p.id, p.member FROM staged.member m JOIN staged.person p ON p.id = m.member_id
    WHERE m.group_id = ? ORDER BY m.seq LIMIT ${MOST_MEMBERS + 1}`);
  const person = state.prepare('SELECT member FROM staged.person WHERE id = ?');
  const [membership] = habits.groups === undefined ? [] : chosen(habits.groups.membership, facts);
  const [creation] = habits.groups === undefined ? [] : chosen(habits.groups.create, facts);
  // Only a difference by itself can ride; whoever reads before, or says the whole, goes the usual way.
  const adds = membership?.style === 'delta' && membership.before === undefined ? membership.add : undefined;
  const creates = creation?.members ? creation.operation : undefined;
  const rides = { ever: work.knowsMembers && (adds !== undefined || creates !== undefined) };

  const memberAs = (id: string, params: unknown, targetId: string): Membership => ({
    ...{ id, targetId },
    element: work.elementOf(typeof params === 'string' ? (JSON.parse(params) as JsonObject) : {}, targetId),
  });
  const chunk = (): number => {
    const given = membership?.chunk;
    const size = typeof given === 'object' ? numberAt(facts, given.fact) : given;
    return size === undefined || size < 1 ? MOST_MEMBERS : size;
  };

  /** A group that is there: those of the new people who belong in it. */
  const added = (row: GroupRow, targetId: string, people: ReadonlyMap<string, string>, ids: readonly string[]) => {
    if (adds === undefined) return undefined;
    const members = ids.slice(0, chunk()).map((id) => memberAs(id, person.get(id)?.member, `bulkId:${people.get(id)}`));
    const elements = members.map(({ element }): Json => element);
    const values = { displayName: row.name, ...row.params, id: targetId, added: elements };
    return { operation: adds, values, members, action: 'add-members' } as const;
  };
  /** A new group, once all of its members are there or come with it; else it is made when they are. */
  const made = async (row: GroupRow, people: ReadonlyMap<string, string>) => {
    if (creates === undefined) return undefined;
    const rows = allOf.all(row.id);
    const members = rows.flatMap(({ id, member }) => {
      const bulkId = people.get(String(id));
      const targetId = bulkId === undefined ? work.links.targetIdOf('user', String(id)) : `bulkId:${bulkId}`;
      return targetId === undefined ? [] : [memberAs(String(id), member, targetId)];
    });
    if (members.length < rows.length || members.length > MOST_MEMBERS || (await isThere(row, work))) return undefined;
    const values = { displayName: row.name, ...row.params, members: members.map(({ element }): Json => element) };
    return { operation: creates, values, members, action: 'create' } as const;
  };

  const boardOne = async (
    group: string,
    ids: readonly string[],
    people: ReadonlyMap<string, string>,
    bulkId: string,
  ): Promise<Omit<Rider, 'line'> | undefined> => {
    const row = groupAt(state, group);
    if (row === undefined || work.unresolved.has(`group ${group}`)) return undefined;
    if (work.failures.waiting('group', group, () => wantedOf(row.params)) !== undefined) return undefined;
    const link = work.links.byId('group', group);
    const said = link === undefined ? await made(row, people) : added(row, link.targetId, people, ids);
    const request = said === undefined ? undefined : voice.compose(said.operation, said.values);
    if (said === undefined || request === undefined || !isPackable(request)) return undefined;
    const own = said.action === 'create' ? bulkId : undefined;
    const { method, target } = request;
    return {
      sent: { method, target, ...(own !== undefined && { bulkId: own }) },
      text: operationText(request, own),
      ...{ row, action: said.action, members: said.members },
    };
  };

  return {
    wanted(id, groups) {
      const all = rides.ever ? groupsOf.all(id).map(({ group_id }) => String(group_id)) : [];
      const more = all.filter((group) => !groups.has(group)).length;
      return { groups: all, room: { operations: more, bytes: more * GROUP_BYTES + all.length * MEMBER_BYTES } };
    },
    async board(people, busy, room) {
      if (!rides.ever) return [];
      const groups = new Map<string, string[]>();
      for (const id of people.keys()) {
        for (const { group_id } of groupsOf.all(id)) {
          const group = String(group_id);
          groups.set(group, [...(groups.get(group) ?? []), id]);
        }
      }
      const riders: Rider[] = [];
      let { operations, bytes } = room;
      for (const [group, ids] of groups) {
        if (operations === 0) break;
        const rider = busy.has(group) ? undefined : await boardOne(group, ids, people, `group${riders.length + 1}`);
        if (rider === undefined || sizeOf(rider.text) > bytes) continue;
        operations -= 1;
        bytes -= sizeOf(rider.text);
        riders.push({ ...rider, line: work.journal.open({ ...entryOf(rider), at: work.now() }) });
      }
      return riders;
    },
    async arrive(rider, result, created) {
      if (await arrived(rider, result, created, work)) work.journal.settle(rider.line);
    },
    leave: ({ line }) => work.journal.settle(line),
    async takeBack({ row, members }, place) {
      const removed = members.filter(isNew).map(({ element }): Json => element);
      const id = decodeURIComponent(place.slice(place.lastIndexOf('/') + 1));
      work.links.flush();
      const left = membersOf(work, row.id).map(({ element }): Json => element);
      const values = { displayName: row.name, ...row.params, id, removed, members: left };
      const request = membership?.remove === undefined ? undefined : voice.compose(membership.remove, values);
      // By itself, for whoever sends bulk requests is waiting for this one.
      if (request !== undefined) await voice.send(request, membership?.remove ?? '');
    },
    end() {
      rides.ever = false;
    },
  };
};

/** Where this identity provider looks before it creates. What cannot be found out is left to it. */
const isThere = async (row: GroupRow, work: Work): Promise<boolean> => {
  const { match } = groupHabitsOf(work);
  if (match.when !== 'before-create' || !holds(match.condition, work.facts)) return false;
  return (await search(work.voice, match, soughtGroup(row))).kind !== 'none';
};

const entryOf = ({ row, action, members }: Omit<Rider, 'line'>): Omit<JournalEntry, 'seq' | 'at'> => ({
  ...{ resource: 'group', action, id: row.id, name: row.name },
  detail: action === 'create' ? { displayName: row.name, ...row.params } : { added: idsOf(members), removed: [] },
});

const arrived = (
  rider: Rider,
  result: Result | undefined,
  created: ReadonlySet<string>,
  work: Work,
): Promise<Settled> | Settled => {
  const members = rider.members.filter((member) => !isNew(member) || created.has(member.id));
  if (rider.action === 'create') return arrivedNew(rider, result, members, work);
  if (result !== undefined && isSuccess(result)) tellAdded(rider.row, members, work);
  else if (result === undefined || result.status >= 500) work.memberships.doubt(rider.row.id, idsOf(rider.members));
  return true;
};

const tellAdded = (row: GroupRow, members: readonly Membership[], work: Work): void => {
  if (members.length === 0) return;
  for (const { id } of members) work.memberships.put(row.id, id);
  work.tally.members(members.length, 0);
  const change: Change = {
    ...{ action: 'add-members', resource: 'group', id: row.id, name: row.name, at: row.at },
    ...(row.link && { targetId: row.link.targetId }),
    why: 'in the group in the directory',
    ...{ count: members.length, members: idsOf(members).slice(0, 100) },
  };
  work.emit({ type: 'applied', change });
};

const arrivedNew = async (
  { row }: Rider,
  result: Result | undefined,
  members: readonly Membership[],
  work: Work,
): Promise<Settled> => {
  const change = groupChangeOf(row, decideGroup(row, 'create'));
  const link = (targetId: string, known: readonly Membership[]): Settled => {
    work.tally.touch();
    return linkCreated(row, targetId, known, change, work);
  };
  const id = result !== undefined && isSuccess(result) ? createdId(result) : undefined;
  if (id !== undefined) return link(id, members);
  // Refused: it is made by itself, which tells why.
  if (result !== undefined && result.status >= 300 && result.status < 500) return true;
  const found = await lookAgainGroup(row, work);
  // What it holds of members is not known, so they are told again.
  if (found.kind === 'one') return link(found.id, []);
  if (found.kind === 'none' && found.sure) return true;
  work.unresolved.add(`group ${row.id}`);
  return false;
};
