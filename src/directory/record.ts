/** People, groups and memberships as they come out of a directory, whatever it is kept in. */
import type { Json } from '../scim/json.ts';

export type Kind = 'person' | 'group' | 'membership';

/**
 * Where something was read: the file as the user named it, and its line, from 1; of what spans several lines the first.
 * For a SCIM server the URL of the listing and the position in it.
 */
export interface Where {
  readonly file: string;
  readonly line: number;
}

export interface PersonRecord {
  readonly kind: 'person';
  readonly id: string;
  /**
   * What has a value, by name: `userName`, always; `givenName`, `familyName`, `displayName`, `email`, `title`,
   * `department` (texts), `active` (a boolean), `manager` (the id of a person); everything else as it was called in the
   * source. From CSV those others are texts, too.
   */
  readonly attributes: Readonly<Record<string, Json>>;
  readonly at: Where;
}

export interface GroupRecord {
  readonly kind: 'group';
  readonly id: string;
  readonly displayName: string;
  /** What has a value, by name; `displayName` again, so that a mapping finds it where it finds the others. */
  readonly attributes: Readonly<Record<string, Json>>;
  readonly at: Where;
}

export interface MembershipRecord {
  readonly kind: 'membership';
  /** The id of a group. */
  readonly group: string;
  /** The id of a person. */
  readonly member: string;
  readonly at: Where;
}

export type DirectoryRecord = PersonRecord | GroupRecord | MembershipRecord;

/** A row that could not be read; the rows after it are read all the same. */
export interface Reject {
  /** What was being read when it was found. */
  readonly kind: Kind;
  /** What is wrong with it, in words, without its place. */
  readonly reason: string;
  readonly at: Where;
  /** As it was read, cut after `LONGEST_ROW` characters. */
  readonly row: string;
}

export const LONGEST_ROW = 4096;

export const isReject = (entry: DirectoryRecord | Reject): entry is Reject => 'reason' in entry;

export const reject = (kind: Kind, reason: string, at: Where, row: string): Reject => ({
  kind,
  reason,
  at,
  row: row.length > LONGEST_ROW ? `${row.slice(0, LONGEST_ROW)}…` : row,
});

/** Something to tell the user about a source that can be read nevertheless. */
export interface Warning {
  readonly message: string;
  readonly at: Where;
  /** What to do, as a sentence. */
  readonly hint?: string;
}

/**
 * A directory that has been found readable. Each call reads the source again from its beginning and holds a small part of
 * it at a time. Nothing is compared between rows: ids that stand twice and members that do not exist come through.
 *
 * An iteration throws DirectoryProblem when the source cannot be read to its end: the file is gone or ends in the middle of
 * a record, a server refuses a page. What it gave until then is not the directory, and nobody may be taken for a leaver
 * because of it.
 */
export interface Directory {
  people(): AsyncIterable<PersonRecord | Reject>;
  /** Empty when there are none; `hasGroups` tells apart a directory without groups from one that says nothing of them. */
  groups(): AsyncIterable<GroupRecord | Reject>;
  memberships(): AsyncIterable<MembershipRecord | Reject>;
  readonly hasGroups: boolean;
  readonly hasMemberships: boolean;
  /** Found when it was opened, in the order of files and lines. */
  readonly warnings: readonly Warning[];
  /** One line for people: the sources and how they are read. */
  describe(): string;
}
