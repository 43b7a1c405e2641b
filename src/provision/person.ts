/** What everything about one person has in common. */
import type { UserHabits } from '../suite/model.ts';
import type { Change } from './events.ts';
import type { Sought } from './lookup.ts';
import type { PersonRow } from './rows.ts';
import { refuse, type Settled, type Work, wantedOf } from './work.ts';

export const habitsOf = ({ habits }: Pick<Work, 'habits'>): UserHabits => {
  if (habits.users === undefined) throw new Error('this identity provider makes no users, and yet one was to be made');
  return habits.users;
};

/** What was to be sent, to notice when something else is. */
export const wantedUser = (row: PersonRow): string => wantedOf(row.params, row.active, row.refs);

/** By what the dialect's searches find this person. */
export const soughtUser = (row: Pick<PersonRow, 'id' | 'name' | 'params'>): Sought => ({
  values: { userName: row.name, ...row.params },
  about: { resource: 'user', id: row.id },
});

/** More than so many do not wait for each other's names. */
const MOST_LATER = 10_000;

/** Another user stands in the way: at the end of the run it is tried once more. */
export const postpone = (
  row: PersonRow,
  change: Change,
  why: { readonly because: string; readonly exchange?: number | undefined },
  work: Work,
): Settled => {
  if (work.later === undefined || work.later.length >= MOST_LATER) return refuse(work, change, wantedUser(row), why);
  work.later.push(row);
  return true;
};
