/** The directory of one run, row by row into tables, so that everything after it can be asked of SQLite. */
import { readBoolean } from '../directory/boolean.ts';
import { DirectoryProblem } from '../directory/problem.ts';
import {
  type Directory,
  type DirectoryRecord,
  type GroupRecord,
  isReject,
  type PersonRecord,
  type Reject,
  reject,
} from '../directory/record.ts';
import type { ProvisioningMapping } from '../suite/model.ts';
import type { ProvisionEvent } from './events.ts';
import { createMapper, MappingFailure } from './mapping.ts';
import { createShelf, type Shelf } from './shelf.ts';
import type { State } from './state.ts';

/** How many rows share a transaction. */
const ROWS = 5000;

export interface StageOptions {
  readonly state: State;
  readonly directory: Directory;
  readonly mapping: Pick<ProvisioningMapping, 'user' | 'group' | 'member'>;
  readonly signal?: AbortSignal;
}

/**
 * Reads the whole directory into the staged tables. Rows that cannot be used are rejected with their place, and the others
 * go on: unreadable ones, ids and userNames that stand twice, members and groups that do not exist. Of a manager who does
 * not exist there is a notice, and the person is staged without.
 * @returns false when it was interrupted
 * @throws DirectoryProblem when the source cannot be read to its end: then nothing may be concluded from what is missing
 */
export async function* stage({
  state,
  directory,
  mapping,
  signal,
}: StageOptions): AsyncGenerator<ProvisionEvent, boolean> {
  const shelf = createShelf(state);
  let rows = 0;
  let rejected = 0;
  const read = async function* <Entry extends DirectoryRecord>(
    entries: AsyncIterable<Entry | Reject>,
    put: Stager<Entry>,
  ): AsyncGenerator<ProvisionEvent, boolean> {
    for await (const entry of entries) {
      rows += 1;
      const refused = isReject(entry) ? entry : put(entry);
      const unusable = refused instanceof Promise ? await refused : refused;
      if (unusable === entry) shelf.noteUnreadable(unusable);
      if (unusable) {
        rejected += 1;
        yield { type: 'rejected', reject: unusable };
      }
      if (rows % ROWS === 0) {
        shelf.commit();
        if (signal?.aborted) return false;
        yield { type: 'reading', rows };
      }
    }
    return true;
  };
  const whole =
    (yield* read(directory.people(), personStager(shelf, mapping))) &&
    (yield* read(directory.groups(), groupStager(shelf, mapping))) &&
    (yield* read(directory.memberships(), shelf.putMember));
  if (!whole) return false;
  for (const unusable of shelf.sortOut()) {
    rejected += 1;
    yield { type: 'rejected', reject: unusable };
  }
  for (const { message, at } of shelf.loosen()) yield { type: 'notice', message, at };
  shelf.commit();
  const counts = shelf.counts();
  if (counts.people === 0) throw nobody(directory);
  yield { type: 'staged', ...counts, rejected };
  return true;
}

const nobody = (directory: Directory): DirectoryProblem =>
  new DirectoryProblem(`there is nobody in the directory that could be used: ${directory.describe()}`, {
    hint: 'The rejected rows say why. A directory without anybody would mean that all have left.',
  });

const rowOf = ({ id, attributes }: PersonRecord | GroupRecord): string => JSON.stringify({ id, ...attributes });

/** Puts a record down; says why when it cannot be mapped. */
type Stager<Entry> = (entry: Entry) => Reject | undefined | Promise<Reject | undefined>;

const failedMapping = (error: unknown, entry: PersonRecord | GroupRecord, shelf: Shelf): Reject => {
  if (!(error instanceof MappingFailure)) throw error;
  shelf.noteThere(entry.id);
  return reject(entry.kind, error.message, entry.at, rowOf(entry));
};

/** At once where the mapping allows it: a promise for every row would cost more than the row. */
const personStager = (shelf: Shelf, mapping: StageOptions['mapping']): Stager<PersonRecord> => {
  const user = createMapper(mapping.user);
  const member = createMapper(mapping.member);
  return (entry) => {
    const record = { ...entry.attributes, id: entry.id };
    const asUser = user.map(record);
    const asMember = member.map(record);
    if (!(asUser instanceof Promise) && !(asMember instanceof Promise)) return shelf.putPerson(entry, asUser, asMember);
    return Promise.all([asUser, asMember])
      .then(([one, other]) => shelf.putPerson(entry, one, other))
      .catch((error) => failedMapping(error, entry, shelf));
  };
};

const groupStager = (shelf: Shelf, mapping: StageOptions['mapping']): Stager<GroupRecord> => {
  const group = createMapper(mapping.group);
  return (entry) => {
    const { bound } = entry.attributes;
    const isBound = bound === undefined || readBoolean(bound) !== false;
    const result = group.map({ ...entry.attributes, id: entry.id });
    if (!(result instanceof Promise)) return shelf.putGroup(entry, result, isBound);
    return result
      .then((one) => shelf.putGroup(entry, one, isBound))
      .catch((error) => failedMapping(error, entry, shelf));
  };
};
