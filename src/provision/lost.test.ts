/** A target that is not there, as a whole: the run ends, nothing is held against anybody, and the same command goes on. */
import { describe, expect, it } from 'vitest';
import { createClient } from '../wire/client.ts';
import type { WireProblemKind } from '../wire/exchange.ts';
import { company } from './company.testing.ts';
import { status } from './status.ts';
import { apply, contents, planFor, type Trouble, type World, world } from './world.testing.ts';

const people = company(12, 2);

/** The same target, whose every request comes to nothing. */
const nowhere = (place: World, kind: WireProblemKind) =>
  createClient({
    baseUrl: place.url,
    transport: async () => ({ sentAt: 0, durationMs: 1, problem: { kind, message: `The problem is ${kind}.` } }),
  });

/** Nothing is remembered against anybody, and the same command does everything. */
const expectGoesOn = async (place: World, idp: string): Promise<void> => {
  expect(status({ state: place.state })).toMatchObject({ failed: 0, inEscrow: 0 });
  place.trouble = () => undefined;
  const again = await apply(place, people, { idp });
  expect(again.refused).toEqual([]);
  expect(again.exitCode).toBe(0);
  const quiet = await world();
  await apply(quiet, people, { idp });
  expect(await contents(place)).toEqual(await contents(quiet));
};

const HTML: Trouble = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  text: '<html><title>Log in</title></html>',
};

describe('a target of which nothing is heard', () => {
  it.each([
    ['nothing listens', 'refused', apply],
    ['nothing listens', 'refused', planFor],
    ['every connection is cut', 'closed', planFor],
  ] as const)('ends the run: %s', async (_, kind, run) => {
    const place = await world();
    const ran = await run(place, people, { idp: 'entra', client: nowhere(place, kind) });
    expect(ran.exitCode).toBe(3);
    expect(ran.finished.stopped).toMatchObject({ kind: 'lost', because: `The problem is ${kind}.` });
    expect(ran.refused).toEqual([]);
    expect(ran.changes).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 0, refused: 0 });
    await expectGoesOn(place, 'entra');
  });

  it.each([
    ['a login page', HTML, /^GET \/(Users|Groups)\S* answered 200 with text\/html instead of JSON$/],
    ['a proxy that reaches nobody', { status: 502 }, /^GET \/Users\S* answered 502$/],
  ] as const)('because %s answers in its place ends the run', async (_, trouble, because) => {
    const place = await world();
    place.trouble = () => trouble;
    const ran = await apply(place, people, { idp: 'entra' });
    expect(ran.exitCode).toBe(3);
    expect(ran.finished.stopped).toMatchObject({ kind: 'lost', because: expect.stringMatching(because) });
    expect(ran.refused).toEqual([]);
    expect(place.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    await expectGoesOn(place, 'entra');
  });

  it('is lost also when there is little to do', async () => {
    const place = await world();
    place.trouble = () => 'reset';
    const one = { people: people.people.slice(0, 1) };
    const ran = await apply(place, one, { idp: 'entra' });
    expect(ran.exitCode).toBe(3);
    expect(ran.finished.stopped).toMatchObject({ kind: 'lost' });
    expect(status({ state: place.state })).toMatchObject({ failed: 0, inEscrow: 0 });
  });
});

describe('a target that goes away in the middle', () => {
  it('leaves nobody in escrow', async () => {
    const place = await world();
    place.trouble = ({ number }) => (number > 15 ? 'reset' : undefined);
    const ran = await apply(place, people, { idp: 'entra', concurrency: 1 });
    expect(ran.exitCode).toBe(3);
    expect(ran.refused).toEqual([]);
    await expectGoesOn(place, 'entra');
  });

  it('and comes back soon is waited for', async () => {
    const place = await world();
    place.trouble = ({ number }) => {
      if (number === 12) place.leave(600);
      return undefined;
    };
    const ran = await apply(place, people, { idp: 'entra', concurrency: 8 });
    expect(ran.refused).toEqual([]);
    expect(ran.exitCode).toBe(0);
    expect((await contents(place)).users).toHaveLength(12);
  });
});

it.each([
  ['applied', apply],
  ['planned', planFor],
] as const)('whoever was not reached is not unchanged: %s', async (_, run) => {
  const place = await world();
  const all = company(300).people;
  await apply(place, { people: all.slice(0, 5) });
  const ran = await run(place, { people: all }, { client: nowhere(place, 'refused') });
  expect(ran.exitCode).toBe(3);
  expect(ran.summary).toMatchObject({ created: 0, unchanged: 5, refused: 0 });
});

it('somebody whose requests alone are not answered is refused as soon as others are answered', async () => {
  const place = await world();
  place.trouble = ({ path }) => (path.includes('user3@') ? 'reset' : undefined);
  const ran = await apply(place, people, { idp: 'entra', concurrency: 1 });
  expect(ran.exitCode).toBe(1);
  expect(ran.refused).toMatchObject([{ id: 'p3', action: 'create' }]);
  expect(status({ state: place.state })).toMatchObject({ failed: 1, inEscrow: 1 });
});
