/** A resource as the target shows it, against what is believed of it. Pure. */
import { isUnassigned, type Json, type JsonObject } from '../scim/json.ts';
import { type Believed, isMembership, memberPath, type Sight, type Step, type Write } from './believed.ts';
import { type Cell, shows } from './cells.ts';
import { hasMembers, membersIn } from './member-changes.ts';

/** Something that the target shows otherwise. */
export interface Disagreement {
  /** `displayName`, `members[value eq "…"]`; `id` for the resource as a whole, which is there or not. */
  readonly attribute: string;
  readonly expected: Json | undefined;
  readonly actual: Json | undefined;
  /** Of an attribute. */
  readonly cell?: Cell;
  /** Of a membership: the id of the member. */
  readonly member?: string;
}

/** How much of the resource is shown. */
export interface View {
  /** A group without `members` is one that has none; else it says nothing of them. */
  readonly whole: boolean;
  /** Deleted resources: whether groups go on naming them is the target's affair. */
  readonly departed: ReadonlySet<string>;
}

/** @param shown absent when the target says that there is no such resource */
export const disagreements = (believed: Believed, shown: JsonObject | undefined, view: View): Disagreement[] => {
  const { id, gone, kind, value } = believed;
  if (gone) return shown === undefined ? [] : [{ attribute: 'id', expected: undefined, actual: id }];
  if (shown === undefined) return [{ attribute: 'id', expected: id, actual: undefined }];
  const attributes = kind.cells.flatMap((cell): Disagreement[] => {
    const [expected, actual] = [cell.read(value), cell.read(shown)];
    if (shows(actual, expected, cell.attribute)) return [];
    if (isUnassigned(expected) && !wasTold(believed, cell)) return [];
    return [{ attribute: cell.path, expected, actual, cell }];
  });
  return hasMembers(kind.model) ? [...attributes, ...memberDisagreements(believed, shown, view)] : attributes;
};

/** What never had a value by us may have any. */
const wasTold = ({ base, steps }: Believed, cell: Cell): boolean =>
  [base, ...steps.map((step) => step.value)].some((value) => !isUnassigned(cell.read(value)));

const memberDisagreements = (
  { members, knowsMembers, toggles }: Believed,
  shown: JsonObject,
  { whole, departed }: View,
): Disagreement[] => {
  const listed = membersIn(shown);
  if (listed === undefined && !whole) return [];
  const actual = new Set(listed);
  const missing = [...members].filter((id) => !actual.has(id));
  const surplus = [...actual].filter(
    (id) => !members.has(id) && !departed.has(id) && (knowsMembers || toggles.has(id)),
  );
  return [
    ...missing.map((id) => ({ attribute: memberPath(id), expected: id, actual: undefined, member: id })),
    ...surplus.map((id) => ({ attribute: memberPath(id), expected: undefined, actual: id, member: id })),
  ];
};

/**
 * What an exchange showed otherwise than believed is kept with the first exchange that did; what it showed rightly is
 * forgotten. `after` is the read before it.
 * @param tellsMembers whether it said who the members are
 */
export const noticeWrong = (
  { sights }: Believed,
  found: readonly Disagreement[],
  { exchange, after }: { readonly exchange: number; readonly after: number },
  tellsMembers: boolean,
): void => {
  const named = new Set(found.map(({ attribute }) => attribute));
  for (const attribute of [...sights.keys()]) {
    if (!named.has(attribute) && (tellsMembers || !isMembership(attribute))) sights.delete(attribute);
  }
  for (const { attribute, actual, cell } of found) {
    const earlier = sights.get(attribute);
    if (earlier === undefined || !shows(actual, earlier.actual, cell?.attribute)) {
      sights.set(attribute, { exchange, after, actual });
    }
  }
};

/** What a read of the whole resource showed as it should be: none of it goes back further than this. */
export const noticeRight = (believed: Believed, found: readonly Disagreement[], exchange: number): void => {
  const { kind, steps, toggles, agreedAt } = believed;
  const wrong = new Set(found.map(({ attribute }) => attribute));
  for (const id of [...toggles.keys()]) if (!wrong.has(memberPath(id))) toggles.delete(id);
  if (steps.length === 0) return;
  for (const { path } of kind.cells) if (!wrong.has(path)) agreedAt.set(path, exchange);
};

/**
 * The first write after which what is believed and what the target has were different, as far as can be known:
 * - no later than the exchange in which the target first showed what it shows now;
 * - the write that ended the time in which the target's value was what was believed;
 * - where its value never was believed, the last write that changed the attribute;
 * - where none did, the last write to the resource.
 * Undefined when nothing was written since the target last showed it as it should be.
 */
export const firstWriteAfter = (believed: Believed, disagreement: Disagreement): Write | undefined => {
  const { attribute, actual, cell, member } = disagreement;
  const sight = believed.sights.get(attribute);
  const until = sight !== undefined && shows(actual, sight.actual, cell?.attribute) ? sight : undefined;
  const steps = believed.steps.filter(({ write }) => isBefore(write, until));
  const last = steps.findLast(({ write }) => write.exchange > (until?.after ?? believed.shownAt))?.write;
  if (member !== undefined) return memberWrite(believed, member, actual !== undefined, until) ?? last;
  return (cell && attributeWrite(believed, steps, cell, actual)) ?? last;
};

const isBefore = ({ exchange }: Write, until: Sight | undefined): boolean =>
  until === undefined || exchange <= until.exchange;

const attributeWrite = (
  { base: before, agreedAt }: Believed,
  all: readonly Step[],
  cell: Cell,
  actual: Json | undefined,
): Write | undefined => {
  const from = agreedAt.get(cell.path) ?? 0;
  const base = all.findLast(({ write }) => write.exchange <= from)?.value ?? before;
  const steps = all.filter(({ write }) => write.exchange > from);
  const told = [base, ...steps.map(({ value }) => value)].map((value) => cell.read(value));
  const agrees = (index: number): boolean => shows(actual, told[index], cell.attribute);
  const ended = steps.findLast((_step, index) => agrees(index) && !agrees(index + 1));
  if (ended !== undefined) return ended.write;
  return steps.findLast((_step, index) => !shows(told[index], told[index + 1], cell.attribute))?.write;
};

const memberWrite = (
  { toggles }: Believed,
  member: string,
  isThere: boolean,
  until: Sight | undefined,
): Write | undefined => {
  const own = (toggles.get(member) ?? []).filter(({ write }) => isBefore(write, until));
  return (own.findLast(({ present }) => present !== isThere) ?? own.at(-1))?.write;
};
