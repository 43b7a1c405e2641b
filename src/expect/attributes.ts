import { isObject, isUnassigned, type Json } from '../scim/json.ts';
import type { Locator } from '../scim/path.ts';
import type { Matcher } from '../suite/model.ts';
import type { MatchContext } from './context.ts';
import { type Judge, type Mismatch, mismatch, place, sentence } from './mismatch.ts';
import { should } from './phrase.ts';
import { plain } from './print.ts';
import { ambiguity, valueAt } from './read.ts';
import type { Reason } from './reason.ts';
import { attributeAt } from './subject.ts';

type AttributesMatcher = Extract<Matcher, { op: 'attributes' | 'exactly' }>;

/** Judges the named attributes of an object; with `exactly` it may have no other that has a value. */
export function judgeAttributes(matcher: AttributesMatcher, what: Mismatch, judge: Judge): Reason[] {
  const { actual, context, path } = what;
  if (!isObject(actual)) {
    // `{displayName: null}` also holds where there is no object at all.
    const absence =
      isUnassigned(actual) &&
      matcher.attributes.every(({ match }) => judge(match, undefined, context, path).length === 0);
    return absence
      ? []
      : [mismatch(what, isUnassigned(actual) ? should(matcher) : `be an object and ${should(matcher)}`)];
  }
  const reasons = matcher.attributes.flatMap(({ locator, path: name, match }) => {
    const inner = path === '' ? name : `${path}.${name}`;
    const found = valueAt(actual, locator, context.models);
    if (found.ambiguous !== undefined) return [ambiguity(found.ambiguous, inner, match.at)];
    return judge(match, found.value, { ...definition(actual, locator, context), many: found.many }, inner);
  });
  return matcher.op === 'exactly' ? [...reasons, ...others(matcher, actual, what)] : reasons;
}

function others(matcher: AttributesMatcher, actual: { [name: string]: Json }, what: Mismatch): Reason[] {
  const named = new Set(
    matcher.attributes.map(({ locator }) => (locator.urn ?? locator.segments[0]?.name ?? '').toLowerCase()),
  );
  const extra = Object.keys(actual).filter((name) => !named.has(name.toLowerCase()) && !isUnassigned(actual[name]));
  if (extra.length === 0) return [];
  const list = extra
    .slice(0, 10)
    .map((name) => plain(name))
    .join(', ');
  return [sentence(what, `${place(what.path, what.context)} should have no other attributes but has ${list}`)];
}

/** What is known of an attribute inside a value: as a sub-attribute, or as an attribute of the resource that the value is. */
function definition(value: Json, locator: Locator, context: MatchContext): MatchContext {
  const { label: _label, ...rest } = context;
  const name = locator.segments[0]?.name.toLowerCase();
  const subAttributes = context.attribute?.subAttributes;
  if (subAttributes !== undefined) {
    return { ...rest, attribute: subAttributes.find((attribute) => attribute.name.toLowerCase() === name) };
  }
  return { ...rest, attribute: undefined, ...attributeAt(value, locator, context.models) };
}
