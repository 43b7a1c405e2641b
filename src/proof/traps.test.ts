/** What other testers have fallen into, and what they have called a defect that is none. */
import { describe, expect, it } from 'vitest';
import type { Step } from '../suite/model.ts';
import { ourSuites } from './judge.ts';
import { expectShown, type Reading } from './readings.testing.ts';

const variations = (...ids: readonly string[]): Reading[] => ids.map((variation) => ({ variation }));

const EACH_CASE_CAN_FAIL: Reading = {
  test: ['proof/killed.test.ts', 'has a fault that breaks each case: one that nobody can break is dead'],
};

const TRAPS: readonly (readonly [what: string, readings: readonly Reading[]])[] = [
  [
    '1. Trying things on the first user that there is',
    [{ test: ['run/cleanup.test.ts', 'the answer is about somebody else: he is not touched, and it is said'] }],
  ],
  ['2. Assertions that are only made when something holds', [EACH_CASE_CAN_FAIL]],
  ['3. Assertions that cannot fail', [EACH_CASE_CAN_FAIL]],
  ['4. Wanting exactly 200, or exactly 204, from a PATCH', variations('patch-204', 'unchanged-patch-204')],
  [
    '5. Wanting an order of schemas, or exactly these keys',
    variations('extension-first', 'extension-of-its-own', 'list-with-more', 'errors-with-more', 'config-with-more'),
  ],
  [
    '6. Wanting a scimType where the RFC leaves it open, or a number for the status',
    [...variations('errors-bare', 'errors-with-own-keywords'), { case: 'exchange/error-status' }],
  ],
  ['7. Comparing the Content-Type with its parameters', variations('media-type-charset', 'plain-json-when-accepted')],
  ['8. Endpoints that the RFCs do not have', [{ test: ['proof/traps.test.ts', 'ask for the endpoints of the RFCs'] }]],
  [
    '9. Wanting ETags, or Content-Location, of those who do not promise them',
    [...variations('versions-unannounced', 'nothing-optional', 'content-location'), { capability: 'etag' }],
  ],
  [
    '10. Values by chance, whatever may stand there',
    variations('canonical-types-only', 'user-names-without-blanks', 'external-ids-unique', 'attributes-of-every-kind'),
  ],
  [
    '11. Taking the first page for the list',
    [
      ...variations('short-pages', 'cursor-pages-of-any-length'),
      { capability: 'maxResults' },
      { test: ['run/cleanup.test.ts', 'the target cannot filter, and gives a page of one whatever is asked'] },
    ],
  ],
  ['12. Waiting for ever', [{ test: ['run/probe.test.ts', 'it hangs'] }]],
  [
    '13. Giving up when discovery fails',
    [...variations('no-discovery'), { test: ['run/probe.test.ts', 'lying, HTML, or cut off'] }],
  ],
  ['14. Taking what was skipped for a failure', variations('nothing-optional')],
  [
    '15. Saying that all is well when it is not',
    [
      { test: ['run/summary.test.ts', 'a run that broke off could not tell, whatever it saw'] },
      { test: ['report/record.test.ts', 'knows what decides the exit status and on whose account'] },
    ],
  ],
  ['16. Sorting what was made in order', [{ case: 'sort/ascending' }, { case: 'sort/descending' }, EACH_CASE_CAN_FAIL]],
  [
    '17. Requirements that are not where they are said to be',
    [
      { test: ['proof/catalogue.test.ts', 'has ids that are unique and whose requirements exist'] },
      { test: ['checks/index.test.ts', 'is no stricter than the requirements it cites'] },
    ],
  ],
  [
    '18. Members that do not exist',
    [...variations('references-not-checked'), { case: 'groups/create-with-unknown-member' }],
  ],
  [
    '19. Secrets in reports',
    [{ test: ['wire/redact.test.ts', 'an exchange holds no secret, wherever the target puts it'] }],
  ],
  ['20. Images that are not pinned, domains that moved', [{ unseen: 'nothing is fetched when scimulate runs' }]],
];

/** Legal or tolerable servers that the peers were tried on. */
const ALARMS: readonly (readonly [what: string, readings: readonly Reading[]])[] = [
  [
    '403 for a filter on a discovery endpoint',
    [{ reference: 'it does so' }, ...variations('discovery-ignores-filters')],
  ],
  [
    '429 to one request in five',
    [{ test: ['proof/inside.test.ts', 'asks for patience and gets it without anybody waiting'] }],
  ],
  ['absolute locations', [{ reference: 'it has them' }, ...variations('relative-locations', 'locations-without-host')]],
  ['an empty list without Resources', variations('empty-list-without-resources')],
  ['errors without a scimType', variations('errors-bare', 'update-conflict-without-keyword')],
  ['ETags', [{ reference: 'it has them' }, ...variations('versions-strong', 'versions-unannounced')]],
  [
    'lists that show a write two seconds later',
    [
      { test: ['run/eventually.test.ts', 'is given the lag, by repeating reads only'] },
      { test: ['proof/variations.test.ts', 'shows its writes late'] },
    ],
  ],
  ['an extension first in schemas', variations('extension-first')],
  ['externalId in the schema, or not', [{ reference: 'it is not there' }, ...variations('common-attributes-defined')]],
  ['the displayName of a group required, or not', [{ reference: 'required' }, ...variations('group-name-optional')]],
  ['a ListResponse with more in it', variations('list-with-more')],
  ['a ListResponse without startIndex and itemsPerPage', variations('full-list-without-paging')],
  ['204 to a PATCH', variations('patch-204')],
  ['text in another case, where case does not matter', variations('text-in-capitals', 'user-names-in-lower-case')],
  ['empty lists and null, or nothing', variations('empty-list-for-nothing', 'null-for-nothing')],
  ['pages that are shorter than was asked for', variations('short-pages')],
];

describe('a trap', () => {
  it.each(TRAPS)('%s', (_what, readings) => expectShown(readings));
});

describe('what others took for a defect', () => {
  it.each(ALARMS)('%s', (_what, readings) => expectShown(readings));
});

/** The first segments, in lower case, of every path that a case sends a request to itself. */
const endpointsOf = (steps: readonly Step[]): string[] =>
  steps.flatMap((step) => {
    if (step.kind === 'together') return endpointsOf(step.steps);
    if (step.kind !== 'request' && step.kind !== 'pages') return [];
    return (
      step.request.path
        .replace(/[?$].*$/, '')
        .split('/')[1]
        ?.toLowerCase() ?? ''
    );
  });

const KNOWN = ['users', 'groups', 'me', 'bulk', '.search', 'serviceproviderconfig', 'resourcetypes', 'schemas'];

describe('cases', () => {
  it('ask for the endpoints of the RFCs, and for one that nobody has', async () => {
    const { suites } = await ourSuites();
    const asked = suites.flatMap(({ cases }) => cases.flatMap(({ steps }) => endpointsOf(steps)));
    const unknown = new Set(asked.filter((endpoint) => endpoint !== '' && !KNOWN.includes(endpoint)));
    expect([...unknown]).toEqual(['spaceships']);
  });
});
