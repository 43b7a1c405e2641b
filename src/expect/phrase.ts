import type { Match, Matcher } from '../suite/model.ts';
import { plain, show, showAll } from './print.ts';

const TYPES: Readonly<Record<Extract<Matcher, { op: 'type' }>['value'], string>> = {
  string: 'a string',
  boolean: 'a boolean',
  integer: 'an integer',
  decimal: 'a number',
  dateTime: 'a dateTime',
  reference: 'a URI',
  complex: 'an object',
  list: 'a list',
};

const list = (values: unknown): string => showAll(Array.isArray(values) ? values : [values]);

/** What a filled matcher asks for, to stand after "should": `be "Barb"`, `start with "a"`. */
export function shouldMatch(match: Match): string {
  return match.all.map(should).join(' and ');
}

/** What one filled matcher asks for, to stand after "should". */
export function should(matcher: Matcher): string {
  switch (matcher.op) {
    case 'eq':
      return `be ${show(matcher.value)}`;
    case 'ne':
      return `not be ${show(matcher.value)}`;
    case 'ieq':
      return `be ${show(matcher.value)} in any case`;
    case 'gt':
      return `be greater than ${show(matcher.value)}`;
    case 'ge':
      return `be at least ${show(matcher.value)}`;
    case 'lt':
      return `be less than ${show(matcher.value)}`;
    case 'le':
      return `be at most ${show(matcher.value)}`;
    case 'one-of':
      return matcher.values.length === 1 ? `be ${showAll(matcher.values)}` : `be one of ${showAll(matcher.values)}`;
    case 'any-of':
      return matcher.matches.map(shouldMatch).join(', or ');
    case 'not':
      return `not ${shouldMatch(matcher.match)}`;
    case 'present':
      return matcher.value ? 'be present' : 'be absent';
    case 'type':
      return `be ${TYPES[matcher.value]}`;
    case 'matches':
      return `match /${plain(matcher.text)}/`;
    case 'starts':
      return `start with ${show(matcher.text)}`;
    case 'ends':
      return `end with ${show(matcher.text)}`;
    case 'includes':
      return `include ${show(matcher.text)}`;
    default:
      return shouldBeMade(matcher);
  }
}

type Structural = Exclude<
  Matcher,
  | { op: 'eq' | 'ne' | 'ieq' | 'gt' | 'ge' | 'lt' | 'le' | 'one-of' | 'any-of' | 'not' | 'present' | 'type' }
  | { op: 'matches' | 'starts' | 'ends' | 'includes' }
>;

function shouldBeMade(matcher: Structural): string {
  switch (matcher.op) {
    case 'length':
      return `have a length that should ${shouldMatch(matcher.match)}`;
    case 'contains':
      return `have an element that should ${shouldMatch(matcher.match)}`;
    case 'each':
      return `have only elements that should ${shouldMatch(matcher.match)}`;
    case 'same-set':
      return `have exactly the elements ${list(matcher.values)}`;
    case 'same-list':
      return `be the list ${list(matcher.values)}`;
    case 'includes-all':
      return `include ${list(matcher.values)}`;
    case 'includes-none':
      return `include none of ${list(matcher.values)}`;
    case 'attributes':
    case 'exactly': {
      const named = matcher.attributes.map(({ path, match }) => attributeThat(plain(path), match)).join(' and ');
      return matcher.op === 'exactly' ? `have ${named} and nothing else` : `have ${named}`;
    }
    case 'sorted':
      return `be sorted by ${matcher.by.segments.map(({ name }) => plain(name)).join('.')}, ${matcher.order}`;
    case 'resource':
      return `be the URL of a ${plain(matcher.value)}`;
    case 'same-resource-as':
      return `lead to the same resource as ${show(matcher.value)}`;
    case 'schema':
      return `conform to the schemas of ${plain(matcher.value)}`;
    case 'media-type':
      return `have the media type ${plain(matcher.value)}`;
  }
}

function attributeThat(path: string, match: Match): string {
  const [only, ...others] = match.all;
  if (only?.op === 'eq' && others.length === 0) return `${path} ${show(only.value)}`;
  if (only?.op === 'present' && others.length === 0) return only.value ? path : `no ${path}`;
  return `${path} that should ${shouldMatch(match)}`;
}
