/** Okta and Entra drive a server like Coder: what it takes, what it loses without a word, and that the reports say so. */
import { describe, expect, it } from 'vitest';
import { createSimulateRecord } from '../report/simulate/record.ts';
import { simulateText } from '../report/simulate/text.ts';
import { startServer } from '../serve/server.ts';
import { type Simulated, STILL, simulated } from '../simulate/simulation.testing.ts';
import type { WholeCompany } from './company.testing.ts';
import { meet, months } from './life.testing.ts';
import { readTarget } from './read-target.testing.ts';
import type { Told } from './told.testing.ts';

const PARTNERS = ['okta:aiw', 'okta:oin', 'entra:default', 'entra:flagged'];
const OKTA_CANNOT_CHANGE = [
  [],
  ['p16', 'p31', 'p40', 'p47'],
  // And who comes back, or leaves, with new values: that they do so is told all the same.
  [...['p13', 'p16', 'p29', 'p31', 'p32', 'p33', 'p34', 'p35', 'p36', 'p37', 'p38', 'p39', 'p40', 'p41', 'p42'], 'p47'],
];

/** An address, a name made of the given one, and whether they can log in: it keeps nothing else of anybody. */
const keptOf = (stages: readonly WholeCompany[]): Told['users'] => {
  const kept = new Map<string, { userName: string; address: string; active: boolean }>();
  for (const { people } of stages) {
    for (const [id, user] of kept) if (people.every((person) => person.id !== id)) user.active = false;
    for (const { id, userName, email, active } of people) {
      const known = kept.get(id);
      if (known !== undefined) known.active = active !== false;
      else if (active !== false && typeof email === 'string') {
        const name = userName.replace(/@.*/, '').replaceAll(/[^a-z0-9-]/g, '');
        kept.set(id, { userName: name, address: email, active: true });
      }
    }
  }
  return Object.fromEntries(
    [...kept.values()].map(({ userName, address, active }) => [
      userName,
      {
        ...{ userName, active, 'name.formatted': '' },
        ...{ 'emails[untyped].value': address, 'emails[untyped].primary': true },
      },
    ]),
  );
};

/** Whom it refuses, and why, after so many months. */
const refusalsOf = (idp: string, { groups }: WholeCompany, month: number): readonly (readonly [string, string])[] => [
  ...groups.map(({ id }) => [id, 'POST /Groups answered 404'] as const),
  ...(month === 0 ? [['p46', 'answered 400 (invalidSyntax: A user needs an e-mail address.)'] as const] : []),
  ...(idp.startsWith('okta') ? (OKTA_CANNOT_CHANGE[month] ?? []) : []).map(
    (id) => [id, 'answered 400 (invalidSyntax: userName cannot be changed.)'] as const,
  ),
];

describe('a server like Coder', () => {
  it.each(PARTNERS)('lets in and keeps out whom %s says, and keeps nothing else that it is told', async (idp) => {
    const meeting = await meet(() => startServer({ preset: 'coder' }));
    for await (const { until, month, ran, again } of months(idp, meeting)) {
      const [company] = until.slice(-1);
      if (company === undefined) throw new Error('there was no company');
      expect(await readTarget(meeting.place)).toEqual({ users: keptOf(until), groups: {} });
      for (const { refused, exitCode } of [ran, await again()]) {
        const expected = new Map(refusalsOf(idp, company, month));
        expect(refused.map(({ id }) => id).sort()).toEqual([...expected.keys()].sort());
        expect(refused.filter(({ id, reason }) => !reason.includes(expected.get(id) ?? '?'))).toEqual([]);
        expect(exitCode).toBe(1);
      }
    }
  });
});

/** A simulation against it, and its report for people. */
const reported = async (options: Omit<Parameters<typeof simulated>[0], 'serve' | 'onEvent'>) => {
  const { record, listener } = createSimulateRecord();
  const result = await simulated({ ...options, serve: { preset: 'coder' }, onEvent: listener.on, followWrites: false });
  const context = { idpTitle: (name: string) => name, colour: false, columns: 200, verbose: false };
  return { ...result, text: simulateText(record, context) };
};

const attributesIn = ({ finished }: Simulated): string[] =>
  [...new Set(finished.result.drift.map(({ attribute }) => attribute.replace(/^urn:.*:/, '')))].sort();

const reasonsIn = ({ events }: Simulated): string[] => [
  ...new Set(
    events.flatMap((event) =>
      event.type === 'provision' && event.event.type === 'refused'
        ? [event.event.refusal.reason.replaceAll(/[0-9a-f-]{36}/g, 'ID')]
        : [],
    ),
  ),
];

const NO_GROUPS = 'POST /Groups answered 404 (There is no Groups here.)';

describe('a simulation against a server like Coder', () => {
  it.each(PARTNERS)(
    'of %s says that the profile is lost, that there are no groups, and nothing of who is let in',
    async (idp) => {
      const result = await reported({ idp, people: 10, days: 4 });
      const { finished, text } = result;
      expect(finished.exitCode).toBe(1);
      expect(attributesIn(result)).toEqual(
        expect.arrayContaining(['userName', 'displayName', 'name.givenName', 'title', 'department', 'emails']),
      );
      expect(attributesIn(result)).not.toContain('active');
      expect(reasonsIn(result).toSorted()).toEqual(
        idp.startsWith('okta')
          ? [NO_GROUPS, 'PUT /Users/ID answered 400 (invalidSyntax: userName cannot be changed.)']
          : [NO_GROUPS],
      );
      expect(text).toContain(`✖ ${NO_GROUPS}\n    create group `);
      expect(text).toMatch(/\n✖ differs since exchange 2, POST \/scim\/v2\/Users\n/);
      expect(text).toMatch(/\nin all: .*\bdisplayName of \d+/);
    },
  );

  it.each(['okta:oin', 'entra:flagged'])('of %s says what is lost where all requests succeed', async (idp) => {
    // Names that Coder takes as they are, so that it does not refuse the changes.
    const mapping = { user: { userName: '= $replace($substringBefore(email, "@"), ".", "")' } };
    const result = await reported({ idp, people: 16, days: 5, mapping });
    expect(reasonsIn(result)).toEqual([NO_GROUPS]);
    const updates = result.exchanges.filter(({ request: { method } }) => method === 'PUT' || method === 'PATCH');
    expect(updates.length).toBeGreaterThan(3);
    expect(updates.filter(({ response }) => response?.status !== 200)).toEqual([]);
    expect(attributesIn(result)).toEqual(expect.arrayContaining(['displayName', 'title', 'department']));
    expect(attributesIn(result)).not.toContain('active');
  });

  it('of Entra says that who was deleted is there', async () => {
    const rates = { ...STILL, leavers: 60, rehires: 5 };
    const result = await reported({ idp: 'entra:flagged', people: 12, days: 36, seed: 5, rates, checkpointDays: 36 });
    const there = result.finished.result.drift.filter(({ attribute }) => attribute === 'id');
    expect(there.length).toBeGreaterThan(0);
    for (const { expected, actual, since } of there) {
      expect([expected, since?.method]).toEqual([null, 'DELETE']);
      expect(actual).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(result.text).toContain(`\nin all: ${there.length} deleted, and shown all the same; `);
  });
});
