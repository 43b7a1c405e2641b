import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../checks/check.ts';
import { type RunningServer, startServer } from '../serve/server.ts';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';
import type { RunEvent } from './events.ts';
import { memoryJournal, pendingOf } from './journal.ts';
import { rehearse, suiteFrom, suitesFrom } from './rehearse.ts';
import { run } from './run.ts';
import { SelectionProblem } from './select.ts';

const USER = "['urn:ietf:params:scim:schemas:core:2.0:User']";

let server: RunningServer;
let client: Client;
beforeAll(async () => {
  server = await startServer({});
  client = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
});
afterAll(async () => {
  await client.close();
  await server.close();
});

/** How many resources of a kind are on the server. */
const count = async (path: string): Promise<unknown> => {
  const { response } = await client.send({ method: 'GET', target: `${path}?count=0`, headers: [] });
  return (response?.body as { totalResults?: unknown } | undefined)?.totalResults;
};

const CREATE = `
  - id: users/create
    title: A user can be made
    cites: [R1]
    steps:
      - send: POST /Users
        body: {schemas: ${USER}, userName: 'eve.\${run.tag}'}
        expect: {status: 201, body: {userName: 'eve.\${run.tag}'}}
        capture: {eve: id}
      - send: GET /Users/\${eve}
        expect: {status: 200, body: {id: '\${eve}'}}
`;

