/**
 * Reads suites and dialects: ours from `suites/` at the package root, and the user's from the paths given.
 *
 *   node -e "import('./src/suite/load.ts').then(async ({ loadSuites }) => console.log((await loadSuites()).diagnostics))"
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type Compiled, keyOf, readCompiled, writeCompiled } from './compiled.ts';
import { collectProblems, type Diagnostic, type Problems } from './diagnostics.ts';
import type { Dialect, Requirement, Suite } from './model.ts';
import type { Base } from './read-files.ts';
import { parseRequirements } from './requirements.ts';

export interface Loaded {
  readonly suites: readonly Suite[];
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** In the order of files and lines. With an error among them nothing should be run. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of each file by the name that positions call it, for `printDiagnostic`. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  /** Files and folders of the user, beside our own suites. */
  readonly paths?: readonly string[];
}

const PACKAGE = resolve(import.meta.dirname, '../..');
const SUITES = join(PACKAGE, 'suites');

/** Never throws for what is in a file, nor for a path that is not there: that is in `diagnostics`. */
export const loadSuites = async ({ paths = [] }: LoadOptions = {}): Promise<Loaded> => {
  const ours = await loadOurs();
  return paths.length === 0 ? ours : loadBeside(ours, paths);
};

const loadOurs = async (): Promise<Loaded> => {
  const { texts, requirements, key, problems } = await readOurs();
  const compiled = problems.list.length === 0 ? await readCompiled(key) : undefined;
  const read = compiled ?? (await readYaml(texts, { suites: [], dialects: new Map(), requirements }, problems));
  return { ...read, requirements, diagnostics: inOrder(problems.list), texts };
};

/** Reads our suites from YAML and keeps the result for the next time, when there is nothing to report. */
export const compileOurs = async (): Promise<void> => {
  const { texts, requirements, key, problems } = await readOurs();
  const read = await readYaml(texts, { suites: [], dialects: new Map(), requirements }, problems);
  if (problems.list.length === 0) await writeCompiled(key, read);
};

const readOurs = async () => {
  const problems = collectProblems();
  const [texts, rules] = await Promise.all([
    readTexts(await filesAt(SUITES), problems),
    readTexts(
      ['requirements.json', 'suite.schema.json', 'dialect.schema.json'].map((name) => join(SUITES, name)),
      problems,
    ),
  ]);
  const requirements = parseRequirements(rules.get('suites/requirements.json') ?? '[]');
  return { texts, requirements, key: keyOf(new Map([...texts, ...rules])), problems };
};

/** The parser and the checker are loaded only when there is something to read: they take longer than all the rest. */
const readYaml = async (texts: ReadonlyMap<string, string>, base: Base, problems: Problems): Promise<Compiled> => {
  const [{ readFiles }, { compileShapes }] = await Promise.all([import('./read-files.ts'), import('./shape.ts')]);
  return readFiles(texts, base, await compileShapes(SUITES), problems);
};

/** Loads files beside what has been loaded before; they may use its dialects and need its cases. */
export const loadBeside = async (loaded: Loaded, paths: readonly string[]): Promise<Loaded> => {
  const problems = collectProblems();
  const files: string[] = [];
  for (const path of paths) {
    const found = await filesAt(path).catch(() => undefined);
    if (found !== undefined) files.push(...found.filter((file) => !isOurs(file)));
    else problems.error({ file: path, line: 1, column: 1 }, 'there is no such file or folder');
  }
  if (files.length === 0) return { ...loaded, diagnostics: inOrder([...loaded.diagnostics, ...problems.list]) };
  const texts = await readTexts(files, problems);
  const { suites, dialects } = await readYaml(texts, loaded, problems);
  return {
    suites: [...loaded.suites, ...suites],
    dialects: new Map([...loaded.dialects, ...dialects]),
    requirements: loaded.requirements,
    diagnostics: inOrder([...loaded.diagnostics, ...problems.list]),
    texts: new Map([...loaded.texts, ...texts]),
  };
};

const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(
    ({ at: left }, { at: right }) =>
      left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column,
  );

/** The file itself, or every YAML file in the folder, in the order of their names. */
const filesAt = async (path: string): Promise<readonly string[]> => {
  const absolute = resolve(path);
  if (!(await stat(absolute)).isDirectory()) return [absolute];
  const entries = await readdir(absolute, { recursive: true });
  return entries
    .filter((name) => /\.ya?ml$/u.test(name))
    .sort()
    .map((name) => join(absolute, name));
};

const isOurs = (file: string): boolean => file.startsWith(SUITES + sep);

/** Ours are named from the package's root, the user's from the working directory; `./` tells the user's `suites/` from ours. */
const displayName = (file: string): string => {
  const name = relative(isOurs(file) ? PACKAGE : process.cwd(), file).replaceAll(sep, '/');
  return !isOurs(file) && name.startsWith('suites/') ? `./${name}` : name;
};

const readTexts = async (files: readonly string[], problems: Problems): Promise<ReadonlyMap<string, string>> => {
  const texts = await Promise.all(
    files.map(async (file): Promise<readonly [string, string][]> => {
      const name = displayName(file);
      try {
        return [[name, await readFile(file, 'utf8')]];
      } catch {
        problems.error({ file: name, line: 1, column: 1 }, 'this file cannot be read');
        return [];
      }
    }),
  );
  return new Map(texts.flat());
};
