/** What JumpCloud promises of groups, beyond what stands in habits.test.ts. */
import { describe, expect, it } from 'vitest';
import type { Company } from './company.testing.ts';
import { apply, contents, type World, world } from './world.testing.ts';

const COMPANY: Required<Omit<Company, 'rejects'>> = {
  people: ['ana', 'bo', 'cy'].map((id) => ({ id, userName: `${id}@example.com`, displayName: id })),
  groups: [
    { id: 'g1', displayName: 'One' },
    { id: 'g2', displayName: 'Two' },
  ],
  memberships: [
    ['g1', 'ana'],
    ['g1', 'bo'],
    ['g2', 'bo'],
  ],
};

interface Shown {
  readonly displayName: string;
  readonly members: readonly string[];
}

const groupsOf = async (place: World): Promise<Record<string, readonly string[]>> =>
  Object.fromEntries(
    JSON.parse(JSON.stringify((await contents(place)).groups)).map(({ displayName, members }: Shown) => [
      displayName,
      members.map((name) => name.replace('@example.com', '')),
    ]),
  );

const activeIn = async (place: World): Promise<string[]> =>
  JSON.parse(JSON.stringify((await contents(place)).users)).flatMap((user: { userName: string; active: boolean }) =>
    user.active ? [user.userName.replace('@example.com', '')] : [],
  );

const groupWrites = (place: World): string[] =>
  place.requests.flatMap(({ method, path }) => (path.startsWith('/Groups') && method !== 'GET' ? [method] : []));

describe.each(['patch', 'put'])('JumpCloud in its mode %s', (mode) => {
  const idp = { idp: 'jumpcloud', mode };
  const begun = async (): Promise<World> => {
    const place = await world();
    await apply(place, COMPANY, idp);
    place.requests.splice(0);
    return place;
  };

  it('syncs changes of names and memberships as they happen', async () => {
    const place = await begun();
    const changed: Company = {
      ...COMPANY,
      groups: [
        { id: 'g1', displayName: 'First' },
        { id: 'g2', displayName: 'Two' },
      ],
      memberships: [
        ['g1', 'ana'],
        ['g2', 'bo'],
        ['g2', 'cy'],
      ],
    };
    const ran = await apply(place, changed, idp);
    expect(ran.summary).toMatchObject({ updated: 1, memberships: { added: 1, removed: 1 }, refused: 0 });
    expect(await groupsOf(place)).toEqual({ First: ['ana'], Two: ['bo', 'cy'] });
    expect(await activeIn(place)).toEqual(['ana', 'bo', 'cy']);
  });

  it('leaves groups and memberships as they are when their management is switched off, and goes on with users', async () => {
    const place = await begun();
    const before = await groupsOf(place);
    const people: Company = {
      people: [
        { id: 'ana', userName: 'ana@example.com', displayName: 'Ana Silva' },
        { id: 'cy', userName: 'cy@example.com', displayName: 'cy' },
        { id: 'di', userName: 'di@example.com', displayName: 'di' },
      ],
    };
    const ran = await apply(place, people, idp);
    expect(ran.summary).toMatchObject({ created: 1, updated: 1, deactivated: 1, deleted: 0, refused: 0 });
    expect(groupWrites(place)).toEqual([]);
    expect(await groupsOf(place)).toEqual(before);
    expect(await activeIn(place)).toEqual(['ana', 'cy', 'di']);
    expect((await apply(place, people, idp)).summary.requests).toBe(0);

    const on: Company = {
      ...people,
      groups: COMPANY.groups,
      memberships: [
        ['g1', 'ana'],
        ['g2', 'di'],
      ],
    };
    await apply(place, on, idp);
    expect(await groupsOf(place)).toEqual({ One: ['ana'], Two: ['di'] });
    expect((await apply(place, on, idp)).summary.requests).toBe(0);
  });

  it('leaves a group that is unbound as it is, whatever becomes of it in the directory', async () => {
    const place = await begun();
    const unbound = (displayName: string, member: string): Company => ({
      ...COMPANY,
      groups: [
        { id: 'g1', displayName, bound: false },
        { id: 'g2', displayName: 'Two' },
      ],
      memberships: [
        ['g1', member],
        ['g2', 'bo'],
      ],
    });
    const first: Company = { ...unbound('One', 'ana'), memberships: COMPANY.memberships };
    await apply(place, first, idp);
    expect(await activeIn(place)).toEqual(['bo', 'cy']);
    await apply(place, unbound('Another', 'cy'), idp);
    expect(groupWrites(place)).toEqual([]);
    expect(await groupsOf(place)).toEqual({ One: ['ana', 'bo'], Two: ['bo'] });
    expect(await activeIn(place)).toEqual(['bo', 'cy']);
  });
});

it('takes a group of the same name over with those who are in it, and adds its own', async () => {
  const place = await world();
  await apply(
    place,
    {
      ...COMPANY,
      memberships: [
        ['g1', 'cy'],
        ['g2', 'bo'],
      ],
    },
    { idp: 'okta' },
  );
  const ran = await apply({ ...place, state: `${place.state}-2` }, COMPANY, { idp: 'jumpcloud' });
  expect(ran.summary).toMatchObject({ created: 0, adopted: 5, refused: 0 });
  expect(await groupsOf(place)).toEqual({ One: ['ana', 'bo', 'cy'], Two: ['bo'] });
});
