/**
 * Results of bulk requests are believed once it was seen that they are true. There are targets that answer 201 and keep
 * nothing, and targets that put down `bulkId:…` as the id of a member; a look at one of each kind is enough to know.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { compileRequest } from '../suite/write.ts';
import type { Exchange } from '../wire/exchange.ts';
import { memberIdsIn } from './members.ts';
import type { Work } from './work.ts';

export interface Trial {
  /** @param place of a resource that is said to have been created: `/Users/2819c223` */
  keeps(place: string): Promise<boolean>;
  /**
   * @param place of a group that is said to have these members now, by their ids in the target
   * @returns `literal`: it has members now whose ids are references to bulkIds
   */
  keepsMembers(place: string, ids: readonly string[]): Promise<'kept' | 'literal' | 'not-seen'>;
}

export const createTrial = (work: Work): Trial => {
  const { voice, control } = work;
  /** Endpoints of which something that was created has been seen. */
  const kept = new Set<string>();
  let members = false;

  /** Reads until it is as it should be, for as long as the target may show old data. */
  const read = async (
    path: string,
    isGood: (exchange: Exchange) => boolean,
  ): Promise<{ readonly good: boolean; readonly last: Exchange }> => {
    const until = performance.now() + work.patienceMs;
    const request = compileRequest({ method: 'GET', path, query: [], headers: [] }, voice.dialect)(new Map());
    for (let wait = 20; ; wait = Math.min(wait * 2, 1000)) {
      const last = await voice.send(request, 'bulk');
      const good = isGood(last);
      const left = until - performance.now();
      if (good || left <= 0 || control.stopped() !== undefined) return { good, last };
      await pause(Math.min(wait, left), undefined, { signal: control.halt }).catch(() => undefined);
    }
  };
  return {
    async keeps(place) {
      // Whoever does not show single resources cannot be tried, and is believed as after any other answer.
      const endpoint = place.slice(0, place.lastIndexOf('/'));
      if (kept.has(endpoint)) return true;
      const { good } = await read(place, ({ response }) => response?.status !== 404);
      if (good) kept.add(endpoint);
      return good;
    },
    async keepsMembers(place, ids) {
      if (members) return 'kept';
      const { good, last } = await read(place, ({ response }) => {
        const shown = new Set(memberIdsIn(response?.body));
        return ids.every((id) => shown.has(id));
      });
      members ||= good;
      if (good) return 'kept';
      return memberIdsIn(last.response?.body).some((id) => id.startsWith('bulkId:')) ? 'literal' : 'not-seen';
    },
  };
};
