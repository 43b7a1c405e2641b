/**
 * Bulk imports: people, and the memberships of those same people, in one request (RFC 7644 §3.7). Whatever does not succeed
 * here is left as it was, and done by the phases after it with single requests.
 */
import { getIgnoringCase } from '../scim/attribute.ts';
import { statedCapabilities } from '../scim/capabilities.ts';
import { isObject, type Json } from '../scim/json.ts';
import { compileRequest } from '../suite/write.ts';
import {
  type Batch,
  type BulkLimits,
  createPacker,
  type Packed,
  type Parcel,
  parcelOf,
  type Results,
  sendBatch,
} from './bulk-batch.ts';
import type { Task } from './crew.ts';
import { decideUser, type UserWork } from './decide.ts';
import { chosen, holds, numberAt } from './facts.ts';
import { search } from './lookup.ts';
import { habitsOf, soughtUser, wantedUser } from './person.ts';
import { differingPeople, type PersonRow } from './rows.ts';
import { changeOf, creationOf, linkCreated, lookAgain } from './users.ts';
import type { Work } from './work.ts';

/** RFC 7643 §5 wants both limits published; a target that does not gets no more than this at a time. */
const CAUTIOUS = { operations: 100, bytes: 1_000_000 } as const;

/** What the target takes in one request; undefined when it takes none, which is told. */
export const bulkLimits = async (work: Work): Promise<BulkLimits | undefined> => {
  const { voice } = work;
  const template = { method: 'GET', path: '/ServiceProviderConfig', query: [], headers: [] };
  const { response } = await voice.send(compileRequest(template, voice.dialect)(new Map()), 'bulk');
  const stated = isObject(response?.body) ? statedCapabilities(response.body) : {};
  if (!isObject(stated.bulk) || stated.bulk.supported !== true) {
    voice.notice('the target has no /Bulk: requests are sent one by one');
    return undefined;
  }
  const operations = numberAt(stated, 'bulk.maxOperations') ?? CAUTIOUS.operations;
  const bytes = numberAt(stated, 'bulk.maxPayloadSize') ?? CAUTIOUS.bytes;
  if (operations >= 2) return { operations, bytes };
  voice.notice(`the target takes ${operations} operation in a bulk request: requests are sent one by one`);
  return undefined;
};

/** Whether this identity provider makes a group before it has members, so that groups can be there before the people are. */
export const groupsComeFirst = ({ habits, facts }: Work): boolean =>
  habits.groups?.empty === 'create' && chosen(habits.groups.create, facts)[0]?.members === false;

/** Batches of people to be created. */
export function* bulkTasks(work: Work, limits: BulkLimits): Generator<Task> {
  const habits = habitsOf(work);
  const packer = createPacker(work, limits);
  let batch: Batch = packer.begin();
  const sending = (full: Batch): Task => ({
    run: () => (packer.isClosed() ? Promise.resolve(true) : carryBatch(full, work, packer.refused)),
  });
  for (const row of differingPeople(work.state)) {
    if (packer.isClosed()) return;
    const decided = decideUser(row, habits);
    const person = decided.kind === 'create' ? personFor(row, decided, work) : undefined;
    if (person === undefined) continue;
    if (!packer.add(batch, person)) {
      yield sending(batch);
      batch = packer.begin();
      packer.add(batch, person);
    }
  }
  if (batch.people.length > 0) yield sending(batch);
}

/** What would be sent for a new person; undefined for those who need more than one request. */
const personFor = (row: PersonRow, decided: UserWork, work: Work): Packed | undefined => {
  const wanted = (): string => wantedUser(row);
  if (work.failures.waiting('user', row.id, wanted) !== undefined || work.unresolved.has(`user ${row.id}`))
    return undefined;
  const [choice] = chosen(habitsOf(work).create, work.facts);
  if (choice === undefined) return undefined;
  const creation = creationOf(row, choice, work);
  const request = work.voice.compose(choice.operation, creation.values);
  // Whoever has to be told something else afterwards goes the usual way.
  if (request === undefined || creation.active !== row.active) return undefined;
  return { row, creation, request, change: changeOf(row, decided) };
};

