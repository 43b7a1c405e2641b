/** Which names `${…}` may use at each place, and what is wrong with the templates there. */
import { keyPosition, type Problems } from './diagnostics.ts';
import { EXAMPLES, FACTS, isFact } from './facts.ts';
import { positionInKey, positionInScalar } from './inside.ts';
import type { Position } from './model.ts';
import { childOf, entriesOf, entryOf, itemsOf, type Source, type SourceEntry, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';
import { hasTemplate, PIPES, type Placeholder, parseTemplate, type TemplateProblem } from './template.ts';

/** What is known of a name before anything runs. */
export type NameKind = 'standard' | 'value' | 'list' | 'optional' | 'later';

/** The names in sight, in the order in which they came. */
export type Names = ReadonlyMap<string, NameKind>;

/** Names that are there in every case and operation. */
export const STANDARD_NAMES: Names = new Map([
  ['run', 'standard'],
  ['target', 'standard'],
]);

const RUN_PARTS: readonly string[] = ['tag', 'TAG', 'guid', 'now'];

/** The names with one more; a name that is in sight already is reported, because it would hide that one. */
export const withName = (names: Names, name: string, kind: NameKind, at: Position, problems: Problems): Names => {
  if (names.has(name) && names.get(name) !== 'later') {
    problems.error(
      at,
      `the name \`${name}\` is taken here already`,
      'Choose another: what the name stands for must not change on the way.',
    );
  }
  return new Map([...names, [name, kind]]);
};

/** Checks every template in a tree of texts, maps and lists. */
export const checkTemplates = (source: Source | undefined, names: Names, problems: Problems): void => {
  if (source === undefined) return;
  if (source.kind === 'list') for (const item of source.items) checkTemplates(item, names, problems);
  else if (source.kind === 'map') checkMap(source, names, problems);
  else if (typeof source.value === 'string') {
    checkText(source.value, (index) => positionInScalar(source, index), names, problems);
  }
};

const checkMap = (source: Source, names: Names, problems: Problems): void => {
  const keys = entriesOf(source).map(({ key }) => key);
  if (keys.includes('for-each') || (keys.includes('repeat') && keys.includes('make'))) {
    checkSeries(source, names, problems);
    return;
  }
  const [only, ...others] = entriesOf(source);
  if (only !== undefined && others.length === 0) checkConstruct(only, problems);
  for (const entry of entriesOf(source)) {
    checkText(entry.key, (index) => positionInKey(entry, index), names, problems);
    checkTemplates(entry.value, names, problems);
  }
};

const SERIES_KEYS: Readonly<Record<string, readonly string[]>> = {
  'for-each': ['for-each', 'as', 'make'],
  repeat: ['repeat', 'plus', 'make'],
};

/** `for-each` gives its elements the name that `as` says, `repeat` counts in `n`. */
const checkSeries = (source: Source, names: Names, problems: Problems): void => {
  const head = entryOf(source, 'for-each') ?? entryOf(source, 'repeat');
  if (head === undefined) return;
  const keys = SERIES_KEYS[head.key] ?? [];
  for (const entry of entriesOf(source).filter(({ key }) => !keys.includes(key))) {
    const hint = didYouMean(entry.key, keys, 'Keys');
    problems.error(keyPosition(entry), `there is no key \`${entry.key}\` beside \`${head.key}\``, hint);
  }
  checkTemplates(head.value, names, problems);
  const as = entryOf(source, 'as');
  const name = head.key === 'repeat' ? 'n' : (textOf(as?.value) ?? 'item');
  const inside = withName(names, name, 'value', keyPosition(as ?? head), problems);
  checkTemplates(childOf(source, 'make'), inside, problems);
};

/** `merge` and `without` work on lists; with anything else they would be sent as attributes. */
const checkConstruct = (entry: SourceEntry, problems: Problems): void => {
  const size = itemsOf(entry.value).length;
  if (entry.key === 'merge' && size === 0) {
    const hint = "For example `{merge: ['${user}', {active: false}]}`.";
    problems.error(keyPosition(entry), '`merge` needs a list of maps', hint);
  }
  if (entry.key === 'without' && size !== 2) {
    const hint = "For example `{without: ['${user}', [meta, groups]]}`.";
    problems.error(keyPosition(entry), '`without` needs a list of two: a map and a list of names', hint);
  }
};

const checkText = (text: string, place: (index: number) => Position, names: Names, problems: Problems): void => {
  if (!hasTemplate(text)) return;
  const template = parseTemplate(text);
  for (const problem of template.problems) problems.error(place(problem.index), problem.message, hintFor(problem));
  for (const part of template.parts)
    if (typeof part === 'object') checkPlaceholder(part, place(part.index), names, problems);
};

const hintFor = ({ hint, pipe }: TemplateProblem): string | undefined =>
  pipe === undefined ? hint : didYouMean(pipe, PIPES, 'Pipes');

const checkPlaceholder = (placeholder: Placeholder, at: Position, names: Names, problems: Problems): void => {
  const { name, rest, text, optional } = placeholder;
  const kind = names.get(name);
  const [part] = rest;
  if (kind === 'later') {
    problems.error(at, `\`${text}\` is captured only after this`, 'A step may use what the steps before it captured.');
  } else if (kind === undefined) {
    problems.error(at, `\`${text}\` names nothing that is known here`, didYouMean(name, names.keys(), 'Known here'));
  } else if (name === 'run' && !RUN_PARTS.includes(part ?? '')) {
    problems.error(
      at,
      `\`${text}\`: \`run\` has no ${part === undefined ? 'value of its own' : `\`${part}\``}`,
      didYouMean(part ?? '', RUN_PARTS, 'It has'),
    );
  } else if (name === 'target' && !isFact(rest.join('.')) && !EXAMPLES.includes(rest.join('.'))) {
    problems.error(
      at,
      `\`${text}\`: there is no fact \`${rest.join('.')}\` about a target`,
      didYouMean(rest.join('.'), [...FACTS, ...EXAMPLES]),
    );
  } else if (kind === 'optional' && !optional) {
    problems.error(
      at,
      `\`${text}\` may be missing`,
      `Write \`\${${name}?}\`, which leaves out what holds it, or give the parameter a default.`,
    );
  } else if (kind === 'list' && part !== undefined && !/^\d+$/u.test(part)) {
    problems.error(
      at,
      `\`${name}\` is a list, so \`${text}\` has no value`,
      `Write \`\${${name}.0.${part}}\` for the first, or \`\${${name}|ids}\` for all ids.`,
    );
  }
};
