/** The shape of a file, checked against the JSON Schema that editors use too; every mistake explained once, at its place. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { keyPosition, type Problems } from './diagnostics.ts';
import type { Position } from './model.ts';
import { entryOf, itemsOf, positionOf, type Source, type SourceEntry, toJson } from './source.ts';
import { didYouMean } from './suggest.ts';

export type Shape = 'suite' | 'dialect' | 'profile';

/** Compiles the schemas in the folder, each when it is first needed (some 40 ms). */
export const compileShapes = async (folder: string): Promise<(shape: Shape) => ValidateFunction> => {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false, validateSchema: false });
  for (const shape of ['suite', 'dialect', 'profile']) {
    const name = `${shape}.schema.json`;
    ajv.addSchema(JSON.parse(await readFile(join(folder, name), 'utf8')) as AnySchemaObject, name);
  }
  return (shape) => {
    const validate = ajv.getSchema(`${shape}.schema.json`);
    if (validate === undefined) throw new Error(`the schema of a ${shape} is missing in ${folder}`);
    return validate;
  };
};

/** Reports what is wrong with the shape of a file. Returns the first path segments (`cases`, `3`) of the parts that are wrong. */
export const checkShape = (source: Source, validate: ValidateFunction, problems: Problems): readonly string[] => {
  if (validate(toJson(source))) return [];
  const errors = (validate.errors ?? []).filter((error) => !isConsequence(error));
  for (const error of errors) explain(source, error, problems);
  return [...new Set(errors.map(({ instancePath }) => instancePath.split('/').slice(1, 3).join('/')))];
};

/** Errors that another error says better: those of branches, and those of `propertyNames` and `if` as a whole. */
const isConsequence = ({ keyword, schemaPath }: ErrorObject): boolean =>
  /\/anyOf\/\d+\//u.test(schemaPath) || keyword === 'propertyNames' || keyword === 'if';

interface Place {
  readonly source: Source;
  /** How a message calls it: its key in backticks, or `this case`. */
  readonly name: string;
  /** When it is the value of a key. */
  readonly entry?: SourceEntry;
}

interface Explanation {
  readonly at: Position;
  readonly message: string;
  readonly hint?: string | undefined;
}

type Explain = (place: Place, error: ErrorObject) => Explanation;

const explain = (root: Source, error: ErrorObject, problems: Problems): void => {
  const place = find(root, error.instancePath);
  const other: Explain = ({ source, name }, { message }) => ({ at: positionOf(source), message: `${name} ${message}` });
  const { at, message, hint } = (EXPLAIN[error.keyword] ?? other)(place, error);
  problems.error(at, message, hint);
};

const ITEM_NAMES: Readonly<Record<string, string>> = {
  cases: 'this case',
  requirements: 'this requirement',
  steps: 'this step',
  requests: 'this request',
  together: 'this request',
};

const find = (root: Source, pointer: string): Place => {
  let place: Place = { source: root, name: 'this file' };
  for (const segment of pointer.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    const item = itemsOf(place.source)[Number(key)];
    const entry = entryOf(place.source, key);
    if (entry !== undefined) place = { source: entry.value, name: `\`${key}\``, entry };
    else if (item !== undefined) {
      place = { source: item, name: ITEM_NAMES[place.entry?.key ?? ''] ?? `an element of ${place.name}` };
    }
  }
  return place;
};

const startOf = ({ source, entry }: Place): Position => (entry === undefined ? positionOf(source) : keyPosition(entry));

const empty: Explain = (place, { keyword, params }) => ({
  at: startOf(place),
  message:
    params.limit === 1
      ? `${place.name} is empty`
      : `${place.name} needs at least ${params.limit} ${ELEMENTS[keyword] ?? ''}`,
});

const ELEMENTS: Readonly<Record<string, string>> = {
  minItems: 'elements',
  minProperties: 'keys',
  minLength: 'characters',
};

