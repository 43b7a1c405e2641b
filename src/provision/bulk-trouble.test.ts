/** Targets that refuse bulk requests, lose the answers to them, or answer what cannot be used: nobody is lost, nobody doubled. */
import { describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { type Company, company } from './company.testing.ts';
import { apply, contents, type Passing, type Trouble, type World, world } from './world.testing.ts';

const isBulk = ({ path }: Pick<Passing, 'path'>): boolean => path === '/Bulk';

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly bulkId?: string;
  readonly data: { readonly userName?: string };
}

const operationsIn = (body: string): Operation[] => JSON.parse(body).Operations;

/** How often each person was asked for, alone or with others. */
const creations = (passings: readonly Passing[]): Record<string, number> => {
  const names = passings.flatMap(({ method, path, body }): (string | undefined)[] => {
    if (method !== 'POST') return [];
    if (path === '/Users') return [JSON.parse(body).userName];
    return path === '/Bulk'
      ? operationsIn(body).flatMap(({ method: inner, data }) => (inner === 'POST' ? [data.userName] : []))
      : [];
  });
  return Object.fromEntries(
    Object.entries(
      Object.groupBy(
        names.filter((name) => name !== undefined),
        (name) => name,
      ),
    ).map(([name, all]) => [name, all?.length ?? 0]),
  );
};

const AUTHENTIK = { idp: 'authentik', bulk: true } as const;
const undisturbed = async (people: Company, extra: object = AUTHENTIK) => {
  const place = await world();
  await apply(place, people, { ...extra, bulk: false });
  return contents(place);
};

/** Once the target is as it should be, there is nothing left to do. */
const expectSettled = async (place: World, people: Company, extra: object = AUTHENTIK): Promise<void> => {
  expect(await contents(place)).toEqual(await undisturbed(people, extra));
  place.trouble = () => undefined;
  const before = place.requests.length;
  const { summary } = await apply(place, people, { ...extra, bulk: false });
  expect(summary).toMatchObject({ created: 0, adopted: 0, updated: 0, memberships: { added: 0, removed: 0 } });
  expect(place.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
};

/** Only bulk requests are in trouble, and of those as many as are given. */
const inBulk = (place: World, trouble: (passing: Passing, count: number) => Trouble | undefined): void => {
  let count = 0;
  place.trouble = (passing) => {
    if (!isBulk(passing)) return undefined;
    count += 1;
    return trouble(passing, count);
  };
};

/** A person whom the server does not like, in place of one it does. */
const REFUSED = ['"userName":"user3@example.com"', '"userName":7'] as const;
const PAGE = { text: '<!doctype html><title>Not here</title>', headers: { 'Content-Type': 'text/html' } } as const;
const error = (status: number, more: JsonObject = {}): Trouble => ({
  status,
  body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: String(status), ...more },
});

const shown = (change: (results: readonly Json[]) => readonly Json[]): Trouble => ({
  change: ({ status, body }) => {
    const results = isObject(body) && Array.isArray(body.Operations) ? body.Operations : [];
    return { status, body: { ...(isObject(body) ? body : {}), Operations: [...change(results)] } };
  },
});
const without =
  (key: string) =>
  (result: Json): Json => {
    if (!isObject(result)) return result;
    const { [key]: _, ...others } = result;
    return others;
  };

