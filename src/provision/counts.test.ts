/** Each object is counted once for what was done to it, and once for what was refused; who is in both is refused in part. */
import { expect, it } from 'vitest';
import { type Company, company } from './company.testing.ts';
import { status } from './status.ts';
import { apply, type Passing, type Ran, type World, world } from './world.testing.ts';

const NONE = { created: 0, adopted: 0, updated: 0, deactivated: 0, reactivated: 0, deleted: 0, refused: 0 };
const people = company(4, 1);
const alone: Company = { people: people.people };

const told = ({ events }: Ran): string[] =>
  events.flatMap((event) => {
    if (event.type === 'applied') return [`${event.change.action} ${event.change.id}`];
    return event.type === 'refused' ? [`refused to ${event.refusal.action} ${event.refusal.id}`] : [];
  });

/** Everything about p1 that is done with these. */
const refuse = (place: World, which: (passing: Passing) => boolean): void => {
  place.trouble = (passing) => (which(passing) ? { status: 400 } : undefined);
};
const patches = ({ method }: Passing): boolean => method === 'PATCH';
const withPerson = (change: object, of: Company = alone): Company => ({
  ...of,
  people: of.people.map((person) => (person.id === 'p1' ? { ...person, ...change } : person)),
});
const failures = (place: World): string[] => status({ state: place.state }).failures.map(({ id }) => id);

it('somebody who is created, and whose manager is refused, is both', async () => {
  const place = await world();
  refuse(place, ({ body }) => body.includes('manager') && body.includes('Operations'));
  const ran = await apply(place, alone, { idp: 'entra' });
  expect(ran.summary).toMatchObject({ ...NONE, created: 4, refused: 3, partly: 3, unchanged: 0 });
  expect(failures(place)).toEqual(['p1', 'p2', 'p3']);
});

it('somebody who is adopted, and whose update is refused, is both', async () => {
  const place = await world();
  await apply(place, { people: people.people.slice(0, 2) }, { idp: 'entra' });
  refuse(place, patches);
  const again = { ...place, state: `${place.state}-other` };
  const ran = await apply(again, withPerson({ title: 'New', manager: '' }), { idp: 'entra' });
  expect(told(ran)).toEqual(expect.arrayContaining(['adopt p1', 'refused to update p1']));
  expect(ran.summary).toMatchObject({ adopted: 2, created: 2 });
});

it('somebody who is refused twice is refused once, and stays a failure when another part is done', async () => {
  const place = await world();
  await apply(place, alone, { idp: 'entra' });
  const changed = withPerson({ title: 'New', manager: 'p2' });
  refuse(place, patches);
  const extra = { idp: 'entra', retryNow: true };
  const twice = await apply(place, changed, extra);
  expect(twice.summary).toMatchObject({ ...NONE, refused: 1, unchanged: 3 });
  expect(twice.refused).toMatchObject([{ id: 'p1', action: 'update', attempts: 1 }]);
  refuse(place, ({ body }) => body.includes('"New"'));
  const partly = await apply(place, changed, extra);
  expect(partly.summary).toMatchObject({ ...NONE, updated: 1, refused: 1, partly: 1, unchanged: 3 });
  expect(failures(place)).toEqual(['p1']);
  place.trouble = () => undefined;
  expect((await apply(place, changed, extra)).summary).toMatchObject({ ...NONE, updated: 1, unchanged: 3 });
  expect(failures(place)).toEqual([]);
});

it('a group that is created, and whose members are refused, is both; one that is refused twice is refused once', async () => {
  const place = await world();
  refuse(place, ({ method, path }) => method === 'PATCH' && path.startsWith('/Groups'));
  const first = { ...people, people: people.people.slice(0, 1), memberships: people.memberships.slice(0, 1) };
  const created = await apply(place, first, { idp: 'entra' });
  expect(created.summary).toMatchObject({ ...NONE, created: 2, refused: 1, partly: 1, unchanged: 0 });
  const renamed = { ...people, groups: people.groups.map((group) => ({ ...group, displayName: 'Anew' })) };
  const extra = { idp: 'entra', retryNow: true };
  const twice = await apply(place, renamed, extra);
  expect(twice.summary).toMatchObject({ ...NONE, created: 3, refused: 1, unchanged: 1 });
  expect(twice.summary.partly).toBeUndefined();
  const waiting = await apply(place, renamed, { idp: 'entra' });
  expect(waiting.summary).toMatchObject({ ...NONE, refused: 1, unchanged: 4, requests: 0 });
  refuse(place, ({ body }) => body.includes('Anew'));
  const partly = await apply(place, renamed, extra);
  expect(partly.summary).toMatchObject({ ...NONE, refused: 1, memberships: { added: 4, removed: 0 } });
  expect(failures(place)).toEqual(['g0']);
});
