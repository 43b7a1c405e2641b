import { describe, expect, test } from 'vitest';
import type { Client } from '../wire/exchange.ts';
import { CREATE, clientFor, type Incoming, list, type Reply, serverWith } from './flawed-server.testing.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';

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
