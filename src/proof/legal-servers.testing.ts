/** For the proof that nobody is blamed for being legal: servers that differ from ours in many ways, and what may be said of them. */

/** What may be said of a server because of one variation; each with the reason, by case or glob. */
export interface Remarks {
  /** Cases that no RFC asks for (NONE), or whose RFC leaves it open (MAY), and that note it. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Cases that warn, because the RFCs recommend the other way. For disputed variations only. */
  readonly warns?: Readonly<Record<string, string>>;
  /** Cases that cannot be judged. */
  readonly blocked?: Readonly<Record<string, string>>;
  /** The facts that skip cases. */
  readonly skips?: RegExp;
}

export interface LegalServer {
  readonly title: string;
  readonly variations: readonly string[];
}

/** Every variation stands in one of them; together where they do not hide each other. */
export const LEGAL_SERVERS: readonly LegalServer[] = [
  {
    title: 'says as little as it may',
    variations: [
      'patch-204',
      'errors-bare',
      'empty-list-without-resources',
      'full-list-without-paging',
      'location-of-new-only',
      'config-without-meta',
      'config-before-cursors',
      'definitions-without-defaults',
      'schemas-of-resources-only',
      'resource-types-without-id',
      'bare-members',
      'bare-managers',
      'groups-of-users-not-shown',
      'projected-without-schemas',
      'times-in-seconds',
      'relative-locations',
      'ids-numbered',
      'method-refused-404',
      'me-refused-404',
      'update-conflict-without-keyword',
      'versions-in-meta-only-when-single',
    ],
  },
  {
    title: 'says more than it has to',
    variations: [
      'more-headers',
      'content-location',
      'media-type-charset',
      'plain-json-when-accepted',
      'errors-with-more',
      'list-with-more',
      'config-with-more',
      'common-attributes-defined',
      'extension-of-its-own',
      'attributes-of-every-kind',
      'type-of-its-own',
      'answers-later',
      'extension-first',
      'null-for-nothing',
      'empty-list-for-nothing',
      'primary-said-of-all',
      'display-of-addresses',
      'formatted-name',
      'display-name-of-user-name',
      'defaults-given',
      'projected-with-meta',
      'times-with-offset',
      'modified-just-after-created',
      'references-from-the-resource',
      'bulk-answers-whole',
      'challenge-of-several-schemes',
      'discovery-without-credential',
      'method-refused-501',
      'me-redirects',
    ],
  },
  {
    title: 'makes of the values what it likes',
    variations: [
      'text-in-capitals',
      'user-names-in-lower-case',
      'phone-numbers-as-uris',
      'locales-with-underscore',
      'first-is-primary',
      'canonical-types-only',
      'user-names-without-blanks',
      'external-ids-unique',
      'ids-of-odd-characters',
      'order-of-its-own',
      'locations-without-host',
      'relative-references',
      'put-keeps-omitted',
      'unchanged-patch-204',
      'method-refused-403',
      'me-refused-403',
      'resource-types-with-opaque-id',
      'versions-strong',
    ],
  },
  {
    title: 'refuses what it may refuse',
    variations: [
      'unknown-attributes-refused',
      'read-only-in-values-refused',
      'nothing-beyond-the-letter',
      'removing-nothing-refused',
      'add-without-match-refused',
      'put-of-another-id-refused',
      'display-immutable',
      'user-names-immutable',
      'bare-complex-refused',
      'null-in-filters-refused',
      'value-paths-refused',
      'no-groups-in-groups',
      'malformed-ids-400',
      'malformed-credential-400',
      'required-removed-400-invalid-value',
      'update-conflict-400',
      'errors-with-own-keywords',
      'method-refused-400',
      'me-refused-401',
      'bulk-circle-409',
      'stale-version-409',
    ],
  },
  {
    title: 'lets pass what it may let pass',
    variations: [
      'references-not-checked',
      'unquoted-values-understood',
      'unknown-attribute-matches-nobody',
      'ne-leaves-out-unassigned',
      'add-without-match-ignored',
      'put-activates',
      'listed-members-all-removed',
      'versions-unannounced',
      'extension-always-listed',
      'config-schema-as-published',
    ],
  },
  { title: 'has short pages', variations: ['short-pages', 'cursor-pages-of-any-length'] },
  { title: 'insists on versions', variations: ['version-required'] },
  { title: 'keeps personal data out of URLs', variations: ['personal-data-in-urls-forbidden'] },
  { title: 'has shards and declines long lists', variations: ['resources-on-a-shard', 'too-many-refused'] },
  { title: 'has nothing that is optional', variations: ['nothing-optional'] },
  {
    title: 'reads the RFCs otherwise',
    variations: [
      'create-conflict-400',
      'items-per-page-as-asked',
      'discovery-ignores-filters',
      'discovery-behind-login',
      'group-name-optional',
      'extension-called-required',
      'replace-without-match-creates',
      'complex-replaced-whole',
      'own-weak-version-refused',
      'bulk-status-in-object',
      'op-in-lower-case-only',
      'user-names-case-exact',
    ],
  },
  { title: 'knows two operators, and shows members on request', variations: ['only-eq-and-and', 'members-on-request'] },
  { title: 'knows few attributes', variations: ['few-attributes', 'few-enterprise-attributes'] },
  { title: 'has no discovery', variations: ['no-discovery'] },
];

