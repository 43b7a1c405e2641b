import type { Reader } from './reader.ts';
import type { DirectoryRecord, Kind, Reject, Warning } from './record.ts';

/** One file, or one server, as a place where records of some kinds are. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  /** For people, without the name: `CSV, ";" between fields`. */
  readonly about: string;
  readonly warnings: readonly Warning[];
  /** One for most files; of one that says of each row what it is those that are in it. */
  readonly kinds: readonly Kind[];
  /** Nothing of the kind it was opened for is in it. */
  readonly isEmpty: boolean;
  /**
   * Records of one kind, from the beginning. `all`: give the rows that are unreadable to such a degree that nobody knows
   * their kind, too; of several readings of one source only one should.
   */
  read<Entry extends DirectoryRecord>(reader: Reader<Entry>, all: boolean): AsyncIterable<Entry | Reject>;
}

export const EVERY_KIND: readonly Kind[] = ['person', 'group', 'membership'];

/**
 * Which kinds there are, in their usual order; looks no further than it has to. A directory that has no groups and one that
 * says nothing of groups are not the same, so that a kind must not be supposed because it could have been there.
 */
export const kindsAmong = async (batches: AsyncIterable<Iterable<Kind | undefined>>): Promise<readonly Kind[]> => {
  const found = new Set<Kind>();
  for await (const kinds of batches) {
    for (const kind of kinds) if (kind !== undefined) found.add(kind);
    if (found.size === EVERY_KIND.length) break;
  }
  return EVERY_KIND.filter((kind) => found.has(kind));
};
