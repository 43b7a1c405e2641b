import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';
import { cleanup } from './cleanup.ts';
import { memoryJournal, pendingOf } from './journal.ts';
import { rehearse, suiteFrom } from './rehearse.ts';
import { run } from './run.ts';

const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
type Resource = Record<string, unknown> & { id: string };

/** What a hand-made server knows of a request. */
interface Incoming {
  /** `GET /Users/1` */
  readonly line: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly users: Map<string, Resource>;
  readonly response: ServerResponse;
  /** 1, 2, 3… */
  readonly number: number;
}
type Reply = { status: number; body?: unknown; text?: string; headers?: Record<string, string> } | 'taken' | undefined;

const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
};

const read = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text.startsWith('{') ? JSON.parse(text) : {};
};
const list = (resources: readonly unknown[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  Resources: resources,
});

/** Just enough of a server; without any discovery. */
const good = ({ line, query, body, users }: Incoming): Reply => {
  const [method, path = ''] = line.split(' ');
  const id = /^\/Users\/(.+)$/.exec(path)?.[1];
  if (line === 'POST /Users') {
    const user = { schemas: [USER_URN], ...body, id: `u${users.size + 1}x${Math.random().toString(36).slice(2)}` };
    users.set(user.id, user);
    return { status: 201, body: user };
  }
  if (line === 'GET /Users') {
    const [, name, wanted = ''] = /^(\w+) (?:eq|co) "(.*)"$/.exec(query.get('filter') ?? '') ?? [];
    const found = [...users.values()].filter((user) => name === undefined || String(user[name]).includes(wanted));
    return { status: 200, body: list(found) };
  }
  if (id !== undefined && users.has(id)) {
    if (method === 'GET') return { status: 200, body: users.get(id) };
    if (method === 'DELETE') {
      users.delete(id);
      return { status: 204 };
    }
  }
  return { status: 404, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' } };
};

/** A server that is good but for what `bad` does; `bad` may take the response into its own hands. */
const serverWith = async (bad: (incoming: Incoming) => Reply = () => undefined) => {
  const users = new Map<string, Resource>();
  const lines: string[] = [];
  const url = await listen(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const line = `${request.method} ${pathname.replace('/scim', '')}`;
    lines.push(line);
    const incoming = { line, query: searchParams, body: await read(request), users, response, number: lines.length };
    const reply = bad(incoming) ?? good(incoming);
    if (reply === 'taken' || reply === undefined) return;
    const { status, body, text, headers } = reply;
    response.writeHead(status, { 'Content-Type': 'application/scim+json', ...headers });
    response.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
  });
  const client = clientFor(`${url}/scim`);
  return { client, users, lines };
};

const clientFor = (baseUrl: string): Client => {
  const client = createClient({
    ...{ baseUrl, auth: { type: 'bearer', token: 'secret-token' }, proxy: false, pace: { attempts: 2 } },
    timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
  });
  onTestFinished(() => client.close());
  return client;
};

const CREATE = `
  - id: users/create
    title: A user can be made
    cites: [R1]
    steps:
      - send: POST /Users
        body: {schemas: ['${USER_URN}'], userName: 'eve.\${run.tag}'}
        expect: {status: 201}
`;
const ASK = `
  - id: users/ask
    title: There is a list
    cites: [R1]
    steps: [{send: GET /Users?asked=1, expect: {status: 200}}]
`;

