/** A directory that shrank overnight is more likely a failed export than a company that went home. */
import type { Stop } from './events.ts';
import type { State } from './state.ts';

export interface Shrink {
  readonly percent: number;
  readonly least: number;
}

export const USUAL_SHRINK: Shrink = { percent: 20, least: 10 };
/** Groups are emptied by reorganisations, so more is believed of memberships. */
const USUAL_MEMBERSHIPS: Shrink = { percent: 50, least: 50 };

/** Why to stop and ask; undefined when there is no reason. */
export const shrinkage = (
  state: State,
  shrink: Shrink,
  { groups, memberships }: { readonly groups: boolean; readonly memberships: boolean },
): Stop | undefined => {
  const count = (sql: string): number => Number(state.prepare(sql).get()?.n);
  const users = {
    linked: count("SELECT count(*) AS n FROM link WHERE resource = 'user' AND left_at IS NULL"),
    leaving: count(`SELECT count(*) AS n FROM link l WHERE resource = 'user' AND left_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM staged.person p WHERE p.id = l.id)`),
  };
  if (isTooMuch(users, shrink)) return stopFor('people', users);
  const teams = {
    linked: count("SELECT count(*) AS n FROM link WHERE resource = 'group'"),
    leaving: count(`SELECT count(*) AS n FROM link l WHERE resource = 'group'
      AND NOT EXISTS (SELECT 1 FROM staged.team t WHERE t.id = l.id)`),
  };
  if (groups && isTooMuch(teams, shrink)) return stopFor('groups', teams);
  const members = {
    linked: count("SELECT count(*) AS n FROM membership WHERE member_id <> ''"),
    leaving: count(`SELECT count(*) AS n FROM membership s WHERE member_id <> ''
      AND EXISTS (SELECT 1 FROM staged.team t WHERE t.id = s.group_id)
      AND NOT EXISTS (SELECT 1 FROM staged.member m WHERE m.group_id = s.group_id AND m.member_id = s.member_id)`),
  };
  const believed = {
    percent: Math.max(shrink.percent, USUAL_MEMBERSHIPS.percent),
    least: Math.max(shrink.least, USUAL_MEMBERSHIPS.least),
  };
  return memberships && isTooMuch(members, believed) ? stopFor('memberships', members) : undefined;
};

interface Shrinking {
  readonly linked: number;
  readonly leaving: number;
}

const isTooMuch = ({ linked, leaving }: Shrinking, { percent, least }: Shrink): boolean =>
  leaving >= least && leaving * 100 > linked * percent;

const stopFor = (what: string, { linked, leaving }: Shrinking): Stop => ({
  kind: 'shrink',
  because: `${leaving} of ${linked} ${what} (${Math.round((leaving * 100) / linked)} %) are no longer in the directory; nothing was sent`,
  hint: 'If they really are gone, go on with --allow-shrink; else look whether the directory was exported whole.',
});
