import { STATUS_CODES } from 'node:http';
import { type Exchange, type HeaderList, header, type WireResponse } from './exchange.ts';

interface HarPair {
  readonly name: string;
  readonly value: string;
}

export interface HarEntry {
  readonly startedDateTime: string;
  /** Milliseconds. */
  readonly time: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly httpVersion: string;
    readonly cookies: readonly HarPair[];
    readonly headers: readonly HarPair[];
    readonly queryString: readonly HarPair[];
    readonly postData?: { readonly mimeType: string; readonly text: string };
    readonly headersSize: number;
    readonly bodySize: number;
  };
  readonly response: {
    /** 0 when there was no answer; `_error` then says why. */
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    readonly cookies: readonly HarPair[];
    readonly headers: readonly HarPair[];
    readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string };
    readonly redirectURL: string;
    readonly headersSize: number;
    readonly bodySize: number;
    readonly _error?: string;
  };
  readonly cache: Record<string, never>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  readonly comment: string;
}

/** HTTP Archive 1.2. */
export interface Har {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
  };
}

const pairs = (headers: HeaderList): HarPair[] => headers.map(([name, value]) => ({ name, value }));

const queryOf = (url: string): HarPair[] => {
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  return [...new URLSearchParams(query)].map(([name, value]) => ({ name, value }));
};

const sizeOf = (text: string | undefined): number => (text === undefined ? 0 : Buffer.byteLength(text, 'utf8'));

const toResponse = (response: WireResponse | undefined, error: string | undefined): HarEntry['response'] => ({
  status: response?.status ?? 0,
  statusText: STATUS_CODES[response?.status ?? 0] ?? '',
  httpVersion: 'HTTP/1.1',
  cookies: [],
  headers: pairs(response?.headers ?? []),
  content: {
    size: sizeOf(response?.text),
    mimeType: header(response?.headers ?? [], 'content-type') ?? 'x-unknown',
    ...(response?.text ? { text: response.text } : {}),
  },
  redirectURL: header(response?.headers ?? [], 'location') ?? '',
  headersSize: -1,
  bodySize: -1,
  ...(error === undefined ? {} : { _error: error }),
});

const toEntry = ({ number, at, durationMs, attempt, request, response, problem }: Exchange): HarEntry => ({
  startedDateTime: at,
  time: durationMs,
  request: {
    method: request.method,
    url: request.url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: pairs(request.headers),
    queryString: queryOf(request.url),
    ...(request.body === undefined
      ? {}
      : { postData: { mimeType: header(request.headers, 'content-type') ?? '', text: request.body } }),
    headersSize: -1,
    bodySize: sizeOf(request.body),
  },
  response: toResponse(response, problem?.message),
  cache: {},
  // Only the whole time is known.
  timings: { send: 0, wait: durationMs, receive: 0 },
  comment: `exchange ${number}${attempt > 1 ? `, attempt ${attempt}` : ''}`,
});

/** Exchanges as an HTTP Archive, which browsers and proxies can open. `version` is that of this program. */
export const toHar = (exchanges: readonly Exchange[], version = ''): Har => ({
  log: { version: '1.2', creator: { name: 'scimulate', version }, entries: exchanges.map(toEntry) },
});
