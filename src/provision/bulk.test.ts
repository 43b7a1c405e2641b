import { describe, expect, it } from 'vitest';
import { type Company, company } from './company.testing.ts';
import { apply, contents, type Passing, world } from './world.testing.ts';

const isBulk = ({ path }: Passing): boolean => path === '/Bulk';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly bulkId?: string;
  readonly data?: unknown;
}

const operationsIn = ({ body }: Passing): Operation[] => JSON.parse(body).Operations;

/** Writes that went by themselves. */
const single = (passings: readonly Passing[]): string[] =>
  passings
    .filter(({ method, path }) => method !== 'GET' && path !== '/Bulk')
    .map(({ method, path }) => `${method} ${path}`);

const undisturbed = async (companies: readonly Company[], extra: object) => {
  const place = await world({ capabilities: { createOnReplace: true } });
  for (const people of companies) await apply(place, people, extra);
  return contents(place);
};

const NOTHING_LEFT = { created: 0, updated: 0, refused: 0, memberships: { added: 0, removed: 0 } };

const IDPS = [
  ['okta', 'oin'],
  ['okta', 'aiw'],
  ['entra', 'default'],
  ['jumpcloud', 'patch'],
  ['jumpcloud', 'put'],
  ['authentik', 'default'],
  ['authentik', 'webex'],
] as const;

describe('a bulk import', () => {
  it.each(IDPS)('as %s:%s makes what single requests make', async (idp, mode) => {
    const place = await world({ capabilities: { maxOperations: 20 } });
    const people = company(60, 6);
    const extra = { idp, mode, bulk: true };
    const ran = await apply(place, people, extra);
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 66, memberships: { added: 60, removed: 0 }, unchanged: 0 });
    expect(single(place.requests)).toEqual([]);
    const batches = place.requests.filter(isBulk);
    expect(batches.length).toBeGreaterThan(2);
    expect(Math.max(...batches.map((batch) => operationsIn(batch).length))).toBeLessThanOrEqual(20);
    expect(await contents(place)).toEqual(await undisturbed([people], { idp, mode }));
    expect((await apply(place, people, extra)).summary).toMatchObject({ ...NOTHING_LEFT, unchanged: 66 });
  });

  it.each(IDPS)('as %s:%s changes, deactivates and deletes as single requests do', async (idp, mode) => {
    const people = company(40, 5);
    const changed: Company = {
      people: [
        ...people.people.slice(0, 34).map((person) => ({ ...person, title: 'Changed', active: person.id !== 'p20' })),
        { id: 'p90', userName: 'late@example.com', displayName: 'Late Comer', manager: 'p3' },
      ],
      groups: [{ id: 'g1', displayName: 'Renamed' }, ...people.groups.slice(2), { id: 'g9', displayName: 'Late' }],
      memberships: [
        ...people.memberships.filter(
          ([group, member]) => group !== 'g0' && member !== 'p7' && Number(member.slice(1)) < 34,
        ),
        ['g9', 'p3'],
        ['g9', 'p90'],
        ['g2', 'p90'],
      ],
    };
    const extra = { idp, mode, allowShrink: true };
    const place = await world({ capabilities: { createOnReplace: true } });
    await apply(place, people, extra);
    const before = place.requests.length;
    const ran = await apply(place, changed, { ...extra, bulk: true });
    expect(ran.refused).toEqual([]);
    expect(single(place.requests.slice(before))).toEqual([]);
    const batches = place.requests.slice(before).filter(isBulk);
    expect(batches.length).toBeLessThan(16);
    // Nothing is changed twice in one request, or in two that are under way at the same time.
    for (const batch of batches) {
      const changes = operationsIn(batch)
        .filter(({ method }) => method !== 'POST')
        .map(({ path }) => path);
      expect(new Set(changes).size).toBe(changes.length);
    }
    expect(await contents(place)).toEqual(await undisturbed([people, changed], extra));
    const after = place.requests.length;
    await apply(place, changed, { ...extra, bulk: true });
    expect(single(place.requests.slice(after))).toEqual([]);
    expect(place.requests.slice(after).filter(isBulk)).toEqual([]);
  });

  it('counts and tells what single requests would', async () => {
    const people = company(20, 2);
    const changed = { ...people, people: people.people.map((person) => ({ ...person, active: person.id > 'p14' })) };
    const [one, many] = [await world(), await world()];
    for (const company of [people, changed, { people: people.people.slice(0, 12) }]) {
      const extra = { idp: 'entra', allowShrink: true };
      const [singly, packed] = [await apply(one, company, extra), await apply(many, company, { ...extra, bulk: true })];
      const { requests: _, durationMs: __, ...counts } = singly.summary;
      expect(packed.summary).toMatchObject(counts);
      expect(packed.summary.requests).toBeLessThan(singly.summary.requests);
      const told = ({ changes }: typeof singly): string[] =>
        changes.map(({ action, id, count }) => `${action} ${id} ${count ?? ''}`).toSorted();
      expect(told(packed)).toEqual(told(singly));
    }
  });
});

