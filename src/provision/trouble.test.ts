/** Whatever happens on the way: nothing lost, nothing doubled, and a clear line in the report. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject } from '../scim/json.ts';
import { company } from './company.testing.ts';
import { apply, contents, type Passing, type Ran, type Trouble, type World, world } from './world.testing.ts';

const isCreation = ({ method, path }: Passing): boolean => method === 'POST' && path === '/Users';

/** Every n-th of those, counted from the first. */
const every = (n: number, which: (passing: Passing) => boolean, trouble: Trouble) => {
  let seen = 0;
  return (passing: Passing): Trouble | undefined => {
    if (!which(passing)) return undefined;
    seen += 1;
    return seen % n === 0 ? trouble : undefined;
  };
};

/** What the server looks like when nothing has happened on the way. */
const undisturbed = async (people: Parameters<typeof apply>[1], extra: Parameters<typeof apply>[2] = {}) => {
  const place = await world({ capabilities: { createOnReplace: true } });
  await apply(place, people, extra);
  return contents(place);
};

/** Nothing is left to do, and a further run sends nothing. */
const expectSettled = async (
  place: World,
  people: Parameters<typeof apply>[1],
  extra: Parameters<typeof apply>[2] = {},
): Promise<void> => {
  place.trouble = () => undefined;
  const before = place.requests.length;
  const again = await apply(place, people, extra);
  expect(again.exitCode).toBe(0);
  expect(place.requests.length).toBe(before);
};

describe.each([['okta'], ['entra'], ['jumpcloud'], ['authentik']])('%s, when a creation is carried out but', (idp) => {
  const extra = { idp };

  it.each<[string, Trouble]>([
    ['the connection is cut', { after: 'reset' }],
    ['the answer is 500', { after: { status: 500 } }],
    ['the answer is 502', { after: { status: 502 } }],
    ['the answer does not come in time', { after: 'silence' }],
  ])('%s, it is looked up and not repeated', async (_, trouble) => {
    const place = await world({ capabilities: { createOnReplace: true } }, { timeouts: { headersMs: 150 } });
    const people = company(10, 2);
    place.trouble = every(3, isCreation, trouble);
    const ran = await apply(place, people, extra);
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 12, refused: 0 });
    expect(place.requests.filter(isCreation)).toHaveLength(10);
    expect(await contents(place)).toEqual(await undisturbed(people, extra));
    await expectSettled(place, people, extra);
  });
});

