/** Facts in conditions: one that nobody finds out would make a condition false for ever. */
import type { Filter } from '../scim/filter.ts';
import type { Problems } from './diagnostics.ts';
import { FACTS, isFact } from './facts.ts';
import { positionInScalar } from './inside.ts';
import { isText } from './locator.ts';
import type { Condition } from './model.ts';
import type { Source } from './source.ts';
import { didYouMean } from './suggest.ts';

/** Reports facts of the condition that do not exist; `source` is the text it was read from. */
export const checkFactsIn = (
  source: Source | undefined,
  condition: Condition | undefined,
  problems: Problems,
): void => {
  if (condition === undefined || !isText(source)) return;
  for (const name of factsIn(condition.filter)) {
    if (isFact(name)) continue;
    const index = source.value.indexOf(name);
    problems.error(
      positionInScalar(source, Math.max(0, index)),
      `there is no fact \`${name}\` about a target`,
      didYouMean(name, FACTS),
    );
  }
};

const factsIn = (filter: Filter): readonly string[] => {
  if ('left' in filter) return [...factsIn(filter.left), ...factsIn(filter.right)];
  if (filter.type === 'not') return factsIn(filter.filter);
  const { urn, attribute, subAttribute } = filter.path;
  return [[urn, attribute, subAttribute].filter((part) => part !== undefined).join('.')];
};
