/** Every legal variation the server can be started with. */
import { OptionProblem } from '../options.ts';
import { ANSWER_VARIATIONS } from './answers.ts';
import { ASYNCHRONOUS_VARIATIONS } from './asynchronous.ts';
import { ATTRIBUTE_VARIATIONS } from './attributes.ts';
import { BULK_VARIATIONS } from './bulk.ts';
import { CHANGE_VARIATIONS } from './changes.ts';
import { DISCOVERY_VARIATIONS } from './discovery.ts';
import { ERROR_VARIATIONS } from './errors.ts';
import { FEWER_VARIATIONS } from './fewer.ts';
import { IDENTITY_VARIATIONS } from './identities.ts';
import { LIST_VARIATIONS } from './lists.ts';
import { NAME_VARIATIONS } from './names.ts';
import { RESOURCE_VARIATIONS } from './resources.ts';
import { VALUE_VARIATIONS } from './values.ts';
import type { Variation } from './variation.ts';
import { VERSION_VARIATIONS } from './versions.ts';

export type { Variation } from './variation.ts';

export const VARIATIONS: readonly Variation[] = [
  ...ANSWER_VARIATIONS,
  ...ASYNCHRONOUS_VARIATIONS,
  ...ATTRIBUTE_VARIATIONS,
  ...ERROR_VARIATIONS,
  ...FEWER_VARIATIONS,
  ...DISCOVERY_VARIATIONS,
  ...RESOURCE_VARIATIONS,
  ...IDENTITY_VARIATIONS,
  ...VALUE_VARIATIONS,
  ...NAME_VARIATIONS,
  ...LIST_VARIATIONS,
  ...CHANGE_VARIATIONS,
  ...VERSION_VARIATIONS,
  ...BULK_VARIATIONS,
];

/** Throws OptionProblem for an id that there is not. */
export const findVariation = (id: string): Variation => {
  const variation = VARIATIONS.find((candidate) => candidate.id === id);
  if (variation === undefined) {
    throw new OptionProblem(`There is no variation ${id}; "scimulate serve --list" names them all.`);
  }
  return variation;
};
