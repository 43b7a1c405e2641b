/** YAML → Case: the defaults of the suite, the case, and each of its variants put together. */
import type { Json } from '../scim/json.ts';
import { checkCase } from './case-check.ts';
import { toGivens } from './given.ts';
import type { Library } from './library.ts';
import { conditionIn } from './locator.ts';
import type { Case, Dialect, Evidence, IdpNeed, Step } from './model.ts';
import { isLevel } from './requirements.ts';
import {
  childOf,
  entriesOf,
  itemsOf,
  positionOf,
  type Source,
  type SourceEntry,
  textOf,
  textsOf,
  toJson,
} from './source.ts';
import { toStep } from './step.ts';

/** A case and where its parts stand, for the checks that come after. */
export interface ReadCase {
  readonly testCase: Case;
  /** Looks a key up in the variant, then in the case, then among the suite's defaults. */
  readonly field: (key: string) => Source | undefined;
  /** True when the variant or the case has the key itself. */
  readonly isOwn: (key: string) => boolean;
  readonly source: Source;
  readonly lets: readonly SourceEntry[];
}

/** The parts of a suite or case that take over from each other. */
const SUITE_DEFAULTS: readonly string[] = ['level', 'idps', 'sources'];
const EVIDENCE: readonly Evidence[] = ['captured', 'documented', 'code', 'reported', 'assumed'];

/** The cases that one entry of `cases` stands for: itself, or one per variant. */
export const toCases = (suite: Source, source: Source, library: Library): readonly ReadCase[] => {
  const steps = itemsOf(childOf(source, 'steps')).flatMap((step) => toStep(step, library.problems) ?? []);
  const variants = entriesOf(childOf(source, 'variants'));
  const read =
    variants.length === 0
      ? [toCase(suite, source, undefined, steps, library)]
      : variants.map((variant) => toCase(suite, source, variant, steps, library));
  for (const one of read) checkCase(one, library);
  return read;
};

const toCase = (
  suite: Source,
  source: Source,
  variant: SourceEntry | undefined,
  steps: readonly Step[],
  library: Library,
): ReadCase => {
  const own = (key: string): Source | undefined => childOf(variant?.value, key) ?? childOf(source, key);
  const field = (key: string): Source | undefined =>
    own(key) ?? (SUITE_DEFAULTS.includes(key) ? childOf(suite, key) : undefined);
  const lets = mergedLets([suite, source, variant?.value]);
  const level = textOf(field('level'));
  const when = field('when');
  const condition = when === undefined ? undefined : conditionIn(when, library.problems);
  const dialect = textOf(childOf(suite, 'dialect'));
  const mode = textOf(field('mode')) ?? firstMode(library.dialects.get(dialect ?? ''));
  const evidence = weakestEvidence(steps, library.dialects.get(dialect ?? ''), mode);
  const why = textOf(field('why'));
  const testCase: Case = {
    id: [textOf(childOf(source, 'id')) ?? '', ...(variant === undefined ? [] : [variant.key])].join('/'),
    title: textOf(field('title')) ?? '',
    suite: textOf(childOf(suite, 'suite')) ?? '',
    level: isLevel(level) ? level : 'NONE',
    cites: textsOf(field('cites')),
    idps: toNeeds(field('idps')),
    sources: textsOf(field('sources')),
    ...(why === undefined ? {} : { why }),
    was: textsOf(childOf(source, 'was')),
    ...(condition === undefined ? {} : { when: condition }),
    needs: textsOf(field('needs')).map((id) => withVariant(id, variant?.key)),
    alone: toBoolean(childOf(source, 'alone')),
    declared: toBoolean(childOf(source, 'declared')),
    let: Object.fromEntries(lets.map(({ key, value }): [string, Json] => [key, toJson(value)])),
    given: toGivens(childOf(source, 'given')),
    steps,
    ...(dialect === undefined ? {} : { dialect }),
    ...(mode === undefined ? {} : { mode }),
    ...(variant === undefined ? {} : { variant: variant.key }),
    ...(evidence === undefined ? {} : { evidence }),
    at: positionOf(source),
  };
  return { testCase, field, isOwn: (key) => own(key) !== undefined, source, lets };
};

const mergedLets = (sources: readonly (Source | undefined)[]): readonly SourceEntry[] => {
  const merged = new Map<string, SourceEntry>();
  for (const entry of sources.flatMap((source) => entriesOf(childOf(source, 'let')))) merged.set(entry.key, entry);
  return [...merged.values()];
};

export const withVariant = (id: string, variant: string | undefined): string =>
  variant === undefined ? id : id.replaceAll('${variant}', variant);

const toBoolean = (source: Source | undefined): boolean => source?.kind === 'scalar' && source.value === true;

const firstMode = (dialect: Dialect | undefined): string | undefined =>
  dialect === undefined ? undefined : Object.keys(dialect.modes)[0];

/** `idps: {okta: create-users, entra: [create-users, import], jumpcloud: {features: [create-users], need: optional}}`. */
const toNeeds = (source: Source | undefined): Readonly<Record<string, IdpNeed>> =>
  Object.fromEntries(entriesOf(source).map(({ key, value }) => [key, toNeed(value)]));

const toNeed = (source: Source): IdpNeed => {
  const features = childOf(source, 'features') ?? source;
  const one = textOf(features);
  return {
    features: one === undefined ? textsOf(features) : [one],
    need: textOf(childOf(source, 'need')) === 'optional' ? 'optional' : 'required',
  };
};

const weakestEvidence = (
  steps: readonly Step[],
  dialect: Dialect | undefined,
  mode: string | undefined,
): Evidence | undefined => {
  const marks = steps.flatMap((step) => {
    if (step.kind !== 'operation') return [];
    return dialect?.operations[step.operation]?.forms[mode ?? '']?.evidence ?? [];
  });
  return EVIDENCE.findLast((evidence) => marks.includes(evidence));
};
