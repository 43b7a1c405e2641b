/** A small made-up run, for the tests of the reports. */
import type { CaseInfo, CaseResult, Outcome, RunEvent, RunSummary } from '../run/events.ts';
import { countOutcomes } from '../run/summary.ts';
import type { Requirement } from '../suite/model.ts';
import type { Exchange } from '../wire/exchange.ts';
import type { ReportContext } from './listener.ts';
import { createRecord } from './record.ts';

export const BASE = 'https://scim.example.com/scim/v2';

export const REQUIREMENTS: readonly Requirement[] = [
  {
    id: 'RFC7643-2.1-03',
    rfc: 'RFC7643',
    section: '2.1',
    area: 'Attributes',
    level: 'MUST',
    verdict: 'fail',
    says: 'Attribute names are compared without regard to case.',
  },
  {
    id: 'RFC7644-3.3-02',
    rfc: 'RFC7644',
    section: '3.3',
    area: 'Create',
    level: 'SHOULD',
    verdict: 'warn',
    says: 'The answer to a create carries a Location header.',
  },
];

export const SOURCE = [
  'suite: patch-replace',
  'title: PATCH replace',
  'cases:',
  '  - id: patch/replace/no-path-attribute-case',
  '    steps:',
  '      - send: GET /Users/${babs.id}',
  '        expect:',
  '          status: 200',
  '          body: {displayName: Barb, active: true}',
].join('\n');

export const info = (id: string, changes: Partial<CaseInfo> = {}): CaseInfo => ({
  id,
  title: `A sentence about ${id}`,
  suite: id.split('/')[0] ?? '',
  level: 'MUST',
  cites: [],
  idps: {},
  sources: [],
  ...changes,
});

export const result = (id: string, outcome: Outcome, changes: Partial<CaseResult> = {}): CaseResult => ({
  ...info(id),
  outcome,
  reasons: [],
  exchanges: [],
  under: {},
  durationMs: 12,
  ...changes,
});

export const exchange = (number: number, changes: Partial<Exchange> = {}): Exchange => ({
  number,
  at: '2026-11-24T10:00:00.000Z',
  durationMs: 41,
  attempt: 1,
  request: {
    method: 'GET',
    url: `${BASE}/Users/2819`,
    headers: [
      ['Accept', 'application/scim+json'],
      ['Authorization', 'Bearer ‹redacted›'],
    ],
  },
  response: answer({
    id: '2819',
    displayName: 'Babs',
    DISPLAYNAME: 'Barb',
    name: { givenName: 'Barbara', familyName: 'Jensen' },
  }),
  ...changes,
});

export const answer = (
  body: NonNullable<Exchange['response']>['body'],
  status = 200,
): NonNullable<Exchange['response']> => ({
  status,
  headers: [
    ['Content-Type', 'application/scim+json'],
    ['Date', 'Tue, 24 Nov 2026 10:00:00 GMT'],
  ],
  text: body === undefined ? '' : JSON.stringify(body),
  ...(body !== undefined && { body }),
});

export const FAILURE = result('patch/replace/no-path-attribute-case', 'fail', {
  title: 'Replace without a path sets every attribute it names, whatever the case of the name',
  suite: 'patch-replace',
  cites: ['RFC7643-2.1-03'],
  idps: { okta: { features: ['update-users'], need: 'required' } },
  why: 'A server that stores DISPLAYNAME beside displayName shows the old name for ever.',
  reasons: [
    {
      message: 'displayName is "Babs" but should be "Barb"',
      path: 'displayName',
      actual: 'Babs',
      expected: 'Barb',
      rule: 'displayName compared ignoring case (caseExact false)',
      at: { file: 'suites/rfc/patch-replace.yaml', line: 9, column: 18 },
      exchange: 2,
    },
    {
      message: 'active is "True" (string) but should be true (boolean)',
      path: 'active',
      actual: 'True',
      expected: true,
      at: { file: 'suites/rfc/patch-replace.yaml', line: 9, column: 37 },
      exchange: 2,
    },
  ],
  exchanges: [1, 2],
  under: { okta: 'not-ready' },
});

/** The events of a run with these results. */
export const eventsOf = (
  results: readonly CaseResult[],
  exchanges: readonly Exchange[] = [],
  changes: {
    readonly idps?: readonly string[];
    readonly summary?: Partial<RunSummary>;
    readonly leftovers?: readonly { url: string; because: string }[];
  } = {},
): RunEvent[] => {
  const { idps = [], leftovers = [] } = changes;
  const bad = results.some(({ outcome }) => outcome === 'fail' || outcome === 'fixed');
  return [
    {
      type: 'run-started',
      version: 1,
      tool: 'scimulate 0.1.0',
      target: BASE,
      seed: 7,
      tag: 'k3f9',
      idps,
      selected: results,
    },
    { type: 'fact', name: 'bulk.supported', value: false, from: 'ServiceProviderConfig' },
    ...exchanges.map((one): RunEvent => ({ type: 'exchange', step: 'read back', exchange: one })),
    ...results.map((one): RunEvent => ({ type: 'case-finished', result: one })),
    { type: 'cleanup', removed: 3, leftovers },
    {
      type: 'run-finished',
      summary: {
        counts: countOutcomes(results),
        readiness: [],
        requests: 212,
        durationMs: 4230,
        leftovers: leftovers.map(({ url }) => url),
        exitCode: bad ? 1 : 0,
        ...changes.summary,
      },
    },
  ];
};

/** What the reports know after those events. */
export const contextOf = (events: readonly RunEvent[], changes: Partial<ReportContext> = {}): ReportContext => {
  const { record, listener } = createRecord();
  for (const event of events) listener.on(event);
  return {
    record,
    requirements: new Map(REQUIREMENTS.map((requirement) => [requirement.id, requirement])),
    idpTitle: (name) => ({ okta: 'Okta', entra: 'Microsoft Entra ID' })[name] ?? name,
    profileTitle: (name) => name,
    source: (file) => (file === 'suites/rfc/patch-replace.yaml' ? SOURCE : undefined),
    targetWords: 'staging',
    colour: false,
    columns: 90,
    verbose: false,
    ...changes,
  };
};
