/** What must be true across files: names that stand for one thing only, and needs that can be met. */
import type { ReadCase } from './case.ts';
import { withVariant } from './case.ts';
import { type Problems, standsAt } from './diagnostics.ts';
import type { Position } from './model.ts';
import { childOf, itemsOf, positionOf, textOf } from './source.ts';
import { didYouMean } from './suggest.ts';
import type { ReadSuite } from './suite.ts';

/** A name and the place that takes it. */
export interface Claim {
  readonly name: string;
  readonly at: Position;
}

/** The names that are taken already, by what was loaded before or could not be read. */
export interface Taken {
  readonly suites: readonly Claim[];
  /** Ids of cases, present and former. */
  readonly ids: readonly Claim[];
}

export const crossCheck = (suites: readonly ReadSuite[], taken: Taken, problems: Problems): void => {
  const cases = suites.flatMap((suite) => suite.cases);
  reportTwice([...taken.suites, ...suites.map(claimOfSuite)], 'another suite is called', problems);
  const ids = cases.map(({ testCase, source }) => ({
    name: testCase.id,
    at: positionOf(childOf(source, 'id') ?? source),
  }));
  const earlier = cases.flatMap(({ testCase, source }) =>
    itemsOf(childOf(source, 'was')).map((item) => ({
      name: withVariant(textOf(item) ?? '', testCase.variant),
      at: positionOf(item),
    })),
  );
  reportTwice([...taken.ids, ...ids, ...earlier], 'another case has the id', problems);
  checkNeeds(cases, new Set([...taken.ids, ...ids].map(({ name }) => name)), problems);
  checkCycles(cases, problems);
};

const claimOfSuite = ({ suite, source }: ReadSuite): Claim => ({
  name: suite.name,
  at: positionOf(childOf(source, 'suite') ?? source),
});

const reportTwice = (claims: readonly Claim[], what: string, problems: Problems): void => {
  const first = new Map<string, Claim>();
  for (const claim of claims) {
    const other = first.get(claim.name);
    if (other === undefined) first.set(claim.name, claim);
    else problems.error(claim.at, `${what} \`${claim.name}\``, standsAt(other.at));
  }
};

const checkNeeds = (cases: readonly ReadCase[], ids: ReadonlySet<string>, problems: Problems): void => {
  for (const { testCase, field } of cases) {
    for (const item of itemsOf(field('needs'))) {
      const id = withVariant(textOf(item) ?? '', testCase.variant);
      if (ids.has(id)) continue;
      problems.error(item, `there is no case \`${id}\` to need`, variantsHint(id, ids) ?? didYouMean(id, ids));
    }
  }
};

const variantsHint = (id: string, ids: ReadonlySet<string>): string | undefined => {
  const variants = [...ids].filter((other) => other.startsWith(`${id}/`));
  if (variants.length === 0) return undefined;
  const shown = variants.slice(0, 4).map((other) => `\`${other}\``);
  return `It has variants; name one of them: ${shown.join(', ')}.`;
};

/** Each cycle is reported once, at the `needs` of the case where it was first met. */
const checkCycles = (cases: readonly ReadCase[], problems: Problems): void => {
  const byId = new Map(cases.map((read) => [read.testCase.id, read]));
  const done = new Set<string>();
  const visit = (read: ReadCase, path: readonly string[]): void => {
    const { id, needs } = read.testCase;
    if (path.includes(id)) {
      const cycle = [...path.slice(path.indexOf(id)), id].map((one) => `\`${one}\``);
      const at = read.field('needs') ?? read.source;
      problems.error(at, `these cases need each other in a circle: ${cycle.join(' → ')}`);
    }
    if (done.has(id)) return;
    done.add(id);
    for (const need of needs) {
      const needed = byId.get(need);
      if (needed !== undefined) visit(needed, [...path, id]);
    }
  };
  for (const read of cases) visit(read, []);
};
