/** YAML → Match. A map is either a map of operators or a map of attributes; `type` and `schema` are words of both. */

import type { Problems } from './diagnostics.ts';
import { locatorIn, locatorInKey } from './locator.ts';
import type { Match, Matcher } from './model.ts';
import { positionAt, positionOf, type Source, type SourceEntry, toJson } from './source.ts';
import { nearest } from './suggest.ts';

const TYPES = ['string', 'boolean', 'integer', 'decimal', 'dateTime', 'reference', 'complex', 'list'] as const;

type Reader = (value: Source, problems: Problems) => Matcher | undefined;

const equality =
  (op: 'eq' | 'ne' | 'ieq'): Reader =>
  (value) => ({ op, value: toJson(value) });

const ordering =
  (op: 'gt' | 'ge' | 'lt' | 'le'): Reader =>
  (value) => ({ op, value: toJson(value) });

const texts =
  (op: 'starts' | 'ends' | 'includes'): Reader =>
  (value, problems) => {
    const text = value.kind === 'scalar' ? value.value : undefined;
    if (typeof text === 'string') return { op, text };
    return wrong(value, problems, `\`${op}\` needs text`);
  };

const nested =
  (op: 'not' | 'length' | 'contains' | 'each'): Reader =>
  (value, problems) => ({ op, match: toMatch(value, problems) });

const lists =
  (op: 'same-set' | 'same-list' | 'includes-all' | 'includes-none'): Reader =>
  (value, problems) => {
    const template = value.kind === 'scalar' && typeof value.value === 'string' && value.value.includes('${');
    if (value.kind === 'list' || template) return { op, values: toJson(value) };
    return wrong(value, problems, `\`${op}\` needs a list, or a template that gives one`);
  };

const OPERATORS: Readonly<Record<string, Reader>> = {
  eq: equality('eq'),
  ne: equality('ne'),
  ieq: equality('ieq'),
  gt: ordering('gt'),
  ge: ordering('ge'),
  lt: ordering('lt'),
  le: ordering('le'),
  'one-of': (value, problems) => {
    if (value.kind === 'list' && value.items.length > 0) return { op: 'one-of', values: value.items.map(toJson) };
    return wrong(value, problems, '`one-of` needs a list of values');
  },
  'any-of': (value, problems) => {
    if (value.kind !== 'list' || value.items.length === 0)
      return wrong(value, problems, '`any-of` needs a list of matches');
    return { op: 'any-of', matches: value.items.map((item) => toMatch(item, problems)) };
  },
  not: nested('not'),
  present: (value, problems) => {
    if (value.kind === 'scalar' && typeof value.value === 'boolean') return { op: 'present', value: value.value };
    return wrong(value, problems, '`present` is true or false');
  },
  type: (value, problems) => {
    const word = value.kind === 'scalar' ? value.value : undefined;
    const type = TYPES.find((candidate) => candidate === word);
    if (type !== undefined) return { op: 'type', value: type };
    return wrong(value, problems, `there is no type ${JSON.stringify(toJson(value))}`, `Types: ${TYPES.join(', ')}.`);
  },
  matches: (value, problems) => pattern(value, problems),
  starts: texts('starts'),
  ends: texts('ends'),
  includes: texts('includes'),
  length: nested('length'),
  contains: nested('contains'),
  each: nested('each'),
  'same-set': lists('same-set'),
  'same-list': lists('same-list'),
  'includes-all': lists('includes-all'),
  'includes-none': lists('includes-none'),
  exactly: (value, problems) => {
    if (value.kind !== 'map') return wrong(value, problems, '`exactly` needs a map of attributes');
    return { op: 'exactly', attributes: attributesIn(value.entries, problems) };
  },
  sorted: (value, problems) => sorted(value, problems),
  resource: (value, problems) => named('resource', value, problems),
  'same-resource-as': (value) => ({ op: 'same-resource-as', value: toJson(value) }),
  schema: (value, problems) => named('schema', value, problems),
  'media-type': (value, problems) => named('media-type', value, problems),
};

export const OPERATOR_NAMES: readonly string[] = Object.keys(OPERATORS);

/** What other tools call our operators. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  equals: 'eq',
  equal: 'eq',
  is: 'eq',
  in: 'one-of',
  oneof: 'one-of',
  anyof: 'any-of',
  enum: 'one-of',
  exists: 'present',
  absent: 'present',
  regex: 'matches',
  match: 'matches',
  pattern: 'matches',
  size: 'length',
  count: 'length',
  startswith: 'starts',
  endswith: 'ends',
  sw: 'starts',
  ew: 'ends',
  co: 'includes',
  contain: 'contains',
  every: 'each',
  all: 'each',
  some: 'contains',
  min: 'ge',
  max: 'le',
  gte: 'ge',
  lte: 'le',
  sameset: 'same-set',
  samelist: 'same-list',
  includesall: 'includes-all',
  includesnone: 'includes-none',
  mediatype: 'media-type',
  sort: 'sorted',
  nin: 'includes-none',
};

/** What a value in an expectation asks for. */
export const toMatch = (source: Source, problems: Problems): Match => {
  const at = positionOf(source);
  if (source.kind === 'list') return { all: [{ op: 'same-set', values: toJson(source) }], at };
  if (source.kind === 'scalar') {
    const matcher: Matcher =
      source.value === null ? { op: 'present', value: false } : { op: 'eq', value: source.value };
    return { all: [matcher], at };
  }
  if (isOperators(source.entries, problems)) {
    const all = source.entries.flatMap(({ key, value }) => OPERATORS[key]?.(value, problems) ?? []);
    return { all, at };
  }
  return { all: [{ op: 'attributes', attributes: attributesIn(source.entries, problems) }], at };
};

