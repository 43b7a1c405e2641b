/** From node's request to a Call. */
import type { IncomingMessage } from 'node:http';
import type { Call, Service } from './behaviour.ts';
import { refusal } from './errors.ts';

/** Bytes of a body that are still read into memory; what is beyond is read and thrown away, so that the client hears the 413. */
const LARGEST = 4_194_304;
/** A client that goes on sending beyond this is cut off. */
const PATIENCE = 20 * LARGEST;

/** Throws ScimError 413 for a body beyond the cap, 400 for one that is not UTF-8. */
export const readText = async (request: IncomingMessage, atLeast: number): Promise<string> => {
  const cap = Math.max(LARGEST, 2 * atLeast);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= cap) {
      chunks.push(chunk);
    } else if (size > Math.max(PATIENCE, cap)) {
      break;
    }
  }
  if (size > cap) {
    throw refusal(413, `The request body has more than ${cap} bytes.`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refusal(400, 'The request body is not UTF-8.', 'invalidSyntax');
  }
};

const first = (header: string | string[] | undefined): string | undefined =>
  (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim() || undefined;

const LOOPBACK_NAME = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i;
const HOST = /^[\w.-]+(:\d{1,5})?$|^\[[\da-f:.]+\](:\d{1,5})?$/i;

/** What a request is but for its body. */
export interface Head extends Pick<IncomingMessage, 'method' | 'url' | 'headers'> {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
}

/** How the server listens, as far as its URLs need it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly basePath: string;
  readonly publicUrl?: string;
}

export const isLoopback = (address: string): boolean => /^(localhost|127\.|::1$|::ffff:127\.)/i.test(address);

/** `http://127.0.0.1:8080`, from where it listens. */
export const ownOrigin = ({ host, port }: Address): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/**
 * The base URL as this client knows it. A proxy on this machine is believed when it says X-Forwarded-Proto, -Host and
 * -Prefix; a Host header that is not a name of this machine is not, when the server listens on loopback only, so that
 * nobody can plant foreign links.
 */
export const baseUrlFor = (request: Head, address: Address): string => {
  if (address.publicUrl !== undefined) {
    return address.publicUrl.replace(/\/+$/, '');
  }
  const { headers } = request;
  const trusted = isLoopback(request.socket.remoteAddress ?? '');
  const [forwardedHost, protocol, prefix] = trusted
    ? ['x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-prefix'].map((name) => first(headers[name]))
    : [];
  const { host } = headers;
  const acceptable = host !== undefined && (isLoopback(address.host) ? LOOPBACK_NAME : HOST).test(host);
  const own = ownOrigin(address);
  const scheme = protocol === 'https' ? 'https' : 'http';
  const authority = forwardedHost && HOST.test(forwardedHost) ? forwardedHost : acceptable ? host : new URL(own).host;
  const before = prefix && /^(\/[\w.~-]+)+\/?$/.test(prefix) ? prefix.replace(/\/$/, '') : '';
  return `${scheme}://${authority}${before}${address.basePath}`;
};

/** The path below the base path, or undefined when the request is for something else. */
const pathBelow = (path: string, basePath: string): string | undefined =>
  path === basePath ? '' : path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : undefined;

/** Throws ScimError 404 for paths outside the base path, 400 for what cannot be decoded. */
export const toCall = (request: Head, service: Service, address: Address): Call => {
  const url = request.url ?? '/';
  const question = url.indexOf('?');
  const path = question < 0 ? url : url.slice(0, question);
  const below = pathBelow(path, address.basePath);
  return {
    service,
    method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
    segments: below === undefined ? ['', path] : segmentsOf(below),
    query: new URLSearchParams(question < 0 ? '' : url.slice(question + 1)),
    headers: request.headers,
    baseUrl: baseUrlFor(request, address),
    text: '',
  };
};

/** `/Users/a%2Fb/` → ['Users', 'a/b']; a segment that cannot be decoded stays as it is and will not be found. */
const segmentsOf = (path: string): string[] =>
  path
    .replace(/\/$/, '')
    .split('/')
    .slice(1)
    .map((segment) => {
      try {
        return decodeURIComponent(segment);
      } catch {
        return segment;
      }
    });
