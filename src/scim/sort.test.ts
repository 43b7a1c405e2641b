import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { parseAttributePath } from './path.ts';
import { GROUP_MODEL, USER_MODEL } from './schemas.ts';
import { sortResources } from './sort.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE } from './urn.ts';

const order = (
  resources: JsonObject[],
  by: string,
  direction?: 'ascending' | 'descending',
  model = USER_MODEL,
): Json[] => sortResources(resources, parseAttributePath(by), direction, model).map(({ id }) => id ?? null);

const withIds = (...resources: JsonObject[]): JsonObject[] =>
  resources.map((resource, index) => ({ ...resource, id: index }));

describe('sortResources', () => {
  it('goes by caseExact', () => {
    const names = withIds(
      { userName: 'c', externalId: 'a' },
      { userName: 'B', externalId: 'B' },
      { userName: 'a', externalId: 'C' },
    );
    expect(order(names, 'USERNAME')).toEqual([2, 1, 0]);
    expect(order(names, 'externalId')).toEqual([1, 2, 0]);
    expect(order(names, 'userName', 'descending')).toEqual([0, 1, 2]);
  });

  it('puts resources without value last, or first when descending, in their old order', () => {
    const titles = withIds({ title: null }, { title: 'b' }, {}, { title: 'a' });
    expect(order(titles, 'title')).toEqual([3, 1, 0, 2]);
    expect(order(titles, 'title', 'descending')).toEqual([0, 2, 1, 3]);
  });

  it('takes the primary value of lists, else the first, and `value` of bare complex attributes', () => {
    const users = withIds(
      { emails: [{ value: 'a' }, { value: 'z', primary: true }] },
      { emails: [{ value: 'm' }, { value: 'a' }] },
      { emails: [] },
    );
    expect(order(users, 'emails.value')).toEqual([1, 0, 2]);
    expect(order(users, 'emails')).toEqual([1, 0, 2]);
  });

  it('knows sub-attributes, extensions, instants and numbers', () => {
    const users = withIds(
      { name: { familyName: 'B' }, [ENTERPRISE]: { department: 'x' }, meta: { created: '2030-01-01T01:00:00+02:00' } },
      { name: { familyName: 'a' }, [ENTERPRISE]: { department: 'y' }, meta: { created: '2030-01-01T00:00:00Z' } },
    );
    expect(order(users, 'name.familyName')).toEqual([1, 0]);
    expect(order(users, `${ENTERPRISE}:department`)).toEqual([0, 1]);
    expect(order(users, 'meta.created')).toEqual([0, 1]);
    expect(sortResources(withIds({ n: 10 }, { n: 9 }), { attribute: 'n' }).map(({ n }) => n)).toEqual([9, 10]);
  });

  it('leaves the order alone when the attribute is unknown', () => {
    expect(order(withIds({ displayName: 'b' }, { displayName: 'a' }), 'nope', 'descending', GROUP_MODEL)).toEqual([
      0, 1,
    ]);
  });

  it('sorts a copy, stably', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'A', 'b', '')), (names) => {
        const resources = Object.freeze(withIds(...names.map((displayName) => ({ displayName }))));
        const sorted = sortResources(resources, { attribute: 'displayName' }, 'ascending', GROUP_MODEL);
        for (const [index, resource] of sorted.entries()) {
          const next = sorted[index + 1];
          if (next === undefined) continue;
          const [left, right] = [resource, next].map(({ displayName }) => String(displayName).toLowerCase());
          expect(String(left) <= String(right)).toBe(true);
          if (left === right) expect(Number(resource.id)).toBeLessThan(Number(next.id));
        }
      }),
    );
  });
});