describe('a target that refuses bulk requests', () => {
  it.each<[string, Trouble]>([
    ['403', error(403)],
    ['404 with a page', { status: 404, ...PAGE }],
    ['405', error(405)],
    ['501', error(501)],
  ])('for good (%s) is asked once, and then by single requests', async (_, trouble) => {
    const place = await world({ capabilities: { maxOperations: 10 } });
    inBulk(place, () => trouble);
    const people = company(20, 2);
    const ran = await apply(place, people, { ...AUTHENTIK, concurrency: 1 });
    expect(ran.notices).toContainEqual(expect.stringContaining('the target refuses a batch: POST '));
    expect(ran.summary).toMatchObject({ created: 22, refused: 0 });
    expect(place.requests.filter(isBulk)).toHaveLength(1);
    await expectSettled(place, people);
  });

  it.each<[string, Trouble]>([
    ['413', error(413)],
    ['400 tooMany', error(400, { scimType: 'tooMany' })],
  ])('because they are too large (%s) gets smaller ones', async (_, trouble) => {
    const place = await world();
    inBulk(place, ({ body }) => (operationsIn(body).length > 20 ? trouble : undefined));
    const people = company(100, 2);
    const ran = await apply(place, people, { ...AUTHENTIK, concurrency: 2 });
    expect(ran.summary).toMatchObject({ created: 102, refused: 0 });
    expect(ran.notices).toContainEqual(
      expect.stringMatching(/^the target finds a batch too large \(.*\): the next have \d+ operations at most$/),
    );
    expect(place.requests.filter(({ method, path }) => method === 'POST' && path === '/Users')).toEqual([]);
    await expectSettled(place, people);
  });

  it('because any is too large gets single requests in the end', async () => {
    const place = await world();
    inBulk(place, () => error(413));
    const people = company(30, 2);
    const ran = await apply(place, people, { ...AUTHENTIK, concurrency: 1 });
    expect(ran.notices).toContainEqual(expect.stringContaining('the target finds any batch too large'));
    expect(ran.summary).toMatchObject({ created: 32, refused: 0 });
    expect(place.requests.filter(isBulk).length).toBeLessThan(8);
    await expectSettled(place, people);
  });

  it('now and then (400) gets what was in those by itself', async () => {
    const place = await world({ capabilities: { maxOperations: 10 } });
    inBulk(place, (_, count) => (count === 2 ? error(400, { scimType: 'invalidSyntax' }) : undefined));
    const people = company(40, 2);
    const ran = await apply(place, people, { ...AUTHENTIK, concurrency: 1 });
    expect(ran.summary).toMatchObject({ created: 42, refused: 0 });
    const alone = place.requests.filter(({ method, path }) => method === 'POST' && path === '/Users').length;
    expect(alone).toBeGreaterThan(4);
    expect(alone).toBeLessThanOrEqual(10);
    expect(place.requests.filter(isBulk).length).toBeGreaterThan(4);
    await expectSettled(place, people);
  });

  it('always (400) is left in peace after three', async () => {
    const place = await world({ capabilities: { maxOperations: 5 } });
    inBulk(place, () => error(400));
    const people = company(60, 2);
    const ran = await apply(place, people, { ...AUTHENTIK, concurrency: 1 });
    expect(ran.notices).toContainEqual(expect.stringContaining('3 bulk requests in a row came to nothing: POST '));
    expect(place.requests.filter(isBulk)).toHaveLength(3);
    await expectSettled(place, people);
  });

  it('for a while (429, 503) is asked again with the same', async () => {
    const place = await world({ capabilities: { maxOperations: 20 } });
    const headers = { 'Retry-After': '0' };
    inBulk(place, (_, count) => (count > 9 ? undefined : { status: count % 2 === 0 ? 503 : 429, headers }));
    const people = company(60, 4);
    const ran = await apply(place, people, AUTHENTIK);
    expect(ran.summary).toMatchObject({ created: 64, refused: 0 });
    expect(ran.events.some(({ type }) => type === 'waiting')).toBe(true);
    expect(place.requests.filter(({ method, path }) => method !== 'GET' && path !== '/Bulk')).toEqual([]);
    await expectSettled(place, people);
  });

  it('because of the credential ends the run, and holds nothing against anybody', async () => {
    const place = await world();
    inBulk(place, () => ({ status: 401 }));
    const people = company(20, 2);
    const ran = await apply(place, people, AUTHENTIK);
    expect(ran.finished.stopped).toMatchObject({
      kind: 'lost',
      because: expect.stringContaining('/Bulk answered 401'),
    });
    expect([ran.refused, ran.exitCode]).toEqual([[], 3]);
    place.trouble = () => undefined;
    expect((await apply(place, people, AUTHENTIK)).exitCode).toBe(0);
    await expectSettled(place, people);
  });
});

