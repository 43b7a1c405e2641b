/** The suites, dialects and checks, read and found to be without a mistake. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Check } from '../checks/check.ts';
import type { CaseInfo } from '../run/events.ts';
import type { Diagnostic } from '../suite/diagnostics.ts';
import type { Loaded } from '../suite/load.ts';
import { UsageProblem } from './problem.ts';

export interface Library {
  readonly loaded: Loaded;
  readonly checks: readonly Check[];
  /** Every case and every check, sorted by id. */
  readonly infos: readonly CaseInfo[];
}

const PACKAGE = resolve(import.meta.dirname, '../..');

/** The text of a suite or dialect file under the name that positions give it; undefined when it cannot be read. */
export const readSource = (file: string): string | undefined => {
  for (const path of [join(PACKAGE, file), resolve(file)]) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // Ours are named from the package's root, the user's from the working directory.
    }
  }
  return undefined;
};

/** Diagnostics with their source lines, as text. */
export const printDiagnostics = async (diagnostics: readonly Diagnostic[]): Promise<string> => {
  const { printDiagnostic } = await import('../suite/diagnostics.ts');
  return diagnostics.map((one) => printDiagnostic(one, readSource(one.at.file))).join('\n');
};

/**
 * Our suites and dialects, and those at the paths.
 * @throws UsageProblem with every mistake that is in them
 */
export const loadFiles = async (paths: readonly string[]): Promise<Loaded> => {
  const { loadSuites } = await import('../suite/load.ts');
  const loaded = await loadSuites({ paths });
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const what = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
    throw new UsageProblem(`${what} in the suite files\n${await printDiagnostics(errors)}`);
  }
  return loaded;
};

/** As `loadFiles`, with the checks. @throws UsageProblem */
export const loadLibrary = async (paths: readonly string[]): Promise<Library> => {
  const [loaded, { CHECKS }, { catalogue }] = await Promise.all([
    loadFiles(paths),
    import('../checks/index.ts'),
    import('../suite/catalogue.ts'),
  ]);
  return {
    loaded,
    checks: CHECKS,
    infos: catalogue(
      loaded,
      CHECKS.map(({ examine: _examine, ...info }) => info),
    ),
  };
};
