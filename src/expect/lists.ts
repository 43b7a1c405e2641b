import { sameValue } from '../scim/equality.ts';
import { asList, isObject, isUnassigned, type Json } from '../scim/json.ts';
import type { Attribute } from '../scim/schema.ts';
import type { Match } from '../suite/model.ts';
import type { MatchContext } from './context.ts';
import { type Judge, type Mismatch, mismatch, place, sentence } from './mismatch.ts';
import { shouldMatch } from './phrase.ts';
import { show, showAll } from './print.ts';
import type { Reason } from './reason.ts';

type MembersOperator = 'same-set' | 'same-list' | 'includes-all' | 'includes-none';

/** `length: 2` looks at the number of elements, or of characters. */
export function judgeLength(match: Match, what: Mismatch, judge: Judge): Reason[] {
  const { actual, context, path } = what;
  if (!Array.isArray(actual) && typeof actual !== 'string' && !isUnassigned(actual)) {
    return [mismatch(what, `be a list or a text with a length that should ${shouldMatch(match)}`)];
  }
  const length = typeof actual === 'string' ? [...actual].length : asList(actual).length;
  const label = `the length of ${place(path, context)}`;
  return judge(match, length, { ...context, attribute: undefined, label }, path);
}

/** At least one element matches. */
export function judgeContains(match: Match, what: Mismatch, judge: Judge): Reason[] {
  const elements = asList(what.actual);
  const context = elementContext(what.context);
  if (
    elements.some(
      (element, index) => judge(match, element, context, elementPath(what.path, element, index)).length === 0,
    )
  ) {
    return [];
  }
  const wanted = `one should ${shouldMatch(match)}`;
  const name = place(what.path, what.context);
  if (elements.length === 0) return [sentence(what, `${name} is absent but ${wanted}`)];
  const count =
    elements.length === 1 ? 'one element, which does not fit' : `${elements.length} elements, none of which fits`;
  return [sentence(what, `${name} has ${count}: ${wanted}`)];
}

/** Every element matches; the first three that do not are named. */
export function judgeEach(match: Match, what: Mismatch, judge: Judge): Reason[] {
  const context = elementContext(what.context);
  const failing = asList(what.actual)
    .map((element, index) => judge(match, element, context, elementPath(what.path, element, index)))
    .filter((reasons) => reasons.length > 0);
  const shown = failing.slice(0, 3).flat();
  const hidden = failing.length - 3;
  if (hidden <= 0) return shown;
  return [...shown, sentence(what, `${place(what.path, what.context)}: the same holds for ${hidden} more elements`)];
}

/**
 * Compares the elements of a list with those expected. An expected object asks for at least its attributes, because
 * servers may add sub-attributes such as `$ref` and `display`. An element counts as often as it stands there.
 */
export function judgeMembers(operator: MembersOperator, expected: readonly Json[], what: Mismatch): Reason[] {
  const name = place(what.path, what.context);
  const compared: Mismatch = { ...what, expected: [...expected], rule: RULES[operator] };
  if (isObject(what.actual) || (what.actual !== null && !Array.isArray(what.actual) && what.actual !== undefined)) {
    return [mismatch(compared, `be the list ${showAll(expected)}`)];
  }
  const elements = asList(what.actual);
  const same = sameElement(what.context.attribute);
  if (operator === 'includes-none') {
    const found = expected.filter((value) => elements.some((element) => same(element, value)));
    return found.length === 0 ? [] : [sentence(compared, `${name} should not include ${showAll(found)}`)];
  }
  if (elements.length === 0 && expected.length > 0)
    return [mismatch({ ...compared, actual: undefined }, `have ${showAll(expected)}`)];
  if (operator === 'same-list') return judgeOrder(elements, expected, same, compared);
  const { missing, besides } = pairUp(elements, expected, same);
  const lacks = missing.length === 0 ? [] : [`lacks ${showAll(missing)}`];
  const has = besides.length === 0 || operator === 'includes-all' ? [] : [surplus(besides, expected, same)];
  const faults = [...lacks, ...has];
  return faults.length === 0 ? [] : [sentence(compared, `${name} ${faults.join(' and ')}`)];
}

