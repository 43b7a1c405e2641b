import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { answer, BASE, contextOf, eventsOf, exchange, FAILURE, result } from './example.testing.ts';
import { jsonReport } from './json.ts';

const schema = JSON.parse(readFileSync(new URL('../../suites/report.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: false }).compile(schema);

const RESULTS = [
  FAILURE,
  result('users/pass', 'pass', { exchanges: [3], evidence: 'captured' }),
  result('users/blocked', 'blocked', { blockedBy: 'users/create', reasons: [{ message: 'users/create failed' }] }),
  result('users/known', 'known', {
    known: { cases: 'users/*', because: 'ticket 12', until: '2027-03-01' },
    reasons: [{ message: 'wrong' }],
  }),
];
const EVENTS = eventsOf(RESULTS, [exchange(1), exchange(2), exchange(3)], {
  idps: ['okta'],
  leftovers: [{ url: `${BASE}/Users/9`, because: 'DELETE answered 405' }],
  summary: {
    readiness: [
      {
        idp: 'okta',
        feature: 'update-users',
        title: 'Update users',
        status: 'not-ready',
        because: [FAILURE.id],
        evidence: 'documented',
      },
    ],
    unusedBaseline: [{ cases: 'put/**', because: 'none of its cases was judged' }],
  },
});

describe('the json report', () => {
  it('is what its schema says', () => {
    const report: unknown = JSON.parse(JSON.stringify(jsonReport(contextOf(EVENTS))));
    validate(report);
    expect(validate.errors ?? []).toEqual([]);
    const aborted = eventsOf([], [], { summary: { exitCode: 3, aborted: { kind: 'setup', because: 'no answer' } } });
    expect(validate(JSON.parse(JSON.stringify(jsonReport(contextOf(aborted)))))).toBe(true);
    expect(validate({ version: 1 })).toBe(false);
  });

  it('says of every case what became of it and why', () => {
    const report = jsonReport(contextOf(EVENTS));
    expect(report.cases.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'patch/replace/no-path-attribute-case fail',
      'users/pass pass',
      'users/blocked blocked',
      'users/known known',
    ]);
    expect(report.cases[0]).toMatchObject({
      level: 'MUST',
      reasons: [
        {
          path: 'displayName',
          actual: 'Babs',
          expected: 'Barb',
          at: { file: 'suites/rfc/patch-replace.yaml', line: 9, column: 18 },
        },
        {},
      ],
      under: { okta: 'not-ready' },
      exchanges: [1, 2],
    });
    expect(report).toMatchObject({
      version: 1,
      seed: 7,
      idps: ['okta'],
      requests: 212,
      leftovers: [`${BASE}/Users/9`],
      exitCode: 1,
      counts: { pass: 1, fail: 1 },
    });
  });

  it('holds the exchanges of what did not pass, cut to a size', () => {
    const long = exchange(2, { response: answer('x'.repeat(100_000)) });
    const report = jsonReport(contextOf(eventsOf(RESULTS, [exchange(1), long, exchange(3)])));
    expect(report.exchanges.map(({ number, cut }) => [number, cut])).toEqual([
      [1, undefined],
      [2, true],
    ]);
    expect(report.exchanges[1]?.response?.text).toHaveLength(65_536);
    expect(JSON.stringify(report.exchanges)).not.toContain('"body":"xxx');
  });

  it('stays below its bound however much went over the wire', () => {
    const numbers = Array.from({ length: 200 }, (_, index) => index + 1);
    const exchanges = numbers.map((number) => exchange(number, { response: answer('x'.repeat(60_000)) }));
    const report = jsonReport(contextOf(eventsOf([result('users/a', 'fail', { exchanges: numbers })], exchanges)));
    expect(report.exchanges).toHaveLength(200);
    expect(JSON.stringify(report).length).toBeLessThan(9 * 1024 * 1024);
  });
});
