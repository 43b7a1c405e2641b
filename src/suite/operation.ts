/** `do: create-user` `with: {…}`: finds what a dialect sends for it and gives the operation a scope of its own. */
import type { Json, JsonObject } from '../scim/json.ts';
import { compile, FillProblem, fill, type Scope } from './fill.ts';
import type { Dialect, Evidence, Operation, OperationForm, PagesStep, RequestStep } from './model.ts';

export interface ResolvedOperation {
  /** Sent one after the other, written with `writeRequest(step.request, scope, dialect)`. */
  readonly requests: readonly (RequestStep | PagesStep)[];
  readonly evidence: Evidence;
  readonly sources: readonly string[];
  readonly dialect: Dialect;
  readonly mode: string;
  /** The operation's own names: parameters, the mode's `let`, `mode`, `run`, `target`. What its requests capture is set here. */
  readonly scope: Map<string, Json>;
}

/** Names of the run that an operation sees although its scope is its own. */
const SHARED: readonly string[] = ['run', 'target'];

/**
 * What `do` stands for. `withValues` are templates, filled in the scope of the step; of that scope the operation itself
 * sees nothing but `run` and `target`.
 * @throws {FillProblem} when there is no such dialect, mode or operation (the loader has reported that before), or a parameter has no value
 */
export const resolveOperation = (
  loaded: { readonly dialects: ReadonlyMap<string, Dialect> },
  dialectName: string,
  mode: string | undefined,
  name: string,
  withValues: JsonObject,
  scope: Scope,
): ResolvedOperation => {
  const dialect = loaded.dialects.get(dialectName);
  if (dialect === undefined) throw new FillProblem(`there is no dialect \`${dialectName}\``);
  const chosen = mode ?? Object.keys(dialect.modes)[0] ?? '';
  const operation = Object.hasOwn(dialect.operations, name) ? dialect.operations[name] : undefined;
  const form = operation?.forms[chosen];
  if (operation === undefined || form === undefined) {
    throw new FillProblem(`${dialectName} has no operation \`${name}\` in its mode \`${chosen}\``);
  }
  const values = Object.entries(withValues).flatMap(([parameter, template]): [string, Json][] => {
    const value = fill(template, scope);
    return value === undefined ? [] : [[parameter, value]];
  });
  const own = operationScope(dialect, chosen, operation, Object.fromEntries(values), scope);
  return { requests: form.requests, evidence: form.evidence, sources: form.sources, dialect, mode: chosen, scope: own };
};

/**
 * The names an operation sees when its parameters have these values, which are taken as they are: a `${…}` in one stays text.
 * @throws {FillProblem} when a parameter has no value
 */
export const operationScope = (
  dialect: Dialect,
  mode: string,
  operation: Operation,
  values: JsonObject,
  scope: Scope,
): Map<string, Json> => compileScope(dialect, mode, operation)(values, scope);

/** As operationScope, for those who speak the same operation with many values. */
export const compileScope = (
  dialect: Dialect,
  mode: string,
  operation: Operation,
): ((values: JsonObject, scope: Scope) => Map<string, Json>) => {
  const lets = Object.entries(dialect.modes[mode]?.let ?? {}).map(
    ([name, template]) => [name, compile(template)] as const,
  );
  const parameters = Object.entries(operation.parameters).map(([name, { optional, default: otherwise }]) => ({
    name,
    optional,
    otherwise: otherwise === undefined ? undefined : compile(otherwise),
  }));
  return (values, scope) => {
    const own = new Map<string, Json>([['mode', mode]]);
    for (const name of SHARED) {
      const value = scope.get(name);
      if (value !== undefined) own.set(name, value);
    }
    for (const [name, filler] of lets) {
      const value = filler(own);
      if (value !== undefined) own.set(name, value);
    }
    for (const { name, optional, otherwise } of parameters) {
      const given = Object.hasOwn(values, name) ? values[name] : undefined;
      const value = given === undefined && otherwise !== undefined ? otherwise(own) : given;
      if (value !== undefined) own.set(name, value);
      else if (!optional) throw missing(operation, name);
    }
    return own;
  };
};

const missing = (operation: Operation, name: string): FillProblem =>
  new FillProblem(`\`${operation.name}\` needs \`${name}\`, and its value is missing`);

/** The form of an operation in a mode, when there is one. */
export const formOf = (
  dialect: Dialect | undefined,
  name: string,
  mode: string | undefined,
): OperationForm | undefined => {
  if (dialect === undefined || !Object.hasOwn(dialect.operations, name)) return undefined;
  return dialect.operations[name]?.forms[mode ?? ''];
};
