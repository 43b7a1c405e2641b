import { describe, expect, it } from 'vitest';
import type { Change } from '../../provision/events.ts';
import { CONTEXT, eventsOf, members, person, REJECT, recordOf, refusal } from './example.testing.ts';
import { provisionInShort, provisionText, provisionVerdict } from './text.ts';

const many = (count: number): Change[] => Array.from({ length: count }, (_, index) => person(index + 1));

const PLAN = eventsOf('plan', {
  changes: [
    ...many(1204),
    person(2001, { action: 'adopt', targetId: 't-9', why: 'in the target already, by the same name' }),
    person(2002, {
      action: 'update',
      why: 'title, nickName changed',
      attributes: [
        { name: 'title', before: 'Engineer', after: 'Head of\u001b[2J Engineering' },
        { name: 'nickName', before: 'Bo' },
      ],
    }),
    members('Everyone', 1000),
    members('Everyone', 205),
    members('Works Council', 3),
    members('Everyone', 2, { action: 'remove-members', why: 'no longer in the group in the directory' }),
    person(2003, { action: 'deactivate', why: 'no longer in the directory' }),
  ],
  planned: {
    created: 1204,
    adopted: 1,
    updated: 1,
    deactivated: 1,
    memberships: { added: 1208, removed: 2 },
    unchanged: 40,
  },
});

describe('a plan', () => {
  it('says what would change and why, grouped, counted and never as a wall', () => {
    expect(provisionText(recordOf(PLAN), CONTEXT)).toBe(`Okta (aiw) → https://scim.example.com/scim/v2
people from people.csv (CSV in UTF-8 with commas)
60 people, 1 group, 12 memberships

create 1,204 users: in the directory, and not yet in the target
  + person1@example.com, person2@example.com, person3@example.com, person4@example.com,
    person5@example.com, person6@example.com and 1,198 more

adopt 1 user: in the target already, by the same name
  + person2001@example.com

update 1 user
  ~ person2002@example.com
      title: "Engineer" → "Head of\\u001b[2J Engineering"
      nickName: "Bo" → nothing

add 1,208 memberships: in the group in the directory
  + Everyone +1,205 and Works Council +3

remove 2 memberships: no longer in the group in the directory
  - Everyone −2

deactivate 1 user: no longer in the directory
  - person2003@example.com

1,204 to create · 1 to adopt · 1 to update · 1 to deactivate · 1,208 memberships to add, 2 to remove · 40 unchanged
52 requests, all of them reads, to https://scim.example.com/scim/v2 in 1.2 s

✔ nothing has been changed: this is a plan
  scimulate provision apply staging --idp okta --people people.csv --state okta.state --plan 0123456789abcdef  does this and nothing else
`);
  });

  it('names each object with its row when more is asked for', () => {
    const text = provisionText(recordOf(PLAN), { ...CONTEXT, verbose: true });
    expect(text).toContain('  + person200@example.com  p200 people.csv:201\n    and 1,004 more\n');
  });

  it('stops to ask when too many would go', () => {
    const stopped = {
      kind: 'shrink',
      because: '54 of 60 people are no longer in the directory',
      hint: 'If they really are gone, go on with --allow-shrink.',
    } as const;
    const record = recordOf(eventsOf('plan', { planned: { deactivated: 54 }, stopped, exitCode: 1 }));
    expect(provisionText(record, CONTEXT)).toMatch(
      /✖ stopped to ask: 54 of 60 people are no longer in the directory\n {2}If they really are gone, go on with --allow-shrink\.\n$/,
    );
  });

  it('that was broken off claims to know no more than it does', () => {
    const stopped = { kind: 'lost', because: 'Nothing listens there.' } as const;
    const all = eventsOf('plan', { stopped, exitCode: 3 }).filter(({ type }) => type !== 'planned');
    expect(provisionText(recordOf(all), CONTEXT)).toMatch(
      /\nas far as it came: nothing is known\n.*\n\n\? could not tell: nothing listens there\.\n$/,
    );
  });

  it('puts together whom it could not look for, whatever their names', () => {
    const changes = ['ana', 'bo'].map((name, index) =>
      person(index, { why: `not yet in the target; the search failed: GET /Users?filter=${name} answered 400` }),
    );
    expect(provisionText(recordOf(eventsOf('plan', { changes, planned: { created: 2 } })), CONTEXT)).toContain(
      'create 2 users: not yet in the target; the search failed: GET /Users?… answered 400\n',
    );
  });

  it('with nothing in it says so', () => {
    const record = recordOf(eventsOf('plan', { planned: { unchanged: 61 } }));
    expect(provisionText(record, CONTEXT)).toMatch(/\n61 unchanged\n.*\n\n✔ there is nothing to do\n$/);
  });
});

