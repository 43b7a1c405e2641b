import { isUnassigned, type Json } from '../scim/json.ts';
import type { Attribute } from '../scim/schema.ts';
import type { Match, Position } from '../suite/model.ts';
import type { MatchContext } from './context.ts';
import { excerpt, kindOf, plain, show } from './print.ts';
import type { Reason } from './reason.ts';

/** One comparison that did not hold, before it is put into words. */
export interface Mismatch {
  readonly path: string;
  readonly context: MatchContext;
  readonly at: Position;
  readonly actual: Json | undefined;
  readonly expected?: Json;
  readonly rule?: string | undefined;
}

/** How sentences name the place. */
export function place(path: string, context: MatchContext): string {
  if (context.label !== undefined) return context.label;
  return path === '' ? 'the body' : plain(path);
}

/** `active is "False" (string) but should be false (boolean)`; kinds are named only where they differ. */
export function mismatch(what: Mismatch, should: string): Reason {
  const { actual, expected } = what;
  const mixed =
    expected !== undefined && expected !== null && !isUnassigned(actual) && kindOf(actual) !== kindOf(expected);
  const is = isUnassigned(actual) ? 'absent' : mixed ? `${show(actual)} (${kindOf(actual)})` : show(actual);
  const kind = mixed ? ` (${kindOf(expected)})` : '';
  return sentence(what, `${place(what.path, what.context)} is ${is} but should ${should}${kind}`);
}

/** A reason with a message of its own. */
export function sentence(what: Mismatch, message: string): Reason {
  return {
    message,
    path: what.path,
    ...(what.actual === undefined ? {} : { actual: excerpt(what.actual) }),
    ...(what.expected === undefined ? {} : { expected: excerpt(what.expected) }),
    // With nothing to compare there was no comparison.
    ...(what.rule === undefined || isUnassigned(what.actual) ? {} : { rule: what.rule }),
    at: what.at,
  };
}

/** How the values of an attribute are compared, in words. */
export function ruleOf(attribute: Attribute | undefined): string | undefined {
  if (attribute === undefined) return undefined;
  const name = plain(attribute.name);
  switch (attribute.type) {
    case 'string':
      return attribute.caseExact
        ? `${name} compared exactly (caseExact true)`
        : `${name} compared ignoring case (caseExact false)`;
    case 'dateTime':
      return `${name} compared as points in time`;
    case 'reference':
      return `${name} compared as URIs, relative ones below the base URL`;
    default:
      return undefined;
  }
}

/** How a nested match is judged; handed down so that the modules of operators need not know each other. */
export type Judge = (match: Match, actual: Json | undefined, context: MatchContext, path: string) => Reason[];
