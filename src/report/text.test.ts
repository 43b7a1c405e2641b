import { describe, expect, it } from 'vitest';
import { PATCH_URN } from '../scim/urn.ts';
import { answer, BASE, contextOf, eventsOf, exchange, FAILURE, result } from './example.testing.ts';
import { textReport } from './text.ts';

const EXCHANGES = [
  exchange(1, {
    request: {
      method: 'PATCH',
      url: `${BASE}/Users/2819`,
      headers: [],
      body: JSON.stringify({ schemas: [PATCH_URN], Operations: [{ op: 'replace', value: { DISPLAYNAME: 'Barb' } }] }),
    },
    response: answer(undefined, 204),
  }),
  exchange(2),
];

describe('a failure', () => {
  it('fits one screen: the case, the line, actual and expected, the requirement, the exchange, a curl line', () => {
    const report = textReport(contextOf(eventsOf([FAILURE], EXCHANGES)));
    expect(report).toBe(
      `✖ MUST  patch/replace/no-path-attribute-case
  Replace without a path sets every attribute it names, whatever the case of the name

  suites/rfc/patch-replace.yaml:9:18
  6 │       - send: GET /Users/\${babs.id}
  7 │         expect:
  8 │           status: 200
  9 │           body: {displayName: Barb, active: true}
    │                  ^^^^^^^^^^^
  displayName is "Babs" but should be "Barb"
    actual    "Babs" (string)
    expected  "Barb" (string)
    rule      displayName compared ignoring case (caseExact false)

  also  active is "True" (string) but should be true (boolean)  line 9

  RFC 7643 §2.1       Attribute names are compared without regard to case.
  why                 A server that stores DISPLAYNAME beside displayName shows the old
                      name for ever.
  needed by           Okta (update-users)
  step                read back

  before this:
  PATCH /scim/v2/Users/2819 → 204
      { "Operations": [ { "op": "replace", "value": { "DISPLAYNAME": "Barb" } } ] }

  > GET /scim/v2/Users/2819
  > Accept: application/scim+json
  > Authorization: Bearer ‹redacted›
  <
  < 200 after 41 ms
  < Content-Type: application/scim+json
  <
  < {
  <   "id": "2819",
  <   "displayName": "Babs",    ← here
  <   "DISPLAYNAME": "Barb",    ← here
  <   "name": { "givenName": "Barbara", "familyName": "Jensen" }
  < }

  again, with the Authorization header in the file $SCIMULATE_AUTH_HEADER:
  curl -i --globoff 'https://scim.example.com/scim/v2/Users/2819' -H 'Accept: application/scim+json' -H @"$SCIMULATE_AUTH_HEADER"

1 fail
212 requests to https://scim.example.com/scim/v2 in 4.2 s · seed 7
left on the target: nothing

✖ does not conform: 1 case failed
  scimulate cases show patch/replace/no-path-attribute-case              what this case asks
  scimulate test staging --only patch/replace/no-path-attribute-case -v  only this case, with every exchange
`,
    );
  });

  it('is shown once for all cases that fail alike', () => {
    const other = { ...FAILURE, id: 'patch/replace/other' };
    const reasons = [{ message: 'userName is "eve.k3f9" but should be "eve"', path: 'userName' }];
    const tagged = [
      result('users/a', 'fail', { reasons }),
      result('users/b', 'fail', {
        reasons: [{ message: 'userName is "eve.2.k3f9" but should be "eve"', path: 'userName' }],
      }),
    ];
    const report = textReport(contextOf(eventsOf([FAILURE, other, ...tagged], EXCHANGES)));
    expect(report.match(/^✖ MUST/gm)).toHaveLength(2);
    expect(report).toContain('The same in 1 more case:\n    patch/replace/other');
    expect(report).toContain('The same in 1 more case:\n    users/b');
  });

  it('points at a header or the status as well', () => {
    const header = {
      ...FAILURE,
      reasons: [{ message: 'header.location is absent', path: 'header.content-type', exchange: 2 }],
    };
    expect(textReport(contextOf(eventsOf([header], EXCHANGES)))).toContain(
      '< Content-Type: application/scim+json    ← here',
    );
    const status = {
      ...FAILURE,
      reasons: [{ message: 'status is 200 but should be 409', path: 'status', exchange: 2 }],
    };
    expect(textReport(contextOf(eventsOf([status], EXCHANGES)))).toContain('< 200 after 41 ms    ← here');
  });

  it('shows what came when it was not JSON, or nothing at all', () => {
    const html = exchange(2, {
      response: {
        status: 502,
        headers: [['Content-Type', 'text/html']],
        text: '<html>\n<h1>Bad\u001b[5mGateway</h1>',
        bodyProblem: 'not JSON: unexpected "<"',
      },
    });
    const report = textReport(contextOf(eventsOf([FAILURE], [html])));
    expect(report).toContain('  ! not JSON: unexpected "<"');
    expect(report).toContain('  < <h1>Bad\\u001b[5mGateway</h1>');
    const { response: _none, ...silent } = exchange(2, {
      problem: { kind: 'closed', message: 'the connection was closed' },
    });
    expect(textReport(contextOf(eventsOf([FAILURE], [silent])))).toContain('  ! the connection was closed');
  });

  it('shows a request body of twenty lines, what the answer names beyond, and headers that are empty', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`x${index}`, index]));
    const sent = (body: object): string => {
      const headers = [['User-Agent', '']] as const;
      const request = { method: 'POST', url: `${BASE}/Users`, body: JSON.stringify(body), headers };
      const response = answer({ detail: "'schemas' is not known" }, 400);
      return textReport(contextOf(eventsOf([FAILURE], [exchange(2, { request, response })])));
    };
    expect(sent(Object.fromEntries(Object.entries(many).slice(0, 18)))).not.toContain('…');
    const report = sent({ schemas: ['urn:example:one'], ...many });
    expect(report).toContain('  > User-Agent:\n  >\n');
    const late = sent({ ...Object.fromEntries(Object.entries(many).slice(0, 30)), schemas: ['urn:example:one'], many });
    expect(late).toContain('  >   …\n');
    expect(late).toContain('  >   "schemas": ["urn:example:one"],\n');
  });

  it('names the identity provider when only its need decides', () => {
    const need = result('okta/import/paging', 'fail', {
      level: 'NONE',
      idps: { okta: { features: ['import-users'], need: 'required' } },
      under: { okta: 'not-ready' },
      reasons: [{ message: 'totalResults is 3 but should be 12' }],
    });
    const report = textReport(contextOf(eventsOf([need], [], { idps: ['okta'] })));
    expect(report).toContain('✖ Okta  okta/import/paging');
    expect(report).toContain('\n✖ is not ready for Okta\n');
  });

  it('is shown in short after the tenth', () => {
    const many = Array.from({ length: 13 }, (_, index) =>
      result(`users/${String.fromCharCode(97 + index)}`, 'fail', {
        reasons: [{ message: `attribute ${String.fromCharCode(97 + index)} is wrong` }],
      }),
    );
    const report = textReport(contextOf(eventsOf(many)));
    expect(report).toContain(
      '3 more failures, in short (-v prints them in full):\n✖ MUST  users/k\n    attribute k is wrong\n',
    );
    expect(textReport(contextOf(eventsOf(many), { verbose: true }))).not.toContain('in short');
  });
});

