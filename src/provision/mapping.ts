/** From a record of the directory to the parameters of a dialect's operations. Pure. */
import jsonata from 'jsonata';
import { isUnassigned, type Json, type JsonObject } from '../scim/json.ts';
import type { Mapping, MappingExpression } from '../suite/model.ts';
import { JSONATA } from '../suite/provisioning.ts';
import { PERSON_COLUMNS } from '../suite/provisioning-model.ts';
import { type MappingOverride, ProvisionProblem } from './options.ts';

/** What a record becomes. */
export interface Mapped {
  /** By parameter, in the order of the mapping; what has no value is left out. */
  readonly params: JsonObject;
  /** Parameters that are the target's id of somebody: parameter → the id of that person in the directory. */
  readonly refs?: Readonly<Record<string, string>>;
}

export interface Mapper {
  /**
   * At once when the mapping names columns only. @throws MappingFailure, or rejects with it, when an expression fails on
   * this record
   */
  map(record: JsonObject): Mapped | Promise<Mapped>;
}

/** An expression could not be evaluated for one record. */
export class MappingFailure extends Error {
  override readonly name = 'MappingFailure';
}

/** No expression over one record needs more. */
const LIMITS = { timeout: 1000, stack: 500, sequence: 10_000 } as const;

/**
 * The dialect's mapping with the user's over it. New parameters come last.
 * @throws ProvisionProblem for what a dialect file could not say either
 */
export const overlaid = (mapping: Mapping, overrides: Readonly<Record<string, MappingOverride>> = {}): Mapping => {
  const merged = new Map(Object.entries(mapping));
  for (const [parameter, override] of Object.entries(overrides)) {
    if (override === null) merged.delete(parameter);
    else merged.set(parameter, expressionOf(parameter, override));
  }
  return Object.fromEntries(merged);
};

const IN_CONFIG = { file: 'mapping', line: 1, column: 1 } as const;

const expressionOf = (parameter: string, override: string | { readonly 'id-of': string }): MappingExpression => {
  const text = typeof override === 'string' ? override : override['id-of'];
  if (!JSONATA.test(text)) {
    checkColumn(parameter, text);
    return { kind: typeof override === 'string' ? 'column' : 'id-of', column: text, at: IN_CONFIG };
  }
  if (typeof override !== 'string') throw unreadable(parameter, '`id-of` needs a column, not an expression');
  const expression = text.replace(JSONATA, '');
  if (expression === '') throw unreadable(parameter, 'no expression follows the `=`');
  return { kind: 'jsonata', text: expression, at: IN_CONFIG };
};

const unreadable = (parameter: string, why: string, hint?: string): ProvisionProblem =>
  new ProvisionProblem(`the mapping of ${parameter}: ${why}`, hint);

/** Headers are matched without regard to case, spaces and underscores, so no further column can be called nearly like these. */
const checkColumn = (parameter: string, text: string): void => {
  const meant = PERSON_COLUMNS.find((name) => plain(name) === plain(text));
  if (meant === undefined || meant === text) return;
  throw unreadable(parameter, `there is no column \`${text}\``, `Did you mean \`${meant}\`?`);
};

const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/gu, '');

/** As it is written in a dialect file. */
export const printExpression = (expression: MappingExpression): string => {
  switch (expression.kind) {
    case 'column':
      return expression.column;
    case 'jsonata':
      return `= ${expression.text}`;
    case 'id-of':
      return `{id-of: ${expression.column}}`;
  }
};

/** @throws ProvisionProblem for JSONata that cannot be read */
export const createMapper = (mapping: Mapping): Mapper => {
  const parts = Object.entries(mapping).map(([parameter, expression]) => compilePart(parameter, expression));
  const isSimple = parts.every(({ kind }) => kind !== 'computed');
  return { map: (record) => (isSimple ? mapColumns(parts, record) : mapAll(parts, record)) };
};

type Part =
  | { readonly kind: 'column' | 'reference'; readonly parameter: string; readonly column: string }
  | {
      readonly kind: 'computed';
      readonly parameter: string;
      readonly evaluate: (record: JsonObject) => Promise<unknown>;
    };

const compilePart = (parameter: string, expression: MappingExpression): Part => {
  if (expression.kind === 'jsonata') return { kind: 'computed', parameter, evaluate: compile(parameter, expression) };
  return { kind: expression.kind === 'column' ? 'column' : 'reference', parameter, column: expression.column };
};

const compile = (parameter: string, { text, at }: Extract<MappingExpression, { kind: 'jsonata' }>) => {
  try {
    const expression = jsonata(text, LIMITS);
    return (record: JsonObject): Promise<unknown> => expression.evaluate(record);
  } catch (error) {
    const { line, column } = placeIn(text, error);
    throw new ProvisionProblem(
      `the mapping of ${parameter} cannot be read: ${reasonOf(error)} (${at.file}:${at.line}, line ${line}, column ${column} of the expression)`,
      `It says: ${text}`,
    );
  }
};

const placeIn = (text: string, error: unknown): { line: number; column: number } => {
  const position = isJsonataError(error) && typeof error.position === 'number' ? error.position : 0;
  const before = text.slice(0, position).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
};

const isJsonataError = (error: unknown): error is { message: string; position?: number } =>
  typeof error === 'object' && error !== null && 'message' in error && typeof error.message === 'string';

const reasonOf = (error: unknown): string => (isJsonataError(error) ? error.message : String(error));

const mapColumns = (parts: readonly Part[], record: JsonObject): Mapped => {
  const params: JsonObject = {};
  let refs: Record<string, string> | undefined;
  for (const part of parts) {
    const value = part.kind === 'computed' || !Object.hasOwn(record, part.column) ? undefined : record[part.column];
    if (value === undefined || value === '' || isUnassigned(value)) continue;
    if (part.kind === 'column') params[part.parameter] = value;
    else if (typeof value === 'string') {
      refs ??= {};
      refs[part.parameter] = value;
    }
  }
  return refs === undefined ? { params } : { params, refs };
};

const mapAll = async (parts: readonly Part[], record: JsonObject): Promise<Mapped> => {
  const computed: JsonObject = {};
  for (const part of parts) {
    if (part.kind !== 'computed') continue;
    const value = await evaluated(part, record);
    if (value !== undefined) computed[part.parameter] = value;
  }
  const { params, refs } = mapColumns(parts, record);
  const ordered = parts.flatMap(({ parameter }): [string, Json][] => {
    const value = Object.hasOwn(computed, parameter) ? computed[parameter] : params[parameter];
    return value === undefined ? [] : [[parameter, value]];
  });
  return { params: Object.fromEntries(ordered), ...(refs && { refs }) };
};

const evaluated = async (part: Extract<Part, { kind: 'computed' }>, record: JsonObject): Promise<Json | undefined> => {
  const failed = (why: string): MappingFailure => new MappingFailure(`the mapping of ${part.parameter} fails: ${why}`);
  let result: unknown;
  try {
    result = await part.evaluate(record);
  } catch (error) {
    throw failed(reasonOf(error));
  }
  const value = asJson(result);
  if (value === undefined && result !== undefined) throw failed('it gives a function');
  return value === '' || isUnassigned(value) ? undefined : value;
};

/** JSONata's lists carry marks of their own, so lists and maps are copied; its functions are objects that go in circles. */
const asJson = (value: unknown): Json | undefined => {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'object' || '_jsonata_lambda' in value || '_jsonata_function' in value) return undefined;
  return JSON.parse(JSON.stringify(value)) as Json;
};
