import type { WireProblem } from './exchange.ts';

/** Limits of one exchange. */
export interface Limits {
  readonly connectMs: number;
  /** From the request to the end of the response's headers. */
  readonly headersMs: number;
  /** For the whole body, and for any silence within it. */
  readonly bodyMs: number;
  /** As received, and again after decompression. */
  readonly maxBodyBytes: number;
}

/** What is known when an exchange fails. */
export interface Circumstances {
  readonly origin: string;
  readonly limits: Limits;
  /** Set once the head of the response has come. */
  readonly status?: number;
}

/** The body passed the cap. */
export class TooLarge extends Error {}
/** The body trickles. */
export class TooSlow extends Error {}

const CERTIFICATE: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'comes from an authority that this machine does not know, or the server does not send the certificates in between',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an authority that this machine does not know',
  CERT_UNTRUSTED: 'comes from an authority that this machine does not trust',
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet; perhaps the clock of this machine is wrong',
  CERT_REVOKED: 'has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'was issued for another host name',
};

const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;

/** Bytes as people read them; exact when it is a whole number of MiB. */
export const readableSize = (bytes: number): string =>
  bytes >= 1024 * 1024 ? `${Math.round((bytes / 1024 / 1024) * 10) / 10} MiB` : `${bytes} bytes`;

export const tooLarge = (limits: Limits, what = 'The body of the answer'): WireProblem => ({
  kind: 'too-large',
  message: `${what} is larger than ${readableSize(limits.maxBodyBytes)}, so reading stopped. A service provider should page its lists; ask for fewer resources, or raise the limit.`,
});

export const aborted = (): WireProblem => ({ kind: 'aborted', message: 'Interrupted before the answer had come.' });

/** Without terminal escapes: parts of such a message may come from the target. */
const printable = (text: string): string => text.replace(/\p{C}/gu, ' ').slice(0, 300);

const codeOf = (error: unknown): string => {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return '';
};

const messageOf = (error: unknown): string => printable(error instanceof Error ? error.message : String(error));

/** `127.0.0.1:8080` when the error names it (it may be the proxy's), else the origin. */
const peerOf = (error: unknown, origin: string): string => {
  if (error instanceof AggregateError) return peerOf(error.errors[0], origin);
  if (typeof error === 'object' && error !== null && 'address' in error && 'port' in error) {
    const host = String(error.address);
    return `${host.includes(':') ? `[${host}]` : host}:${String(error.port)}`;
  }
  return origin;
};

const certificateProblem = (code: string, error: unknown, host: string): WireProblem => {
  const detail = code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? ` (${messageOf(error)})` : ` (${code})`;
  const remedy =
    code === 'ERR_TLS_CERT_ALTNAME_INVALID'
      ? 'Use a host name that the certificate carries'
      : 'Give the certificate of its authority as a PEM file with --ca-file FILE';
  return {
    kind: 'tls',
    message: `The certificate of ${host} ${CERTIFICATE[code] ?? 'cannot be trusted'}${detail}. ${remedy}; for a test server only, --insecure switches the check off.`,
  };
};

const handshakeProblem = (error: unknown, origin: string): WireProblem => {
  const plain = /wrong version number|packet length too long|http request|unknown protocol/i.test(messageOf(error));
  return {
    kind: 'tls',
    message: plain
      ? `${origin} does not speak TLS: it answered the handshake with something else. If it is a plain HTTP server, its URL begins with http://.`
      : `The TLS handshake with ${origin} failed: ${messageOf(error)}.`,
  };
};

const timeoutProblem = (code: string, { origin, limits, status }: Circumstances): WireProblem => {
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    return {
      kind: 'timeout',
      message: `${origin} took the request but sent no answer within ${seconds(limits.headersMs)} (headers timeout).`,
    };
  }
  if (code === 'UND_ERR_BODY_TIMEOUT') {
    return {
      kind: 'timeout',
      message: `${origin} began to answer${status ? ` (${status})` : ''} but the body was not complete within ${seconds(limits.bodyMs)} (body timeout).`,
    };
  }
  return {
    kind: 'timeout',
    message: `No connection to ${origin} within ${seconds(limits.connectMs)} (connect timeout). Is the host up, and does a firewall let you through?`,
  };
};

