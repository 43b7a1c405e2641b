/** Changing a user who is linked: activity, attributes, references. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Choice, UserHabits } from '../suite/model.ts';
import { heldAfter, ownReferences, type UserWork } from './decide.ts';
import type { AttributeChange, Change } from './events.ts';
import { chosen } from './facts.ts';
import type { Link } from './links.ts';
import { idOf, search } from './lookup.ts';
import { habitsOf, postpone, soughtUser, wantedUser } from './person.ts';
import type { PersonRow } from './rows.ts';
import type { Spoken } from './say.ts';
import { applied, appliedPartly, isRefused, refuse, type Settled, type Work } from './work.ts';

type Wanted = Extract<UserWork, { kind: 'change' }>;

/** Creates the user again; absent where that has been tried. */
type Recreate = (change: Change) => Promise<Settled>;

export const DONE: Spoken = { effect: 'done', because: '' };

/** Sends what was decided, one thing after the other; what the target holds in between is always known, or known to be unknown. */
export const changeUser = async (
  row: PersonRow,
  link: Link,
  wanted: Wanted,
  change: Change,
  work: Work,
  recreate?: Recreate,
): Promise<Settled> => {
  const failed = (reached: Link, spoken: Spoken, said: Broken['said'], done = linkedBy(change)): Promise<Settled> =>
    changeFailed({ row, link: reached, wanted, change, recreate, said, done }, spoken, work);
  const habits = habitsOf(work);
  let { targetId } = link;
  const tell = async (operation: string | undefined, values: JsonObject): Promise<Spoken> => {
    if (operation === undefined) return DONE;
    const spoken = await work.voice.speak(operation, { ...values, id: targetId }, change);
    if (spoken.effect === 'done') targetId = noticeId(row, targetId, spoken.body, work);
    return spoken;
  };

  const awake = wanted.reactivate ? await tell(habits.reactivate, {}) : DONE;
  if (awake.effect !== 'done') return failed(link, awake, 'activity');
  if (wanted.reactivate) targetId = (await confirmId(row, targetId, awake, work)) ?? targetId;
  const told = await update(row, wanted.changes, tell, work);
  // Who is to be kept out is kept out, whatever the target thinks of the new values.
  const turnsOff = wanted.deactivate && (told.effect === 'done' || isDenied(told));
  const asleep = turnsOff ? await tell(habits.deactivate, {}) : DONE;
  const active = turnsOff && asleep.effect === 'done' ? false : wanted.reactivate ? true : link.active;
  const reached = { ...link, targetId, ...(active !== undefined && { active }) };
  if (told.effect !== 'done') {
    if (asleep.effect !== 'done') return failed(reached, asleep, 'activity');
    return failed(
      reached,
      told,
      'attributes',
      linkedBy(change) ?? (active === link.active ? undefined : turnedBy(change)),
    );
  }
  const sent = heldAfter(link.sent, row.params, habits.emptied, work.habits.untold);
  const changed = { id: row.id, targetId, name: row.name, sent, ...referencesAfter(row, link, wanted.changes, work) };
  if (asleep.effect !== 'done') {
    const updated = wanted.changes.length > 0 ? 'update' : undefined;
    return failed({ ...reached, ...changed }, asleep, 'activity', linkedBy(change) ?? updated);
  }
  work.links.put('user', { ...changed, active: row.active });
  if (link.unbound && row.active) work.links.markUnbound(row.id, false, true);
  return applied(work, { ...change, targetId });
};

/** Nothing was done, because the target does not want it. */
const isDenied = ({ effect }: Spoken): boolean => effect === 'refused' || effect === 'conflict';

/** Whoever is created or adopted is linked, whatever becomes of the rest. */
const linkedBy = ({ action }: Change): Change['action'] | undefined =>
  action === 'create' || action === 'adopt' ? action : undefined;

/** Of a change whose values were refused: that somebody was locked out, or let in again, was done. */
const turnedBy = ({ action }: Change): Change['action'] | undefined =>
  action === 'deactivate' || action === 'reactivate' ? action : undefined;