const BEYOND = 'identity providers go further than the RFCs here';
const LACKING = 'the identity provider sends an attribute that this server does not have';

/** By variation. */
export const REMARKS: Readonly<Record<string, Remarks>> = {
  'errors-bare': { notes: { 'okta/**': "Okta's tests want a detail in every error" } },
  'null-for-nothing': { notes: { 'exchange/nulls': 'Entra likes them left out' } },
  'versions-strong': {
    notes: { 'etag/strong-is-strong': 'a part of a resource is shown under the version of the whole' },
  },
  'errors-with-own-keywords': {
    notes: { 'exchange/error-scim-type': 'a keyword of its own is legal, and no client acts on it' },
  },
  'few-attributes': {
    notes: Object.fromEntries(
      [
        'auth0/users/**',
        'authentik/users/create',
        'entra/patch/**',
        'entra/roles/*',
        'entra/users/create-rich',
        'entra/validator/*',
        'keycloak/users/roles',
        'okta/entitlements/assign',
        'okta/users/*',
        'sailpoint/accounts/*',
      ].map((glob) => [glob, LACKING]),
    ),
    skips:
      /the target's schemas do not declare|the schemas of the target declare nothing|schema\.certificates is false/,
  },
  'few-enterprise-attributes': { notes: { 'pingone/users/*': LACKING } },
  'config-before-cursors': { skips: /pagination\.cursor is false/ },
  'resource-types-without-id': {
    notes: {
      'okta/import/schema': 'Okta writes the endpoint with a slash',
      'sailpoint/**': 'SailPoint compares the endpoint as text',
    },
  },
  'resource-types-with-opaque-id': { notes: { 'sailpoint/**': 'SailPoint reads a type by its name' } },
  'bare-members': {
    skips: /schema\.memberReferences is false/,
    notes: { 'authentik/**': 'authentik tells members apart by more than their value' },
  },
  'groups-of-users-not-shown': { skips: /schema\.userGroups is false/ },
  'formatted-name': { notes: { 'entra/**': 'Entra sends whole names that are none of their parts' } },
  'me-redirects': { skips: /me\.supported is true/ },
  'phone-numbers-as-uris': { notes: { '*/**': 'who compares what it sent with what it reads sends the number again' } },
  'put-keeps-omitted': { notes: { '*/**': 'some identity providers clear by leaving out' } },
  'read-only-in-values-refused': { notes: { '*/**': 'Okta and authentik send the id along' } },
  'nothing-beyond-the-letter': { notes: { '*/**': BEYOND } },
  'add-without-match-refused': { notes: { 'entra/**': 'Entra adds by a filter that finds nothing yet' } },
  'add-without-match-ignored': { notes: { 'entra/**': 'Entra adds by a filter that finds nothing yet' } },
  'user-names-immutable': {
    skips: /schema\.userNameWritable is false/,
    notes: { '*/**': 'people marry, and identity providers rename them' },
  },
  'bare-complex-refused': { notes: { 'entra/**': 'Entra compares members and managers as such' } },
  'value-paths-refused': {
    notes: {
      'entra/**': 'Entra looks for an address by its type',
      'filter/offered/value-path': 'brackets are optional',
    },
  },
  'no-groups-in-groups': { notes: { 'groups/nested-offered': 'nested groups are optional' } },
  'malformed-ids-400': { notes: { 'okta/**': "Okta's tests want 404" } },
  'references-not-checked': {
    notes: {
      'authentik/**': 'who is gone is still counted',
      'groups/delete-user-leaves-group': 'the RFC leaves it open',
    },
  },
  'put-activates': {
    notes: { 'put/omitted-active-stays-off': 'the RFC leaves it open, and it lets somebody in again' },
  },
  'listed-members-all-removed': { notes: { '*/**': 'Entra, authentik and JumpCloud mean the listed ones' } },
  'versions-unannounced': { skips: /etag\.supported is false/ },
  'extension-always-listed': { notes: { 'users/extension-not-forced': 'the RFC leaves it open' } },
  'short-pages': { notes: { '*/**': 'identity providers step by the page they asked for' } },
  'too-many-refused': { notes: { '*/**': 'imports ask for more at once' } },
  'version-required': { notes: { '*/**': 'no identity provider sends If-Match' } },
  'personal-data-in-urls-forbidden': { notes: { '*/**': 'no identity provider searches by POST' } },
  'members-on-request': {
    skips: /schema\.membersShown is false/,
    notes: { '*/**': 'identity providers read members without asking for them' },
  },
  'nothing-optional': {
    skips: /(?:\.supported|pagination\.cursor|search\.root|resources\.(?:Group|EnterpriseUser)) is false/,
    notes: { '**': 'identity providers need what is optional' },
  },
  'config-with-more': { notes: { 'discovery/authentication-scheme-types': 'the list of types is open' } },
  'extension-called-required': { warns: { '*/required-extension': 'who calls it required should mean it' } },
  'create-conflict-400': {
    warns: { 'users/create-duplicate-status': 'RFC 7644 §3.3 has 409' },
    notes: { '*/**': 'identity providers link on 409' },
  },
  'items-per-page-as-asked': {
    warns: {
      'exchange/list-items-per-page': 'the definition says the number returned',
      'paging/items-per-page': 'the definition says the number returned',
      'okta/import/honest-page-size': 'the definition says the number returned',
      'conductorone/sync/page-size': 'the definition says the number returned',
    },
  },
  'discovery-ignores-filters': { warns: { 'discovery/filter-forbidden': 'RFC 7644 §4 recommends 403' } },
  'discovery-behind-login': {
    warns: { 'discovery/served-without-credentials': 'RFC 7643 §5 recommends that it is public' },
  },
  'group-name-optional': { skips: /schema\.groupNameRequired is false/ },
  'replace-without-match-creates': {
    warns: { 'patch/replace/value-path-object-no-match': 'RFC 7644 §3.5.2.3 has noTarget' },
  },
  'complex-replaced-whole': {
    warns: { 'patch/replace/*complex-merges': 'RFC 7644 §3.5.2.3 leaves the others unchanged' },
    notes: { 'okta/**': 'Okta sends the parts that changed' },
  },
  'own-weak-version-refused': {
    warns: { 'etag/current-write-accepted': 'examples of RFC 7644 have weak versions in If-Match' },
  },
  'bulk-status-in-object': { warns: { 'bulk/status-is-string': 'most examples have the string' } },
  'op-in-lower-case-only': {
    warns: { 'patch/op-in-any-case': 'Entra writes it in capitals' },
    notes: { 'entra/**': 'Entra writes it in capitals' },
  },
  'user-names-case-exact': {
    skips: /schema\.userNameCaseExact is true/,
    warns: { 'discovery/user-schema-tells-the-truth': 'RFC 7643 §4.1.1 has it in any case' },
    notes: { '*/**': BEYOND },
  },
  'only-eq-and-and': {
    warns: { 'filter/offered/*': 'it is legal, but clients cannot know beforehand' },
    notes: { 'entra/**': 'Entra uses brackets', 'filter/offered/value-path': 'brackets are optional' },
  },
  'no-discovery': {
    warns: { 'discovery/*': 'RFC 7644 §4 describes them, and clients rely on them' },
    notes: { '*/**': 'some identity providers read discovery' },
    skips: /assumed, there (?:is no|are no)|discovery\.\w+ is false|does not publish the schema|schema\.\w+ is false/,
  },
};
