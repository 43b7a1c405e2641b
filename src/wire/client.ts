import { Agent } from 'undici';
import type { Auth } from './auth.ts';
import type { Client, Exchange, HeaderList } from './exchange.ts';
import { parseJson } from './json.ts';
import { exchangeBytes } from './transport.ts';

export interface ClientOptions {
  readonly baseUrl: string;
  readonly auth?: Auth;
  /** Added to every request that does not have a header of this name. */
  readonly headers?: HeaderList;
  readonly timeouts?: { readonly connectMs?: number; readonly headersMs?: number; readonly bodyMs?: number };
  readonly maxBodyBytes?: number;
  readonly connections?: number;
  readonly certificateAuthority?: string;
  readonly insecure?: boolean;
  readonly proxy?: boolean;
  readonly pace?: { readonly rate?: number; readonly maxWaitMs?: number; readonly attempts?: number };
  readonly onWait?: (info: { readonly seconds: number; readonly because: string }) => void;
  readonly onExchange?: (exchange: Exchange) => void;
  readonly secrets?: readonly string[];
}

export const createClient = (options: ClientOptions): Client => {
  const base = new URL(options.baseUrl);
  const prefix = base.pathname.replace(/\/+$/, '');
  const dispatcher = new Agent({ connections: options.connections ?? 8, allowH2: false });
  const limits = { connectMs: 10_000, headersMs: 30_000, bodyMs: 60_000, maxBodyBytes: 16 * 1024 * 1024 };
  let number = 0;
  return {
    baseUrl: base.origin + prefix,
    async send(request, signal) {
      const mine = ++number;
      const headers: [string, string][] = request.headers.map(([name, value]) => [name, value]);
      const has = (name: string) => headers.some(([key]) => key.toLowerCase() === name.toLowerCase());
      for (const [name, value] of options.headers ?? []) if (!has(name)) headers.push([name, value]);
      let credential: string | undefined;
      if (request.auth === undefined && options.auth?.type === 'bearer' && typeof options.auth.token === 'string')
        credential = `Bearer ${options.auth.token}`;
      if (request.auth === 'invalid') credential = 'Bearer invalid';
      if (request.auth?.startsWith('raw:')) credential = request.auth.slice(4);
      if (credential !== undefined) headers.push(['Authorization', credential]);
      const incoming = await exchangeBytes(
        dispatcher,
        {
          origin: base.origin,
          path: prefix + request.target || '/',
          method: request.method,
          headers,
          ...(request.body === undefined ? {} : { body: request.body }),
        },
        limits,
        signal,
      );
      const text = incoming.answer?.bytes.toString('utf8');
      const parsed = text ? parseJson(text) : undefined;
      const exchange: Exchange = {
        number: mine,
        at: new Date(incoming.sentAt).toISOString(),
        durationMs: incoming.durationMs,
        attempt: 1,
        request: {
          method: request.method,
          url: base.origin + prefix + request.target,
          headers: headers.map(([name, value]) => [
            name,
            name === 'Authorization' ? value.replace(/ .*/, ' ‹redacted›') : value,
          ]),
          ...(request.body === undefined ? {} : { body: request.body }),
        },
        ...(incoming.answer && text !== undefined
          ? {
              response: {
                status: incoming.answer.status,
                headers: incoming.answer.headers,
                text,
                ...(parsed?.value === undefined ? {} : { body: parsed.value }),
                ...(parsed?.problem === undefined ? {} : { bodyProblem: parsed.problem }),
                ...(parsed?.duplicateKeys.length ? { duplicateKeys: parsed.duplicateKeys } : {}),
              },
            }
          : {}),
        ...(incoming.problem ? { problem: incoming.problem } : {}),
      };
      options.onExchange?.(exchange);
      return exchange;
    },
    close: () => dispatcher.destroy(),
  };
};
