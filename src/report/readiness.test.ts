import { describe, expect, it } from 'vitest';
import { contextOf, eventsOf, result } from './example.testing.ts';
import { textReport } from './text.ts';

describe('readiness', () => {
  it('says for each promised feature whether it can be relied on, why not, and on what evidence', () => {
    const readiness = [
      { idp: 'okta', feature: 'create', title: 'Create users', status: 'ready', because: [], evidence: 'documented' },
      {
        idp: 'okta',
        feature: 'update',
        title: 'Update users',
        status: 'not-ready',
        because: ['put/a', 'put/b', 'put/c', 'put/d'],
      },
      {
        idp: 'entra',
        feature: 'create',
        title: 'Create users',
        status: 'not-tested',
        because: ['entra/a'],
        why: 'the target has no groups',
        evidence: 'assumed',
      },
    ] as const;
    const results = [result('users/pass', 'pass'), result('entra/a', 'pass')];
    expect(textReport(contextOf(eventsOf(results, [], { summary: { readiness } })))).toBe(
      `Okta  1 of 2 features ready
  ✔ ready       Create users  documented
  ✖ not ready   Update users
                put/a, put/b, put/c and put/d

Microsoft Entra ID  0 of 1 feature ready
  – not tested  Create users  assumed
                the target has no groups

2 pass
212 requests to https://scim.example.com/scim/v2 in 4.2 s · seed 7
left on the target: nothing

✔ conforms: no failure in 2 cases
`,
    );
  });
});

describe('readiness of a small selection', () => {
  it('counts what was not looked at instead of listing it', () => {
    const readiness = [
      {
        idp: 'okta',
        feature: 'create',
        title: 'Create users',
        status: 'not-tested',
        because: ['okta/a'],
        why: '1 of its 1 required case was not run',
      },
    ] as const;
    const report = textReport(contextOf(eventsOf([result('users/pass', 'pass')], [], { summary: { readiness } })));
    expect(report).toMatch(
      /^1 feature of identity providers not looked at: the selection leaves out cases that they need\n\n1 pass\n/,
    );
    const nothing = eventsOf([], [], {
      summary: { readiness, exitCode: 3, aborted: { kind: 'setup', because: 'no answer' } },
    });
    expect(textReport(contextOf(nothing))).toMatch(/^no case was judged\n/);
  });

  it('does not blame the selection for features without a case', () => {
    const row = { idp: 'acme', status: 'not-tested', because: [], why: 'no case tests it' } as const;
    const readiness = [
      { ...row, feature: 'import', title: 'Import' },
      { ...row, feature: 'roles', title: 'Roles' },
      { ...row, feature: 'create', title: 'Create', because: ['acme/create'] },
    ];
    const report = textReport(contextOf(eventsOf([result('users/pass', 'pass')], [], { summary: { readiness } })));
    expect(report.split('\n\n')[0]).toBe(
      [
        '1 feature of identity providers not looked at: the selection leaves out cases that they need',
        '2 features of identity providers have no case yet (acme: import and acme: roles)',
      ].join('\n'),
    );
  });
});
