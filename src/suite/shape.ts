/** The shape of a file, checked against the JSON Schema that editors use too; every mistake explained once, at its place. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { keyPosition, type Problems } from './diagnostics.ts';
import type { Position } from './model.ts';
import { entryOf, itemsOf, positionAt, positionOf, type Source, type SourceEntry, toJson } from './source.ts';
import { didYouMean } from './suggest.ts';

export interface Shapes {
  readonly suite: ValidateFunction;
  readonly dialect: ValidateFunction;
}

/** Compiles the two schemas in the folder; some 40 ms, so once for a whole load. */
export const compileShapes = async (folder: string): Promise<Shapes> => {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false });
  const compiled = await Promise.all(
    (['suite.schema.json', 'dialect.schema.json'] as const).map(async (name) => {
      ajv.addSchema(JSON.parse(await readFile(join(folder, name), 'utf8')) as AnySchemaObject, name);
      return name;
    }),
  );
  const [suite, dialect] = compiled.map((name) => ajv.getSchema(name));
  if (suite === undefined || dialect === undefined) throw new Error(`the schemas in ${folder} cannot be compiled`);
  return { suite, dialect };
};

/** Reports what is wrong with the shape of a file. Returns the first path segments (`cases`, `3`) of the parts that are wrong. */
export const checkShape = (source: Source, validate: ValidateFunction, problems: Problems): readonly string[] => {
  if (validate(toJson(source))) return [];
  const errors = (validate.errors ?? []).filter((error) => !isConsequence(error));
  for (const error of errors) explain(source, error, problems);
  return [...new Set(errors.map(({ instancePath }) => instancePath.split('/').slice(1, 3).join('/')))];
};

/** Errors of branches, of which the error of the whole is enough. */
const isConsequence = ({ keyword, schemaPath }: ErrorObject): boolean =>
  /\/anyOf\/\d+\//u.test(schemaPath) || (/\/propertyNames/u.test(schemaPath) && keyword !== 'propertyNames');

interface Place {
  readonly source: Source;
  /** How the part is called: its key, or `cases[2]`. */
  readonly name: string;
  readonly entry?: SourceEntry;
}

const explain = (root: Source, error: ErrorObject, problems: Problems): void => {
  const place = find(root, error.instancePath);
  const { at, message, hint } = explained(place, error);
  problems.error(at, message, hint);
};

const find = (root: Source, pointer: string): Place => {
  let place: Place = { source: root, name: 'the file' };
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const item = itemsOf(place.source)[Number(key)];
    const entry = entryOf(place.source, key);
    if (entry !== undefined) place = { source: entry.value, name: `\`${key}\``, entry };
    else if (item !== undefined) place = { source: item, name: `${place.name}[${key}]`.replace(/`(.*)`(.*)/u, '`$1$2`') };
  }
  return place;
};

interface Explanation {
  readonly at: Position;
  readonly message: string;
  readonly hint?: string | undefined;
}

type Explain = (place: Place, error: ErrorObject) => Explanation;

const explained: Explain = (place, error) => {
  const special = EXPLAIN[error.keyword];
  if (special !== undefined) return special(place, error);
  return { at: positionOf(place.source), message: `${place.name} ${error.message ?? 'is wrong'}` };
};

const EXPLAIN: Readonly<Record<string, Explain>> = {
  additionalProperties: (place, error) => {
    const key: string = error.params.additionalProperty;
    const entry = entryOf(place.source, key);
    const known = Object.keys(propertiesOf(error));
    return {
      at: entry === undefined ? positionOf(place.source) : keyPosition(entry),
      message: `unknown key \`${key}\` in ${place.name}`,
      hint: didYouMean(key, known, 'Known keys'),
    };
  },
  'false schema': (place, error) => {
    const owner = /dependentSchemas\/([^/]+)\//u.exec(error.schemaPath)?.[1] ?? '';
    return { at: startOf(place), message: `${place.name} does not go with \`${owner}\`` };
  },
  required: (place, error) => ({
    at: startOf(place),
    message: `${place.name} needs \`${error.params.missingProperty}\``,
    hint: descriptionOf(error, error.params.missingProperty),
  }),
  anyOf: (place, error) => {
    const choices = alternatives(error.schema);
    return { at: positionOf(place.source), message: `${place.name} needs one of ${listed(choices)}` };
  },
  type: (place, error) => ({
    at: positionOf(place.source),
    message: `${place.name} must be ${typeNames(error.params.type)}, not ${kindOf(place.source)}`,
    hint: quoteHint(place.source, error.params.type),
  }),
  enum: (place, error) => {
    const allowed: readonly unknown[] = error.params.allowedValues;
    const words = allowed.map(String);
    return {
      at: positionOf(place.source),
      message: `${place.name} cannot be ${shown(place.source)}`,
      hint: didYouMean(String(toJson(place.source)), words, 'Allowed'),
    };
  },
  const: (place, error) => ({
    at: positionOf(place.source),
    message: `${place.name} cannot be ${shown(place.source)}`,
    hint: `Write \`${String(error.params.allowedValue)}\`.`,
  }),
  pattern: (place, error) => ({
    at: positionOf(place.source),
    message: `${place.name} ${saysOf(error.parentSchema)}`,
  }),
  propertyNames: (place, error) => {
    const key: string = error.params.propertyName;
    const entry = entryOf(place.source, key);
    return {
      at: entry === undefined ? positionOf(place.source) : keyPosition(entry),
      message: `the name \`${key}\` ${saysOf(error.data === undefined ? undefined : namesOf(error))}`,
    };
  },
  minItems: (place) => empty(place),
  minProperties: (place) => empty(place),
  minLength: (place) => empty(place),
  uniqueItems: (place, error) => {
    const item = itemsOf(place.source)[error.params.i];
    return {
      at: positionOf(item ?? place.source),
      message: `${place.name} names ${item === undefined ? 'something' : shown(item)} twice`,
    };
  },
};
