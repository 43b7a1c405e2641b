import { describe, expect, it } from 'vitest';
import type { ProvisionEvent } from '../../provision/events.ts';
import type { Drift } from '../../simulate/drift.ts';
import type { SimulateEvent } from '../../simulate/events.ts';
import type { Exchange } from '../../wire/exchange.ts';
import { answer, BASE, exchange } from '../example.testing.ts';
import { CONTEXT, eventsOf as cycleOf, refusal } from '../provision/example.testing.ts';
import { createSimulateRecord } from './record.ts';
import { createSimulateReporter } from './reporter.ts';
import { simulateText, simulateVerdict } from './text.ts';

const CAUSE: Exchange = exchange(57, {
  request: { method: 'PATCH', url: `${BASE}/Groups/g9`, headers: [], body: '{"Operations":[{"op":"Remove"}]}' },
  response: answer({ id: 'g9', displayName: 'Everybody' }),
});
const since = (number: number) => ({ exchange: number, method: 'PATCH', url: `${BASE}/Groups/g9` });
const member = (id: string): Drift => ({
  resource: '/Groups/g9',
  attribute: `members[value eq "${id}"]`,
  expected: id,
  actual: null,
  since: since(57),
});
const TITLE: Drift = {
  resource: '/Users/u1',
  attribute: 'title',
  expected: 'Engineer',
  actual: 'engineer\u001b[2J',
  since: null,
};

interface Made {
  readonly drift?: readonly Drift[];
  readonly cycle?: readonly ProvisionEvent[];
  readonly unread?: readonly { resource: string; because: string }[];
  readonly finished?: Partial<Extract<SimulateEvent, { type: 'finished' }>>;
}

const eventsOf = ({ drift = [], cycle = [], unread = [], finished = {} }: Made): SimulateEvent[] => [
  { type: 'started', version: 1, target: BASE, idp: 'okta', mode: 'aiw', seed: 7, days: 12, people: 30, groups: 8 },
  ...(['joined', 'left', 'joined', 'members-changed'] as const).map(
    (kind): SimulateEvent => ({ type: 'happened', day: 1, hour: 9, happening: { kind, about: 'somebody' } }),
  ),
  ...cycle.map((event): SimulateEvent => ({ type: 'provision', cycle: 1, event })),
  ...drift.map(
    (one): SimulateEvent => ({
      type: 'drift',
      day: 5,
      name: one.resource === '/Groups/g9' ? 'Everybody' : 'u1',
      drift: one,
      ...(one.since?.exchange === 57 && { exchange: CAUSE }),
    }),
  ),
  { type: 'checkpoint', day: 12, resources: 38, requests: 2, drift: drift.length, unread },
  {
    type: 'finished',
    result: { cycles: 9, requests: 116, drift },
    exitCode: drift.length > 0 ? 1 : 0,
    ...finished,
  },
];

const recordOf = (events: readonly SimulateEvent[]) => {
  const { record, listener } = createSimulateRecord();
  for (const event of events) listener.on(event);
  return record;
};

