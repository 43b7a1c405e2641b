/** For tests: a small world of a directory, a server with troubles of its own, and a state file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ServeOptions } from '../serve/options.ts';
import { type RunningServer, startServer } from '../serve/server.ts';
import { type Loaded, loadSuites } from '../suite/load.ts';
import type { Dialect } from '../suite/model.ts';
import { type ClientOptions, createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';
import { type Company, directoryOf } from './company.testing.ts';
import type { Change, ProvisionEvent, ProvisionSummary } from './events.ts';
import type { ProvisionOptions } from './options.ts';
import { plan, provision } from './provision.ts';

/** What happens to a request on its way. */
export type Trouble =
  /** Answered instead of the server, which never sees it. */
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: Json;
      /** Instead of a body of JSON. */
      readonly text?: string;
    }
  /** The server does it; then the connection is cut, another status is answered, or nothing is for too long. */
  | { readonly after: 'reset' | 'silence' | { readonly status: number } }
  /** The server is asked this instead. */
  | { readonly rewrite: (body: string) => string; readonly change?: ChangedAnswer }
  /** What the server answered, as it is shown. */
  | { readonly change: ChangedAnswer }
  | 'reset';

type ChangedAnswer = (answer: { status: number; body: Json | undefined }) => {
  status: number;
  body: Json | undefined;
};

export interface Passing {
  readonly method: string;
  /** Below the base URL, decoded. */
  readonly path: string;
  readonly body: string;
  readonly authorization: string;
  /** 1, 2, 3… over all requests. */
  readonly number: number;
}

export interface World {
  readonly url: string;
  readonly token: string;
  readonly client: Client;
  /** What went over the wire, in order. */
  readonly requests: Passing[];
  /** May be set at any time. */
  trouble: (passing: Passing) => Trouble | undefined;
  /** For so many milliseconds nothing listens there. */
  leave(milliseconds: number): void;
  /** A state file that goes with the test. */
  readonly state: string;
  /** A client without troubles, to look at the server. */
  readonly server: Client;
}

