/** Features that a dialect promises and that no case names: nothing can ever say whether they can be relied on. */
import { collectProblems, type Diagnostic, keyPosition } from './diagnostics.ts';
import { readDocument } from './document.ts';
import type { Loaded } from './load.ts';
import { childOf, entriesOf, sourceFile } from './source.ts';

/** A warning at each such feature, in the order of the dialects. */
export const untestedFeatures = ({ suites, dialects, texts }: Loaded): readonly Diagnostic[] => {
  const cases = suites.flatMap((suite) => suite.cases);
  return [...dialects.values()].flatMap(({ name, title, file, features }): Diagnostic[] => {
    const named = new Set(cases.flatMap(({ idps }) => (Object.hasOwn(idps, name) ? (idps[name]?.features ?? []) : [])));
    if (Object.keys(features).every((feature) => named.has(feature))) return [];
    const source = readDocument(sourceFile(file, texts.get(file) ?? ''), collectProblems());
    return entriesOf(childOf(source, 'features'))
      .filter(({ key }) => !named.has(key))
      .map((entry) => ({
        severity: 'warning',
        message: `no case names the feature \`${entry.key}\` of ${title}`,
        at: keyPosition(entry),
        hint: `A case that shows it says so: \`idps: {${name}: ${entry.key}}\`.`,
      }));
  });
};
