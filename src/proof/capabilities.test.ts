import { describe, expect, it } from 'vitest';
import type { CaseResult } from '../run/events.ts';
import type { Capabilities } from '../serve/options.ts';
import { explain, judgeInside } from './judge.ts';

/** A server that keeps to the RFCs and lacks something it may lack. */
interface Lacking {
  readonly what: string;
  readonly capabilities: Partial<Capabilities>;
  /** What the reason of every skip names; absent when nothing is skipped for it. */
  readonly skips?: RegExp;
  /** `outcome case` of everything that is neither passed nor skipped, in order. */
  readonly rest?: readonly string[];
  /** Cases of identity providers (level NONE) that break on this are not listed: they need what the server lacks. */
  readonly refusal?: RegExp;
  /** The cases that it can matter to; all of them unless set. */
  readonly only?: readonly string[];
}

const CHECKS_TOO = ['exchange/**'];

const TABLE: readonly Lacking[] = [
  { what: 'PATCH', capabilities: { patch: false }, skips: /patch\.supported is false/ },
  {
    what: 'filters',
    capabilities: { filter: false },
    skips: /filter\.supported is false/,
    refusal: /Filters are not supported/,
  },
  { what: 'groups', capabilities: { groups: false }, skips: /resources\.Group is false/ },
  {
    what: 'the enterprise extension',
    capabilities: { enterpriseUser: false },
    skips: /resources\.EnterpriseUser is false/,
  },
  {
    what: 'paging by index',
    capabilities: { indexPagination: false },
    skips: /pagination\.index is false/,
    rest: [
      'note conductorone/sync/users',
      'note okta/certification/first-user',
      'note okta/connection/test',
      'note okta/entitlements/endpoint',
      'blocked okta/import/complete-users',
      'note okta/import/everyone',
      'note pocket-id/groups/delete',
      'note pocket-id/sync/groups',
      'note pocket-id/sync/users',
      'note pocket-id/users/delete',
    ],
  },
  {
    what: 'pages of more than five',
    capabilities: { maxResults: 5 },
    rest: ['blocked okta/import/complete-users', 'note okta/import/everyone'],
  },
  {
    what: 'the deletion of users',
    capabilities: { deleteUsers: false },
    rest: [
      'note auth0/users/delete',
      'note authentik/leavers/delete-member',
      'note authentik/leavers/delete-user',
      'note authentik/leavers/gone-user',
      'blocked bulk/groups',
      'blocked bulk/patch-of-several',
      'blocked bulk/update-and-delete',
      'blocked coherence/list-follows-writes',
      'blocked delete/at-the-same-moment',
      'blocked delete/create-again',
      'blocked delete/left-out-of-queries',
      'blocked delete/manager',
      'blocked delete/member',
      'warn delete/offered',
      'blocked delete/returns-without-history',
      'blocked delete/twice',
      'blocked delete/unknown',
      'blocked delete/user',
      'blocked delete/with-a-body',
      'blocked delete/writes-after',
      'blocked delete/wrong-endpoint',
      'note entra/users/delete',
      'note google/users/delete',
      'blocked groups/delete-user-leaves-group',
      'note keycloak/users/delete',
      'blocked neighbours/delete',
      'note onelogin/users/delete',
      'note pingone/users/delete',
      'note pocket-id/users/delete',
      'note sailpoint/accounts/delete',
      'blocked users/content-type-without-body',
    ],
  },
  {
    what: 'a ServiceProviderConfig',
    capabilities: { serviceProviderConfig: false },
    skips: /[Tt]here is no ServiceProviderConfig/,
    rest: [
      'note authentik/users/configuration',
      'warn discovery/service-provider-config',
      'note sailpoint/discovery/lists',
    ],
  },
  {
    what: 'ResourceTypes',
    capabilities: { resourceTypes: false },
    skips: /ResourceTypes is false/,
    rest: [
      'warn discovery/resource-types-served',
      'note okta/entitlements/endpoint',
      'note okta/import/schema',
      'note sailpoint/discovery/lists',
      'note sailpoint/discovery/one-type/group',
      'note sailpoint/discovery/one-type/user',
    ],
  },
  {
    what: 'Schemas',
    capabilities: { schemas: false },
    skips: /Schemas is false|\(Schemas\)|does not publish the schema/,
    rest: [
      'warn discovery/schemas-served',
      'note entra/connection/schemas/group',
      'note entra/connection/schemas/user',
      'note okta/import/schema',
      'note sailpoint/discovery/lists',
      'note sailpoint/discovery/one-schema',
    ],
  },
  {
    what: 'bulk',
    capabilities: { bulk: false },
    skips: /bulk\.supported is false/,
    only: ['bulk/**', 'discovery/**', ...CHECKS_TOO],
  },
  {
    what: 'more than one operation in bulk',
    capabilities: { maxOperations: 1 },
    skips: /bulk\.maxOperations is 1/,
    only: ['bulk/**', 'discovery/**', ...CHECKS_TOO],
  },
  {
    what: 'sorting',
    capabilities: { sort: false },
    skips: /sort\.supported is false/,
    only: ['sort/**', 'search/**', 'paging/**', 'discovery/**', ...CHECKS_TOO],
  },
  {
    what: 'versions',
    capabilities: { etag: false },
    skips: /etag\.supported is false/,
    only: ['etag/**', 'users/**', 'put/**', 'patch/*', 'discovery/**', ...CHECKS_TOO],
  },
  {
    what: 'changes of passwords',
    capabilities: { changePassword: false },
    skips: /changePassword\.supported is false/,
    only: ['okta/users/**', 'users/password-never-returned', 'discovery/**', ...CHECKS_TOO],
  },
  {
    what: 'paging by cursor',
    capabilities: { cursorPagination: false },
    skips: /pagination\.cursor is false/,
    only: ['paging/**', 'search/**', 'discovery/**', ...CHECKS_TOO],
  },
  {
    what: 'queries by POST',
    capabilities: { search: false },
    skips: /search\.\w+ is false/,
    rest: ['warn search/users', 'blocked search/without-optional-parameters'],
    only: ['search/**', 'filter/**', ...CHECKS_TOO],
  },
  {
    what: 'queries over all types',
    capabilities: { rootQuery: false },
    only: ['search/**', 'filter/**', ...CHECKS_TOO],
  },
  { what: '/Me', capabilities: { me: false }, only: ['me/**', 'users/**', ...CHECKS_TOO] },
  {
    what: 'a ServiceProviderConfig for strangers',
    capabilities: { publicConfig: false },
    rest: ['warn discovery/served-without-credentials'],
    only: ['discovery/**', 'auth/**', ...CHECKS_TOO],
  },
  {
    what: 'two groups of one name',
    capabilities: { uniqueGroupNames: true },
    only: ['groups/**', 'filter/**', 'bulk/**', 'search/**', ...CHECKS_TOO],
  },
  {
    what: 'noTarget for a replacement that finds nothing, as Entra hopes',
    capabilities: { createOnReplace: true },
    rest: ['warn patch/replace/value-path-object-no-match'],
    only: ['patch/**', 'entra/patch/**', ...CHECKS_TOO],
  },
];

