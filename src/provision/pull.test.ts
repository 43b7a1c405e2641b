import { describe, expect, it } from 'vitest';
import { company, directoryOf } from './company.testing.ts';
import type { PullEvent, PulledEntry } from './events.ts';
import { explain } from './explain.ts';
import { ProvisionProblem, type PullOptions } from './options.ts';
import { pull } from './pull.ts';
import { status } from './status.ts';
import { apply, dialect, type World, world } from './world.testing.ts';

const pulled = async (place: World, idp: string, extra: Partial<PullOptions> = {}) => {
  const events: PullEvent[] = [];
  for await (const event of pull({ client: place.client, dialect: await dialect(idp), ...extra })) events.push(event);
  const last = events.at(-1);
  if (last?.type !== 'finished') throw new Error('the last event is not `finished`');
  const entries = (type: 'pulled' | 'adopted'): PulledEntry[] =>
    events.flatMap((event) => (event.type === type ? [event.entry] : []));
  return { events, finished: last, summary: last.summary, entries: entries('pulled'), adopted: entries('adopted') };
};

describe('an import', () => {
  it('lists page by page, by index, and marks what is linked', async () => {
    const place = await world({ capabilities: { maxResults: 50 } });
    const people = company(120, 3);
    await apply(place, { ...people, people: people.people.slice(0, 70), memberships: [] }, { idp: 'authentik' });
    await apply({ ...place, state: `${place.state}-2` }, { people: people.people.slice(70) }, { idp: 'authentik' });
    const { summary, entries, events } = await pulled(place, 'authentik', { state: place.state });
    expect(summary).toMatchObject({ users: 120, groups: 3, new: 50, imported: 73, adopted: 0, requests: 4 });
    expect(events.filter(({ type }) => type === 'page')).toMatchObject([
      { read: 50, total: 120 },
      { read: 100 },
      { read: 120 },
      { resource: 'group', read: 3 },
    ]);
    expect(entries.find(({ name }) => name === 'user0@example.com')).toMatchObject({
      status: 'Imported',
      id: 'p0',
      attributes: { userName: 'user0@example.com', givenName: 'Ana', email: 'user0@example.com' },
    });
    const onlyNew = await pulled(place, 'authentik', { state: place.state, newOnly: true, resources: ['user'] });
    expect(onlyNew.entries).toHaveLength(50);
    expect(onlyNew.entries.every(({ status: mark }) => mark === 'New')).toBe(true);
  });

  it.each([
    [
      'a page for people',
      { status: 200, headers: { 'Content-Type': 'text/html' }, text: '<html></html>' },
      /with text\/html instead of JSON$/,
    ],
    ['something else', { status: 200, body: { hello: 'world' } }, /answered 200, which is no list$/],
  ])('does not take %s for an empty target', async (_, trouble, because) => {
    const place = await world();
    await apply(place, company(3, 1));
    place.trouble = () => trouble;
    const ran = await pulled(place, 'okta');
    expect(ran.finished).toMatchObject({
      exitCode: 3,
      stopped: { kind: 'lost', because: expect.stringMatching(because) },
    });
  });

  it('adopts the chosen ones, and those of the directory under its ids', async () => {
    const place = await world();
    const people = company(6, 1);
    await apply(place, { people: people.people }, { idp: 'jumpcloud' });
    const other = `${place.state}-other`;
    const chosen = await pulled(place, 'jumpcloud', {
      state: other,
      adopt: ['USER1@example.com', 'p2'],
      directory: directoryOf(people),
    });
    expect(chosen.adopted.map(({ id }) => id).toSorted()).toEqual(['p1', 'p2']);
    const left = await pulled(place, 'jumpcloud', { state: other, newOnly: true });
    expect(left.entries.map(({ name, status: mark }) => `${mark} ${name}`).toSorted()).toEqual(
      [0, 3, 4, 5].map((number) => `New user${number}@example.com`),
    );
    const all = await pulled(place, 'jumpcloud', { state: other, adopt: 'all' });
    expect(all.summary).toMatchObject({ new: 4, imported: 2, adopted: 4 });
    // Without a directory the id is what the target shows.
    expect(all.adopted.every(({ id, targetId }) => id === targetId)).toBe(true);
    expect(status({ state: other }).links).toMatchObject({ users: 6, active: 6 });
    // What the target holds is sent again by the next run, and nobody is doubled.
    const ran = await apply(
      { ...place, state: other },
      { people: people.people.slice(1, 3) },
      { idp: 'jumpcloud', allowShrink: true },
    );
    expect(ran.summary).toMatchObject({ updated: 2, created: 0, deactivated: 4 });
  });

  it('knows people and groups of the directory by what the identity provider knows them by', async () => {
    const place = await world();
    const people = company(3, 2);
    // Under other names and ids of their own; the second group has a namesake.
    const there = {
      people: people.people.map((person) => ({
        ...person,
        id: `x-${person.id}`,
        userName: `${person.id}@example.org`,
      })),
      groups: [...people.groups, { id: 'twin', displayName: 'Group 1' }].map((group) => ({
        ...group,
        id: `x-${group.id}`,
      })),
    };
    await apply(place, there, { idp: 'okta' });
    const found = async (idp: string) => {
      const state = `${place.state}-${idp}`;
      const directory = directoryOf({
        ...people,
        groups: [
          { id: 'g0', displayName: 'GROUP 0' },
          { id: 'g1', displayName: 'Group 1' },
          { id: 'g9', displayName: 'Group 1' },
        ],
      });
      const { entries } = await pulled(place, idp, { state, directory });
      return entries.map(({ name, id, targetId }) => `${name}: ${id === targetId ? 'stranger' : id}`).toSorted();
    };
    const groups = ['Group 0: g0', 'Group 1: stranger', 'Group 1: stranger'];
    const as = (prefix: string) => ['p0', 'p1', 'p2'].map((id) => `${id}@example.org: ${prefix}${id}`);
    expect(await found('jumpcloud')).toEqual([...groups, ...as('')]);
    // Entra knows people by their user names only; these have the externalId that Okta gave them.
    expect(await found('entra')).toEqual(as('x-'));
  });

  it('takes active people only, where the identity provider does', async () => {
    const place = await world();
    const people = company(3, 1);
    await apply(place, { people: people.people }, { idp: 'okta' });
    await apply(place, { people: people.people.slice(1) }, { idp: 'okta' });
    expect((await pulled(place, 'okta')).summary).toMatchObject({ users: 2, new: 2 });
  });

  it('that cannot be done is told before, and one that breaks off afterwards', async () => {
    const place = await world();
    await expect(pulled(place, 'jumpcloud', { adopt: 'all' })).rejects.toThrow(
      'nobody can be adopted without a state file',
    );
    place.trouble = ({ number }) => (number > 0 ? { status: 401 } : undefined);
    const { finished } = await pulled(place, 'authentik');
    expect(finished).toMatchObject({ exitCode: 3, stopped: { kind: 'lost', because: expect.stringContaining('401') } });
  });
});

