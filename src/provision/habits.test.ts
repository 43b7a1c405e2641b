/** What single identity providers do by themselves. */
import { describe, expect, it } from 'vitest';
import { isObject } from '../scim/json.ts';
import { type Company, company } from './company.testing.ts';
import { idOf } from './lookup.ts';
import { status } from './status.ts';
import { apply, contents, type Ran, world } from './world.testing.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

const sentBy = (ran: Ran): string[] => ran.events.flatMap((event) => (event.type === 'sent' ? [event.operation] : []));

const bodies = (ran: Ran, operation: string): unknown[] =>
  ran.events.flatMap((event) =>
    event.type === 'sent' && event.operation === operation ? [JSON.parse(event.exchange.request.body ?? 'null')] : [],
  );

describe('Entra', () => {
  const people = company(6, 1);
  const gone: Company = { ...people, people: people.people.slice(1), memberships: people.memberships.slice(1) };
  const withoutBoss = {
    ...gone,
    people: gone.people.map(({ manager: _, ...person }) => person as (typeof people.people)[number]),
  };

  it('disables who leaves, and deletes them 30 days later', async () => {
    const place = await world();
    let time = Date.UTC(2030, 0, 1);
    const extra = { idp: 'entra', now: () => time };
    await apply(place, people, extra);
    const left = await apply(place, withoutBoss, extra);
    expect(left.summary).toMatchObject({ deactivated: 1, deleted: 0 });
    time += 29 * DAY;
    expect((await apply(place, withoutBoss, extra)).summary).toMatchObject({ deleted: 0, requests: 0 });
    time += 2 * DAY;
    expect((await apply(place, withoutBoss, extra)).summary).toMatchObject({ deleted: 1 });
    expect((await contents(place)).users).toHaveLength(5);
    expect((await apply(place, withoutBoss, extra)).summary.requests).toBe(0);
  });

  it('lets what failed wait, longer each time, and tries at once what changed', async () => {
    const place = await world();
    let time = Date.UTC(2030, 0, 1);
    const extra = { idp: 'entra', now: () => time };
    place.trouble = ({ method, body }) => (method === 'POST' && body.includes('user3@') ? { status: 400 } : undefined);
    const first = await apply(place, people, extra);
    expect(first.refused).toMatchObject([{ id: 'p3', attempts: 1, nextTry: '2030-01-01T06:00:00.000Z' }]);
    expect(status({ state: place.state, now: () => time })).toMatchObject({
      failed: 1,
      inEscrow: 1,
      failures: [{ id: 'p3', attempts: 1 }],
    });
    time += 5 * HOUR;
    const waiting = await apply(place, people, extra);
    expect(waiting.summary).toMatchObject({ refused: 1, requests: 0 });
    expect(waiting.exitCode).toBe(1);
    time += 2 * HOUR;
    const second = await apply(place, people, extra);
    expect(second.refused).toMatchObject([{ id: 'p3', attempts: 2, nextTry: '2030-01-01T19:00:00.000Z' }]);
    place.trouble = () => undefined;
    expect((await apply(place, people, extra)).summary.created).toBe(0);
    // Asked for, or changed, it is tried at once.
    const other = {
      ...people,
      people: people.people.map((person) => (person.id === 'p3' ? { ...person, title: 'New' } : person)),
    };
    const third = await apply(place, other, extra);
    expect(third.summary).toMatchObject({ created: 1, refused: 0, memberships: { added: 1, removed: 0 } });
    expect(status({ state: place.state, now: () => time })).toMatchObject({ failed: 0, failures: [] });
  });

  it('gives up what failed for 28 days, until it is asked to try', async () => {
    const place = await world();
    let time = Date.UTC(2030, 0, 1);
    const extra = { idp: 'entra', now: () => time };
    place.trouble = ({ method, body }) => (method === 'POST' && body.includes('user3@') ? { status: 400 } : undefined);
    for (let day = 0; day < 30; day++) {
      await apply(place, people, extra);
      time += DAY + HOUR;
    }
    const given = await apply(place, people, extra);
    expect(given.refused).toMatchObject([{ reason: expect.stringContaining('given up: ') }]);
    expect(given.summary.requests).toBe(0);
    place.trouble = () => undefined;
    expect((await apply(place, people, { ...extra, retryNow: true })).summary.created).toBe(1);
  });

  it('adds what had no value, and replaces what had one', async () => {
    const place = await world({ capabilities: { createOnReplace: true } });
    const { title: _, ...untitled } = people.people[0] ?? { id: '', userName: '' };
    await apply(place, { people: [untitled] }, { idp: 'entra' });
    const ran = await apply(
      place,
      { people: [{ ...untitled, title: 'Head', displayName: 'Other' }] },
      { idp: 'entra' },
    );
    expect(bodies(ran, 'update-user')).toMatchObject([
      { Operations: [{ op: 'Replace', path: 'displayName', value: 'Other' }] },
    ]);
    expect(bodies(ran, 'add-attributes')).toMatchObject([
      { Operations: [{ op: 'Add', path: 'title', value: 'Head' }] },
    ]);
  });

  it('sets managers after all users are there, and again when they change', async () => {
    const place = await world();
    const chain: Company = {
      people: [
        { id: 'a', userName: 'a@example.com', manager: 'b' },
        { id: 'b', userName: 'b@example.com', manager: 'c' },
        { id: 'c', userName: 'c@example.com', manager: 'a' },
      ],
    };
    const ran = await apply(place, chain, { idp: 'entra', concurrency: 1 });
    expect(sentBy(ran)).toEqual([
      ...Array(3).fill(['match-user', 'create-user']).flat(),
      ...Array(3).fill(['check-reference', 'set-manager-string']).flat(),
    ]);
    expect(ran.summary).toMatchObject({ created: 3, updated: 0 });
    const moved = { people: chain.people.map((person) => (person.id === 'a' ? { ...person, manager: 'c' } : person)) };
    const again = await apply(place, moved, { idp: 'entra' });
    expect(again.summary).toMatchObject({ updated: 1, requests: 2, unchanged: 2 });
    expect(again.changes).toMatchObject([
      { action: 'update', attributes: [{ name: 'manager', before: 'b', after: 'c' }] },
    ]);
  });
});

