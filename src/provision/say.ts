/** One operation, said once: written, sent, judged, captured. */
import { isPlainSuccess, judge, type Message } from '../expect/judge.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { MODELS } from '../scim/schemas.ts';
import { answered, requestLine } from '../speak/answer.ts';
import { untilHolds } from '../speak/eventually.ts';
import { readCapture } from '../speak/outcome.ts';
import { turnPages } from '../speak/pages.ts';
import { messageOf } from '../speak/place.ts';
import { isRead } from '../speak/request.ts';
import { FillProblem, fill, type Scope } from '../suite/fill.ts';
import type { Dialect, Operation, PagesStep, RequestStep } from '../suite/model.ts';
import { compileScope } from '../suite/operation.ts';
import { compileRequest } from '../suite/write.ts';
import { type Client, type Exchange, header, type WireRequest } from '../wire/exchange.ts';
import { retryAfter } from '../wire/pace.ts';
import type { Control } from './control.ts';
import { type Effect, effectOf, isPage } from './effect.ts';

/** What came of an operation. */
export interface Spoken {
  readonly effect: Effect;
  /** Of the last answer. */
  readonly status?: number;
  readonly body?: Json;
  /** In words, why it is not `done`; empty when it is. */
  readonly because: string;
  /** Where the answer says that the resource is. */
  readonly location?: string;
  /** How long the answer asks to wait, in milliseconds. */
  readonly retryAfter?: number;
  /** Number of the last exchange. */
  readonly exchange?: number;
}

/** Who says it, and to whom. */
export interface Saying {
  readonly client: Client;
  readonly dialect: Dialect;
  readonly mode: string;
  readonly lagMs: number;
  readonly control: Control;
  readonly guid: () => string;
  readonly notice: (message: string) => void;
  readonly send: (request: WireRequest) => Promise<Exchange>;
  /** Another way for a write, with others. Undefined, at once or later: it has to be sent by itself. */
  readonly carry?: (request: WireRequest) => Promise<Spoken | undefined> | undefined;
}

/** What every operation sees besides its parameters: something new under the sun, once per operation, when it is asked for. */
const surroundings = (guid: () => string): Scope => {
  let made: string | undefined;
  const run = {
    get guid(): string {
      made ??= guid();
      return made;
    },
  };
  return { get: (name) => (name === 'run' ? run : undefined) };
};

const NO_NAMES: Scope = new Map();

/** An operation of a dialect in one mode, read once for all that is said with it. */
export interface Prepared {
  readonly operation: Operation;
  /** May be sent again although its effect is not known: it asks for a state, and makes nothing new. */
  readonly repeatable: boolean;
  /** The names it sees, apart from what its requests capture. @throws FillProblem when a parameter has no value */
  readonly names: (values: JsonObject, guid: () => string) => OperationNames;
  readonly steps: readonly (PagesStep | PreparedRequest)[];
}

interface PreparedRequest {
  readonly kind: 'request';
  readonly step: RequestStep;
  readonly write: (names: Scope) => WireRequest;
  readonly reads: boolean;
}

/** @throws Error for an operation that is not there, which the loader should have told */
export const prepare = (dialect: Dialect, mode: string, name: string): Prepared => {
  const operation = Object.hasOwn(dialect.operations, name) ? dialect.operations[name] : undefined;
  const form = operation?.forms[mode];
  if (operation === undefined || form === undefined) {
    throw new Error(`${dialect.name} has no operation ${name} in its mode ${mode}`);
  }
  const scope = compileScope(dialect, mode, operation);
  const asks = JSON.stringify([form.requests, operation.parameters, dialect.modes[mode]?.let]).includes('${run');
  const steps = form.requests.map((step): PagesStep | PreparedRequest =>
    step.kind === 'pages'
      ? step
      : { kind: 'request', step, write: compileRequest(step.request, dialect), reads: isRead(step.request) },
  );
  return {
    operation,
    repeatable: form.requests.every(({ request }) => request.method !== 'POST' || isRead(request)),
    names: (values, guid) => scope(values, asks ? surroundings(guid) : NO_NAMES),
    steps,
  };
};

