/** `scimulate cases --coverage --profile NAME`: what the profile asks, and which cases show it, or why none could. */
import type { Paint } from '../report/paint.ts';
import { columnsOf, count, listed, printable, wrap } from '../report/printable.ts';
import type { Profile, ProfileRequirement } from '../suite/model.ts';

/** For programs: every requirement in the order of its document. */
export const profileCoverage = (profiles: Iterable<Profile>) =>
  [...profiles].flatMap(({ name, requirements }) =>
    requirements.map(({ at: _at, cases, ...requirement }) => ({
      profile: name,
      ...requirement,
      state: cases.length > 0 ? 'judged' : 'unseen',
      cases: cases.map(({ id }) => id),
    })),
  );

/** For people: each requirement with its cases or its reason. */
export const profileCoverageLines = (profiles: Iterable<Profile>, paint: Paint, columns: number): string[] =>
  [...profiles].flatMap((profile, index) => [
    ...(index === 0 ? [] : ['']),
    ...wrap(printable(`${profile.name}: ${profile.title}`), columns).map(paint.strong),
    ...wrap(printable(profile.about ?? ''), columns).map(paint.faint),
    paint.faint(printable(profile.source)),
    '',
    ...profile.requirements.flatMap((one) => requirementLines(one, paint, columns)),
    '',
    ...wrap(sumOf(profile), columns),
  ]);

const INDENT = '    ';

const requirementLines = (
  { section, level, says, cases, any, unseen, note }: ProfileRequirement,
  paint: Paint,
  columns: number,
): string[] => {
  const ids = cases.map(({ id }) => id);
  const told = [
    ...(ids.length === 0 ? [] : [`${any ? 'one of ' : ''}${listed(ids, ids.length)}`]),
    ...(unseen === undefined ? [] : [`${ids.length === 0 ? 'not seen' : 'in part'}: ${unseen}`]),
    ...(note === undefined ? [] : [note]),
  ];
  return [
    ...wrap(printable(`${level} ${section}: ${says}`), columns),
    ...told
      .flatMap((text) => wrap(printable(text), columns - columnsOf(INDENT)))
      .map((line) => paint.faint(INDENT + line)),
  ];
};

const sumOf = ({ requirements, includes }: Profile): string => {
  const judged = requirements.filter(({ cases }) => cases.length > 0).length;
  const more = includes.length === 0 ? '' : `; includes ${listed(includes, includes.length)}`;
  return `${count(requirements.length, 'requirement')}: ${judged} judged by cases, ${requirements.length - judged} cannot be seen from outside${more}`;
};
