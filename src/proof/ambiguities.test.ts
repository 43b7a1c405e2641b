/** Where the RFCs are of two minds, and where other tools have read something into them: no reading is ever a red MUST. */
import { describe, expect, it } from 'vitest';
import { expectShown, type Reading } from './readings.testing.ts';

interface Entry {
  readonly what: string;
  readonly readings: readonly Reading[];
}

const variations = (...ids: readonly string[]): Reading[] => ids.map((variation) => ({ variation }));

/** By their number in our collection. */
const AMBIGUITIES: readonly Entry[] = [
  {
    what: '1. Discovery may be public, behind a login, or missing',
    readings: [
      { reference: 'its configuration is public, the rest is not' },
      ...variations('no-discovery', 'discovery-behind-login', 'discovery-without-credential'),
    ],
  },
  {
    what: '2. SCIM never mentions 405',
    readings: [
      { reference: '405 with Allow' },
      ...variations('method-refused-400', 'method-refused-403', 'method-refused-404', 'method-refused-501'),
    ],
  },
  {
    what: '3. readOnly attributes are ignored, and an example refuses them',
    readings: [
      { reference: 'ignored in POST, PUT and in the value of a PATCH without path' },
      ...variations('put-of-another-id-refused', 'read-only-in-values-refused'),
    ],
  },
  {
    what: '4. A replace whose filter finds nothing: noTarget, or the value is made as Entra relies on',
    readings: [{ reference: 'noTarget' }, ...variations('replace-without-match-creates')],
  },
  {
    what: '5. An add whose filter finds nothing is undefined',
    readings: [
      { reference: 'the value is made' },
      ...variations('add-without-match-refused', 'add-without-match-ignored'),
    ],
  },
  {
    what: '6. A remove that finds nothing succeeds, or is noTarget',
    readings: [{ reference: 'it succeeds' }, ...variations('removing-nothing-refused', 'unchanged-patch-204')],
  },
  {
    what: '7. A remove of members with a list of them: these, or all',
    readings: [{ reference: 'these' }, ...variations('listed-members-all-removed')],
  },
  {
    what: '8. What a PUT leaves out may be cleared, kept, or get a default',
    readings: [{ reference: 'cleared' }, ...variations('put-keeps-omitted', 'put-activates', 'defaults-given')],
  },
  {
    what: '9. A complex attribute is merged, or replaced as a whole by the interoperability draft',
    readings: [{ reference: 'merged' }, ...variations('complex-replaced-whole')],
  },
  {
    what: '10. Removing what is required: mutability, or invalidValue',
    readings: [{ reference: 'mutability' }, ...variations('required-removed-400-invalid-value')],
  },
  {
    what: '11. A value that somebody has: 409, or 400',
    readings: [
      { reference: '409 uniqueness' },
      ...variations('create-conflict-400', 'update-conflict-400', 'update-conflict-without-keyword'),
    ],
  },
  {
    what: '12. A stale version: 412, or 409',
    readings: [{ reference: '412' }, ...variations('stale-version-409')],
  },
  {
    what: '13. Weak versions in If-Match',
    readings: [
      { reference: 'compared weakly' },
      ...variations('versions-strong', 'own-weak-version-refused', 'versions-unannounced'),
    ],
  },
  {
    what: '14. itemsPerPage: what was returned, or what was asked for',
    readings: [{ reference: 'what was returned' }, ...variations('items-per-page-as-asked')],
  },
  {
    what: '15. Resources on a page without any, though there are matches',
    readings: [{ reference: 'an empty list' }, ...variations('empty-list-without-resources')],
  },
  {
    what: '16. schemas in a projected resource',
    readings: [{ reference: 'there' }, ...variations('projected-without-schemas', 'projected-with-meta')],
  },
  {
    what: '17. A filter on a complex attribute as such, emails co "x"',
    readings: [{ reference: 'taken for its value' }, ...variations('bare-complex-refused')],
  },
  {
    what: '18. Filter values without quotes, or in single ones',
    readings: [{ reference: 'refused' }, ...variations('unquoted-values-understood')],
  },
  {
    what: '19. ne where there is no value, and eq null',
    readings: [
      { reference: 'no value is not equal to any, and equal to null' },
      ...variations('ne-leaves-out-unassigned', 'null-in-filters-refused'),
    ],
  },
  {
    what: '20. Unknown attributes in a body: ignored, or refused',
    readings: [
      { reference: 'ignored' },
      ...variations('unknown-attributes-refused'),
      { case: 'users/create-unknown-attribute' },
    ],
  },
  {
    what: '21. An unknown attribute in a filter: nobody, or 400',
    readings: [{ reference: '400' }, ...variations('unknown-attribute-matches-nobody')],
  },
  {
    what: '22. The status in bulk: a string, or an object; circles may be given up',
    readings: [
      { reference: 'a string, and circles are resolved' },
      ...variations('bulk-status-in-object', 'bulk-circle-409', 'bulk-answers-whole'),
    ],
  },
  {
    what: '23. externalId: unique by the care of the client, or of the server',
    readings: [{ reference: 'not looked at' }, ...variations('external-ids-unique')],
  },
  {
    what: '24. userName in any case, or as the schema of the server says',
    readings: [{ reference: 'in any case' }, ...variations('user-names-case-exact', 'user-names-in-lower-case')],
  },
  {
    what: '25. lastModified is created, but for the time it takes',
    readings: [{ reference: 'the same' }, ...variations('modified-just-after-created', 'times-in-seconds')],
  },
  {
    what: '26. /Me for a token that is no user; .search and the root have no flag',
    readings: [
      { reference: '501' },
      ...variations('me-refused-401', 'me-refused-403', 'me-refused-404', 'me-redirects'),
      { capability: 'search' },
      { capability: 'rootQuery' },
    ],
  },
  {
    what: '27. Two groups of one name',
    readings: [{ reference: 'allowed' }, { capability: 'uniqueGroupNames' }],
  },
  {
    what: '28. The case of op',
    readings: [{ reference: 'any' }, ...variations('op-in-lower-case-only')],
  },
  {
    what: '29. What a server may make of a value: canonical types, telephone numbers, locales, case',
    readings: [
      { reference: 'nothing' },
      ...variations(
        'canonical-types-only',
        'phone-numbers-as-uris',
        'locales-with-underscore',
        'user-names-in-lower-case',
        'text-in-capitals',
      ),
    ],
  },
  {
    what: '30. The JSON of RFC 7643 for discovery is wrong in places',
    readings: [
      { reference: 'as the prose has it' },
      ...variations('config-schema-as-published', 'extension-called-required', 'group-name-optional'),
    ],
  },
  {
    what: '31. RFC 9865: no total, short and empty pages, a negative count',
    readings: [
      { reference: 'a total, full pages, nothing for a negative count' },
      ...variations('cursor-pages-of-any-length'),
      { capability: 'indexPagination' },
      { case: 'paging/cursor-count-zero' },
      { unseen: 'cursorTimeout is a minimum: no case waits until a cursor has expired' },
    ],
  },
  {
    what: '32. 307, 308, 428, 429 and 403 sensitive are answers of the protocol',
    readings: [
      ...variations('resources-on-a-shard', 'me-redirects', 'version-required', 'personal-data-in-urls-forbidden'),
      { test: ['proof/inside.test.ts', 'asks for patience and gets it without anybody waiting'] },
    ],
  },
  {
    what: '33. display: immutable, or readWrite',
    readings: [{ reference: 'readWrite' }, ...variations('display-immutable', 'display-of-addresses')],
  },
  {
    what: '34. TLS 1.3 alone',
    readings: [{ unseen: 'no case looks at the version of TLS that the two have agreed on' }],
  },
];

