/** For a plan: whether somebody who is to be created is there already, and would be adopted. */
import type { Change } from './events.ts';
import { holds } from './facts.ts';
import { groupHabitsOf, soughtGroup } from './groups.ts';
import { search, THERE } from './lookup.ts';
import { habitsOf, soughtUser } from './person.ts';
import type { Planned } from './plan.ts';
import type { Work } from './work.ts';

export const isSought = ({ row }: Planned): boolean => row !== undefined;

/** The change as it will be, as far as a search can tell. */
export const soughtOf = async ({ change, row }: Planned, work: Work): Promise<Change> => {
  if (row === undefined) return change;
  const { match } = change.resource === 'user' ? habitsOf(work) : groupHabitsOf(work);
  if (match.when === 'never' || !holds(match.condition, work.facts)) return change;
  const found = await search(work.voice, match, change.resource === 'user' ? soughtUser(row) : soughtGroup(row));
  if (found.kind === 'one') {
    return { ...change, action: 'adopt', targetId: found.id, why: THERE };
  }
  return found.kind === 'none' ? change : { ...change, why: `${change.why}; the search failed: ${found.because}` };
};
