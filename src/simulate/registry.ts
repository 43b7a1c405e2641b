/** All resources that an identity provider has to do with, by type and id. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { ResourceModel } from '../scim/schema.ts';
import { type Believed, forgetMember, type Kind, newlyBelieved, type Write } from './believed.ts';
import { cellsOf } from './cells.ts';
import { hasMembers } from './member-changes.ts';
import { beginWith, tellCreation } from './telling.ts';

export interface Registry {
  readonly kinds: readonly Kind[];
  /** Ids of those that were deleted, or lost: groups may go on naming them. */
  readonly departed: ReadonlySet<string>;
  all(kind: Kind): Iterable<Believed>;
  find(kind: Kind, id: string): Believed | undefined;
  /** The one that is known, or a new one. */
  enter(kind: Kind, id: string): Believed;
  /** As `enter`; one that was there before begins with what was seen of it. */
  adopt(kind: Kind, id: string): Believed;
  /** Somebody that the identity provider was shown, and has not changed so far. */
  meet(id: string, shown: JsonObject): void;
  /** No group has it as a member any more, as far as we are concerned. */
  depart(believed: Believed): void;
  /** Nothing is believed of it any more. */
  drop(believed: Believed): void;
  /** A creation of which nobody knows whether it took place. */
  leaveOpen(kind: Kind, body: Json, write: Write): void;
  /** One that was seen, if somebody of that name was tried to be created. */
  claim(kind: Kind, id: string, shown: JsonObject): Believed | undefined;
  /** A write by which these became members of something, or ceased to be. */
  mention(ids: readonly string[], write: Write): void;
  /** The last such write for somebody. */
  lastMention(id: string): Write | undefined;
}

interface Attempt {
  readonly kind: Kind;
  readonly name: string;
  readonly body: Json;
  readonly write: Write;
}

export const createRegistry = (models: readonly ResourceModel[]): Registry => {
  const kinds = models.map((model): Kind => ({ model, cells: cellsOf(model) }));
  const known = new Map(kinds.map((kind) => [kind, new Map<string, Believed>()]));
  const departed = new Set<string>();
  const strangers = new Map<string, JsonObject>();
  const mentions = new Map<string, Write>();
  let attempts: readonly Attempt[] = [];

  const of = (kind: Kind): Map<string, Believed> => known.get(kind) ?? new Map();
  const groups = kinds.filter(({ model }) => hasMembers(model));
  const withMembers = (): Believed[] => groups.flatMap((kind) => [...of(kind).values()]);
  const enter = (kind: Kind, id: string): Believed => {
    const believed = of(kind).get(id) ?? newlyBelieved(kind, id);
    of(kind).set(id, believed);
    departed.delete(id);
    return believed;
  };
  const depart = ({ id }: Believed): void => {
    departed.add(id);
    mentions.delete(id);
    for (const group of withMembers()) forgetMember(group, id);
  };
  return {
    kinds,
    departed,
    enter,
    depart,
    all: (kind) => of(kind).values(),
    find: (kind, id) => of(kind).get(id),
    adopt(kind, id) {
      const shown = strangers.get(id);
      const believed = enter(kind, id);
      if (shown !== undefined) beginWith(believed, shown);
      strangers.delete(id);
      return believed;
    },
    meet: (id, shown) => void strangers.set(id, shown),
    drop: (believed) => void of(believed.kind).delete(believed.id),
    leaveOpen(kind, body, write) {
      const name = nameIn(body)?.toLowerCase();
      if (name !== undefined) attempts = [...attempts, { kind, name, body, write }];
    },
    claim(kind, id, shown) {
      const name = nameIn(shown)?.toLowerCase();
      const attempt = attempts.find((one) => one.kind === kind && one.name === name);
      if (attempt === undefined) return undefined;
      attempts = attempts.filter((one) => one !== attempt);
      const believed = enter(kind, id);
      for (const member of tellCreation(believed, attempt.body, attempt.write)) mentions.set(member, attempt.write);
      return believed;
    },
    mention(ids, write) {
      for (const id of ids) mentions.set(id, write);
    },
    lastMention: (id) => mentions.get(id),
  };
};

/** What people call a resource. */
export const nameIn = (resource: Json | undefined): string | undefined => {
  if (!isObject(resource)) return undefined;
  const name = getIgnoringCase(resource, 'userName') ?? getIgnoringCase(resource, 'displayName');
  return typeof name === 'string' ? name : undefined;
};
