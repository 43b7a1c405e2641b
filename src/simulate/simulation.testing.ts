/** For tests: a simulation against our own server, and what can be asked about it afterwards. */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ServeOptions } from '../serve/options.ts';
import { startServer } from '../serve/server.ts';
import { type Loaded, loadSuites } from '../suite/load.ts';
import { createClient } from '../wire/client.ts';
import type { Client, Exchange } from '../wire/exchange.ts';
import { RATES, type Rates } from './days.ts';
import type { SimulateEvent } from './events.ts';
import { type SimulateOptions, simulate } from './simulate.ts';

/** So lively that ten days are enough. */
export const LIVELY: Rates = {
  ...RATES,
  joiners: 25,
  leavers: 20,
  rehires: 10,
  movers: 30,
  renames: 10,
  memberships: 60,
  groupsCreated: 10,
  groupsRenamed: 10,
  groupsDeleted: 6,
  reorganisations: 60,
};

/** Nothing ever happens. */
export const STILL: Rates = {
  ...{ joiners: 0, leavers: 0, rehires: 0, movers: 0, renames: 0, memberships: 0 },
  ...{ groupsCreated: 0, groupsRenamed: 0, groupsDeleted: 0, reorganisations: 0 },
};

export interface Simulated {
  readonly events: readonly SimulateEvent[];
  /** Requests of the identity provider, in the order in which they ended. */
  readonly exchanges: readonly Exchange[];
  readonly finished: Extract<SimulateEvent, { type: 'finished' }>;
  /** As the target shows them at the end. */
  readonly users: readonly JsonObject[];
  readonly groups: readonly JsonObject[];
}

export interface SimulatedOptions extends Partial<Omit<SimulateOptions, 'client' | 'dialect' | 'mode'>> {
  /** `okta:aiw`. */
  readonly idp: string;
  readonly serve?: ServeOptions;
  /** Stands between the simulation and the server. */
  readonly between?: (client: Client) => Client;
  readonly onEvent?: (event: SimulateEvent) => void;
}

let suites: Promise<Loaded> | undefined;

export const dialectOf = async (name: string) => {
  suites ??= loadSuites();
  const dialect = (await suites).dialects.get(name);
  if (dialect === undefined) throw new Error(`there is no dialect ${name}`);
  return dialect;
};

/** 40 people, ten days, seed 1, lively, unless told otherwise. */
export const simulated = async ({ idp, serve, between, onEvent, ...options }: SimulatedOptions): Promise<Simulated> => {
  const server = await startServer(serve);
  const own = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  const [name = '', mode] = idp.split(':');
  const events: SimulateEvent[] = [];
  try {
    const running = simulate({
      ...{ people: 40, days: 10, seed: 1, rates: LIVELY, ...options },
      ...{ client: between?.(own) ?? own, dialect: await dialectOf(name), ...(mode !== undefined && { mode }) },
    });
    for await (const event of running) {
      events.push(event);
      onEvent?.(event);
    }
    const finished = events.find((event) => event.type === 'finished');
    if (finished === undefined) throw new Error('it did not finish');
    return {
      events,
      exchanges: events.flatMap((event) =>
        event.type === 'provision' && event.event.type === 'sent' ? [event.event.exchange] : [],
      ),
      finished,
      users: await listAll(own, '/Users'),
      groups: await listAll(own, '/Groups'),
    };
  } finally {
    await own.close();
    await server.close();
  }
};

export const listAll = async (client: Client, path: string): Promise<JsonObject[]> => {
  const all: JsonObject[] = [];
  for (;;) {
    const { response } = await client.send({
      method: 'GET',
      target: `${path}?startIndex=${all.length + 1}&count=200`,
      headers: [],
    });
    const body: Json | undefined = response?.body;
    const page = isObject(body) && Array.isArray(body.Resources) ? body.Resources.filter((one) => isObject(one)) : [];
    all.push(...page);
    if (page.length === 0 || !isObject(body) || all.length >= Number(body.totalResults)) return all;
  }
};
