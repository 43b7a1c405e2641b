/**
 * For tests: a good server that is told everything that a faulty one accepts. After each of these requests all resources of
 * both are compared, so that it is known for certain since which exchange the two differ. It knows nothing of beliefs.
 */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { startServer } from '../serve/server.ts';
import { createClient } from '../wire/client.ts';
import type { Client, Exchange } from '../wire/exchange.ts';
import { memberIds } from './member-changes.ts';
import { listAll } from './simulation.testing.ts';

export interface Twin {
  /** Stands between the simulation and the faulty server. */
  between(faulty: Client): Client;
  /**
   * `/Users/2819 displayName` → the number of the exchange since which it differs without a break, in ids of the faulty
   * server. Of resources that one of them does not have there is the `id` alone.
   */
  since(): ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

export const startTwin = async (): Promise<Twin> => {
  const server = await startServer();
  const good = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  const since = new Map<string, number>();
  /** Ids that the faulty server gave → ids of the twin. */
  const ids = new Map<string, string>();
  const translated = (text: string): string => text.replace(ID, (id) => ids.get(id) ?? id);

  const repeat = async (exchange: Exchange, target: string, baseUrl: string): Promise<void> => {
    const { method, headers, body } = exchange.request;
    const told = body === undefined ? {} : { body: translated(body).replaceAll(baseUrl, server.url) };
    const own = headers.filter(([name]) => !/^(authorization|user-agent|host|connection|content-length)$/i.test(name));
    const { response } = await good.send({ method, target: translated(target), headers: own, ...told });
    if (response === undefined || response.status >= 300) throw new Error(`the twin refused: ${response?.text}`);
    const [id, its] = [exchange.response?.body, response.body].map((one) => (isObject(one) ? one.id : undefined));
    if (method === 'POST' && typeof id === 'string' && typeof its === 'string') ids.set(id, its);
  };

  /** Every statement about every resource, in the words of the twin. */
  const statements = async (client: Client, translate: (text: string) => string): Promise<Map<string, string>> => {
    const all = new Map<string, string>();
    for (const path of ['/Users', '/Groups']) {
      for (const resource of await listAll(client, path)) {
        for (const [attribute, value] of statementsOf(resource)) {
          all.set(translate(`${path}/${String(resource.id)} ${attribute}`), translate(value));
        }
      }
    }
    return all;
  };

  const compare = async (faulty: Client, exchange: number): Promise<void> => {
    const shown = await statements(faulty, translated);
    const right = await statements(good, (text) => text);
    const wrong = [...new Set([...shown.keys(), ...right.keys()])].filter((key) => shown.get(key) !== right.get(key));
    for (const key of [...since.keys()]) if (!wrong.includes(key)) since.delete(key);
    for (const key of wrong) if (!since.has(key)) since.set(key, exchange);
  };

  const ofTheFaulty = (): ReadonlyMap<string, number> => {
    const back = new Map([...ids].map(([theirs, ours]) => [ours, theirs]));
    const missing = [...since.keys()].filter((key) => key.endsWith(' id')).map((key) => key.slice(0, -'id'.length));
    const counted = [...since].filter(([key]) => key.endsWith(' id') || !missing.some((path) => key.startsWith(path)));
    return new Map(counted.map(([key, exchange]) => [key.replace(ID, (id) => back.get(id) ?? id), exchange]));
  };

  return {
    since: ofTheFaulty,
    between(faulty) {
      return {
        ...faulty,
        async send(request, signal, watch) {
          const exchange = await faulty.send(request, signal, watch);
          const { status = 0 } = exchange.response ?? {};
          if (request.method === 'GET' || status < 200 || status >= 300) return exchange;
          await repeat(exchange, request.target, faulty.baseUrl);
          await compare(faulty, exchange.number);
          return exchange;
        },
      };
    },
    async close() {
      await good.close();
      await server.close();
    },
  };
};

const DERIVED: readonly string[] = ['schemas', 'meta', 'groups'];

const statementsOf = (resource: JsonObject): [string, string][] =>
  Object.entries(resource).flatMap(([name, value]): [string, string][] => {
    if (DERIVED.includes(name)) return [];
    if (name === 'members') return memberIds(value).map((id) => [`members[value eq "${id}"]`, 'there']);
    if (!name.startsWith('urn:') || !isObject(value)) return [[name, JSON.stringify(value)]];
    return Object.entries(value).map(([part, own]) => [`${name}:${part}`, JSON.stringify(bare(own))]);
  });

/** Of a manager the id alone. */
const bare = (value: Json): Json => (isObject(value) ? (value.value ?? null) : value);
