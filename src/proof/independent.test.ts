import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseResult } from '../run/events.ts';
import { createClient } from '../wire/client.ts';
import { type IndependentServer, startIndependentServer } from './independent-server.ts';
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

interface Review {
  readonly server: string;
  readonly deviations: readonly Deviation[];
  /** Case → what it waits for. */
  readonly blocked: Readonly<Record<string, string>>;
  /** Case → why it was not judged. */
  readonly skipped: Readonly<Record<string, string>>;
}

const FIXTURES = join(resolve(import.meta.dirname, '../..'), 'fixtures/independent');

describe.each(['scimmy'])('%s, which we did not write', (name) => {
  const review: Review = JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8'));
  let server: IndependentServer;
  let judged: Judged;

  beforeAll(async () => {
    server = await startIndependentServer(name);
    const client = createClient({
      baseUrl: server.url,
      auth: { type: 'bearer', token: server.token },
      proxy: false,
    });
    try {
      judged = await judgeTarget(client);
    } finally {
      await client.close();
    }
  }, 60_000);
  afterAll(() => server?.close());

  const inOrder = (results: Iterable<CaseResult>): CaseResult[] =>
    [...results].sort((one, other) => (one.id < other.id ? -1 : 1));
  const having = (outcome: CaseResult['outcome']): CaseResult[] =>
    inOrder([...judged.results.values()].filter((result) => result.outcome === outcome));

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
    expect(Object.fromEntries(having('skip').map(({ id, reasons }) => [id, reasons[0]?.message]))).toEqual(
      review.skipped,
    );
    expect(Object.fromEntries(having('blocked').map(({ id, blockedBy }) => [id, blockedBy]))).toEqual(review.blocked);
  });

  it('is judged without errors and left as it was', () => {
    expect(having('error').map(explain)).toEqual([]);
    expect(judged.summary.leftovers).toEqual([]);
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
