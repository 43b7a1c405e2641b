/** The service provider on a socket. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { Call, Service } from './behaviour.ts';
import { refusal } from './errors.ts';
import { OptionProblem, type RunningServer, type ServeOptions } from './options.ts';
import { type Address, ownOrigin, readText, toCall } from './request.ts';
import { send } from './respond.ts';
import { createService, handle } from './service.ts';

export type { Capabilities, RunningServer, ServeOptions } from './options.ts';
export { OptionProblem } from './options.ts';

/** Long filters fit, endless headers do not. */
const HEADER_BYTES = 65_536;
/** How long requests in hand may take once the server closes. */
const GRACE_MS = 500;

/**
 * Starts a service provider of its own: several in one process share nothing. Resolves when it listens. Rejects with
 * OptionProblem for options that make no sense, and with node's error when the port is taken.
 */
export const startServer = async (options: ServeOptions = {}): Promise<RunningServer> => {
  const { service, token } = createService(options);
  const host = options.host ?? '127.0.0.1';
  const basePath = normalised(options.basePath ?? '/scim/v2');
  let address: Address = { host, port: 0, basePath };
  let closing = false;
  let pending = 0;

  const server = createServer({ maxHeaderSize: HEADER_BYTES, keepAliveTimeout: 30_000 }, (request, response) => {
    pending += 1;
    response.once('close', () => {
      pending -= 1;
      if (closing && pending === 0) {
        server.closeAllConnections();
      }
    });
    void serve(request, response, service, address, options.latencyMs ?? 0).catch(() => response.destroy());
  });
  server.on('clientError', refuseGarbage);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  address = { host, port, basePath, ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }) };

  return {
    url: `${ownOrigin(address)}${basePath}`,
    token,
    close: () =>
      new Promise((resolve) => {
        closing = true;
        server.close(() => resolve());
        if (pending === 0) {
          server.closeAllConnections();
        } else {
          setTimeout(() => server.closeAllConnections(), GRACE_MS).unref();
        }
      }),
  };
};

/** `scim/v2/` → `/scim/v2`; an empty path stays empty. */
const normalised = (basePath: string): string => {
  const path = `/${basePath.replace(/^\/+|\/+$/g, '')}`;
  if (/[?#\s]/.test(path)) {
    throw new OptionProblem(`The base path must be a plain path such as /scim/v2, not ${basePath}.`);
  }
  return path === '/' ? '' : path;
};

const serve = async (
  request: IncomingMessage,
  response: ServerResponse,
  service: Service,
  address: Address,
  latencyMs: number,
): Promise<void> => {
  const call: Call = toCall(request, service, address);
  if (latencyMs > 0) {
    await pause(latencyMs);
  }
  const answer = await handle(call, () => readText(request, service.capabilities.maxPayloadSize));
  if (!request.readableEnded) {
    request.resume();
  }
  send(answer, response, request.method === 'HEAD');
};

/**
 * What is no HTTP, or has too many headers, gets a SCIM error before the connection is closed. Whatever still arrives is
 * passed over (it makes node report the same again): a connection destroyed with unread bytes loses the answer too.
 */
const refuseGarbage = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const refused = tooLarge
    ? refusal(431, `The headers have more than ${HEADER_BYTES} bytes.`)
    : refusal(400, 'The request is not valid HTTP.');
  const body = JSON.stringify(refused.toBody());
  const status = tooLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
  const headers = [
    'Content-Type: application/scim+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.resume();
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), GRACE_MS).unref();
};