type Attributes = Extract<Matcher, { op: 'attributes' | 'exactly' }>['attributes'];

/** A map from locators to matches. */
export const attributesIn = (entries: readonly SourceEntry[], problems: Problems): Attributes =>
  entries.flatMap((entry) => {
    const locator = locatorInKey(entry, problems);
    const match = toMatch(entry.value, problems);
    return locator === undefined ? [] : [{ locator, path: entry.key, match }];
  });

/** True when the map is one of operators, false when it is one of attributes; a mixture is reported. */
export const isOperators = (entries: readonly SourceEntry[], problems: Problems): boolean => {
  const kinds = entries.map((entry) => kindOf(entry, problems));
  const operator = entries.find((_, index) => kinds[index] === 'operator');
  const attribute = entries.find((_, index) => kinds[index] === 'attribute');
  if (operator === undefined) return attribute === undefined && kinds.includes('operator-word');
  if (attribute === undefined) return true;
  problems.error(
    positionAt(attribute.value.file, attribute.start),
    `\`${attribute.key}\` is an attribute, but \`${operator.key}\` beside it is an operator`,
    'A map holds either operators or attributes; put the operators one level deeper or the attributes into a map of their own.',
  );
  return true;
};

/**
 * `type` and `schema` name attributes too: they are operators when their value is one an operator takes
 * (`type: string`, `schema: User`) and every other key is an operator.
 */
const kindOf = (
  entry: SourceEntry,
  problems: Problems,
): 'operator' | 'attribute' | 'operator-word' | 'attribute-word' => {
  const { key, value } = entry;
  const word = value.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
  if (key === 'type') return TYPES.some((type) => type === word) ? 'operator-word' : 'attribute-word';
  if (key === 'schema') return word !== undefined && !word.startsWith('urn:') ? 'operator-word' : 'attribute-word';
  if (Object.hasOwn(OPERATORS, key)) return 'operator';
  const meant = OTHER_WORDS[key.toLowerCase().replaceAll(/[-_]/gu, '')] ?? mistyped(key);
  if (meant === undefined) return 'attribute';
  problems.error(positionAt(value.file, entry.start), `there is no operator \`${key}\``, `Did you mean \`${meant}\`?`);
  return 'operator-word';
};

/** Attributes of SCIM messages that are one letter away from an operator. */
const ATTRIBUTES_LIKE_OPERATORS: readonly string[] = ['schemas', 'resources'];

/** No attribute of SCIM has a hyphen in its name; short operators are too near to everything. */
const mistyped = (key: string): string | undefined => {
  if (/[.:[\]$]/u.test(key) || ATTRIBUTES_LIKE_OPERATORS.includes(key.toLowerCase())) return undefined;
  if (key.includes('-')) return nearest(key, OPERATOR_NAMES);
  return nearest(
    key,
    OPERATOR_NAMES.filter((name) => name.length > 4),
    1,
  );
};

const wrong = (source: Source, problems: Problems, message: string, hint?: string): undefined => {
  problems.error(source, message, hint);
  return undefined;
};

const pattern: Reader = (value, problems) => {
  const text = value.kind === 'scalar' ? value.value : undefined;
  if (typeof text !== 'string') return wrong(value, problems, '`matches` needs a regular expression as text');
  if (text.includes('${')) {
    return wrong(
      value,
      problems,
      'a regular expression cannot hold a template',
      'Use `eq`, `starts`, `ends` or `includes`.',
    );
  }
  try {
    new RegExp(text, 'u');
    return { op: 'matches', text };
  } catch (problem) {
    const because = problem instanceof Error ? problem.message : String(problem);
    return wrong(value, problems, `this is no regular expression: ${because}`);
  }
};

const sorted: Reader = (value, problems) => {
  const by = value.kind === 'map' ? value.entries.find(({ key }) => key === 'by')?.value : value;
  const order = value.kind === 'map' ? value.entries.find(({ key }) => key === 'order')?.value : undefined;
  const direction = order === undefined ? 'ascending' : toJson(order);
  const locator = by === undefined ? undefined : locatorIn(by, problems);
  const known = direction === 'ascending' || direction === 'descending';
  const extra = value.kind === 'map' && value.entries.some(({ key }) => key !== 'by' && key !== 'order');
  if (locator === undefined || !known || extra) {
    return wrong(
      value,
      problems,
      '`sorted` needs `by` and perhaps `order`',
      'For example `sorted: {by: userName, order: descending}`.',
    );
  }
  return { op: 'sorted', by: locator, order: direction };
};

const named = (op: 'resource' | 'schema' | 'media-type', value: Source, problems: Problems): Matcher | undefined => {
  const text = value.kind === 'scalar' ? value.value : undefined;
  if (typeof text === 'string' && text !== '') return { op, value: text };
  return wrong(value, problems, `\`${op}\` needs a name as text`);
};
