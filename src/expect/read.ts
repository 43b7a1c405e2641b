import type { Json } from '../scim/json.ts';
import { locate } from '../scim/locate.ts';
import type { Locator } from '../scim/path.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Position } from '../suite/model.ts';
import { header } from '../wire/exchange.ts';
import type { Message } from './context.ts';
import { plain } from './print.ts';
import type { Reason } from './reason.ts';

/** What stands at a place of a body. */
export interface Found {
  readonly value?: Json | undefined;
  /** The value is the list of what was found in the elements of a multi-valued attribute. */
  readonly many: boolean;
  /** Names that differ only in case; then there is no telling which is meant. */
  readonly ambiguous?: readonly string[];
}

/** Follows a locator, names ignoring case; through a multi-valued attribute it collects a list. */
export function valueAt(body: Json, locator: Locator, models?: readonly ResourceModel[]): Found {
  const { values, many, ambiguous } = locate(body, locator, models);
  if (ambiguous !== undefined && ambiguous.length > 0) return { many, ambiguous };
  const several = many || values.length > 1;
  // RFC 7643 §2.5: null is no value, be it in one of many places.
  const present = several ? values.filter((value) => value !== null) : values;
  if (present.length === 0) return { many };
  return several ? { value: present, many: true } : { value: present[0], many };
}

/** RFC 7643 §2.1: names are compared ignoring case, so two that differ only in case name the same attribute. */
export function ambiguity(names: readonly string[], path: string, at: Position): Reason {
  const shown = names.map((name) => plain(name)).join(' and ');
  return {
    message: `ambiguous attribute name: ${shown} stand side by side`,
    path,
    rule: 'names are compared ignoring case',
    at,
  };
}

/**
 * What a `capture` reads: `status`, `header.location`, or a place in the body (an empty locator is the whole body).
 * A list collected through a multi-valued attribute is given as its element when it has exactly one.
 */
export function readLocator(message: Message, locator: Locator, models?: readonly ResourceModel[]): Json | undefined {
  const [first, second, third] = locator.segments.map(({ name }) => name);
  if (locator.urn === undefined && first === 'status' && second === undefined) return message.status;
  if (locator.urn === undefined && first === 'header' && second !== undefined && third === undefined) {
    return headerValue(message, second);
  }
  if (first === undefined && locator.urn === undefined) return message.body;
  if (message.body === undefined) return undefined;
  const { value, many } = valueAt(message.body, locator, models);
  return many && Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** All values of a header in one text, as HTTP allows to join them. */
export function headerValue(message: Message, name: string): string | undefined {
  const values = message.headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length > 1 ? values.join(', ') : header(message.headers, name);
}
