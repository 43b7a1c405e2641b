/** After a run that was cut off: what it had under way is counted as what it was, once. */
import { copyFileSync, existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { type Company, company } from './company.testing.ts';
import { apply, type Passing, planFor, type Ran, type World, world } from './world.testing.ts';

const people = company(6, 1);
const NONE = { created: 0, adopted: 0, updated: 0, deactivated: 0, reactivated: 0, deleted: 0, refused: 0 };

/**
 * The state as kill −9 leaves it at the first of these requests, which the target still carries out, and all that came after
 * it: the file of a run that then goes on.
 */
const cutAt = async (
  place: World,
  directory: Company,
  which: (passing: Passing) => boolean,
  extra: Parameters<typeof apply>[2] = {},
): Promise<World> => {
  const state = `${place.state}-cut`;
  let cut = false;
  place.trouble = (passing) => {
    if (cut || !which(passing)) return undefined;
    cut = true;
    for (const part of ['', '-wal']) {
      if (existsSync(`${place.state}${part}`)) copyFileSync(`${place.state}${part}`, `${state}${part}`);
    }
    return undefined;
  };
  await apply(place, directory, extra);
  expect(cut).toBe(true);
  const database = new DatabaseSync(state);
  database.exec("UPDATE lease SET pid = 999999999, started = ''");
  database.close();
  place.trouble = () => undefined;
  return { ...place, state };
};

const applied = (ran: Ran): string[] =>
  ran.events.flatMap((event) =>
    event.type === 'applied' ? [`${event.change.action} ${event.change.id}: ${event.change.why}`] : [],
  );

it.each(['okta', 'entra', 'jumpcloud', 'authentik'])('%s: who was created on the way is created', async (idp) => {
  const place = await world({ capabilities: { createOnReplace: true } });
  const alone: Company = { people: people.people };
  const cut = await cutAt(place, alone, ({ method }) => method === 'POST', { idp });
  const ran = await apply(cut, alone, { idp });
  expect(ran.summary).toMatchObject({ ...NONE, created: 6, unchanged: 0 });
  expect(applied(ran)).toContain('create p0: found in the target after a run that was cut off');
  expect((await apply(cut, alone, { idp })).summary).toMatchObject({ ...NONE, unchanged: 6, requests: 0 });
});

it('is told, and by a plan that it does not look', async () => {
  const place = await world();
  const cut = await cutAt(place, people, ({ method }) => method === 'POST');
  const planned = await planFor(cut, people);
  expect(planned.notices).toEqual([
    'an earlier run broke off in the middle of 6 requests: `apply` finds out first what came of it, and this plan does not know',
  ]);
  // The plan has taken the mark of the dead process away.
  const ran = await apply(cut, people);
  expect(ran.notices).toEqual(['an earlier run broke off in the middle of 6 requests; this one goes on where it was']);
  const other = await cutAt(await world(), people, ({ method }) => method === 'POST');
  expect((await apply(other, people)).notices).toEqual([
    'the run of process 999999999 ended without a word; this one goes on where it was',
  ]);
});

it('who was there before that run is adopted', async () => {
  const place = await world();
  await apply({ ...place, state: `${place.state}-other` }, { people: people.people.slice(0, 2) });
  const later = () => Date.now() + 60_000;
  const cut = await cutAt(place, people, ({ method }) => method === 'GET', { now: later });
  const ran = await apply(cut, people);
  // All are there by now, and the group of them is found by its name.
  expect(ran.summary).toMatchObject({ ...NONE, adopted: 7, memberships: { added: 6, removed: 0 } });
});

it('a group that was created on the way is created', async () => {
  const place = await world();
  const cut = await cutAt(place, people, ({ path, method }) => method === 'POST' && path === '/Groups');
  expect((await apply(cut, people)).summary).toMatchObject({ ...NONE, created: 1, unchanged: 6 });
});

const changed = (change: object): Company => ({
  people: people.people.map((person) => ({ ...person, ...change })),
});

it.each([
  ['okta', 'aiw'],
  ['entra', 'default'],
  ['jumpcloud', 'patch'],
])('%s: an update is an update, and the end of an account is its end', async (idp, mode) => {
  const extra = { idp, mode };
  const place = await world();
  const writes = ({ method }: Passing): boolean => method === 'PUT' || method === 'PATCH';
  await apply(place, changed({}), extra);
  const renamed = await cutAt(place, changed({ displayName: 'Ana' }), writes, extra);
  expect((await apply(renamed, changed({ displayName: 'Ana' }), extra)).summary).toMatchObject({ ...NONE, updated: 6 });
  const away = changed({ displayName: 'Ana', active: false });
  const asleep = await cutAt(place, away, writes, extra);
  expect((await apply(asleep, away, extra)).summary).toMatchObject({ ...NONE, deactivated: 6 });
  const awake = await cutAt(place, changed({ displayName: 'Ana' }), writes, extra);
  expect((await apply(awake, changed({ displayName: 'Ana' }), extra)).summary).toMatchObject({
    ...NONE,
    reactivated: 6,
  });
});

it('an update of which nobody knows what came of it does not make anybody be reactivated', async () => {
  const place = await world();
  await apply(place, changed({}), { idp: 'entra' });
  place.trouble = ({ method }) => (method === 'PATCH' ? { after: { status: 500 } } : undefined);
  const unsure = await apply(place, changed({ displayName: 'Ana' }), { idp: 'entra' });
  expect(unsure.refused).toHaveLength(6);
  place.trouble = () => undefined;
  const ran = await apply(place, changed({ displayName: 'Ana' }), { idp: 'entra', retryNow: true });
  expect(ran.summary).toMatchObject({ ...NONE, updated: 6 });
});