describe('a run', () => {
  test('tells its events in order and takes back what it made', async () => {
    const { events, outcomes, summary, of } = await rehearse({
      client,
      loaded: await suiteFrom(CREATE),
      seed: 7,
      tool: 'x 1',
    });
    const types = events.map(({ type }) => type);
    expect(types[0]).toBe('run-started');
    expect(events[0]).toMatchObject({ target: server.url, seed: 7, tool: 'x 1', version: 1, idps: [] });
    expect(types.filter((type) => type !== 'exchange' && type !== 'fact')).toEqual([
      ...['run-started', 'case-started', 'case-finished', 'cleanup', 'run-finished'],
    ]);
    expect(outcomes).toEqual({ 'users/create': 'pass' });
    expect(of('users/create').exchanges).toHaveLength(2);
    expect(summary).toMatchObject({ exitCode: 0, leftovers: [], counts: { pass: 1 } });
    expect(summary.requests).toBe(types.filter((type) => type === 'exchange').length);
    expect(await count('/Users')).toBe(0);
  });

  test('knows the target from its discovery, and believes the user more', async () => {
    const options = { client, loaded: await suiteFrom(CREATE), overrides: { bulk: { supported: false } } };
    const { events } = await rehearse(options);
    const facts = Object.fromEntries(
      events.flatMap((event) => (event.type === 'fact' ? [[event.name, [event.value, event.from]]] : [])),
    );
    expect(facts).toMatchObject({
      'patch.supported': [true, 'ServiceProviderConfig'],
      'bulk.supported': [false, 'config'],
      'bulk.maxOperations': [100, 'ServiceProviderConfig'],
      'pagination.cursor': [true, 'ServiceProviderConfig'],
      'resources.Group': [true, 'ResourceTypes'],
      'discovery.Schemas': [true, 'GET /Schemas'],
      'search.supported': [true, 'POST /Users/.search answered 200'],
      'auth.bearer': [true, 'the credential'],
    });
  });

  test('a failed expectation is a fail at level MUST, with actual, expected and the line; the case goes on', async () => {
    const loaded = await suiteFrom(`
  - id: users/wrong
    title: Nothing holds
    cites: [R1]
    given: {babs: {User: {userName: 'babs.\${run.tag}', displayName: Babs}}}
    steps:
      - send: GET /Users/\${babs.id}
        expect: {status: 200, body: {displayName: Barbara}}
      - send: GET /Users/\${babs.id}
        expect: {status: 404}
      - send: GET /Users/\${babs.id}
        expect: {status: 500}
`);
    const { of, summary } = await rehearse({ client, loaded });
    const { outcome, reasons, exchanges } = of('users/wrong');
    expect(outcome).toBe('fail');
    expect(reasons).toMatchObject([
      { path: 'displayName', actual: 'Babs', expected: 'Barbara', at: { line: 12 } },
      { path: 'status', actual: 200, expected: 404, at: { line: 14 } },
    ]);
    expect(reasons[0]?.exchange).toBe(exchanges[1]);
    expect(exchanges).toHaveLength(3);
    expect(summary.exitCode).toBe(1);
  });

  test('a false condition skips with the fact and where it comes from', async () => {
    const loaded = await suiteFrom(`
  - {id: users/one, title: A, cites: [R1], when: bulk.supported eq false, steps: [{send: GET /Users, expect: {status: 200}}]}
  - {id: users/two, title: B, cites: [R1], when: pagination.cursor eq true and bulk.maxOperations ge 1000, steps: [{send: GET /Users, expect: {status: 200}}]}
  - {id: users/three, title: C, cites: [R1], needs: [users/two], steps: [{send: GET /Users, expect: {status: 200}}]}
`);
    const { results, summary } = await rehearse({ client, loaded });
    expect(results.map(({ id, outcome, reasons }) => [id, outcome, reasons[0]?.message]).toSorted()).toEqual([
      ['users/one', 'skip', 'bulk.supported is true (ServiceProviderConfig)'],
      ['users/three', 'skip', 'needs users/two, which was skipped: bulk.maxOperations is 100 (ServiceProviderConfig)'],
      ['users/two', 'skip', 'bulk.maxOperations is 100 (ServiceProviderConfig)'],
    ]);
    expect(summary.exitCode).toBe(0);
  });

  test('what a failed case is needed for is blocked by it, in turn', async () => {
    const loaded = await suiteFrom(`
  - {id: users/third, title: C, cites: [R1], needs: [users/second], steps: [{send: GET /Users, expect: {status: 200}}]}
  - {id: users/second, title: B, cites: [R1], needs: [users/first], steps: [{send: GET /Users, expect: {status: 200}}]}
  - {id: users/first, title: A, cites: [R1], steps: [{send: GET /Users, expect: {status: 418}}]}
`);
    const { of, outcomes, requests } = await rehearse({ client, loaded });
    expect(outcomes).toEqual({ 'users/first': 'fail', 'users/second': 'blocked', 'users/third': 'blocked' });
    expect(of('users/second')).toMatchObject({
      blockedBy: 'users/first',
      reasons: [{ message: 'needs users/first, which was not passed' }],
    });
    expect(of('users/third').blockedBy).toBe('users/second');
    expect(requests('users/second')).toEqual([]);
    const alone = await rehearse({ client, loaded, selection: { only: ['users/second'] } });
    expect(alone.outcomes).toEqual({ 'users/second': 'pass' });
  });

  test('given resources that cannot be made block the case, with the exchange', async () => {
    const loaded = await suiteFrom(`
  - id: users/blocked
    title: Two users of one name
    cites: [R1]
    given: {one: {User: {userName: 'same.\${run.tag}'}}, two: {User: {userName: 'same.\${run.tag}'}}}
    steps: [{send: GET /Users, expect: {status: 200}}]
`);
    const { of, summary } = await rehearse({ client, loaded });
    const result = of('users/blocked');
    expect(result).toMatchObject({ outcome: 'blocked', blockedBy: 'given two' });
    expect(result.reasons[0]?.message).toMatch(
      /^given two could not be made: POST \/Users answered 409 \(uniqueness: /,
    );
    expect(result.reasons[0]?.exchange).toBe(result.exchanges.at(-1));
    expect(summary.exitCode).toBe(3);
    expect(await count('/Users')).toBe(0);
  });

  test('a mistake in a suite or in us is an error, never a fail', async () => {
    const loaded = await suiteFrom(CREATE);
    const [suite] = loaded.suites;
    const [first] = suite?.cases ?? [];
    if (suite === undefined || first === undefined) throw new Error('no case');
    const step = {
      kind: 'operation',
      operation: 'fly',
      with: {},
      capture: [],
      eventually: false,
      at: first.at,
    } as const;
    const broken = { ...loaded, suites: [{ ...suite, cases: [{ ...first, steps: [step] }] }] };
    const { of, summary } = await rehearse({ client, loaded: broken });
    expect(of('users/create')).toMatchObject({ outcome: 'error' });
    expect(of('users/create').reasons[0]?.message).toMatch(
      /^a bug of ours, not of the target: no dialect operation fly/,
    );
    expect(summary.exitCode).toBe(3);
  });

  test('crowds, captures, templates and names that fit', async () => {
    const loaded = await suiteFrom(`
  - id: users/crowd
    title: A crowd
    cites: [R1]
    let: {stem: 'crowd.\${run.tag}'}
    given:
      crowd: {User: {userName: 'c\${n}.\${stem}'}, count: 9}
      team: {Group: {displayName: 'Team \${run.TAG}', members: [{for-each: '\${crowd}', as: one, make: {value: '\${one.id}'}}]}}
    steps:
      - pages: GET /Users
        query: {filter: 'userName ew "\${stem}"', sortBy: userName}
        by: index
        count: 4
        advance: returned
        limit: 10
        expect: {body: {ids: {same-set: '\${crowd|ids}'}, pages: 3, sizes: {same-list: [4, 4, 1]}, longest: 4, totalResults: 9}}
        capture: {last: 'sizes'}
      - pages: GET /Users
        query: {filter: 'userName ew "\${stem}"'}
        by: cursor
        count: 5
        advance: returned
        limit: 10
        expect: {body: {ids: {same-set: '\${crowd|ids}'}, pages: 2}}
      - send: GET /Groups/\${team.id}
        expect: {status: 200, body: {members: {length: 9}, displayName: {ends: '\${run.TAG}'}}}
`);
    const { of, requests } = await rehearse({ client, loaded });
    expect(of('users/crowd').reasons).toEqual([]);
    expect(
      requests('users/crowd')
        .filter((line) => line.includes('sortBy'))
        .map((line) => line.replace(/.*sortBy=userName/, '')),
    ).toEqual(['&startIndex=1&count=4', '&startIndex=5&count=4', '&startIndex=9&count=4']);
    expect([await count('/Users'), await count('/Groups')]).toEqual([0, 0]);
  });

  test('unchanged sees what a write did beside its purpose', async () => {
    const patch =
      "{schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: [{op: replace, path: displayName, value: New}]}";
    const loaded = await suiteFrom(`
  - id: users/unchanged
    title: Neighbours
    cites: [R1]
    given: {babs: {User: {userName: 'b.\${run.tag}', displayName: Old}}, neighbour: {User: {userName: 'n.\${run.tag}', displayName: Old}}}
    steps:
      - send: PATCH /Users/\${babs.id}
        body: ${patch}
        expect: {status: {one-of: [200, 204]}}
      - unchanged: {neighbour: [], babs: [displayName]}
      - unchanged: {babs: []}
      - send: DELETE /Users/\${neighbour.id}
      - unchanged: {neighbour: []}
`);
    const { reasons } = (await rehearse({ client, loaded })).of('users/unchanged');
    expect(reasons).toMatchObject([
      { path: 'babs.displayName', expected: 'Old', actual: 'New' },
      { message: expect.stringMatching(/^neighbour can no longer be read: GET \/Users\/\S+ answered 404/) },
    ]);
  });

  test('together sends at the same moment and looks at all the statuses', async () => {
    const loaded = await suiteFrom(`
  - id: users/race
    title: One of two wins
    cites: [R1]
    steps:
      - together:
          - {send: POST /Users, body: &racer {schemas: ${USER}, userName: 'racer.\${run.tag}'}}
          - {send: POST /Users, body: *racer}
        expect: {body: {statuses: {same-set: [201, 409]}, succeeded: 1}}
`);
    expect((await rehearse({ client, loaded })).of('users/race').reasons).toEqual([]);
    expect(await count('/Users')).toBe(0);
  });

  test('what bulk operations make is taken back too', async () => {
    const loaded = await suiteFrom(`
  - id: users/bulk
    title: Bulk
    cites: [R1]
    steps:
      - send: POST /Bulk
        body:
          schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
          Operations:
            - {method: POST, path: /Users, bulkId: u, data: {schemas: ${USER}, userName: 'bulk.\${run.tag}'}}
            - {method: POST, path: /Groups, bulkId: g, data: {schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Bulk \${run.tag}', members: [{value: 'bulkId:u'}]}}
        expect: {status: 201}
`);
    const { outcomes, summary } = await rehearse({ client, loaded });
    expect(outcomes).toEqual({ 'users/bulk': 'fail' });
    expect(summary.leftovers).toEqual([]);
    expect([await count('/Users'), await count('/Groups')]).toEqual([0, 0]);
  });

  test('keep leaves everything and lists it; the journal can finish the work', async () => {
    const journal = memoryJournal();
    const { summary, events } = await rehearse({ client, loaded: await suiteFrom(CREATE), keep: true, journal });
    expect(summary.leftovers).toHaveLength(1);
    expect(events.find(({ type }) => type === 'cleanup')).toMatchObject({
      removed: 0,
      leftovers: [{ because: 'kept, as asked' }],
    });
    const [pending] = pendingOf(journal.lines());
    expect(pending?.urls.map((url) => server.url + url)).toEqual(summary.leftovers);
    for (const target of pending?.urls ?? []) await client.send({ method: 'DELETE', target, headers: [] });
  });

  test('a baseline turns fail into known and pass into fixed', async () => {
    const loaded = await suiteFrom(`${CREATE}
  - {id: users/first, title: A, cites: [R1], steps: [{send: GET /Users, expect: {status: 418}}]}
`);
    const because = 'TICKET-1';
    const known = await rehearse({ client, loaded, baseline: [{ cases: 'users/f*', because }] });
    expect(known.of('users/first')).toMatchObject({ outcome: 'known', known: { because } });
    expect(known.summary.exitCode).toBe(0);
    const fixed = await rehearse({
      client,
      loaded,
      baseline: [
        { cases: '**', because },
        { cases: 'groups/*', because },
      ],
    });
    expect(fixed.outcomes).toEqual({ 'users/first': 'known', 'users/create': 'fixed' });
    expect(fixed.summary).toMatchObject({ exitCode: 1, unusedBaseline: [{ cases: 'groups/*' }] });
  });

  test('bail starts nothing after the first failure', async () => {
    const cases = ['a', 'b', 'c'].map(
      (id) => `  - {id: users/${id}, title: A, cites: [R1], steps: [{send: GET /Users, expect: {status: 418}}]}`,
    );
    const { results } = await rehearse({
      client,
      loaded: await suiteFrom(cases.join('\n')),
      bail: true,
      concurrency: 1,
    });
    expect(results).toHaveLength(1);
  });

  test('repeated on one server, and concurrently, it never collides with itself', async () => {
    const loaded = await suiteFrom(CREATE);
    const runs = await Promise.all([1, 2, 3].map(() => rehearse({ client, loaded, seed: 1 })));
    expect(runs.map(({ outcomes }) => outcomes['users/create'])).toEqual(['pass', 'pass', 'pass']);
  });

  test('a slow reader gets every event', async () => {
    const cases = Array.from(
      { length: 40 },
      (_, n) =>
        `  - {id: users/c${n}, title: A, cites: [R1], steps: [${'{send: GET /Users?count=0, expect: {status: 200}}, '.repeat(4)}]}`,
    );
    const loaded = await suiteFrom(cases.join('\n'));
    const seen: RunEvent[] = [];
    for await (const event of run({ client, loaded })) {
      seen.push(event);
      await new Promise((resolve) => setImmediate(resolve));
    }
    const exchanges = seen.filter((event) => event.type === 'exchange');
    const finished = seen.flatMap((event) => (event.type === 'case-finished' ? [event.result] : []));
    expect(exchanges.filter((event) => event.case !== undefined)).toHaveLength(160);
    for (const { id, exchanges: numbers } of finished) {
      const mine = exchanges.filter((event) => event.case === id).map((event) => event.exchange.number);
      expect(mine).toEqual(numbers);
    }
  });

  test('a selection that names what does not exist is refused before anything is sent', async () => {
    const loaded = await suiteFrom(CREATE);
    await expect(rehearse({ client, loaded, selection: { only: ['users/creat'] } })).rejects.toThrow(SelectionProblem);
  });
});

describe('checks on every exchange', () => {
  const check = (name: string, examine: Check['examine']): Check => ({
    ...{ id: `exchange/${name}`, title: name, suite: 'exchange', level: 'MUST', cites: [], idps: {}, sources: [] },
    examine,
  });

  test('each is one result: grouped examples, skip when it never applied, error when it broke', async () => {
    const seen: string[] = [];
    const checks = [
      check('sees', ({ request }) => {
        seen.push(request.method);
        return [];
      }),
      check('complains', ({ request }) => [{ message: `no ${request.method}` }]),
      check('varies', ({ number }) => [{ message: `number ${number}` }]),
      check('idle', () => undefined),
      check('broken', () => {
        throw new TypeError('oops');
      }),
    ];
    const { of, outcomes, summary } = await rehearse({ client, loaded: await suiteFrom(CREATE), checks });
    expect(outcomes).toEqual({
      ...{ 'users/create': 'pass', 'exchange/sees': 'pass', 'exchange/complains': 'fail' },
      ...{ 'exchange/varies': 'fail', 'exchange/idle': 'skip', 'exchange/broken': 'error' },
    });
    expect(of('exchange/complains').reasons.map(({ message }) => message)).toEqual([
      'no GET (in 6 exchanges)',
      'no POST (in 3 exchanges)',
    ]);
    expect(of('exchange/varies').reasons).toHaveLength(6);
    expect(of('exchange/varies').reasons[5]?.message).toBe(
      '9 of 9 exchanges are concerned, in 9 different ways; 5 are shown',
    );
    expect(of('exchange/broken').reasons[0]?.message).toBe('a bug of ours, not of the target: oops');
    expect(seen).not.toContain('DELETE');
    expect(summary.exitCode).toBe(1);
  });

  test('they are selected like cases', async () => {
    const checks = [check('one', () => []), check('two', () => [])];
    const loaded = await suiteFrom(CREATE);
    const { outcomes } = await rehearse({ client, loaded, checks, selection: { only: ['users/**', 'exchange/two'] } });
    expect(outcomes).toEqual({ 'users/create': 'pass', 'exchange/two': 'pass' });
  });
});

const DIALECT = `
dialect: acme
title: Acme
modes:
  plain: {title: Plain, let: {kind: Plain}}
  fancy: {title: Fancy, let: {kind: Fancy}}
features: {make: Make users, look: Look at users, fly: Fly}
headers: {User-Agent: Acme 1, Accept: application/scim+json}
body-headers: {Content-Type: application/scim+json}
query: {space: '+'}
operations:
  make:
    title: Make
    evidence: documented
    sources: [https://example.com/make]
    parameters: {name: {}, title: {optional: true}, nick: {optional: true, default: 'nick of \${kind}'}}
    requests:
      - send: POST /Users
        body: {schemas: ${USER}, userName: '\${name}', displayName: '\${kind}', title: '\${title?}', nickName: '\${nick}'}
        expect: {status: 201}
  look:
    title: Look
    evidence: assumed
    sources: [https://example.com/look]
    parameters: {name: {}}
    requests:
      - send: GET /Users
        query: {filter: 'userName eq "\${name}"'}
        expect: {status: 200, body: {totalResults: {ge: 1}}}
        capture: {found: 'Resources.id'}
      - {send: 'GET /Users/\${found}', expect: {status: 200}}
`;
const ACME = `
suite: acme
title: Acme
dialect: acme
level: NONE
sources: [https://example.com/]
cases:
  - id: acme/make
    title: Making
    variants:
      plain: {mode: plain, idps: {acme: make}}
      fancy: {mode: fancy, idps: {acme: {features: [make], need: optional}}}
    steps:
      - do: make
        with: {name: '\${variant}.\${run.tag}'}
        expect: {body: {displayName: '\${mode|capitalised}', nickName: 'nick of Plain'}, absent: [title]}
        capture: {id: id}
      - {do: look, with: {name: '\${variant}.\${run.tag}'}, expect: {body: {id: '\${id}'}}}
  - id: acme/look
    title: Looking
    idps: {acme: look}
    steps:
      - {do: look, with: {name: 'nobody.\${run.tag}'}}
`;

describe('identity providers', () => {
  const load = () => suitesFrom({ 'acme/dialect.yaml': DIALECT, 'acme/acme.yaml': ACME });

  test('their operations are written by the dialect, in the mode of the case, and judged by what it needs', async () => {
    const { outcomes, requests, of, summary } = await rehearse({ client, loaded: await load() });
    expect(outcomes).toEqual({ 'acme/make/plain': 'pass', 'acme/make/fancy': 'note', 'acme/look': 'note' });
    expect(requests('acme/look')[0]).toMatch(/^GET \/Users\?filter=userName\+eq\+%22nobody\.\w+%22$/);
    expect(of('acme/make/fancy').reasons).toMatchObject([{ path: 'nickName', actual: 'nick of Fancy' }]);
    expect(of('acme/look').reasons).toMatchObject([
      { path: 'totalResults', actual: 0 },
      { message: 'Resources.id is missing, which the next steps need as found' },
    ]);
    expect(summary.readiness).toEqual([
      {
        ...{ idp: 'acme', feature: 'make', title: 'Make users' },
        ...{ status: 'ready', because: [], evidence: 'assumed' },
      },
      {
        ...{ idp: 'acme', feature: 'look', title: 'Look at users' },
        ...{ status: 'not-ready', because: ['acme/look'], evidence: 'assumed' },
      },
      {
        ...{ idp: 'acme', feature: 'fly', title: 'Fly' },
        ...{ status: 'not-tested', because: [], why: 'no case tests it' },
      },
    ]);
    expect(summary.exitCode).toBe(0);
  });

  test('a selected one decides: what it requires and does not get is a fail under it', async () => {
    const { outcomes, of, summary } = await rehearse({ client, loaded: await load(), selection: { idps: ['acme'] } });
    expect(outcomes).toEqual({ 'acme/make/plain': 'pass', 'acme/make/fancy': 'note', 'acme/look': 'fail' });
    expect(of('acme/look').under).toEqual({ acme: 'not-ready' });
    expect(summary.exitCode).toBe(1);
  });
});

describe('a server that shows its writes late', () => {
  test('is given the lag, by repeating reads only', async () => {
    const late = await startServer({ lagMs: 60 });
    const lateClient = createClient({ baseUrl: late.url, auth: { type: 'bearer', token: late.token }, proxy: false });
    const loaded = await suiteFrom(CREATE.replace('- send: GET', '- eventually: target\n        send: GET'));
    const patient = await rehearse({ client: lateClient, loaded, lagMs: 5000 });
    expect(patient.outcomes).toEqual({ 'users/create': 'pass' });
    expect(patient.requests('users/create').filter((line) => line.startsWith('POST'))).toHaveLength(1);
    expect(patient.summary.leftovers).toEqual([]);
    const strict = await rehearse({ client: lateClient, loaded, lagMs: 0 });
    expect(strict.outcomes).toEqual({ 'users/create': 'fail' });
    await lateClient.close();
    await late.close();
  });
});
