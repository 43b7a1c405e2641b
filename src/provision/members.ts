/** Telling the target who is in a group: the difference or the whole, in pieces, and what is known of it after each. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { MembershipHabit } from '../suite/model.ts';
import type { Change } from './events.ts';
import { chosen, numberAt } from './facts.ts';
import { goneGroup, groupHabitsOf } from './groups.ts';
import { type Membership, membersOf, membersToAdd, membersToRemove } from './membership.ts';
import { type GroupRow, groupAt } from './rows.ts';
import type { Spoken } from './say.ts';
import { DONE } from './user-changes.ts';
import { isRefused, refuse, type Settled, type Work, wantedOf } from './work.ts';

/** In one request at most, where the dialect says that all go into one: more than any server takes. */
const MOST = 10_000;

interface Difference {
  readonly added: readonly Membership[];
  readonly removed: readonly Membership[];
}

interface Telling {
  readonly row: GroupRow;
  readonly targetId: string;
  readonly habit: MembershipHabit;
  readonly work: Work;
}

/** Never throws for what the target does. */
export const tellMembers = async (group: string, work: Work, again = true): Promise<Settled> => {
  work.links.flush();
  const row = groupAt(work.state, group);
  const targetId = row?.link?.targetId;
  if (row === undefined || targetId === undefined) return true;
  const isTold = work.failures.isTold('group', row.id);
  const waiting = work.failures.waiting('group', row.id, () => wantedOf(row.params));
  if (waiting !== undefined && isTold) return true;
  if (waiting !== undefined) return refusedGroup(row, waiting, work);
  const habits = chosen(groupHabitsOf(work).membership, work.facts);
  let spoken: Spoken = { effect: 'refused', because: 'the dialect has no way to tell members here' };
  for (const [index, habit] of habits.entries()) {
    spoken = await tellBy({ row, targetId, habit, work });
    if (!isRefused(spoken) || habit.refused !== 'next' || index === habits.length - 1) break;
  }
  if (spoken.effect === 'done') {
    work.failures.clear('group', row.id);
    return true;
  }
  if (spoken.effect === 'gone' && again) {
    const settled = await goneGroup(row, spoken, changeOf(row, 'add-members', []), work);
    return settled && work.links.byId('group', row.id)?.targetId !== targetId
      ? tellMembers(group, work, false)
      : settled;
  }
  const isFirst = work.links.countOnce('group', row.id);
  if (isFirst && !isTold) work.tally.touch();
  return refuse(work, changeOf(row, 'add-members', []), wantedOf(row.params), spoken, true, !isFirst);
};

const refusedGroup = (row: GroupRow, waiting: ReturnType<Work['failures']['waiting']>, work: Work): Settled => {
  if (waiting === undefined || !work.links.countOnce('group', row.id)) return true;
  work.tally.touch();
  work.tally.count('refused');
  work.emit({ type: 'refused', refusal: { ...waiting, at: row.at } });
  return true;
};

const tellBy = (telling: Telling): Promise<Spoken> => {
  const { habit, row, work } = telling;
  if (habit.style === 'full') return tellAll(telling);
  if (habit.compare === 'read') return tellCompared(telling);
  return habit.replace !== undefined && work.memberships.isAdopted(row.id) ? tellAll(telling) : tellDifference(telling);
};

const changeOf = (row: GroupRow, action: 'add-members' | 'remove-members', members: readonly Membership[]): Change => ({
  action,
  resource: 'group',
  id: row.id,
  name: row.name,
  ...(row.link && { targetId: row.link.targetId }),
  why: action === 'add-members' ? 'in the group in the directory' : 'no longer in the group in the directory',
  count: members.length,
  members: members.slice(0, 100).map(({ id }) => id),
  at: row.at,
});

const elementsOf = (members: readonly Membership[]): Json[] => members.map(({ element }) => element);

/** One request of a telling. What it says is written down before, so that a cut leaves no false belief. */
const send = async (
  { row, targetId, work }: Telling,
  operation: string,
  { added, removed }: Difference,
): Promise<Spoken> => {
  const { parameters } = work.voice.operation(operation);
  const values: JsonObject = {
    displayName: row.name,
    ...row.params,
    id: targetId,
    added: elementsOf(added),
    removed: elementsOf(removed),
    ...(Object.hasOwn(parameters, 'members') && { members: elementsOf(membersOf(work, row.id)) }),
  };
  const detail = { added: added.map(({ id }) => id), removed: removed.map(({ id }) => id) };
  const action = added.length > 0 ? 'add-members' : 'remove-members';
  const line = work.journal.open({ resource: 'group', id: row.id, action, name: row.name, detail, at: work.now() });
  work.state.commit();
  const spoken = await work.voice.speak(operation, values, { resource: 'group', id: row.id });
  if (spoken.effect === 'uncertain' || spoken.effect === 'interrupted') {
    work.memberships.doubt(row.id, [...detail.added, ...detail.removed]);
  }
  work.journal.settle(line);
  return spoken;
};

const told = ({ row, work }: Telling, { added, removed }: Difference): void => {
  for (const { id } of added) work.memberships.put(row.id, id);
  for (const { id } of removed) work.memberships.drop(row.id, id);
  tell(row, work, added, removed);
};

const tell = (row: GroupRow, work: Work, added: readonly Membership[], removed: readonly Membership[]): void => {
  work.tally.members(added.length, removed.length);
  if (added.length > 0) work.emit({ type: 'applied', change: changeOf(row, 'add-members', added) });
  if (removed.length > 0) work.emit({ type: 'applied', change: changeOf(row, 'remove-members', removed) });
};

