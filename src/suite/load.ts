/**
 * Reads suites and dialects: ours from `suites/` at the package root, and the user's from the paths given.
 *
 *   node -e "import('./src/suite/load.ts').then(async ({ loadSuites }) => console.log((await loadSuites()).diagnostics))"
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type ReadCase, toCases } from './case.ts';
import { collectProblems, type Diagnostic, type Problems } from './diagnostics.ts';
import { toDialect } from './dialect.ts';
import { readDocument } from './document.ts';
import type { Library } from './library.ts';
import type { Dialect, Requirement, Suite } from './model.ts';
import { readRequirements } from './requirements.ts';
import { childOf, itemsOf, type Source, sourceFile, textOf } from './source.ts';

export interface Loaded {
  readonly suites: readonly Suite[];
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** In the order of files and lines. With an error among them nothing should be run. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadOptions {
  /** Files and folders of the user, beside our own suites. */
  readonly paths?: readonly string[];
}

const PACKAGE = resolve(import.meta.dirname, '../..');
const SUITES = join(PACKAGE, 'suites');

/** Never throws for what is in a file: that is in `diagnostics`. */
export const loadSuites = async (options: LoadOptions = {}): Promise<Loaded> => {
  const problems = collectProblems();
  const requirements = await readRequirements(join(SUITES, 'requirements.json'));
  const files = await findFiles([SUITES, ...(options.paths ?? [])], problems);
  const sources = (await Promise.all(files.map((file) => readSource(file, problems)))).flatMap(
    (source) => source ?? [],
  );
  const dialects = new Map<string, Dialect>();
  for (const source of sources.filter((one) => childOf(one, 'suite') === undefined)) {
    const dialect = toDialect(source, problems);
    dialects.set(dialect.name, dialect);
  }
  const library: Library = { requirements, dialects, problems };
  const suites = sources.filter((one) => childOf(one, 'suite') !== undefined).map((source) => toSuite(source, library));
  return { suites, dialects, requirements, diagnostics: problems.list };
};

const findFiles = async (paths: readonly string[], problems: Problems): Promise<readonly string[]> => {
  const found = await Promise.all(paths.map((path) => filesAt(resolve(path), problems)));
  return [...new Set(found.flat())];
};

const filesAt = async (path: string, problems: Problems): Promise<readonly string[]> => {
  try {
    if (!(await stat(path)).isDirectory()) return [path];
    const entries = await readdir(path, { recursive: true });
    return entries
      .filter((name) => /\.ya?ml$/u.test(name))
      .sort()
      .map((name) => join(path, name));
  } catch {
    problems.error({ file: displayName(path), line: 1, column: 1 }, 'there is no such file or folder');
    return [];
  }
};

/** Ours are named from the package's root, the user's from the working directory. */
const displayName = (file: string): string =>
  file.startsWith(SUITES) ? relative(PACKAGE, file) : relative(process.cwd(), file) || file;

const readSource = async (file: string, problems: Problems): Promise<Source | undefined> =>
  readDocument(sourceFile(displayName(file), await readFile(file, 'utf8')), problems);

const toSuite = (source: Source, library: Library): Suite => {
  const about = textOf(childOf(source, 'about'));
  const dialect = textOf(childOf(source, 'dialect'));
  const cases: readonly ReadCase[] = itemsOf(childOf(source, 'cases')).flatMap((one) => toCases(source, one, library));
  return {
    name: textOf(childOf(source, 'suite')) ?? '',
    title: textOf(childOf(source, 'title')) ?? '',
    ...(about === undefined ? {} : { about }),
    ...(dialect === undefined ? {} : { dialect }),
    file: source.file.name,
    cases: cases.map(({ testCase }) => testCase),
  };
};
