/** Listing what the target has, as an identity provider's import does: each New or Imported, and the chosen ones adopted. */
import { randomUUID } from 'node:crypto';
import type { Directory } from '../directory/record.ts';
import { flattenUser, groupValues } from '../directory/scim-resource.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asBoolean } from '../scim/capabilities.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ImportHabits, Mapping } from '../suite/model.ts';
import { type Control, createControl } from './control.ts';
import { createOutbox, type Outbox } from './crew.ts';
import type { ProvisionEvent, PullEvent, PulledEntry, PullSummary, Resource, Stop } from './events.ts';
import { createLinks, type Links } from './links.ts';
import { idOf } from './lookup.ts';
import { createMemberships } from './membership.ts';
import { ProvisionProblem, type PullOptions } from './options.ts';
import { createPace } from './pace.ts';
import { habitsFor, modeOf } from './session.ts';
import { stage } from './stage.ts';
import { openState, type State } from './state.ts';
import { createVoice, type Voice } from './voice.ts';

/** @throws ProvisionProblem before anything is sent */
export async function* pull(options: PullOptions): AsyncGenerator<PullEvent> {
  const { client, dialect } = options;
  const mode = modeOf(dialect, options.mode);
  const habits = habitsFor(dialect, mode);
  const reading = listingsOf(options, habits.import);
  if (options.adopt !== undefined && options.state === undefined) {
    throw new ProvisionProblem('nobody can be adopted without a state file', 'Give one with --state.');
  }
  const control = createControl(options.signal);
  const outbox = createOutbox();
  const voice = createVoice({
    ...{ client, dialect, mode, retry: habits.retry, lagMs: 0, control, emit: outbox.emit, guid: randomUUID },
    pace: createPace(1),
  });
  const identity = { target: client.baseUrl, idp: dialect.name, mode };
  const state = options.state === undefined ? undefined : openState(options.state, identity, options.now);
  const started = performance.now();
  try {
    yield { type: 'started', ...identity };
    const known = await recognition(state, options.directory, control);
    const counts = yield* list({ voice, outbox, control, known, options, state }, reading, habits.import);
    const summary = { ...counts, requests: voice.requests(), durationMs: Math.round(performance.now() - started) };
    const stopped = control.stopped();
    yield { type: 'finished', summary, ...(stopped && { stopped }), exitCode: exitCodeOf(stopped) };
  } finally {
    control.close();
    state?.close();
  }
}

const exitCodeOf = (stopped: Stop | undefined): 0 | 3 | 130 =>
  stopped === undefined ? 0 : stopped.kind === 'interrupted' ? 130 : 3;

interface Listing {
  readonly resource: Resource;
  readonly operation: string;
}

const listingsOf = (
  { dialect, resources = ['user', 'group'] }: PullOptions,
  habits: ImportHabits | undefined,
): Listing[] => {
  const listings = resources.flatMap((resource): Listing[] => {
    const operation = resource === 'user' ? habits?.users : habits?.groups;
    return operation === undefined ? [] : [{ resource, operation }];
  });
  if (listings.length > 0) return listings;
  throw new ProvisionProblem(`${dialect.title} lists no ${resources.map((one) => `${one}s`).join(' and ')}`);
};

interface Recognition {
  readonly links?: Links;
  /** The id of somebody in the directory by one of the attributes by which an import recognises people. */
  personBy(name: string, email: string | undefined): string | undefined;
}

/** What is known before: links, and the people of the directory by name and address. */
const recognition = async (
  state: State | undefined,
  directory: Directory | undefined,
  control: Control,
): Promise<Recognition> => {
  if (state === undefined) return { personBy: () => undefined };
  const links = createLinks(state, { run: 0 });
  if (directory === undefined) return { links, personBy: () => undefined };
  for await (const _ of stage({ state, directory, mapping: RECOGNISED, signal: control.halt }));
  state.exec("CREATE INDEX staged.person_email ON person (lower(params ->> 'email'))");
  const byName = state.prepare('SELECT id FROM staged.person WHERE name_key = ?');
  const byEmail = state.prepare("SELECT id FROM staged.person WHERE lower(params ->> 'email') = ? LIMIT 2");
  return {
    links,
    personBy(name, email) {
      const named = byName.get(name.toLowerCase())?.id;
      if (typeof named === 'string') return named;
      const found = email === undefined ? [] : byEmail.all(email.toLowerCase());
      return found.length === 1 ? String(found[0]?.id) : undefined;
    },
  };
};

