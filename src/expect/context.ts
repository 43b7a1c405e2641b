import type { Json } from '../scim/json.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import type { HeaderList } from '../wire/exchange.ts';

/** What is judged: a response, or the made-up message of a `pages` or `together` step. */
export interface Message {
  readonly status?: number;
  readonly headers: HeaderList;
  readonly body?: Json;
  /** Why the body could not be read as JSON. */
  readonly bodyProblem?: string;
  /** Number of the exchange, copied into every reason. */
  readonly exchange?: number;
  /** Absolute URL of the request: tells the resource type when the body does not. */
  readonly url?: string;
}

export interface JudgeContext {
  /** The resource types of the target, for comparing as its attributes ask. */
  readonly models: readonly ResourceModel[];
  readonly baseUrl: string;
  /** Fills the `${…}` of an expected value; undefined when an optional one has no value. */
  readonly fill: (template: Json) => Json | undefined;
}

/** A JudgeContext at one place of a message. */
export interface MatchContext extends JudgeContext {
  /** The definition of the value at hand, as far as it is known. */
  readonly attribute?: Attribute | undefined;
  /** The resource type the value belongs to. */
  readonly model?: ResourceModel | undefined;
  /** The value was collected through a multi-valued attribute, so a list of one may stand for its element. */
  readonly many?: boolean;
  /** How sentences call the place, when the path is not good enough. */
  readonly label?: string;
}
