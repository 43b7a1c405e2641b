/** What the identity provider believes about the target, which decides between its habits. */
import { statedCapabilities } from '../scim/capabilities.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { matchesFilter } from '../scim/match.ts';
import type { Choice, Condition, DiscoveryHabits, MembershipHabit } from '../suite/model.ts';
import type { State } from './state.ts';
import type { Voice } from './voice.ts';

/** Nested: `{patch: {supported: true}}`. What nobody states is absent, which a condition takes for false. */
export type Facts = JsonObject;

const KEPT = 'facts';

/** Reads the target's discovery as far as this identity provider does, or remembers what it read not long ago. */
export const learnFacts = async (
  habits: DiscoveryHabits | undefined,
  { voice, state, now }: { readonly voice: Voice; readonly state: State; readonly now: number },
): Promise<Facts> => {
  if (habits === undefined) return {};
  if (habits.read === undefined) return habits.facts;
  const kept = habits.cached === undefined ? undefined : remembered(state, now - habits.cached * 1000);
  if (kept !== undefined) return laidOver(kept, habits.facts);
  const spoken = await voice.speak(habits.read, {});
  const document = spoken.effect === 'done' && isObject(spoken.body) ? spoken.body : undefined;
  if (document === undefined) {
    const message = `${spoken.because}: it is taken to support nothing`;
    voice.notice(message);
    return habits.facts;
  }
  const stated = statedCapabilities(document);
  if (habits.cached !== undefined) remember(state, stated, now);
  return laidOver(stated, habits.facts);
};

const remembered = (state: State, since: number): Facts | undefined => {
  const text = state.prepare('SELECT value FROM meta WHERE name = ?').get(KEPT)?.value;
  if (typeof text !== 'string') return undefined;
  const { at, facts } = JSON.parse(text) as { at: number; facts: Facts };
  return at >= since ? facts : undefined;
};

const remember = (state: State, facts: Facts, at: number): void => {
  state.begin();
  state.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(KEPT, JSON.stringify({ at, facts }));
};

const laidOver = (stated: Facts, believed: JsonObject): Facts => {
  const groups = new Map(Object.entries(stated));
  for (const [group, members] of Object.entries(believed)) {
    const below = groups.get(group);
    groups.set(group, isObject(members) ? { ...(isObject(below) ? below : {}), ...members } : members);
  }
  return Object.fromEntries(groups);
};

export const holds = (condition: Condition | undefined, facts: Facts): boolean =>
  condition === undefined || matchesFilter(condition.filter, facts);

/** The habit that the facts choose, and those after it, for when the target refuses it. */
export const chosen = <Habit extends Choice | MembershipHabit>(
  habits: readonly Habit[],
  facts: Facts,
): readonly Habit[] => {
  const first = habits.findIndex((habit) => holds(habit.when, facts));
  return first < 0 ? [] : habits.slice(first);
};

/** A number among the facts: `bulk.maxOperations`. Undefined when it is absent or below 1. */
export const numberAt = (facts: Facts, name: string): number | undefined => {
  const value = name
    .split('.')
    .reduce<Json | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), facts);
  return typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined;
};
