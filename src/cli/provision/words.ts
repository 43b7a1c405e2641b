/** Words of a command line, for telling the user what to run next. */
import { quoteForBash } from '../../wire/curl.ts';

/** Quoted where a shell would take it for something else. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoteForBash(word));

/** `scimulate provision apply demo --idp okta …`: the flags that have a value, in this order. */
export const commandLine = (
  words: readonly string[],
  flags: Readonly<Record<string, string | boolean | undefined>>,
): string => {
  const given = Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    return value === true ? [`--${name}`] : [`--${name}`, shellWord(value)];
  });
  return ['scimulate', ...words.map(shellWord), ...given].join(' ');
};