const chunkOf = ({ habit, work }: Telling): number => {
  const { chunk } = habit;
  if (chunk === undefined) return MOST;
  const size = typeof chunk === 'number' ? chunk : numberAt(work.facts, chunk.fact);
  return size === undefined || size < 1 ? MOST : Math.min(size, MOST);
};

/** What this identity provider sends before each change of members. */
const announce = ({ row, targetId, habit, work }: Telling): Promise<Spoken> =>
  habit.before === undefined
    ? Promise.resolve(DONE)
    : work.voice.speak(
        habit.before,
        { displayName: row.name, ...row.params, id: targetId },
        { resource: 'group', id: row.id },
      );

/** A piece of a difference in the requests that this identity provider makes of it. */
const sendDifference = async (telling: Telling, { added, removed }: Difference): Promise<Spoken> => {
  const { habit } = telling;
  const tellPart = async (operation: string | undefined, part: Difference): Promise<Spoken> => {
    if (operation === undefined || part.added.length + part.removed.length === 0) return DONE;
    const spoken = await send(telling, operation, part);
    if (spoken.effect === 'done') told(telling, part);
    return spoken;
  };
  if (habit.change !== undefined && added.length > 0 && removed.length > 0) {
    return tellPart(habit.change, { added, removed });
  }
  const spoken = await tellPart(habit.add, { added, removed: [] });
  return spoken.effect === 'done' ? tellPart(habit.remove, { added: [], removed }) : spoken;
};

/** The difference to what was last told. */
const tellDifference = async (telling: Telling): Promise<Spoken> => {
  const { row, habit, work } = telling;
  const chunk = chunkOf(telling);
  work.memberships.drop(row.id, '');
  for (let first = true; ; first = false) {
    const added = membersToAdd(work, row.id, chunk);
    // Both stand in one request where there is one for both, and then share its room.
    const room = habit.change === undefined ? chunk : Math.max(chunk - added.length, added.length === 0 ? chunk : 0);
    const removed = room === 0 ? [] : reachable(telling, membersToRemove(work, row.id, room));
    if (added.length === 0 && removed.length === 0) return DONE;
    const announced = first ? await announce(telling) : DONE;
    if (announced.effect !== 'done') return announced;
    const spoken = await sendDifference(telling, { added, removed });
    if (spoken.effect !== 'done') return spoken;
    if (work.control.stopped() !== undefined) return DONE;
  }
};

/** Who is no longer in the target is no longer in its groups either. */
const reachable = ({ row, work }: Telling, members: readonly Membership[]): readonly Membership[] => {
  const lost = members.filter(({ targetId }) => targetId === '');
  for (const { id } of lost) work.memberships.drop(row.id, id);
  return lost.length === 0 ? members : members.filter(({ targetId }) => targetId !== '');
};

/** The difference to what the target shows: strangers go, too. */
const tellCompared = async (telling: Telling): Promise<Spoken> => {
  const { row, targetId, habit, work } = telling;
  const read =
    habit.read === undefined
      ? DONE
      : await work.voice.speak(habit.read, { id: targetId }, { resource: 'group', id: row.id });
  if (read.effect !== 'done') return read;
  const present = new Set(memberIdsIn(read.body));
  const wanted = membersOf(work, row.id);
  const wantedIds = new Set(wanted.map((member) => member.targetId));
  const added = wanted.filter((member) => !present.has(member.targetId));
  const removed = [...present]
    .filter((id) => !wantedIds.has(id))
    .map(
      (id): Membership => ({
        id: work.links.byTarget('user', id)?.id ?? id,
        targetId: id,
        element: work.elementOf({}, id),
      }),
    );
  if (added.length + removed.length > 0) {
    const announced = await announce(telling);
    if (announced.effect !== 'done') return announced;
  }
  for (const piece of pieces({ added, removed }, chunkOf(telling))) {
    const spoken = await sendDifference(telling, piece);
    if (spoken.effect !== 'done') return spoken;
    if (work.control.stopped() !== undefined) return DONE;
  }
  work.memberships.setAll(
    row.id,
    wanted.map(({ id }) => id),
  );
  return DONE;
};

function* pieces({ added, removed }: Difference, chunk: number): Generator<Difference> {
  const all = [...added.map((member) => ({ member, add: true })), ...removed.map((member) => ({ member, add: false }))];
  for (let start = 0; start < all.length; start += chunk) {
    const piece = all.slice(start, start + chunk);
    yield {
      added: piece.filter(({ add }) => add).map(({ member }) => member),
      removed: piece.filter(({ add }) => !add).map(({ member }) => member),
    };
  }
}

export const memberIdsIn = (group: Json | undefined): string[] => {
  const members = isObject(group) ? getIgnoringCase(group, 'members') : undefined;
  if (!Array.isArray(members)) return [];
  return members.flatMap((member) => {
    const value = isObject(member) ? getIgnoringCase(member, 'value') : member;
    return typeof value === 'string' ? [value] : [];
  });
};

/** The whole membership in one request. */
const tellAll = async (telling: Telling): Promise<Spoken> => {
  const { row, habit, work } = telling;
  if (habit.replace === undefined) return { effect: 'refused', because: 'the dialect has no way to tell all members' };
  const added = membersToAdd(work, row.id, Number.MAX_SAFE_INTEGER);
  const removed = membersToRemove(work, row.id, Number.MAX_SAFE_INTEGER);
  const wanted = membersOf(work, row.id);
  const announced = await announce(telling);
  if (announced.effect !== 'done') return announced;
  const spoken = await send(telling, habit.replace, { added, removed });
  if (spoken.effect !== 'done') return spoken;
  work.memberships.setAll(
    row.id,
    wanted.map(({ id }) => id),
  );
  tell(row, work, added, removed);
  return DONE;
};
