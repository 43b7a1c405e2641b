/** `provision apply` of a new directory beside bare undici, which sends the very same requests to the same sink. */
import { join } from 'node:path';
import { Pool } from 'undici';
import { openDirectory } from '../directory/open.ts';
import { provision } from '../provision/provision.ts';
import { createClient } from '../wire/client.ts';
import type { Exchange } from '../wire/exchange.ts';
import { firstWord, start } from './child.ts';
import { median } from './median.ts';
import { inFolder, writePeople } from './people.ts';
import type { Provider } from './providers.ts';

/** Milliseconds for the same requests. */
export interface Creates {
  readonly concurrency: number;
  readonly people: number;
  readonly requests: number;
  readonly ours: number;
  readonly bare: number;
  /** The median of the rounds' ratios: both are measured in each round, one after the other. */
  readonly ratio: number;
}

const PEOPLE = 8000;
const ROUNDS = 5;
const TOKEN = 'a-token-of-the-length-that-tokens-have-0123456789abcdef';

interface Setting {
  readonly origin: string;
  readonly folder: string;
  readonly people: string;
  readonly provider: Provider;
}

/** A whole run from the file to the last answer, with a new state. Returns milliseconds. */
const apply = async (
  { origin, folder, people, provider }: Setting,
  concurrency: number,
  onExchange: (exchange: Exchange) => void = () => undefined,
): Promise<number> => {
  const client = createClient({
    ...{ baseUrl: `${origin}/scim/v2`, auth: { type: 'bearer', token: TOKEN }, connections: concurrency, proxy: false },
  });
  const state = join(folder, `${crypto.randomUUID()}.state`);
  const from = performance.now();
  let created = 0;
  const directory = await openDirectory({ people });
  const { dialect, mapping } = provider;
  const run = provision({ client, dialect, directory, state, concurrency, ...(mapping && { mapping }) });
  for await (const event of run) {
    if (event.type === 'sent') onExchange(event.exchange);
    if (event.type === 'finished') created = event.summary.created;
  }
  const milliseconds = performance.now() - from;
  await client.close();
  if (created !== PEOPLE) throw new Error(`${created} of ${PEOPLE} people were created`);
  return milliseconds;
};

/** A request as it goes over the wire. */
interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly string[];
  readonly body?: string;
}

const sentIn = ({ request: { method, url, headers, body } }: Exchange): Sent => {
  const { origin } = new URL(url);
  const own = headers.filter(([name]) => !/^(authorization|connection)$/i.test(name)).flat();
  return {
    ...{ method, path: url.slice(origin.length), headers: [...own, 'Authorization', `Bearer ${TOKEN}`] },
    ...(body !== undefined && { body }),
  };
};

/** The same requests, whose answers are read as any program would. Returns milliseconds. */
const replay = async ({ origin }: Setting, requests: readonly Sent[], concurrency: number): Promise<number> => {
  const pool = new Pool(origin, { connections: concurrency });
  const from = performance.now();
  const left = requests.values();
  const send = async (): Promise<void> => {
    for (const { method, path, headers, body } of left) {
      const answer = await pool.request({ method, path, headers: [...headers], ...(body !== undefined && { body }) });
      await answer.body.json();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, send));
  const milliseconds = performance.now() - from;
  await pool.close();
  return milliseconds;
};

const measureAt = async (setting: Setting, requests: readonly Sent[], concurrency: number): Promise<Creates> => {
  const rounds: { ours: number; bare: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ ours: await apply(setting, concurrency), bare: await replay(setting, requests, concurrency) });
  }
  return {
    ...{ concurrency, people: PEOPLE, requests: requests.length },
    ours: median(rounds.map(({ ours }) => ours)),
    bare: median(rounds.map(({ bare }) => bare)),
    ratio: median(rounds.map(({ ours, bare }) => ours / bare)),
  };
};

const inSetting = async <T>(provider: Provider, work: (setting: Setting) => Promise<T>): Promise<T> => {
  const sink = start('sink');
  try {
    const origin = `http://127.0.0.1:${await firstWord(sink)}`;
    return await inFolder(async (folder) => {
      const people = join(folder, 'people.csv');
      await writePeople(people, PEOPLE);
      return work({ origin, folder, people, provider });
    });
  } finally {
    sink.kill();
  }
};

/** After one round of each that does not count. */
export const measureCreates = (provider: Provider, concurrencies: readonly number[]): Promise<Creates[]> =>
  inSetting(provider, async (setting) => {
    const requests: Sent[] = [];
    await apply(setting, 8, (exchange) => requests.push(sentIn(exchange)));
    await replay(setting, requests, 8);
    const measured: Creates[] = [];
    for (const concurrency of concurrencies) measured.push(await measureAt(setting, requests, concurrency));
    return measured;
  });
