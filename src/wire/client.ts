import { type Auth, type Credential, createCredentials, secretsOf } from './auth.ts';
import { chooseCredential, createComposer, isOwn } from './compose.ts';
import { type Environment, openConnections, proxySecrets } from './dispatcher.ts';
import type { Client, Exchange, HeaderList, Watch, WireProblem, WireRequest } from './exchange.ts';
import { logIn } from './oauth.ts';
import { type Clock, createPace, type PaceOptions, systemClock } from './pace.ts';
import { aborted, type Limits } from './problem.ts';
import { recordExchange } from './record.ts';
import { createRedactor, isSecretHeader } from './redact.ts';
import { checkHeader, readBaseUrl, requestPath } from './settings.ts';
import { AuthProblem } from './token.ts';
import { exchangeBytes, type Incoming, type Transport } from './transport.ts';

export interface ClientOptions {
  /** Where the service provider is: `https://example.com/scim/v2`. A query in it is dropped, see readBaseUrl. */
  readonly baseUrl: string;
  readonly auth?: Auth;
  /** Added, in this order, to every request that does not have a header of that name itself. */
  readonly headers?: HeaderList;
  /** Defaults: 10 s to connect, 30 s to the headers of the answer, 60 s for its body. */
  readonly timeouts?: { readonly connectMs?: number; readonly headersMs?: number; readonly bodyMs?: number };
  /** 16 MiB by default. */
  readonly maxBodyBytes?: number;
  /** Open at the same time; 8 by default. */
  readonly connections?: number;
  /** PEM; trusted besides the authorities that the machine trusts. */
  readonly certificateAuthority?: string;
  /** Trust any certificate. For test servers only. */
  readonly insecure?: boolean;
  /** Proxies are taken from HTTPS_PROXY, HTTP_PROXY and NO_PROXY of the process (the default) or of the given environment; false: from nowhere. */
  readonly proxy?: boolean | Environment;
  readonly pace?: PaceOptions;
  /** Told before each wait that the target asked for. */
  readonly onWait?: (info: { readonly seconds: number; readonly because: string }) => void;
  /** Told every attempt, in the order in which they end. */
  readonly onExchange?: (exchange: Exchange) => void;
  /** Further values that must not be seen in any record. */
  readonly secrets?: readonly string[];
  /** For tests that must not wait. */
  readonly clock?: Clock;
  /** Instead of the network: for a service provider in this process. */
  readonly transport?: Transport;
}

interface Prepared {
  /** Absent when the target leads away. */
  readonly path?: string;
  readonly credential?: Credential;
  readonly problem?: WireProblem;
}

const readLimits = ({ timeouts, maxBodyBytes }: ClientOptions): Limits => ({
  connectMs: timeouts?.connectMs ?? 10_000,
  headersMs: timeouts?.headersMs ?? 30_000,
  bodyMs: timeouts?.bodyMs ?? 60_000,
  maxBodyBytes: maxBodyBytes ?? 16 * 1024 * 1024,
});

const readEnvironment = (proxy: ClientOptions['proxy']): Environment =>
  typeof proxy === 'object' ? proxy : proxy === false ? {} : process.env;

/** Methods that may be sent again when the connection was lost under them (RFC 9110 §9.2.1). */
const SAFE = new Set(['GET', 'HEAD']);

const outsideProblem = (target: string, baseUrl: string): WireProblem => ({
  kind: 'request',
  message: `Not sent: ${JSON.stringify(target.slice(0, 200))} leads away from ${baseUrl}. Requests only go to the origin of the target's own URL; a target is a path below it, or an absolute URL with the same origin.`,
});

const authProblem = (error: unknown): WireProblem => {
  if (error instanceof AuthProblem) return { kind: 'auth', message: error.message };
  throw error;
};

/** The promise, or undefined as soon as the signal is aborted. */
const unlessAborted = async <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> => {
  if (signal === undefined) return promise;
  const { promise: interruption, resolve } = Promise.withResolvers<undefined>();
  const interrupt = (): void => resolve(undefined);
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await Promise.race([promise, interruption]);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
};

/** The parts that all requests of a client share. */
const openSession = (options: ClientOptions) => {
  const { auth = { type: 'none' }, headers: extraHeaders = [], connections = 8, insecure = false } = options;
  for (const [name, value] of extraHeaders) checkHeader(name, value);
  const base = readBaseUrl(options.baseUrl);
  const clock = options.clock ?? systemClock;
  const pace = createPace(options.pace ?? {}, clock);
  const limits = readLimits(options);
  const proxyEnvironment = readEnvironment(options.proxy);
  const redactor = createRedactor(
    [
      ...secretsOf(auth),
      ...(options.secrets ?? []),
      ...proxySecrets(proxyEnvironment),
      ...extraHeaders.filter(([name]) => isSecretHeader(name)).map(([, value]) => value),
    ],
    auth.type === 'header' ? [auth.name] : [],
  );
  const { certificateAuthority } = options;
  const dispatcher = openConnections({
    ...{ connections, insecure, proxyEnvironment, limits },
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
  });
  const { transport = (...message) => exchangeBytes(dispatcher, ...message) } = options;
  const credentials = createCredentials(auth, {
    logIn: (oauth2, grant) => logIn(oauth2, grant, (outgoing) => transport(outgoing, limits), clock.now()),
    learn: redactor.learn,
    now: clock.now,
  });
  const compose = createComposer(extraHeaders);
  return { base, pace, limits, redactor, dispatcher, transport, credentials, compose };
};

