/** Real servers on 127.0.0.1 for the tests of this folder; each is closed with the test that started it. */
import { readFileSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createNetServer, type Server, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClientOptions, createClient } from './client.ts';
import type { Client, WireRequest } from './exchange.ts';

const fixture = (name: string): string =>
  readFileSync(resolve(import.meta.dirname, '../../fixtures/tls', name), 'utf8');

export const CERTIFICATE = fixture('self-signed.pem');
const KEY = fixture('self-signed-key.pem');

export const listen = async (server: Server, scheme: string): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(
    () =>
      new Promise<void>((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  );
  const address = server.address();
  return `${scheme}://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
};

export const httpServer = (listener: RequestListener): Promise<string> => listen(createHttpServer(listener), 'http');

export const httpsServer = (listener: RequestListener): Promise<string> =>
  listen(createHttpsServer({ key: KEY, cert: CERTIFICATE }, listener), 'https');

/** A server below HTTP. */
export const netServer = (onSocket: (socket: Socket) => void): Promise<string> =>
  listen(createNetServer(onSocket), 'http');

/** Answers every request with these bytes and keeps the bytes of the requests. */
export const rawServer = async (answer: string | Buffer): Promise<{ url: string; received: string[] }> => {
  const received: string[] = [];
  const url = await netServer((socket) => {
    socket.on('data', (chunk) => {
      received.push(chunk.toString('latin1'));
      socket.end(answer);
    });
  });
  return { url, received };
};

/** A port on which nothing listens. */
export const unusedPort = async (): Promise<number> => {
  const server = createNetServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise<void>((done) => server.close(() => done()));
  return typeof address === 'object' && address ? address.port : 0;
};

export const answerJson = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'Content-Type': 'application/scim+json', ...headers }).end(JSON.stringify(body));
};

export const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

export const client = (options: ClientOptions): Client => {
  const made = createClient({ proxy: false, ...options });
  onTestFinished(() => made.close());
  return made;
};

export const get = (target: string, rest: Partial<WireRequest> = {}): WireRequest => ({
  method: 'GET',
  target,
  headers: [],
  ...rest,
});
