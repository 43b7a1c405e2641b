/** The templates of a case: what its values, givens and steps may name, from top to bottom. */
import type { ReadCase } from './case.ts';
import { keyPosition, type Problems } from './diagnostics.ts';
import { isResourceType } from './given.ts';
import type { Library } from './library.ts';
import { checkTemplates, type Names, STANDARD_NAMES, withName } from './names.ts';
import { childOf, entriesOf, itemsOf, type Source, type SourceEntry } from './source.ts';

/** The parts of a step that templates are filled in; locators (`absent`, `capture`) are none of them. */
const FILLED: readonly string[] = ['send', 'pages', 'query', 'headers', 'auth', 'body', 'raw', 'with', 'expect'];

export const checkCaseNames = ({ testCase, source, lets }: ReadCase, { problems }: Library): void => {
  let names: Names = new Map([
    ...STANDARD_NAMES,
    ...(testCase.mode === undefined ? [] : [['mode', 'standard'] as const]),
    ...(testCase.variant === undefined ? [] : [['variant', 'standard'] as const]),
  ]);
  for (const entry of lets) {
    checkTemplates(entry.value, names, problems);
    names = withName(names, entry.key, 'value', keyPosition(entry), problems);
  }
  for (const entry of entriesOf(childOf(source, 'given'))) {
    const crowd = childOf(entry.value, 'count') !== undefined;
    const inside = crowd ? withName(names, 'n', 'standard', keyPosition(entry), problems) : names;
    for (const resource of entriesOf(entry.value).filter(isResourceType))
      checkTemplates(resource.value, inside, problems);
    names = withName(names, entry.key, crowd ? 'list' : 'value', keyPosition(entry), problems);
  }
  checkStepNames(itemsOf(childOf(source, 'steps')), names, problems);
};

/** Steps one after the other: each may use what those before it captured. Also those of a dialect's operation. */
export const checkStepNames = (steps: readonly Source[], names: Names, problems: Problems): void => {
  const later = steps.flatMap(capturesOf).filter(({ key }) => !names.has(key));
  let known: Names = new Map([...names, ...later.map(({ key }) => [key, 'later'] as const)]);
  for (const step of steps) {
    for (const one of [...itemsOf(childOf(step, 'together')), step]) {
      for (const part of FILLED) checkTemplates(childOf(one, part), known, problems);
    }
    for (const capture of capturesOf(step)) {
      known = withName(known, capture.key, 'value', keyPosition(capture), problems);
    }
  }
};

const capturesOf = (step: Source): readonly SourceEntry[] =>
  [...itemsOf(childOf(step, 'together')), step].flatMap((one) => entriesOf(childOf(one, 'capture')));