/** Where an element stands, as a locator where that is possible: `members[value eq "1"]`, else `members[#2]`. */
export function elementPath(path: string, element: Json, index: number): string {
  for (const name of ['id', 'value']) {
    const key = isObject(element) ? element[name] : undefined;
    if (typeof key === 'string' && key.length <= 80) return `${path}[${name} eq ${show(key)}]`;
  }
  return `${path}[#${index + 1}]`;
}

const RULES: Readonly<Record<MembersOperator, string>> = {
  'same-set': 'compared as sets, order does not matter',
  'same-list': 'compared in order',
  'includes-all': 'other elements are allowed',
  'includes-none': 'other elements are allowed',
};

type Same = (actual: Json, expected: Json) => boolean;

const elementAttribute = (attribute: Attribute | undefined): Attribute | undefined =>
  attribute?.multiValued === true ? { ...attribute, multiValued: false } : attribute;

const elementContext = (context: MatchContext): MatchContext => {
  const { label: _label, ...rest } = context;
  return { ...rest, attribute: elementAttribute(context.attribute), many: false };
};

function sameElement(attribute: Attribute | undefined): Same {
  const single = elementAttribute(attribute);
  return (actual, expected) => {
    if (!isObject(actual) || !isObject(expected)) return sameValue(actual, expected, single);
    const byName = new Map(Object.entries(actual).map(([name, value]) => [name.toLowerCase(), value]));
    return Object.entries(expected).every(([name, value]) => {
      const key = name.toLowerCase();
      const sub = single?.subAttributes?.find((attribute) => attribute.name.toLowerCase() === key);
      return sameValue(byName.get(key), value, sub);
    });
  };
}

function judgeOrder(elements: readonly Json[], expected: readonly Json[], same: Same, what: Mismatch): Reason[] {
  const name = place(what.path, what.context);
  const length = Math.max(elements.length, expected.length);
  for (let index = 0; index < length; index += 1) {
    const [actual, wanted] = [elements[index], expected[index]];
    if (actual !== undefined && wanted !== undefined && same(actual, wanted)) continue;
    if (actual === undefined)
      return [sentence(what, `${name} ends after ${index} but should go on with ${show(wanted)}`)];
    if (wanted === undefined)
      return [sentence(what, `${name} should end after ${index} but goes on with ${show(actual)}`)];
    return [sentence(what, `element ${index + 1} of ${name} is ${show(actual)} but should be ${show(wanted)}`)];
  }
  return [];
}

function surplus(besides: readonly Json[], expected: readonly Json[], same: Same): string {
  const again = besides.every((element) => expected.some((value) => same(element, value)));
  return again ? `has ${showAll(besides)} more often than it should` : `has ${showAll(besides)} besides`;
}

/** Pairs each expected element with an actual one of its own (augmenting paths, as an object may fit several). */
function pairUp(
  elements: readonly Json[],
  expected: readonly Json[],
  same: Same,
): { readonly missing: readonly Json[]; readonly besides: readonly Json[] } {
  const takenBy = new Map<number, number>();
  const take = (wanted: number, tried: Set<number>): boolean =>
    elements.some((element, index) => {
      const value = expected[wanted];
      if (tried.has(index) || value === undefined || !same(element, value)) return false;
      tried.add(index);
      const holder = takenBy.get(index);
      if (holder !== undefined && !take(holder, tried)) return false;
      takenBy.set(index, wanted);
      return true;
    });
  const missing = expected.filter((_value, index) => !take(index, new Set()));
  return { missing, besides: elements.filter((_element, index) => !takenBy.has(index)) };
}
