/** Bringing one user of the target to where the directory wants it: created, adopted, or changed. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { asBoolean } from '../scim/capabilities.ts';
import type { JsonObject } from '../scim/json.ts';
import type { Choice } from '../suite/model.ts';
import { attributeChanges, ownReferences, type UserWork, whyUser } from './decide.ts';
import type { Change } from './events.ts';
import { chosen, holds } from './facts.ts';
import type { Link } from './links.ts';
import { type Found, idOf, search, searchListing, searchWithPatience, THERE } from './lookup.ts';
import { pathsOf, shownParameters } from './paths.ts';
import { habitsOf, postpone, soughtUser, wantedUser } from './person.ts';
import type { PersonRow } from './rows.ts';
import type { Spoken } from './say.ts';
import { changeUser } from './user-changes.ts';
import { applied, asBegun, isRefused, refuse, type Settled, type Work } from './work.ts';

/** How often a creation is tried when it is known to have failed. */
const ATTEMPTS = 3;

/** The change as it is told. */
export const changeOf = (row: PersonRow, work: UserWork): Change => {
  const { id, name, link, at } = row;
  const targetId = link === undefined ? {} : { targetId: link.targetId };
  const common = { resource: 'user', id, name, ...targetId, at, why: whyUser(work, link) } as const;
  if (work.kind !== 'change') return { action: 'create', ...common };
  const attributes = work.changes.length === 0 ? {} : { attributes: work.changes };
  return { action: actionOf(row, work), ...common, ...attributes };
};

/** Some say it in requests of its own, some as an attribute like others; it is the same to whoever reads it. */
const actionOf = ({ link, active }: PersonRow, work: Extract<UserWork, { kind: 'change' }>): Change['action'] => {
  if (work.deactivate) return 'deactivate';
  // Of whom it is not known whether they were active it is not claimed that they were not.
  const turned = link?.active !== undefined && link.active !== active;
  if (!turned || !(work.reactivate || says(work, 'active'))) return 'update';
  return active ? 'reactivate' : 'deactivate';
};

const says = (work: Extract<UserWork, { kind: 'change' }>, attribute: string): boolean =>
  work.changes.some(({ name }) => name === attribute);

/** Does what was decided. Never throws for what the target does. */
export const applyUser = async (
  row: PersonRow,
  decided: UserWork,
  work: Work,
  answered?: () => void,
): Promise<Settled> => {
  const change = asBegun(changeOf(row, decided), work);
  if (decided.kind !== 'change' || row.link === undefined) return createUser(row, change, work, answered);
  const habits = habitsOf(work);
  if (habits.returners === 'match' && decided.reactivate) return returnUser(row, decided, change, work);
  return changeLinked(row, row.link, decided, change, work);
};

/** A user who turns out to be gone may be created again. */
const changeLinked = (
  row: PersonRow,
  link: Link,
  decided: Extract<UserWork, { kind: 'change' }>,
  change: Change,
  work: Work,
): Promise<Settled> => changeUser(row, link, decided, change, work, (again) => createUser(row, again, work));

/** Somebody comes back: this identity provider searches first, and the id should be the old one. */
const returnUser = async (
  row: PersonRow,
  decided: Extract<UserWork, { kind: 'change' }>,
  change: Change,
  work: Work,
): Promise<Settled> => {
  const { link } = row;
  if (link === undefined) return createUser(row, change, work);
  const found = await search(work.voice, habitsOf(work).match, soughtUser(row));
  if (found.kind === 'failed') return refuse(work, change, wantedUser(row), { because: found.because });
  if (found.kind !== 'one' || found.id === link.targetId) {
    if (found.kind === 'none')
      work.voice.notice(`a search does not find ${row.name}, who was deactivated: the known id is used`);
    return changeLinked(row, link, decided, change, work);
  }
  work.voice.notice(
    `${row.name} is another resource in the target now: ${found.id} instead of ${link.targetId}`,
    'A service provider must not change the id of a resource (RFC 7643 section 3.1).',
  );
  return adopt(row, found, change, work);
};

/** A creation as it is sent, and what is known of the user once it is done. */
export interface Creation {
  readonly choice: Choice;
  readonly values: JsonObject;
  /** References that go with it: people who are there already. */
  readonly refs: Readonly<Record<string, string>>;
  /** Others do not go with it, because those people are not there yet. */
  readonly open: boolean;
  /** Whether the user is active afterwards. */
  readonly active: boolean;
}

