/** Which cases a command is about: `--only`, `--skip`, `--level`, `--idp`, `--profile`, the same for `test` and `cases`. */
import type { Selection } from '../run/select.ts';
import type { Level } from '../suite/model.ts';
import { didYouMean } from '../suite/suggest.ts';
import type { ConfigSettings } from './config.ts';
import { readLines, readList } from './measure.ts';
import { UsageProblem } from './problem.ts';

/** The flags of `selectionFlags`, as parsed. */
export interface SelectionFlags {
  readonly only?: string | readonly string[] | undefined;
  readonly skip?: string | readonly string[] | undefined;
  readonly level?: string | undefined;
  readonly idp?: string | readonly string[] | undefined;
  readonly profile?: string | readonly string[] | undefined;
  readonly suite?: string | readonly string[] | undefined;
}

const LEVELS: readonly Level[] = ['MUST', 'SHOULD', 'MAY', 'NONE'];

/** Flags over the config file. */
export const selectionOf = (flags: SelectionFlags, settings: ConfigSettings): Selection => {
  const level = flags.level ?? settings.level;
  const profiles = profilesOf(flags, settings);
  return {
    only: readList(flags.only) ?? settings.only ?? [],
    skip: readList(flags.skip) ?? settings.skip ?? [],
    idps: [...new Set(readList(flags.idp) ?? settings.idps ?? [])],
    ...(level !== undefined && { level: readLevel(level) }),
    ...(profiles.length > 0 && { profiles }),
  };
};

/** Names of profiles. */
export const profilesOf = (flags: Pick<SelectionFlags, 'profile'>, settings: ConfigSettings): readonly string[] => [
  ...new Set(readList(flags.profile) ?? settings.profiles ?? []),
];

/** Suite files and folders of the user. */
export const suitePathsOf = (flags: SelectionFlags, settings: ConfigSettings): readonly string[] =>
  readLines(flags.suite) ?? settings.suites ?? [];

const readLevel = (text: string): Level => {
  const level = LEVELS.find((one) => one === text.toUpperCase());
  if (level === undefined)
    throw new UsageProblem(`--level: there is no level \`${text}\``, didYouMean(text, LEVELS, 'Levels'));
  return level;
};
