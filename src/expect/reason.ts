import type { Json } from '../scim/json.ts';
import type { Position } from '../suite/model.ts';

/** Why an expectation did not hold, for people and for programs. `actual` is absent when there was nothing. */
export interface Reason {
  readonly message: string;
  /** Where in the message: a locator, `status`, or `header.location`; `body.status` is the attribute of that name. */
  readonly path?: string;
  readonly actual?: Json;
  readonly expected?: Json;
  /** Which comparison was used, for example `userName compared ignoring case (caseExact false)`. */
  readonly rule?: string;
  /** The line of the suite (or dialect) file that asked for it. */
  readonly at?: Position;
  /** Number of the exchange that was judged. */
  readonly exchange?: number;
  /** Set when only this IdP needs it. */
  readonly idp?: string;
}