export const creationOf = (row: PersonRow, choice: Choice, work: Work): Creation => {
  const { parameters } = work.voice.operation(choice.operation);
  const carries = Object.hasOwn(parameters, 'active');
  const active = row.active || !(carries || row.params.active !== undefined);
  const values =
    carries && !row.active && row.params.active === undefined ? { ...row.params, active: false } : row.params;
  const own = Object.entries(ownReferences(row, habitsOf(work)));
  if (own.length === 0) return { choice, values, refs: {}, open: false, active };
  const there = own.flatMap(([name, id]) => {
    const target = work.links.targetIdOf('user', id);
    return target === undefined ? [] : [{ name, id, target }];
  });
  return {
    ...{ choice, active, open: there.length < own.length },
    values: { ...values, ...Object.fromEntries(there.map(({ name, target }) => [name, target])) },
    refs: Object.fromEntries(there.map(({ name, id }) => [name, id])),
  };
};

export const createUser = async (
  row: PersonRow,
  change: Change,
  work: Work,
  answered?: () => void,
): Promise<Settled> => {
  const { match } = habitsOf(work);
  if (match.when === 'before-create' && holds(match.condition, work.facts)) {
    const found = await search(work.voice, match, soughtUser(row));
    if (found.kind === 'one') return adopt(row, found, change, work);
    if (found.kind !== 'none') return refuse(work, change, wantedUser(row), found);
  }
  return post(row, change, work, answered);
};

const post = async (row: PersonRow, change: Change, work: Work, answered?: () => void): Promise<Settled> => {
  const choices = [...chosen(habitsOf(work).create, work.facts)];
  for (let attempt = 1; ; attempt++) {
    const [choice] = choices;
    if (choice === undefined)
      return refuse(work, change, wantedUser(row), { because: 'the dialect has no way to create users here' });
    const creation = creationOf(row, choice, work);
    const spoken = await work.voice.speak(choice.operation, creation.values, change, answered);
    if (spoken.effect === 'done') return created(row, spoken, creation, change, work);
    if (spoken.effect === 'conflict') return onConflict(row, spoken, change, work);
    if (isRefused(spoken) && choice.refused === 'next' && choices.length > 1) {
      choices.shift();
      continue;
    }
    if (spoken.effect !== 'uncertain' && spoken.effect !== 'interrupted')
      return refuse(work, change, wantedUser(row), spoken);
    const found = await lookAgain(row, work);
    if (found.kind === 'one') return linkCreated(row, found.id, creation, change, work);
    if (found.kind !== 'none' || !found.sure)
      return refuse(work, change, wantedUser(row), unknown(spoken, found), false);
    if (attempt >= ATTEMPTS || work.control.stopped() !== undefined)
      return refuse(work, change, wantedUser(row), spoken);
  }
};

const unknown = (spoken: Spoken, found: Found): { because: string; exchange?: number } => ({
  because: `${spoken.because}; whether it was done is not known${'because' in found ? ` (${found.because})` : ''}: the next run looks it up`,
  ...(spoken.exchange !== undefined && { exchange: spoken.exchange }),
});

/** Looks for somebody who may have been created: with patience, for targets that show their writes late. */
export const lookAgain = async (
  row: Pick<PersonRow, 'id' | 'name' | 'params'>,
  work: Work,
  until = performance.now() + work.patienceMs,
): Promise<Found> => {
  const { voice, habits, control } = work;
  const sought = soughtUser(row);
  const once = async (): Promise<Found> => {
    const found = await search(voice, habitsOf(work).match, sought);
    const sure = found.kind === 'one' || found.kind === 'several' || (found.kind === 'none' && found.sure);
    const listing = habits.import?.users;
    return sure || listing === undefined ? found : searchListing(voice, listing, sought);
  };
  return searchWithPatience(once, { until, signal: control.halt });
};

/** 409: this identity provider may look who has the name, and takes them for the one it wanted to create. */
const onConflict = async (row: PersonRow, spoken: Spoken, change: Change, work: Work): Promise<Settled> => {
  const { match } = habitsOf(work);
  if (match.when === 'never' || !holds(match.condition, work.facts)) return postpone(row, change, spoken, work);
  const until = performance.now() + work.patienceMs;
  const found = await searchWithPatience(() => search(work.voice, match, soughtUser(row)), {
    until,
    signal: work.control.halt,
  });
  if (found.kind === 'one') return adopt(row, found, change, work);
  if (found.kind !== 'none') return refuse(work, change, wantedUser(row), found);
  const because = `${spoken.because}; the target says that ${JSON.stringify(row.name)} is there, but a search does not find anybody of that name`;
  return refuse(work, change, wantedUser(row), { because, exchange: spoken.exchange });
};

