/** What must be true of a case beyond its shape: that what it names exists, and that it can fail. */
import type { ReadCase } from './case.ts';
import { checkCaseNames } from './case-names.ts';
import { keyPosition } from './diagnostics.ts';
import { checkFactsIn } from './fact-check.ts';
import { isResourceType } from './given.ts';
import type { Library } from './library.ts';
import type { Case, Dialect } from './model.ts';
import { checkOperations } from './operation-check.ts';
import { isStronger, strongestLevel } from './requirements.ts';
import { childOf, entriesOf, entryOf, itemsOf, type Source, textOf } from './source.ts';
import { didYouMean, nearest } from './suggest.ts';

/** Reports everything that is wrong with one case (or one variant of it). */
export const checkCase = (read: ReadCase, library: Library): void => {
  checkLevel(read, library);
  checkIdps(read, library);
  checkMode(read, library);
  checkFactsIn(read.field('when'), read.testCase.when, library.problems);
  checkGivens(read, library);
  checkSteps(read, library);
  checkSeen(read, library);
  checkOperations(read, library);
  checkCaseNames(read, library);
  if (!canFail(read.testCase, library)) {
    library.problems.error(
      startOfSteps(read),
      'no step of this case expects anything, so it cannot fail',
      'Give a step an `expect`, or add an `unchanged` step.',
    );
  }
};

const startOfSteps = ({ source }: ReadCase) => {
  const steps = entryOf(source, 'steps');
  return steps === undefined ? source : keyPosition(steps);
};

const checkLevel = ({ testCase, field, isOwn, source }: ReadCase, library: Library): void => {
  const { requirements, dialects, problems } = library;
  const { level, cites } = testCase;
  const written = field('level');
  // The suite's level is right for others of its cases, so the mistake is in the case.
  const at = written !== undefined && isOwn('level') ? written : (childOf(source, 'id') ?? source);
  if (written === undefined) {
    problems.error(
      at,
      'this case has no level',
      'Write `level: MUST`, SHOULD, MAY or NONE, here or for the whole suite.',
    );
    return;
  }
  for (const item of itemsOf(field('cites'))) {
    const id = textOf(item) ?? '';
    if (!requirements.has(id))
      problems.error(item, `there is no requirement \`${id}\``, didYouMean(id, requirements.keys()));
  }
  if (level === 'NONE') {
    checkNone(testCase, at, dialects, problems);
    return;
  }
  if (cites.length === 0) {
    problems.error(
      at,
      `a case of level ${level} must cite a requirement`,
      'Add `cites`, or make it NONE and name its `sources`.',
    );
    return;
  }
  const cited = cites.flatMap((id) => requirements.get(id) ?? []);
  const most = strongestLevel(cited);
  if (cited.length < cites.length || !isStronger(level, most)) return;
  const verdicts = cited.map(({ id, verdict }) => `${id} (${verdict})`).join(', ');
  problems.error(at, `${level} is more than the cited requirements allow: at most ${most}`, `Cited: ${verdicts}.`);
};

const checkNone = (
  { sources, evidence, dialect }: Case,
  at: Source,
  dialects: Library['dialects'],
  problems: Library['problems'],
): void => {
  if (sources.length > 0 || evidence !== undefined) return;
  // A dialect that is not there has been reported; with it the case may well say where it comes from.
  if (dialect !== undefined && !dialects.has(dialect)) return;
  problems.error(
    at,
    'a case of level NONE must say where it comes from',
    'Add `sources` with the pages that show it, or use an operation of a dialect.',
  );
};

const checkIdps = ({ field }: ReadCase, { dialects, broken, problems }: Library): void => {
  for (const entry of entriesOf(field('idps'))) {
    const dialect = dialects.get(entry.key);
    if (dialect === undefined) {
      if (broken.has(entry.key)) continue;
      problems.error(
        keyPosition(entry),
        `there is no identity provider \`${entry.key}\``,
        didYouMean(entry.key, dialects.keys()),
      );
      continue;
    }
    const features = childOf(entry.value, 'features') ?? entry.value;
    for (const feature of features.kind === 'list' ? features.items : [features]) {
      checkFeature(feature, dialect, problems);
    }
  }
};

