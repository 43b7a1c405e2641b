import { describe, expect, test } from 'vitest';
import { ASK, serverWith } from './flawed-server.testing.ts';
import { rehearse, suiteFrom } from './rehearse.testing.ts';
import { run } from './run.ts';

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
