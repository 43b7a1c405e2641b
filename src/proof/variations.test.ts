/** No false alarm: whoever differs from our server in ways that the RFCs leave open is not blamed for it. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseResult } from '../run/events.ts';
import { globMatcher } from '../run/glob.ts';
import { run } from '../run/run.ts';
import { findVariation, VARIATIONS } from '../serve/variations/index.ts';
import { connectInside } from './inside.ts';
import { explain, judgeInside, ourSuites } from './judge.ts';
import { LEGAL_SERVERS, REMARKS } from './legal-servers.testing.ts';

/** The cases that the reference server skips, too. */
const usual = new Set<string>();
beforeAll(async () => {
  const { results } = await judgeInside({});
  for (const { id, outcome } of results.values()) if (outcome === 'skip') usual.add(id);
}, 60_000);

/** The remarks that were needed, as `variation kind glob`. */
const needed = new Set<string>();

/** Whether one of the variations allows to say this of this case. */
const allows = (variations: readonly string[], kind: 'notes' | 'warns' | 'blocked', id: string): boolean => {
  const found = variations.flatMap((variation) =>
    Object.keys(REMARKS[variation]?.[kind] ?? {}).flatMap((glob) =>
      globMatcher(glob)(id) ? [`${variation} ${kind} ${glob}`] : [],
    ),
  );
  for (const one of found) needed.add(one);
  return found.length > 0;
};

/** Whether nothing has been said of the server that should not have been. */
const isAllowed = (
  result: CaseResult,
  variations: readonly string[],
  all: ReadonlyMap<string, CaseResult>,
): boolean => {
  const { id, level, outcome, blockedBy = '', reasons } = result;
  const reason = reasons[0]?.message ?? '';
  switch (outcome) {
    case 'pass':
      return true;
    case 'note':
      return (level === 'NONE' || level === 'MAY') && allows(variations, 'notes', id);
    case 'warn':
      return allows(variations, 'warns', id);
    case 'blocked': {
      const cause = all.get(blockedBy);
      return cause === undefined ? allows(variations, 'blocked', id) : isAllowed(cause, variations, all);
    }
    case 'skip':
      return (
        usual.has(id) ||
        /, which was skipped|^applies to no exchange/.test(reason) ||
        variations.some((variation) => REMARKS[variation]?.skips?.test(reason))
      );
    default:
      return false;
  }
};

describe('a server is not blamed that', () => {
  it.each(LEGAL_SERVERS)('$title', async ({ variations }) => {
    const { results, summary } = await judgeInside({ variations });
    const wrong = [...results.values()].filter((result) => !isAllowed(result, variations, results));
    expect(wrong.map(explain)).toEqual([]);
    expect(results.size).toBeGreaterThan(500);
    expect(summary).toMatchObject({ exitCode: 0, leftovers: [] });
  });

  it('shows its writes late', async () => {
    // Lateness is of this world: waiting for it takes time, and the client has to have patience.
    const client = connectInside({ lagMs: 15, clock: Date.now });
    const events = run({
      ...{ client, loaded: await ourSuites(), checks: [], concurrency: 8, lagMs: 5000 },
      selection: { only: ['users/**', 'groups/**', 'patch/**', 'put/**', 'delete/**', 'neighbours/**'] },
    });
    const results: CaseResult[] = [];
    for await (const event of events) if (event.type === 'case-finished') results.push(event.result);
    await client.close();
    expect(results.filter(({ outcome }) => outcome !== 'pass' && outcome !== 'skip').map(explain)).toEqual([]);
    expect(results.length).toBeGreaterThan(100);
  });

  it('does what the remarks are about', () => {
    const listed = Object.entries(REMARKS).flatMap(([variation, remarks]) =>
      (['notes', 'warns', 'blocked'] as const).flatMap((kind) =>
        Object.keys(remarks[kind] ?? {}).map((glob) => `${variation} ${kind} ${glob}`),
      ),
    );
    expect(listed.filter((one) => !needed.has(one))).toEqual([]);
  });
});

describe('the legal servers', () => {
  it('have every variation, each once', () => {
    const used = LEGAL_SERVERS.flatMap(({ variations }) => variations);
    expect(used.toSorted()).toEqual(VARIATIONS.map(({ id }) => id).sort());
  });

  it('are warned about only where the RFCs are of two minds', () => {
    const warned = Object.entries(REMARKS).flatMap(([id, { warns }]) => (warns === undefined ? [] : [id]));
    expect(warned.filter((id) => findVariation(id).disputed !== true)).toEqual([]);
  });
});
