import { describe, expect, it } from 'vitest';
import type { GrantDocument, PullEvent, StatusDocument } from '../../provision/events.ts';
import { CONTEXT, counts, entry } from './example.testing.ts';
import { explanationText } from './explain.ts';
import { grantText } from './grant.ts';
import { createPullDocument, createPullTable, pullVerdict } from './pull.ts';
import { statusText } from './status.ts';

const STATUS: StatusDocument = {
  version: 1,
  target: 'https://scim.example.com/scim/v2',
  idp: 'okta',
  mode: 'aiw',
  links: { users: 60, active: 57, groups: 8, memberships: 117 },
  lastRun: {
    startedAt: '2026-11-24T10:00:00.000Z',
    finishedAt: '2026-11-24T10:00:02.500Z',
    summary: { ...counts({ created: 60, refused: 1 }), requests: 70, durationMs: 2500 },
  },
  failures: [],
  failed: 0,
  inEscrow: 0,
  unresolved: [],
};

describe('the status', () => {
  it('of a good state is short', () => {
    expect(statusText(STATUS, CONTEXT)).toBe(`Okta (aiw) → https://scim.example.com/scim/v2
  linked      60 users, 3 of them not active; 8 groups; 117 memberships
  last run    2026-11-24T10:00:00.000Z in 2.5 s
              60 created · 1 refused
`);
  });

  it('names what failed, what waits, and what is not known', () => {
    const text = statusText(
      {
        ...STATUS,
        lastRun: { startedAt: '2026-11-24T10:00:00.000Z' },
        failures: [
          {
            resource: 'user',
            id: 'p9',
            name: 'bo@example.com\u001b[2J',
            reason: 'POST /Users answered 400: an e-mail is needed',
            attempts: 3,
            since: '2026-11-23T10:00:00.000Z',
            nextTry: '2026-11-25T10:00:00.000Z',
          },
        ],
        failed: 12,
        inEscrow: 1,
        unresolved: [{ resource: 'user', id: 'p7', action: 'create', at: '2026-11-24T10:00:01.000Z' }],
        quarantine: { since: '2026-11-24T10:00:01.000Z', because: '40 of 60 failed' },
      },
      CONTEXT,
    );
    expect(text).toBe(`Okta (aiw) → https://scim.example.com/scim/v2
  linked      60 users, 3 of them not active; 8 groups; 117 memberships
  last run    2026-11-24T10:00:00.000Z, broke off without a word

In quarantine since 2026-11-24T10:00:01.000Z
  40 of 60 failed
  not tried again by itself; --retry-now tries at once

12 objects not as the directory has it, 1 of them waiting in escrow; --retry-now tries them at once
  ✖ POST /Users answered 400: an e-mail is needed
      user bo@example.com\\u001b[2J  tried 3 times since 2026-11-23T10:00:00.000Z, again from 2026-11-25T10:00Z
  and 11 more

1 request of which it is not known what came of them: the next run looks first
  create user p7  2026-11-24T10:00:01.000Z
`);
  });

  it('tells of a run that goes on', () => {
    const running = { pid: 4711, since: '2026-11-24T10:00:00.000Z' };
    const text = statusText({ ...STATUS, running, lastRun: { startedAt: running.since } }, CONTEXT);
    expect(text).toContain('last run    2026-11-24T10:00:00.000Z, goes on\n  at work     process 4711, since');
    const unresolved = [{ resource: 'user', id: 'p7', action: 'create', at: running.since }] as const;
    const busy = statusText({ ...STATUS, running, unresolved }, CONTEXT);
    expect(busy).toMatch(/\n1 request under way\n$/);
    expect(busy).not.toContain('the next run');
  });

  it('puts failures together that have one reason, whatever the ids in it', () => {
    const failures = ['ana', 'bo', 'cy', 'dee'].map((name) => ({
      ...({ resource: 'user', id: name, name, attempts: 1, since: '2026-11-23T10:00:00.000Z' } as const),
      reason: `PATCH /Users/id-of-${name} answered 404 (no User id-of-${name})`,
    }));
    const text = statusText({ ...STATUS, failures, failed: 4, inEscrow: 0 }, CONTEXT);
    expect(text).toContain(`4 objects not as the directory has it
  ✖ PATCH /Users/… answered 404 (no User …)
      user ana  tried at 2026-11-23T10:00:00.000Z
      user bo  tried at 2026-11-23T10:00:00.000Z
      user cy  tried at 2026-11-23T10:00:00.000Z
      and 1 more
`);
  });

  it('says in words why a run was stopped', () => {
    const stopped = { kind: 'shrink', because: '54 of 60 people are no longer in the directory' } as const;
    const text = statusText({ ...STATUS, lastRun: { startedAt: '2026-11-24T10:00:00.000Z', stopped } }, CONTEXT);
    expect(text).toContain('stopped to ask: 54 of 60 people are no longer in the directory\n');
  });
});

