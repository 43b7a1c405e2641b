import type { Dispatcher } from 'undici';
import type { HeaderList, WireProblem } from './exchange.ts';
import { explainFailure } from './problem.ts';

/** One HTTP message to be sent; everything in it goes out as it stands. */
export interface Outgoing {
  /** `https://host:port`, no path. */
  readonly origin: string;
  /** The request target: path and query. */
  readonly path: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body?: string;
}

export interface Limits {
  readonly connectMs: number;
  readonly headersMs: number;
  /** For the whole body, from its first byte. */
  readonly bodyMs: number;
  readonly maxBodyBytes: number;
}

/** What came back, or why nothing (whole) did. */
export interface Incoming {
  /** Milliseconds since the epoch, when the request was written to a connection. */
  readonly sentAt: number;
  readonly durationMs: number;
  readonly answer?: { readonly status: number; readonly headers: HeaderList; readonly bytes: Buffer };
  readonly problem?: WireProblem;
}

export class TooLarge extends Error {}
export class TooSlow extends Error {}

/** Text as the bytes of its UTF-8 form, one character each, because undici writes the head of a message as Latin-1. */
const asBytes = (text: string): string => {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
};

const flatten = (headers: HeaderList): string[] => {
  const flat: string[] = [];
  for (const [name, value] of headers) flat.push(name, asBytes(value));
  return flat;
};

const readHeaders = (raw: Dispatcher.DispatchController['rawHeaders']): HeaderList => {
  const list: [string, string][] = [];
  if (!Array.isArray(raw)) return list;
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([String(raw[i]), String(raw[i + 1])]);
  return list;
};

/**
 * Sends one message and reads the answer into memory, at most `limits.maxBodyBytes` of it.
 * Never rejects; an abort of `signal` settles it at once.
 */
export const exchangeBytes = (
  dispatcher: Dispatcher,
  outgoing: Outgoing,
  limits: Limits,
  signal?: AbortSignal,
): Promise<Incoming> =>
  new Promise((resolve) => {
    let sentAt = Date.now();
    let started = performance.now();
    let connection: Dispatcher.DispatchController | undefined;
    let settled = false;
    let status = 0;
    let headers: HeaderList = [];
    let answeredAt = 0;
    let size = 0;
    const chunks: Buffer[] = [];

    const settle = (rest: Pick<Incoming, 'answer' | 'problem'>): void => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener('abort', onAbort);
      resolve({ sentAt, durationMs: performance.now() - started, ...rest });
    };
    const fail = (error: unknown): void => {
      settle({ problem: explainFailure(error, outgoing.origin, limits, status || undefined) });
    };
    const onAbort = (): void => {
      settle({ problem: { kind: 'aborted', message: 'The run was interrupted while this request was under way.' } });
      connection?.abort(new Error('interrupted'));
    };
    const stop = (controller: Dispatcher.DispatchController, error: Error): void => {
      fail(error);
      controller.abort(error);
    };

    if (signal?.aborted) {
      onAbort();
      return;
    }
    signal?.addEventListener('abort', onAbort, { once: true });

    try {
      dispatcher.dispatch(
        {
          origin: outgoing.origin,
          path: asBytes(outgoing.path),
          method: outgoing.method as Dispatcher.HttpMethod,
          headers: flatten(outgoing.headers),
          body: outgoing.body ?? null,
        },
        {
          onRequestStart(controller) {
            connection = controller;
            sentAt = Date.now();
            started = performance.now();
            if (settled) controller.abort(new Error('interrupted'));
          },
          onResponseStart(controller, code) {
            if (code < 200) return;
            status = code;
            headers = readHeaders(controller.rawHeaders);
            answeredAt = performance.now();
          },
          onResponseData(controller, chunk) {
            size += chunk.length;
            if (size > limits.maxBodyBytes) stop(controller, new TooLarge());
            else if (performance.now() - answeredAt > limits.bodyMs) stop(controller, new TooSlow());
            else chunks.push(chunk);
          },
          onResponseEnd() {
            settle({
              answer: {
                status,
                headers,
                bytes: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size),
              },
            });
          },
          onResponseError(_controller, error) {
            fail(error);
          },
        },
      );
    } catch (error) {
      fail(error);
    }
  });
