/** Locators and conditions inside YAML: parsed by scim/, their mistakes placed at the exact column of the file. */
import { type Filter, parseFilter } from '../scim/filter.ts';
import { type Locator, parseLocator } from '../scim/path.ts';
import { SyntaxProblem } from '../scim/syntax.ts';
import type { Problems } from './diagnostics.ts';
import { positionInKey, positionInScalar } from './inside.ts';
import type { Condition, Position } from './model.ts';
import { positionOf, type ScalarSource, type Source, type SourceEntry } from './source.ts';

type Place = (index: number) => Position;

const TEMPLATE_HINT = 'A template may stand only inside the quotes of a filter: `members[value eq "${user.id}"]`.';

/** The body as a whole, for `capture: {current: ''}`. */
const WHOLE: Locator = { segments: [] };

const parsed = <Result>(
  text: string,
  parse: (text: string) => Result,
  place: Place,
  problems: Problems,
): Result | undefined => {
  try {
    return parse(text);
  } catch (problem) {
    if (!(problem instanceof SyntaxProblem)) throw problem;
    const template = text.slice(problem.position).startsWith('${');
    problems.error(place(problem.position), problem.message, template ? TEMPLATE_HINT : undefined);
    return undefined;
  }
};

/** A key of `body:` or of a map of attributes. */
export const locatorInKey = (entry: SourceEntry, problems: Problems): Locator | undefined =>
  parsed(entry.key, parseLocator, (index) => positionInKey(entry, index), problems);

/** A locator that stands as a value, as in `absent: [password]`. */
export const locatorIn = (source: Source, problems: Problems): Locator | undefined => {
  if (source.kind !== 'scalar' || typeof source.value !== 'string') return undefined;
  return parsed(source.value, parseLocator, (index) => positionInScalar(source, index), problems);
};

/** What a capture reads: a locator, `''` for the whole body, `status`, or `header.` with the name of a header. */
export const captureSource = (source: Source, problems: Problems): Locator | undefined => {
  if (source.kind !== 'scalar' || typeof source.value !== 'string') return undefined;
  if (source.value === '') return WHOLE;
  const header = /^header\.([\w-]+)$/u.exec(source.value)?.[1];
  if (header !== undefined) return { segments: [{ name: 'header' }, { name: header }] };
  return locatorIn(source, problems);
};

/** `when: patch.supported eq true`. */
export const conditionIn = (source: Source, problems: Problems): Condition | undefined => {
  if (source.kind !== 'scalar' || typeof source.value !== 'string') return undefined;
  const text = source.value;
  const filter = parsed<Filter>(text, parseFilter, (index) => positionInScalar(source, index), problems);
  return filter === undefined ? undefined : { text, filter, at: positionOf(source) };
};

export const isText = (source: Source | undefined): source is ScalarSource & { readonly value: string } =>
  source?.kind === 'scalar' && typeof source.value === 'string';