describe('Entra and a target that refuses managers', () => {
  it('has everybody else done, and does not call it done', async () => {
    const place = await world();
    const people = company(10, 1);
    let time = 0;
    const extra = { idp: 'entra', now: () => time };
    place.trouble = ({ method, body }) =>
      method === 'PATCH' && body.includes(':manager') ? { status: 400 } : undefined;
    const first = await apply(place, people, extra);
    expect(first.summary).toMatchObject({ created: 11, refused: 8 });
    const second = await apply(place, people, extra);
    expect(second.exitCode).toBe(1);
    expect(second.summary).toMatchObject({ refused: 8, unchanged: 3, requests: 0 });
    const changed = { ...people, people: people.people.map((person) => ({ ...person, title: 'New' })) };
    time += 1000;
    const third = await apply(place, changed, extra);
    expect(third.summary).toMatchObject({ updated: 10, refused: 8 });
    place.trouble = () => undefined;
    time += DAY;
    const last = await apply(place, changed, extra);
    expect(last.summary).toMatchObject({ updated: 8, refused: 0, unchanged: 3 });
    expect(status({ state: place.state, now: () => time })).toMatchObject({ failed: 0 });
  });
});

describe('quarantine', () => {
  it('begins when nearly nothing goes well, and is left when something does', async () => {
    const place = await world();
    let time = Date.UTC(2030, 0, 1);
    const people = company(700, 1);
    place.trouble = ({ method }) => (method === 'POST' ? { status: 403 } : undefined);
    const ran = await apply(place, { people: people.people }, { now: () => time, concurrency: 16 });
    expect(ran.finished).toMatchObject({
      exitCode: 1,
      stopped: { kind: 'quarantine', because: expect.stringMatching(/^5\d\d of 5\d\d objects failed$/) },
    });
    expect(status({ state: place.state }).quarantine).toMatchObject({ since: '2030-01-01T00:00:00.000Z' });
    place.trouble = () => undefined;
    time += 1000;
    expect(
      (await apply(place, { people: people.people.slice(0, 650) }, { now: () => time, concurrency: 16 })).exitCode,
    ).toBe(0);
    expect(status({ state: place.state }).quarantine).toBeUndefined();
  });
});

