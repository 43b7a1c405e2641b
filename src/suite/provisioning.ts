/** YAML → Provisioning, mode by mode: what an identity provider does by itself. */
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { Problems } from './diagnostics.ts';
import { toGroupHabits, toUserHabits } from './habits.ts';
import { conditionIn } from './locator.ts';
import type {
  Backing,
  DiscoveryHabits,
  Evidence,
  GrantHabits,
  ImportHabits,
  Mapping,
  MappingExpression,
  Provisioning,
} from './model.ts';
import { secondsOf, toRetryHabits } from './retry-habits.ts';
import { childOf, entriesOf, entryOf, positionOf, type Source, textOf, textsOf, toJson } from './source.ts';

const EVIDENCE: readonly Evidence[] = ['documented', 'captured', 'code', 'reported', 'assumed'];

/**
 * `source` is the dialect. Without a `provisioning` section undefined. What is missing in a mode has been reported, or is by
 * `checkProvisioning`, and is read as its default here.
 */
export const toProvisioning = (
  source: Source,
  modes: readonly string[],
  problems: Problems,
): Readonly<Record<string, Provisioning>> | undefined => {
  if (entryOf(source, 'provisioning') === undefined) return undefined;
  return Object.fromEntries(modes.map((mode) => [mode, ofMode(provisioningSource(source, mode), problems)]));
};

/** The section as a mode has it: its own keys laid over those of all modes, map by map; null takes a key away. */
export const provisioningSource = (dialect: Source, mode: string): Source => {
  const section = childOf(dialect, 'provisioning');
  if (section?.kind !== 'map') return dialect;
  const common: Source = { ...section, entries: section.entries.filter(({ key }) => key !== 'modes') };
  const own = childOf(childOf(section, 'modes'), mode);
  return own === undefined ? common : laidOver(common, own);
};

const laidOver = (under: Source, over: Source): Source => {
  if (under.kind !== 'map' || over.kind !== 'map') return over;
  const entries = new Map(under.entries.map((entry) => [entry.key, entry] as const));
  for (const entry of over.entries) {
    const below = entries.get(entry.key);
    if (isNull(entry.value)) entries.delete(entry.key);
    else entries.set(entry.key, below === undefined ? entry : { ...entry, value: laidOver(below.value, entry.value) });
  }
  return { ...under, entries: [...entries.values()] };
};

const isNull = (source: Source): boolean => source.kind === 'scalar' && source.value === null;

const ofMode = (source: Source, problems: Problems): Provisioning => {
  const discovery = childOf(source, 'discovery');
  const users = childOf(source, 'users');
  const groups = childOf(source, 'groups');
  const grants = childOf(source, 'grants');
  const reading = childOf(source, 'import');
  const mapping = childOf(source, 'mapping');
  return {
    mapping: {
      ...toBacking(mapping),
      user: toMapping(childOf(mapping, 'user')),
      group: toMapping(childOf(mapping, 'group')),
      member: toMapping(childOf(mapping, 'member')),
    },
    ...(discovery === undefined ? {} : { discovery: toDiscovery(discovery) }),
    ...(users === undefined ? {} : { users: { ...toBacking(users), ...toUserHabits(users, problems) } }),
    ...(groups === undefined ? {} : { groups: { ...toBacking(groups), ...toGroupHabits(groups, problems) } }),
    ...(grants === undefined ? {} : { grants: toGrants(grants, problems) }),
    ...(reading === undefined ? {} : { import: toImport(reading) }),
    retry: { ...toBacking(childOf(source, 'retry')), ...toRetryHabits(childOf(source, 'retry')) },
    at: positionOf(source),
  };
};

const toBacking = (source: Source | undefined): Backing => {
  const note = textOf(childOf(source, 'note'));
  const mark = textOf(childOf(source, 'evidence'));
  return {
    evidence: EVIDENCE.find((evidence) => evidence === mark) ?? 'assumed',
    sources: textsOf(childOf(source, 'sources')),
    ...(note === undefined ? {} : { note }),
  };
};

const toMapping = (source: Source | undefined): Mapping =>
  Object.fromEntries(entriesOf(source).map(({ key, value }) => [key, toExpression(value)]));

/** JSONata stands behind `=`; what is before it is no part of the expression. */
export const JSONATA = /^=\s*/u;

const toExpression = (source: Source): MappingExpression => {
  const at = positionOf(source);
  const reference = textOf(childOf(source, 'id-of'));
  if (reference !== undefined) return { kind: 'id-of', column: reference, at };
  const text = textOf(source) ?? '';
  return JSONATA.test(text)
    ? { kind: 'jsonata', text: text.replace(JSONATA, ''), at }
    : { kind: 'column', column: text, at };
};

const toDiscovery = (source: Source): DiscoveryHabits => {
  const read = textOf(childOf(source, 'read'));
  const cached = secondsOf(childOf(source, 'cached'));
  return {
    ...toBacking(source),
    ...(read === undefined ? {} : { read }),
    ...(cached === undefined ? {} : { cached }),
    facts: entriesOf(childOf(source, 'facts')).reduce<JsonObject>(
      (facts, { key, value }) => withFact(facts, key.split('.'), toJson(value)),
      {},
    ),
  };
};

/** Facts are nested as the run's are: `patch.supported` is `{patch: {supported: …}}`. */
const withFact = (facts: JsonObject, [first = '', ...rest]: readonly string[], value: Json): JsonObject => {
  const below = Object.hasOwn(facts, first) ? facts[first] : undefined;
  const inner = rest.length === 0 ? value : withFact(isObject(below) ? below : {}, rest, value);
  return Object.fromEntries([...Object.entries(facts), [first, inner]]);
};

const toGrants = (source: Source, problems: Problems): GrantHabits => {
  const last = textOf(childOf(source, 'revoke-last'));
  const computed = childOf(source, 'computed');
  const condition = computed === undefined ? undefined : conditionIn(computed, problems);
  return {
    ...toBacking(source),
    grant: textOf(childOf(source, 'grant')) ?? '',
    revoke: textOf(childOf(source, 'revoke')) ?? '',
    ...(last === undefined ? {} : { revokeLast: last }),
    read: textOf(childOf(source, 'read')) ?? '',
    ...(condition === undefined ? {} : { computed: condition }),
  };
};

const toImport = (source: Source): ImportHabits => {
  const users = textOf(childOf(source, 'users'));
  const groups = textOf(childOf(source, 'groups'));
  const only = childOf(source, 'active-only');
  const recognised = childOf(source, 'recognised');
  return {
    ...toBacking(source),
    ...(users === undefined ? {} : { users }),
    ...(groups === undefined ? {} : { groups }),
    activeOnly: only?.kind === 'scalar' && only.value === true,
    recognised: { user: textsOf(childOf(recognised, 'user')), group: textsOf(childOf(recognised, 'group')) },
  };
};