describe('what is no failure', () => {
  it('takes a line or two', () => {
    const bulk = [{ message: 'bulk.supported is false (ServiceProviderConfig)' }];
    const results = [
      result('bulk/a', 'skip', { reasons: bulk }),
      result('bulk/b', 'skip', { reasons: bulk }),
      result('users/location', 'warn', {
        level: 'SHOULD',
        cites: ['RFC7644-3.3-02'],
        reasons: [{ message: 'header.location is absent' }],
      }),
      result('users/may', 'note', { level: 'MAY', reasons: [{ message: 'sorting is not offered' }] }),
      result('users/known', 'known', {
        reasons: [{ message: 'wrong' }],
        known: { cases: 'users/known', because: 'ticket 12' },
      }),
      result('users/blocked', 'blocked', { blockedBy: 'users/create', reasons: [{ message: 'users/create failed' }] }),
      result('users/error', 'error', { reasons: [{ message: 'The answer took longer than 30 s.' }] }),
      result('users/pass', 'pass'),
    ];
    const summary = {
      exitCode: 3 as const,
      unusedBaseline: [{ cases: 'put/**', because: 'none of its cases was judged' }],
    };
    expect(textReport(contextOf(eventsOf(results, [], { summary })))).toBe(
      `↓ 2 cases skipped  bulk.supported is false (ServiceProviderConfig)

! SHOULD  users/location  RFC 7644 §3.3
    header.location is absent

≈ 1 known failure  ticket 12
! baseline  put/**: none of its cases was judged

◌ 1 case blocked: users/create failed
    users/blocked

‼ 1 case could not be judged
    The answer took longer than 30 s.
    users/error

1 pass · 1 warn · 1 note · 2 skip · 1 blocked · 1 error · 1 known
212 requests to https://scim.example.com/scim/v2 in 4.2 s · seed 7
left on the target: nothing

? could not tell: 1 case ended in an error
  scimulate cases show users/error              what this case asks
  scimulate test staging --only users/error -v  only this case, with every exchange
`,
    );
  });

  it('stands under the case that blocked it', () => {
    const reasons = [{ message: 'needs users/create, which was not passed' }];
    const results = [
      result('users/create', 'warn', { level: 'SHOULD', reasons: [{ message: 'no Location' }] }),
      result('users/a', 'blocked', { blockedBy: 'users/create', reasons }),
      result('users/b', 'blocked', { blockedBy: 'users/create', reasons }),
    ];
    expect(textReport(contextOf(eventsOf(results)))).toContain(
      '\n◌ 2 cases blocked by users/create (warn)\n    users/a and users/b\n',
    );
  });

  it('is spelled out with -v', () => {
    const results = [
      result('users/may', 'note', { level: 'MAY', reasons: [{ message: 'sorting is not offered' }] }),
      result('users/pass', 'pass', { exchanges: [2] }),
    ];
    const report = textReport(contextOf(eventsOf(results, EXCHANGES), { verbose: true }));
    expect(report).toContain('· MAY  users/may\n    sorting is not offered');
    expect(report).toContain('✔ MUST  users/pass\n\n  > GET /scim/v2/Users/2819');
  });
});

