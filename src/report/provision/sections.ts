/** Changes for people: grouped, counted, and of many only the first. */
import type { Action, AttributeChange, Change } from '../../provision/events.ts';
import type { Json } from '../../scim/json.ts';
import type { Paint } from '../paint.ts';
import { count, cut, listed, printable, wrap } from '../printable.ts';
import type { ProvisionContext } from './listener.ts';
import { isDetailed, type Section } from './record.ts';

const ORDER: readonly Action[] = [
  'create',
  'adopt',
  'update',
  'reactivate',
  'add-members',
  'remove-members',
  'deactivate',
  'delete',
];

const VERBS: Readonly<Record<Action, readonly [toDo: string, done: string]>> = {
  create: ['create', 'created'],
  adopt: ['adopt', 'adopted'],
  update: ['update', 'updated'],
  reactivate: ['reactivate', 'reactivated'],
  'add-members': ['add', 'added'],
  'remove-members': ['remove', 'removed'],
  deactivate: ['deactivate', 'deactivated'],
  delete: ['delete', 'deleted'],
};

/** Shown of a section: names on a line or two, lines of their own for objects with more to tell. */
const MOST_NAMES = 6;
const MOST_OBJECTS = 5;
const MOST_VERBOSE = 200;

/** What stands before a name, in colour: + what comes, ~ what changes, - what goes. */
const SIGNS: Readonly<Record<Action, '+' | '~' | '-'>> = {
  create: '+',
  adopt: '+',
  reactivate: '+',
  'add-members': '+',
  update: '~',
  deactivate: '-',
  delete: '-',
  'remove-members': '-',
};

type Tense = 'done' | 'to do';

/** Lines of all sections, a blank one between two. */
export const sectionLines = (
  sections: readonly Section[],
  tense: Tense,
  context: ProvisionContext,
  paint: Paint,
): string[] =>
  sections
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .flatMap((section, index) => [
      ...(index === 0 ? [] : ['']),
      headLine(section, tense, paint),
      ...bodyLines(section, context, paint),
    ]);

const placeOf = ({ action, resource }: Section): number => 2 * ORDER.indexOf(action) + (resource === 'user' ? 0 : 1);

const headLine = ({ action, resource, why, changes, members }: Section, tense: Tense, paint: Paint): string => {
  const verb = VERBS[action][tense === 'done' ? 1 : 0];
  const isOfMembers = action === 'add-members' || action === 'remove-members';
  const what = isOfMembers ? count(members, 'membership') : count(changes.count, resource);
  return `${paint.strong(`${verb} ${what}`)}${why === '' ? '' : paint.faint(`: ${printable(why)}`)}`;
};

/** A large change of one group comes in several pieces. */
const groupsOf = (changes: readonly Change[]): Map<string, number> => {
  const groups = new Map<string, number>();
  for (const { name, count: members = 0 } of changes) groups.set(name, (groups.get(name) ?? 0) + members);
  return groups;
};

const bodyLines = (section: Section, context: ProvisionContext, paint: Paint): string[] => {
  const { action, changes } = section;
  const sign = SIGNS[action];
  const colour = { '+': paint.good, '~': paint.doubtful, '-': paint.bad }[sign];
  const mark = `  ${colour(sign)} `;
  if (!changes.first.some(isDetailed) && !context.verbose) {
    const names = shortNames(section);
    const rest = changes.count - changes.first.length;
    const lines = wrap(printable(listedOf(names, names.length + rest)), context.columns - 4);
    return lines.map((line, index) => (index === 0 ? mark + line : `    ${line}`));
  }
  const shown = changes.first.slice(0, context.verbose ? MOST_VERBOSE : MOST_OBJECTS);
  const rest = changes.count - shown.length;
  return [
    ...shown.flatMap((change) => objectLines(change, mark, context, paint)),
    ...(rest > 0 ? [paint.faint(`    and ${rest.toLocaleString('en-US')} more`)] : []),
  ];
};

const shortNames = ({ action, changes }: Section): readonly string[] => {
  if (action === 'add-members')
    return [...groupsOf(changes.first)].map(([name, members]) => `${name} +${members.toLocaleString('en-US')}`);
  if (action === 'remove-members')
    return [...groupsOf(changes.first)].map(([name, members]) => `${name} −${members.toLocaleString('en-US')}`);
  return changes.first.map(({ name }) => name);
};

/** `a, b and 1,204 more`, of more than are known by name. */
const listedOf = (names: readonly string[], all: number): string => {
  if (all <= MOST_NAMES + 1) return listed(names, MOST_NAMES);
  return `${names.slice(0, MOST_NAMES).join(', ')} and ${(all - MOST_NAMES).toLocaleString('en-US')} more`;
};

const objectLines = (change: Change, mark: string, context: ProvisionContext, paint: Paint): string[] => {
  const { name, id, attributes = [], count: members, why } = change;
  const place = context.verbose ? placeText(change) : '';
  const number = members === undefined ? '' : `  ${members.toLocaleString('en-US')}`;
  const line = `${mark}${printable(name)}${number}${place === '' ? '' : paint.faint(`  ${printable(`${id} ${place}`.trim())}`)}`;
  // That these attributes changed is plain to see.
  const reason = attributes.length === 0 || /^[^;]* changed$/.test(why) ? [] : [paint.faint(`      ${printable(why)}`)];
  return [line, ...reason, ...attributes.map((attribute) => `      ${attributeText(attribute, context.columns - 6)}`)];
};

const placeText = ({ at }: Change): string => (at === undefined ? '' : `${at.file}:${at.line}`);

/** `title: "Engineer" → "Head of Engineering"`. */
const attributeText = ({ name, before, after }: AttributeChange, columns: number): string =>
  cut(printable(`${name}: ${valueText(before)} → ${valueText(after)}`), columns);

const valueText = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value));