/**
 * A client for one service provider. Keeps connections alive, waits when the target asks for it, logs in when needed,
 * and records every attempt. It follows no redirects and talks to no other origin (but the token endpoint's, to log in).
 * Throws SettingsProblem when the options cannot be used.
 */
export const createClient = (options: ClientOptions): Client => {
  const { base, pace, limits, redactor, dispatcher, transport, credentials, compose } = openSession(options);
  const baseUrl = base.origin + base.prefix;
  let lastNumber = 0;

  /** Where to send a request and with which credential, or what keeps it from being sent. At once when nothing has to be waited for. */
  const prepare = (request: WireRequest, signal?: AbortSignal): Prepared | Promise<Prepared> => {
    const path = requestPath(base, request.target);
    if (path === undefined) return { problem: outsideProblem(request.target, baseUrl) };
    if (signal?.aborted) return { path, problem: aborted() };
    const turn = pace.turn(signal);
    const choice = turn === undefined ? chooseCredential(request, credentials) : undefined;
    if (turn !== undefined || choice instanceof Promise) return prepareLater(request, path, turn, choice, signal);
    return choice === undefined ? { path } : { path, credential: choice };
  };

  const prepareLater = async (
    request: WireRequest,
    path: string,
    turn: Promise<void> | undefined,
    chosen: ReturnType<typeof chooseCredential>,
    signal?: AbortSignal,
  ): Promise<Prepared> => {
    try {
      await turn;
      const choice = turn === undefined ? chosen : chooseCredential(request, credentials);
      const credential = choice instanceof Promise ? await unlessAborted(choice, signal) : choice;
      return signal?.aborted ? { path, problem: aborted() } : { path, ...(credential ? { credential } : {}) };
    } catch (error) {
      return { path, problem: authProblem(error) };
    }
  };

  /** Whether there is another credential than the one that was refused, or why it could not be had. */
  const renew = async (refused: Credential, signal?: AbortSignal): Promise<boolean | WireProblem> => {
    try {
      const renewal = credentials.renew(refused);
      if (renewal === undefined) return false;
      return signal?.aborted || (await unlessAborted(renewal, signal))?.value !== refused.value;
    } catch (error) {
      return authProblem(error);
    }
  };

  const unprepared = ({ target }: WireRequest, problem: WireProblem): Prepared => {
    const path = requestPath(base, target);
    return path === undefined ? { problem } : { path, problem };
  };

  const attemptOnce = async (request: WireRequest, attempt: number, signal?: AbortSignal, unsent?: WireProblem) => {
    const prepared = unsent ? unprepared(request, unsent) : prepare(request, signal);
    const { path, credential, problem } = prepared instanceof Promise ? await prepared : prepared;
    const message = {
      method: request.method,
      headers: compose(request, credential),
      ...(request.body === undefined ? {} : { body: request.body }),
    };
    lastNumber += 1;
    const number = lastNumber;
    const incoming: Incoming = problem
      ? { sentAt: Date.now(), durationMs: 0, problem }
      : await transport({ ...message, origin: base.origin, path: path ?? '/' }, limits, signal);
    const url = path === undefined ? request.target : base.origin + path;
    const exchange = recordExchange({ ...message, number, attempt, url }, incoming, redactor, limits);
    options.onExchange?.(exchange);
    return { exchange, incoming, credential };
  };

  const send = async (request: WireRequest, signal?: AbortSignal, watch?: Watch): Promise<Exchange> => {
    let waitedMs = 0;
    let renewed: boolean | WireProblem = false;
    for (let attempt = 1; ; attempt++) {
      const unsent = typeof renewed === 'object' ? renewed : undefined;
      const { exchange, incoming, credential } = await attemptOnce(request, attempt, signal, unsent);
      const { answer, stale } = incoming;
      const lost = stale && attempt === 1 && SAFE.has(request.method);
      const refused = answer?.status === 401 && isOwn(request) && credential && !renewed;
      if (refused) renewed = await renew(credential, signal);
      const wait = lost || refused || !answer ? undefined : pace.patience(answer, attempt, waitedMs);
      if (!lost && !(refused && renewed) && !wait) return exchange;
      watch?.onAttempt?.(exchange);
      if (!wait) continue;
      const info = { seconds: wait.milliseconds / 1000, because: wait.because };
      watch?.onWait?.(info);
      options.onWait?.(info);
      waitedMs += wait.milliseconds;
      await pace.pause(wait, signal);
    }
  };

  return { baseUrl, send, close: () => dispatcher.destroy() };
};
