/** For the tests in this folder: starts servers and talks to them. */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { GROUP_URN, PATCH_URN, USER_URN } from '../scim/urn.ts';
import type { RunningServer, ServeOptions } from './options.ts';
import { startServer } from './server.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** An empty object when there is no JSON object in the body. */
  readonly body: JsonObject;
}

export interface Caller {
  readonly server: RunningServer;
  send(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Reply>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** `GET path?filter=…` with the filter encoded. */
  filter(path: string, filter: string): Promise<Reply>;
  post(path: string, body: Json, headers?: Record<string, string>): Promise<Reply>;
  put(path: string, body: Json, headers?: Record<string, string>): Promise<Reply>;
  /** A PatchOp with these operations. */
  patch(path: string, operations: Json[], headers?: Record<string, string>): Promise<Reply>;
  delete(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** Creates a user with this userName and returns it. */
  user(userName: string, attributes?: JsonObject): Promise<JsonObject>;
  group(displayName: string, memberIds?: readonly Json[]): Promise<JsonObject>;
}

export const connect = (server: RunningServer): Caller => {
  const send: Caller['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(path.startsWith('http') ? path : `${server.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${server.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  };
  const created = async (path: string, body: JsonObject): Promise<JsonObject> => {
    const reply = await send('POST', path, body);
    if (reply.status !== 201) {
      throw new Error(`POST ${path} answered ${reply.status}: ${reply.text}`);
    }
    return reply.body;
  };
  return {
    server,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    filter: (path, filter) => send('GET', `${path}?filter=${encodeURIComponent(filter)}`),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body, headers) => send('PUT', path, body, headers),
    patch: (path, Operations, headers) => send('PATCH', path, { schemas: [PATCH_URN], Operations }, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    user: (userName, attributes = {}) => created('/Users', { schemas: [USER_URN], userName, ...attributes }),
    group: (displayName, memberIds = []) =>
      created('/Groups', { schemas: [GROUP_URN], displayName, members: memberIds.map((value) => ({ value })) }),
  };
};

const parsed = (text: string): JsonObject => {
  try {
    const json: Json = JSON.parse(text);
    return isObject(json) ? json : {};
  } catch {
    return {};
  }
};

/** Runs `use` against a server of its own. */
export const withServer = async <Result>(
  options: ServeOptions,
  use: (caller: Caller) => Promise<Result>,
): Promise<Result> => {
  const server = await startServer(options);
  try {
    return await use(connect(server));
  } finally {
    await server.close();
  }
};

/** The resources of a ListResponse. */
export const resources = ({ body }: Reply): JsonObject[] => {
  const { Resources } = body;
  return Array.isArray(Resources) ? Resources.filter(isObject) : [];
};

/** The value at a chain of names and indexes; undefined when there is none. */
export const dig = (json: Json | undefined, ...keys: readonly (string | number)[]): Json | undefined =>
  keys.reduce<Json | undefined>((value, key) => {
    if (Array.isArray(value)) {
      return typeof key === 'number' ? value[key] : undefined;
    }
    return isObject(value) ? value[key] : undefined;
  }, json);
