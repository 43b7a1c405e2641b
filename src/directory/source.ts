import type { Reader } from './reader.ts';
import type { DirectoryRecord, Kind, Reject, Warning } from './record.ts';

/** One file, or one server, as a place where records of some kinds are. */
export interface Source {
  /** For people, without the name: `CSV, ";" between fields`. */
  readonly about: string;
  readonly warnings: readonly Warning[];
  /** One for most files; all for one that says of each row what it is. */
  readonly kinds: readonly Kind[];
  /** Nothing stands in it but, perhaps, a header. */
  readonly isEmpty: boolean;
  /**
   * Records of one kind, from the beginning. `all`: give the rows that are unreadable to such a degree that nobody knows
   * their kind, too; of several readings of one source only one should.
   */
  read<Entry extends DirectoryRecord>(reader: Reader<Entry>, all: boolean): AsyncIterable<Entry | Reject>;
}

export const EVERY_KIND: readonly Kind[] = ['person', 'group', 'membership'];