const closedProblem = (error: unknown, { origin, status }: Circumstances): WireProblem => {
  if (status) {
    return {
      kind: 'closed',
      message: `${origin} answered ${status} but closed the connection in the middle of the body.`,
    };
  }
  const tls = origin.startsWith('http:') ? ' If it speaks TLS on this port, its URL begins with https://.' : '';
  return { kind: 'closed', message: `${origin} closed the connection without an answer (${messageOf(error)}).${tls}` };
};

const CLOSED = new Set([
  'UND_ERR_SOCKET',
  'ECONNRESET',
  'EPIPE',
  'ECONNABORTED',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
]);
const UNREACHABLE = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'EHOSTDOWN',
  'ENETDOWN',
  'EACCES',
  'EPERM',
]);
const TIMEOUT = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** Turns what undici, TLS or the socket reported into words that say what happened and what to do. */
export const explainFailure = (error: unknown, circumstances: Circumstances): WireProblem => {
  const { origin, limits } = circumstances;
  if (error instanceof TooLarge) return tooLarge(limits);
  if (error instanceof TooSlow) return timeoutProblem('UND_ERR_BODY_TIMEOUT', circumstances);
  const code = codeOf(error);
  const { hostname } = new URL(origin);
  if (TIMEOUT.has(code)) return timeoutProblem(code, circumstances);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') {
    const host = typeof error === 'object' && error !== null && 'hostname' in error ? String(error.hostname) : hostname;
    return {
      kind: 'resolve',
      message: `The host name ${host} has no address (${code}). Is it spelled right, and does the DNS of this machine know it?`,
    };
  }
  if (code === 'ECONNREFUSED') {
    return {
      kind: 'refused',
      message: `Nothing listens at ${peerOf(error, origin)} (${code}). Is the server running, and is the port right?`,
    };
  }
  if (UNREACHABLE.has(code)) {
    return {
      kind: 'refused',
      message: `${peerOf(error, origin)} cannot be reached from this machine (${code}). Check the network, a VPN or proxy settings.`,
    };
  }
  if (Object.hasOwn(CERTIFICATE, code)) return certificateProblem(code, error, hostname);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
    return handshakeProblem(error, origin);
  if (code.startsWith('UND_ERR_PRX') || /^Proxy /.test(messageOf(error))) {
    return {
      kind: 'refused',
      message: `The proxy would not connect to ${origin}: ${messageOf(error)}. Check HTTPS_PROXY and HTTP_PROXY, or name the host in NO_PROXY.`,
    };
  }
  if (CLOSED.has(code)) return closedProblem(error, circumstances);
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return { kind: 'too-large', message: `The headers of the answer from ${origin} are larger than 16 KiB.` };
  }
  if (code.startsWith('HPE_') || (error instanceof Error && error.name === 'HTTPParserError')) {
    const tls = origin.startsWith('http:') ? ' If it speaks TLS on this port, its URL begins with https://.' : '';
    return { kind: 'protocol', message: `The answer of ${origin} is not valid HTTP: ${messageOf(error)}.${tls}` };
  }
  if (
    code === 'UND_ERR_INVALID_ARG' ||
    code === 'UND_ERR_NOT_SUPPORTED' ||
    code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'
  ) {
    return { kind: 'request', message: `HTTP cannot carry this request: ${messageOf(error)}.` };
  }
  if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') {
    return { kind: 'aborted', message: 'The client has been closed.' };
  }
  return { kind: 'protocol', message: `The exchange with ${origin} failed: ${messageOf(error)}.` };
};
