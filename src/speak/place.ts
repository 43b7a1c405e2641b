/** Where a request is written, sent and judged. */
import type { JudgeContext, Message } from '../expect/judge.ts';
import type { Json } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { fill, type Scope } from '../suite/fill.ts';
import type { Dialect, RequestTemplate } from '../suite/model.ts';
import { writeRequest } from '../suite/write.ts';
import type { Exchange, WireRequest } from '../wire/exchange.ts';

/** Whoever speaks to a target: a case that judges it, or an identity provider that provisions it. */
export interface Speaker {
  readonly target: { readonly models: readonly ResourceModel[] };
  readonly baseUrl: string;
  /** How long the target may show old data, in milliseconds. */
  readonly lagMs: number;
  readonly signal: AbortSignal;
  /**
   * Sends and records. Throws, in the speaker's own way, when there is no answer to judge.
   * @param label words for the request, shown beside the exchange
   */
  send(request: WireRequest, label: string): Promise<Exchange>;
}

/** Names and values; captures are added while requests are answered. */
export interface Names extends Scope {
  set(name: string, value: Json): unknown;
}

export interface Place<Stage extends Speaker = Speaker> {
  readonly stage: Stage;
  readonly names: Names;
  /** How the identity provider writes; absent when nobody is imitated. */
  readonly dialect?: Dialect;
  readonly label: string;
}

export const judgeContext = ({ stage, names }: Place): JudgeContext => ({
  models: stage.target.models,
  baseUrl: stage.baseUrl,
  fill: (template) => fill(template, names),
});

export const messageOf = (exchange: Exchange): Message => ({
  headers: exchange.response?.headers ?? [],
  exchange: exchange.number,
  url: exchange.request.url,
  ...(exchange.response && { status: exchange.response.status }),
  ...(exchange.response?.body !== undefined && { body: exchange.response.body }),
  ...(exchange.response?.bodyProblem !== undefined && { bodyProblem: exchange.response.bodyProblem }),
});

/** @throws FillProblem when a name has no value */
export const writeAndSend = (template: RequestTemplate, place: Place): Promise<Exchange> =>
  place.stage.send(writeRequest(template, place.names, place.dialect), place.label);

/** `GET /Users` with its templates unfilled, for people. */
export const labelOf = (step: { readonly name?: string }, request: RequestTemplate): string =>
  step.name ?? `${request.method} ${request.path}`;