describe('JumpCloud', () => {
  const people: Company = {
    people: ['a', 'b', 'c'].map((id) => ({ id, userName: `${id}@example.com`, displayName: id })),
    groups: [
      { id: 'g1', displayName: 'One' },
      { id: 'g2', displayName: 'Two' },
      { id: 'g3', displayName: 'Empty' },
    ],
    memberships: [
      ['g1', 'a'],
      ['g1', 'b'],
      ['g2', 'b'],
    ],
  };
  const idp = { idp: 'jumpcloud' };
  const activeOf = async (place: Parameters<typeof contents>[0]) =>
    Object.fromEntries(
      (await contents(place)).users.flatMap((user) => (isObject(user) ? [[String(user.userName), user.active]] : [])),
    );

  it('makes no group without members, and takes over one of the same name', async () => {
    const place = await world();
    await place.server.send({
      method: 'POST',
      target: '/Groups',
      headers: [['Content-Type', 'application/scim+json']],
      body: JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Two' }),
    });
    const ran = await apply(place, people, idp);
    expect(ran.summary).toMatchObject({ created: 4, adopted: 1, memberships: { added: 3, removed: 0 }, unchanged: 1 });
    expect((await contents(place)).groups.map((group) => isObject(group) && group.displayName)).toEqual(['One', 'Two']);
    expect((await apply(place, people, idp)).summary.requests).toBe(0);
    const filled = await apply(place, { ...people, memberships: [...(people.memberships ?? []), ['g3', 'c']] }, idp);
    expect(filled.summary).toMatchObject({ created: 1, memberships: { added: 1, removed: 0 } });
  });

  it('deactivates the members of a group that is unbound, unless another has them, and leaves the group', async () => {
    const place = await world();
    await apply(place, people, idp);
    const unbound = {
      ...people,
      groups: [
        { id: 'g1', displayName: 'One', bound: false },
        { id: 'g2', displayName: 'Two' },
      ],
    };
    const ran = await apply(place, unbound, idp);
    expect(ran.summary).toMatchObject({ deactivated: 1, deleted: 0, memberships: { added: 0, removed: 0 } });
    expect(ran.changes).toMatchObject([
      { action: 'deactivate', id: 'a', why: 'in no group that is provisioned any more' },
    ]);
    expect(await activeOf(place)).toEqual({ 'a@example.com': false, 'b@example.com': true, 'c@example.com': true });
    expect((await contents(place)).groups).toHaveLength(2);
    expect((await apply(place, unbound, idp)).summary.requests).toBe(0);
    const bound = await apply(place, people, idp);
    expect(bound.summary).toMatchObject({ reactivated: 1, adopted: 1 });
    expect(await activeOf(place)).toMatchObject({ 'a@example.com': true });
    expect((await apply(place, people, idp)).summary.requests).toBe(0);
  });

  it.each(['put', 'patch'])('does not wake by an update whoever is in no provisioned group: %s', async (mode) => {
    const place = await world();
    const unbound = {
      ...people,
      groups: [{ id: 'g1', displayName: 'One', bound: false }, ...(people.groups ?? []).slice(1)],
    };
    await apply(place, people, { ...idp, mode });
    await apply(place, unbound, { ...idp, mode });
    const renamed = { ...unbound, people: people.people.map((person) => ({ ...person, displayName: 'Renamed' })) };
    expect((await apply(place, renamed, { ...idp, mode })).summary).toMatchObject({ updated: 3, reactivated: 0 });
    expect(await activeOf(place)).toMatchObject({ 'a@example.com': false, 'b@example.com': true });
  });

  it('deletes a group that is gone, and deactivates its members by the same rule', async () => {
    const place = await world();
    await apply(place, people, idp);
    const ran = await apply(
      place,
      { ...people, groups: people.groups?.slice(1) ?? [], memberships: [['g2', 'b']] },
      idp,
    );
    expect(ran.summary).toMatchObject({ deactivated: 1, deleted: 1 });
    expect(await activeOf(place)).toEqual({ 'a@example.com': false, 'b@example.com': true, 'c@example.com': true });
    expect((await contents(place)).groups).toHaveLength(1);
  });
});

