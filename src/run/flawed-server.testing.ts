/** For tests: a small server that is good but for one thing. */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';

export const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
export type Resource = Record<string, unknown> & { id: string };

/** What a hand-made server knows of a request. */
export interface Incoming {
  /** `GET /Users/1` */
  readonly line: string;
  readonly query: URLSearchParams;
  readonly body: Record<string, unknown>;
  readonly users: Map<string, Resource>;
  readonly response: ServerResponse;
  /** 1, 2, 3… */
  readonly number: number;
}
export type Reply =
  | { status: number; body?: unknown; text?: string; headers?: Record<string, string> }
  | 'taken'
  | undefined;

const listen = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
};

const read = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text.startsWith('{') ? JSON.parse(text) : {};
};
/** A ListResponse. */
export const list = (resources: readonly unknown[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  Resources: resources,
});

/** Just enough of a server; without any discovery. */
const good = ({ line, query, body, users }: Incoming): Reply => {
  const [method, path = ''] = line.split(' ');
  const id = /^\/Users\/(.+)$/.exec(path)?.[1];
  if (line === 'POST /Users') {
    const user = { schemas: [USER_URN], ...body, id: `u${users.size + 1}x${Math.random().toString(36).slice(2)}` };
    users.set(user.id, user);
    return { status: 201, body: user };
  }
  if (line === 'GET /Users') {
    const [, name, wanted = ''] = /^(\w+) (?:eq|co) "(.*)"$/.exec(query.get('filter') ?? '') ?? [];
    const found = [...users.values()].filter((user) => name === undefined || String(user[name]).includes(wanted));
    return { status: 200, body: list(found) };
  }
  if (id !== undefined && users.has(id)) {
    if (method === 'GET') return { status: 200, body: users.get(id) };
    if (method === 'DELETE') {
      users.delete(id);
      return { status: 204 };
    }
  }
  return { status: 404, body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' } };
};

/** A server that is good but for what `bad` does; `bad` may take the response into its own hands. */
export const serverWith = async (bad: (incoming: Incoming) => Reply = () => undefined) => {
  const users = new Map<string, Resource>();
  const lines: string[] = [];
  const url = await listen(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const line = `${request.method} ${pathname.replace('/scim', '')}`;
    lines.push(line);
    const incoming = { line, query: searchParams, body: await read(request), users, response, number: lines.length };
    const reply = bad(incoming) ?? good(incoming);
    if (reply === 'taken' || reply === undefined) return;
    const { status, body, text, headers } = reply;
    response.writeHead(status, { 'Content-Type': 'application/scim+json', ...headers });
    response.end(text ?? (body === undefined ? undefined : JSON.stringify(body)));
  });
  const client = clientFor(`${url}/scim`);
  return { client, users, lines };
};

export const clientFor = (baseUrl: string): Client => {
  const client = createClient({
    ...{ baseUrl, auth: { type: 'bearer', token: 'secret-token' }, proxy: false, pace: { attempts: 2 } },
    timeouts: { connectMs: 300, headersMs: 300, bodyMs: 300 },
  });
  onTestFinished(() => client.close());
  return client;
};

/** Makes one user. */
export const CREATE = `
  - id: users/create
    title: A user can be made
    cites: [R1]
    steps:
      - send: POST /Users
        body: {schemas: ['${USER_URN}'], userName: 'eve.\${run.tag}'}
        expect: {status: 201}
`;
/** Reads a list; the server knows it by `?asked`. */
export const ASK = `
  - id: users/ask
    title: There is a list
    cites: [R1]
    steps: [{send: GET /Users?asked=1, expect: {status: 200}}]
`;
