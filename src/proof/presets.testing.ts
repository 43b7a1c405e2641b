/** What the report is expected to say of the servers that the presets imitate. Reviewed by hand: each line is a quirk of that server. */
import type { ResourceDefaults } from '../run/complete.ts';
import type { Readiness } from '../run/events.ts';

export const PROVIDERS = ['okta', 'entra'] as const;

export interface Expectation {
  readonly preset: string;
  /** What a user of scimulate would write into the configuration, so that the target takes what the cases make. */
  readonly resources?: ResourceDefaults;
  /** Case → how its line begins, and words of its reason. */
  readonly says: Readonly<Record<string, readonly [outcome: string, reason: string]>>;
  readonly features: Readonly<
    Record<(typeof PROVIDERS)[number], Partial<Record<Readiness['status'], readonly string[]>>>
  >;
}

export const IMITATED: readonly Expectation[] = [
  {
    preset: 'scim.dev',
    says: {
      'exchange/error-status': ['fail', 'status is a number but should be a string'],
      'users/create-duplicate': ['pass', ''],
      'projection/id-always-returned': ['fail', 'id is absent'],
      'filter/not': ['fail', 'the status is 500 but should be 200'],
      'filter/unknown-operator': ['fail', 'the status is 404 but should be 400'],
      'patch/unknown-path': ['warn', 'the status is 404 but should be 400'],
      'patch/duplicate-username': ['warn', 'the status is 200 but should be one of 400, 409'],
      'put/duplicate-username': ['warn', 'the status is 200 but should be one of 400, 409'],
      'put/round-trip': ['warn', 'Write to \\"id\\" is not supported'],
      'bulk/create-users': ['fail', 'status is 201 but should be "201"'],
      'users/several-of-one-type': ['warn', 'the length of emails is 1 but should be 2'],
      'okta/users/update': ['note', 'Write to \\"id\\" is not supported'],
      'entra/patch/work-email': ['note', 'noTarget'],
    },
    features: {
      okta: {
        ready: ['connection', 'enterprise-attributes'],
        'not-ready': [
          'create-users',
          'update-users',
          'deactivate-users',
          'sync-password',
          'create-groups',
          'group-membership',
          'entitlements',
        ],
        'not-tested': ['reactivate-users'],
      },
      entra: {
        ready: [
          'connection',
          'match-users',
          'deactivate-users',
          'delete-users',
          'enterprise-attributes',
          'managers',
          'roles',
          'create-groups',
          'update-groups',
          'group-membership',
          'schema-discovery',
          'gallery',
        ],
        'not-ready': ['create-users', 'update-users', 'validator'],
      },
    },
  },
  {
    preset: 'pulumi',
    says: {
      'users/create-minimal': ['pass', ''],
      'groups/create-with-members': ['pass', ''],
      'exchange/list-count': ['fail', 'a page for count=1 has more resources'],
      'delete/offered': ['warn', 'the status is 501'],
      'users/external-id-round-trip': ['warn', 'externalId is absent'],
      'okta/users/create': ['note', 'Unknown path: locale.'],
      'entra/users/create': ['note', 'Unknown path: name.formatted.'],
      'entra/groups/create': ['note', 'Unknown path: externalId.'],
      'entra/connection/random-match/external-id': ['note', 'This filter is not supported.'],
      'entra/users/delete': ['note', 'the status is 501 but should be 204'],
    },
    features: {
      okta: {
        ready: ['connection', 'create-groups'],
        'not-ready': ['create-users', 'entitlements'],
        'not-tested': [
          'update-users',
          'enterprise-attributes',
          'deactivate-users',
          'reactivate-users',
          'sync-password',
          'group-membership',
        ],
      },
      entra: {
        ready: ['connection', 'schema-discovery'],
        'not-ready': [
          'match-users',
          'create-users',
          'update-users',
          'delete-users',
          'roles',
          'create-groups',
          'validator',
        ],
        'not-tested': [
          'deactivate-users',
          'enterprise-attributes',
          'managers',
          'update-groups',
          'group-membership',
          'gallery',
        ],
      },
    },
  },
  {
    preset: 'aws',
    resources: { User: { displayName: 'Ana Souza', name: { givenName: 'Ana', familyName: 'Souza' } } },
    says: {
      'users/create-minimal': ['pass', ''],
      'entra/connection/random-match/work-email': ['note', 'This filter is not supported'],
      'users/several-of-one-type': ['warn', 'emails takes a single value'],
      'groups/create-with-members': ['fail', 'members.value is absent'],
      'okta/groups/push-now': ['note', 'All members cannot be replaced or removed in one request'],
      'okta/groups/rename/aiw': ['note', 'A group cannot be replaced'],
      'entra/groups/add-members/default': ['note', 'members.value is absent'],
      'entra/patch/add-creates-element/default': ['note', 'The e-mail must be primary'],
      'entra/validator/first-member': ['note', 'All members cannot be replaced or removed in one request'],
    },
    features: {
      okta: {
        ready: ['connection', 'entitlements'],
        'not-ready': ['enterprise-attributes', 'create-groups', 'group-membership'],
        'not-tested': ['create-users', 'update-users', 'deactivate-users', 'reactivate-users', 'sync-password'],
      },
      entra: {
        ready: ['connection', 'delete-users', 'managers', 'schema-discovery'],
        'not-ready': ['update-users', 'roles', 'update-groups', 'group-membership', 'validator', 'gallery'],
        'not-tested': ['match-users', 'create-users', 'deactivate-users', 'enterprise-attributes', 'create-groups'],
      },
    },
  },
  {
    preset: 'github',
    resources: {
      User: {
        externalId: 'e-${run.tag}',
        displayName: 'Ana Souza',
        emails: [{ value: 'm.${run.tag}@example.com', primary: true }],
      },
    },
    says: {
      'users/create-minimal': ['pass', ''],
      'filter/equal': ['pass', ''],
      'delete/user': ['pass', ''],
      'filter/offered/and': ['warn', 'invalidFilter'],
      'discovery/service-provider-config': ['warn', 'the status is 404 but should be 200'],
      'patch/replace/value-path': ['warn', 'A path with a filter is not supported'],
      'entra/patch/work-email': ['note', 'A path with a filter is not supported'],
      'entra/roles/change': ['note', 'A path with a filter is not supported'],
    },
    features: {
      okta: {
        ready: [
          'connection',
          'create-users',
          'update-users',
          'deactivate-users',
          'reactivate-users',
          'create-groups',
          'group-membership',
        ],
        'not-ready': ['entitlements'],
        'not-tested': ['enterprise-attributes', 'sync-password'],
      },
      entra: {
        ready: [
          'connection',
          'match-users',
          'create-users',
          'deactivate-users',
          'delete-users',
          'create-groups',
          'update-groups',
          'group-membership',
        ],
        'not-ready': ['update-users', 'roles', 'schema-discovery', 'gallery'],
        'not-tested': ['enterprise-attributes', 'managers', 'validator'],
      },
    },
  },
  {
    preset: 'slack',
    says: {
      'users/create-minimal': ['pass', ''],
      'delete/user': ['fail', 'the status is 200 but should be 404'],
      'discovery/unadvertised-filter': ['warn', 'totalResults should not be 1'],
      'exchange/media-type': ['warn', 'the media type is application/json'],
      'entra/users/delete': ['note', 'the status is 200 but should be 404'],
      'filter/equal': ['skip', 'filter.supported is false (ServiceProviderConfig)'],
    },
    features: {
      okta: {
        ready: [
          'connection',
          'update-users',
          'enterprise-attributes',
          'deactivate-users',
          'group-membership',
          'entitlements',
        ],
        'not-tested': ['create-users', 'reactivate-users', 'sync-password', 'create-groups'],
      },
      entra: {
        ready: [
          'update-users',
          'deactivate-users',
          'enterprise-attributes',
          'managers',
          'roles',
          'update-groups',
          'group-membership',
          'schema-discovery',
          'gallery',
        ],
        'not-ready': ['connection', 'delete-users', 'validator'],
        'not-tested': ['match-users', 'create-users', 'create-groups'],
      },
    },
  },
  {
    preset: 'salesforce',
    resources: { User: { entitlements: [{ value: '00e000000000001', primary: true }] } },
    says: {
      'users/create-minimal': ['pass', ''],
      'delete/user': ['fail', 'the status is 200 but should be 404'],
      'exchange/error-status': ['fail', 'status is a number but should be a string'],
      'discovery/service-provider-config': ['warn', 'the status is 404 but should be 200'],
      'paging/start-index-beyond-end': ['warn', 'the status is 400 but should be 200'],
      'patch/add/members': ['warn', 'The members must be in an object'],
      'okta/groups/change-members': ['note', 'The members must be in an object'],
      'entra/groups/add-members/default': ['note', 'The members must be in an object'],
    },
    features: {
      okta: {
        ready: [
          'connection',
          'create-users',
          'update-users',
          'enterprise-attributes',
          'deactivate-users',
          'reactivate-users',
          'entitlements',
        ],
        'not-ready': ['create-groups', 'group-membership'],
        'not-tested': ['sync-password'],
      },
      entra: {
        ready: [
          'connection',
          'match-users',
          'create-users',
          'update-users',
          'deactivate-users',
          'enterprise-attributes',
          'managers',
          'roles',
          'create-groups',
          'update-groups',
          'schema-discovery',
        ],
        'not-ready': ['delete-users', 'group-membership', 'validator', 'gallery'],
      },
    },
  },
];
