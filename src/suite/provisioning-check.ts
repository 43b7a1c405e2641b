/** What must be true of a `provisioning` section beyond its shape: that what it names exists and can be fed. */

import { keyPosition, type Problems } from './diagnostics.ts';
import { checkFactsIn } from './fact-check.ts';
import { FACTS, isFact } from './facts.ts';
import { alternatives } from './habits.ts';
import type { Dialect, Provisioning } from './model.ts';
import { JSONATA, provisioningSource } from './provisioning.ts';
import { checkKeys } from './provisioning-keys.ts';
import { PERSON_COLUMNS } from './provisioning-model.ts';
import { type Use, usesIn } from './provisioning-uses.ts';
import { childOf, entriesOf, entryOf, positionOf, type Source, type SourceEntry, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';

/** Reports what is wrong with the section, in each mode; what modes have in common is reported once. */
export const checkProvisioning = (dialectSource: Source, dialect: Dialect, problems: Problems): void => {
  const section = entryOf(dialectSource, 'provisioning');
  if (section === undefined) return;
  const start = keyPosition(section);
  for (const mode of entriesOf(childOf(section.value, 'modes'))) {
    if (Object.hasOwn(dialect.modes, mode.key)) continue;
    const hint = didYouMean(mode.key, Object.keys(dialect.modes), 'Modes');
    problems.error(keyPosition(mode), `${dialect.title} has no mode \`${mode.key}\``, hint);
  }
  for (const [mode, habits] of Object.entries(dialect.provisioning ?? {})) {
    const source = provisioningSource(dialectSource, mode);
    const uses = usesIn(source).filter((use) => isKnown(use, dialect, mode, problems));
    for (const section of entriesOf(source)) checkEvidence(section, problems);
    checkKeys(source, start, problems);
    checkMappings(source, uses, dialect, problems);
    checkFed(source, uses, dialect, problems);
    checkConditions(source, habits, problems);
    checkFacts(source, problems);
  }
};

const isKnown = ({ source, operation }: Use, dialect: Dialect, mode: string, problems: Problems): boolean => {
  const known = Object.hasOwn(dialect.operations, operation) ? dialect.operations[operation] : undefined;
  if (known === undefined) {
    const hint = didYouMean(operation, Object.keys(dialect.operations), 'Operations');
    problems.error(source, `${dialect.title} has no operation \`${operation}\``, hint);
    return false;
  }
  if (Object.hasOwn(known.forms, mode)) return true;
  const others = Object.keys(known.forms).join(', ');
  problems.error(
    source,
    `${dialect.title} has no \`${operation}\` in the mode \`${mode}\``,
    `It has one in: ${others}. Name another for this mode below \`modes\`.`,
  );
  return false;
};

const checkEvidence = (section: SourceEntry, problems: Problems): void => {
  const { key, value } = section;
  const evidence = childOf(value, 'evidence');
  if (evidence === undefined) {
    problems.error(
      keyPosition(section),
      `\`${key}\` needs the key \`evidence\``,
      'Where is this known from? If from nowhere: `assumed`.',
    );
  } else if (textOf(evidence) !== 'assumed' && entryOf(value, 'sources') === undefined) {
    const message = `\`${textOf(evidence)}\` needs \`sources\` that show it`;
    problems.error(evidence, message, 'Name the pages, or write `assumed`.');
  }
};

/** Every parameter that an operation cannot do without has a value from somewhere; each is reported once for all operations. */
const checkFed = (section: Source, uses: readonly Use[], dialect: Dialect, problems: Problems): void => {
  const mapping = childOf(section, 'mapping');
  if (mapping === undefined) return;
  const unfed = new Map<string, { readonly name: string; readonly uses: Use[] }>();
  for (const use of uses) {
    const mapped = use.mapped === 'nothing' ? undefined : childOf(mapping, use.mapped);
    for (const [name, { optional }] of Object.entries(dialect.operations[use.operation]?.parameters ?? {})) {
      if (optional || use.given.includes(name) || entryOf(mapped, name) !== undefined) continue;
      const key = GIVEN.includes(name) ? `${name} of ${use.operation}` : `${name} of ${use.mapped}`;
      unfed.set(key, { name, uses: [...(unfed.get(key)?.uses ?? []), use] });
    }
  }
  for (const { name, uses: needing } of unfed.values()) reportUnfed(name, needing, mapping, problems);
};

const reportUnfed = (
  name: string,
  [first, ...others]: readonly Use[],
  mapping: Source | undefined,
  problems: Problems,
): void => {
  if (first === undefined) return;
  if (first.mapped === 'nothing' || GIVEN.includes(name)) {
    problems.error(first.source, `\`${first.operation}\` needs \`${name}\`, which there is not at this point`);
    return;
  }
  const names = [...new Set([first, ...others].map(({ operation }) => operation))];
  const place = entryOf(mapping, first.mapped);
  problems.error(
    place === undefined ? first.source : keyPosition(place),
    `\`mapping.${first.mapped}\` lacks \`${name}\``,
    `It is needed by ${names.map((operation) => `\`${operation}\``).join(', ')}.`,
  );
};

const checkMappings = (section: Source, uses: readonly Use[], dialect: Dialect, problems: Problems): void => {
  const mapping = childOf(section, 'mapping');
  for (const kind of ['user', 'group'] as const) {
    const of = uses.filter(({ mapped }) => mapped === kind);
    const taken = new Set(of.flatMap(({ operation }) => Object.keys(dialect.operations[operation]?.parameters ?? {})));
    for (const entry of entriesOf(childOf(mapping, kind))) {
      checkExpression(entry.value, problems);
      if (GIVEN.includes(entry.key)) {
        const hint = entry.key === 'id' ? 'It is the id that the target gave.' : 'It comes from the memberships.';
        problems.error(keyPosition(entry), `\`${entry.key}\` cannot be mapped`, hint);
      } else if (!taken.has(entry.key)) {
        const hint = didYouMean(
          entry.key,
          [...taken].filter((name) => !GIVEN.includes(name)),
          'Parameters',
        );
        problems.error(keyPosition(entry), `no operation that \`provisioning\` uses takes \`${entry.key}\``, hint);
      }
    }
  }
  for (const entry of entriesOf(childOf(mapping, 'member'))) checkExpression(entry.value, problems);
};

