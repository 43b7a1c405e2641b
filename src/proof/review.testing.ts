/** A server that others wrote, judged with all cases, must be found as it was found by hand. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseResult } from '../run/events.ts';
import type { RunOptions } from '../run/options.ts';
import { createClient } from '../wire/client.ts';
import type { IndependentServer } from './independent-server.ts';
import { explain, isBroken, type Judged, judgeTarget, ourSuites } from './judge.ts';

/** One broken case, looked into by hand with single requests. */
interface Deviation {
  readonly case: string;
  readonly outcome: 'fail' | 'warn' | 'note';
  /** What the server does. */
  readonly because: string;
  /** The requirement that it violates, or the one that lets it. */
  readonly requirement: string;
  /** `nobody`: the RFC allows it, but an identity provider, or caution, asks for more. */
  readonly wrong: 'server' | 'nobody';
  /** The part of the server that is to blame. */
  readonly where: string;
  /** METHOD path → what came. */
  readonly reproduced: string;
}

/** `fixtures/independent/NAME.json`. */
export interface Review {
  /** What it is, with versions. */
  readonly server: string;
  /** What a user would write into the config file for it. */
  readonly told?: Pick<RunOptions, 'overrides' | 'resources'>;
  readonly deviations: readonly Deviation[];
  /** What cases wait for that were not judged: broken ones, or their own preparations. */
  readonly waitsFor: readonly string[];
  /** Why cases were not judged at all, without those that need one of these. */
  readonly lacks: readonly string[];
  /** Resources that it cannot be rid of, which is a deviation of its own. */
  readonly leftovers?: number;
}

const ROOT = resolve(import.meta.dirname, '../..');

export const readReview = (name: string): Review =>
  JSON.parse(readFileSync(join(ROOT, 'fixtures/independent', `${name}.json`), 'utf8'));

const inOrder = (results: Iterable<CaseResult>): CaseResult[] =>
  [...results].sort((one, other) => (one.id < other.id ? -1 : 1));

const having = (judged: Judged, outcome: CaseResult['outcome']): CaseResult[] =>
  inOrder([...judged.results.values()].filter((result) => result.outcome === outcome));

const different = (values: readonly (string | undefined)[]): string[] =>
  [...new Set(values.filter((value) => value !== undefined))].sort();

/** By reason and not by case, so that a new case about something known changes no review. */
const lacksIn = (judged: Judged): string[] =>
  different(having(judged, 'skip').map(({ reasons: [reason] }) => reason?.message)).filter(
    (why) => !/^needs .*, which was skipped/.test(why),
  );
const waitsForIn = (judged: Judged): string[] => different(having(judged, 'blocked').map(({ blockedBy }) => blockedBy));

/**
 * The review as it would have to be, written to `.interop/NAME.proposal.json`: reviewed lines as they are, a stub with
 * what the case said for each line that nobody has looked into, nothing for what is green now.
 */
const propose = (name: string, review: Review, judged: Judged): void => {
  const reviewed = new Map(review.deviations.map((one) => [`${one.outcome} ${one.case}`, one]));
  const deviations = inOrder([...judged.results.values()].filter(isBroken)).map(
    (result) =>
      reviewed.get(`${result.outcome} ${result.id}`) ?? {
        case: result.id,
        outcome: result.outcome,
        because: '',
        requirement: result.cites[0] ?? '',
        wrong: result.outcome === 'note' ? 'nobody' : 'server',
        where: '',
        reproduced: '',
        said: result.reasons.map(({ message }) => message),
      },
  );
  const proposal = { ...review, deviations, waitsFor: waitsForIn(judged), lacks: lacksIn(judged) };
  mkdirSync(join(ROOT, '.interop'), { recursive: true });
  const path = join(ROOT, '.interop', `${name}.proposal.json`);
  writeFileSync(path, `${JSON.stringify(proposal, undefined, 2)}\n`);
  const stubs = deviations.filter((one) => 'said' in one).length;
  const counts = Object.entries(judged.summary.counts).filter(([, count]) => count > 0);
  process.stdout.write(`${name}: ${counts.map((one) => one.reverse().join(' ')).join(', ')}\n`);
  process.stdout.write(`${name}: ${stubs} unreviewed lines in ${path}\n`);
};

/** Judges the server once and holds it to its review. With `INTEROP_PROPOSE=1` writes what the review lacks. */
export const describeReview = (name: string, start: () => Promise<IndependentServer>): void => {
  const review = readReview(name);
  describe(`${name}, which we did not write`, () => {
    let server: IndependentServer | undefined;
    let judged: Judged;

    beforeAll(async () => {
      server = await start();
      const auth = { type: 'bearer', token: server.token } as const;
      const client = createClient({ baseUrl: server.url, auth, proxy: false });
      try {
        judged = await judgeTarget(client, {}, review.told);
      } finally {
        await client.close();
      }
      if (process.env.INTEROP_PROPOSE === '1') propose(name, review, judged);
    }, 300_000);
    afterAll(() => server?.close());

    it('breaks the cases that were reviewed, as hard as they say, and no others', () => {
      const reviewed = new Map(review.deviations.map((one) => [one.case, one.outcome]));
      const broken = inOrder([...judged.results.values()].filter(isBroken));
      const unexpected = broken.filter(({ id, outcome }) => reviewed.get(id) !== outcome);
      expect(unexpected.map(explain), 'nobody has looked into these').toEqual([]);
      const ids = new Set(broken.map(({ id }) => id));
      expect(
        review.deviations.map((one) => one.case).filter((id) => !ids.has(id)),
        'these are green now',
      ).toEqual([]);
    });

    it('leaves unjudged what it lacks, and what waits for a broken case', () => {
      expect(lacksIn(judged)).toEqual(review.lacks);
      expect(waitsForIn(judged)).toEqual(review.waitsFor);
    });

    it('is judged without errors and left as it was', () => {
      expect(having(judged, 'error').map(explain)).toEqual([]);
      expect(judged.summary.leftovers).toHaveLength(review.leftovers ?? 0);
      expect(judged.summary.exitCode).toBe(1);
    });

    it('was reviewed in full: what it does, by which request it shows, and what the RFC says to it', async () => {
      const { requirements } = await ourSuites();
      for (const one of review.deviations) {
        const about = JSON.stringify(one);
        expect(one.because, about).toMatch(/^\S.*\.$/);
        expect(one.reproduced, about).toMatch(/^(GET|POST|PUT|PATCH|DELETE) .+ → .+/);
        expect(requirements.has(one.requirement), about).toBe(true);
      }
      expect(new Set(review.deviations.map((one) => one.case)).size).toBe(review.deviations.length);
    });

    it('is called wrong only where the case cites the requirement that it violates', () => {
      const wrong = review.deviations.filter((one) => one.wrong === 'server');
      for (const one of wrong) {
        const result = judged.results.get(one.case);
        if (result?.level !== 'NONE') expect(result?.cites, one.case).toContain(one.requirement);
      }
      expect(
        review.deviations.filter(({ wrong: who, outcome }) => who === 'nobody' && outcome !== 'note'),
        'what the RFC allows is a note at most',
      ).toEqual([]);
    });
  });
};
