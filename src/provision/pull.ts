/** Listing what the target has, as an identity provider's import does: each New or Imported, and the chosen ones adopted. */
import { randomUUID } from 'node:crypto';
import type { Directory } from '../directory/record.ts';
import { flattenUser, groupValues } from '../directory/scim-resource.ts';
import { getIgnoringCase } from '../scim/attribute.ts';
import { asBoolean } from '../scim/capabilities.ts';
import type { Json, JsonObject } from '../scim/json.ts';
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
    const known = await recognition(state, options.directory, habits.import ?? UNRECOGNISED, control);
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
  /** The id in the directory, by the attributes by which this identity provider recognises what it reads. */
  idOf(resource: Resource, shown: Recognisable): string | undefined;
}

/** What a resource shows that it may be recognised by; `name` is its userName or displayName. */
interface Recognisable {
  readonly name: string;
  readonly email?: string | undefined;
  readonly externalId?: string | undefined;
}

/** What is known before: links, and the people and groups of the directory. */
const recognition = async (
  state: State | undefined,
  directory: Directory | undefined,
  { recognised }: Pick<ImportHabits, 'recognised'>,
  control: Control,
): Promise<Recognition> => {
  if (state === undefined) return { idOf: () => undefined };
  const links = createLinks(state, { run: 0 });
  if (directory === undefined) return { links, idOf: () => undefined };
  for await (const _ of stage({ state, directory, mapping: RECOGNISED, signal: control.halt }));
  const looks = looksInto(state);
  const attributes = { user: orElse(recognised.user, USUAL.user), group: orElse(recognised.group, USUAL.group) };
  return {
    links,
    idOf(resource, shown) {
      for (const attribute of attributes[resource]) {
        const id = looks[resource][attribute]?.(shown);
        if (id !== undefined) return id;
      }
      return undefined;
    },
  };
};

const USUAL = { user: ['userName', 'emails.value'], group: ['displayName'] } as const;

const orElse = (some: readonly string[], usual: readonly string[]): readonly string[] =>
  some.length === 0 ? usual : some;

type Look = (shown: Recognisable) => string | undefined;

/** By resource and attribute. Who shares it with others is not recognised by it. */
const looksInto = (state: State): Readonly<Record<Resource, Readonly<Record<string, Look>>>> => {
  state.exec(`
    CREATE INDEX staged.person_email ON person ((params ->> 'email') COLLATE NOCASE);
    CREATE INDEX staged.team_name ON team (name COLLATE NOCASE);`);
  const only = (sql: string): ((value: string | undefined) => string | undefined) => {
    const find = state.prepare(`${sql} LIMIT 2`);
    return (value) => {
      const found = value === undefined ? [] : find.all(value);
      return found.length === 1 ? String(found[0]?.id) : undefined;
    };
  };
  const [named, addressed] = [
    only('SELECT id FROM staged.person WHERE name_key = ?'),
    only("SELECT id FROM staged.person WHERE (params ->> 'email') = ? COLLATE NOCASE"),
  ];
  const [person, called, group] = [
    only('SELECT id FROM staged.person WHERE id = ?'),
    only('SELECT id FROM staged.team WHERE name = ? COLLATE NOCASE'),
    only('SELECT id FROM staged.team WHERE id = ?'),
  ];
  return {
    user: {
      userName: ({ name }) => named(name.toLowerCase()),
      'emails.value': ({ email }) => addressed(email),
      externalId: ({ externalId }) => person(externalId),
    },
    group: {
      displayName: ({ name }) => called(name),
      externalId: ({ externalId }) => group(externalId),
    },
  };
};

const column = (name: string): Mapping[string] => ({
  kind: 'column',
  column: name,
  at: { file: 'import', line: 1, column: 1 },
});
const UNRECOGNISED = { recognised: { user: [], group: [] } };
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
  const externalId = textOf(getIgnoringCase(shown, 'externalId'));
  const id = known.idOf(resource, { name, email: textOf(attributes.email), externalId });
  return { ...common, status: 'New', id: id ?? externalId ?? targetId };
};

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

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
