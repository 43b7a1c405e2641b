import { Pool } from 'undici';
import { CHECKS } from '../checks/index.ts';
import { run } from '../run/run.ts';
import { type RunningServer, startServer } from '../serve/server.ts';
import { type Loaded, loadSuites } from '../suite/load.ts';
import { createClient } from '../wire/client.ts';
import type { Exchange } from '../wire/exchange.ts';
import { median } from './median.ts';

/** A whole run against the embedded server, and the same requests sent by bare undici to another one of the same kind. */
export interface WholeRun {
  readonly cases: number;
  readonly requests: number;
  /** Milliseconds. */
  readonly ours: number;
  readonly bare: number;
  readonly ratio: number;
}

const CONCURRENCY = 4;
const ROUNDS = 5;

const judge = async (
  loaded: Loaded,
  server: RunningServer,
): Promise<{ milliseconds: number; cases: number; exchanges: Exchange[] }> => {
  const client = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  const exchanges: Exchange[] = [];
  let cases = 0;
  const from = performance.now();
  for await (const event of run({ client, loaded, checks: CHECKS, concurrency: CONCURRENCY })) {
    if (event.type === 'exchange') exchanges.push(event.exchange);
    if (event.type === 'case-finished') cases += 1;
  }
  const milliseconds = performance.now() - from;
  await client.close();
  return { milliseconds, cases, exchanges };
};

const replay = async (exchanges: readonly Exchange[], server: RunningServer): Promise<number> => {
  const { origin, pathname } = new URL(server.url);
  const pool = new Pool(origin, { connections: CONCURRENCY });
  const left = exchanges.values();
  const send = async (): Promise<void> => {
    for (const { request } of left) {
      const target = new URL(request.url);
      const headers = request.headers
        .filter(([name]) => !/^(authorization|connection|host|content-length)$/i.test(name))
        .flat();
      const { body } = await pool.request({
        method: request.method,
        path: `${pathname}${target.pathname.slice(pathname.length)}${target.search}`,
        headers: [...headers, 'authorization', `Bearer ${server.token}`],
        ...(request.body === undefined ? {} : { body: request.body }),
      });
      await body.text();
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: CONCURRENCY }, send));
  const milliseconds = performance.now() - from;
  await pool.close();
  return milliseconds;
};

/** In turn, each time with fresh servers. */
export const measureWholeRun = async (): Promise<WholeRun> => {
  const loaded = await loadSuites();
  const ours: number[] = [];
  const bare: number[] = [];
  let last = { cases: 0, requests: 0 };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [judged, replayed] = [await startServer(), await startServer()];
    const { milliseconds, cases, exchanges } = await judge(loaded, judged);
    const again = await replay(exchanges, replayed);
    await Promise.all([judged.close(), replayed.close()]);
    last = { cases, requests: exchanges.length };
    if (round > 0) {
      ours.push(milliseconds);
      bare.push(again);
    }
  }
  return { ...last, ours: median(ours), bare: median(bare), ratio: median(ours) / median(bare) };
};
