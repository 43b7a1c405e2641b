import { describe, expect, test } from 'vitest';
import { ASK, CREATE, type Incoming, type Reply, serverWith } from './flawed-server.testing.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';

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