describe('a simulation', () => {
  it('without drift is told in a few lines', () => {
    expect(simulateText(recordOf(eventsOf({})), CONTEXT)).toBe(`Okta (aiw) → https://scim.example.com/scim/v2
a company of 30 people and 8 groups on its first day, 12 days, seed 7

2× joined, 1× left and 1× members changed
9 cycles, 116 requests to https://scim.example.com/scim/v2
read back 1 time, 38 resources the last time

✔ no drift: everything is as it was told
`);
  });

  it('with drift names the first exchange after which the two disagreed, and shows it', () => {
    const drift = [TITLE, member('u1'), member('u2'), member('u3'), member('u4'), member('u5')];
    const text = simulateText(recordOf(eventsOf({ drift })), CONTEXT);
    expect(text).toContain(`
✖ differs since exchange 57, PATCH /scim/v2/Groups/g9
  Everybody  /Groups/g9, found after day 5
    5 members told, and not shown: u1, u2, u3 and 2 more

  > PATCH /scim/v2/Groups/g9
  >
  > {
  >   "Operations": [
  >     { "op": "Remove" }
  >   ]
  > }
  <
  < 200 after 41 ms
`);
    expect(text).toContain(`
✖ differs, and nothing that was sent has to do with it
  /Users/u1, found after day 5
    title
      told    "Engineer"
      shown   "engineer\\u001b[2J"
`);
    expect(text).toMatch(/\n✖ drift: 6 differences, the first after PATCH \/scim\/v2\/Groups\/g9 \(exchange 57\)\n$/);
  });

  it('shows only so much of a great deal of drift', () => {
    const drift = Array.from({ length: 40 }, (_, index) => ({ ...TITLE, since: since(100 + index) }));
    const text = simulateText(recordOf(eventsOf({ drift })), CONTEXT);
    expect(text).toContain('\n35 more differences, after 35 more exchanges (-v shows them)\nin all: title of 1\n');
  });

  it('names everything that differs when it does not show all of it', () => {
    const URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    const of = (resource: string, attribute: string, expected: string | null, number: number): Drift => ({
      ...{ resource, attribute, expected, actual: expected === null ? 'there' : null, since: since(number) },
    });
    const drift = [
      ...[1, 2, 3].map((number) => of(`/Users/u${number}`, `${URN}:department`, 'Sales', number)),
      ...[4, 5].map((number) => of(`/Users/u${number}`, 'id', null, number)),
      of('/Users/u6', 'id', 'u6', 6),
      ...[member('u1'), member('u2')],
    ];
    expect(simulateText(recordOf(eventsOf({ drift })), CONTEXT)).toContain(
      'in all: 2 deleted, and shown all the same; 1 told, and not shown; department of 3 and\nmembers of 1\n',
    );
  });

  it('tells what was refused in the last cycle only', () => {
    const before = cycleOf('apply', { refusals: [refusal(1), refusal(2)] });
    const last = cycleOf('apply', { refusals: [refusal(3)] });
    const record = recordOf(eventsOf({ cycle: [...before, ...last], finished: { exitCode: 1 } }));
    expect(simulateVerdict(record)).toBe('1 object refused in the last cycle');
    expect(simulateText(record, CONTEXT)).toContain(
      '1 object refused\n✖ POST /Users answered 400: an e-mail is needed\n',
    );
  });

  it('that could not read back, or was ended, proves nothing', () => {
    const unread = [{ resource: '/Users/u1', because: 'GET /Users/u1 answered 500' }];
    const record = recordOf(eventsOf({ unread, finished: { exitCode: 3 } }));
    expect(simulateVerdict(record)).toBe('could not tell: 1 resource could not be read back');
    expect(simulateText(record, CONTEXT)).toContain('  /Users/u1  GET /Users/u1 answered 500\n');
    expect(simulateVerdict(recordOf(eventsOf({ finished: { exitCode: 130 } })))).toBe('interrupted: nothing is proved');
    const stopped = { kind: 'lost', because: 'GET /Users?filter=x answered 401' } as const;
    expect(simulateVerdict(recordOf(eventsOf({ finished: { exitCode: 3, stopped } })))).toBe(
      'could not tell: GET /Users?… answered 401',
    );
  });

  it('ends with the object that other programs rely on, and nothing else', () => {
    const events = eventsOf({ drift: [TITLE] });
    let text = '';
    const destination = {
      write: (more: string) => {
        text += more;
      },
      close: () => {},
      discard: () => {},
    };
    createSimulateReporter('json', destination, { record: recordOf(events), context: CONTEXT }).end?.();
    expect(JSON.parse(text)).toEqual({ cycles: 9, requests: 116, drift: [TITLE] });
    expect(text.split('\n')).toHaveLength(2);
  });
});
