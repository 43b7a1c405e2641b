import { expect, it } from 'vitest';
import { DirectoryProblem } from '../directory/problem.ts';
import { reject } from '../directory/record.ts';
import { directoryOf } from './company.testing.ts';
import { apply, planFor, world } from './world.testing.ts';

const rejected = (ran: Awaited<ReturnType<typeof apply>>) =>
  ran.events.flatMap((event) => (event.type === 'rejected' ? [event.reject] : []));

const person = (id: string, more: object = {}) => ({ id, userName: `${id}@example.com`, ...more });

it('rejects what cannot be used, with its place, and goes on with the others', async () => {
  const place = await world();
  const ran = await apply(
    place,
    {
      people: [
        person('p1'),
        person('p1', { userName: 'other@example.com' }),
        person('p2', { userName: 'P1@example.com' }),
        person('p3', { manager: 'nobody' }),
        person('p4', { manager: 'p3' }),
      ],
      groups: [
        { id: 'g1', displayName: 'One' },
        { id: 'g1', displayName: 'Twice' },
      ],
      memberships: [
        ['g1', 'p3'],
        ['g1', 'p3'],
        ['g9', 'p3'],
        ['g1', 'p9'],
        ['g1', 'p2'],
      ],
      rejects: [reject('person', 'userName is missing', { file: 'people.csv', line: 9 }, 'p7,')],
    },
    { idp: 'entra' },
  );
  expect(rejected(ran).map(({ kind, reason, at }) => `${at.file}:${at.line} ${kind}: ${reason}`)).toEqual([
    'people.csv:9 person: userName is missing',
    'people.csv:3 person: the id "p1" stands already at people.csv:2',
    'people.csv:4 person: the userName "P1@example.com" stands already at people.csv:2',
    'groups.csv:3 group: the id "g1" stands already at groups.csv:2',
    'memberships.csv:4 membership: there is no group with the id "g9"',
    'memberships.csv:5 membership: there is nobody with the id "p9"',
    'memberships.csv:6 membership: there is nobody with the id "p2"',
  ]);
  expect(ran.summary).toMatchObject({ created: 4, memberships: { added: 1, removed: 0 }, refused: 7 });
  expect(ran.exitCode).toBe(1);
});

it('sends without whoever is nobody, says so, and refuses nothing', async () => {
  const place = await world();
  const people = [person('p1', { manager: 'nobody' }), person('p2', { manager: 'p1' })];
  const ran = await apply(place, { people }, { idp: 'entra' });
  expect(ran.events).toContainEqual({
    type: 'notice',
    message: 'manager "nobody" is nobody in the directory: p1@example.com is sent without',
    at: { file: 'people.csv', line: 2 },
  });
  expect(rejected(ran)).toEqual([]);
  expect(ran.summary).toMatchObject({ created: 2, refused: 0 });
  expect(ran.exitCode).toBe(0);
  expect((await apply(place, { people }, { idp: 'entra' })).summary).toMatchObject({ unchanged: 2, requests: 0 });
});

it('takes nobody for a leaver of whom a row speaks that could not be read', async () => {
  const place = await world();
  const people = [person('p1'), person('p2'), person('p3'), person('p4')];
  const groups = [{ id: 'g1', displayName: 'One' }];
  const memberships = [
    ['g1', 'p1'],
    ['g1', 'p2'],
    ['g1', 'p3'],
  ] as const;
  await apply(place, { people, groups, memberships });
  const broken = {
    people: people.slice(0, 1),
    groups,
    memberships: memberships.slice(0, 1),
    rejects: [
      reject('person', 'too few fields', { file: 'people.csv', line: 3 }, 'p2'),
      reject('person', 'not JSON', { file: 'people.csv', line: 4 }, '{"id":"x","userName":"p3@example.com"'),
    ],
  };
  const ran = await apply(place, broken);
  expect(ran.refused.map(({ id, reason }) => [id, reason])).toEqual([
    ['p2', expect.stringContaining('a row of the directory that could not be read speaks of this person')],
    ['p3', expect.stringContaining('could not be read')],
  ]);
  expect(ran.summary).toMatchObject({ deactivated: 1, refused: 4, memberships: { added: 0, removed: 1 } });
});

it('sends nothing when a source ends in the middle', async () => {
  const place = await world();
  const directory = directoryOf({ people: [person('p1')] });
  const broken = {
    ...directory,
    async *people() {
      yield* directory.people();
      throw new DirectoryProblem('the file ends in the middle of a record');
    },
  };
  await expect(apply(place, { people: [] }, { directory: broken })).rejects.toThrow('ends in the middle');
  await expect(apply(place, { people: [] })).rejects.toThrow('there is nobody in the directory that could be used');
  expect(place.requests).toEqual([]);
});

it('rejects a row whose mapping fails, and keeps texts as they are', async () => {
  const place = await world();
  const mapping = { user: { displayName: '= $number(title) > 5 ? "High" : "Low"', nickName: 'nick name' } };
  const people = [person('p1', { title: '7', 'nick name': '${run.guid}' }), person('p2', { title: 'seven' })];
  const ran = await apply(place, { people }, { mapping });
  expect(rejected(ran)).toMatchObject([
    { reason: expect.stringMatching(/^the mapping of displayName fails: .*seven/), at: { line: 3 } },
  ]);
  const { response } = await place.server.send({ method: 'GET', target: '/Users', headers: [] });
  expect(response?.body).toMatchObject({ Resources: [{ displayName: 'High', nickName: '${run.guid}' }] });
  await expect(planFor(place, { people }, { mapping: { user: { title: '= (' } } })).rejects.toThrow(
    /the mapping of title cannot be read: .*line 1, column/,
  );
});
