/** How simple values of one attribute compare: what filters and sorting share. */
import { instant } from './datetime.ts';
import type { Json } from './json.ts';
import type { Attribute } from './schema.ts';

/** Text as it is compared: as it stands when case counts (`caseExact`), else in lower case. Unknown attributes ignore case, the default of RFC 7643 §2.2. */
export const comparable = (text: string, attribute: Attribute | undefined): string =>
  attribute?.caseExact === true ? text : text.toLowerCase();

/**
 * Negative, 0 or positive as `left` is before, at or after `right`; undefined when the two cannot be compared: different
 * types, lists, objects, nulls, or no date where the attribute is a dateTime.
 * Text goes by UTF-16 code units and no language's rules, numbers by value, dateTimes by instant, false before true.
 * Text of an unknown attribute is taken as a dateTime when both sides are one.
 */
export const compareSimple = (left: Json, right: Json, attribute?: Attribute): number | undefined => {
  if (typeof left === 'string' && typeof right === 'string') return compareText(left, right, attribute);
  if (typeof left === 'number' && typeof right === 'number') return sign(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  return undefined;
};

const compareText = (left: string, right: string, attribute: Attribute | undefined): number | undefined => {
  if (attribute === undefined || attribute.type === 'dateTime') {
    const [leftInstant, rightInstant] = [instant(left), instant(right)];
    if (leftInstant !== undefined && rightInstant !== undefined) return sign(leftInstant, rightInstant);
    if (attribute !== undefined) return undefined;
  }
  return sign(comparable(left, attribute), comparable(right, attribute));
};

const sign = <Value extends string | number | bigint>(left: Value, right: Value): number =>
  left < right ? -1 : left > right ? 1 : 0;