/** Sentences that other tools quote and that no RFC has. */
const MISQUOTES: readonly Entry[] = [
  {
    what: 'Service providers must have the discovery endpoints',
    readings: variations('no-discovery', 'nothing-optional'),
  },
  { what: 'Discovery shall not require authentication', readings: variations('discovery-behind-login') },
  {
    what: 'Writing to a discovery endpoint must give 405',
    readings: variations('method-refused-400', 'method-refused-403', 'method-refused-404', 'method-refused-501'),
  },
  {
    what: 'A remove that finds nothing must give noTarget',
    readings: [{ reference: 'it succeeds' }, { case: 'patch/remove/absent-attribute' }],
  },
  { what: 'op is case-insensitive by RFC 7644 §3.5.2', readings: variations('op-in-lower-case-only') },
  {
    what: 'sensitive is about passwords, with 400',
    readings: variations('personal-data-in-urls-forbidden'),
  },
];

describe('an ambiguity is no defect, whichever way it is read', () => {
  it.each(AMBIGUITIES)('$what', ({ readings }) => expectShown(readings));

  it('all thirty-four are here', () => {
    expect(AMBIGUITIES.map(({ what }) => Number.parseInt(what, 10))).toEqual(
      Array.from({ length: 34 }, (_, index) => index + 1),
    );
  });

  it('each is read in two ways at least, or cannot be seen', () => {
    const alone = AMBIGUITIES.filter(({ readings }) => readings.length < 2 && !readings.some((one) => 'unseen' in one));
    expect(alone.map(({ what }) => what)).toEqual([]);
  });
});

describe('nobody is held to a sentence that no RFC has', () => {
  it.each(MISQUOTES)('$what', ({ readings }) => expectShown(readings));
});
