/** Names that no other run and no other case uses. */
import { createHash, randomBytes } from 'node:crypto';

const digest = (...parts: readonly (string | number)[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest();

/** Lower-case letters and digits; the first is a letter, because some servers want that of a userName. */
const word = (bytes: Buffer, length: number, first: string): string =>
  first +
  BigInt(`0x${bytes.toString('hex')}`)
    .toString(36)
    .slice(1 - length);

/** What all names of one run have in common. A salt of its own lets a run with the same seed be repeated on the same server. */
export const runTag = (seed: number, salt: string = randomBytes(16).toString('hex')): string =>
  word(digest('run', seed, salt), 8, 's');

/** The tag of one case begins with that of its run; all have the same length, so none is the beginning of another. */
export const caseTag = (run: string, id: string): string => run + word(digest('case', run, id), 7, 'c');

/** A UUID that belongs to a tag, in the shape of version 4. */
export const caseGuid = (tag: string): string => {
  const hex = digest('guid', tag).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};
