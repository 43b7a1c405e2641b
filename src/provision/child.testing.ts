/** For tests that kill: one run of the engine in a process of its own. Arguments: a file of JSON that says what to do. */
import { readFileSync } from 'node:fs';
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
}

const order = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Order;
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
});
for await (const event of run) if (event.type === 'finished') process.exitCode = event.exitCode;
await client.close();
