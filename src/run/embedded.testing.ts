/** For tests: our own server, a client for it, and a case that makes a user on it. */

import { isObject, type Json } from '../scim/json.ts';
import type { ServeOptions } from '../serve/options.ts';
import { type RunningServer, startServer } from '../serve/server.ts';
import { createClient } from '../wire/client.ts';
import type { Client } from '../wire/exchange.ts';

export interface Embedded {
  readonly server: RunningServer;
  readonly client: Client;
  /** How many resources are in a collection: `/Users`. */
  count(path: string): Promise<Json | undefined>;
  close(): Promise<void>;
}

export const embedded = async (options: ServeOptions = {}): Promise<Embedded> => {
  const server = await startServer(options);
  const client = createClient({ baseUrl: server.url, auth: { type: 'bearer', token: server.token }, proxy: false });
  return {
    server,
    client,
    async count(path) {
      const { response } = await client.send({ method: 'GET', target: `${path}?count=0`, headers: [] });
      return isObject(response?.body) ? response.body.totalResults : undefined;
    },
    async close() {
      await client.close();
      await server.close();
    },
  };
};

/** The value of `schemas` in YAML. */
export const USER = "['urn:ietf:params:scim:schemas:core:2.0:User']";

export const CREATE = `
  - id: users/create
    title: A user can be made
    cites: [R1]
    steps:
      - send: POST /Users
        body: {schemas: ${USER}, userName: 'eve.\${run.tag}'}
        expect: {status: 201, body: {userName: 'eve.\${run.tag}'}}
        capture: {eve: id}
      - send: GET /Users/\${eve}
        expect: {status: 200, body: {id: '\${eve}'}}
`;
