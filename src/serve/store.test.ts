import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../scim/json.ts';
import { createStore } from './store.ts';

const user = (id: string, userName: string): JsonObject => ({ id, userName });
const group = (id: string, ...members: string[]): JsonObject => ({
  id,
  displayName: id,
  members: members.map((value) => ({ value })),
});

/** One step in the life of a store: users a–d are named, renamed and removed, groups get members. */
const step = fc.oneof(
  fc.record({ put: fc.constantFrom('a', 'b', 'c', 'd'), name: fc.constantFrom('Ada', 'ADA', 'bea', 'Cy') }),
  fc.record({ group: fc.constantFrom('g', 'h'), members: fc.subarray(['a', 'b', 'c', 'd']) }),
  fc.record({ remove: fc.constantFrom('a', 'b', 'c', 'd', 'g', 'h') }),
  fc.record({ wait: fc.integer({ min: 0, max: 30 }) }),
);

describe('a store', () => {
  it('answers as if it looked at everything each time, now and as it was before the lag', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.constantFrom(0, 20), (steps, lagMs) => {
        let now = 1000;
        const store = createStore(lagMs, () => now);
        // What was there at each moment; the last entry of a moment counts.
        const past: { readonly at: number; readonly all: ReadonlyMap<string, JsonObject> }[] = [
          { at: 0, all: new Map() },
        ];
        for (const it of steps) {
          const all = new Map(past.at(-1)?.all);
          if ('wait' in it) {
            now += it.wait;
          } else if ('remove' in it) {
            store.remove(it.remove < 'e' ? 'User' : 'Group', it.remove);
            all.delete(it.remove);
          } else {
            const resource = 'put' in it ? user(it.put, it.name) : group(it.group, ...it.members);
            store.put('put' in it ? 'User' : 'Group', resource);
            all.set(String(resource.id), resource);
          }
          past.push({ at: now, all });

          const seen = past.findLast(({ at }) => at <= now - lagMs)?.all ?? new Map<string, JsonObject>();
          for (const id of ['a', 'b', 'c', 'd', 'g', 'h']) {
            const type = id < 'e' ? 'User' : 'Group';
            expect(store.get(type, id)).toEqual(all.get(id));
            expect(store.visible(type, id)).toEqual(seen.get(id));
            expect(store.typeOf(id)).toBe(all.has(id) ? type : undefined);
            const containing = ['g', 'h'].filter((key) =>
              JSON.stringify(all.get(key)?.members ?? []).includes(`"${id}"`),
            );
            expect(store.groupsOf(id).toSorted()).toEqual(containing);
          }
          const named = [...all.values()].filter(({ userName }) => String(userName).toLowerCase() === 'ada');
          expect(store.idsBy('User', 'userName', 'aDa').toSorted()).toEqual(named.map(({ id }) => id).toSorted());
          const listed = [...store.list('User'), ...store.list('Group')].map(({ id }) => id).toSorted();
          expect(listed).toEqual([...seen.keys()].toSorted());
        }
      }),
    );
  });

  it('lists in the order of creation, whatever changes later', () => {
    const store = createStore(0, () => 0);
    store.put('User', user('1', 'z'));
    store.put('User', user('2', 'a'));
    store.put('User', user('1', 'b'));
    expect([...store.list('User')].map(({ id }) => id)).toEqual(['1', '2']);
  });
});
