import { describe, expect, it } from 'vitest';
import type { ProfileRow, ProfileVerdict } from '../run/events.ts';
import { contextOf, eventsOf, result } from './example.testing.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { textReport } from './text.ts';

const row = (section: string, changes: Partial<ProfileRow> = {}): ProfileRow => ({
  ...{ section, level: 'MUST', says: `What ${section} says`, status: 'holds', because: [] },
  ...changes,
});

const BROKEN = result('base/paths', 'fail', {
  level: 'NONE',
  profiles: { base: 'MUST' },
  reasons: [{ message: 'taken' }],
});

const VERDICTS: readonly ProfileVerdict[] = [
  {
    ...{ profile: 'base', title: 'The base', includes: [], status: 'not-met' },
    rows: [
      row('1'),
      row('2', { status: 'broken', because: ['base/paths'] }),
      row('3', { status: 'broken', because: ['base/more'], level: 'SHOULD' }),
      row('4', { status: 'not-tested', because: ['x/y'], why: 'filter.supported is false' }),
      row('5', { status: 'unseen', why: 'It is inside.' }),
    ],
  },
  { profile: 'more', title: 'More', includes: ['base'], status: 'not-met', rows: [row('1')] },
];

const context = () => {
  const events = eventsOf([BROKEN]).map((event) => {
    if (event.type === 'run-started') return { ...event, profiles: ['more'] };
    return event.type === 'run-finished' ? { ...event, summary: { ...event.summary, profiles: VERDICTS } } : event;
  });
  return contextOf(events);
};

describe('the report of profiles', () => {
  it('has a table for each, and says of the RFCs nothing that a profile says', () => {
    const text = textReport(context());
    expect(text).toContain(`base: The base
  not met: of 3 MUSTs that can be seen 1 is broken, 1 was not tested and 1 holds
  ✖ broken      MUST 2: What 2 says
                base/paths
  ! not so      SHOULD 3: What 3 says
                base/more
  1 hold, 1 not looked at, 1 cannot be seen from outside (-v lists them)

more: More
  not met: of 1 MUST that can be seen 1 holds; it includes base
`);
    expect(text).toContain('✖ base  base/paths');
    expect(text).toContain('✖ does not meet base: 1 of 3 MUSTs is broken, and does not meet more: it includes base\n');
    expect(text).toContain('scimulate test staging --profile more --only base/paths -v');
    expect(text).not.toContain('conform');
  });

  it('is in the document for programs', () => {
    const report = jsonReport(context());
    expect([report.profilesAsked, report.profiles]).toEqual([['more'], VERDICTS]);
    expect(report.cases[0]?.profiles).toEqual({ base: 'MUST' });
  });

  it('is a testsuite of its own for build servers', () => {
    const xml = junitReport(context());
    expect(xml).toContain('<testsuites name="scimulate" tests="7" failures="2" errors="0" skipped="2"');
    expect(xml).toContain('<property name="profile.base" value="not-met"/>');
    expect(xml).toContain('<testsuite name="profile/base" tests="5" failures="1" errors="0" skipped="2"');
    expect(xml).toContain('<failure message="taken" type="base">');
  });
});