const checkFeature = (source: Source, dialect: Dialect, problems: Library['problems']): void => {
  const feature = textOf(source);
  if (feature === undefined || Object.hasOwn(dialect.features, feature)) return;
  const hint = didYouMean(feature, Object.keys(dialect.features), 'It promises');
  problems.error(source, `${dialect.title} promises no feature \`${feature}\``, hint);
};

const checkMode = ({ testCase, field }: ReadCase, { dialects, problems }: Library): void => {
  const at = field('mode');
  if (at === undefined) return;
  if (testCase.dialect === undefined) {
    problems.error(at, '`mode` means nothing here, because the suite has no `dialect`');
    return;
  }
  const dialect = dialects.get(testCase.dialect);
  const mode = testCase.mode ?? '';
  if (dialect === undefined || Object.hasOwn(dialect.modes, mode)) return;
  problems.error(at, `${dialect.title} has no mode \`${mode}\``, didYouMean(mode, Object.keys(dialect.modes), 'Modes'));
};

const checkGivens = ({ source }: ReadCase, { problems }: Library): void => {
  for (const given of entriesOf(childOf(source, 'given'))) {
    const types = entriesOf(given.value).filter(isResourceType);
    if (types.length !== 1) {
      problems.error(
        keyPosition(given),
        `\`${given.key}\` must be one resource of one type`,
        'For example `{User: {userName: …}}`.',
      );
    }
    for (const type of types) {
      const meant = nearest(type.key, ['User', 'Group'], 1);
      if (meant === undefined || meant === type.key) continue;
      problems.error(keyPosition(type), `there is no resource type \`${type.key}\``, `Did you mean \`${meant}\`?`);
    }
  }
};

const checkSteps = ({ testCase, source }: ReadCase, { problems }: Library): void => {
  const givens = testCase.given.map(({ name }) => name);
  for (const step of itemsOf(childOf(source, 'steps'))) {
    for (const entry of entriesOf(childOf(step, 'unchanged'))) {
      if (givens.includes(entry.key)) continue;
      problems.error(
        keyPosition(entry),
        `\`unchanged\` names \`${entry.key}\`, which is not given`,
        didYouMean(entry.key, givens, 'Given'),
      );
    }
    for (const one of [step, ...itemsOf(childOf(step, 'together'))]) {
      for (const entry of entriesOf(childOf(childOf(one, 'expect'), 'also'))) {
        if (Object.hasOwn(testCase.idps, entry.key)) continue;
        const hint = didYouMean(entry.key, Object.keys(testCase.idps), 'Named there');
        problems.error(keyPosition(entry), `\`also\` speaks for \`${entry.key}\`, which \`idps\` does not name`, hint);
      }
    }
  }
};

/** What the made-up messages hold that these steps are judged by. */
const SEEN = {
  together: ['statuses', 'succeeded', 'repeated', 'behind'],
  pages: ['status', 'pages', 'totalResults', 'Resources', 'ids', 'sizes', 'longest'],
} as const;

const checkSeen = ({ testCase }: ReadCase, { problems }: Library): void => {
  for (const step of testCase.steps) {
    if (step.kind !== 'together' && step.kind !== 'pages') continue;
    for (const { locator, path, match } of step.expect?.body ?? []) {
      const name = locator.segments[0]?.name ?? '';
      if (SEEN[step.kind].some((seen) => seen.toLowerCase() === name.toLowerCase())) continue;
      const message = `the expectations of a \`${step.kind}\` step do not see \`${path}\``;
      problems.error(match.at, message, `They see ${SEEN[step.kind].join(', ')}.`);
    }
  }
};

const canFail = ({ steps, dialect, mode }: Case, { dialects }: Library): boolean =>
  steps.some((step) => {
    if (step.kind === 'unchanged' || step.expect !== undefined) return true;
    if (step.kind === 'together') return step.steps.some(({ expect }) => expect !== undefined);
    if (step.kind !== 'operation') return false;
    const form = dialects.get(dialect ?? '')?.operations[step.operation]?.forms[mode ?? ''];
    return form === undefined || form.requests.some(({ expect }) => expect !== undefined);
  });