describe('a run that cannot be carried out is aborted with one message and exit status 3', () => {
  const abortedWith = async (client: Client) => {
    const { events, summary, results } = await rehearse({ client, loaded: await suiteFrom(CREATE) });
    expect(results).toEqual([]);
    expect(summary.exitCode).toBe(3);
    expect(summary.aborted?.kind).toBe('setup');
    expect(events.filter(({ type }) => type !== 'exchange').map(({ type }) => type)).toEqual([
      'run-started',
      'run-finished',
    ]);
    return summary.aborted?.because;
  };

  test('nothing listens there', async () => {
    expect(await abortedWith(clientFor('http://127.0.0.1:1/scim'))).toMatch(/127\.0\.0\.1:1/);
  });

  test('the host name has no address', async () => {
    expect(await abortedWith(clientFor('http://nowhere.invalid/scim'))).toMatch(/nowhere\.invalid/);
  });

  test('it hangs', async () => {
    const { client } = await serverWith(() => 'taken');
    expect(await abortedWith(client)).toMatch(/0\.3 s|300 ms/);
  });

  test('401 to a request with the credential, which is not shown', async () => {
    const { client } = await serverWith(({ line }) => (line === 'GET /Users' ? { status: 401 } : undefined));
    const because = await abortedWith(client);
    expect(because).toBe(
      'GET /Users?startIndex=1&count=1 answered 401: the target does not accept the credential. Check the token, then try again.',
    );
  });

  test('403', async () => {
    const { client } = await serverWith(({ line }) => (line === 'GET /Users' ? { status: 403 } : undefined));
    expect(await abortedWith(client)).toContain('answered 403');
  });

  test('it redirects', async () => {
    const headers = { Location: 'https://login.example.com/start' };
    const { client } = await serverWith(() => ({ status: 302, headers }));
    expect(await abortedWith(client)).toContain('redirects to https://login.example.com/start');
  });

  test('it answers HTML to everything', async () => {
    const headers = { 'Content-Type': 'text/html' };
    const { client } = await serverWith(() => ({ status: 200, text: '<html>Welcome</html>', headers }));
    expect(await abortedWith(client)).toMatch(
      /^Nothing at http:\S+ speaks SCIM: GET \/Users\S* answered 200 with text\/html instead of JSON/,
    );
  });

  test('the user interrupts it: 130', async () => {
    const { client } = await serverWith();
    const { summary } = await rehearse({ client, loaded: await suiteFrom(CREATE), signal: AbortSignal.abort() });
    expect(summary).toMatchObject({ exitCode: 130, aborted: { kind: 'interrupted' } });
  });
});

describe('discovery that is', () => {
  const factsOf = async (bad: (incoming: Incoming) => Reply) => {
    const { client } = await serverWith(bad);
    const { events, outcomes } = await rehearse({ client, loaded: await suiteFrom(CREATE) });
    expect(outcomes).toEqual({ 'users/create': 'pass' });
    return Object.fromEntries(
      events.flatMap((event) => (event.type === 'fact' ? [[event.name, [event.value, event.from]]] : [])),
    );
  };

  test('missing: PATCH and filters are assumed, the rest is not', async () => {
    expect(await factsOf(() => undefined)).toMatchObject({
      'discovery.ServiceProviderConfig': [false, 'GET /ServiceProviderConfig answered 404'],
      'patch.supported': [true, 'assumed, there is no ServiceProviderConfig'],
      'filter.supported': [true, 'assumed, there is no ServiceProviderConfig'],
      'bulk.supported': [false, 'assumed, there is no ServiceProviderConfig'],
      'resources.User': [true, 'GET /Users?startIndex=1&count=1 answered 200'],
      'resources.Group': [false, 'GET /Groups?startIndex=1&count=1 answered 404'],
      'resources.EnterpriseUser': [false, 'assumed, there are no ResourceTypes and no Schemas'],
    });
  });

  test('lying, HTML, or cut off', async () => {
    const facts = await factsOf(({ line, response }) => {
      if (line === 'GET /ServiceProviderConfig')
        return { status: 200, body: { PATCH: { supported: 'false' }, bulk: true, filter: 7, __proto__: 1 } };
      if (line === 'GET /ResourceTypes') return { status: 200, body: list([{ name: 'User' }, 'nonsense', null]) };
      if (line === 'GET /Schemas') {
        response.writeHead(200, { 'Content-Length': '1000' }).write('{"Resources": [');
        response.destroy();
        return 'taken';
      }
      return undefined;
    });
    expect(facts).toMatchObject({
      'patch.supported': [false, 'ServiceProviderConfig, which says {"supported":"false"}'],
      'bulk.supported': [true, 'ServiceProviderConfig, which says true'],
      'bulk.maxOperations': [1_000_000_000, 'assumed, ServiceProviderConfig does not say'],
      'filter.supported': [true, 'assumed, ServiceProviderConfig does not say'],
      'resources.User': [true, 'GET /Users?startIndex=1&count=1 answered 200'],
    });
    expect(facts['discovery.Schemas']?.[1]).toMatch(/^GET \/Schemas got no answer: /);
  });
});

