/** What `npm run faults` is asked to do, found to make sense before anything runs. */
import { parseArgs } from 'node:util';
import { UsageProblem } from '../cli/problem.ts';
import type { CaseInfo } from '../run/events.ts';
import { select } from '../run/select.ts';
import { didYouMean } from '../suite/suggest.ts';

export interface FaultOrders {
  /** The faults to try, each known; all of them, sorted, when none is named. */
  readonly ids: readonly string[];
  /** The cases that `--only` names; undefined when all are meant, which is always written down. */
  readonly cases?: readonly string[];
  /** Whether what `--only` shows is written down, too: these cases' lines under the faults tried, and no other line. */
  readonly write: boolean;
}

/**
 * Reads the words `[ID…] [--only GLOB]… [--write]`.
 * @throws UsageProblem for a fault or a flag that does not exist
 * @throws SelectionProblem for a glob that no case matches
 */
export const readFaultOrders = (
  words: readonly string[],
  known: readonly string[],
  infos: readonly CaseInfo[],
): FaultOrders => {
  const { only, ids, write } = parse(words);
  for (const id of ids) {
    if (!known.includes(id)) {
      const hint = didYouMean(id, known) ?? 'scimulate serve --list names them.';
      throw new UsageProblem(`there is no fault \`${id}\`. ${hint}`);
    }
  }
  return {
    write,
    ids: ids.length === 0 ? [...known].sort() : [...new Set(ids)],
    ...(only.length > 0 && { cases: select(infos, { level: 'NONE', only }).map(({ id }) => id) }),
  };
};

interface Words {
  readonly only: readonly string[];
  readonly ids: readonly string[];
  readonly write: boolean;
}

const parse = (words: readonly string[]): Words => {
  try {
    const options = { only: { type: 'string', multiple: true }, write: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { only: values.only ?? [], ids: positionals, write: values.write ?? false };
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageProblem(first ?? '', 'npm run faults -- [ID…] [--only GLOB]… [--write]');
  }
};

/** By case, in the order given: the faults that break it. */
export const byCase = (cases: readonly string[], brokenBy: ReadonlyMap<string, readonly string[]>): string[] =>
  cases.map((id) => {
    const faults = [...brokenBy].filter(([, broken]) => broken.includes(id)).map(([fault]) => `\n  ${fault}`);
    return `${id}${faults.length === 0 ? '\n  no fault breaks it' : faults.join('')}`;
  });

/** The cases a fault breaks, when these were judged anew and the others were not. */
export const corrected = (
  before: readonly string[],
  judged: readonly string[],
  broken: readonly string[],
): readonly string[] => [...before.filter((id) => !judged.includes(id)), ...broken].sort();