describe('people and their memberships in one request', () => {
  it('are joined by a PatchOp on a group that is there', async () => {
    const place = await world();
    await apply(place, company(6, 2), { idp: 'entra', bulk: true });
    const [groups, people, ...managers] = place.requests.filter(isBulk);
    if (groups === undefined || people === undefined) throw new Error('no bulk requests');
    expect(operationsIn(groups).map(({ method, path, bulkId }) => [method, path, bulkId])).toEqual([
      ['POST', '/Groups', 'new1'],
      ['POST', '/Groups', 'new2'],
    ]);
    const operations = operationsIn(people);
    expect(operations.map(({ method, bulkId }) => bulkId ?? method)).toEqual([
      ...['new1', 'new2', 'new3', 'new4', 'new5', 'new6'],
      ...['PATCH', 'PATCH'],
    ]);
    const referred = operations.flatMap(({ data }) => JSON.stringify(data).match(/bulkId:new\d/g) ?? []);
    expect(referred.toSorted()).toEqual(['new1', 'new2', 'new3', 'new4', 'new5', 'new6'].map((id) => `bulkId:${id}`));
    expect(managers).toHaveLength(1);
    expect(operationsIn(managers[0] ?? people).every(({ method }) => method === 'PATCH')).toBe(true);
  });

  it('are joined by the members of a new group, once all of them are there', async () => {
    // Two people and a group of theirs fit, three people do not.
    const place = await world({ capabilities: { maxOperations: 4 } });
    const people: Company = {
      ...company(6, 0),
      groups: [
        { id: 'g0', displayName: 'Two' },
        { id: 'g1', displayName: 'All' },
      ],
      memberships: [['g0', 'p0'], ['g0', 'p1'], ...company(6, 0).people.map(({ id }) => ['g1', id] as const)],
    };
    const ran = await apply(place, people, { idp: 'jumpcloud', bulk: true, concurrency: 1 });
    expect(ran.summary).toMatchObject({ created: 8, memberships: { added: 8, removed: 0 } });
    const made = place.requests
      .filter(isBulk)
      .flatMap(operationsIn)
      .filter(({ path }) => path === '/Groups');
    expect(made).toHaveLength(2);
    expect(JSON.stringify(made[0])).toMatch(/"members":\[\{"value":"bulkId:new\d"\},\{"value":"bulkId:new\d"\}\]/);
    // Of the larger one some members had come before, and have ids of the target.
    expect(JSON.stringify(made[1])).toMatch(/"value":"bulkId:new\d"/);
    expect(JSON.stringify(made[1])).toMatch(/"value":"[0-9a-f-]{36}"/);
    expect(single(place.requests)).toEqual([]);
    expect(await contents(place)).toEqual(await undisturbed([people], { idp: 'jumpcloud' }));
  });

  it('are not looked for again when all is known', async () => {
    const place = await world();
    const people = company(30, 3);
    await apply(place, people, { idp: 'authentik', bulk: true });
    const looks = place.requests.filter(({ method, path }) => method === 'GET' && /^\/(Users|Groups)/.test(path));
    // A new group, a new user and a membership were looked at, and then the target was believed.
    expect(looks.map(({ path }) => path.replace(/[^/]+$/, 'id'))).toEqual(['/Groups/id', '/Users/id', '/Groups/id']);
  });
});

