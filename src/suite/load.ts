/**
 * Reads suites and dialects: ours from `suites/` at the package root, and the user's from the paths given. Our profiles, with
 * the suites beside them, are read only when they are asked for: nothing of them is there in any other run.
 *
 *   node -e "import('./src/suite/load.ts').then(async ({ loadSuites }) => console.log((await loadSuites()).diagnostics))"
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { type Compiled, keyOf, readCompiled, writeCompiled } from './compiled.ts';
import { collectProblems, type Diagnostic, type Problems } from './diagnostics.ts';
import type { Dialect, Profile, Requirement, Suite } from './model.ts';
import { withIncluded } from './profile.ts';
import type { Base, Read } from './read-files.ts';
import { parseRequirements } from './requirements.ts';

export interface Loaded {
  readonly suites: readonly Suite[];
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly requirements: ReadonlyMap<string, Requirement>;
  /** Those asked for and those that they include, each after what it includes. */
  readonly profiles: ReadonlyMap<string, Profile>;
  /** In the order of files and lines. With an error among them nothing should be run. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of each file by the name that positions call it, for `printDiagnostic`. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LoadOptions {
  /** Files and folders of the user, beside our own suites. */
  readonly paths?: readonly string[];
  /** Names of profiles: ours, or of a file at the paths. Unknown ones are left out. */
  readonly profiles?: readonly string[];
}

const PACKAGE = resolve(import.meta.dirname, '../..');
const SUITES = join(PACKAGE, 'suites');
const PROFILES = join(SUITES, 'profiles');

/** Never throws for what is in a file, nor for a path that is not there: that is in `diagnostics`. */
export const loadSuites = async ({ paths = [], profiles = [] }: LoadOptions = {}): Promise<Loaded> => {
  const ours = await loadOurs();
  const loaded = paths.length === 0 ? ours : await loadBeside(ours, paths);
  return withProfiles(loaded, profiles);
};

/** The names of our profiles. */
export const ourProfiles = async (): Promise<readonly string[]> => (await readdir(PROFILES)).sort();

/** Reads the folders of those that are ours, and what they include; the user's have been read with the other files. */
const withProfiles = async (loaded: Loaded, names: readonly string[]): Promise<Loaded> => {
  const ours = names.length === 0 ? [] : await ourProfiles();
  let all = loaded;
  const wanted = new Set(names);
  for (const name of wanted) {
    if (!all.profiles.has(name) && ours.includes(name)) all = await loadBeside(all, [join(PROFILES, name)]);
    for (const included of all.profiles.get(name)?.includes ?? []) wanted.add(included);
  }
  const asked = withIncluded(all.profiles, names);
  return { ...all, profiles: new Map(asked.map((profile) => [profile.name, profile])) };
};

const loadOurs = async (): Promise<Loaded> => {
  const { texts, requirements, key, problems } = await readOurs();
  const compiled: Compiled | undefined = problems.list.length === 0 ? await readCompiled(key) : undefined;
  const { suites, dialects } =
    compiled ?? (await readYaml(texts, { suites: [], dialects: new Map(), requirements }, problems));
  return { suites, dialects, requirements, profiles: new Map(), diagnostics: inOrder(problems.list), texts };
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
    readTexts((await filesAt(SUITES)).filter(isOurs), problems),
    readTexts(
      ['requirements.json', 'suite.schema.json', 'dialect.schema.json'].map((name) => join(SUITES, name)),
      problems,
    ),
  ]);
  const requirements = parseRequirements(rules.get('suites/requirements.json') ?? '[]');
  return { texts, requirements, key: keyOf(new Map([...texts, ...rules])), problems };
};

/** The parser and the checker are loaded only when there is something to read: they take longer than all the rest. */
const readYaml = async (texts: ReadonlyMap<string, string>, base: Base, problems: Problems): Promise<Read> => {
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
  const { suites, dialects, profiles } = await readYaml(texts, loaded, problems);
  return {
    suites: [...loaded.suites, ...suites],
    dialects: new Map([...loaded.dialects, ...dialects]),
    requirements: loaded.requirements,
    profiles: new Map([...profiles.map((profile) => [profile.name, profile] as const), ...loaded.profiles]),
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

const isShipped = (file: string): boolean => file.startsWith(SUITES + sep);

/** Read at every start. */
const isOurs = (file: string): boolean => isShipped(file) && !file.startsWith(PROFILES + sep);

/** Ours are named from the package's root, the user's from the working directory; `./` tells the user's `suites/` from ours. */
const displayName = (file: string): string => {
  const name = relative(isShipped(file) ? PACKAGE : process.cwd(), file).replaceAll(sep, '/');
  return !isShipped(file) && name.startsWith('suites/') ? `./${name}` : name;
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
