/** Whether the target has somebody already: by the dialect's own searches, and what they find is not simply believed. */
import { setTimeout as pause } from 'node:timers/promises';
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { MatchHabit } from '../suite/model.ts';
import type { Subject } from './events.ts';
import { isListing, resourcesIn } from './say.ts';
import type { Voice } from './voice.ts';

export type Found =
  | { readonly kind: 'one'; readonly id: string; readonly resource: JsonObject }
  /** `sure` is false when the target did not do what the search asked: it may be there nevertheless. */
  | { readonly kind: 'none'; readonly sure: boolean }
  | { readonly kind: 'several'; readonly because: string }
  /** It could not be found out. */
  | { readonly kind: 'failed'; readonly because: string };

/** Why somebody who was to be created is adopted. */
export const THERE = 'in the target already, by the same name';

export interface Sought {
  readonly values: JsonObject;
  readonly about: Subject;
}

/** Searches with the operations of the habit, in their order, until one finds something. */
export const search = async (voice: Voice, habit: MatchHabit, { values, about }: Sought): Promise<Found> => {
  let failure: Found | undefined;
  let sure = habit.operations.length > 0;
  for (const name of habit.operations) {
    const keys = Object.keys(voice.operation(name).parameters);
    if (keys.some((key) => values[key] === undefined)) continue;
    const spoken = await voice.speak(name, values, about);
    if (spoken.effect === 'gone') continue;
    if (spoken.effect !== 'done') {
      failure = { kind: 'failed', because: spoken.because };
      continue;
    }
    if (!isListing(spoken.body)) {
      failure = { kind: 'failed', because: `the answer to ${name} is no list` };
      continue;
    }
    const shown = resourcesIn(spoken.body);
    const found = pick(
      shown.filter((resource) => isSought(resource, keys, values)),
      values,
      habit.several,
    );
    if (found !== undefined) return found;
    if (shown.length > 0) sure = false;
  }
  return failure ?? { kind: 'none', sure };
};

/** As search, but through the whole listing, for targets that cannot search. */
export const searchListing = async (voice: Voice, operation: string, { values }: Sought): Promise<Found> => {
  const keys = ['userName', 'displayName'].filter((key) => values[key] !== undefined).slice(0, 1);
  for await (const turn of voice.list(operation)) {
    if ('effect' in turn) return { kind: 'failed', because: turn.because };
    const found = pick(
      turn.resources.filter((resource) => isSought(resource, keys, values)),
      values,
      'first',
    );
    if (found !== undefined) return found;
  }
  return { kind: 'none', sure: keys.length > 0 };
};

/** Repeats a search that finds nobody for as long as the target may show old data. */
export const searchWithPatience = async (
  once: () => Promise<Found>,
  { until, signal }: { readonly until: number; readonly signal: AbortSignal },
): Promise<Found> => {
  for (let wait = 20; ; wait = Math.min(wait * 2, 1000)) {
    const found = await once();
    const left = until - performance.now();
    if (found.kind !== 'none' || left <= 0 || signal.aborted) return found;
    await pause(Math.min(wait, left), undefined, { signal }).catch(() => undefined);
  }
};

const sameText = (one: Json | undefined, other: Json | undefined): boolean =>
  typeof one === 'string' && typeof other === 'string' && one.toLowerCase() === other.toLowerCase();

/** Where the value of a parameter that searches are made by stands in a resource. */
const shownUnder = (resource: JsonObject, key: string): readonly Json[] | undefined => {
  if (key === 'userName' || key === 'displayName' || key === 'externalId' || key === 'id') {
    return [getIgnoringCase(resource, key) ?? null];
  }
  if (key !== 'email') return undefined;
  const emails = getIgnoringCase(resource, 'emails');
  return Array.isArray(emails)
    ? emails.map((one) => (isObject(one) ? (getIgnoringCase(one, 'value') ?? null) : one))
    : [];
};

/** A server that ignores the filter shows everybody: those are not who was sought. */
const isSought = (resource: JsonObject, keys: readonly string[], values: JsonObject): boolean =>
  idOf(resource) !== undefined &&
  keys.every((key) => shownUnder(resource, key)?.some((shown) => sameText(shown, values[key])) ?? true);

export const idOf = (resource: Json | undefined): string | undefined => {
  const id = isObject(resource) ? getIgnoringCase(resource, 'id') : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
};

const pick = (found: readonly JsonObject[], values: JsonObject, several: MatchHabit['several']): Found | undefined => {
  const name = values.userName ?? values.displayName;
  const exact = found.filter(
    (one) => (getIgnoringCase(one, 'userName') ?? getIgnoringCase(one, 'displayName')) === name,
  );
  const candidates = exact.length === 1 ? exact : found;
  const [first] = candidates;
  const id = idOf(first);
  if (first === undefined || id === undefined) return undefined;
  if (candidates.length === 1 || several === 'first') return { kind: 'one', id, resource: first };
  const ids = candidates
    .slice(0, 3)
    .map((one) => idOf(one))
    .join(', ');
  return {
    kind: 'several',
    because: `the target has ${candidates.length} of that name (${ids}${candidates.length > 3 ? ', …' : ''})`,
  };
};
