/** Groups: created, adopted, renamed, and ended. Their members are told in members.ts. */
import type { Json, JsonObject } from '../scim/json.ts';
import type { Choice, GroupHabits } from '../suite/model.ts';
import { type GroupWork, whyGroup } from './decide.ts';
import type { Change } from './events.ts';
import { chosen, holds } from './facts.ts';
import type { Link } from './links.ts';
import { type Found, idOf, type Sought, search, searchListing, searchWithPatience, THERE } from './lookup.ts';
import { type Membership, membersOf } from './membership.ts';
import type { EndingGroup, GroupRow } from './rows.ts';
import type { Spoken } from './say.ts';
import { applied, appliedPartly, asBegun, isRefused, refuse, type Settled, type Work, wantedOf } from './work.ts';

export const groupHabitsOf = ({ habits }: Pick<Work, 'habits'>): GroupHabits => {
  if (habits.groups === undefined)
    throw new Error('this identity provider makes no groups, and yet one was to be made');
  return habits.groups;
};

export const soughtGroup = (row: Pick<GroupRow, 'id' | 'name' | 'params'>): Sought => ({
  values: { displayName: row.name, ...row.params },
  about: { resource: 'group', id: row.id },
});

export const groupChangeOf = (row: GroupRow, work: GroupWork): Change => ({
  action: work.kind === 'update' ? 'update' : 'create',
  resource: 'group',
  id: row.id,
  name: row.name,
  ...(row.link && { targetId: row.link.targetId }),
  why: whyGroup(work, row.link),
  ...(work.kind === 'update' && { attributes: work.changes }),
  at: row.at,
});

export const applyGroup = (row: GroupRow, decided: GroupWork, work: Work): Promise<Settled> => {
  const change = asBegun(groupChangeOf(row, decided), work);
  return decided.kind === 'update' && row.link !== undefined
    ? updateGroup(row, row.link, change, work)
    : createGroup(row, change, work);
};

export const createGroup = async (row: GroupRow, change: Change, work: Work): Promise<Settled> => {
  const { match } = groupHabitsOf(work);
  if (match.when === 'before-create' && holds(match.condition, work.facts)) {
    const found = await search(work.voice, match, soughtGroup(row));
    if (found.kind === 'one') return adoptGroup(row, found, change, work);
    if (found.kind !== 'none') return refuse(work, change, wantedOf(row.params), found);
  }
  return post(row, change, work);
};

const ATTEMPTS = 3;

const post = async (row: GroupRow, change: Change, work: Work): Promise<Settled> => {
  const wanted = wantedOf(row.params);
  const choices = [...chosen(groupHabitsOf(work).create, work.facts)];
  for (let attempt = 1; ; attempt++) {
    const [choice] = choices;
    if (choice === undefined)
      return refuse(work, change, wanted, { because: 'the dialect has no way to create groups here' });
    const members = choice.members ? membersOf(work, row.id) : [];
    if (choice.members && members.length === 0 && groupHabitsOf(work).empty === 'wait') return true;
    const spoken = await work.voice.speak(choice.operation, valuesOf(row, members), change);
    if (spoken.effect === 'done') return created(row, spoken, members, choice, change, work);
    if (spoken.effect === 'conflict') return onConflict(row, spoken, change, work);
    if (isRefused(spoken) && choice.refused === 'next' && choices.length > 1) {
      choices.shift();
      continue;
    }
    if (spoken.effect !== 'uncertain' && spoken.effect !== 'interrupted') return refuse(work, change, wanted, spoken);
    const found = await lookAgainGroup(row, work);
    // What it holds of members is not known, so they are told again.
    if (found.kind === 'one') return linkCreated(row, found.id, [], change, work);
    if (found.kind !== 'none' || !found.sure) {
      const because = `${spoken.because}; whether it was done is not known${'because' in found ? ` (${found.because})` : ''}: the next run looks it up`;
      return refuse(work, change, wanted, { because, exchange: spoken.exchange }, false);
    }
    if (attempt >= ATTEMPTS || work.control.stopped() !== undefined) return refuse(work, change, wanted, spoken);
  }
};

const valuesOf = (row: Pick<GroupRow, 'params' | 'name'>, members: readonly Membership[]): JsonObject => ({
  displayName: row.name,
  ...row.params,
  members: members.map(({ element }): Json => element),
});