/** Sends the requests of an operation one after the other, once; ends at the first that is not answered as it should be. */
export const say = async (prepared: Prepared, values: JsonObject, saying: Saying): Promise<Spoken> => {
  try {
    const names = prepared.names(values, saying.guid);
    let last: Spoken = { effect: 'done', because: '' };
    for (const step of prepared.steps) {
      last = await (step.kind === 'pages'
        ? sayListing(step, names, saying)
        : sayRequest(step, names, saying, prepared.operation));
      if (last.effect !== 'done') return last;
    }
    return last;
  } catch (error) {
    // A value that is not there, or cannot stand where it is used: nothing was sent with it.
    if (error instanceof FillProblem) {
      return { effect: 'refused', because: `${prepared.operation.name}: ${error.message}` };
    }
    throw error;
  }
};

type OperationNames = Map<string, Json>;

const sayRequest = (
  prepared: PreparedRequest,
  names: OperationNames,
  saying: Saying,
  operation: Operation,
): Promise<Spoken> => {
  const once = async (): Promise<Spoken> => {
    const request = prepared.write(names);
    const carried = prepared.reads || prepared.step.capture.length > 0 ? undefined : saying.carry?.(request);
    const spoken = carried === undefined ? undefined : await carried;
    if (spoken !== undefined) return spoken;
    const exchange = await saying.send(request);
    return hearRequest(prepared, exchange, names, saying, operation);
  };
  if (!prepared.step.eventually || saying.lagMs === 0 || !prepared.reads) return once();
  return untilHolds(once, ({ effect }) => effect !== 'gone', saying.lagMs, saying.control.halt);
};

/** Judges and captures. A write that succeeded is done, also when the answer is not what this identity provider asks for. */
const hearRequest = (
  { step, reads }: PreparedRequest,
  exchange: Exchange,
  names: OperationNames,
  saying: Saying,
  operation: Operation,
): Spoken => {
  const heard = heardIn(exchange);
  if (exchange.response !== undefined && isPage(exchange.response)) return hearPage(exchange, heard, reads, saying);
  if (step.capture.length === 0 && step.expect !== undefined && isPlainSuccess(step.expect, heard)) return heard;
  const message = messageOf(exchange);
  const { status } = message;
  const complaint = complaintOf(step, message, names, saying);
  const succeeded = status !== undefined && status >= 200 && status < 300;
  if (complaint !== undefined && !(succeeded && !reads)) {
    const because = `${requestLine(exchange, saying.client.baseUrl)} ${answered(exchange)}`;
    if (succeeded) return { ...heard, effect: 'refused', because: `${because}: ${complaint}` };
    return { ...heard, ...patienceIn(exchange), effect: effectOf(exchange), because };
  }
  if (complaint !== undefined) {
    saying.notice(`${operation.name} succeeded, but not as ${saying.dialect.title} needs it: ${complaint}`);
  }
  for (const capture of step.capture) {
    const value = readCapture(capture, message);
    if (value === undefined) {
      return { ...heard, effect: 'refused', because: `the answer to ${operation.name} lacks ${capture.name}` };
    }
    names.set(capture.name, value);
  }
  return heard;
};

/** It was not the target that answered. After a success it may have got the request, or not. */
const hearPage = (exchange: Exchange, heard: Spoken, reads: boolean, { client }: Saying): Spoken => {
  const effect = effectOf(exchange);
  const because = `${requestLine(exchange, client.baseUrl)} ${answered(exchange)}`;
  const succeeded = (heard.status ?? 0) < 300;
  return { ...heard, ...patienceIn(exchange), effect: succeeded && !reads ? 'uncertain' : effect, because };
};

