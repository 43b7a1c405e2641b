import type { Dispatcher } from 'undici';
import { type HeaderList, madeOnce, type WireProblem } from './exchange.ts';
import { aborted, explainFailure, type Limits, TooLarge, TooSlow } from './problem.ts';

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

export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly bytes: Buffer;
}

/** What came back, or why nothing (whole) did. */
export interface Incoming {
  /** Milliseconds since the epoch, when the request was written to a connection. */
  readonly sentAt: number;
  readonly durationMs: number;
  readonly answer?: Answer;
  readonly problem?: WireProblem;
  /** The server closed a kept-alive connection at the moment we used it again: nothing is known of the request, and nothing is wrong with it. */
  readonly stale?: true;
}

/** Text as the bytes of its UTF-8 form, one character each, because undici writes the head of a message as Latin-1. */
const asBytes = (text: string): string => {
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 0x7f) return Buffer.from(text, 'utf8').toString('latin1');
  }
  return text;
};

const flatten = madeOnce((headers) => headers.flatMap(([name, value]) => [name, asBytes(value)]));

const readHeaders = (raw: Dispatcher.DispatchController['rawHeaders']): HeaderList => {
  const list: [string, string][] = [];
  if (!Array.isArray(raw)) return list;
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([String(raw[i]), String(raw[i + 1])]);
  return list;
};

/** undici tells how much had been read from the connection: anything at all means that an earlier exchange went well on it. */
const wasReused = (error: unknown): boolean =>
  error instanceof Error &&
  'socket' in error &&
  typeof error.socket === 'object' &&
  error.socket !== null &&
  'bytesRead' in error.socket &&
  Number(error.socket.bytesRead) > 0;

/** Sends one message and says what came of it. Never rejects; an abort of `signal` settles it at once. */
export type Transport = (outgoing: Outgoing, limits: Limits, signal?: AbortSignal) => Promise<Incoming>;

const INTERRUPTED = new Error('interrupted');
const NOT_AGAIN = new Error('this connection is not used again');

/**
 * Answers after which servers cut a connection that they said they would keep: something broke inside (Express does so
 * after every error that it cannot handle), or a body was refused before it was read. Whoever used it next would be the victim.
 */
const mayBeCutAfter = (status: number): boolean => status >= 500 || status === 413;

/** How many bytes the body will have, when the head says so. */
const announcedSize = (headers: HeaderList): number | undefined => {
  const value = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
  return value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
};

/** Gathers the answer to one request and settles once, whatever comes first: its end, a failure, a limit or the abort. */
const createReceiver = (origin: string, limits: Limits, settled: (incoming: Incoming) => void) => {
  let sentAt = Date.now();
  let started = performance.now();
  let connection: Dispatcher.DispatchController | undefined;
  let done = false;
  let head: Omit<Answer, 'bytes'> | undefined;
  let answeredAt = 0;
  let size = 0;
  /** Set when the connection is given up as soon as so much has come. */
  let last: number | undefined;
  const chunks: Buffer[] = [];

  const settle = (result: Omit<Incoming, 'sentAt' | 'durationMs'>): void => {
    if (done) return;
    done = true;
    settled({ sentAt, durationMs: performance.now() - started, ...result });
  };
  const fail = (error: unknown): void => {
    if (done) return;
    const problem = explainFailure(error, { origin, limits, ...(head ? { status: head.status } : {}) });
    settle({ problem, ...(problem.kind === 'closed' && !head && wasReused(error) ? { stale: true } : {}) });
  };
  const stop = (controller: Dispatcher.DispatchController, error: Error): void => {
    fail(error);
    controller.abort(error);
  };

  const complete = (): void => {
    if (head) settle({ answer: { ...head, bytes: Buffer.concat(chunks, size) } });
  };
  /** undici keeps a connection whose answer was read to its end; ended here, just before, it is closed. */
  const completeAndClose = (controller: Dispatcher.DispatchController): void => {
    complete();
    controller.abort(NOT_AGAIN);
  };

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      if (done) return controller.abort(INTERRUPTED);
      connection = controller;
      sentAt = Date.now();
      started = performance.now();
    },
    onResponseStart(controller, status) {
      if (status < 200) return;
      head = { status, headers: readHeaders(controller.rawHeaders) };
      answeredAt = performance.now();
      if (mayBeCutAfter(status)) last = announcedSize(head.headers);
      if (last === 0) completeAndClose(controller);
    },
    onResponseData(controller, chunk) {
      size += chunk.length;
      if (size > limits.maxBodyBytes) return stop(controller, new TooLarge());
      // undici's own limit is for silence only, so that a byte now and then could hold us for ever.
      if (performance.now() - answeredAt > limits.bodyMs) return stop(controller, new TooSlow());
      chunks.push(chunk);
      if (size === last) completeAndClose(controller);
    },
    onResponseEnd: complete,
    onResponseError(_controller, error) {
      fail(error);
    },
  };
  const abort = (): void => {
    settle({ problem: aborted() });
    connection?.abort(INTERRUPTED);
  };
  return { handler, fail, abort };
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
    const receiver = createReceiver(outgoing.origin, limits, (incoming) => {
      signal?.removeEventListener('abort', receiver.abort);
      resolve(incoming);
    });
    if (signal?.aborted) return receiver.abort();
    signal?.addEventListener('abort', receiver.abort, { once: true });
    try {
      dispatcher.dispatch(
        {
          origin: outgoing.origin,
          path: asBytes(outgoing.path),
          // The type knows the registered methods only; undici takes any token.
          method: outgoing.method as Dispatcher.HttpMethod,
          headers: flatten(outgoing.headers),
          body: outgoing.body ?? null,
        },
        receiver.handler,
      );
    } catch (error) {
      receiver.fail(error);
    }
  });