describe('an explanation', () => {
  it('shows where each sent attribute comes from', async () => {
    const place = await world();
    const people = company(10, 1);
    await apply(place, people, { idp: 'entra' });
    const options = { dialect: await dialect('entra'), directory: directoryOf(people), state: place.state };
    const told = await explain({
      ...options,
      person: 'USER1@example.com',
      mapping: { user: { title: '= $uppercase(title)' } },
    });
    const of = (parameter: string) => told.attributes.find((attribute) => attribute.parameter === parameter);
    expect(told).toMatchObject({
      id: 'p1',
      at: { file: 'people.csv', line: 3 },
      request: { method: 'POST', target: '/Users', body: { userName: 'user1@example.com', title: 'ENGINEER' } },
    });
    expect(of('title')).toEqual({
      parameter: 'title',
      expression: '= $uppercase(title)',
      from: 'config',
      columns: { title: 'Engineer' },
      value: 'ENGINEER',
      paths: ['title'],
    });
    expect(of('formatted')).toMatchObject({
      from: 'dialect',
      columns: { givenName: 'Bo', familyName: '山田' },
      paths: ['name.formatted'],
    });
    expect(of('email')).toMatchObject({ paths: ['emails[type eq "work"].value'] });
    expect(of('department')).toMatchObject({
      paths: ['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department'],
    });
    expect(of('manager')).toMatchObject({
      expression: '{id-of: manager}',
      columns: { manager: 'p0' },
      operation: 'set-manager-string',
      paths: [],
    });
    expect(of('manager')?.value).toMatch(/^[0-9a-f-]{36}$/);
    expect(of('phone')).toMatchObject({ columns: {}, paths: [] });
    await expect(explain({ ...options, person: 'nobody' })).rejects.toThrow(ProvisionProblem);
  });
});

describe('status', () => {
  it('is told while nothing runs, and of no file at all', async () => {
    const place = await world();
    expect(() => status({ state: place.state })).toThrow('there is no state file');
    const people = company(4, 1);
    await apply(place, people);
    expect(status({ state: place.state })).toMatchObject({
      ...{ version: 1, target: place.url, idp: 'okta', mode: 'aiw' },
      links: { users: 4, active: 4, groups: 1, memberships: 4 },
      lastRun: { startedAt: expect.any(String), finishedAt: expect.any(String), summary: { created: 5 } },
      ...{ failures: [], failed: 0, inEscrow: 0, unresolved: [] },
    });
    expect(status({ state: place.state }).running).toBeUndefined();
  });

  it('is told while a run goes on', async () => {
    const place = await world();
    let seen: ReturnType<typeof status> | undefined;
    place.trouble = ({ method }) => {
      if (method === 'POST') seen ??= status({ state: place.state });
      return undefined;
    };
    await apply(place, company(4, 1));
    expect(seen).toMatchObject({ running: { pid: process.pid }, unresolved: [{ action: 'create' }, {}, {}, {}] });
    expect(seen?.lastRun?.finishedAt).toBeUndefined();
  });
});