describe('authentik', () => {
  const people = company(7, 1);
  const idp = { idp: 'authentik' };

  it('lets the ServiceProviderConfig decide, and remembers it for an hour', async () => {
    const place = await world({ capabilities: { maxOperations: 3 } });
    let time = 0;
    const extra = { ...idp, now: () => time };
    const ran = await apply(place, people, extra);
    expect(sentBy(ran)[0]).toBe('read-service-provider-config');
    // One operation for each member, three in a request.
    expect(
      bodies(ran, 'add-members').map(
        (body) => isObject(body as never) && (body as { Operations: unknown[] }).Operations.length,
      ),
    ).toEqual([3, 3, 1]);
    expect((await apply(place, people, extra)).summary.requests).toBe(0);
    time += 2 * HOUR;
    expect(sentBy(await apply(place, people, extra))).toEqual(['read-service-provider-config']);
  });

  it('puts groups whole without PATCH, and falls back where PUT is refused', async () => {
    const without = await world({ capabilities: { patch: false } });
    const ran = await apply(without, people, idp);
    expect(sentBy(ran)).not.toContain('add-members');
    expect(sentBy(ran)).toContain('create-group-with-members');
    const fewer = { ...people, memberships: people.memberships.slice(2) };
    expect(sentBy(await apply(without, fewer, idp))).toEqual(['put-group']);
    expect((await contents(without)).groups).toMatchObject([{ members: { length: 5 } }]);

    const lying = await world();
    lying.trouble = ({ method, path }) => {
      if (path === '/ServiceProviderConfig') return { status: 404 };
      return method === 'PUT' && path.startsWith('/Groups') ? { status: 501 } : undefined;
    };
    const silent = await apply(lying, people, idp);
    expect(silent.notices).toContainEqual(expect.stringContaining('it is taken to support nothing'));
    const fallen = await apply(lying, fewer, idp);
    expect(sentBy(fallen)).toEqual(expect.arrayContaining(['put-group', 'read-group', 'remove-members']));
    expect((await contents(lying)).groups).toMatchObject([{ members: { length: 5 } }]);
  });

  it('makes again what is gone, and takes strangers out of its groups', async () => {
    const place = await world();
    await apply(place, people, idp);
    const users = await place.server.send({ method: 'GET', target: '/Users', headers: [] });
    const groups = await place.server.send({ method: 'GET', target: '/Groups', headers: [] });
    const first = (body: unknown): string => (body as { Resources: { id: string }[] }).Resources[0]?.id ?? '';
    await place.server.send({ method: 'DELETE', target: `/Users/${first(users.response?.body)}`, headers: [] });
    const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const stranger = await place.server.send({
      method: 'POST',
      target: '/Users',
      headers: [['Content-Type', 'application/scim+json']],
      body: JSON.stringify({ schemas: [USER], userName: 'stranger' }),
    });
    const patch = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'add', path: 'members', value: [{ value: idOf(stranger.response?.body) }] }],
    };
    await place.server.send({
      method: 'PATCH',
      target: `/Groups/${first(groups.response?.body)}`,
      headers: [['Content-Type', 'application/scim+json']],
      body: JSON.stringify(patch),
    });
    const changed = {
      ...people,
      people: people.people.map((person) => ({ ...person, displayName: `${person.displayName}!` })),
      memberships: people.memberships.slice(0, 6),
    };
    const ran = await apply(place, changed, idp);
    expect(ran.summary).toMatchObject({ created: 1, updated: 6, refused: 0 });
    const shown = await contents(place);
    expect(shown.users).toHaveLength(8);
    expect(shown.groups).toMatchObject([{ members: { length: 6 } }]);
    expect((await apply(place, changed, idp)).summary.requests).toBe(0);
  });
});