describe('a listing', () => {
  const EVENTS: PullEvent[] = [
    { type: 'started', target: 'https://scim.example.com/scim/v2', idp: 'okta', mode: 'aiw' },
    { type: 'pulled', entry: entry({ status: 'Imported' }) },
    { type: 'pulled', entry: entry({ targetId: 't-2', id: 'p2', name: 'person2@example.com' }) },
    { type: 'adopted', entry: entry({ targetId: 't-2', id: 'p2', name: 'person2@example.com' }) },
    { type: 'pulled', entry: entry({ resource: 'group', targetId: 't-3', id: 't-3', name: 'Everyone' }) },
    {
      type: 'finished',
      summary: { users: 2, groups: 1, new: 2, imported: 1, adopted: 1, requests: 2, durationMs: 41 },
      exitCode: 0,
    },
  ];
  const told = (make: typeof createPullDocument): string => {
    let text = '';
    const listener = make((more) => {
      text += more;
    });
    for (const event of EVENTS) listener.on(event);
    return text;
  };

  it('is a table, with who was adopted', () => {
    const wide = (text: string): string => text.padEnd(36);
    expect(told((write) => createPullTable(write, CONTEXT)).split('\n')).toEqual([
      `status    resource  ${wide('name')}  ${wide('id in the target')}  id in the directory`,
      `Imported  user      ${wide('person1@example.com')}  ${wide('t-1')}  p1`,
      `Adopted   user      ${wide('person2@example.com')}  ${wide('t-2')}  p2`,
      `New       group     ${wide('Everyone')}  t-3`,
      '',
    ]);
  });

  it('is one JSON document that ends with the summary', () => {
    const document = JSON.parse(told(createPullDocument));
    expect(Object.keys(document).at(-1)).toBe('summary');
    expect(document).toMatchObject({
      target: 'https://scim.example.com/scim/v2',
      entries: [{ status: 'Imported' }, { status: 'New', adopted: true }, { resource: 'group' }],
      summary: { users: 2, adopted: 1 },
    });
  });

  it('ends in a line that says how many there were', () => {
    const finished = EVENTS.at(-1);
    if (finished?.type !== 'finished') throw new Error('the example has no end');
    expect(pullVerdict(finished)).toBe(
      '2 users and 1 group: 2 New, 1 Imported, 1 of the New adopted\n2 requests in 41 ms',
    );
    const stopped = { kind: 'lost', because: 'GET /Users answered 500', hint: 'Try again.' } as const;
    expect(pullVerdict({ ...finished, stopped, exitCode: 3 })).toMatch(
      /^could not tell: GET \/Users answered 500\nuntil then 2 users .*\nTry again\.$/,
    );
  });
});

describe('a membership given or taken away', () => {
  const GRANT: GrantDocument = {
    action: 'grant',
    outcome: 'granted',
    changed: true,
    user: { given: 'p1', id: 't-1', name: 'ana@example.com' },
    group: { given: 'Engineering' },
    requests: 4,
    durationMs: 12,
    exitCode: 0,
  };
  it.each([
    [{}, '✔ granted: ana@example.com is a member of Engineering now'],
    [{ outcome: 'already' }, '✔ nothing to do: ana@example.com is a member of Engineering already'],
    [{ action: 'revoke', outcome: 'revoked' }, '✔ revoked: ana@example.com is not a member of Engineering now'],
    [{ outcome: 'refused', because: 'the target computes its members' }, '✖ refused: the target computes its members'],
    [{ outcome: 'failed', because: 'no answer' }, '? could not tell: no answer'],
  ] as const)('%j', (changes, line) => {
    expect(grantText({ ...GRANT, ...changes }, CONTEXT)).toBe(`${line}\n  4 requests in 12 ms\n`);
  });
});

it('explains where each attribute comes from and where it goes', () => {
  const text = explanationText(
    {
      id: 'p1',
      name: 'ana@example.com',
      at: { file: 'people.csv', line: 2 },
      attributes: [
        {
          parameter: 'userName',
          expression: 'userName',
          from: 'dialect',
          columns: { userName: 'ana@example.com' },
          value: 'ana@example.com',
          paths: ['userName'],
        },
        {
          parameter: 'nick',
          expression: '= givenName & "!"',
          from: 'config',
          columns: { givenName: 'Ana' },
          value: 'Ana!',
          paths: ['nickName'],
        },
        {
          parameter: 'manager',
          expression: '{id-of: manager}',
          from: 'dialect',
          columns: { manager: 'p2' },
          value: 'p2',
          paths: [],
        },
        { parameter: 'title', expression: 'title', from: 'dialect', columns: {}, paths: [] },
      ],
      request: { method: 'POST', target: '/Users', body: { userName: 'ana@example.com', nickName: 'Ana!' } },
    },
    CONTEXT,
  );
  expect(text).toBe(`ana@example.com  p1 people.csv:2

  userName  "ana@example.com"
            from the column userName, to userName
  nick      "Ana!"
            from = givenName & "!" (config file), with givenName "Ana", to nickName
  manager   "p2"
            from {id-of: manager}, with manager "p2", not in this request

  no value, so not sent: title

POST /Users  would create it
  {
    "userName": "ana@example.com",
    "nickName": "Ana!"
  }
`);
});
