import { expect, it } from 'vitest';
import type { PlanDocument, ProvisionEvent } from '../../provision/events.ts';
import type { Destination } from '../destination.ts';
import { CONTEXT, counts, eventsOf, members, person, REJECT, recordOf, refusal } from './example.testing.ts';
import { createProvisionReporter, type ProvisionReporterName } from './reporter.ts';

const written = (name: ProvisionReporterName, purpose: 'plan' | 'apply', events: readonly ProvisionEvent[]) => {
  let text = '';
  let ending = 'open';
  const destination: Destination = {
    write: (more) => {
      text += more;
    },
    close: () => {
      ending = 'closed';
    },
    discard: () => {
      ending = 'discarded';
    },
  };
  const reporter = createProvisionReporter(name, purpose, destination, { record: recordOf(events), context: CONTEXT });
  for (const event of events) reporter.on(event);
  reporter.end?.();
  return { text, ending };
};

it('ends a run with the object that other programs rely on, and nothing else', () => {
  const events = eventsOf('apply', {
    changes: [person(1)],
    summary: { created: 1, memberships: { added: 2, removed: 3 }, unchanged: 4 },
  });
  const { text } = written('json', 'apply', events);
  expect(text).toBe(
    '{"created":1,"adopted":0,"updated":0,"deactivated":0,"reactivated":0,"deleted":0,"memberships":{"added":2,"removed":3},"unchanged":4,"refused":0,"requests":52,"durationMs":1240}\n',
  );
});

it('writes a plan as one document while it is made', () => {
  const changes = [person(1), members('Everyone', 12)];
  const events = eventsOf('plan', {
    changes,
    refusals: [refusal(2)],
    rejected: [REJECT],
    planned: { created: 1 },
    summary: { refused: 2 },
  });
  const expected: PlanDocument = {
    version: 1,
    target: 'https://scim.example.com/scim/v2',
    idp: 'okta',
    mode: 'aiw',
    directory: 'people from people.csv (CSV in UTF-8 with commas)',
    digest: '0123456789abcdef',
    counts: counts({ created: 1 }),
    changes,
    refused: [refusal(2)],
    rejected: [REJECT],
    requests: 52,
    durationMs: 1240,
  };
  const { text, ending } = written('json', 'plan', events);
  expect(JSON.parse(text)).toEqual(expected);
  expect(text.split('\n').filter((line) => line.includes('"action"') && line.startsWith('{"action"'))).toHaveLength(2);
  expect(ending).toBe('closed');
  expect(JSON.parse(written('json', 'plan', eventsOf('plan', {})).text)).toMatchObject({ changes: [] });
});

it('streams every event', () => {
  const events = eventsOf('apply', { changes: [person(1)] });
  const { text } = written('ndjson', 'apply', events);
  expect(
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).type),
  ).toEqual(events.map(({ type }) => type));
});

it('leaves no half report of a run that broke off', () => {
  const events = eventsOf('apply', { changes: [person(1)] }).slice(0, -1);
  expect(written('json', 'apply', events)).toEqual({ text: '', ending: 'discarded' });
  expect(written('text', 'apply', events)).toEqual({ text: '', ending: 'discarded' });
  expect(written('json', 'plan', events).ending).toBe('discarded');
});
