/** One user, one group: given or taken away, once, whatever it was before, and nobody else is touched. */
import { randomUUID } from 'node:crypto';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { GrantHabits, Provisioning } from '../suite/model.ts';
import { createControl } from './control.ts';
import type { GrantDocument, Resource } from './events.ts';
import { holds } from './facts.ts';
import { idOf } from './lookup.ts';
import { createMapper } from './mapping.ts';
import { memberIdsIn } from './members.ts';
import { type GrantOptions, ProvisionProblem } from './options.ts';
import { createPace } from './pace.ts';
import { habitsFor, modeOf } from './session.ts';
import { readState } from './state.ts';
import { createVoice, type Voice } from './voice.ts';

/** Makes the user a member. @throws ProvisionProblem when the dialect does no such thing */
export const grant = (options: GrantOptions): Promise<GrantDocument> => conduct('grant', options);

/** Takes the membership away. @throws as grant */
export const revoke = (options: GrantOptions): Promise<GrantDocument> => conduct('revoke', options);

type Verdict = Pick<GrantDocument, 'outcome' | 'changed'> & { readonly because?: string };

const conduct = async (action: 'grant' | 'revoke', options: GrantOptions): Promise<GrantDocument> => {
  const { client, dialect } = options;
  const mode = modeOf(dialect, options.mode);
  const habits = habitsFor(dialect, mode, options.mapping);
  const { grants } = habits;
  if (grants === undefined) {
    throw new ProvisionProblem(
      `${dialect.title} gives no single memberships`,
      'It provisions in cycles: `provision apply`.',
    );
  }
  const control = createControl(options.signal);
  const started = performance.now();
  const voice = createVoice({
    ...{ client, dialect, mode, retry: habits.retry, lagMs: 0, control, guid: randomUUID, pace: createPace(1) },
    emit: (event) => options.onEvent?.(event),
  });
  const known = knownIds(options);
  try {
    const user = await find('user', options.user, known.user, voice, habits);
    const group = 'because' in user ? user : await find('group', options.group, known.group, voice, habits);
    const verdict =
      'because' in group
        ? group
        : 'because' in user
          ? user
          : await decide(action, user, group, { voice, habits, grants });
    return {
      action,
      ...verdict,
      user: {
        given: options.user,
        ...('id' in user && { id: user.id, ...(user.name !== undefined && { name: user.name }) }),
      },
      group: {
        given: options.group,
        ...('id' in group && { id: group.id, ...(group.name !== undefined && { name: group.name }) }),
      },
      requests: voice.requests(),
      durationMs: Math.round(performance.now() - started),
      exitCode: verdict.outcome === 'failed' ? 3 : verdict.outcome === 'refused' ? 1 : 0,
    };
  } finally {
    control.close();
  }
};

const refused = (because: string): Verdict & { readonly because: string } => ({
  outcome: 'refused',
  changed: false,
  because,
});
const failed = (because: string, changed = false): Verdict & { readonly because: string } => ({
  outcome: 'failed',
  changed,
  because,
});

/** Ids of the target for ids of the directory, from a state file. */
const knownIds = ({ state, user, group, client }: GrantOptions): { user?: string; group?: string } => {
  if (state === undefined) return {};
  const { database, identity } = readState(state);
  try {
    if (identity.target !== client.baseUrl) {
      throw new ProvisionProblem(`the state file ${state} belongs to ${identity.target}, not to ${client.baseUrl}`);
    }
    const find = database.prepare('SELECT target_id FROM link WHERE resource = ? AND id = ?');
    const known = (resource: Resource, id: string): string | undefined => {
      const found = find.get(resource, id)?.target_id;
      return typeof found === 'string' ? found : undefined;
    };
    const [knownUser, knownGroup] = [known('user', user), known('group', group)];
    return {
      ...(knownUser !== undefined && { user: knownUser }),
      ...(knownGroup !== undefined && { group: knownGroup }),
    };
  } finally {
    database.close();
  }
};

interface Party {
  readonly id: string;
  readonly name?: string;
  /** What a mapping of members sees. */
  readonly record: JsonObject;
}

