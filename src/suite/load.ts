/**
 * Reads suites and dialects: ours from `suites/` at the package root, and the user's from the paths given.
 *
 *   node -e "import('./src/suite/load.ts').then(async ({ loadSuites }) => console.log((await loadSuites()).diagnostics))"
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { crossCheck } from './cross-check.ts';
import { collectProblems, type Diagnostic, type Problems } from './diagnostics.ts';
import { toDialect } from './dialect.ts';
import { checkDialect } from './dialect-check.ts';
import { readDocument } from './document.ts';
import type { Library } from './library.ts';
import type { Dialect, Position, Requirement, Suite } from './model.ts';
import { readRequirements } from './requirements.ts';
import { checkShape, compileShapes, type Shape } from './shape.ts';
import { childOf, entriesOf, entryOf, itemsOf, positionOf, type Source, sourceFile, textOf } from './source.ts';
import { toSuite } from './suite.ts';

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
  const problems = collectProblems();
  const files = await findFiles([SUITES, ...paths], problems);
  const texts = new Map<string, string>();
  for (const file of files) texts.set(displayName(file), await readFile(file, 'utf8'));
  const requirements = await readRequirements(join(SUITES, 'requirements.json'));
  const shaped = await readShaped(texts, problems);
  const library = readDialects(
    shaped.filter(({ shape }) => shape === 'dialect'),
    requirements,
    problems,
  );
  const read = shaped
    .filter(({ shape }) => shape === 'suite')
    .map(({ source, wrongParts }) => toSuite(source, wrongParts, library));
  crossCheck(read, shaped.flatMap(brokenIds), problems);
  const suites = read.map(({ suite }) => suite);
  return { suites, dialects: library.dialects, requirements, diagnostics: inOrder(problems.list), texts };
};

const inOrder = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.toSorted(
    ({ at: left }, { at: right }) =>
      left.file.localeCompare(right.file) || left.line - right.line || left.column - right.column,
  );

const findFiles = async (paths: readonly string[], problems: Problems): Promise<readonly string[]> => {
  const found = await Promise.all(paths.map((path) => filesAt(path, problems)));
  return [...new Set(found.flat())];
};

const filesAt = async (path: string, problems: Problems): Promise<readonly string[]> => {
  const absolute = resolve(path);
  try {
    if (!(await stat(absolute)).isDirectory()) return [absolute];
    const entries = await readdir(absolute, { recursive: true });
    return entries
      .filter((name) => /\.ya?ml$/u.test(name))
      .sort()
      .map((name) => join(absolute, name));
  } catch {
    problems.error({ file: path, line: 1, column: 1 }, 'there is no such file or folder');
    return [];
  }
};

/** Ours are named from the package's root, the user's from the working directory. */
const displayName = (file: string): string =>
  file.startsWith(SUITES) ? relative(PACKAGE, file) : relative(process.cwd(), file) || file;

interface Shaped {
  readonly shape: Shape;
  readonly source: Source;
  readonly wrongParts: readonly string[];
}

const readShaped = async (texts: ReadonlyMap<string, string>, problems: Problems): Promise<readonly Shaped[]> => {
  const shapes = await compileShapes(SUITES);
  return [...texts].flatMap(([name, text]): readonly Shaped[] => {
    const source = readDocument(sourceFile(name, text), problems);
    if (source === undefined) return [];
    const shape = shapeOf(source);
    if (shape === undefined) {
      problems.error(
        source,
        'this file is neither a suite nor a dialect',
        'A suite begins with `suite:`, a dialect with `dialect:`.',
      );
      return [];
    }
    return [{ shape, source, wrongParts: checkShape(source, shapes(shape), problems) }];
  });
};

const shapeOf = (source: Source): Shape | undefined => {
  if (entryOf(source, 'suite') !== undefined || entryOf(source, 'cases') !== undefined) return 'suite';
  return entryOf(source, 'dialect') === undefined ? undefined : 'dialect';
};

const readDialects = (
  files: readonly Shaped[],
  requirements: ReadonlyMap<string, Requirement>,
  problems: Problems,
): Library => {
  const dialects = new Map<string, Dialect>();
  const places = new Map<string, Position>();
  for (const { source, wrongParts } of files) {
    const dialect = toDialect(source, wrongParts, problems);
    const at = positionOf(childOf(source, 'dialect') ?? source);
    const first = places.get(dialect.name);
    if (first !== undefined) {
      problems.error(
        at,
        `another dialect is called \`${dialect.name}\``,
        `It stands at ${first.file}:${first.line}:${first.column}.`,
      );
      continue;
    }
    places.set(dialect.name, at);
    dialects.set(dialect.name, dialect);
    checkDialect(source, dialect, problems);
  }
  const broken = files.filter(({ wrongParts }) => wrongParts.length > 0);
  const names = broken.flatMap(({ source }) => textOf(childOf(source, 'dialect')) ?? []);
  return { requirements, dialects, broken: new Set(names), problems };
};

/** The ids of cases whose shape is wrong: others may need them, and nobody else may have them. */
const brokenIds = ({ source, wrongParts }: Shaped): readonly { readonly name: string; readonly at: Position }[] =>
  itemsOf(childOf(source, 'cases')).flatMap((one, index) => {
    const id = childOf(one, 'id');
    const name = textOf(id);
    if (!wrongParts.includes(`cases/${index}`) || id === undefined || name === undefined) return [];
    const variants = entriesOf(childOf(one, 'variants'));
    const names = variants.length === 0 ? [name] : variants.map(({ key }) => `${name}/${key}`);
    return names.map((full) => ({ name: full, at: positionOf(id) }));
  });
