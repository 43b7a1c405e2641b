/** For tests that kill: one run of the engine in a process of its own. What to do stands on stdin, as JSON. */
import { flushCompileCache } from 'node:module';
import { json } from 'node:stream/consumers';
import type { Dialect } from '../suite/model.ts';
import { createClient } from '../wire/client.ts';
import { type Company, directoryOf } from './company.testing.ts';
import { provision } from './provision.ts';

export interface Order {
  readonly url: string;
  readonly token: string;
  readonly state: string;
  readonly dialect: Dialect;
  readonly mode: string;
  readonly company: Company;
  readonly bulk: boolean;
}

// Before it can be killed: those after it need not compile everything again.
flushCompileCache();
const order = (await json(process.stdin)) as Order;
const client = createClient({ baseUrl: order.url, auth: { type: 'bearer', token: order.token }, proxy: false });
const run = provision({
  client,
  dialect: order.dialect,
  mode: order.mode,
  directory: directoryOf(order.company),
  state: order.state,
  concurrency: 6,
  maxLagMs: 0,
  allowShrink: true,
  bulk: order.bulk,
});
for await (const event of run) if (event.type === 'finished') process.exitCode = event.exitCode;
await client.close();
