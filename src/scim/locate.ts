/** Reading what stands at a locator of a message. */
import { keyIgnoringCase, sameName } from './attribute.ts';
import { asList, isObject, type Json, type JsonObject } from './json.ts';
import { compileValueFilter } from './match.ts';
import type { Locator, Segment } from './path.ts';
import type { ResourceModel } from './schema.ts';

/** What stands at a locator. */
export interface Located {
  /** Nothing, one value, or what was found in each of several elements. */
  readonly values: readonly Json[];
  /** The way led through a list without a value filter, so the values belong to different elements. */
  readonly many: boolean;
  /** Names that differ only in case and stand side by side on the way. */
  readonly ambiguous?: readonly string[];
}

interface Trail {
  readonly values: readonly Json[];
  readonly many: boolean;
  readonly ambiguous?: readonly string[];
}

/**
 * Follows a locator, names ignoring case. A list that the locator ends at is one value; a list on the way is gone
 * through element by element. Without models every URN with `:core:` in it is taken for that of a core schema.
 */
export const locate = (body: Json, locator: Locator, models: readonly ResourceModel[] = []): Located => {
  const [holder, segments] = enter(body, locator, models);
  const start: Trail = { values: holder === undefined ? [] : [holder], many: false };
  return segments.reduce(follow, start);
};

/** Goes into the object of an extension, if the locator is qualified with its URN. */
const enter = (
  body: Json,
  { urn, segments }: Locator,
  models: readonly ResourceModel[],
): readonly [Json | undefined, readonly Segment[]] => {
  if (urn === undefined || !isObject(body)) return [body, segments];
  const container = keyIgnoringCase(body, urn);
  if (container !== undefined) return [body[container], segments];
  const [first, ...rest] = segments;
  const whole = first && keyIgnoringCase(body, `${urn}:${first.name}`);
  if (whole !== undefined) return [body[whole], rest];
  return isCore(urn, models) ? [body, segments] : [undefined, segments];
};

const isCore = (urn: string, models: readonly ResourceModel[]): boolean =>
  models.length === 0 ? /:core:/i.test(urn) : models.some(({ core }) => sameName(core.id, urn));

const follow = (trail: Trail, { name, valueFilter }: Segment): Trail => {
  const elements = trail.values.flatMap((value) => (Array.isArray(value) ? value : [value])).filter(isObject);
  const many = trail.many || trail.values.some(Array.isArray);
  const ambiguous =
    trail.ambiguous ?? elements.map((element) => namesakes(element, name)).find(({ length }) => length > 1);
  const found = elements.flatMap((element) => {
    const key = keyIgnoringCase(element, name);
    const value = key === undefined ? undefined : element[key];
    if (value === undefined) return [];
    return valueFilter === undefined ? [value] : asList(value).filter(compileValueFilter(valueFilter));
  });
  return { values: found, many, ...(ambiguous === undefined ? {} : { ambiguous }) };
};

const namesakes = (object: JsonObject, name: string): string[] =>
  Object.keys(object).filter((key) => sameName(key, name));
