/** One bulk request (RFC 7644 §3.7): what may go into it, how it is written, and how it is sent. */
import { setTimeout as pause } from 'node:timers/promises';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json } from '../scim/json.ts';
import { BULK_REQUEST_URN } from '../scim/urn.ts';
import { answered, requestLine } from '../speak/answer.ts';
import { compileRequest } from '../suite/write.ts';
import type { Exchange, WireRequest } from '../wire/exchange.ts';
import { retryAfter } from '../wire/pace.ts';
import { type Effect, effectOf } from './effect.ts';
import type { Pace } from './pace.ts';
import type { Work } from './work.ts';

/** As the target publishes them. */
export interface BulkLimits {
  readonly operations: number;
  /** Of the body in UTF-8. */
  readonly bytes: number;
}

const HEAD = `{"schemas":["${BULK_REQUEST_URN}"],"Operations":[`;
const TAIL = ']}';

export const EMPTY_BYTES = HEAD.length + TAIL.length;

/** In bytes, with the comma before it. */
export const sizeOf = (operation: string): number => Buffer.byteLength(operation) + 1;

/** `POST /Users`, `PATCH /Users/2819c223`: an endpoint, or one resource below it; no query, for which there is no place. */
const TARGET = /^\/[^/?#]+(\/[^/?#]+)?$/u;
const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
const CONDITIONAL = /^if-/iu;

/** Whether an operation of a bulk request can say the same. */
export const isPackable = ({ method, target, headers, body, auth }: WireRequest): boolean => {
  const [, resource] = TARGET.exec(target) ?? [undefined, null];
  if (resource === null || !METHODS.has(method) || auth !== undefined) return false;
  if ((method === 'POST') !== (resource === undefined) || headers.some(([name]) => CONDITIONAL.test(name)))
    return false;
  return body === undefined ? method === 'DELETE' : isJsonObject(body);
};

const isJsonObject = (text: string): boolean => {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
};

/** The request as an operation. Without `failOnErrors` around it: one who is refused must not hold up the others. */
export const operationText = ({ method, target, body }: WireRequest, bulkId?: string): string => {
  const id = bulkId === undefined ? '' : `"bulkId":${JSON.stringify(bulkId)},`;
  const data = body === undefined ? '' : `,"data":${body}`;
  return `{"method":"${method}",${id}"path":${JSON.stringify(target)}${data}}`;
};

/** What came of a bulk request as a whole. */
export type Answered =
  | { readonly kind: 'done'; readonly results: readonly Json[]; readonly exchange: Exchange }
  /** Nothing was done. `too-large`: fewer operations may be taken; `never`: none is; `this`: something in it was not liked. */
  | { readonly kind: 'refused'; readonly how: 'too-large' | 'never' | 'this'; readonly because: string }
  /** It may have been carried out, in parts or as a whole. */
  | { readonly kind: 'unknown'; readonly because: string; readonly exchange: Exchange }
  /** Nothing was done, and nothing will be at present. */
  | { readonly kind: 'left'; readonly effect: Effect; readonly because: string; readonly exchange: Exchange };

const BULK = { method: 'POST', path: '/Bulk', query: [], headers: [], body: {} } as const;

/** So often a target that asks for patience is asked again, besides what the client does by itself. */
const PATIENCE = { attempts: 6, firstMs: 250, mostMs: 60_000 } as const;

export const sendBatch = async (operations: readonly string[], work: Work, pace: Pace): Promise<Answered> => {
  const { voice, control } = work;
  const body = `${HEAD}${operations.join(',')}${TAIL}`;
  const request = { ...compileRequest(BULK, voice.dialect)(new Map()), body };
  for (let attempt = 1; ; attempt++) {
    const exchange = await voice.send(request, 'bulk');
    const answer = judge(exchange);
    const wait = answer.kind === 'left' && answer.effect === 'busy' ? patienceIn(exchange, attempt) : undefined;
    if (wait === undefined || control.stopped() !== undefined) return answer;
    pace.slower();
    work.emit({ type: 'waiting', seconds: wait / 1000, because: `${answered(exchange)} to a bulk request` });
    await pause(wait, undefined, { signal: control.halt }).catch(() => undefined);
    if (control.stopped() !== undefined) return answer;
  }
};

const patienceIn = ({ response }: Exchange, attempt: number): number | undefined => {
  if (attempt >= PATIENCE.attempts) return undefined;
  const wait = retryAfter(response?.headers ?? [], Date.now()) ?? PATIENCE.firstMs * 2 ** (attempt - 1);
  return wait > PATIENCE.mostMs ? undefined : wait;
};

/** Statuses after which no other batch would fare better. */
const NEVER: ReadonlySet<number> = new Set([403, 404, 405, 415, 501]);

const judge = (exchange: Exchange): Answered => {
  const { response } = exchange;
  const because = `${requestLine(exchange, '')} ${answered(exchange)}`;
  const status = response?.status ?? 0;
  if (status >= 200 && status < 300) {
    const results = isObject(response?.body) ? getIgnoringCase(response.body, 'Operations') : undefined;
    return Array.isArray(results)
      ? { kind: 'done', results, exchange }
      : { kind: 'unknown', because: `${because}, which has no results`, exchange };
  }
  const effect = effectOf(exchange);
  if (status === 413 || (status === 400 && scimTypeOf(response?.body) === 'toomany'))
    return { kind: 'refused', how: 'too-large', because };
  if (NEVER.has(status)) return { kind: 'refused', how: 'never', because };
  if (effect === 'uncertain') return { kind: 'unknown', because, exchange };
  if (effect === 'refused' || effect === 'conflict') return { kind: 'refused', how: 'this', because };
  return { kind: 'left', effect, because, exchange };
};

const scimTypeOf = (body: Json | undefined): string => {
  const type = isObject(body) ? getIgnoringCase(body, 'scimType') : undefined;
  return typeof type === 'string' ? type.toLowerCase() : '';
};

/** How an answer to the request itself would have looked. */
export const asAnswered = (
  exchange: Exchange,
  { method, target }: WireRequest,
  { status, body }: { readonly status: number; readonly body?: Json },
): Exchange => ({
  ...exchange,
  request: { method, url: target, headers: [] },
  response: { status, headers: [], text: '', ...(body !== undefined && { body }) },
});
