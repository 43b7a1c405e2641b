/** What the steps of one case work with. */
import type { JudgeContext, Message } from '../expect/judge.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { fill, type Scope } from '../suite/fill.ts';
import type { Case, Dialect, RequestTemplate } from '../suite/model.ts';
import { writeRequest } from '../suite/write.ts';
import type { Exchange, WireRequest } from '../wire/exchange.ts';
import type { Target } from './probe.ts';

/** A resource that `given` made, and where it is. */
export interface GivenResource {
  /** Below the base URL: `/Users/42`. */
  readonly url: string;
  /** Name of its resource type. */
  readonly resourceType: string;
  /** How the target showed it before the steps; only when an `unchanged` step needs it. */
  readonly before?: JsonObject;
}

export interface Stage {
  readonly case: Case;
  readonly target: Target;
  readonly baseUrl: string;
  /** The dialect and the mode that `do` steps speak. */
  readonly dialect?: Dialect;
  readonly mode?: string;
  /** How long the target may show old data, in milliseconds. */
  readonly lagMs: number;
  readonly signal: AbortSignal;
  /** By the name in `given`; a crowd has several. */
  readonly givens: Map<string, readonly GivenResource[]>;
  /**
   * Sends and records. @throws Trouble when there is no answer to judge: network, 429 to every attempt, interrupted.
   * @param step words for the step, shown beside the exchange
   */
  send(request: WireRequest, step: string): Promise<Exchange>;
}

/** Names and values; captures are added while the steps run. */
export interface Names extends Scope {
  set(name: string, value: Json): unknown;
}

/** Where a request is written and judged: a step of the case, or a request of a dialect's operation. */
export interface Place {
  readonly stage: Stage;
  readonly names: Names;
  /** Only in a `do` step: how the identity provider writes. */
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
