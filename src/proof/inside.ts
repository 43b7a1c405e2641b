/** The embedded server without a network: the proofs judge it some hundred times, and half of that time would go into sockets. */
import type { IncomingHttpHeaders } from 'node:http';
import { toCall } from '../serve/request.ts';
import { toMessage } from '../serve/respond.ts';
import type { ServeOptions } from '../serve/server.ts';
import { createService, handle } from '../serve/service.ts';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';
import type { Clock } from '../wire/pace.ts';
import type { Outgoing, Transport } from '../wire/transport.ts';

const HOST = '127.0.0.1';
const PORT = 8080;
const BASE_PATH = '/scim/v2';

/** As node gives them: names in lower case, no blanks around values. */
const headersOf = ({ headers }: Outgoing): IncomingHttpHeaders => ({
  host: `${HOST}:${PORT}`,
  ...Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value.trim()])),
});

/** A request takes so many milliseconds, whatever else this machine has to do. */
const TICK = 1;

/** A clock that is put forward instead of being waited for, so that patience costs none, and nothing depends on this machine's pace. */
const createImpatientClock = (): Clock & { tick(): void } => {
  let now = Date.now();
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    tick: () => {
      now += TICK;
    },
  };
};

/**
 * A client of a new server in this process. What HTTP does to a message on its way does not happen.
 * @param turnsUnderWay for each request, how many turns of the event loop pass before the server sees it: at least one
 */
export const connectInside = (options: ServeOptions, turnsUnderWay = () => 1): Client => {
  const clock = createImpatientClock();
  const { service, token } = createService({ clock: clock.now, ...options });
  const address = { host: HOST, port: PORT, basePath: BASE_PATH };
  const transport: Transport = async (outgoing) => {
    const sentAt = clock.now();
    const started = performance.now();
    // As on a network, requests that are sent together are all under way before the first is answered.
    for (let turns = turnsUnderWay(); turns > 0; turns--) await new Promise(setImmediate);
    clock.tick();
    const { method, path: url, body = '' } = outgoing;
    const head = { method, url, headers: headersOf(outgoing), socket: { remoteAddress: HOST } };
    const answer = await handle(toCall(head, service, address), async () => body);
    const { headers, bytes, ...message } = toMessage(answer);
    const durationMs = performance.now() - started;
    const received = method === 'HEAD' ? Buffer.alloc(0) : bytes;
    return { sentAt, durationMs, answer: { ...message, bytes: received, headers: Object.entries(headers) } };
  };
  const baseUrl = `http://${HOST}:${PORT}${BASE_PATH}`;
  return createClient({ baseUrl, auth: { type: 'bearer', token }, proxy: false, clock, transport });
};