describe('what the target takes', () => {
  it('is kept to, in bytes and in operations', async () => {
    const place = await world({ capabilities: { maxPayloadSize: 4000 } });
    const ran = await apply(place, company(40, 4), { idp: 'authentik', bulk: true });
    expect(ran.summary).toMatchObject({ created: 44, refused: 0 });
    expect(single(place.requests)).toEqual([]);
    const sizes = place.requests.filter(isBulk).map(({ body }) => Buffer.byteLength(body));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4000);
    expect(Math.max(...sizes)).toBeGreaterThan(2000);
  });

  it('counts bytes and not characters', async () => {
    const place = await world({ capabilities: { maxPayloadSize: 3000 } });
    const people = company(30, 1).people.map((person) => ({ ...person, displayName: '山田'.repeat(60) }));
    const ran = await apply(place, { people }, { idp: 'authentik', bulk: true });
    expect(ran.summary).toMatchObject({ created: 30, refused: 0 });
    const bulk = place.requests.filter(isBulk);
    expect(bulk.length).toBeGreaterThan(0);
    for (const { body } of bulk) {
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(3000);
      expect(body.length).toBeLessThan(Buffer.byteLength(body) / 1.5);
    }
  });

  it('may be less than one of the writes, which then goes by itself', async () => {
    const place = await world({ capabilities: { maxPayloadSize: 1500 } });
    const people = company(8, 1).people.map((person, index) => ({
      ...person,
      title: index === 3 ? 'Long '.repeat(400) : 'Short',
    }));
    const ran = await apply(place, { people }, { idp: 'entra', bulk: true });
    expect(ran.summary).toMatchObject({ created: 8, refused: 0 });
    expect(single(place.requests)).toEqual(['POST /Users']);
  });

  it('may be nothing at all', async () => {
    const place = await world({ capabilities: { bulk: false } });
    const people = company(20, 2);
    const ran = await apply(place, people, { bulk: true });
    expect(ran.notices).toContainEqual('the target has no /Bulk: requests are sent one by one');
    expect(ran.summary).toMatchObject({ created: 22, refused: 0 });
    expect(place.requests.filter(isBulk)).toEqual([]);
    expect(await contents(place)).toEqual(await undisturbed([people], {}));
  });
});

it('is believed by a target that shows its writes late', async () => {
  const place = await world({ lagMs: 150, capabilities: { maxOperations: 15 } });
  const people = company(30, 3);
  const ran = await apply(place, people, { idp: 'entra', bulk: true, maxLagMs: 5000 });
  expect(ran.refused).toEqual([]);
  expect(ran.notices).toEqual([]);
  expect(ran.summary).toMatchObject({ created: 33, memberships: { added: 30, removed: 0 } });
  expect(single(place.requests)).toEqual([]);
});

it('adopts who is there already, one by one', async () => {
  const place = await world();
  const people = company(10, 1);
  await apply(place, { people: people.people.slice(0, 3) });
  const again = { ...place, state: `${place.state}-other` };
  const ran = await apply(again, people, { bulk: true });
  expect(ran.summary).toMatchObject({ created: 8, adopted: 3, refused: 0 });
  expect((await contents(place)).users).toHaveLength(10);
  const third = { ...place, state: `${place.state}-third` };
  expect((await apply(third, people, { bulk: true, idp: 'authentik' })).summary).toMatchObject({
    created: 1,
    adopted: 10,
  });
  expect((await contents(place)).users).toHaveLength(10);
});
