/** One resource of the target, as the identity provider believes it to be, and how it has come to that. */
import type { Json, JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import type { Cell } from './cells.ts';
import type { MemberChange } from './member-changes.ts';

/** A resource type, and what can be told about its resources. */
export interface Kind {
  readonly model: ResourceModel;
  readonly cells: readonly Cell[];
}

/** A request that was accepted, and changed something. */
export interface Write {
  readonly exchange: number;
  readonly method: string;
  readonly url: string;
}

/** A write, and what was believed after it. */
export interface Step {
  readonly write: Write;
  readonly value: JsonObject;
}

export interface Toggle {
  readonly write: Write;
  readonly present: boolean;
}

/** What the target showed instead of what is believed, and the first exchange in which it did. */
export interface Sight {
  readonly exchange: number;
  /** The last exchange before it in which the resource was read. */
  readonly after: number;
  readonly actual: Json | undefined;
}

export interface Believed {
  readonly kind: Kind;
  readonly id: string;
  /** Without members. */
  value: JsonObject;
  /** It was deleted. */
  gone: boolean;
  /** Ids. */
  readonly members: Set<string>;
  /** Whether nobody else can be a member: not of a group that was there before and whose members were never seen. */
  knowsMembers: boolean;
  /** A write whose fate nobody knows, or that we cannot read, was the last: whatever the target shows is believed. */
  doubtful: boolean;
  /** The last exchange in which a read showed it. */
  shownAt: number;
  /** What was believed when the target last showed all of it as it should be; absent before. */
  base?: JsonObject;
  /** Everything since then. */
  steps: Step[];
  /** By path of a cell: the last exchange since then that showed this one as it should be. */
  readonly agreedAt: Map<string, number>;
  /** By id of a member: everything that was said of it since the target last showed it as it should be. */
  readonly toggles: Map<string, Toggle[]>;
  /** By the attribute that was shown otherwise. */
  readonly sights: Map<string, Sight>;
}

export const newlyBelieved = (kind: Kind, id: string): Believed => ({
  kind,
  id,
  value: {},
  gone: false,
  members: new Set(),
  knowsMembers: false,
  doubtful: false,
  shownAt: 0,
  steps: [],
  agreedAt: new Map(),
  toggles: new Map(),
  sights: new Map(),
});

export const takeStep = (believed: Believed, write: Write, value: JsonObject): void => {
  believed.value = value;
  believed.steps.push({ write, value });
};

/** @returns the ids of those who came or went */
export const changeMembers = (believed: Believed, changes: readonly MemberChange[], write: Write): string[] => {
  const changed: string[] = [];
  const toggle = (ids: Iterable<string>, present: boolean): void => {
    for (const id of ids) if (changeMember(believed, id, present, write)) changed.push(id);
  };
  for (const change of changes) {
    if (change.kind === 'unknown') believed.doubtful = true;
    else if (change.kind === 'remove-where') toggle([...believed.members].filter(change.test), false);
    else if (change.kind !== 'set') toggle(change.ids, change.kind === 'add');
    else {
      const wanted = new Set(change.ids);
      toggle(
        [...believed.members].filter((id) => !wanted.has(id)),
        false,
      );
      toggle(wanted, true);
      believed.knowsMembers = true;
    }
  }
  return changed;
};

/** What says nothing new is no change: then an earlier write is the one that first said it. */
const changeMember = (
  { members, toggles, knowsMembers }: Believed,
  id: string,
  present: boolean,
  write: Write,
): boolean => {
  if (members.has(id) === present && (present || knowsMembers || toggles.has(id))) return false;
  if (present) members.add(id);
  else members.delete(id);
  const earlier = toggles.get(id);
  if (earlier === undefined) toggles.set(id, [{ write, present }]);
  else earlier.push({ write, present });
  return true;
};

/** How a membership is called among the attributes. */
export const memberPath = (id: string): string => `members[value eq ${JSON.stringify(id)}]`;

export const isMembership = (path: string): boolean => path.startsWith('members[');

/** Somebody was deleted: whether groups go on naming them is the target's affair. */
export const forgetMember = ({ members, toggles, sights }: Believed, id: string): void => {
  members.delete(id);
  toggles.delete(id);
  sights.delete(memberPath(id));
};

/** The target has shown all of it as it is believed: from here on everything is counted. */
export const agree = (believed: Believed): void => {
  believed.base = believed.value;
  believed.steps = [];
  believed.agreedAt.clear();
  believed.toggles.clear();
  believed.sights.clear();
};
