/** YAML → Profile: what a document beyond the RFCs asks, and which cases show it. */
import type { Diagnostic } from './diagnostics.ts';
import type { Profile, ProfileCase, ProfileRequirement } from './model.ts';
import { childOf, itemsOf, positionOf, type Source, textOf, textsOf } from './source.ts';
import { didYouMean } from './suggest.ts';

const LEVELS: readonly ProfileRequirement['level'][] = ['MUST', 'SHOULD', 'MAY'];

/** `wrongParts` are the parts whose shape is wrong (`requirements/3`): they are left out, because they have been reported. */
export const toProfile = (source: Source, wrongParts: readonly string[]): Profile => {
  const about = textOf(childOf(source, 'about'));
  return {
    name: textOf(childOf(source, 'profile')) ?? '',
    title: textOf(childOf(source, 'title')) ?? '',
    ...(about === undefined ? {} : { about }),
    source: textOf(childOf(source, 'source')) ?? '',
    file: source.file.name,
    includes: textsOf(childOf(source, 'includes')),
    requirements: itemsOf(childOf(source, 'requirements')).flatMap((one, index) =>
      wrongParts.includes(`requirements/${index}`) ? [] : [toRequirement(one)],
    ),
    at: positionOf(childOf(source, 'profile') ?? source),
  };
};

const toRequirement = (source: Source): ProfileRequirement => {
  const level = textOf(childOf(source, 'level'));
  const unseen = textOf(childOf(source, 'unseen'));
  const note = textOf(childOf(source, 'note'));
  return {
    section: textOf(childOf(source, 'section')) ?? '',
    level: LEVELS.find((one) => one === level) ?? 'MUST',
    says: textOf(childOf(source, 'says')) ?? '',
    cases: itemsOf(childOf(source, 'cases')).map(
      (item): ProfileCase => ({
        id: textOf(item) ?? '',
        at: positionOf(item),
      }),
    ),
    any: isTrue(childOf(source, 'any')),
    ...(unseen === undefined ? {} : { unseen }),
    ...(note === undefined ? {} : { note }),
    at: positionOf(source),
  };
};

const isTrue = (source: Source | undefined): boolean => source?.kind === 'scalar' && source.value === true;

/**
 * What is wrong between profiles and what they refer to. It can be said only when everything has been loaded.
 * @param ids of every case and every check on exchanges
 */
export const profileProblems = (
  profiles: ReadonlyMap<string, Profile>,
  ids: ReadonlySet<string>,
): readonly Diagnostic[] =>
  [...profiles.values()].flatMap(({ includes, requirements, at }) => [
    ...includes
      .filter((name) => !profiles.has(name))
      .map((name) =>
        problem(at, `it includes \`${name}\`, and there is no such profile`, didYouMean(name, profiles.keys())),
      ),
    ...requirements
      .flatMap(({ cases }) => cases)
      .filter(({ id }) => !ids.has(id))
      .map(({ id, at: place }) => problem(place, `there is no case \`${id}\``, didYouMean(id, ids))),
  ]);

const problem = (at: Diagnostic['at'], message: string, hint: string | undefined): Diagnostic => ({
  severity: 'error',
  at,
  message,
  ...(hint === undefined ? {} : { hint }),
});

/** The profiles asked for and those that they include, each after what it includes. Unknown names are left out. */
export const withIncluded = (profiles: ReadonlyMap<string, Profile>, names: readonly string[]): readonly Profile[] => {
  const found = new Map<string, Profile>();
  const visit = (name: string, path: readonly string[]): void => {
    const profile = profiles.get(name);
    if (profile === undefined || found.has(name) || path.includes(name)) return;
    for (const other of profile.includes) visit(other, [...path, name]);
    found.set(name, profile);
  };
  for (const name of names) visit(name, []);
  return [...found.values()];
};

/** How strongly each of the profiles needs a case: by case id, by profile, the strongest of the levels. */
export const profileNeeds = (
  profiles: Iterable<Profile>,
): ReadonlyMap<string, Readonly<Record<string, ProfileRequirement['level']>>> => {
  const needs = new Map<string, Record<string, ProfileRequirement['level']>>();
  for (const { name, requirements } of profiles) {
    for (const { level, cases } of requirements) {
      for (const { id } of cases) {
        const before = needs.get(id)?.[name];
        const strongest = LEVELS.find((one) => one === level || one === before) ?? level;
        needs.set(id, { ...needs.get(id), [name]: strongest });
      }
    }
  }
  return needs;
};
