/** `scimulate probe`: what a target says about itself, where each fact comes from, and what follows. */
import { createPaint, type Paint } from '../report/paint.ts';
import { columnsOf, count, cut, listed, padEnd, printable, wrap } from '../report/printable.ts';
import { whyFalse } from '../run/condition.ts';
import { probe, type Target } from '../run/probe.ts';
import { idpsOf, select } from '../run/select.ts';
import type { Case } from '../suite/model.ts';
import type { Config } from './config.ts';
import { type Library, loadLibrary } from './library.ts';
import { type SelectionFlags, selectionOf, suitePathsOf } from './selection.ts';
import { openTarget, planTarget, type TargetFlags } from './target.ts';
import { wantsColour, widthOf } from './terminal.ts';

export type ProbeFlags = TargetFlags & SelectionFlags & { readonly json?: boolean; readonly 'no-color'?: boolean };

/** A case that would be skipped, and why. */
interface Skip {
  readonly id: string;
  readonly why: string;
  readonly idps: readonly string[];
}

/** Prints on stdout. @throws CannotTell when the target does not let us in */
export const probeTarget = async (word: string | undefined, flags: ProbeFlags, config: Config): Promise<void> => {
  const plan = planTarget(word, config);
  const library = await loadLibrary(suitePathsOf(flags, plan.settings));
  const { idps = [] } = selectionOf(flags, plan.settings);
  const chosen = new Set(select(library.infos, { idps, level: 'NONE' }).map(({ id }) => id));
  const target = await openTarget(plan, flags);
  try {
    const found = await probe(target.client, target.facts ? { overrides: target.facts } : {}).catch((error: Error) => {
      throw Object.assign(error, target.hint === undefined ? {} : { hint: target.hint });
    });
    const cases = library.loaded.suites.flatMap((suite) => suite.cases).filter(({ id }) => chosen.has(id));
    const skips = skipsOf(cases, found);
    if (flags.json === true) {
      process.stdout.write(`${JSON.stringify(jsonOf(target.client.baseUrl, found, skips), null, 2)}\n`);
      return;
    }
    const paint = createPaint(wantsColour(process.stdout, flags['no-color'] === true, process.env));
    const columns = widthOf(process.stdout, process.env);
    process.stdout.write(
      `${lines(target.client.baseUrl, found, skips, cases.length, library, plan.words, { paint, columns }).join('\n')}\n`,
    );
  } finally {
    await target.close();
  }
};

const skipsOf = (cases: readonly Case[], found: Target): Skip[] =>
  cases.flatMap(({ id, when, idps }) => {
    const why = when && whyFalse(when.filter, found);
    return why === undefined
      ? []
      : [{ id, why, idps: Object.entries(idps).flatMap(([idp, { need }]) => (need === 'required' ? [idp] : [])) }];
  });

const jsonOf = (target: string, found: Target, skips: readonly Skip[]) => ({
  target,
  facts: found.list,
  resourceTypes: found.resourceTypes.map(({ name, endpoint, schema, schemaExtensions }) => ({
    name,
    endpoint,
    schema,
    schemaExtensions,
  })),
  problems: found.problems,
  skipped: skips,
});

const lines = (
  baseUrl: string,
  found: Target,
  skips: readonly Skip[],
  total: number,
  library: Library,
  words: string,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string[] => [
  paint.strong(printable(baseUrl)),
  '',
  ...factLines(found, paint, columns),
  ...(found.problems.length === 0
    ? []
    : [
        '',
        paint.doubtful('Discovery is not as it should be'),
        ...found.problems.flatMap((problem) => wrap(`- ${printable(problem)}`, columns - 2).map((line) => `  ${line}`)),
      ]),
  '',
  ...skipLines(skips, total, paint, columns),
  ...idpLines(skips, library, paint, columns),
  '',
  `  ${paint.command(`scimulate test ${words}`)}`,
];

const factLines = ({ list }: Target, paint: Paint, columns: number): string[] => {
  const width = Math.max(0, ...list.map(({ name }) => columnsOf(name)));
  return list.map(({ name, value, from }) => {
    const shown =
      value === true ? paint.good('yes') : value === false ? paint.faint('no ') : printable(JSON.stringify(value));
    return `  ${padEnd(name, width)}  ${padEnd(shown, 8)}  ${paint.faint(cut(printable(from), Math.max(20, columns - width - 14)))}`;
  });
};

const skipLines = (skips: readonly Skip[], total: number, paint: Paint, columns: number): string[] => {
  if (skips.length === 0) return [`All ${count(total, 'case')} can be judged.`];
  const byReason = Map.groupBy(skips, ({ why }) => why);
  return [
    `${skips.length} of ${count(total, 'case')} would be skipped:`,
    ...[...byReason].map(
      ([why, cases]) =>
        `  ${paint.faint(`↓ ${String(cases.length).padStart(3)}`)}  ${cut(printable(why), columns - 10)}`,
    ),
  ];
};

/** Identity providers of whose required cases some could not be judged: their features will stand as not tested, or worse. */
const idpLines = (skips: readonly Skip[], library: Library, paint: Paint, columns: number): string[] => {
  const concerned = idpsOf(library.infos).flatMap((idp) => {
    const cases = skips.filter(({ idps }) => idps.includes(idp));
    if (cases.length === 0) return [];
    const dialect = library.loaded.dialects.get(idp);
    const features = new Set(
      cases.flatMap(({ id }) => library.infos.find((info) => info.id === id)?.idps[idp]?.features ?? []),
    );
    const titles = [...features].map((feature) => dialect?.features[feature] ?? feature);
    return [
      `  ${paint.doubtful(padEnd(dialect?.title ?? idp, 20))}  ${cut(printable(listed(titles, 4)), columns - 24)}`,
    ];
  });
  return concerned.length === 0 ? [] : ['', 'So this could not be proved to work:', ...concerned];
};