describe('a target that is lost in the middle', () => {
  const many = Array.from({ length: 30 }, (_, n) => ASK.replaceAll('users/ask', `users/ask${n}`)).join('');

  test('the run is aborted instead of thirty errors', async () => {
    const { client } = await serverWith(({ query, response }) => {
      if (!query.has('asked')) return undefined;
      response.destroy();
      return 'taken';
    });
    const { summary, results } = await rehearse({ client, loaded: await suiteFrom(many), concurrency: 1 });
    expect(summary).toMatchObject({ exitCode: 3, aborted: { kind: 'lost' } });
    expect(summary.aborted?.because).toMatch(/^The target was lost: 5 requests in a row got no answer\. The last: /);
    expect(results.length).toBeLessThan(10);
    expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['error']));
  });

  test('one broken answer is an error of its case and nothing else', async () => {
    const { client } = await serverWith(({ query, response }) => {
      if (!query.has('asked')) return undefined;
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '100' }).write('{"a":');
      response.destroy();
      return 'taken';
    });
    const { summary, outcomes, of } = await rehearse({ client, loaded: await suiteFrom(CREATE + ASK) });
    expect(outcomes).toEqual({ 'users/create': 'pass', 'users/ask': 'error' });
    expect(of('users/ask').reasons).toHaveLength(1);
    expect(summary.exitCode).toBe(3);
  });

  test('a credential that runs out is no failure of the target', async () => {
    let good = true;
    const { client } = await serverWith(({ query }) => {
      if (query.get('asked') !== null) good = false;
      return good ? undefined : { status: 401 };
    });
    const { summary, outcomes } = await rehearse({ client, loaded: await suiteFrom(many), concurrency: 1 });
    expect(Object.values(outcomes)).toEqual(['error']);
    expect(summary.aborted).toEqual({
      kind: 'lost',
      because: 'The target no longer accepts the credential; it may have run out.',
    });
  });

  test('a 401 that is the target’s own mistake is judged', async () => {
    const { client } = await serverWith(({ query }) => (query.has('asked') ? { status: 401 } : undefined));
    expect((await rehearse({ client, loaded: await suiteFrom(ASK) })).outcomes).toEqual({ 'users/ask': 'fail' });
  });
});

describe('a target that asks for patience', () => {
  const busy = (times: number) => {
    let left = times;
    return ({ query }: Incoming): Reply =>
      query.has('asked') && left-- > 0 ? { status: 429, headers: { 'Retry-After': '0' } } : undefined;
  };

  test('gets it: the wait is told, and every attempt belongs to the case', async () => {
    const { client } = await serverWith(busy(1));
    const { events, outcomes, requests, summary } = await rehearse({ client, loaded: await suiteFrom(ASK) });
    expect(outcomes).toEqual({ 'users/ask': 'pass' });
    expect(events).toContainEqual({ type: 'waiting', seconds: 0, because: '429 with Retry-After: 0 s' });
    expect(requests('users/ask')).toHaveLength(2);
    expect(summary.requests).toBe(events.filter(({ type }) => type === 'exchange').length);
  });

  test('for ever: could not tell', async () => {
    const { client } = await serverWith(busy(1000));
    const { of, summary } = await rehearse({ client, loaded: await suiteFrom(ASK) });
    expect(of('users/ask').outcome).toBe('error');
    expect(of('users/ask').reasons[0]?.message).toContain('Run with a lower rate');
    expect(summary.exitCode).toBe(3);
  });
});