export const lookAgainGroup = (
  row: Pick<GroupRow, 'id' | 'name' | 'params'>,
  work: Work,
  until = performance.now() + work.patienceMs,
): Promise<Found> => {
  const once = async (): Promise<Found> => {
    const found = await search(work.voice, groupHabitsOf(work).match, soughtGroup(row));
    const sure = found.kind === 'one' || found.kind === 'several' || (found.kind === 'none' && found.sure);
    const listing = work.habits.import?.groups;
    return sure || listing === undefined ? found : searchListing(work.voice, listing, soughtGroup(row));
  };
  return searchWithPatience(once, { until, signal: work.control.halt });
};

const onConflict = async (row: GroupRow, spoken: Spoken, change: Change, work: Work): Promise<Settled> => {
  const { match } = groupHabitsOf(work);
  const wanted = wantedOf(row.params);
  if (match.when === 'never' || !holds(match.condition, work.facts)) return refuse(work, change, wanted, spoken);
  const until = performance.now() + work.patienceMs;
  const once = (): Promise<Found> => search(work.voice, match, soughtGroup(row));
  const found = await searchWithPatience(once, { until, signal: work.control.halt });
  if (found.kind === 'one') return adoptGroup(row, found, change, work);
  if (found.kind !== 'none') return refuse(work, change, wanted, found);
  const because = `${spoken.because}; the target says that ${JSON.stringify(row.name)} is there, but a search does not find any group of that name`;
  return refuse(work, change, wanted, { because, exchange: spoken.exchange });
};

const created = async (
  row: GroupRow,
  spoken: Spoken,
  members: readonly Membership[],
  { members: carried }: Choice,
  change: Change,
  work: Work,
): Promise<Settled> => {
  const id = idOf(spoken.body) ?? spoken.location?.split('/').at(-1);
  if (id !== undefined) return linkCreated(row, id, carried ? members : [], change, work);
  const because = `${work.voice.dialect.title} needs the id of what it created, and the answer has none`;
  if (groupHabitsOf(work).withoutId === 'stop') {
    work.control.stop({ kind: 'quarantine', because, hint: `${work.voice.dialect.title} ends its whole cycle then.` });
  }
  const found = await lookAgainGroup(row, work);
  if (found.kind === 'one') return linkCreated(row, found.id, [], change, work);
  return refuse(work, change, wantedOf(row.params), { because, exchange: spoken.exchange }, false);
};

/** It is there now, with these of its members. */
export const linkCreated = (
  row: GroupRow,
  targetId: string,
  members: readonly Membership[],
  change: Change,
  work: Work,
): Settled => {
  const other = work.links.byTarget('group', targetId);
  if (other !== undefined && other.id !== row.id) return refuseTaken(row, targetId, other.id, change, work);
  if (row.link !== undefined) work.links.remove('group', row.id);
  putGroup(row, targetId, row.params, work);
  for (const { id } of members) work.memberships.put(row.id, id);
  const settled = applied(work, { ...change, action: 'create', targetId });
  if (members.length > 0) toldWith(row, targetId, members, work);
  return settled;
};

/** The members that went with a creation. */
const toldWith = (row: GroupRow, targetId: string, members: readonly Membership[], work: Work): void => {
  work.tally.members(members.length, 0);
  const ids = members.slice(0, 100).map(({ id }) => id);
  work.emit({
    type: 'applied',
    change: { ...memberChange(row, targetId, 'add-members', members.length), members: ids },
  });
};

/** The members that went with an update. */
const toldAll = (row: GroupRow, targetId: string, members: readonly Membership[], work: Work): void => {
  const [added, removed] = work.memberships.setAll(
    row.id,
    members.map(({ id }) => id),
  );
  work.tally.members(added, removed);
  if (added > 0) work.emit({ type: 'applied', change: memberChange(row, targetId, 'add-members', added) });
  if (removed > 0) work.emit({ type: 'applied', change: memberChange(row, targetId, 'remove-members', removed) });
};

const memberChange = (
  { id, name, at }: GroupRow,
  targetId: string,
  action: 'add-members' | 'remove-members',
  count: number,
): Change => {
  const why = action === 'add-members' ? 'in the group in the directory' : 'no longer in the group in the directory';
  return { action, resource: 'group', id, name, targetId, why, count, at };
};

const putGroup = (row: GroupRow, targetId: string, sent: JsonObject | undefined, work: Work): void => {
  work.links.put('group', { id: row.id, targetId, name: row.name, sent, refs: {}, refsOpen: false, active: true });
};