const EXPLAIN: Readonly<Record<string, Explain>> = {
  additionalProperties: (place, error) => {
    const key: string = error.params.additionalProperty;
    const entry = entryOf(place.source, key);
    return {
      at: entry === undefined ? positionOf(place.source) : keyPosition(entry),
      message: `there is no key \`${key}\` in ${place.name}`,
      hint: didYouMean(key, Object.keys(error.parentSchema?.properties ?? {}), 'Keys'),
    };
  },
  'false schema': (place, { schemaPath }) => ({
    at: startOf(place),
    message: `${place.name} does not go with \`${/dependentSchemas\/([^/]+)\//u.exec(schemaPath)?.[1] ?? ''}\``,
  }),
  required: (place, { params, parentSchema }) => ({
    at: startOf(place),
    message: `${place.name} needs the key \`${params.missingProperty}\``,
    hint: parentSchema?.properties?.[params.missingProperty]?.description,
  }),
  anyOf: (place, { schema }) => {
    const choices: readonly { readonly required?: readonly string[] }[] = Array.isArray(schema) ? schema : [];
    const keys = choices.flatMap(({ required }) => required ?? []).map((key) => `\`${key}\``);
    return { at: startOf(place), message: `${place.name} needs one of ${keys.join(', ')}` };
  },
  type: (place, { params }) => {
    const wanted: readonly string[] = [params.type].flat();
    return {
      at: positionOf(place.source),
      message: `${place.name} must be ${wanted.map((type) => KINDS[type] ?? type).join(' or ')}, not ${kindOf(place.source)}`,
      hint: typeHint(place.source, wanted),
    };
  },
  enum: (place, { params }) => {
    const allowed: readonly unknown[] = params.allowedValues;
    return {
      at: positionOf(place.source),
      message: `${place.name} cannot be ${JSON.stringify(toJson(place.source))}`,
      hint: didYouMean(String(toJson(place.source)), allowed.map(String), 'Allowed'),
    };
  },
  const: (place, { params }) => ({
    at: positionOf(place.source),
    message: `${place.name} cannot be ${JSON.stringify(toJson(place.source))}`,
    hint: `Write \`${params.allowedValue}\`.`,
  }),
  pattern: (place, { parentSchema, propertyName }) => {
    const entry = propertyName === undefined ? undefined : entryOf(place.source, propertyName);
    const what = propertyName === undefined ? place.name : `the name \`${propertyName}\``;
    return {
      at: entry === undefined ? positionOf(place.source) : keyPosition(entry),
      message: `${what} ${parentSchema?.patternErrorMessage ?? 'is not written as it must be'}`,
    };
  },
  minItems: empty,
  minProperties: empty,
  minLength: empty,
  maxProperties: (place, { params }) => ({
    at: startOf(place),
    message: `${place.name} can have ${params.limit === 1 ? 'only one key' : `no more than ${params.limit} keys`}`,
  }),
  maximum: (place, { params }) => ({
    at: positionOf(place.source),
    message: `${place.name} must be at most ${params.limit}, not ${JSON.stringify(toJson(place.source))}`,
  }),
  minimum: (place, { params }) => ({
    at: positionOf(place.source),
    message: `${place.name} must be at least ${params.limit}, not ${JSON.stringify(toJson(place.source))}`,
  }),
  uniqueItems: (place, { params }) => {
    const item = itemsOf(place.source)[params.i] ?? place.source;
    return { at: positionOf(item), message: `${place.name} holds ${JSON.stringify(toJson(item))} twice` };
  },
};

const typeHint = (source: Source, wanted: readonly string[]): string | undefined => {
  if (source.kind !== 'scalar' || source.value === null) return undefined;
  if (wanted.includes('string')) return 'Put it in quotes if this text is meant.';
  return wanted.includes('array') ? `Put it in brackets: \`[${String(source.value)}]\`.` : undefined;
};

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'a map',
};

const kindOf = (source: Source): string => {
  if (source.kind === 'list') return 'a list';
  if (source.kind === 'map') return 'a map';
  if (source.value === null) return 'nothing';
  return typeof source.value === 'string' ? 'text' : `the ${typeof source.value} ${String(source.value)}`;
};
