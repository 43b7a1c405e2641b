import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CREATE, type Embedded, embedded } from './embedded.testing.ts';
import type { RunEvent } from './events.ts';
import { memoryJournal, pendingOf } from './journal.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';
import { run } from './run.ts';
import { SelectionProblem } from './select.ts';

let client: Embedded['client'];
let server: Embedded['server'];
let count: Embedded['count'];
let close: Embedded['close'];
beforeAll(async () => {
  ({ client, server, count, close } = await embedded());
});
afterAll(() => close());

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

  test('read-only sends nothing but reads, and says so when nothing is left', async () => {
    const loaded = await suiteFrom(`${CREATE}
  - {id: users/list, title: A, cites: [R1], steps: [{send: GET /Users, expect: {status: 200}}, {send: POST /Users/.search, body: {schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest']}, expect: {status: 200}}]}
  - {id: users/remove, title: A, cites: [R1], steps: [{send: DELETE /Users/1, expect: {status: 404}}]}
`);
    const { outcomes, events } = await rehearse({ client, loaded, readOnly: true });
    expect(outcomes).toEqual({ 'users/list': 'pass' });
    const sent = events.flatMap((event) => (event.type === 'exchange' ? [event.exchange.request] : []));
    expect(sent.filter(({ method, url }) => method !== 'GET' && !url.endsWith('/.search'))).toEqual([]);
    const nothing = rehearse({ client, loaded, readOnly: true, selection: { only: ['users/create'] } });
    await expect(nothing).rejects.toThrow('No case is left: all that are selected write');
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
