import { createServer } from 'node:http';
import { Pool } from 'undici';
import { createClient } from '../wire/client.ts';
import type { WireRequest } from '../wire/exchange.ts';

/** Microseconds per exchange, and how many times slower ours is. */
export interface ExchangeOverhead {
  readonly ours: number;
  readonly bare: number;
  readonly ratio: number;
}

const USER = JSON.stringify({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  id: '2819c223-7f76-453a-919d-413861904646',
  userName: 'eve.adams@example.com',
  name: { formatted: 'Ms. Eve Adams', familyName: 'Adams', givenName: 'Eve' },
  displayName: 'Eve Adams',
  active: true,
  emails: [
    { value: 'eve.adams@example.com', type: 'work', primary: true },
    { value: 'eve@home.example.org', type: 'home' },
  ],
  phoneNumbers: [{ value: 'tel:+1-555-0100', type: 'work' }],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
    employeeNumber: '701984',
    department: 'Tour Operations',
    manager: { value: '26118915-6090-4610-87e4-49d8ca9f808d', $ref: '../Users/26118915-6090-4610-87e4-49d8ca9f808d' },
  },
  meta: {
    resourceType: 'User',
    created: '2030-01-23T04:56:22Z',
    lastModified: '2030-05-13T04:42:34Z',
    version: 'W/"3694e05e9dff591"',
    location: 'https://example.com/v2/Users/2819c223-7f76-453a-919d-413861904646',
  },
});

const TOKEN = 'a-token-of-the-length-that-tokens-have-0123456789abcdef';
const HEADERS: WireRequest['headers'] = [
  ['Accept', 'application/scim+json'],
  ['Content-Type', 'application/scim+json'],
];

const startServer = async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'Content-Type': 'application/scim+json' }).end(USER));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return { server, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}` };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * Sends the same PUT requests with our client and with undici alone, which reads and parses the body as any program would.
 * In the same process, in turns, so that whatever else the machine does falls on both; the medians of the rounds are compared.
 */
export const measureExchangeOverhead = async (rounds = 41, requests = 100): Promise<ExchangeOverhead> => {
  const { server, url } = await startServer();
  const client = createClient({
    baseUrl: `${url}/scim/v2`,
    auth: { type: 'bearer', token: TOKEN },
    connections: 1,
    proxy: false,
  });
  const pool = new Pool(url, { connections: 1 });
  const ours = (): Promise<unknown> =>
    client.send({ method: 'PUT', target: '/Users/1?attributes=userName%2Cname', headers: HEADERS, body: USER });
  const bare = async (): Promise<unknown> => {
    const { body } = await pool.request({
      method: 'PUT',
      path: '/scim/v2/Users/1?attributes=userName%2Cname',
      headers: [...HEADERS.flat(), 'Authorization', `Bearer ${TOKEN}`],
      body: USER,
    });
    return body.json();
  };
  const time = async (send: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < requests; i++) await send();
    return ((performance.now() - start) * 1000) / requests;
  };
  try {
    const times: { ours: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      // Who goes first changes, so that neither always meets a warmer machine.
      const first = round % 2 === 0 ? await time(ours) : 0;
      const bareTime = await time(bare);
      times.push({ ours: first || (await time(ours)), bare: bareTime });
    }
    const measured = times.slice(Math.ceil(rounds / 4));
    const result = { ours: median(measured.map((t) => t.ours)), bare: median(measured.map((t) => t.bare)) };
    return { ...result, ratio: result.ours / result.bare };
  } finally {
    await client.close();
    await pool.close();
    server.close();
  }
};