const refuseTaken = (row: GroupRow, targetId: string, other: string, change: Change, work: Work): Settled =>
  refuse(work, change, wantedOf(row.params), {
    because: `${JSON.stringify(row.name)} is ${targetId} in the target, which is the group ${JSON.stringify(other)} of the directory`,
  });

/** Takes a group of the same name over; which members it has is found out when they are told. */
const adoptGroup = async (
  row: GroupRow,
  found: Extract<Found, { kind: 'one' }>,
  change: Change,
  work: Work,
): Promise<Settled> => {
  const other = work.links.byTarget('group', found.id);
  if (other !== undefined && other.id !== row.id) return refuseTaken(row, found.id, other.id, change, work);
  if (row.link !== undefined) work.links.remove('group', row.id);
  const asIs = groupHabitsOf(work).match.found === 'link' || found.resource.displayName === row.name;
  putGroup(row, found.id, asIs ? row.params : undefined, work);
  work.memberships.adoptGroup(row.id);
  const adopted = { ...change, action: 'adopt', targetId: found.id, why: THERE } as const;
  const link = asIs ? undefined : work.links.byId('group', row.id);
  return link === undefined ? applied(work, adopted) : updateGroup(row, link, adopted, work);
};

/** A new name, and other attributes. Where the operation carries the members, they are told with it. */
const updateGroup = async (row: GroupRow, link: Link, change: Change, work: Work): Promise<Settled> => {
  const habits = groupHabitsOf(work);
  const choices = [...chosen(habits.update, work.facts)];
  for (;;) {
    const choice = choices.shift();
    if (choice === undefined)
      return refuse(work, change, wantedOf(row.params), { because: 'the dialect has no way to change groups here' });
    const takes = Object.hasOwn(work.voice.operation(choice.operation).parameters, 'members');
    const members = choice.members || takes ? membersOf(work, row.id) : [];
    const spoken = await work.voice.speak(choice.operation, { ...valuesOf(row, members), id: link.targetId }, change);
    if (spoken.effect === 'done') {
      putGroup(row, link.targetId, row.params, work);
      if (choice.members) toldAll(row, link.targetId, members, work);
      return applied(work, change);
    }
    if (isRefused(spoken) && choice.refused === 'next' && choices.length > 0) continue;
    if (spoken.effect === 'gone') return goneGroup(row, spoken, change, work);
    if (spoken.effect === 'uncertain' || spoken.effect === 'interrupted')
      work.links.doubt('group', row.id, 'attributes');
    if (change.action === 'update') return refuse(work, change, wantedOf(row.params), spoken);
    // It was created or adopted all the same.
    appliedPartly(work, change);
    return refuse(work, { ...change, action: 'update' }, wantedOf(row.params), spoken);
  }
};

/** 404: forgotten and created again where this identity provider does so. */
export const goneGroup = async (row: GroupRow, spoken: Spoken, change: Change, work: Work): Promise<Settled> => {
  if (groupHabitsOf(work).gone === 'fail' || change.action === 'create' || change.action === 'adopt') {
    const because = `${spoken.because}: the target does not know ${row.link?.targetId ?? 'the group'} any more`;
    return refuse(work, change, wantedOf(row.params), { because, exchange: spoken.exchange });
  }
  const again = { ...change, action: 'create', why: `${row.link?.targetId} is gone from the target` } as const;
  return createGroup(row, again, work);
};

/** A group that is no longer provisioned: deleted or left as it is; its members may have to go with it. */
export const endGroup = async ({ link, end }: EndingGroup, work: Work): Promise<Settled> => {
  const habits = groupHabitsOf(work);
  const { group, members } = end === 'unbound' ? (habits.unbound ?? habits.leavers) : habits.leavers;
  const change = endingOf({ link, end, held: false });
  work.links.flush();
  if (group === 'delete' && habits.delete !== undefined) {
    const spoken = await work.voice.speak(habits.delete, { id: link.targetId }, change);
    if (spoken.effect !== 'done' && spoken.effect !== 'gone') return refuse(work, change, 'gone', spoken);
  }
  if (members === 'deactivate-unless-in-another-group') work.memberships.unbindMembers(link.id);
  work.links.remove('group', link.id);
  if (group === 'delete') return applied(work, change);
  work.failures.clear('group', link.id);
  return true;
};

export const endingOf = ({ link, end }: EndingGroup): Change => ({
  action: 'delete',
  resource: 'group',
  id: link.id,
  name: link.name,
  targetId: link.targetId,
  why: end === 'left' ? 'no longer in the directory' : 'no longer provisioned',
});
