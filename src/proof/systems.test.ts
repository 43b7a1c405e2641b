/**
 * The identity providers drive our server, and one that others wrote, with a company of 60 people that lives for two months.
 * What the target shows is read with plain requests, and held against what was written down by hand of what each provider
 * tells: every attribute of everybody, every member of every group.
 */
import { describe, expect, it } from 'vitest';
import type { Ran } from '../provision/world.testing.ts';
import { startServer } from '../serve/server.ts';
import type { WholeCompany } from './company.testing.ts';
import { startIndependentServer } from './independent-server.ts';
import { ourSuites } from './judge.ts';
import { meet, months } from './life.testing.ts';
import { readTarget } from './read-target.testing.ts';
import { deafTo, type RefusalOfTheTarget, refusedTo, SCIMMY_REFUSES } from './refusals.testing.ts';
import { toldAfter, WAYS, waysOf } from './told.testing.ts';

const TARGETS = [
  { name: 'our server', start: () => startServer(), refuses: [] },
  { name: 'scimmy, which we did not write,', start: () => startIndependentServer('scimmy'), refuses: SCIMMY_REFUSES },
];

const NOTHING = {
  ...{ created: 0, adopted: 0, updated: 0, deactivated: 0, reactivated: 0, deleted: 0 },
  memberships: { added: 0, removed: 0 },
};

/** Exactly those are refused something whom a reviewed refusal strikes, and for the reason that it gives. */
const expectRefusals = (
  { refused, summary, exitCode }: Ran,
  refusals: readonly RefusalOfTheTarget[],
  company: WholeCompany,
  month: number,
): void => {
  const struck = refusals.flatMap(({ strikes, answer }) => strikes(company, month).map((id) => ({ id, answer })));
  const isReviewed = ({ id, reason }: { id: string; reason: string }): boolean =>
    struck.some((one) => one.id === id && reason.includes(one.answer));
  expect(
    refused.filter((one) => !isReviewed(one)),
    'nobody has looked into these',
  ).toEqual([]);
  const ids = [...new Set(struck.map(({ id }) => id))];
  expect(refused.map(({ id }) => id).sort()).toEqual(ids.sort());
  expect([summary.refused, exitCode]).toEqual([ids.length, ids.length === 0 ? 0 : 1]);
};

describe.each(TARGETS)('$name', ({ start, refuses }) => {
  it.each(Object.keys(WAYS))('is all the time as %s has told it', async (idp) => {
    const meeting = await meet(start);
    const refusals = refusedTo(idp, refuses);
    for await (const { until, month, ran, again } of months(idp, meeting)) {
      const [company] = until.slice(-1);
      if (company === undefined) throw new Error('there was no company');
      expectRefusals(ran, refusals, company, month);
      expect(await readTarget(meeting.place)).toEqual(toldAfter(until, waysOf(idp), deafTo(refusals)));
      const unchanged = await again();
      expect(unchanged.summary).toMatchObject(NOTHING);
      expectRefusals(unchanged, refusals, company, month);
    }
  });
});

describe('the comparison', () => {
  it.each([
    ['okta:oin', 'group-remove-member-filter-noop', 1],
    ['okta:aiw', 'group-put-displayname-not-updated', 1],
    ['entra:flagged', 'users-unstored-attr-silently-accepted-loop', 1],
    ['jumpcloud:patch', 'group-post-members-ignored', 0],
    ['authentik:default', 'users-externalid-active-only-on-put', 0],
  ])('sees in which month a server with a fault is not as %s has told it: %s', async (idp, fault, first) => {
    const meeting = await meet(() => startServer({ faults: [fault] }));
    const wrong: number[] = [];
    for await (const { until, month } of months(idp, meeting)) {
      const [shown, told] = [await readTarget(meeting.place), toldAfter(until, waysOf(idp))];
      if (JSON.stringify(inOrder(shown)) !== JSON.stringify(inOrder(told))) wrong.push(month);
    }
    expect(wrong[0]).toBe(first);
  });
});

const inOrder = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.entries(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, part]) => [name, inOrder(part)]);

describe('what scimmy refuses', () => {
  it('was reviewed in full: by which request it shows, and what the RFC says to it', async () => {
    const { requirements } = await ourSuites();
    for (const one of SCIMMY_REFUSES) {
      expect(requirements.has(one.requirement), one.requirement).toBe(true);
      expect(one.because).toMatch(/^\S.*\.$/);
      expect(one.reproduced).toMatch(/^(GET|POST|PUT|PATCH|DELETE) .+ → .+/);
    }
  });
});