describe('the end', () => {
  it('lists what is left on the target', () => {
    const leftovers = [{ url: `${BASE}/Users/9`, because: 'DELETE answered 405' }];
    const report = textReport(contextOf(eventsOf([result('users/pass', 'pass')], [], { leftovers })));
    expect(report).toContain(
      `left on the target: 1 resource\n  ${BASE}/Users/9  DELETE answered 405\n  scimulate cleanup staging tries again\n`,
    );
  });

  it('says why nothing could be told, and what may help', () => {
    const aborted = {
      kind: 'setup' as const,
      because: 'GET /Users answered 401: the target does not accept the credential.',
    };
    const report = textReport(
      contextOf(eventsOf([], [], { summary: { aborted, exitCode: 3 } }), { hint: 'No credential was sent.' }),
    );
    expect(report).toContain(
      '? could not tell: GET /Users answered 401: the target does not accept the credential.\n  No credential was sent.\n',
    );
  });

  it('has colours only when they are wanted', () => {
    expect(textReport(contextOf(eventsOf([FAILURE], EXCHANGES), { colour: true }))).toContain(
      '\u001b[31m✖ MUST\u001b[39m',
    );
    expect(textReport(contextOf(eventsOf([FAILURE], EXCHANGES)))).not.toContain('\u001b');
  });

  it('stays within the width, but for what must not be broken', () => {
    const lines = textReport(contextOf(eventsOf([FAILURE], EXCHANGES), { columns: 60 })).split('\n');
    const long = lines.filter((line) => line.length > 60 && !/curl |scimulate |← here|requests to/.test(line));
    expect(long).toEqual(['  again, with the Authorization header in the file $SCIMULATE_AUTH_HEADER:']);
  });
});