describe('what a run made is found and taken back although', () => {
  const leftBehind = async (bad: (incoming: Incoming) => Reply) => {
    const { client, users, lines } = await serverWith(bad);
    users.set('theirs', { id: 'theirs', userName: 'somebody@example.com' });
    const journal = memoryJournal();
    const rehearsal = await rehearse({ client, loaded: await suiteFrom(CREATE), journal });
    expect(lines.filter((line) => line === 'DELETE /Users/theirs')).toEqual([]);
    expect(users.has('theirs')).toBe(true);
    users.delete('theirs');
    return { ...rehearsal, users, lines, client, journal };
  };
  const make = (users: Incoming['users'], body: Incoming['body']): void => {
    users.set('made', { ...body, id: 'made' });
  };

  test('the answer has no body', async () => {
    const { users, summary, outcomes } = await leftBehind(({ line, users, body }) => {
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      return { status: 201, headers: { Location: 'http://inside.example.com/other/Users/made' } };
    });
    expect(outcomes).toEqual({ 'users/create': 'pass' });
    expect([...users]).toEqual([]);
    expect(summary.leftovers).toEqual([]);
  });

  test.each([
    ['the connection broke after it', true],
    ['the target cannot filter', false],
  ])('%s', async (_name, canFilter) => {
    const { users, summary, outcomes, journal } = await leftBehind(({ line, users, body, query, response }) => {
      if (query.has('filter') && !canFilter) return { status: 400 };
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      response.destroy();
      return 'taken';
    });
    expect(outcomes).toEqual({ 'users/create': 'error' });
    expect([...users]).toEqual([]);
    expect(summary.leftovers).toEqual([]);
    expect(pendingOf(journal.lines())).toEqual([]);
  });

  test('the target ignores filters and shows everybody', async () => {
    const { users } = await leftBehind(({ line, users, body, response }) => {
      if (line === 'GET /Users') return { status: 200, body: list([...users.values()]) };
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      response.destroy();
      return 'taken';
    });
    expect([...users]).toEqual([]);
  });

  test.each([500, 400, 409])('the answer was %i', async (status) => {
    const { users } = await leftBehind(({ line, users, body }) => {
      if (line !== 'POST /Users') return undefined;
      make(users, body);
      return { status };
    });
    expect([...users]).toEqual([]);
  });

  test('DELETE is not supported: deactivated, and listed with the reason', async () => {
    const { summary, events, users } = await leftBehind(({ line, users }) => {
      if (line.startsWith('DELETE')) return { status: 405 };
      if (!line.startsWith('PATCH')) return undefined;
      for (const user of users.values()) user.active = false;
      return { status: 204 };
    });
    expect(summary.leftovers).toEqual([expect.stringMatching(/\/scim\/Users\/u/)]);
    expect(events.find(({ type }) => type === 'cleanup')).toMatchObject({
      removed: 0,
      leftovers: [{ because: 'DELETE answered 405; it was set to inactive instead' }],
    });
    expect([...users.values()].map(({ active }) => active)).toEqual([false]);
  });

  test('the answer is about somebody else: he is not touched, and it is said', async () => {
    const { events } = await leftBehind(({ line, users }) =>
      line === 'POST /Users' ? { status: 201, body: users.get('theirs') } : undefined,
    );
    expect(events.find(({ type }) => type === 'cleanup')).toMatchObject({
      leftovers: [{ because: expect.stringContaining('it may not be ours') }],
    });
  });

  test('a crash came between: the journal finishes the work later, and only on the same target', async () => {
    const { client, users } = await serverWith();
    users.set('theirs', { id: 'theirs', userName: 'somebody@example.com' });
    const kept = memoryJournal();
    await rehearse({ client, loaded: await suiteFrom(CREATE), keep: true, journal: kept });
    const journal = memoryJournal();
    const lines = kept.lines();
    for (const line of lines.filter(({ type }) => type === 'run' || type === 'create')) journal.write(line);
    expect(users.size).toBe(2);
    expect(await cleanup({ ...client, baseUrl: 'http://127.0.0.1:1/scim' }, journal)).toEqual({
      removed: 0,
      leftovers: [],
    });
    expect(await cleanup(client, journal)).toEqual({ removed: 1, leftovers: [] });
    expect([...users.keys()]).toEqual(['theirs']);
    expect(await cleanup(client, journal)).toEqual({ removed: 0, leftovers: [] });
  });
});