const created = async (
  row: PersonRow,
  spoken: Spoken,
  creation: Creation,
  change: Change,
  work: Work,
): Promise<Settled> => {
  const id = idOf(spoken.body) ?? lastSegment(spoken.location);
  if (id !== undefined) return linkCreated(row, id, creation, change, work);
  const because = `${work.voice.dialect.title} needs the id of what it created, and the answer has none`;
  const found = await lookAgain(row, work);
  const settled = found.kind === 'one' ? await linkCreated(row, found.id, creation, change, work) : false;
  if (habitsOf(work).withoutId === 'stop') {
    work.control.stop({ kind: 'quarantine', because, hint: `${work.voice.dialect.title} ends its whole cycle then.` });
  }
  if (found.kind === 'one') return settled;
  return refuse(work, change, wantedUser(row), { because, exchange: spoken.exchange }, false);
};

const lastSegment = (location: string | undefined): string | undefined => {
  const segment = location
    ?.replace(/[?#].*$/u, '')
    .replace(/\/+$/u, '')
    .split('/')
    .at(-1);
  return segment === undefined || segment === '' || !URL.canParse(`x:${segment}`) ? undefined : decodeSafely(segment);
};

const decodeSafely = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

export const linkCreated = async (
  row: PersonRow,
  targetId: string,
  { refs, open, active }: Creation,
  change: Change,
  work: Work,
): Promise<Settled> => {
  const link = { id: row.id, targetId, name: row.name, sent: row.params, refs, refsOpen: open, active };
  const other = work.links.put('user', link);
  if (other !== undefined) {
    if (other.leftAt === undefined) return refuseTaken(row, targetId, other.id, change, work);
    // The target took somebody back who had left, under the old id.
    work.links.remove('user', other.id);
    work.links.put('user', link);
  }
  if (row.link !== undefined) work.links.reopenRefs(row.id);
  const done = { ...change, action: 'create', targetId } as const;
  if (active === row.active) return applied(work, done);
  const asleep = { kind: 'change', reactivate: false, deactivate: true, changes: [], returns: false } as const;
  return changeUser(row, { ...link, unbound: false }, asleep, done, work);
};

const refuseTaken = (row: PersonRow, targetId: string, other: string, change: Change, work: Work): Settled =>
  postpone(
    row,
    change,
    {
      because: `${JSON.stringify(row.name)} is ${targetId} in the target, which is ${JSON.stringify(other)} of the directory: two people cannot share it`,
    },
    work,
  );

/** Takes somebody over who is in the target already, and sends what this identity provider sends then. */
export const adopt = async (
  row: PersonRow,
  found: Extract<Found, { kind: 'one' }>,
  change: Change,
  work: Work,
): Promise<Settled> => {
  const { links } = work;
  const habits = habitsOf(work);
  const other = links.byTarget('user', found.id);
  if (other !== undefined && other.id !== row.id) {
    if (other.leftAt === undefined) return refuseTaken(row, found.id, other.id, change, work);
    // Whoever had it has left; a rehire under a new id of the directory is the usual case.
    links.remove('user', other.id);
  }
  const moved = row.link !== undefined && row.link.targetId !== found.id;
  const shownActive = asBoolean(getIgnoringCase(found.resource, 'active'));
  const asIs = habits.match.found === 'link';
  const link = { id: row.id, targetId: found.id, name: row.name, refs: {}, refsOpen: false };
  links.put('user', { ...link, sent: asIs ? row.params : undefined, active: asIs ? row.active : shownActive });
  if (moved) links.reopenRefs(row.id);
  const adopted = { ...change, action: 'adopt', targetId: found.id, why: THERE } as const;
  if (asIs) return applied(work, adopted);
  const before = shownBefore(row, found.resource, work);
  const decided = {
    kind: 'change',
    reactivate: row.active && shownActive === false && habits.reactivate !== undefined,
    deactivate: !row.active && shownActive !== false && habits.deactivate !== undefined,
    changes: attributeChanges(before, row.params, {
      ignore: work.habits.ignored,
      emptied: habits.emptied,
    }),
    returns: false,
  } as const;
  return changeUser(row, { ...link, unbound: false }, decided, adopted, work);
};

/** Whoever sends changes only compares with what the target shows; the others send everything. */
const shownBefore = (row: PersonRow, resource: JsonObject, work: Work): JsonObject | undefined => {
  const { update, create } = habitsOf(work);
  const [choice] = chosen(update, work.facts);
  const [creation] = chosen(create, work.facts);
  if (choice?.send !== 'changed' || creation === undefined) return undefined;
  const { dialect, mode } = work.voice;
  return shownParameters(
    resource,
    row.params,
    pathsOf(dialect, mode, creation.operation, { userName: row.name, ...row.params }),
  );
};
