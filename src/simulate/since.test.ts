import { describe, expect, it } from 'vitest';
import type { Drift } from './drift.ts';
import { LIVELY, simulated } from './simulation.testing.ts';
import { startTwin } from './twin.testing.ts';

/** As the twin calls it, which knows no parts of complex attributes. */
const keyOf = ({ resource, attribute }: Drift): string => {
  if (attribute.startsWith('members[')) return `${resource} ${attribute}`;
  const whole = attribute.startsWith('urn:') ? attribute.replace(/(:[^:.]+)\.[^:.]+$/, '$1') : attribute.split('.')[0];
  return `${resource} ${whole}`;
};

/** Drift and the twin's certain knowledge, side by side. */
const compared = async (idp: string, fault: string, followWrites = true) => {
  const twin = await startTwin();
  try {
    const options = {
      idp,
      people: 25,
      days: 5,
      checkpointDays: 5,
      rates: LIVELY,
      followWrites,
      serve: { faults: [fault] },
    };
    const result = await simulated({ ...options, between: twin.between });
    const { drift } = result.finished.result;
    const found = new Map(drift.map((one) => [keyOf(one), one.since?.exchange]));
    const known = (map: ReadonlyMap<string, number | undefined>) =>
      Object.fromEntries([...map].toSorted(([left], [right]) => (left < right ? -1 : 1)));
    return { drift, result, found: known(found), certain: known(twin.since()) };
  } finally {
    await twin.close();
  }
};

describe('the first request after which the two disagreed', () => {
  it.each([
    ['okta:oin', 'group-remove-member-filter-noop', 'members[', 'PATCH'],
    ['okta:oin', 'group-replace-other-attr-empties-members', 'members[', 'PATCH'],
    ['okta:aiw', 'group-put-displayname-not-updated', 'displayName', 'PUT'],
    ['okta:aiw', 'create-drops-family-name', 'name.familyName', 'POST'],
    ['entra:default', 'group-remove-member-by-value-array-wipes-all', 'members[', 'PATCH'],
    ['entra:default', 'email-userName-coupling-silent-rewrite', 'userName', 'PATCH'],
    ['entra:flagged', 'patch-no-path-dotted-keys-ignored', 'name.familyName', 'PATCH'],
    ['jumpcloud:patch', 'group-remove-member-by-value-array-wipes-all', 'members[', 'PATCH'],
    ['jumpcloud:patch', 'group-post-members-ignored', 'members[', 'POST'],
    ['authentik:by-filter', 'group-remove-member-filter-noop', 'members[', 'PATCH'],
  ])('%s with %s', async (idp, fault, attribute, method) => {
    const { drift, found, certain, result } = await compared(idp, fault);
    expect(drift.length).toBeGreaterThan(0);
    expect(found).toEqual(certain);
    expect(result.finished.exitCode).toBe(1);
    expect(drift.filter((one) => one.attribute.startsWith(attribute) && one.since?.method === method)).not.toEqual([]);
  });

  it('is that of the user who is gone, or of the group that he was taken out of', async () => {
    for (const [fault, where] of [
      ['delete-hard-instead-soft', '/Users/'],
      ['group-remove-member-deletes-org-membership', '/Groups/'],
    ] as const) {
      const { drift, certain } = await compared('okta:oin', fault);
      const gone = drift.filter(({ attribute }) => attribute === 'id');
      expect(gone.length).toBeGreaterThan(0);
      for (const one of gone) {
        expect(one).toMatchObject({ actual: null, since: { method: 'PATCH', exchange: certain[keyOf(one)] } });
        expect(one.since?.url).toContain(where);
      }
    }
  });

  it.each([
    ['okta:oin', 'group-remove-member-filter-noop'],
    ['okta:aiw', 'group-put-displayname-not-updated'],
    ['okta:aiw', 'create-drops-family-name'],
  ])('needs no reads after each write where nothing is ambiguous: %s with %s', async (idp, fault) => {
    const { drift, found, certain } = await compared(idp, fault, false);
    expect(drift.length).toBeGreaterThan(0);
    expect(found).toEqual(certain);
  });
});
