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
  /** Judges at another pace, more cases at once and in another order, and writes nothing: what differs hangs on neighbours. */
  readonly seed?: number;
}

const USAGE = 'npm run faults -- [ID…] [--only GLOB]… [--write | --seed NUMBER]';

/**
 * Reads the words `[ID…] [--only GLOB]… [--write | --seed NUMBER]`.
 * @throws UsageProblem for a fault or a flag that does not exist
 * @throws SelectionProblem for a glob that no case matches
 */
export const readFaultOrders = (
  words: readonly string[],
  known: readonly string[],
  infos: readonly CaseInfo[],
): FaultOrders => {
  const { only, ids, write, seed } = parse(words);
  for (const id of ids) {
    if (!known.includes(id)) {
      const hint = didYouMean(id, known) ?? 'scimulate serve --list names them.';
      throw new UsageProblem(`there is no fault \`${id}\`. ${hint}`);
    }
  }
  return {
    write,
    ids: ids.length === 0 ? [...known].sort() : [...new Set(ids)],
    ...(seed !== undefined && { seed }),
    ...(only.length > 0 && { cases: select(infos, { level: 'NONE', only }).map(({ id }) => id) }),
  };
};

interface Words {
  readonly only: readonly string[];
  readonly ids: readonly string[];
  readonly write: boolean;
  readonly seed?: number;
}

const parse = (words: readonly string[]): Words => {
  const { only = [], write = false, seed, ids } = parsed(words);
  if (seed === undefined) return { only, ids, write };
  if (write) throw new UsageProblem('--seed shows and --write writes', USAGE);
  if (!/^\d+$/.test(seed)) throw new UsageProblem(`--seed takes a whole number, not \`${seed}\``, USAGE);
  return { only, ids, write, seed: Number(seed) };
};

const parsed = (words: readonly string[]) => {
  const options = {
    only: { type: 'string', multiple: true },
    write: { type: 'boolean' },
    seed: { type: 'string' },
  } as const;
  try {
    const { values, positionals: ids } = parseArgs({ args: [...words], options, allowPositionals: true });
    return { ...values, ids };
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageProblem(first ?? '', USAGE);
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
