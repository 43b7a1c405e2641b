import { resolve } from 'node:path';
import { type BaselineEntry, readBaseline } from '../run/baseline.ts';
import type { ConfigSettings } from './config.ts';
import { UsageProblem } from './problem.ts';

/** The failures that are known, from --baseline or the config file. @throws UsageProblem with every mistake in the file */
export const readBaselineFile = async (
  flag: string | undefined,
  settings: ConfigSettings,
): Promise<readonly BaselineEntry[]> => {
  const file = flag === undefined ? settings.baseline : resolve(flag);
  if (file === undefined) return [];
  const [{ readYamlFile }, { printDiagnostic }] = await Promise.all([
    import('../suite/config.ts'),
    import('../suite/diagnostics.ts'),
  ]);
  const yaml = await readYamlFile(file).catch((error: Error) => {
    throw new UsageProblem(`the baseline ${flag ?? file} cannot be read: ${error.message}`);
  });
  const { entries, problems } = readBaseline(yaml.value);
  const mistakes = [
    ...yaml.diagnostics.map((one) => printDiagnostic(one, yaml.text)),
    ...problems.map((problem) => `  ${problem}`),
  ];
  if (mistakes.length > 0) throw new UsageProblem(`the baseline ${flag ?? file} has mistakes\n${mistakes.join('\n')}`);
  return entries;
};