describe('somebody whose new values are refused', () => {
  it.each(['okta:aiw', 'okta:oin', 'entra:flagged', 'jumpcloud:patch'])(
    'is locked out and let in again by %s all the same',
    async (partner) => {
      const [idp = '', mode = ''] = partner.split(':');
      const place = await world();
      const people = company(3, 1);
      const activity = async () =>
        (await contents(place)).users.map((user) => isObject(user) && [user.displayName, user.active]);
      await apply(place, people, { idp, mode });
      const before = await activity();
      place.trouble = ({ method, body }) => (method !== 'GET' && body.includes('Anew') ? { status: 400 } : undefined);
      const turned = (active: boolean): Company => ({
        ...people,
        people: people.people.map((person) =>
          person.id === 'p1' ? { ...person, displayName: `Anew ${active}`, active } : person,
        ),
      });
      const left = await apply(place, turned(false), { idp, mode, retryNow: true });
      expect(left.summary).toMatchObject({ deactivated: 1, updated: 0, refused: 1 });
      expect(left.refused).toMatchObject([{ id: 'p1', action: 'update' }]);
      expect(await activity()).toEqual([before[0], [Object(before[1])[0], false], before[2]]);
      const back = await apply(place, turned(true), { idp, mode, retryNow: true });
      expect(back.summary).toMatchObject({ reactivated: 1, updated: 0, refused: 1 });
      expect(await activity()).toEqual(before);
      place.trouble = () => undefined;
      const last = await apply(place, turned(true), { idp, mode, retryNow: true });
      expect(last.summary).toMatchObject({ updated: 1, reactivated: 0, refused: 0 });
      expect((await apply(place, turned(true), { idp, mode })).summary.requests).toBe(0);
    },
  );
});

describe('Okta', () => {
  it('repeats the name of a group before each change of members', async () => {
    const place = await world();
    const people = company(4, 1);
    await apply(place, people, { mode: 'oin' });
    const ran = await apply(place, { ...people, memberships: people.memberships.slice(1) }, { mode: 'oin' });
    expect(sentBy(ran)).toEqual(['rename-group', 'remove-members']);
  });

  it('tells what it said when the target answers otherwise than it needs', async () => {
    const place = await world();
    const people = company(2, 1);
    place.trouble = ({ method }) => (method === 'POST' ? { change: ({ body }) => ({ status: 200, body }) } : undefined);
    const ran = await apply(place, people);
    expect(ran.summary).toMatchObject({ created: 3, refused: 0 });
    expect(ran.notices).toContainEqual(
      expect.stringMatching(/^create-user succeeded, but not as Okta needs it: .*201/),
    );
  });

  it('lets two people change their names in one run', async () => {
    const place = await world();
    const people = company(3, 1);
    await apply(place, people);
    const [one, two, three] = people.people;
    if (one === undefined || two === undefined || three === undefined) throw new Error('a small company');
    const renamed: Company = {
      ...people,
      people: [{ ...one, userName: two.userName }, { ...two, userName: 'free@example.com' }, three],
    };
    const ran = await apply(place, renamed, { concurrency: 1 });
    expect(ran.refused).toEqual([]);
    expect(ran.summary.updated).toBe(2);
    expect((await contents(place)).users.map((user) => isObject(user) && [user.externalId, user.userName])).toEqual([
      ['p1', 'free@example.com'],
      ['p0', 'user1@example.com'],
      ['p2', 'user2@example.com'],
    ]);
  });

  it('finds a rehire under a new id of the directory, and takes the old account', async () => {
    const place = await world();
    const people = company(3, 1);
    await apply(place, people);
    await apply(place, { ...people, people: people.people.slice(0, 2), memberships: people.memberships.slice(0, 2) });
    const rehired = {
      ...people,
      people: [...people.people.slice(0, 2), { ...people.people[2], id: 'p77', userName: 'user2@example.com' }],
      memberships: [...people.memberships.slice(0, 2), ['g0', 'p77'] as const],
    };
    const ran = await apply(place, rehired);
    expect(ran.summary).toMatchObject({ adopted: 1, created: 0, memberships: { added: 1, removed: 0 } });
    expect((await contents(place)).users).toMatchObject([{}, {}, { externalId: 'p77', active: true }]);
    expect((await apply(place, rehired)).summary.requests).toBe(0);
  });
});
