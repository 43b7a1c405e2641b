import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Loaded, loadSuites } from './load.ts';
import type { Provisioning } from './model.ts';

const BIRCH = join(import.meta.dirname, '../../fixtures/idp/birch');

let loaded: Loaded;
beforeAll(async () => {
  loaded = await loadSuites({ paths: [BIRCH] });
});

const habitsOf = (idp: string, mode: string): Provisioning => {
  const habits = loaded.dialects.get(idp)?.provisioning?.[mode];
  if (habits === undefined) throw new Error(`${idp} does nothing by itself in its mode ${mode}`);
  return habits;
};

describe('what an identity provider does by itself', () => {
  it('is said for every mode of a dialect, or for none', () => {
    const halves = [...loaded.dialects.values()].flatMap(({ name, modes, provisioning }) =>
      Object.keys(modes)
        .filter((mode) => provisioning !== undefined && provisioning[mode] === undefined)
        .map((mode) => `${name}:${mode}`),
    );
    expect(halves).toEqual([]);
    expect(loaded.diagnostics).toEqual([]);
  });

  it('is laid over by a mode, map by map, and null takes away', () => {
    const [aiw, oin] = [habitsOf('okta', 'aiw'), habitsOf('okta', 'oin')];
    expect(oin.groups).toMatchObject({
      evidence: 'documented',
      create: [{ operation: 'create-group', members: false, send: 'all', refused: 'fail' }],
      membership: [{ style: 'delta', compare: 'sent', add: 'add-members', before: 'rename-group' }],
    });
    expect(aiw.groups).toMatchObject({
      evidence: 'captured',
      create: [{ operation: 'create-group', members: true }],
      update: [{ operation: 'rename-group' }],
      leavers: { group: 'delete', members: 'leave' },
    });
    const [membership, ...others] = aiw.groups?.membership ?? [];
    expect(others).toEqual([]);
    expect(membership).toMatchObject({ style: 'full', replace: 'replace-members' });
    for (const key of ['add', 'remove', 'change', 'before', 'chunk', 'when'])
      expect(membership).not.toHaveProperty(key);
    expect(aiw.users).toEqual(oin.users);
  });

  it('reads columns, expressions and references apart', () => {
    const { mapping } = habitsOf('entra', 'default');
    expect(mapping.user.title).toMatchObject({ kind: 'column', column: 'title' });
    expect(mapping.user.formatted).toMatchObject({ kind: 'jsonata', text: '$join([givenName, familyName], " ")' });
    expect(mapping.user.manager).toMatchObject({ kind: 'id-of', column: 'manager' });
    expect(mapping.member.id).toMatchObject({ kind: 'id-of', column: 'id' });
  });

  it('turns times into seconds', () => {
    expect(habitsOf('entra', 'flagged').retry).toMatchObject({
      cycle: 2400,
      escrow: { waits: [21_600, 43_200, 86_400], until: 2_419_200 },
      quarantine: { share: 0.4, atLeast: 5000, failures: 40_000, cycle: 86_400, until: 2_419_200 },
      retryAfter: 'seconds-or-date',
    });
    expect(habitsOf('entra', 'default').users?.leavers).toEqual({ action: 'deactivate', deleteAfter: 2_592_000 });
    expect(habitsOf('okta', 'oin').retry).toMatchObject({ wait: 300, factor: 2, attempts: 10, retryAfter: 'seconds' });
    expect(habitsOf('birch', 'plain').retry).toMatchObject({ wait: 1, longest: 90 });
  });

  it('tries one after the other what a target may refuse', () => {
    const { groups } = habitsOf('authentik', 'default');
    expect(
      groups?.update.map(({ when, operation, members, refused }) => [when?.text, operation, members, refused]),
    ).toEqual([
      ['patch.supported eq true', 'patch-group', false, 'fail'],
      [undefined, 'put-group', true, 'next'],
      [undefined, 'patch-group', false, 'fail'],
    ]);
    expect(groups?.membership.map(({ style, chunk, refused }) => [style, chunk, refused])).toEqual([
      ['delta', { fact: 'bulk.maxOperations' }, 'fail'],
      ['full', undefined, 'next'],
      ['delta', { fact: 'bulk.maxOperations' }, 'fail'],
    ]);
    expect(groups).toMatchObject({
      match: { when: 'on-conflict', operations: ['match-group'], found: 'link', several: 'first' },
      gone: 'recreate',
      withoutId: 'stop',
    });
    expect(groups?.match.condition?.text).toBe('filter.supported eq true');
  });

  it('believes facts as the run nests them, and may read nothing at all', () => {
    expect(habitsOf('authentik', 'default').discovery).toMatchObject({ cached: 3600, facts: {} });
    expect(habitsOf('authentik', 'slack').discovery).toMatchObject({
      read: 'read-service-provider-config',
      facts: { filter: { supported: true } },
    });
    const asked = habitsOf('authentik', 'vcenter').discovery;
    expect(asked).toMatchObject({ evidence: 'code', facts: {} });
    expect(asked).not.toHaveProperty('read');
    expect(habitsOf('okta', 'aiw').discovery).toBeUndefined();
  });

  it('leaves out what an identity provider does not do', () => {
    const { users, groups, grants, mapping } = habitsOf('conductorone', 'default');
    expect([users, groups]).toEqual([undefined, undefined]);
    expect([mapping.user, mapping.group]).toEqual([{}, {}]);
    expect(grants).toMatchObject({ grant: 'grant', revoke: 'revoke', revokeLast: 'revoke-last', read: 'read-group' });
    expect(grants?.computed?.filter.type).toBe('or');
  });

  it('says what becomes of the members of a group that JumpCloud no longer manages', () => {
    for (const mode of ['patch', 'put']) {
      expect(habitsOf('jumpcloud', mode).groups).toMatchObject({
        empty: 'wait',
        leavers: { group: 'delete', members: 'deactivate-unless-in-another-group' },
        unbound: { group: 'leave', members: 'deactivate-unless-in-another-group' },
      });
    }
  });

  it("is changed by the modes of a user's own dialect", () => {
    expect(habitsOf('birch', 'plain').users?.leavers).toEqual({ action: 'delete' });
    expect(habitsOf('birch', 'careful').users).toMatchObject({ leavers: { action: 'leave' }, delete: 'delete-user' });
    expect(habitsOf('birch', 'careful').groups?.leavers).toEqual({ group: 'leave', members: 'leave' });
  });
});