/** What only the schemas of other servers declare, and what only others announce. */
const ELSEWHERE =
  /^(schema\.(immutable|integers|membersOnRequest|extensionRequired|otherTypes)|events\.asynchronous|me\.supported) is false/;

/** Skipped by the whole server too, as it lacks nothing, or because the cases of a row did not lead to it. */
const isUsual = (reason: string): boolean =>
  / is true \(/.test(reason) || ELSEWHERE.test(reason) || reason.includes('applies to no exchange');

const reasonOf = ({ reasons }: CaseResult): string => reasons[0]?.message ?? '';

const isMissed = (result: CaseResult, refusal: RegExp | undefined): boolean =>
  refusal !== undefined && result.level === 'NONE' && (result.outcome === 'blocked' || refusal.test(reasonOf(result)));

describe('a server may lack', () => {
  it.each(TABLE)('$what', async ({ capabilities, skips, rest = [], refusal, only }) => {
    const { results, summary } = await judgeInside({ capabilities }, only === undefined ? {} : { only });
    const all = [...results.values()].sort((one, other) => (one.id < other.id ? -1 : 1));
    const unhappy = all.filter((result) => result.outcome !== 'pass' && result.outcome !== 'skip');
    const told = unhappy.filter((result) => !isMissed(result, refusal));
    expect(
      told.map(({ outcome, id }) => `${outcome} ${id}`),
      told.map(explain).join('\n'),
    ).toEqual(rest);

    const reasons = all.filter(({ outcome }) => outcome === 'skip').map(reasonOf);
    expect(reasons.filter((reason) => !isUsual(reason) && !skips?.test(reason))).toEqual([]);
    if (skips !== undefined) expect(reasons.some((reason) => skips.test(reason))).toBe(true);
    expect(summary.exitCode).toBe(0);
  });
});
