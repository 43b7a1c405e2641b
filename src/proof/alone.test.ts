/** Who reads a whole listing sees what every other case makes at that moment, so nothing may run beside it. */
import { expect, it } from 'vitest';
import { run } from '../run/run.ts';
import type { Exchange } from '../wire/exchange.ts';
import { connectInside } from './inside.ts';
import { ourSuites } from './judge.ts';

const readsEverything = ({ request: { method, url, body }, response }: Exchange): boolean => {
  const { pathname, searchParams } = new URL(url);
  const listing = method === 'GET' ? /\/(v2|Users|Groups)\/?$/.test(pathname) : pathname.endsWith('/.search');
  const filtered = !!searchParams.get('filter') || (method === 'POST' && JSON.stringify(body ?? '').includes('filter'));
  return listing && !filtered && response?.status === 200;
};

it('a case that reads a listing without a filter is alone', async () => {
  const loaded = await ourSuites();
  const alone = new Set(loaded.suites.flatMap(({ cases }) => cases.filter((one) => one.alone).map(({ id }) => id)));
  const beside = new Set<string>();
  const client = connectInside({});
  for await (const event of run({ loaded, client, checks: [], selection: { level: 'NONE' } })) {
    if (event.type === 'exchange' && event.case !== undefined && readsEverything(event.exchange))
      beside.add(event.case);
  }
  expect(beside.size).toBeGreaterThan(30);
  expect([...beside].filter((id) => !alone.has(id))).toEqual([]);
});