/** By the link, or in the target's listing: by id, externalId or name. */
const find = async (
  resource: Resource,
  given: string,
  known: string | undefined,
  voice: Voice,
  { import: reading }: Provisioning,
): Promise<Party | (Verdict & { readonly because: string })> => {
  if (known !== undefined) return { id: known, record: { id: given, externalId: known } };
  const listing = resource === 'user' ? reading?.users : reading?.groups;
  if (listing === undefined) return { id: given, record: { id: given } };
  const candidates: { readonly id: string; readonly name?: string; readonly by: number }[] = [];
  for await (const turn of voice.list(listing)) {
    if ('effect' in turn) return failed(turn.because);
    for (const shown of turn.resources) {
      const by = likeness(resource, shown, given);
      const id = idOf(shown);
      if (by === undefined || id === undefined) continue;
      const name = getIgnoringCase(shown, resource === 'user' ? 'userName' : 'displayName');
      candidates.push({ id, by, ...(typeof name === 'string' && { name }) });
    }
    if (candidates.some(({ by }) => by === 0)) break;
  }
  const best = Math.min(...candidates.map(({ by }) => by));
  const [first, ...others] = candidates.filter(({ by }) => by === best);
  if (first === undefined) return refused(`the target has no ${resource} ${JSON.stringify(given)}`);
  if (others.length > 0) {
    return refused(
      `the target has ${others.length + 1} ${resource}s ${JSON.stringify(given)}: give the id of the one that is meant`,
    );
  }
  return { id: first.id, record: { id: first.id }, ...(first.name !== undefined && { name: first.name }) };
};

/** The smaller, the surer. */
const likeness = (resource: Resource, shown: JsonObject, given: string): number | undefined => {
  if (idOf(shown) === given) return 0;
  if (getIgnoringCase(shown, 'externalId') === given) return 1;
  const name = getIgnoringCase(shown, resource === 'user' ? 'userName' : 'displayName');
  return typeof name === 'string' && name.toLowerCase() === given.toLowerCase() ? 2 : undefined;
};

interface Granting {
  readonly voice: Voice;
  readonly habits: Provisioning;
  readonly grants: GrantHabits;
}

/** The group is read first; where that fails, or the target computes the membership by itself, nothing is written. */
const decide = async (action: 'grant' | 'revoke', user: Party, group: Party, granting: Granting): Promise<Verdict> => {
  const { voice, grants } = granting;
  const read = await voice.speak(grants.read, { id: group.id });
  if (read.effect === 'gone') return refused(`the target has no group ${group.id}`);
  if (read.effect !== 'done' || !isObject(read.body)) return failed(read.because || 'the group could not be read');
  if (grants.computed !== undefined && holds(grants.computed, read.body)) {
    return refused('the target computes the members of this group by itself; nothing was written');
  }
  const isMember = memberIdsIn(read.body).includes(user.id);
  if (isMember === (action === 'grant')) return { outcome: 'already', changed: false };
  const element = await elementFor(user, granting);
  const written = await write(action, { user, group, element, shown: read.body }, granting);
  if (written.effect === 'done') return { outcome: action === 'grant' ? 'granted' : 'revoked', changed: true };
  if (written.effect === 'refused' || written.effect === 'conflict' || written.effect === 'gone')
    return refused(written.because);
  return confirm(action, user, group, written.because, granting);
};

/** It may have been written, or not: the group tells. */
const confirm = async (
  action: 'grant' | 'revoke',
  user: Party,
  group: Party,
  because: string,
  { voice, grants }: Granting,
): Promise<Verdict> => {
  const read = await voice.speak(grants.read, { id: group.id });
  if (read.effect !== 'done') return failed(because);
  const isMember = memberIdsIn(read.body).includes(user.id);
  if (isMember === (action === 'grant')) return { outcome: action === 'grant' ? 'granted' : 'revoked', changed: true };
  return failed(because);
};

const elementFor = async (user: Party, { habits }: Granting): Promise<JsonObject> => {
  const { params } = await createMapper(habits.mapping.member).map(user.record);
  return Object.keys(params).length === 0 ? { id: user.id } : params;
};

interface Writing {
  readonly user: Party;
  readonly group: Party;
  readonly element: JsonObject;
  readonly shown: JsonObject;
}

const write = (action: 'grant' | 'revoke', { user, group, element, shown }: Writing, { voice, grants }: Granting) => {
  const remaining = memberIdsIn(shown).filter((id) => id !== user.id);
  const { revokeLast } = grants;
  const operation =
    action === 'grant' ? grants.grant : remaining.length === 0 && revokeLast !== undefined ? revokeLast : grants.revoke;
  const values: JsonObject = {
    id: group.id,
    added: [element],
    removed: [element],
    members: remaining.map((id): Json => ({ id })),
  };
  return voice.speak(operation, values);
};
