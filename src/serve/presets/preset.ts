/** What a preset is, and what several of the imitated servers do alike. */

import { type Filter, operands } from '../../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { printAttributePath } from '../../scim/path.ts';
import type { ResourceModel } from '../../scim/schema.ts';
import type { Behaviour } from '../behaviour.ts';
import { refusal } from '../errors.ts';
import { isUser } from '../faults/fault.ts';
import type { Capabilities } from '../options.ts';

export interface Preset {
  readonly name: string;
  readonly title: string;
  /** Where the imitated server is described. */
  readonly links: readonly string[];
  readonly capabilities?: Partial<Capabilities>;
  readonly faults?: readonly string[];
  readonly variations?: readonly string[];
  /** The resource types it serves instead. */
  readonly models?: (models: readonly ResourceModel[]) => readonly ResourceModel[];
  readonly alter?: (good: Behaviour) => Partial<Behaviour>;
}

/** Users and groups with PATCH and filters, by index, behind a token: assumed of servers whose documents tell of nothing more. */
export const USERS_AND_GROUPS: Partial<Capabilities> = {
  bulk: false,
  sort: false,
  etag: false,
  changePassword: false,
  cursorPagination: false,
  publicConfig: false,
  me: false,
  search: false,
  rootQuery: false,
};

export interface FilterLimits {
  /** The attributes that can be asked for, by resource type; without it, all. */
  readonly attributes?: Readonly<Record<string, readonly string[]>>;
  /** Whether comparisons may be joined with `and`. */
  readonly joined: boolean;
}

/** Nothing but `eq`; anything else is refused with 400 invalidFilter. */
export const onlyEqual =
  ({ attributes, joined }: FilterLimits, good: Behaviour): Behaviour['parseFilter'] =>
  (text, models, call) => {
    const filter = good.parseFilter(text, models, call);
    const terms = filter === undefined ? [] : filter.type === 'and' && joined ? operands(filter, 'and') : [filter];
    const known = attributes && models.flatMap(({ type }) => attributes[type.name] ?? []);
    if (!terms.every((term) => isEqual(term, known))) {
      throw refusal(400, 'This filter is not supported.', 'invalidFilter');
    }
    return filter;
  };

const isEqual = (term: Filter, known: readonly string[] | undefined): boolean =>
  term.type === 'compare' &&
  term.operator === 'eq' &&
  (known?.some((name) => name.toLowerCase() === printAttributePath(term.path).toLowerCase()) ?? true);

/** DELETE of a user leaves a user who is not active, and who can still be read. */
export const deactivating =
  (good: Behaviour): Behaviour['remove'] =>
  async (call, model, id) => {
    if (!isUser(model)) return good.remove(call, model, id);
    await call.service.behaviour.update(call, model, id, (current) => ({ ...current, active: false }));
    return { status: 204 };
  };

/** Looks at, and perhaps changes, what POST, PUT and PATCH are about to store. */
export const storing = (
  good: Behaviour,
  judge: (next: JsonObject, model: ResourceModel, before?: JsonObject) => JsonObject,
): Pick<Behaviour, 'insert' | 'update'> => ({
  insert: (incoming, model, call) => good.insert(judge(incoming, model), model, call),
  update: (call, model, id, change) =>
    good.update(call, model, id, (current) => judge(change(current), model, current)),
});

/** A page of this length where the client names none. */
export const pagesOf =
  (length: number, good: Behaviour): Behaviour['page'] =>
  (found, query, call) =>
    good.page(found, { count: length, ...query }, call);

/** The objects of a list. */
export const objectsIn = (value: Json | undefined): JsonObject[] =>
  (Array.isArray(value) ? value : []).filter(isObject);
