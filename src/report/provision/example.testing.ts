/** Small made-up runs of provisioning, for the tests of their reports. */
import type { Reject } from '../../directory/record.ts';
import type {
  Change,
  PlanCounts,
  ProvisionEvent,
  ProvisionSummary,
  PulledEntry,
  Refusal,
  Stop,
} from '../../provision/events.ts';
import { answer, BASE, exchange } from '../example.testing.ts';
import type { ProvisionContext } from './listener.ts';
import { createProvisionRecord, type ProvisionRecord } from './record.ts';

export const CONTEXT: ProvisionContext = {
  idpTitle: (name) => ({ okta: 'Okta' })[name] ?? name,
  colour: false,
  columns: 90,
  verbose: false,
  state: 'okta.state',
  applyWords: 'scimulate provision apply staging --idp okta --people people.csv --state okta.state',
};

export const person = (number: number, changes: Partial<Change> = {}): Change => ({
  action: 'create',
  resource: 'user',
  id: `p${number}`,
  name: `person${number}@example.com`,
  why: 'in the directory, and not yet in the target',
  at: { file: 'people.csv', line: number + 1 },
  ...changes,
});

export const members = (name: string, count: number, changes: Partial<Change> = {}): Change => ({
  action: 'add-members',
  resource: 'group',
  id: name.toLowerCase(),
  name,
  why: 'in the group in the directory',
  count,
  ...changes,
});

export const refusal = (number: number, changes: Partial<Refusal> = {}): Refusal => ({
  action: 'create',
  resource: 'user',
  id: `p${number}`,
  name: `person${number}@example.com`,
  reason: 'POST /Users answered 400: an e-mail is needed',
  attempts: 1,
  at: { file: 'people.csv', line: number + 1 },
  exchange: 7,
  ...changes,
});

export const REJECT: Reject = {
  kind: 'person',
  reason: 'the id "p5" stands twice, first in line 6',
  at: { file: 'people.csv', line: 9 },
  row: 'p5,again@example.com',
};

export const entry = (changes: Partial<PulledEntry> = {}): PulledEntry => ({
  resource: 'user',
  status: 'New',
  targetId: 't-1',
  id: 'p1',
  name: 'person1@example.com',
  attributes: { userName: 'person1@example.com' },
  shown: { id: 't-1', userName: 'person1@example.com' },
  ...changes,
});

export const counts = (changes: Partial<PlanCounts> = {}): PlanCounts => ({
  created: 0,
  adopted: 0,
  updated: 0,
  deactivated: 0,
  reactivated: 0,
  deleted: 0,
  memberships: { added: 0, removed: 0 },
  unchanged: 0,
  refused: 0,
  ...changes,
});

export const EXCHANGE = exchange(7, {
  request: { method: 'POST', url: `${BASE}/Users`, headers: [], body: '{"userName":"person1@example.com"}' },
  response: answer({ status: '400', detail: 'an e-mail is needed' }, 400),
});

interface Made {
  readonly changes?: readonly Change[];
  readonly refusals?: readonly Refusal[];
  readonly rejected?: readonly Reject[];
  readonly summary?: Partial<ProvisionSummary>;
  readonly planned?: Partial<PlanCounts>;
  readonly stopped?: Stop;
  readonly exitCode?: 0 | 1 | 3 | 130;
}

export const eventsOf = (purpose: 'plan' | 'apply', made: Made): ProvisionEvent[] => {
  const { changes = [], refusals = [], rejected = [], stopped, exitCode = 0 } = made;
  const summary = { ...counts(), requests: 52, durationMs: 1240, ...made.summary };
  return [
    {
      type: 'started',
      version: 1,
      target: BASE,
      idp: 'okta',
      mode: 'aiw',
      purpose,
      directory: 'people from people.csv (CSV in UTF-8 with commas)',
      unresolved: 0,
    },
    ...rejected.map((reject): ProvisionEvent => ({ type: 'rejected', reject })),
    { type: 'staged', people: 60, groups: 1, memberships: 12, rejected: rejected.length },
    ...changes.map((change): ProvisionEvent => ({ type: purpose === 'plan' ? 'change' : 'applied', change })),
    ...(refusals.length > 0 ? [{ type: 'sent', operation: 'create-user', exchange: EXCHANGE } as const] : []),
    ...refusals.map((one): ProvisionEvent => ({ type: 'refused', refusal: one })),
    { type: 'planned', counts: counts(made.planned ?? made.summary), digest: '0123456789abcdef' },
    { type: 'finished', summary, ...(stopped && { stopped }), exitCode },
  ];
};

export const recordOf = (events: readonly ProvisionEvent[]): ProvisionRecord => {
  const { record, listener } = createProvisionRecord();
  for (const event of events) listener.on(event);
  return record;
};
