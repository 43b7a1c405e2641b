/** suites/requirements.json: what the RFCs ask, and how strong a case that cites a requirement may be. */
import type { Level, Requirement } from './model.ts';

const LEVELS = { fail: 'MUST', warn: 'SHOULD', info: 'MAY' } as const satisfies Record<Requirement['verdict'], Level>;
const STRENGTH: Readonly<Record<Level, number>> = { MUST: 3, SHOULD: 2, MAY: 1, NONE: 0 };

/** The text of the file, which is part of the package and checked by our tests, so it is read as it is. */
export const parseRequirements = (text: string): ReadonlyMap<string, Requirement> => {
  const rows = JSON.parse(text) as readonly Requirement[];
  return new Map(rows.map((row) => [row.id, row]));
};

/** The strongest level that a case citing these requirements may have. */
export const strongestLevel = (cited: readonly Requirement[]): Level =>
  cited
    .map(({ verdict }): Level => LEVELS[verdict])
    .reduce((best, level) => (isStronger(level, best) ? level : best), 'NONE');

export const isStronger = (level: Level, than: Level): boolean => STRENGTH[level] > STRENGTH[than];

export const isLevel = (text: string | undefined): text is Level => text !== undefined && text in STRENGTH;
