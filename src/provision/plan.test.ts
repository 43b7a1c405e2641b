import { describe, expect, it } from 'vitest';
import { type Company, company } from './company.testing.ts';
import { apply, contents, planFor, world } from './world.testing.ts';

const changed = (before: ReturnType<typeof company>): Company => ({
  people: [
    ...before.people.slice(3).map((person) => (person.id === 'p4' ? { ...person, title: 'Lead' } : person)),
    { id: 'p99', userName: 'new@example.com' },
  ],
  groups: [...before.groups.slice(1), { id: 'g9', displayName: 'Ninth' }],
  memberships: [
    ...before.memberships.filter(([group, member]) => group !== 'g0' && Number(member.slice(1)) > 2),
    ['g9', 'p99'],
  ],
});

describe('a plan', () => {
  it('tells what will be done and why, sends nothing but reads, and is what is done', async () => {
    const place = await world();
    const before = company(24);
    await apply(place, before);
    const sent = place.requests.length;
    const planned = await planFor(place, changed(before), { allowShrink: true });
    expect(place.requests.slice(sent).every(({ method }) => method === 'GET')).toBe(true);
    const told = planned.changes.map(({ action, resource, name, why, attributes, count }) => [
      action,
      resource,
      name,
      why,
      attributes ?? count,
    ]);
    expect(told).toEqual([
      ['update', 'user', 'user4@example.com', 'title changed', [{ name: 'title', before: 'Engineer', after: 'Lead' }]],
      ['create', 'user', 'new@example.com', 'in the directory, and not yet in the target', undefined],
      ['create', 'group', 'Ninth', 'in the directory, and not yet in the target', undefined],
      ['remove-members', 'group', 'Group 1', 'no longer in the group in the directory', 1],
      ['remove-members', 'group', 'Group 2', 'no longer in the group in the directory', 1],
      ['add-members', 'group', 'Ninth', 'in the group in the directory', 1],
      ['delete', 'group', 'Group 0', 'no longer in the directory', undefined],
      ['deactivate', 'user', 'user0@example.com', 'no longer in the directory', undefined],
      ['deactivate', 'user', 'user1@example.com', 'no longer in the directory', undefined],
      ['deactivate', 'user', 'user2@example.com', 'no longer in the directory', undefined],
    ]);
    const digest = planned.events.flatMap((event) => (event.type === 'planned' ? [event.digest] : []))[0] ?? '';
    const done = await apply(place, changed(before), { allowShrink: true, digest });
    const { requests: _, durationMs: __, ...wanted } = planned.summary;
    expect(done.summary).toMatchObject(wanted);
    expect(done.changes.map(({ action, resource, id }) => `${action} ${resource} ${id}`).toSorted()).toEqual(
      planned.changes.map(({ action, resource, id }) => `${action} ${resource} ${id}`).toSorted(),
    );
  });

  it('that is out of date is not done', async () => {
    const place = await world();
    const before = company(8, 1);
    const planned = await planFor(place, before);
    const digest = planned.events.flatMap((event) => (event.type === 'planned' ? [event.digest] : []))[0] ?? '';
    const sent = place.requests.length;
    const other = { ...before, people: before.people.map((person) => ({ ...person, title: 'Other' })) };
    const ran = await apply(place, other, { digest });
    expect(ran.finished).toMatchObject({
      exitCode: 1,
      stopped: { kind: 'changed', because: expect.stringContaining(digest) },
    });
    expect(place.requests.length).toBe(sent);
    expect((await apply(place, before, { digest })).summary.created).toBe(9);
  });

  it('needs no target when it does not have to know whom it would adopt', async () => {
    const place = await world();
    const planned = await planFor(place, company(8, 1), { lookUp: false });
    expect(planned.summary).toMatchObject({ created: 9, requests: 0 });
    expect(place.requests).toEqual([]);
  });
});

describe('a directory that shrank overnight', () => {
  const before = company(40, 4);
  const shrunk = { ...before, people: before.people.slice(0, 4), memberships: before.memberships.slice(0, 4) };

  it('stops the run before anything is sent', async () => {
    const place = await world();
    await apply(place, before);
    const sent = place.requests.length;
    const ran = await apply(place, shrunk);
    expect(ran.finished).toMatchObject({
      exitCode: 1,
      stopped: {
        kind: 'shrink',
        because: '36 of 40 people (90 %) are no longer in the directory; nothing was sent',
        hint: expect.stringContaining('--allow-shrink'),
      },
    });
    expect(place.requests.length).toBe(sent);
    expect((await contents(place)).users.every((user) => JSON.stringify(user).includes('"active":true'))).toBe(true);
    expect((await planFor(place, shrunk)).finished.stopped).toMatchObject({ kind: 'shrink' });
    expect((await apply(place, shrunk, { allowShrink: true })).summary.deactivated).toBe(36);
  });

  it('is believed when few are gone', async () => {
    const place = await world();
    await apply(place, before);
    const nine = { ...before, people: before.people.slice(9), memberships: before.memberships.slice(9) };
    expect((await apply(place, nine)).summary.deactivated).toBe(9);
  });

  it('also when it is the groups, or who is in them', async () => {
    const place = await world();
    const many = company(60, 20);
    await apply(place, many);
    const groups = await apply(place, {
      ...many,
      groups: many.groups.slice(0, 2),
      memberships: many.memberships.filter(([group]) => group === 'g0' || group === 'g1'),
    });
    expect(groups.finished.stopped).toMatchObject({
      kind: 'shrink',
      because: expect.stringContaining('18 of 20 groups'),
    });
    const members = await apply(place, { ...many, memberships: many.memberships.slice(0, 5) });
    expect(members.finished.stopped).toMatchObject({
      kind: 'shrink',
      because: expect.stringContaining('55 of 60 memberships'),
    });
    // A directory that does not speak of groups at all says nothing about them.
    const silent = await apply(place, { people: many.people });
    expect(silent.summary).toMatchObject({ deleted: 0, memberships: { added: 0, removed: 0 } });
  });
});