/** Who is there already goes the usual way, where this identity provider looks before it creates. */
const withoutThoseThere = async (people: readonly Packed[], work: Work): Promise<readonly Packed[]> => {
  const { match } = habitsOf(work);
  if (match.when !== 'before-create' || !holds(match.condition, work.facts)) return people;
  const found = await Promise.all(people.map(({ row }) => search(work.voice, match, soughtUser(row))));
  return people.filter((_, index) => found[index]?.kind === 'none');
};

const carryBatch = async (
  batch: Batch,
  work: Work,
  refused: (because: string, status?: number) => void,
): Promise<true> => {
  const people = await withoutThoseThere(batch.people, work);
  if (people.length === 0 || work.control.stopped() !== undefined) return true;
  const parcel = parcelOf(people, batch.groups, work);
  const lines = parcel.entries.map((entry) => work.journal.open({ ...entry, at: work.now() }));
  work.state.commit();
  const answer = await sendBatch(parcel, work);
  if (answer.kind === 'refused') refused(answer.because, answer.status);
  // What became of it is looked up person by person, as after any request without an answer.
  if (answer.kind === 'unknown') {
    for (const { group, members } of parcel.memberships) work.memberships.doubt(group.id, members);
    return leaveUnknown(people, answer.because, lines, work);
  }
  if (answer.kind === 'done') await writeDown(people, parcel, answer.results, work);
  for (const line of lines) work.journal.settle(line);
  return true;
};

const leaveUnknown = async (
  people: readonly Packed[],
  because: string,
  lines: readonly number[],
  work: Work,
): Promise<true> => {
  work.voice.notice(`a bulk request came back without an answer (${because}): who was created is looked up`);
  const until = performance.now() + work.patienceMs;
  for (const { row, creation, change } of people) {
    const found = await lookAgain(row, work, until);
    if (found.kind === 'one') await linkTouched(row, found.id, creation, change, work);
    else if (found.kind !== 'none' || !found.sure) {
      work.unresolved.add(`user ${row.id}`);
      return true;
    }
  }
  for (const line of lines) work.journal.settle(line);
  return true;
};

const linkTouched: typeof linkCreated = async (row, targetId, creation, change, work) => {
  work.tally.touch();
  return linkCreated(row, targetId, creation, change, work);
};

/** Links who was created, and remembers the memberships that went with them. */
const writeDown = async (
  people: readonly Packed[],
  { memberships }: Parcel,
  { people: ofPeople, others }: Results,
  work: Work,
): Promise<void> => {
  const made = new Set<string>();
  for (const [index, { row, creation, change }] of people.entries()) {
    const id = createdId(ofPeople.get(index));
    if (id === undefined) continue;
    await linkTouched(row, id, creation, change, work);
    made.add(row.id);
  }
  for (const [index, { group, members }] of memberships.entries()) {
    if (!succeeded(others[index])) continue;
    const told = members.filter((member) => made.has(member));
    for (const member of told) work.memberships.put(group.id, member);
    work.tally.members(told.length, 0);
    if (told.length === 0) continue;
    const { id, name, at, link } = group;
    const targetId = link === undefined ? {} : { targetId: link.targetId };
    const why = 'in the group in the directory';
    const change = { action: 'add-members', resource: 'group', id, name, ...targetId, why, at } as const;
    work.emit({ type: 'applied', change: { ...change, count: told.length, members: told.slice(0, 100) } });
  }
};

const statusOf = (result: Json | undefined): number => {
  const status = isObject(result) ? getIgnoringCase(result, 'status') : undefined;
  // Some servers write the status as an object, as a draft of the RFC had it.
  return Number(isObject(status) ? getIgnoringCase(status, 'code') : status);
};

const succeeded = (result: Json | undefined): boolean => statusOf(result) >= 200 && statusOf(result) < 300;

const createdId = (result: Json | undefined): string | undefined => {
  if (!isObject(result) || statusOf(result) !== 201) return undefined;
  const response = getIgnoringCase(result, 'response');
  const id = isObject(response) ? getIgnoringCase(response, 'id') : undefined;
  if (typeof id === 'string' && id !== '') return id;
  const location = getIgnoringCase(result, 'location');
  const last = typeof location === 'string' ? location.replace(/\/+$/u, '').split('/').at(-1) : undefined;
  return last === undefined || last === '' ? undefined : decodeURIComponent(last);
};
