/** What the report says of a server that suspends users, says yes to everything else, and has no groups. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseResult } from '../run/events.ts';
import { explain, type Judged, judgeInside } from './judge.ts';

let judged: Judged;
beforeAll(async () => {
  judged = await judgeInside(
    { preset: 'coder' },
    {
      only: [
        'okta/**',
        'entra/**',
        'users/create-minimal',
        'users/deactivate-and-reactivate',
        'patch/replace/no-path',
        'patch/unknown-resource',
        'users/read-unknown',
      ],
      // How many users there are when these list them differs from run to run.
      skip: ['okta/import/**', 'entra/users/discover'],
    },
  );
});

const all = (): CaseResult[] => [...judged.results.values()].sort((one, other) => (one.id < other.id ? -1 : 1));

/** `outcome id: reasons`, or that there is no such case. */
const told = (id: string): string => {
  const result = judged.results.get(id);
  return result === undefined ? `no case ${id}` : explain(result);
};

const row = (idp: string, feature: string) => {
  const { status, because, why } =
    judged.summary.readiness.find((one) => one.idp === idp && one.feature === feature) ?? {};
  return { status, because, ...(why === undefined ? {} : { why }) };
};

describe('a server like Coder', () => {
  it('passes what is about activity, the connection and ids, and nothing else', () => {
    expect(all().flatMap(({ id, outcome }) => (outcome === 'pass' ? [id] : []))).toEqual([
      'entra/connection/random-user',
      'entra/connection/schemas/user',
      'entra/gallery/rate',
      'entra/users/create-with-text-active',
      'entra/users/disable/default',
      'entra/users/disable/flagged',
      'entra/users/enable/default',
      'entra/users/enable/flagged',
      'entra/users/update-keeps-disabled',
      'okta/certification/unknown-user',
      'okta/connection/test',
      'okta/connection/wrong-token',
      'okta/users/deactivate/aiw',
      'okta/users/deactivate/oin',
      'okta/users/match-nobody',
      'patch/unknown-resource',
      'users/read-unknown',
    ]);
    expect(
      all()
        .filter(({ outcome }) => outcome === 'error')
        .map(explain),
    ).toEqual([]);
  });

  it('lets Okta and Entra deactivate users', () => {
    for (const id of ['okta/users/deactivate/aiw', 'okta/users/deactivate/oin']) expect(told(id)).toBe(`pass ${id}: `);
    for (const id of ['entra/users/disable/default', 'entra/users/disable/flagged'])
      expect(told(id)).toBe(`pass ${id}: `);
    expect(row('okta', 'deactivate-users')).toEqual({ status: 'ready', because: [] });
    expect(row('entra', 'deactivate-users')).toEqual({ status: 'ready', because: [] });
  });

  it('makes names of its own, so that nobody is found again by the one that was given', () => {
    const notFound = /totalResults is 0 but should be 1; Resources\.id is absent but should have "[^"]+"/;
    for (const mode of ['aiw', 'oin']) expect(told(`okta/users/reactivate/${mode}`)).toMatch(notFound);
    expect(told('entra/users/match-by-user-name')).toMatch(notFound);
    expect(told('entra/users/find-disabled')).toBe(
      'blocked entra/users/find-disabled: needs entra/users/match-by-user-name, which was not passed',
    );
    expect(row('okta', 'reactivate-users').status).toBe('not-ready');
    expect(row('entra', 'match-users').status).toBe('not-ready');
  });

  it.each([
    ['okta/users/update', 'name.givenName is absent but should be "Zoë"'],
    ['okta/users/patch-profile', 'title is absent but should be "Team lead"'],
    ['entra/patch/several-attributes/default', 'displayName is absent but should be'],
    ['entra/patch/several-attributes/flagged', 'displayName is absent but should be'],
    ['entra/patch/different-attributes', 'displayName is absent but should be "Ana Souza"'],
    ['entra/patch/same-attribute', 'externalId is absent but should be'],
    ['entra/patch/work-email', 'emails[type eq "work"].value is absent but should be'],
  ])('says yes to a change of the profile and does not make it: %s', (id, reason) => {
    expect(told(id)).toMatch(/^(note|warn) /);
    expect(told(id)).toContain(reason);
    expect(told(id)).not.toMatch(/status/);
  });

  it('is not ready for changes of the profile', () => {
    expect(row('okta', 'update-users')).toEqual({
      status: 'not-ready',
      because: ['okta/users/link-existing', 'okta/users/update'],
    });
    expect(row('entra', 'update-users')).toEqual({
      status: 'not-ready',
      because: [
        'entra/patch/rename/default',
        'entra/patch/rename/flagged',
        'entra/patch/several-attributes/default',
        'entra/patch/several-attributes/flagged',
        'entra/patch/work-email',
        'entra/users/match-by-external-id',
      ],
    });
  });

  it('does not delete', () => {
    expect(told('entra/users/delete')).toBe('note entra/users/delete: the status is 200 but should be 404');
    expect(row('entra', 'delete-users')).toEqual({ status: 'not-ready', because: ['entra/users/delete'] });
  });

  it('brings a suspended user back where a conflict was due', () => {
    expect(told('entra/users/taken-name-is-found')).toBe(
      'note entra/users/taken-name-is-found: the status is 201 but should be 409',
    );
  });

  it('needs an e-mail address, and makes user names of its own', () => {
    expect(told('users/create-minimal')).toMatch(/^fail .*the status is 400 but should be 201 .*e-mail/);
    expect(told('okta/users/create')).toMatch(/^note \S+: userName is "[A-Za-z0-9]+" but should be "Eve\.Marlow\./);
    expect(row('okta', 'create-users').status).toBe('not-ready');
    expect(row('entra', 'create-users').status).toBe('not-ready');
  });

  it('has no groups', () => {
    const groups = all().filter(({ id }) => /^(okta|entra)\/groups\//.test(id));
    expect(groups.length).toBeGreaterThan(20);
    expect(groups.map(explain)).toEqual(groups.map(({ id }) => `skip ${id}: resources.Group is false (ResourceTypes)`));
    for (const idp of ['okta', 'entra']) {
      for (const feature of ['create-groups', 'group-membership']) {
        expect(row(idp, feature)).toMatchObject({
          status: 'not-tested',
          why: 'resources.Group is false (ResourceTypes)',
        });
      }
    }
  });
});
