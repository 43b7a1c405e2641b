/** What the steps of one case work with. */
import type { JsonObject } from '../scim/json.ts';
import type { Place, Speaker } from '../speak/place.ts';
import type { Case, Dialect } from '../suite/model.ts';
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

export interface Stage extends Speaker {
  /** For how long cases that go by seconds keep up their rate; 0: for one second. */
  readonly sustainedMs?: number;
  readonly case: Case;
  readonly target: Target;
  /** The dialect and the mode that `do` steps speak. */
  readonly dialect?: Dialect;
  readonly mode?: string;
  /** By the name in `given`; a crowd has several. */
  readonly givens: Map<string, readonly GivenResource[]>;
  /**
   * Sends and records. @throws Trouble when there is no answer to judge: network, 429 to every attempt, interrupted.
   * @param step words for the step, shown beside the exchange
   */
  send(request: WireRequest, step: string): Promise<Exchange>;
}

/** A step of a case, or a request of a dialect's operation in it. */
export type CasePlace = Place<Stage>;