/** Which references the target has after an update that carried them. */
const referencesAfter = (
  row: PersonRow,
  link: Link,
  changes: readonly AttributeChange[],
  work: Work,
): { refs: Readonly<Record<string, string>>; refsOpen: boolean } => {
  const own = ownReferences(row, habitsOf(work));
  const carried = Object.entries(own).filter(
    ([name, id]) => changes.some((one) => one.name === name) && work.links.targetIdOf('user', id) !== undefined,
  );
  const open = Object.entries(own).some(
    ([name, id]) => link.refs[name] !== id && !carried.some(([one]) => one === name),
  );
  return {
    refs: { ...link.refs, ...Object.fromEntries(carried) },
    refsOpen: link.refsOpen ? !allThere(row, work) || open : open,
  };
};

const allThere = (row: PersonRow, work: Work): boolean =>
  Object.entries(row.refs).every(([, id]) => work.links.targetIdOf('user', id) !== undefined);

/** The requests of an update: the dialect's operation with all parameters or those that changed, and one for first values. */
export const update = async (
  row: PersonRow,
  changes: readonly AttributeChange[],
  tell: (operation: string | undefined, values: JsonObject) => Promise<Spoken>,
  work: Work,
): Promise<Spoken> => {
  const habits = habitsOf(work);
  const choices = [...chosen(habits.update, work.facts)];
  const first = firstValues(changes, choices[0], habits, work);
  const rest = changes.filter(({ name }) => !first.some((one) => one.name === name));
  const values = { ...row.params, ...resolved(row, work), ...activeOf(row, habits) };
  let spoken = DONE;
  while (choices.length > 0) {
    const choice = choices.shift();
    if (choice === undefined || !says(choice, rest, work)) break;
    spoken = await tell(choice.operation, choice.send === 'all' ? values : only(values, rest, choice, work));
    if (spoken.effect === 'done' || choice.refused !== 'next' || !isRefused(spoken) || choices.length === 0) break;
  }
  if (spoken.effect !== 'done' || first.length === 0) return spoken;
  return tell(habits.firstValues, Object.fromEntries(first.map(({ name, after }) => [name, after ?? null])));
};

/** `active` as a parameter of updates: of those who say it in requests of its own, so that a default does not say otherwise. */
const activeOf = (row: PersonRow, { deactivate }: UserHabits): JsonObject => {
  // The directory has them as active, and no group of theirs is provisioned: an update must not wake them.
  const isOvertaken = !row.active && row.params.active === true;
  return isOvertaken || (!row.active && row.params.active === undefined && deactivate === undefined)
    ? { active: false }
    : {};
};

const resolved = (row: PersonRow, work: Work): JsonObject =>
  Object.fromEntries(
    Object.entries(ownReferences(row, habitsOf(work))).flatMap(([name, id]): [string, Json][] => {
      const target = work.links.targetIdOf('user', id);
      return target === undefined ? [] : [[name, target]];
    }),
  );

const firstValues = (
  changes: readonly AttributeChange[],
  choice: Choice | undefined,
  { firstValues: operation }: UserHabits,
  work: Work,
): readonly AttributeChange[] => {
  if (operation === undefined || choice?.send !== 'changed') return [];
  const { parameters } = work.voice.operation(operation);
  return changes.filter(
    ({ name, before, after }) => before === undefined && after !== undefined && Object.hasOwn(parameters, name),
  );
};

/** Whether the operation has a word for any of the changes. */
const says = ({ operation }: Choice, changes: readonly AttributeChange[], work: Work): boolean => {
  const { parameters } = work.voice.operation(operation);
  return changes.some(({ name }) => Object.hasOwn(parameters, name));
};

/** What has changed, and what the operation cannot do without. */
const only = (
  values: JsonObject,
  changes: readonly AttributeChange[],
  { operation }: Choice,
  work: Work,
): JsonObject => {
  const wanted = new Set(changes.map(({ name }) => name));
  const { parameters } = work.voice.operation(operation);
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => {
      const parameter = parameters[name];
      return wanted.has(name) || (parameter !== undefined && (!parameter.optional || parameter.default !== undefined));
    }),
  );
};

