/** Does a profile hold? Judged from the results of cases and apart from what these say of the RFCs. */
import type { Profile, ProfileRequirement } from '../suite/model.ts';
import type { ProfileRow, ProfileVerdict } from './events.ts';
import type { Done } from './result.ts';

/** What must be known of the result of a case. */
export type ProfileResult = Pick<Done, 'holds' | 'outcome' | 'why' | 'limits'>;

const NOT_JUDGED = ['skip', 'blocked', 'error'];

const rowOf = (
  { section, level, says, cases, any, unseen }: ProfileRequirement,
  results: ReadonlyMap<string, ProfileResult>,
): ProfileRow => {
  const row = { section, level, says };
  const shown = cases.flatMap(({ id }) => results.get(id)?.limits ?? [])[0] ?? unseen;
  const limits = shown === undefined ? {} : { why: shown };
  if (cases.length === 0) return { ...row, status: 'unseen', because: [], ...limits };
  const absent = cases.flatMap(({ id }) => absence(results.get(id)) ?? []);
  const ids = cases.map(({ id }) => id).filter((id) => absence(results.get(id)) === undefined);
  if (ids.length === 0)
    return { ...row, status: 'unseen', because: [], ...(absent[0] !== undefined && { why: absent[0] }) };
  const isOpen = (id: string) => NOT_JUDGED.includes(results.get(id)?.outcome ?? 'skip') || excused(results.get(id));
  const open = ids.filter(isOpen);
  const broken = ids.filter((id) => !isOpen(id) && results.get(id)?.holds === false);
  const holds = any ? open.length + broken.length < ids.length : open.length + broken.length === 0;
  if (holds) return { ...row, status: 'holds', because: [], ...limits };
  if (broken.length > 0) return { ...row, status: 'broken', because: broken };
  const told = open.flatMap((id) => results.get(id)?.why ?? [])[0];
  const why = told ?? (open.some((id) => results.has(id)) ? 'a known failure' : 'not all of its cases were run');
  return { ...row, status: 'not-tested', because: open, why };
};

/** A resource type that the target does not have need not be right: why the case was skipped, if it was for that. */
const absence = (result: ProfileResult | undefined): string | undefined =>
  result?.outcome === 'skip' && result.why?.includes('resources.') ? result.why : undefined;

/** A known failure breaks nothing, and does not prove anything either. */
const excused = (result: ProfileResult | undefined): boolean => result?.outcome === 'known' && !result.holds;

/** @param profiles each after those that it includes */
export const profileVerdicts = (
  profiles: Iterable<Profile>,
  results: ReadonlyMap<string, ProfileResult>,
): readonly ProfileVerdict[] => {
  const verdicts = new Map<string, ProfileVerdict>();
  for (const { name, title, includes, requirements } of profiles) {
    const rows = requirements.map((one) => rowOf(one, results));
    const musts = rows.filter(({ level }) => level === 'MUST').map(({ status }) => status);
    const inherited = includes.flatMap((other) => verdicts.get(other)?.status ?? []);
    const status =
      musts.includes('broken') || inherited.includes('not-met')
        ? 'not-met'
        : musts.includes('not-tested') || inherited.includes('not-proved')
          ? 'not-proved'
          : 'met';
    verdicts.set(name, { profile: name, title, includes, status, rows });
  }
  return [...verdicts.values()];
};