/** What an answer says, taken for what was needed. */
const heardIn = ({ number, response }: Exchange): Spoken => {
  const heard = { effect: 'done', because: '', exchange: number } as const;
  if (response === undefined) return heard;
  const { status, body } = response;
  const location = status === 201 ? header(response.headers, 'location') : undefined;
  if (location === undefined) return body === undefined ? { ...heard, status } : { ...heard, status, body };
  return body === undefined ? { ...heard, status, location } : { ...heard, status, body, location };
};

const patienceIn = ({ response }: Exchange): Pick<Spoken, 'retryAfter'> => {
  if (response?.status !== 429 && response?.status !== 503) return {};
  const milliseconds = retryAfter(response.headers, Date.now());
  return milliseconds === undefined ? {} : { retryAfter: milliseconds };
};

/** Why the answer is not what the identity provider needs to go on. Without expectations any 2xx is. */
const complaintOf = (
  step: RequestStep,
  message: Message,
  names: OperationNames,
  { client }: Saying,
): string | undefined => {
  if (message.status === undefined) return 'there is no answer';
  if (step.expect === undefined) {
    return message.status >= 200 && message.status < 300 ? undefined : `the status is ${message.status}`;
  }
  const context = { models: MODELS, baseUrl: client.baseUrl, fill: (template: Json) => fill(template, names) };
  return judge(step.expect, message, context).find(({ idp }) => idp === undefined)?.message;
};

/** A page of a listing, or why there is none. */
export type Turn = { readonly resources: readonly JsonObject[]; readonly total?: number } | Spoken;

/** The pages of an operation that lists, each read when it is asked for; ends after one that cannot be read. */
export async function* sayPages(step: PagesStep, names: OperationNames, saying: Saying): AsyncGenerator<Turn> {
  let last: Exchange | undefined;
  const stage = {
    target: { models: MODELS },
    baseUrl: saying.client.baseUrl,
    lagMs: 0,
    signal: saying.control.halt,
    async send(request: WireRequest): Promise<Exchange> {
      last = await saying.send(request);
      return last;
    },
  };
  const place = { stage, names, dialect: saying.dialect, label: '' };
  let read = 0;
  for await (const turn of turnPages(step, place)) {
    if ('endless' in turn) {
      yield { effect: 'refused', because: turn.endless };
      return;
    }
    if (last !== undefined && (turn.page.message.status !== 200 || !isListing(last.response?.body))) {
      const because = `${requestLine(last, saying.client.baseUrl)} ${answered(last)}`;
      const what = turn.page.message.status === 200 && last.response?.body !== undefined ? ', which is no list' : '';
      yield { effect: effectOf(last), because: because + what, exchange: last.number };
      return;
    }
    const { totalResults: total } = turn.page;
    yield { resources: turn.page.resources.filter(isObject), ...(total !== undefined && { total }) };
    read += 1;
    if (read < step.limit || turn.isLast) continue;
    yield { effect: 'refused', because: `the listing did not end after ${read} pages` };
    return;
  }
}

/** A whole listing as one answer: `{Resources: […]}`. */
const sayListing = async (step: PagesStep, names: OperationNames, saying: Saying): Promise<Spoken> => {
  const resources: Json[] = [];
  for await (const turn of sayPages(step, names, saying)) {
    if ('effect' in turn) return turn;
    resources.push(...turn.resources);
  }
  return { effect: 'done', because: '', status: 200, body: { Resources: resources } };
};

/** A ListResponse, or a bare list; without resources it says at least how many there are. */
export const isListing = (body: Json | undefined): boolean =>
  Array.isArray(body) ||
  (isObject(body) && ['Resources', 'totalResults'].some((name) => getIgnoringCase(body, name) !== undefined));

/** The resources of a ListResponse; a bare list is read too. */
export const resourcesIn = (body: Json | undefined): readonly JsonObject[] => {
  const list = isObject(body) ? getIgnoringCase(body, 'Resources') : body;
  return Array.isArray(list) ? list.filter((one) => isObject(one)) : [];
};