describe('an answer that is lost', () => {
  it.each<[string, Trouble]>([
    ['cut', { after: 'reset' }],
    ['too late', { after: 'silence' }],
    ['500', { after: { status: 500 } }],
    ['504', { after: { status: 504 } }],
    ['a page in its place', { change: () => ({ status: 200, body: undefined }) }],
  ])('after everything was done (%s) is looked up, and nothing is created again', async (_, trouble) => {
    const place = await world({ capabilities: { maxOperations: 15 } }, { timeouts: { headersMs: 500 } });
    inBulk(place, (_passing, count) => (count === 2 || count === 4 ? trouble : undefined));
    const people = company(40, 3);
    const ran = await apply(place, people, AUTHENTIK);
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 43 });
    expect(new Set(Object.values(creations(place.requests)))).toEqual(new Set([1]));
    await expectSettled(place, people);
  });

  it.each<[string, Trouble]>([
    ['cut', 'reset'],
    ['500', { status: 500 }],
    ['a page', { status: 200, ...PAGE }],
  ])('before anything was done (%s) is looked up, and then all is asked for again', async (_, trouble) => {
    const place = await world({ capabilities: { maxOperations: 15 } });
    inBulk(place, (_passing, count) => (count === 2 ? trouble : undefined));
    const people = company(40, 3);
    const ran = await apply(place, people, AUTHENTIK);
    expect(ran.summary).toMatchObject({ created: 43, refused: 0 });
    await expectSettled(place, people);
  });

  it('every time is not waited for more than three times in a row', async () => {
    const place = await world({ capabilities: { maxOperations: 8 } });
    inBulk(place, () => ({ after: { status: 500 } }));
    const people = company(50, 2);
    const ran = await apply(place, people, { ...AUTHENTIK, concurrency: 1 });
    expect(ran.notices).toContainEqual(expect.stringContaining('3 bulk requests in a row came to nothing'));
    expect(ran.summary).toMatchObject({ created: 52, refused: 0 });
    expect(place.requests.filter(isBulk)).toHaveLength(3);
    expect(new Set(Object.values(creations(place.requests)))).toEqual(new Set([1]));
    await expectSettled(place, people);
  });
});

describe('results', () => {
  it.each<[string, (results: readonly Json[]) => readonly Json[]]>([
    ['in another order', (results) => results.toReversed()],
    ['with others between them', (results) => [{ method: 'POST', bulkId: 'x', status: '201' }, ...results, 'oops', {}]],
    ['some missing', (results) => results.filter((_, index) => index % 3 !== 1)],
    ['none at all', () => []],
    ['without bulkIds, in another order', (results) => results.toReversed().map(without('bulkId'))],
    ['without locations', (results) => results.map(without('location'))],
    ['without statuses', (results) => results.map(without('status'))],
    ['twice', (results) => [...results, ...results]],
  ])('%s: whatever is not said is found out, and nobody is created twice', async (_, change) => {
    const place = await world({ capabilities: { maxOperations: 15 } });
    inBulk(place, () => shown(change));
    const people = company(30, 3);
    const ran = await apply(place, people, AUTHENTIK);
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 33, refused: 0 });
    expect(new Set(Object.values(creations(place.requests)))).toEqual(new Set([1]));
    await expectSettled(place, people);
  });

  it('of changes and deletions that are not said are asked for again, by themselves', async () => {
    const place = await world();
    const people = company(20, 2);
    const changed = {
      ...people,
      people: people.people.slice(2).map((one) => ({ ...one, displayName: 'Changed' })),
    };
    const extra = { ...AUTHENTIK, allowShrink: true };
    await apply(place, people, extra);
    inBulk(place, () => shown((results) => results.slice(4)));
    const ran = await apply(place, { ...changed, memberships: changed.memberships.slice(2) }, extra);
    expect(ran.summary).toMatchObject({ updated: 18, deleted: 2, refused: 0 });
    await expectSettled(place, { ...changed, memberships: changed.memberships.slice(2) }, extra);
  });

  it('tell for each operation why it was refused', async () => {
    const place = await world();
    place.trouble = ({ method }) =>
      method === 'POST' ? { rewrite: (body) => body.replace(REFUSED[0], REFUSED[1]) } : undefined;
    const people = company(12, 2);
    const ran = await apply(place, people, AUTHENTIK);
    expect(ran.refused).toMatchObject([
      {
        id: 'p3',
        action: 'create',
        reason: expect.stringMatching(/^POST \/Users answered 400 \(.*userName.*\) in a bulk request$/),
      },
    ]);
    expect(ran.summary).toMatchObject({ created: 13, refused: 1, memberships: { added: 11, removed: 0 } });
    expect((await contents(place)).users).toHaveLength(11);
  });

  it.each<[string, (operations: readonly Operation[]) => readonly Json[]]>([
    ['is silent about the others', () => []],
    [
      'says 424 of the others',
      (operations) =>
        operations.map(({ method, path, bulkId }) => ({
          ...{ method, status: '424' },
          ...(bulkId === undefined ? { location: path } : { bulkId }),
        })),
    ],
  ])('of a target that stops at the first error, and %s: nobody is lost', async (_, ofOthers) => {
    const place = await world();
    let stopped = 0;
    place.trouble = ({ path, body }) => {
      if (path !== '/Bulk' || stopped > 0 || !body.includes('user3@')) return undefined;
      const operations = operationsIn(body);
      stopped = operations.length;
      return {
        rewrite: (text) => text.replace(REFUSED[0], REFUSED[1]).replace('{', '{"failOnErrors":1,'),
        change: ({ status, body: answer }) => {
          const done = isObject(answer) && Array.isArray(answer.Operations) ? answer.Operations : [];
          expect(done.length).toBeLessThan(stopped);
          return { status, body: { Operations: [...done, ...ofOthers(operations.slice(done.length))] } };
        },
      };
    };
    const people = company(12, 2);
    const ran = await apply(place, people, AUTHENTIK);
    expect(stopped).toBeGreaterThan(10);
    expect(ran.refused.map(({ id }) => id)).toEqual(['p3']);
    expect(ran.summary).toMatchObject({ created: 13, refused: 1 });
    await apply(place, people, AUTHENTIK);
    await expectSettled(place, people);
  });
});