describe('an interrupted run', () => {
  const slow = `
  - id: users/a-slow
    title: Made, then waited for
    cites: [R1]
    given: {eve: {User: {userName: 'eve.\${run.tag}'}}}
    steps: [{send: 'GET /Users/\${eve.id}?asked=1', expect: {status: 200}}, {send: GET /Users?never=1, expect: {status: 200}}]
`;

  test('starts nothing new, takes back what was made, and ends with 130', async () => {
    const interrupt = new AbortController();
    const { client, users, lines } = await serverWith(({ query }) => {
      if (query.has('asked')) interrupt.abort();
      return undefined;
    });
    const loaded = await suiteFrom(slow + ASK.replaceAll('?asked', '?later'));
    const { summary, results } = await rehearse({ client, loaded, concurrency: 1, signal: interrupt.signal });
    expect(summary).toMatchObject({ exitCode: 130, aborted: { kind: 'interrupted' }, leftovers: [] });
    expect(results.map(({ id }) => id)).toEqual(['users/a-slow']);
    expect(results[0]?.reasons[0]?.message).toBe('not finished: The run was interrupted.');
    expect(users.size).toBe(0);
    expect(lines.filter((line) => line === 'GET /Users')).toHaveLength(1);
  });

  test('so does one that nobody listens to any more', async () => {
    const { client, users } = await serverWith();
    for await (const event of run({ client, loaded: await suiteFrom(slow) })) {
      if (event.type === 'exchange' && users.size === 1) break;
    }
    expect(users.size).toBe(0);
  });
});

describe('pages of a server that', () => {
  const pages = (by: 'index' | 'cursor') => `
  - id: users/pages
    title: The listing ends
    cites: [R1]
    steps:
      - {pages: GET /Users, query: {asked: 1}, by: ${by}, count: 2, limit: 5, expect: {body: {pages: {ge: 1}}}}
`;
  const judge = async (by: 'index' | 'cursor', page: (query: URLSearchParams) => Record<string, unknown>) => {
    const { client } = await serverWith(({ query }) =>
      query.has('asked') ? { status: 200, body: page(query) } : undefined,
    );
    return (await rehearse({ client, loaded: await suiteFrom(pages(by)) })).of('users/pages');
  };
  const two = [{ id: '1' }, { id: '2' }];

  test('never ends a listing by index', async () => {
    const { outcome, reasons } = await judge('index', () => ({ Resources: two }));
    expect(outcome).toBe('fail');
    expect(reasons[0]?.message).toBe('the listing did not end after 5 pages');
  });

  test('leads in a circle by cursor', async () => {
    const { reasons, exchanges } = await judge('cursor', () => ({ Resources: two, nextCursor: 'again' }));
    expect(reasons[0]?.message).toBe('nextCursor of page 2 leads back to an earlier page');
    expect(exchanges).toHaveLength(2);
  });

  test('holds more than is read here: not judged', async () => {
    const { outcome, reasons } = await judge('index', () => ({ totalResults: 5000, Resources: two }));
    expect(outcome).toBe('blocked');
    expect(reasons[0]?.message).toContain('the listing has 5000 entries');
  });

  test('stops with an error on the way', async () => {
    const { reasons } = await judge('index', (query) =>
      query.get('startIndex') === '1' ? { totalResults: 4, Resources: two } : { totalResults: 4, Resources: 'none' },
    );
    expect(reasons).toEqual([]);
  });
});
