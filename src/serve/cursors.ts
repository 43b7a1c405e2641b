/** The result sets behind cursors (RFC 9865). A set is a snapshot of ids, so that walking it shows nothing twice. */
import { randomBytes } from 'node:crypto';

export interface ResultSet {
  readonly entries: readonly { readonly type: string; readonly id: string }[];
  readonly fingerprint: string;
  /** The `count` of the first request: it must stay the same. */
  readonly count: number | undefined;
  readonly owner: string;
}

export interface Cursors {
  /** A handle for the set; cursors are made of it and an offset. */
  keep(set: ResultSet): string;
  /** `expired` when the time is over, undefined when there never was such a cursor. */
  open(
    cursor: string,
  ): { readonly handle: string; readonly set: ResultSet; readonly offset: number } | 'expired' | undefined;
  at(handle: string, offset: number): string;
}

/** Sets whose time is over are forgotten but for their name, and of those only this many are remembered. */
const REMEMBERED = 10_000;

export const createCursors = (timeoutSeconds: number, now: () => number): Cursors => {
  const sets = new Map<string, { readonly expires: number; set?: ResultSet }>();

  const sweep = (): void => {
    for (const [handle, entry] of sets) {
      if (entry.expires > now() && sets.size <= REMEMBERED) {
        return;
      }
      delete entry.set;
      if (sets.size > REMEMBERED) {
        sets.delete(handle);
      }
    }
  };

  return {
    keep(set) {
      sweep();
      const handle = randomBytes(9).toString('base64url');
      sets.set(handle, { expires: now() + timeoutSeconds * 1000, set });
      return handle;
    },
    open(cursor) {
      const parts = /^([\w-]+)\.(\d{1,9})$/.exec(cursor);
      const [, handle = '', offset = ''] = parts ?? [];
      const entry = sets.get(handle);
      if (entry === undefined) {
        return undefined;
      }
      if (entry.set === undefined || entry.expires <= now()) {
        return 'expired';
      }
      return { handle, set: entry.set, offset: Number(offset) };
    },
    at: (handle, offset) => `${handle}.${offset}`,
  };
};
