import { expect, test } from 'vitest';
import { type CaseResult, createClient, loadSuites, run, startServer } from './index.ts';

test('cases can be judged in somebody’s own test runner', async () => {
  const server = await startServer({});
  const client = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  const results: CaseResult[] = [];
  for await (const event of run({
    client,
    loaded: await loadSuites(),
    selection: { only: ['users/create-minimal', 'exchange/**'] },
  })) {
    if (event.type === 'case-finished') results.push(event.result);
  }
  await client.close();
  await server.close();
  expect(results.filter(({ outcome }) => !['pass', 'skip'].includes(outcome))).toEqual([]);
  expect(results.find(({ id }) => id === 'users/create-minimal')?.outcome).toBe('pass');
  expect(results.some(({ suite }) => suite === 'exchange')).toBe(true);
});
