/** `scimulate cleanup`: takes back what runs have left, by their journals. */
import { count, printable } from '../report/printable.ts';
import { cleanup, type Leftover } from '../run/cleanup.ts';
import type { Config } from './config.ts';
import { UsageProblem } from './problem.ts';
import { closeState, leftJournals, stateFolderOf, unfinishedTargets } from './state.ts';
import { DEMO, openTarget, planTarget, type TargetFlags } from './target.ts';

export type CleanupFlags = TargetFlags & { readonly state?: string | undefined; readonly json?: boolean };

/** @returns the exit status: 1 when something could not be removed */
export const cleanUp = async (word: string | undefined, flags: CleanupFlags, config: Config): Promise<number> => {
  const plan = planTarget(word, config);
  if (plan.url === undefined) throw new UsageProblem(`\`${DEMO}\` keeps nothing: there is nothing to clean up`);
  const folder = stateFolderOf(flags.state, plan.settings);
  const target = await openTarget(plan, flags);
  let removed = 0;
  const leftovers: Leftover[] = [];
  try {
    for (const journal of leftJournals(folder)) {
      const done = await cleanup(target.client, journal);
      removed += done.removed;
      leftovers.push(...done.leftovers);
      journal.close();
    }
  } finally {
    await target.close();
    closeState(folder);
  }
  const elsewhere = unfinishedTargets(folder).filter((url) => url !== target.client.baseUrl);
  tell(removed, leftovers, elsewhere, flags.json === true);
  return leftovers.length > 0 ? 1 : 0;
};

const tell = (removed: number, leftovers: readonly Leftover[], elsewhere: readonly string[], json: boolean): void => {
  if (json) {
    process.stdout.write(`${JSON.stringify({ removed, leftovers, elsewhere }, null, 2)}\n`);
    return;
  }
  const lines = [
    removed === 0 && leftovers.length === 0 ? 'there was nothing to remove' : `removed ${count(removed, 'resource')}`,
    ...(leftovers.length === 0 ? [] : [`left on the target: ${count(leftovers.length, 'resource')}`]),
    ...leftovers.map(({ url, because }) => `  ${url}  ${because}`),
    ...elsewhere.map((url) => `something is also left at ${url}`),
  ];
  process.stderr.write(`${lines.map(printable).join('\n')}\n`);
};