/** Parameters that no mapping makes. */
const GIVEN: readonly string[] = ['id', 'added', 'removed', 'members'];

const checkExpression = (source: Source, problems: Problems): void => {
  const column = childOf(source, 'id-of') ?? source;
  const text = textOf(column) ?? '';
  if (JSONATA.test(text)) {
    if (text.replace(JSONATA, '') === '') problems.error(column, 'no expression follows the `=`');
    else if (column !== source) problems.error(column, '`id-of` needs a column, not an expression');
    return;
  }
  // Headers are matched without regard to case, spaces and underscores, so no further column can be called that.
  const meant = PERSON_COLUMNS.find((name) => plain(name) === plain(text));
  if (meant === undefined || meant === text) return;
  problems.error(column, `there is no column \`${text}\``, `Did you mean \`${meant}\`?`);
};

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/gu, '');

/** The conditions in the order in which they stand, each with the text it was read from. */
const checkConditions = (section: Source, habits: Provisioning, problems: Problems): void => {
  for (const kind of ['users', 'groups'] as const) {
    const source = childOf(section, kind);
    const match = childOf(source, 'match');
    checkFactsIn(childOf(match, 'if'), habits[kind]?.match.condition, problems);
    for (const key of ['create', 'update'] as const) {
      for (const [index, one] of alternatives(childOf(source, key)).entries()) {
        checkFactsIn(childOf(one, 'when'), habits[kind]?.[key][index]?.when, problems);
      }
    }
  }
  for (const [index, one] of alternatives(childOf(childOf(section, 'groups'), 'membership')).entries()) {
    checkFactsIn(childOf(one, 'when'), habits.groups?.membership[index]?.when, problems);
  }
};

const checkFacts = (section: Source, problems: Problems): void => {
  for (const entry of entriesOf(childOf(childOf(section, 'discovery'), 'facts'))) {
    if (isFact(entry.key)) continue;
    problems.error(
      keyPosition(entry),
      `there is no fact \`${entry.key}\` about a target`,
      didYouMean(entry.key, FACTS),
    );
  }
  for (const one of alternatives(childOf(childOf(section, 'groups'), 'membership'))) {
    const chunk = childOf(one, 'chunk');
    const name = textOf(chunk);
    if (chunk === undefined || name === undefined || NUMBERS.includes(name)) continue;
    problems.error(positionOf(chunk), `\`chunk\` cannot be \`${name}\``, `A number, or one of: ${NUMBERS.join(', ')}.`);
  }
};

/** The facts that are numbers. */
const NUMBERS: readonly string[] = ['bulk.maxOperations', 'bulk.maxPayloadSize', 'filter.maxResults'];