describe('a target', () => {
  it('that cuts connections before it does anything gets the request again, after a look', async () => {
    const place = await world();
    place.trouble = every(3, isCreation, 'reset');
    const people = company(10, 2);
    const ran = await apply(place, people);
    expect(ran.summary).toMatchObject({ created: 12, refused: 0 });
    expect(await contents(place)).toEqual(await undisturbed(people));
    await expectSettled(place, people);
  });

  it('that shows its writes late is given the time it may take', async () => {
    const place = await world({ lagMs: 150 });
    place.trouble = every(2, isCreation, { after: 'reset' });
    const people = company(6, 1);
    const ran = await apply(place, people, { maxLagMs: 2000, idp: 'authentik' });
    expect(ran.refused).toEqual([]);
    expect(ran.summary.created).toBe(7);
    const { users } = await contents(place);
    expect(users).toHaveLength(6);
  });

  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 1000).toUTCString()],
  ])('that asks for patience, in %s, gets it', async (_, after) => {
    const place = await world();
    let storm = 6;
    place.trouble = (passing) => {
      if (!isCreation(passing) || storm === 0) return undefined;
      storm -= 1;
      return { status: 429, headers: { 'Retry-After': after(), Date: new Date().toUTCString() } };
    };
    const people = company(8, 1);
    const ran = await apply(place, people, { concurrency: 8 });
    expect(ran.refused).toEqual([]);
    expect(ran.summary.created).toBe(9);
    expect(ran.events.filter(({ type }) => type === 'waiting').length).toBeGreaterThan(0);
    await expectSettled(place, people);
  });

  it('that is out of order for a while holds nothing up for ever', async () => {
    const place = await world();
    let out = 3;
    place.trouble = ({ method }) => {
      if (method !== 'POST' || out === 0) return undefined;
      out -= 1;
      return { status: 503 };
    };
    const people = company(4, 1);
    const ran = await apply(place, people, { idp: 'entra', concurrency: 1 });
    expect(ran.summary).toMatchObject({ created: 5, refused: 0 });
    await expectSettled(place, people, { idp: 'entra' });
  }, 30_000);

  it('that says 409 of somebody its searches do not find is told so, and nobody is doubled', async () => {
    const place = await world();
    const people = company(5, 1);
    await apply(place, { people: people.people.slice(0, 1) });
    const hide: Trouble = {
      change: (answer) => ({
        ...answer,
        body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 0, Resources: [] },
      }),
    };
    const elsewhere = { ...place, state: `${place.state}-other` };
    elsewhere.trouble = () => undefined;
    place.trouble = ({ path }) => (path.includes('user0@') ? hide : undefined);
    const ran = await apply(elsewhere, { people: people.people });
    expect(ran.exitCode).toBe(1);
    expect(ran.summary).toMatchObject({ created: 4, refused: 1 });
    expect(ran.refused).toMatchObject([
      { id: 'p0', reason: expect.stringContaining('a search does not find anybody of that name') },
    ]);
    expect((await contents(place)).users).toHaveLength(5);
  });

  it('that ignores filters does not make one person another', async () => {
    const place = await world();
    const people = company(4, 1);
    await apply(place, { people: people.people.slice(0, 2) });
    const everybody = await place.server.send({ method: 'GET', target: '/Users', headers: [] });
    place.trouble = ({ method, path }) =>
      method === 'GET' && path.startsWith('/Users?')
        ? { status: 200, body: everybody.response?.body ?? null }
        : undefined;
    const ran = await apply({ ...place, state: `${place.state}-other` }, { people: people.people });
    expect(ran.summary).toMatchObject({ created: 2, adopted: 2, refused: 0 });
    expect((await contents(place)).users).toHaveLength(4);
  });

  it('that changes the id of a user on reactivation is noticed, and followed', async () => {
    const place = await world();
    const people = company(3, 1);
    const away = {
      ...people,
      people: people.people.filter(({ id }) => id !== 'p1'),
      memberships: people.memberships.filter(([, id]) => id !== 'p1'),
    };
    await apply(place, people);
    await apply(place, away);
    // The old resource goes, and a new one of the same name takes its place.
    const found = await place.server.send({
      method: 'GET',
      target: `/Users?filter=${encodeURIComponent('userName eq "user1@example.com"')}`,
      headers: [],
    });
    const [old] =
      isObject(found.response?.body) && Array.isArray(found.response.body.Resources)
        ? found.response.body.Resources
        : [];
    if (!isObject(old)) throw new Error('nobody of that name');
    const { id, meta: _, ...rest } = old;
    await place.server.send({ method: 'DELETE', target: `/Users/${id}`, headers: [] });
    await place.server.send({
      method: 'POST',
      target: '/Users',
      headers: [['Content-Type', 'application/scim+json']],
      body: JSON.stringify(rest),
    });
    const ran = await apply(place, people);
    expect(ran.refused).toEqual([]);
    expect(ran.notices).toContainEqual(
      expect.stringContaining('user1@example.com is another resource in the target now'),
    );
    const { users, groups } = await contents(place);
    expect(users).toMatchObject([{}, { userName: 'user1@example.com', active: true }, {}]);
    expect(groups).toMatchObject([{ members: ['user0@example.com', 'user1@example.com', 'user2@example.com'] }]);
  });

  it('that stops answering ends the run, and the same command goes on where it was', async () => {
    const place = await world();
    const people = company(30, 2);
    place.trouble = ({ number }) => (number > 25 ? 'reset' : undefined);
    const ran = await apply(place, people);
    expect(ran.exitCode).toBe(3);
    expect(ran.finished.stopped).toMatchObject({ kind: 'lost' });
    expect(ran.refused).toEqual([]);
    place.trouble = () => undefined;
    const again = await apply(place, people);
    expect(again.exitCode).toBe(0);
    expect(await contents(place)).toEqual(await undisturbed(people));
    await expectSettled(place, people);
  });

  it('that refuses the credential in the middle ends the run, and nothing is held against anybody', async () => {
    const place = await world();
    const people = company(10, 1);
    place.trouble = ({ number }) => (number > 9 ? { status: 401 } : undefined);
    const ran = await apply(place, people);
    expect(ran.finished.stopped).toMatchObject({ kind: 'lost', because: expect.stringContaining('401') });
    expect(ran.refused).toEqual([]);
    place.trouble = () => undefined;
    expect((await apply(place, people)).exitCode).toBe(0);
    expect(await contents(place)).toEqual(await undisturbed(people));
  });

  it('that refuses one person is told, and the others are not held up', async () => {
    const place = await world();
    const people = company(6, 1);
    place.trouble = ({ method, body }) =>
      method === 'POST' && body.includes('user3@')
        ? {
            status: 400,
            body: {
              schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
              status: '400',
              scimType: 'invalidValue',
              detail: 'no \u001b[31mred\u001b[0m people',
            },
          }
        : undefined;
    const ran = await apply(place, people);
    expect(ran.summary).toMatchObject({ created: 6, refused: 1, memberships: { added: 5, removed: 0 } });
    expect(ran.refused).toMatchObject([
      { id: 'p3', action: 'create', attempts: 1, at: { file: 'people.csv', line: 5 } },
    ]);
    const held = expect.stringMatching(/^1 membership waits for groups or people that were refused/);
    expect(ran.notices).toContainEqual(held);
    const again = await apply(place, people);
    expect(again.refused).toMatchObject([{ id: 'p3', attempts: 2 }]);
    await expect(expectSettled(place, people)).rejects.toThrow();
    expect(await contents(place)).toEqual(await undisturbed(people));
    await expectSettled(place, people);
  });
});