const column = (name: string): Mapping[string] => ({
  kind: 'column',
  column: name,
  at: { file: 'import', line: 1, column: 1 },
});
const RECOGNISED = { user: { userName: column('userName'), email: column('email') }, group: {}, member: {} };

interface Pulling {
  readonly voice: Voice;
  readonly outbox: Outbox;
  readonly control: Control;
  readonly known: Recognition;
  readonly options: PullOptions;
  readonly state: State | undefined;
}

async function* list(
  pulling: Pulling,
  listings: readonly Listing[],
  habits: ImportHabits | undefined,
): AsyncGenerator<PullEvent, Omit<PullSummary, 'requests' | 'durationMs'>> {
  const counts = { users: 0, groups: 0, new: 0, imported: 0, adopted: 0 };
  for (const { resource, operation } of listings) {
    let read = 0;
    for await (const turn of pulling.voice.list(operation)) {
      yield* traffic(pulling.outbox);
      if ('effect' in turn) {
        pulling.control.stop({ kind: 'lost', because: turn.because });
        break;
      }
      read += turn.resources.length;
      yield { type: 'page', resource, read, ...(turn.total !== undefined && { total: turn.total }) };
      for (const shown of turn.resources) {
        const entry = entryOf(resource, shown, pulling.known);
        if (entry === undefined || (habits?.activeOnly && isInactive(entry))) continue;
        counts[resource === 'user' ? 'users' : 'groups'] += 1;
        counts[entry.status === 'New' ? 'new' : 'imported'] += 1;
        if (entry.status === 'New' || !pulling.options.newOnly) yield { type: 'pulled', entry };
        if (!isChosen(entry, pulling.options) || !adopt(entry, pulling)) continue;
        counts.adopted += 1;
        yield { type: 'adopted', entry };
      }
      pulling.known.links?.flush();
      pulling.state?.commit();
      if (pulling.control.stopped() !== undefined) break;
    }
    yield* traffic(pulling.outbox);
    if (pulling.control.stopped() !== undefined) break;
  }
  return counts;
}

function* traffic(outbox: Outbox): Generator<PullEvent> {
  for (const event of outbox.take()) if (isTraffic(event)) yield event;
}

const isTraffic = (event: ProvisionEvent): event is Extract<ProvisionEvent, PullEvent> =>
  event.type === 'sent' || event.type === 'waiting' || event.type === 'notice';

const isInactive = ({ resource, shown }: PulledEntry): boolean =>
  resource === 'user' && asBoolean(getIgnoringCase(shown, 'active')) === false;

const entryOf = (resource: Resource, shown: JsonObject, known: Recognition): PulledEntry | undefined => {
  const targetId = idOf(shown);
  if (targetId === undefined) return undefined;
  const attributes = resource === 'user' ? flattenUser(shown) : groupValues(shown);
  const named = resource === 'user' ? attributes.userName : getIgnoringCase(shown, 'displayName');
  const name = typeof named === 'string' ? named : targetId;
  const link = known.links?.byTarget(resource, targetId);
  const { id: _, ...others } = attributes;
  const common = { resource, targetId, name, attributes: others, shown };
  if (link !== undefined) return { ...common, status: 'Imported', id: link.id };
  const email = typeof attributes.email === 'string' ? attributes.email : undefined;
  const person = resource === 'user' ? known.personBy(name, email) : undefined;
  const external = getIgnoringCase(shown, 'externalId');
  return {
    ...common,
    status: 'New',
    id: person ?? (typeof external === 'string' && external !== '' ? external : targetId),
  };
};

const isChosen = ({ status, targetId, name, id }: PulledEntry, { adopt: chosen }: PullOptions): boolean => {
  if (chosen === undefined || status === 'Imported') return false;
  return (
    chosen === 'all' || chosen.some((one) => one === targetId || one === id || one.toLowerCase() === name.toLowerCase())
  );
};

/** What the target holds of it is not known: the next run sends it what the directory has. */
const adopt = ({ resource, id, targetId, name, shown }: PulledEntry, { known, state, voice }: Pulling): boolean => {
  const { links } = known;
  if (links === undefined || state === undefined) return false;
  const before = links.byId(resource, id);
  if (before !== undefined) {
    voice.notice(`${name} (${targetId}) is not adopted: ${JSON.stringify(id)} is linked to ${before.targetId}`);
    return false;
  }
  const active = resource === 'group' ? true : asBoolean(getIgnoringCase(shown, 'active'));
  links.put(resource, { id, targetId, name, sent: undefined, refs: {}, refsOpen: false, active });
  if (resource === 'group') createMemberships(state).adoptGroup(id);
  return true;
};
