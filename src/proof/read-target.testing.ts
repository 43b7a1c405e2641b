/** For tests: everything that a target holds, read with plain requests: no client, no reader of listings, no schema of ours. */
import type { Json } from '../scim/json.ts';
import type { Cells, Told } from './told.testing.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export interface Place {
  readonly url: string;
  readonly token: string;
}

type Resource = Readonly<Record<string, unknown>>;

const list = async ({ url, token }: Place, path: string): Promise<readonly Resource[]> => {
  const all: Resource[] = [];
  for (;;) {
    const answer = await fetch(`${url}${path}?startIndex=${all.length + 1}&count=200`, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'application/scim+json' },
    });
    // A server may have no groups.
    if (answer.status === 404) return [];
    const { totalResults, Resources } = Object(await answer.json());
    if (answer.status !== 200 || typeof totalResults !== 'number') throw new Error(`${path}: ${answer.status}`);
    all.push(...(Resources ?? []));
    if (all.length >= totalResults) return all;
    if (Resources.length === 0) throw new Error(`${path}: the listing ends after ${all.length} of ${totalResults}`);
  }
};

/** What the target chooses, or works out, by itself. */
const OF_THE_TARGET = ['id', 'schemas', 'meta', 'groups'];

const cellsOf = (value: unknown, path: string): [string, Json][] => {
  if (Array.isArray(value)) {
    const seen = new Map<string, number>();
    return value.flatMap((element) => {
      const type = String(Object(element).type ?? 'untyped');
      const times = (seen.get(type) ?? 0) + 1;
      seen.set(type, times);
      return cellsOf(element, `${path}[${times === 1 ? type : `${type} ${times}`}]`);
    });
  }
  if (typeof value !== 'object' || value === null) return [[path, value as Json]];
  return Object.entries(value).flatMap(([name, part]) =>
    cellsOf(part, path === '' ? (name === ENTERPRISE ? 'enterprise' : name) : `${path}.${name}`),
  );
};

const without = (resource: Resource, names: readonly string[]): Resource =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !names.includes(name)));

/** In the words of `told.testing.ts`. */
export const readTarget = async (place: Place): Promise<Told> => {
  const [users, groups] = [await list(place, '/Users'), await list(place, '/Groups')];
  const nameOf = new Map(users.map(({ id, userName }) => [id, String(userName)]));
  const named = (id: unknown): string => nameOf.get(id) ?? String(id);
  const userCells = (user: Resource): Cells => {
    const cells = cellsOf(without(user, OF_THE_TARGET), '');
    return Object.fromEntries(
      cells
        .filter(([path]) => path !== 'enterprise.manager.$ref' && path !== 'enterprise.manager.displayName')
        .map(([path, value]) => [path, path === 'enterprise.manager.value' ? named(value) : value]),
    );
  };
  const groupCells = (group: Resource): Cells & { members: string[] } => {
    const members: readonly unknown[] = Array.isArray(group.members) ? group.members : [];
    return {
      ...Object.fromEntries(cellsOf(without(group, [...OF_THE_TARGET, 'members']), '')),
      members: members.map((member) => named(Object(member).value)).sort(),
    };
  };
  return {
    users: byName(users.map((user) => [String(user.userName), userCells(user)])),
    groups: byName(groups.map((group) => [String(group.displayName), groupCells(group)])),
  };
};

const byName = <Value>(entries: readonly (readonly [string, Value])[]): Record<string, Value> => {
  const twice = entries.filter(([name], index) => entries.findIndex(([other]) => other === name) < index);
  if (twice.length > 0) throw new Error(`the target has these twice: ${twice.map(([name]) => name).join(', ')}`);
  return Object.fromEntries(entries);
};
