/** Where in a request the value of a parameter ends up, found out by changing it and looking what changes. */
import { getIgnoringCase } from '../scim/attribute.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import { FillProblem } from '../suite/fill.ts';
import type { Dialect } from '../suite/model.ts';
import { operationScope } from '../suite/operation.ts';
import { writeRequest } from '../suite/write.ts';
import type { WireRequest } from '../wire/exchange.ts';

type Segment = string | { readonly index: number; readonly type?: string };
export type Path = readonly Segment[];

/** The last request of an operation with these parameters; undefined when it needs what only an answer can tell. */
export const requestOf = (
  dialect: Dialect,
  mode: string,
  operation: string,
  values: JsonObject,
): WireRequest | undefined => {
  const known = dialect.operations[operation];
  const step = known?.forms[mode]?.requests.at(-1);
  if (known === undefined || step === undefined) return undefined;
  try {
    const scope = new Map<string, Json>([['run', { guid: 'a-random-text' }]]);
    return writeRequest(step.request, operationScope(dialect, mode, known, values, scope), dialect);
  } catch (error) {
    if (error instanceof FillProblem) return undefined;
    throw error;
  }
};

const bodyOf = (request: WireRequest | undefined): Json | undefined =>
  request?.body === undefined ? undefined : (JSON.parse(request.body) as Json);

/** The places of each parameter in the body of an operation's request. */
export const pathsOf = (
  dialect: Dialect,
  mode: string,
  operation: string,
  values: JsonObject,
): ReadonlyMap<string, readonly Path[]> => {
  const body = (changed: JsonObject): Json | undefined => bodyOf(requestOf(dialect, mode, operation, changed));
  const whole = body(values);
  const names = Object.keys(values).filter((name) =>
    Object.hasOwn(dialect.operations[operation]?.parameters ?? {}, name),
  );
  return new Map(
    names.map((name) => {
      const other = body({ ...values, [name]: altered(values[name] ?? null) });
      return [name, whole === undefined || other === undefined ? [] : differing(whole, other)];
    }),
  );
};

const altered = (value: Json): Json => {
  if (typeof value === 'string') return `${value} (altered)`;
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return value.map(altered);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, altered(one)])) : value;
};

const differing = (one: Json | undefined, other: Json | undefined): readonly Path[] => {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.flatMap((item, index) => {
      const type = isObject(item) && typeof item.type === 'string' ? item.type : undefined;
      const segment: Segment = { index, ...(type !== undefined && { type }) };
      return differing(item, other[index]).map((path) => [segment, ...path]);
    });
  }
  if (isObject(one) && isObject(other)) {
    return Object.keys(one).flatMap((name) => differing(one[name], other[name]).map((path) => [name, ...path]));
  }
  return one === other ? [] : [[]];
};

/** `emails[type eq "work"].value`, `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department` */
export const printPath = (path: Path): string =>
  path
    .map((segment, index) => {
      if (typeof segment !== 'string') {
        return `[${segment.type === undefined ? segment.index : `type eq ${JSON.stringify(segment.type)}`}]`;
      }
      if (index === 0) return segment;
      const [first] = path;
      return `${index === 1 && typeof first === 'string' && first.startsWith('urn:') ? ':' : '.'}${segment}`;
    })
    .join('');

/** What a resource has at that place; an element of a list is recognised by its type. */
export const shownAt = (resource: Json | undefined, path: Path): Json | undefined => {
  const [first, ...rest] = path;
  if (first === undefined || resource === undefined) return resource;
  if (typeof first === 'string')
    return isObject(resource) ? shownAt(getIgnoringCase(resource, first), rest) : undefined;
  if (!Array.isArray(resource)) return undefined;
  const item =
    first.type === undefined
      ? resource[first.index]
      : resource.find((one) => isObject(one) && getIgnoringCase(one, 'type') === first.type);
  return shownAt(item, rest);
};

/** What a resource of the target holds of the parameters, as far as it can be seen. */
export const shownParameters = (
  resource: JsonObject,
  values: JsonObject,
  paths: ReadonlyMap<string, readonly Path[]>,
): JsonObject =>
  Object.fromEntries(
    Object.keys(values).flatMap((name): [string, Json][] => {
      const path = paths.get(name)?.[0];
      const shown = path === undefined ? undefined : shownAt(resource, path);
      return shown === undefined || shown === null ? [] : [[name, shown]];
    }),
  );
