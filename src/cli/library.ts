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
 * Our suites and dialects, those at the paths, and the profiles.
 * @throws UsageProblem with every mistake that is in them
 */
export const loadFiles = async (paths: readonly string[], profiles: readonly string[] = []): Promise<Loaded> => {
  const { loadSuites } = await import('../suite/load.ts');
  const loaded = await loadSuites({ paths, profiles });
  await refuse(loaded.diagnostics);
  return loaded;
};

const refuse = async (diagnostics: readonly Diagnostic[]): Promise<void> => {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const what = errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`;
    throw new UsageProblem(`${what} in the suite files\n${await printDiagnostics(errors)}`);
  }
};

/** As `loadFiles`, with the checks. @throws UsageProblem, also for a profile that there is not */
export const loadLibrary = async (paths: readonly string[], profiles: readonly string[] = []): Promise<Library> => {
  const [loaded, { CHECKS }, { catalogue }] = await Promise.all([
    loadFiles(paths, profiles),
    import('../checks/index.ts'),
    import('../suite/catalogue.ts'),
  ]);
  const infos = catalogue(
    loaded,
    CHECKS.map(({ examine: _examine, ...info }) => info),
  );
  if (profiles.length > 0) await checkProfiles(loaded, profiles, new Set(infos.map(({ id }) => id)));
  return { loaded, checks: CHECKS, infos };
};

const checkProfiles = async (loaded: Loaded, names: readonly string[], ids: ReadonlySet<string>): Promise<void> => {
  const [{ ourProfiles }, { profileProblems }, { didYouMean }] = await Promise.all([
    import('../suite/load.ts'),
    import('../suite/profile.ts'),
    import('../suite/suggest.ts'),
  ]);
  const unknown = names.find((name) => !loaded.profiles.has(name));
  if (unknown !== undefined) {
    const known = new Set([...(await ourProfiles()), ...loaded.profiles.keys()]);
    throw new UsageProblem(`--profile: there is no profile \`${unknown}\``, didYouMean(unknown, known, 'Profiles'));
  }
  await refuse(profileProblems(loaded.profiles, ids));
};
