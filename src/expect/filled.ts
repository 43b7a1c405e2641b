import type { Filter } from '../scim/filter.ts';
import type { Json } from '../scim/json.ts';
import type { Locator } from '../scim/path.ts';
import type { Match, Matcher } from '../suite/model.ts';

type Fill = (template: Json) => Json | undefined;

/** The same match with every `${…}` filled. A value that turns out to be nothing asks for absence. */
export function filledMatch(match: Match, fill: Fill): Match {
  return { all: match.all.map((matcher) => filledMatcher(matcher, fill)), at: match.at };
}

/** The same locator with the templates inside its value filters filled: `Resources[id eq "${babs.id}"]`. */
export function filledLocator(locator: Locator, fill: Fill): Locator {
  if (locator.segments.every(({ valueFilter }) => valueFilter === undefined)) return locator;
  return {
    ...locator,
    segments: locator.segments.map(({ name, valueFilter }) =>
      valueFilter === undefined ? { name } : { name, valueFilter: filledFilter(valueFilter, fill) },
    ),
  };
}

/** Text with its `${…}` filled. */
export function filledText(text: string, fill: Fill): string {
  const value = fill(text);
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}

function filledFilter(filter: Filter, fill: Fill): Filter {
  switch (filter.type) {
    case 'compare': {
      if (typeof filter.value !== 'string') return filter;
      const value = fill(filter.value) ?? null;
      return { ...filter, value: typeof value === 'object' && value !== null ? JSON.stringify(value) : value };
    }
    case 'and':
    case 'or':
      return { ...filter, left: filledFilter(filter.left, fill), right: filledFilter(filter.right, fill) };
    case 'not':
    case 'valuePath':
      return { ...filter, filter: filledFilter(filter.filter, fill) };
    case 'present':
      return filter;
  }
}

function filledMatcher(matcher: Matcher, fill: Fill): Matcher {
  switch (matcher.op) {
    case 'eq':
    case 'ne':
    case 'ieq': {
      const value = fill(matcher.value) ?? null;
      if (value !== null && !(Array.isArray(value) && value.length === 0)) return { ...matcher, value };
      return { op: 'present', value: matcher.op === 'ne' };
    }
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
    case 'same-resource-as':
      return { ...matcher, value: fill(matcher.value) ?? null };
    case 'same-set':
    case 'same-list':
    case 'includes-all':
    case 'includes-none':
      return { ...matcher, values: fill(matcher.values) ?? [] };
    case 'one-of':
      return { ...matcher, values: listOf(fill([...matcher.values])) };
    case 'matches':
    case 'starts':
    case 'ends':
    case 'includes':
      return { ...matcher, text: filledText(matcher.text, fill) };
    case 'resource':
    case 'schema':
    case 'media-type':
      return { ...matcher, value: filledText(matcher.value, fill) };
    case 'any-of':
      return { ...matcher, matches: matcher.matches.map((match) => filledMatch(match, fill)) };
    case 'not':
    case 'length':
    case 'contains':
    case 'each':
      return { ...matcher, match: filledMatch(matcher.match, fill) };
    case 'attributes':
    case 'exactly':
      return {
        ...matcher,
        attributes: matcher.attributes.map(({ locator, path, match }) => ({
          locator: filledLocator(locator, fill),
          path: filledText(path, fill),
          match: filledMatch(match, fill),
        })),
      };
    case 'present':
    case 'type':
    case 'sorted':
      return matcher;
  }
}

const listOf = (value: Json | undefined): Json[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
