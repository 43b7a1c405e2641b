import { asList, isObject, isUnassigned, type Json } from '../scim/json.ts';
import { locate } from '../scim/locate.ts';
import { compareSimple } from '../scim/order.ts';
import type { Attribute } from '../scim/schema.ts';
import type { Matcher } from '../suite/model.ts';
import { type Mismatch, mismatch, place, ruleOf, sentence } from './mismatch.ts';
import { should } from './phrase.ts';
import { show } from './print.ts';
import type { Reason } from './reason.ts';
import { attributeAt } from './subject.ts';

/** Numbers by value, dateTimes as points in time, other text as its attribute compares; false when the kinds differ. */
export function compareTo(operator: 'gt' | 'ge' | 'lt' | 'le', what: Mismatch, expected: Json): boolean {
  const order = what.actual === undefined ? undefined : compareSimple(what.actual, expected, what.context.attribute);
  if (order === undefined) return false;
  switch (operator) {
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}

/**
 * RFC 7644 §3.4.2.3: a list in the order of the value at `by`. Elements without a value stand last when ascending, first
 * when descending. Text is out of order only if it is so for every collation we know: by code
 * unit and by language, with punctuation and without.
 */
export function judgeSorted(matcher: Extract<Matcher, { op: 'sorted' }>, what: Mismatch): Reason[] {
  if (!Array.isArray(what.actual) && !isUnassigned(what.actual)) return [mismatch(what, should(matcher))];
  const entries = asList(what.actual).map((element) => sortValue(element, matcher));
  const first = asList(what.actual).find(isObject);
  const { attribute } = attributeAt(first, matcher.by, what.context.models);
  const sign = matcher.order === 'ascending' ? 1 : -1;
  for (const [index, value] of entries.entries()) {
    const before = entries[index - 1];
    if (index === 0 || !outOfOrder(before, value, sign, attribute)) continue;
    return [
      sentence(
        { ...what, rule: ruleOf(attribute) },
        `${place(what.path, what.context)} should ${should(matcher)}, but element ${index} has ${show(before)} and element ${index + 1} has ${show(value)}`,
      ),
    ];
  }
  return [];
}

function sortValue(element: Json, matcher: Extract<Matcher, { op: 'sorted' }>): Json | undefined {
  if (!isObject(element)) return element;
  const values = locate(element, matcher.by).values.flat();
  return values.find((value) => value !== null);
}

function outOfOrder(
  before: Json | undefined,
  after: Json | undefined,
  sign: number,
  attribute: Attribute | undefined,
): boolean {
  if (isUnassigned(before) || isUnassigned(after)) {
    return sign > 0 ? isUnassigned(before) && !isUnassigned(after) : !isUnassigned(before) && isUnassigned(after);
  }
  const order = compareSimple(before, after, attribute);
  if (order === undefined || order * sign <= 0) return false;
  const isText = typeof before === 'string' && typeof after === 'string' && attribute?.type !== 'dateTime';
  if (!isText || attribute?.caseExact === true) return true;
  return COLLATORS.every((collator) => collator.compare(before, after) * sign > 0);
}

const COLLATORS = [false, true].map(
  (ignorePunctuation) => new Intl.Collator('en', { sensitivity: 'accent', ignorePunctuation }),
);