export const world = async (options: ServeOptions = {}, client: Partial<ClientOptions> = {}): Promise<World> => {
  const server = await startServer(options);
  const requests: Passing[] = [];
  const made: { trouble: World['trouble'] } = { trouble: () => undefined };
  const proxy = createServer((request, response) => {
    pass(request, response, server, requests, (passing) => made.trouble(passing)).catch(() => response.destroy());
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/scim/v2`;
  const auth = { type: 'bearer', token: server.token } as const;
  const troubled = createClient({ baseUrl: url, auth, proxy: false, connections: 32, ...client });
  const straight = createClient({ baseUrl: server.url, auth, proxy: false });
  const folder = mkdtempSync(join(tmpdir(), 'provision-'));
  onTestFinished(async () => {
    await troubled.close();
    await straight.close();
    proxy.closeAllConnections();
    proxy.close();
    await server.close();
    rmSync(folder, { recursive: true });
  });
  const leave = (milliseconds: number): void => {
    proxy.close();
    proxy.closeAllConnections();
    setTimeout(() => proxy.listen(Number(new URL(url).port), '127.0.0.1'), milliseconds);
  };
  return Object.assign(made, {
    leave,
    url,
    token: server.token,
    client: troubled,
    requests,
    state: join(folder, 'state.db'),
    server: straight,
  });
};

const textOf = async (message: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

const pass = async (
  request: IncomingMessage,
  response: ServerResponse,
  server: RunningServer,
  requests: Passing[],
  troubleFor: World['trouble'],
): Promise<void> => {
  const body = await textOf(request);
  const path = decodeURIComponent((request.url ?? '').replace('/scim/v2', '').replaceAll('+', ' '));
  const { authorization = '' } = request.headers;
  const passing = { method: request.method ?? '', path, body, authorization, number: requests.length + 1 };
  requests.push(passing);
  const trouble = troubleFor(passing);
  if (trouble === 'reset') return void request.socket.destroy();
  if (trouble !== undefined && 'status' in trouble) {
    const text = trouble.text ?? (trouble.body === undefined ? '' : JSON.stringify(trouble.body));
    return void response
      .writeHead(trouble.status, { 'Content-Type': 'application/scim+json', ...trouble.headers })
      .end(text);
  }
  const rewrite = trouble !== undefined && 'rewrite' in trouble ? trouble.rewrite : undefined;
  const answer = await ask(request, rewrite === undefined ? body : rewrite(body), server);
  if (trouble !== undefined && 'after' in trouble) {
    if (trouble.after === 'silence') return;
    if (trouble.after === 'reset') return void request.socket.destroy();
    return void response.writeHead(trouble.after.status).end();
  }
  const change = trouble !== undefined && 'change' in trouble ? trouble.change : undefined;
  if (change === undefined) return void response.writeHead(answer.status, answer.headers).end(answer.text);
  const shown = change({
    status: answer.status,
    body: answer.text === '' ? undefined : JSON.parse(answer.text),
  });
  const text = shown.body === undefined ? '' : JSON.stringify(shown.body);
  response.writeHead(shown.status, { 'Content-Type': 'application/scim+json' }).end(text);
};

const ask = (request: IncomingMessage, body: string, { url: target, token }: RunningServer) =>
  new Promise<{ status: number; headers: Record<string, string>; text: string }>((resolve, reject) => {
    const url = new URL(target);
    const { host: _, ...others } = request.headers;
    const length = others['content-length'] !== undefined && { 'content-length': Buffer.byteLength(body) };
    const headers = { ...others, ...length, authorization: `Bearer ${token}` };
    const sent = forward(
      { host: url.hostname, port: url.port, method: request.method, path: request.url, headers },
      (answer) => {
        textOf(answer).then((text) => {
          const kept = ['content-type', 'location', 'etag'].flatMap((name) => {
            const value = answer.headers[name];
            return typeof value === 'string' ? [[name, value]] : [];
          });
          resolve({ status: answer.statusCode ?? 0, headers: Object.fromEntries(kept), text });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

let loaded: Promise<Loaded> | undefined;

export const dialect = async (name: string): Promise<Dialect> => {
  loaded ??= loadSuites();
  const found = (await loaded).dialects.get(name);
  if (found === undefined) throw new Error(`there is no dialect ${name}`);
  return found;
};

export interface Ran {
  readonly events: readonly ProvisionEvent[];
  readonly summary: ProvisionSummary;
  readonly exitCode: number;
  readonly finished: Extract<ProvisionEvent, { type: 'finished' }>;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
  readonly notices: readonly string[];
  readonly changes: readonly Change[];
}

export const collect = async (events: AsyncIterable<ProvisionEvent>): Promise<Ran> => {
  const all: ProvisionEvent[] = [];
  for await (const event of events) all.push(event);
  const finished = all.at(-1);
  if (finished?.type !== 'finished') throw new Error('the last event is not `finished`');
  return {
    ...{ events: all, finished, summary: finished.summary, exitCode: finished.exitCode },
    refused: all.flatMap((event) => (event.type === 'refused' ? [event.refusal] : [])),
    notices: all.flatMap((event) => (event.type === 'notice' ? [event.message] : [])),
    changes: all.flatMap((event) => (event.type === 'applied' || event.type === 'change' ? [event.change] : [])),
  };
};

type Extra = Partial<ProvisionOptions> & { readonly idp?: string };

const optionsFor = async (
  place: World,
  people: Company,
  { idp = 'okta', ...extra }: Extra,
): Promise<ProvisionOptions> => ({
  client: place.client,
  dialect: await dialect(idp),
  directory: directoryOf(people),
  state: place.state,
  maxLagMs: 0,
  ...extra,
});

export const apply = async (place: World, people: Company, extra: Extra = {}): Promise<Ran> =>
  collect(provision(await optionsFor(place, people, extra)));

export const planFor = async (place: World, people: Company, extra: Extra = {}): Promise<Ran> =>
  collect(plan(await optionsFor(place, people, extra)));

const list = async (client: Client, path: string): Promise<JsonObject[]> => {
  const all: JsonObject[] = [];
  for (;;) {
    const { response } = await client.send({
      method: 'GET',
      target: `${path}?startIndex=${all.length + 1}&count=200`,
      headers: [],
    });
    const body = isObject(response?.body) ? response.body : {};
    const page = Array.isArray(body.Resources) ? body.Resources.filter(isObject) : [];
    all.push(...page);
    if (page.length === 0 || all.length >= Number(body.totalResults)) return all;
  }
};

/** What the server has, without what servers choose for themselves: comparable between servers. */
export const contents = async ({ server }: Pick<World, 'server'>): Promise<{ users: Json[]; groups: Json[] }> => {
  const users = await list(server, '/Users');
  const nameOf = new Map(users.map(({ id, userName }) => [id, String(userName)]));
  const named = (id: Json | undefined): string => nameOf.get(id ?? '') ?? `nobody (${id})`;
  const shown = users.map(({ id: _, meta: __, groups: ___, schemas: ____, ...user }): JsonObject => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const extension = user[urn];
    const manager = isObject(extension) && isObject(extension.manager) ? extension.manager.value : undefined;
    return manager === undefined || !isObject(extension) || !nameOf.has(String(manager))
      ? user
      : { ...user, [urn]: { ...extension, manager: named(manager) } };
  });
  const groups = (await list(server, '/Groups')).map(
    ({ displayName, externalId, members }): JsonObject => ({
      ...{ displayName: displayName ?? null, externalId: externalId ?? null },
      members: (Array.isArray(members) ? members : [])
        .map((member) => named(isObject(member) ? member.value : member))
        .sort(),
    }),
  );
  const sorted = (items: readonly JsonObject[], key: string): JsonObject[] =>
    items.toSorted((a, b) => String(a[key]).localeCompare(String(b[key])));
  return { users: sorted(shown.map(inOrder), 'userName'), groups: sorted(groups, 'displayName') };
};

const inOrder = (value: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)));
