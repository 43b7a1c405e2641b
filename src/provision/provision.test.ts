import { describe, expect, it } from 'vitest';
import { company } from './company.testing.ts';
import { apply, contents, dialect, planFor, world } from './world.testing.ts';

const DIALECTS = [
  ['okta', 'aiw'],
  ['okta', 'oin'],
  ['entra', 'default'],
  ['entra', 'flagged'],
  ['jumpcloud', 'patch'],
  ['jumpcloud', 'put'],
  ['authentik', 'default'],
  ['authentik', 'by-filter'],
  ['authentik', 'aws'],
  ['authentik', 'webex'],
  ['authentik', 'vcenter'],
] as const;

const NOTHING = {
  ...{ created: 0, adopted: 0, updated: 0, deactivated: 0, reactivated: 0, deleted: 0, refused: 0 },
  memberships: { added: 0, removed: 0 },
};

describe.each(DIALECTS)('%s:%s', (idp, mode) => {
  const extra = { idp, mode };

  it('brings everybody over, and then has nothing to do', async () => {
    const place = await world({ capabilities: { createOnReplace: true } });
    const people = company(24);
    const first = await apply(place, people, extra);
    expect(first.refused).toEqual([]);
    expect(first.summary).toMatchObject({
      ...NOTHING,
      created: 27,
      memberships: { added: 24, removed: 0 },
      unchanged: 0,
    });
    const { users, groups } = await contents(place);
    expect(users).toHaveLength(24);
    expect(groups).toMatchObject([{ members: { length: 8 } }, { members: { length: 8 } }, { members: { length: 8 } }]);
    const second = await apply(place, people, extra);
    expect(second.summary).toMatchObject({ ...NOTHING, unchanged: 27 });
    expect(second.events.filter(({ type }) => type === 'sent')).toEqual([]);
  });

  it('follows changes of the directory, there and back', async () => {
    const place = await world({ capabilities: { createOnReplace: true } });
    const before = company(24);
    await apply(place, before, extra);
    const original = await contents(place);
    const [, one, two, three] = before.people;
    if (one === undefined || two === undefined || three === undefined) throw new Error('a small company');
    const after = {
      people: [
        ...before.people.filter(({ id }) => !['p1', 'p2', 'p3'].includes(id)),
        { ...one, displayName: 'Another Name', familyName: 'Name', email: 'another@example.com' },
        { ...three, active: false },
        { id: 'p99', userName: 'new@example.com', givenName: 'New', familyName: 'Person', displayName: 'New Person' },
      ],
      groups: [...before.groups.filter(({ id }) => id !== 'g0'), { id: 'g0', displayName: 'Renamed' }],
      memberships: [
        ...before.memberships.filter(([, member]) => member !== 'p2' && member !== 'p9'),
        ['g0', 'p99'] as const,
      ],
    };
    const changed = await apply(place, after, extra);
    expect(changed.refused).toEqual([]);
    expect(changed.summary).toMatchObject({ created: 1, updated: 2, memberships: { added: 1, removed: 2 } });
    expect(changed.summary.deactivated + changed.summary.deleted).toBe(2);
    const shown = await contents(place);
    expect(shown.groups).toContainEqual(
      expect.objectContaining({ displayName: 'Renamed', members: expect.arrayContaining(['new@example.com']) }),
    );
    expect(shown.users).toContainEqual(
      expect.objectContaining({ userName: 'user1@example.com', displayName: 'Another Name' }),
    );
    expect(shown.users).toContainEqual(expect.objectContaining({ userName: 'user3@example.com', active: false }));
    expect((await apply(place, after, extra)).summary).toMatchObject(NOTHING);

    const back = await apply(place, before, extra);
    expect(back.refused).toEqual([]);
    const { users, groups } = await contents(place);
    expect(groups).toEqual(original.groups);
    const others = users.filter((user) => JSON.stringify(user).includes('new@example.com') === false);
    expect(others).toEqual(original.users);
  });

  it('adopts who is there already, and doubles nobody', async () => {
    const place = await world({ capabilities: { createOnReplace: true } });
    const people = company(6, 1);
    const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
    const made = async (path: string, body: object) =>
      place.server.send({
        method: 'POST',
        target: path,
        headers: [['Content-Type', 'application/scim+json']],
        body: JSON.stringify(body),
      });
    const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
    await made('/Users', { schemas: [USER], userName: 'USER1@example.com', displayName: 'Somebody' });
    // Whoever looks after a conflict only does not find it: the server takes two groups of one name.
    const looksFirst = idp !== 'authentik';
    if (looksFirst) await made('/Groups', { schemas: [GROUP], displayName: 'Group 0' });
    const there = looksFirst ? 2 : 1;
    const planned = await planFor(place, people, extra);
    const looks = (await dialect(idp)).provisioning?.[mode]?.users?.match.condition === undefined || mode !== 'vcenter';
    expect(planned.summary).toMatchObject(looks ? { created: 7 - there, adopted: there } : { created: 7, adopted: 0 });
    const ran = await apply(place, people, extra);
    if (mode === 'vcenter') expect(ran.refused).toMatchObject([{ id: 'p1', reason: expect.stringContaining('409') }]);
    else {
      expect(ran.summary).toMatchObject({ created: 7 - there, adopted: there, refused: 0 });
      const adopted = ran.changes.filter(({ action }) => action === 'adopt').map(({ why }) => why);
      expect(adopted).toEqual(Array(there).fill('in the target already, by the same name'));
    }
    const { users } = await contents(place);
    expect(users).toHaveLength(6);
    const found = idp === 'authentik' ? 'Somebody' : 'Bo 山田';
    expect(users).toContainEqual(expect.objectContaining({ displayName: found }));
    const again = await apply(place, people, extra);
    expect({ ...again.summary, unchanged: 0, refused: 0 }).toMatchObject({ ...NOTHING, unchanged: 0, refused: 0 });
  });
});