describe('a token that ends', () => {
  it('in the middle of a run leads to one login, whatever goes on at the same time', async () => {
    let logins = 0;
    const token = async (): Promise<string> => {
      logins += 1;
      return `token-number-${logins}`;
    };
    const place = await world({}, { auth: { type: 'bearer', token } });
    let ends = 20;
    let valid = 1;
    place.trouble = ({ authorization, number }) => {
      if (number > ends) {
        valid += 1;
        ends = number + 30;
      }
      return authorization === `Bearer token-number-${valid}` ? undefined : { status: 401 };
    };
    const people = company(40, 3);
    const ran = await apply(place, people, { concurrency: 8 });
    expect(ran.refused).toEqual([]);
    expect(ran.exitCode).toBe(0);
    expect(logins).toBe(valid);
    expect(valid).toBeGreaterThan(2);
    expect(await contents(place)).toEqual(await undisturbed(people));
  });
});

/** The same numbers for the same seed. */
const rollOf = (seed: number): ((sides: number) => number) => {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
};

/** Anything may happen to any request; sooner or later the target is where the directory wants it. */
describe('any trouble at any time', () => {
  const troubles: readonly Trouble[] = [
    'reset',
    { after: 'reset' },
    { after: { status: 500 } },
    { after: { status: 504 } },
    { status: 500 },
    { status: 503 },
    { status: 429, headers: { 'Retry-After': '0' } },
  ];

  it.each([
    ['okta', 'aiw'],
    ['okta', 'oin'],
    ['entra', 'default'],
    ['jumpcloud', 'patch'],
    ['authentik', 'default'],
  ])(
    '%s:%s ends where it should',
    async (idp, mode) => {
      const before = company(14, 3);
      const after = {
        people: [
          ...before.people
            .filter(({ id }) => id !== 'p1' && id !== 'p2')
            .map((person) => ({ ...person, displayName: `${person.displayName}!`, active: person.id !== 'p7' })),
          { id: 'p50', userName: 'late@example.com', displayName: 'Late Comer' },
        ],
        groups: [
          { id: 'g0', displayName: 'First' },
          { id: 'g1', displayName: 'Group 1' },
        ],
        memberships: [
          ...before.memberships.filter(([group, member]) => group !== 'g2' && !['p1', 'p2', 'p4'].includes(member)),
          ['g1', 'p50'] as const,
        ],
      };
      const extra = { idp, mode, allowShrink: true, retryNow: true, concurrency: 6 };
      const quiet = await world({ capabilities: { createOnReplace: true } });
      await apply(quiet, before, extra);
      await apply(quiet, after, extra);
      const wanted = await contents(quiet);
      await fc.assert(
        fc.asyncProperty(fc.nat(), async (seed) => {
          const dice = rollOf(seed);
          const place = await world({ capabilities: { createOnReplace: true } });
          const roll = (): Trouble | undefined => troubles[dice(60)];
          place.trouble = roll;
          await settle(place, before, extra);
          place.trouble = roll;
          await settle(place, after, extra);
          expect(await contents(place)).toEqual(wanted);
        }),
        { numRuns: 1, endOnFailure: true },
      );
    },
    60_000,
  );
});

/** Runs until nothing is refused any more, the last time without trouble. */
const settle = async (
  place: World,
  people: Parameters<typeof apply>[1],
  extra: Parameters<typeof apply>[2],
): Promise<Ran> => {
  for (let round = 0; round < 2; round++) {
    const ran = await apply(place, people, extra);
    if (ran.exitCode === 0) return ran;
  }
  place.trouble = () => undefined;
  const last = await apply(place, people, extra);
  expect(last.refused).toEqual([]);
  expect(last.exitCode).toBe(0);
  return last;
};
