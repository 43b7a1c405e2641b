import { sameValue } from '../scim/equality.ts';
import { asList, isUnassigned, type Json } from '../scim/json.ts';
import type { Match, Matcher, Position } from '../suite/model.ts';
import { judgeAttributes } from './attributes.ts';
import { conformsTo } from './conformity.ts';
import type { JudgeContext, MatchContext } from './context.ts';
import { filledMatch } from './filled.ts';
import { judgeContains, judgeEach, judgeLength, judgeMembers } from './lists.ts';
import { type Mismatch, mismatch, place, ruleOf, sentence } from './mismatch.ts';
import { compareTo, judgeSorted } from './order.ts';
import { should } from './phrase.ts';
import type { Reason } from './reason.ts';
import { leadsTo, leadsToSame } from './reference.ts';
import { hasMediaType, hasType, matchesText } from './text.ts';

/**
 * Says why a value does not match; an empty list when it does. `path` is where the value stands, for the sentences.
 * Expected values may contain templates, which `context.fill` fills.
 */
export function matchValue(
  match: Match,
  actual: Json | undefined,
  context: JudgeContext | MatchContext,
  path: string,
): Reason[] {
  return judgeMatch(filledMatch(match, context.fill), actual, context, path);
}

/** As matchValue, for a match whose templates are filled. */
function judgeMatch(match: Match, actual: Json | undefined, context: MatchContext, path: string): Reason[] {
  const reasons = match.all.map((matcher) => judgeMatcher(matcher, actual, context, path, match.at));
  // About a value that is not there one sentence is enough.
  return isUnassigned(actual) ? (reasons.find((found) => found.length > 0) ?? []) : reasons.flat();
}

function judgeMatcher(
  matcher: Matcher,
  found: Json | undefined,
  context: MatchContext,
  path: string,
  at: Position,
): Reason[] {
  const actual = ofElement(matcher) ? onlyElement(found, context) : found;
  const what: Mismatch = { path, context, at, actual };
  switch (matcher.op) {
    case 'any-of':
      return holds(
        matcher.matches.some((match) => judgeMatch(match, actual, context, path).length === 0),
        what,
        matcher,
      );
    case 'not':
      return holds(judgeMatch(matcher.match, actual, context, path).length > 0, what, matcher);
    case 'length':
      return judgeLength(matcher.match, what, judgeMatch);
    case 'contains':
      return judgeContains(matcher.match, what, judgeMatch);
    case 'each':
      return judgeEach(matcher.match, what, judgeMatch);
    case 'same-set':
    case 'same-list':
    case 'includes-all':
    case 'includes-none':
      return judgeMembers(matcher.op, asList(matcher.values), what);
    case 'sorted':
      return judgeSorted(matcher, what);
    case 'attributes':
    case 'exactly':
      return judgeAttributes(matcher, what, judgeMatch);
    case 'resource':
      return leadsTo(matcher.value, what);
    case 'same-resource-as':
      return leadsToSame(matcher.value, what);
    case 'schema':
      return conformsTo(matcher.value, what);
    default:
      return judgeScalar(matcher, what);
  }
}

type Scalar = Extract<
  Matcher,
  | { value: Json; op: 'eq' | 'ne' | 'ieq' | 'gt' | 'ge' | 'lt' | 'le' }
  | { op: 'one-of' | 'present' | 'type' | 'matches' | 'starts' | 'ends' | 'includes' | 'media-type' }
>;

function judgeScalar(matcher: Scalar, what: Mismatch): Reason[] {
  const { actual, context } = what;
  switch (matcher.op) {
    case 'eq':
      if (Array.isArray(matcher.value)) return judgeMembers('same-set', matcher.value, what);
      return holds(sameValue(actual, matcher.value, context.attribute), compared(what, matcher.value), matcher);
    case 'ne':
      if (!sameValue(actual, matcher.value, context.attribute)) return [];
      return [sentence(compared(what), `${place(what.path, context)} should ${should(matcher)}`)];
    case 'ieq':
      return holds(sameText(actual, matcher.value), { ...what, expected: matcher.value }, matcher);
    case 'one-of': {
      const kinds = new Set(matcher.values.map((value) => typeof value));
      const expected = kinds.size === 1 ? matcher.values[0] : undefined;
      const some = matcher.values.some((value) => sameValue(actual, value, context.attribute));
      return holds(some, compared(what, expected), matcher).map((reason) => ({
        ...reason,
        expected: [...matcher.values],
      }));
    }
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return holds(compareTo(matcher.op, what, matcher.value), { ...what, expected: matcher.value }, matcher);
    case 'present':
      return holds(isUnassigned(actual) !== matcher.value, what, matcher);
    case 'type':
      return holds(hasType(matcher.value, actual), what, matcher);
    case 'matches':
    case 'starts':
    case 'ends':
    case 'includes':
      return holds(matchesText(matcher.op, actual, matcher.text), { ...what, expected: matcher.text }, matcher);
    case 'media-type':
      return holds(hasMediaType(actual, matcher.value), { ...what, expected: matcher.value }, matcher);
  }
}

const holds = (yes: boolean, what: Mismatch, matcher: Matcher): Reason[] =>
  yes ? [] : [mismatch(what, should(matcher))];

const compared = (what: Mismatch, expected?: Json): Mismatch => ({
  ...what,
  ...(expected === undefined ? {} : { expected }),
  rule: ruleOf(what.context.attribute),
});

const sameText = (actual: Json | undefined, expected: Json): boolean =>
  typeof actual === 'string' && typeof expected === 'string'
    ? actual.toLowerCase() === expected.toLowerCase()
    : sameValue(actual, expected);

const LISTS: ReadonlySet<Matcher['op']> = new Set([
  'present',
  'length',
  'contains',
  'each',
  'same-set',
  'same-list',
  'includes-all',
  'includes-none',
  'sorted',
  'any-of',
  'not',
]);

/** Operators that look at one value, to whom a list of exactly one may be shown as its element. */
function ofElement(matcher: Matcher): boolean {
  if (LISTS.has(matcher.op)) return false;
  if (matcher.op === 'type') return matcher.value !== 'list';
  return !(matcher.op === 'eq' || matcher.op === 'ne') || !Array.isArray(matcher.value);
}

function onlyElement(value: Json | undefined, { attribute, many }: MatchContext): Json | undefined {
  const isMany = many === true || attribute?.multiValued === true;
  return isMany && Array.isArray(value) && value.length === 1 ? value[0] : value;
}