describe('a target whose bulk requests are wrong', () => {
  it.each([
    'bulk-bulkid-not-resolved',
    'bulk-limits-not-enforced',
    'bulk-failonerrors-ignored',
    'bulk-response-shape',
    'bulk-advertised-unsupported-bad-reply',
    'bulk-not-persisted',
    'bulk-operation-not-validated',
    'bulk-without-operations-200',
    'bulk-unknown-reference-kept',
    'bulk-circular-references-kept',
    'bulk-forward-reference-409',
  ])('%s', async (fault) => {
    for (const idp of ['authentik', 'jumpcloud']) {
      const place = await world({ faults: [fault], capabilities: { maxOperations: 20 } });
      const people = company(30, 3);
      const extra = { idp, bulk: true };
      const ran = await apply(place, people, extra);
      expect(ran.refused).toEqual([]);
      expect(ran.summary).toMatchObject({ created: 33, memberships: { added: 30, removed: 0 } });
      await expectSettled(place, people, extra);
    }
  });
});

/** Anything may happen to any request, again and again; sooner or later the target is where the directory wants it. */
it.each(['entra', 'jumpcloud', 'authentik'])(
  'a target that puts down bulkIds as members is rid of them, and told the members as %s tells them',
  async (idp) => {
    const faults = ['bulk-bulkid-not-resolved', 'bulk-unknown-reference-kept'];
    const place = await world({ faults, capabilities: { maxOperations: 12 } });
    const people = company(20, 2);
    const extra = { idp, bulk: true };
    const ran = await apply(place, people, extra);
    expect(ran.notices).toContainEqual(expect.stringMatching(/does not show the members that a bulk request gave it/));
    expect(ran.summary).toMatchObject({ created: 22, refused: 0 });
    await expectSettled(place, people, extra);
  },
);

describe('any trouble at any time', () => {
  const troubles: readonly Trouble[] = [
    'reset',
    { after: 'reset' },
    { after: { status: 500 } },
    { after: { status: 504 } },
    { status: 500 },
    { status: 413 },
    { status: 429, headers: { 'Retry-After': '0' } },
    shown((results) => results.slice(1)),
    shown((results) => results.map((result, index) => (index % 2 === 0 ? without('bulkId')(result) : result))),
  ];
  /** The same for the same seed. */
  const diceOf = (seed: number): ((sides: number) => number) => {
    let state = seed;
    return (sides) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * sides);
    };
  };

  it.each([
    ['okta', 'aiw', 1],
    ['entra', 'default', 2],
    ['jumpcloud', 'patch', 3],
    ['authentik', 'default', 4],
  ])('%s:%s ends where it should (%d)', async (idp, mode, seed) => {
    const people = company(40, 4);
    const changed = {
      people: people.people.slice(0, 30).map((one) => ({ ...one, displayName: 'Changed', active: one.id !== 'p7' })),
      groups: people.groups.slice(1),
      memberships: people.memberships.filter(([group, id]) => group !== 'g0' && Number(id.slice(1)) < 30),
    };
    const extra = { idp, mode, allowShrink: true, retryNow: true, concurrency: 6 };
    const quiet = await world();
    const place = await world({ capabilities: { maxOperations: 7 } });
    const dice = diceOf(seed);
    for (const company of [people, changed]) {
      await apply(quiet, company, extra);
      for (let round = 0; round < 4; round++) {
        place.trouble = ({ path }) => {
          const trouble = troubles[dice(isBulk({ path }) ? 20 : 40)];
          const isForBulk = trouble !== undefined && typeof trouble === 'object' && 'change' in trouble;
          return isForBulk && path !== '/Bulk' ? undefined : trouble;
        };
        if (round === 3) place.trouble = () => undefined;
        const ran = await apply(place, company, { ...extra, bulk: true });
        if (ran.exitCode === 0) break;
        if (round === 3) expect(ran.refused).toEqual([]);
      }
      expect(await contents(place)).toEqual(await contents(quiet));
    }
  });
});
