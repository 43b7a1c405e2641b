/** Texts of YAML files → suites, dialects and profiles, with everything that is wrong in them. Pure: no file is touched here. */
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { type Claim, crossCheck } from './cross-check.ts';
import { type Problems, standsAt } from './diagnostics.ts';
import { toDialect } from './dialect.ts';
import { checkDialect } from './dialect-check.ts';
import { readDocument } from './document.ts';
import type { Library } from './library.ts';
import type { Dialect, Position, Profile, Requirement, Suite } from './model.ts';
import { toProfile } from './profile.ts';
import { checkShape, type Shape } from './shape.ts';
import { childOf, entriesOf, entryOf, itemsOf, positionOf, type Source, sourceFile, textOf } from './source.ts';
import { toSuite } from './suite.ts';

/** What the files are read beside. */
export interface Base {
  readonly suites: readonly Suite[];
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly requirements: ReadonlyMap<string, Requirement>;
}

/** What was read. */
export interface Read {
  readonly suites: readonly Suite[];
  readonly dialects: ReadonlyMap<string, Dialect>;
  readonly profiles: readonly Profile[];
}

/** `texts` by the name of the file. Returns what is new; a dialect of the base is not replaced. */
export const readFiles = (
  texts: ReadonlyMap<string, string>,
  base: Base,
  shapes: (shape: Shape) => ValidateFunction,
  problems: Problems,
): Read => {
  const shaped = [...texts].flatMap(([name, text]) => readShaped(name, text, shapes, problems) ?? []);
  const dialectFiles = shaped.filter(({ shape }) => shape === 'dialect');
  const dialects = readDialects(dialectFiles, base.dialects, problems);
  const library: Library = {
    requirements: base.requirements,
    dialects: new Map([...base.dialects, ...dialects]),
    broken: new Set(dialectFiles.filter(isWrong).flatMap(({ source }) => textOf(childOf(source, 'dialect')) ?? [])),
    problems,
  };
  const read = shaped
    .filter(({ shape }) => shape === 'suite')
    .map(({ source, wrongParts }) => toSuite(source, wrongParts, library));
  const taken = {
    suites: base.suites.map(({ name, file }) => ({ name, at: { file, line: 1, column: 1 } })),
    ids: [...base.suites.flatMap(claimedIds), ...shaped.flatMap(brokenIds)],
  };
  crossCheck(read, taken, problems);
  const profiles = shaped
    .filter(({ shape }) => shape === 'profile')
    .map(({ source, wrongParts }) => toProfile(source, wrongParts));
  return { suites: read.map(({ suite }) => suite), dialects, profiles };
};

interface Shaped {
  readonly shape: Shape;
  readonly source: Source;
  readonly wrongParts: readonly string[];
}

const isWrong = ({ wrongParts }: Shaped): boolean => wrongParts.length > 0;

const readShaped = (
  name: string,
  text: string,
  shapes: (shape: Shape) => ValidateFunction,
  problems: Problems,
): Shaped | undefined => {
  const source = readDocument(sourceFile(name, text), problems);
  if (source === undefined) return undefined;
  const shape = shapeOf(source);
  if (shape === undefined) {
    problems.error(
      source,
      'this file is neither a suite nor a dialect nor a profile',
      'A suite begins with `suite:`, a dialect with `dialect:`, a profile with `profile:`.',
    );
    return undefined;
  }
  return { shape, source, wrongParts: checkShape(source, shapes(shape), problems) };
};

/** A suite of an identity provider has both keys. */
const shapeOf = (source: Source): Shape | undefined => {
  if (entryOf(source, 'suite') !== undefined || entryOf(source, 'cases') !== undefined) return 'suite';
  if (entryOf(source, 'profile') !== undefined) return 'profile';
  return entryOf(source, 'dialect') === undefined ? undefined : 'dialect';
};

const readDialects = (
  files: readonly Shaped[],
  before: ReadonlyMap<string, Dialect>,
  problems: Problems,
): ReadonlyMap<string, Dialect> => {
  const dialects = new Map<string, Dialect>();
  const places = new Map<string, Position>(
    [...before].map(([name, { file }]) => [name, { file, line: 1, column: 1 }] as const),
  );
  for (const { source, wrongParts } of files) {
    const dialect = toDialect(source, wrongParts, problems);
    const at = positionOf(childOf(source, 'dialect') ?? source);
    const first = places.get(dialect.name);
    if (first === undefined) {
      places.set(dialect.name, at);
      dialects.set(dialect.name, dialect);
      checkDialect(source, dialect, problems);
    } else {
      problems.error(at, `another dialect is called \`${dialect.name}\``, standsAt(first));
    }
  }
  return dialects;
};

const claimedIds = ({ cases }: Suite): readonly Claim[] =>
  cases.flatMap(({ id, was, at }) => [id, ...was].map((name) => ({ name, at })));

/** The ids of cases whose shape is wrong: others may need them, and nobody else may have them. */
const brokenIds = ({ source, wrongParts }: Shaped): readonly Claim[] =>
  itemsOf(childOf(source, 'cases')).flatMap((one, index) => {
    const id = childOf(one, 'id');
    const name = textOf(id);
    if (!wrongParts.includes(`cases/${index}`) || id === undefined || name === undefined) return [];
    const variants = entriesOf(childOf(one, 'variants'));
    const names = variants.length === 0 ? [name] : variants.map(({ key }) => `${name}/${key}`);
    return names.map((full) => ({ name: full, at: positionOf(id) }));
  });