/** An answer that shows another id than the one asked for. */
const noticeId = (row: PersonRow, targetId: string, body: Json | undefined, work: Work): string => {
  const shown = idOf(body);
  const isUser = isObject(body) && getIgnoringCase(body, 'userName') !== undefined;
  return shown === undefined || shown === targetId || !isUser ? targetId : moved(row, targetId, shown, work);
};

const moved = (row: PersonRow, from: string, to: string, work: Work): string => {
  if (work.links.byTarget('user', to) !== undefined) return from;
  work.voice.notice(
    `the target changed the id of ${row.name}: ${from} is ${to} now`,
    'A service provider must not change the id of a resource (RFC 7643 section 3.1).',
  );
  work.links.move(row.id, to);
  return to;
};

/** After a reactivation whose answer shows nothing, the dialect's own search tells whether it is still the same resource. */
const confirmId = async (row: PersonRow, targetId: string, spoken: Spoken, work: Work): Promise<string | undefined> => {
  if (idOf(spoken.body) !== undefined) return undefined;
  const found = await search(work.voice, habitsOf(work).match, soughtUser(row));
  return found.kind === 'one' && found.id !== targetId ? moved(row, targetId, found.id, work) : undefined;
};

/** A change that failed on its way, and the link as far as it came. */
interface Broken {
  readonly row: PersonRow;
  readonly link: Link;
  readonly wanted: Wanted;
  readonly change: Change;
  readonly recreate: Recreate | undefined;
  /** What the request that failed was about. */
  readonly said: 'activity' | 'attributes';
  /** What of it was done before that. */
  readonly done: Change['action'] | undefined;
}

const changeFailed = async (broken: Broken, spoken: Spoken, work: Work): Promise<Settled> => {
  const { row, link, said } = broken;
  if (spoken.effect === 'gone') return gone(broken, spoken, work);
  const put = { id: row.id, targetId: link.targetId, name: row.name, refs: link.refs, refsOpen: link.refsOpen };
  const uncertain = spoken.effect === 'uncertain' || spoken.effect === 'interrupted';
  // Where activity is an attribute like others, it was said with them.
  const isActiveOpen = said === 'activity' || habitsOf(work).reactivate === undefined;
  work.links.put('user', {
    ...put,
    sent: uncertain && said === 'attributes' ? undefined : link.sent,
    active: uncertain && isActiveOpen ? undefined : link.active,
  });
  const change = tellDone(broken, work);
  if (spoken.effect === 'conflict') return postpone(row, change, spoken, work);
  return refuse(work, change, wantedUser(row), spoken);
};

/** @returns what is left of the change */
const tellDone = ({ row, link, wanted, change, said, done }: Broken, work: Work): Change => {
  if (done === undefined) return change;
  appliedPartly(work, { ...change, action: done, targetId: link.targetId });
  if (said === 'attributes') return { ...change, action: 'update', targetId: link.targetId };
  const { attributes: _, ...turn } = change;
  return { ...turn, action: wanted.reactivate && row.active ? 'reactivate' : 'deactivate', targetId: link.targetId };
};

/** 404: it may have another id, or be gone; then this identity provider may create it again. */
const gone = async ({ row, link, wanted, change, recreate }: Broken, spoken: Spoken, work: Work): Promise<Settled> => {
  const habits = habitsOf(work);
  const found = await search(work.voice, habits.match, soughtUser(row));
  if (found.kind === 'one' && found.id !== link.targetId && recreate !== undefined) {
    const targetId = moved(row, link.targetId, found.id, work);
    if (targetId === found.id) return changeUser(row, { ...link, targetId }, wanted, { ...change, targetId }, work);
  }
  if (habits.gone === 'fail' || found.kind !== 'none' || recreate === undefined) {
    const because = `${spoken.because}: the target does not know ${link.targetId} any more`;
    return refuse(work, change, wantedUser(row), { because, exchange: spoken.exchange });
  }
  return recreate({ ...change, action: 'create', why: `${link.targetId} is gone from the target` });
};