describe('a run', () => {
  it('ends in numbers', () => {
    const record = recordOf(
      eventsOf('apply', { changes: many(60), summary: { created: 60, memberships: { added: 1, removed: 0 } } }),
    );
    expect(provisionText(record, CONTEXT)).toMatch(
      /12 memberships\n\n60 created · 1 membership added\n52 requests to \S+ in 1\.2 s\n\n✔ everything is as the directory has it\n$/,
    );
  });

  const PARTLY = eventsOf('apply', {
    rejected: [REJECT],
    refusals: [
      ...Array.from({ length: 5 }, (_, index) => refusal(index + 1)),
      refusal(9, { reason: 'the search failed' }),
    ],
    summary: { created: 54, refused: 7 },
    exitCode: 1,
  });

  it('groups what was refused by its reason, and says where to read on', () => {
    expect(provisionText(recordOf(PARTLY), CONTEXT)).toContain(`
1 row of the directory cannot be used as it is
  people.csv:9: the id "p5" stands twice, first in line 6

6 objects refused
✖ POST /Users answered 400: an e-mail is needed
    create user person1@example.com  people.csv:2
    create user person2@example.com  people.csv:3
    create user person3@example.com  people.csv:4
    and 2 more
✖ the search failed
    create user person9@example.com  people.csv:10

54 created · 7 refused
52 requests to https://scim.example.com/scim/v2 in 1.2 s

✖ 1 row and 6 objects not as the directory has it
  scimulate provision status --state okta.state  what is left, and why
`);
  });

  it.each([
    [{ created: 54, refused: 7, partly: 2 }, '54 created · 7 refused, 2 of them in part'],
    [{ created: 54, refused: 2, partly: 2 }, '54 created · 2 refused in part'],
  ])('says of whom something was done and something refused: %j', (summary, line) => {
    expect(provisionText(recordOf(eventsOf('apply', { summary, exitCode: 1 })), CONTEXT)).toContain(`\n${line}\n`);
  });

  it('says how what waits is tried at once', () => {
    const refusals = [refusal(1, { nextTry: '2026-11-25T10:00:12.345Z' })];
    const text = provisionText(
      recordOf(eventsOf('apply', { refusals, summary: { refused: 1 }, exitCode: 1 })),
      CONTEXT,
    );
    expect(text).toContain('again from 2026-11-25T10:00Z\n');
    expect(text).toMatch(/\n {2}scimulate provision apply .* --retry-now {2}tries again at once\n$/);
  });

  it('in short is what went wrong, and the verdict', () => {
    expect(provisionInShort(recordOf(PARTLY), CONTEXT)).toMatch(
      /^1 row of the directory .*\n.*\n6 objects refused\n[\s\S]*\n1 row and 6 objects not as the directory has it\n$/,
    );
    expect(provisionInShort(recordOf(eventsOf('apply', {})), CONTEXT)).toBe('everything was as the directory has it\n');
  });

  it('shows the exchange that decided it when more is asked for', () => {
    const text = provisionText(recordOf(PARTLY), { ...CONTEXT, verbose: true });
    expect(text).toContain('    > POST /scim/v2/Users\n');
    expect(text).toContain('"detail": "an e-mail is needed"');
  });

  it.each([
    [
      { kind: 'lost', because: 'The target does not answer any more.' } as const,
      3,
      'could not tell: the target does not answer any more.',
    ],
    [{ kind: 'interrupted', because: 'interrupted' } as const, 130, 'interrupted'],
    [{ kind: 'quarantine', because: '40 of 60 failed' } as const, 1, 'stopped: 40 of 60 failed'],
  ] as const)('that was stopped says why: %j', (stopped, exitCode, verdict) => {
    expect(provisionVerdict(recordOf(eventsOf('apply', { stopped, exitCode })))).toBe(verdict);
  });

  it('that was not let in mentions the credential', () => {
    const stopped = { kind: 'lost', because: 'answered 401' } as const;
    const record = recordOf(eventsOf('apply', { stopped, exitCode: 3 }));
    expect(provisionText(record, { ...CONTEXT, hint: 'No credential was sent.' })).toMatch(
      /\? could not tell: answered 401\n {2}No credential was sent\.\n$/,
    );
  });
});

it('keeps little of a large run', () => {
  const record = recordOf([
    ...eventsOf('plan', {}).slice(0, 2),
    ...many(5000).map((change) => ({ type: 'change', change }) as const),
    ...many(5000).map((change) => ({ type: 'change', change: { ...change, why: `reason ${change.id}` } }) as const),
    ...Array.from(
      { length: 5000 },
      (_, index) => ({ type: 'refused', refusal: refusal(index, { reason: `${index}` }) }) as const,
    ),
  ]);
  const kept = record.sections.flatMap(({ changes }) => changes.first);
  expect(record.sections.reduce((sum, { changes }) => sum + changes.count, 0)).toBe(10_000);
  expect(kept.length).toBeLessThan(1000);
  expect(record.refused).toBe(5000);
  expect(record.refusals.length).toBeLessThan(200);
});
