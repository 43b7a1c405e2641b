/** Every fault the server can be started with. */
import { OptionProblem } from '../options.ts';
import type { Fault } from './fault.ts';

export type { Fault } from './fault.ts';

export const FAULTS: readonly Fault[] = [];

export const findFault = (id: string): Fault => {
  const fault = FAULTS.find((candidate) => candidate.id === id);
  if (fault === undefined) {
    throw new OptionProblem(`There is no fault ${id}; list them with --list.${nearest(id)}`);
  }
  return fault;
};

/** A fault that has the same words, as a hint. */
const nearest = (id: string): string => {
  const words = id.split('-').filter(Boolean);
  const score = (fault: Fault): number => words.filter((word) => fault.id.includes(word)).length;
  const best = FAULTS.toSorted((one, other) => score(other) - score(one))[0];
  return best !== undefined && score(best) > 0 ? ` Did you mean ${best.id}?` : '';
};
