/** People who are no longer in the directory, or no longer in any group that is provisioned. */
import type { Change } from './events.ts';
import type { Link } from './links.ts';
import { habitsOf } from './person.ts';
import type { LeaverRow, PersonRow } from './rows.ts';
import { applied, refuse, type Settled, type Work } from './work.ts';

const GONE = 'gone';

/** What is done about a leaver; undefined when nothing is sent. */
export const leaverAction = (link: Link, work: Pick<Work, 'habits'>): 'deactivate' | 'delete' | undefined => {
  const habits = habitsOf(work);
  const { action } = habits.leavers;
  if (action === 'delete') return habits.delete === undefined ? undefined : 'delete';
  if (action === 'leave' || link.active === false || habits.deactivate === undefined) return undefined;
  return 'deactivate';
};

export const leaverChange = ({ link, held }: LeaverRow, action: 'deactivate' | 'delete'): Change => ({
  action,
  resource: 'user',
  id: link.id,
  name: link.name,
  targetId: link.targetId,
  why: held ? 'perhaps no longer in the directory' : 'no longer in the directory',
});

export const applyLeaver = async (row: LeaverRow, work: Work): Promise<Settled> => {
  const { link, held } = row;
  const action = leaverAction(link, work);
  if (action === undefined) {
    if (!held) work.links.markLeft(link.id, work.now(), link.active ?? false);
    return true;
  }
  const change = leaverChange(row, action);
  if (held) {
    const because =
      'a row of the directory that could not be read speaks of this person, who is therefore not taken for a leaver';
    return refuse(work, change, GONE, { because });
  }
  return action === 'delete' ? deleteUser(link, change, work) : deactivateUser(link, change, work);
};

const deactivateUser = async (link: Link, change: Change, work: Work): Promise<Settled> => {
  const spoken = await work.voice.speak(habitsOf(work).deactivate ?? '', { id: link.targetId }, change);
  if (spoken.effect === 'gone') {
    work.voice.notice(`${link.name} left and was gone from the target already`);
    work.links.remove('user', link.id);
    return applied(work, change);
  }
  if (spoken.effect === 'done') {
    work.links.markLeft(link.id, work.now(), false);
    return applied(work, change);
  }
  if (spoken.effect === 'uncertain' || spoken.effect === 'interrupted') work.links.doubt('user', link.id, 'all');
  return refuse(work, change, GONE, spoken);
};

export const deleteUser = async (link: Link, change: Change, work: Work): Promise<Settled> => {
  const spoken = await work.voice.speak(habitsOf(work).delete ?? '', { id: link.targetId }, change);
  if (spoken.effect !== 'done' && spoken.effect !== 'gone') return refuse(work, change, GONE, spoken);
  work.links.remove('user', link.id);
  return applied(work, change);
};

/** Whether anybody is ever deactivated because of what happens to groups. */
export const unbinds = ({ habits: { groups } }: Pick<Work, 'habits'>): boolean =>
  [groups?.leavers, groups?.unbound].some((end) => end?.members === 'deactivate-unless-in-another-group');

/** No group of theirs is provisioned any more. */
export const unboundChange = ({ id, name, link, at }: PersonRow): Change => ({
  action: 'deactivate',
  resource: 'user',
  id,
  name,
  ...(link && { targetId: link.targetId }),
  why: 'in no group that is provisioned any more',
  at,
});

export const applyUnbound = async (row: PersonRow, work: Work): Promise<Settled> => {
  const { link } = row;
  const { deactivate } = habitsOf(work);
  if (link === undefined || deactivate === undefined) return true;
  const change = unboundChange(row);
  const spoken = await work.voice.speak(deactivate, { id: link.targetId }, change);
  if (work.links.countOnce('user', row.id)) work.tally.touch();
  if (spoken.effect !== 'done') return refuse(work, change, GONE, spoken);
  work.links.markUnbound(row.id, true, false);
  return applied(work, change);
};
