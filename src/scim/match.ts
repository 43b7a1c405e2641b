/**
 * Filter evaluation, RFC 7644 §3.4.2.2.
 *
 * Where the RFC is silent: `ne` is true of an attribute without a value, and of a multi-valued one when any value
 * differs; `eq null` means unassigned, `ne null` assigned; a comparison with a value of another type is false (`ne`
 * true); a bare complex attribute is compared by its `value`; text is compared with case only when the attribute says so.
 */
import { comparedAttribute, findAttribute, getIgnoringCase, lookUp, lookUpCommon, resolve } from './attribute.ts';
import { printAttributePath } from './attribute-path.ts';
import { badRequest } from './error.ts';
import { type AttributePath, type CompareOperator, type CompareValue, type Filter, operands } from './filter.ts';
import { asList, isObject, isUnassigned, type Json, type JsonObject } from './json.ts';
import { comparable, compareSimple } from './order.ts';
import type { Attribute, ResourceModel } from './schema.ts';

export type Test = (value: Json) => boolean;

/** Whether a resource matches; without a model every attribute is unknown. Throws ScimError invalidFilter like `compileFilter`. */
export const matchesFilter = (filter: Filter, value: JsonObject, model?: ResourceModel): boolean =>
  compileFilter(filter, model)(value);

/**
 * A filter over resources, made ready to test many of them. Throws ScimError invalidFilter for comparisons that cannot
 * be made, whatever the data: gt, ge, lt and le on boolean and binary attributes (Table 3), and operators that need text.
 */
export const compileFilter = (filter: Filter, model?: ResourceModel): Test => compile(filter, resourceScope(model));

/** A value filter (`[…]`) over the elements of a multi-valued attribute. An element that is no object is its own `value`. */
export const compileValueFilter = (filter: Filter, attribute?: Attribute): Test =>
  compile(filter, elementScope(attribute));

/** Where the names in a filter are looked up. */
interface Scope {
  readonly define: (path: AttributePath) => Attribute | undefined;
  readonly reader: (path: AttributePath) => Reader;
}

/** The values at a path of what is given, those of multi-valued attributes one by one; unassigned ones are left out. */
type Reader = (subject: Json) => readonly Json[];

const resourceScope = (model: ResourceModel | undefined): Scope => ({
  define: (path) => (model === undefined ? lookUpCommon(path) : lookUp(model, path)),
  reader: (path) => resourceReader(path, model),
});

const elementScope = (attribute: Attribute | undefined): Scope => {
  const isComplex = attribute?.type === 'complex';
  return {
    define: (path) => (isComplex ? findAttribute(attribute.subAttributes, path.attribute) : attribute),
    reader: (path) => (subject) => {
      if (isObject(subject)) return membersAt(subject, path);
      return path.attribute.toLowerCase() === 'value' && path.subAttribute === undefined ? asList(subject) : [];
    },
  };
};

/**
 * Reads the values at a path from resources. With a model a name without URN may be that of an extension's attribute,
 * and a bare extension URN stands for its object; an unknown name is looked for as it stands.
 */
export const resourceReader = (path: AttributePath, model?: ResourceModel): Reader => {
  const place = model && resolve(model, path);
  const urn = place?.extension?.id ?? (place === undefined ? path.urn : undefined);
  if (urn === undefined) return (resource) => membersAt(resource, path);
  if (place?.kind === 'extension') return (resource) => membersAt(resource, { attribute: urn });
  return (resource) => membersAt(isObject(resource) ? getIgnoringCase(resource, urn) : undefined, path);
};

const membersAt = (holder: Json | undefined, { attribute, subAttribute }: AttributePath): readonly Json[] => {
  const values = isObject(holder) ? asList(getIgnoringCase(holder, attribute)) : [];
  if (subAttribute === undefined) return values;
  return values.flatMap((value) => (isObject(value) ? asList(getIgnoringCase(value, subAttribute)) : []));
};

const compile = (filter: Filter, scope: Scope): Test => {
  switch (filter.type) {
    case 'and': {
      const tests = operands(filter, 'and').map((term) => compile(term, scope));
      return (subject) => tests.every((test) => test(subject));
    }
    case 'or': {
      const tests = operands(filter, 'or').map((term) => compile(term, scope));
      return (subject) => tests.some((test) => test(subject));
    }
    case 'not': {
      const test = compile(filter.filter, scope);
      return (subject) => !test(subject);
    }
    case 'present': {
      const read = scope.reader(filter.path);
      return (subject) => read(subject).some(isPresent);
    }
    case 'valuePath': {
      const read = scope.reader(filter.path);
      const test = compileValueFilter(filter.filter, scope.define(filter.path));
      return (subject) => read(subject).some(test);
    }
    case 'compare':
      return compileComparison(filter.path, filter.operator, filter.value, scope);
  }
};

/** RFC 7644 Table 3: a value that is not empty, or a complex attribute with such a value in it. */
const isPresent = (value: Json): boolean => {
  if (Array.isArray(value)) return value.some(isPresent);
  if (isObject(value)) return Object.values(value).some(isPresent);
  return value !== null && value !== '';
};

const compileComparison = (path: AttributePath, operator: CompareOperator, value: CompareValue, scope: Scope): Test => {
  const attribute = comparedAttribute(scope.define(path));
  checkComparison(path, operator, value, attribute);
  const readAll = scope.reader(path);
  const read: Reader = (subject) =>
    readAll(subject)
      .map(bareValue)
      .filter((found) => !isUnassigned(found));
  if (value === null) return (subject) => (read(subject).length === 0) === (operator === 'eq');
  const test = comparison(operator, value, attribute);
  if (operator !== 'ne') return (subject) => read(subject).some(test);
  return (subject) => {
    const values = read(subject);
    return values.length === 0 || values.some(test);
  };
};

const bareValue = (value: Json): Json => (isObject(value) ? (getIgnoringCase(value, 'value') ?? null) : value);

const ORDERING: readonly CompareOperator[] = ['gt', 'ge', 'lt', 'le'];
const EQUALITY: readonly CompareOperator[] = ['eq', 'ne'];

const checkComparison = (
  path: AttributePath,
  operator: CompareOperator,
  value: CompareValue,
  attribute: Attribute | undefined,
): void => {
  if (EQUALITY.includes(operator)) return;
  const name = printAttributePath(path);
  if (ORDERING.includes(operator)) {
    const type = typeof value === 'boolean' ? 'boolean' : value === null ? 'null' : attribute?.type;
    if (type !== 'boolean' && type !== 'binary' && type !== 'null') return;
    throw badRequest('invalidFilter', `"${operator}" has no meaning for "${name}": ${type} values have no order.`);
  }
  if (typeof value !== 'string') {
    throw badRequest('invalidFilter', `"${operator}" on "${name}" needs text in double quotes to look for.`);
  }
};

/** Tests one assigned value. */
const comparison = (operator: CompareOperator, expected: string | number | boolean, attribute?: Attribute): Test => {
  const order = (test: (order: number) => boolean): Test => {
    return (actual) => {
      const result = compareSimple(actual, expected, attribute);
      return result !== undefined && test(result);
    };
  };
  const part = (test: (actual: string, expected: string) => boolean): Test => {
    const wanted = comparable(String(expected), attribute);
    return (actual) => typeof actual === 'string' && test(comparable(actual, attribute), wanted);
  };
  switch (operator) {
    case 'eq':
      return order((result) => result === 0);
    case 'ne':
      return (actual) => compareSimple(actual, expected, attribute) !== 0;
    case 'gt':
      return order((result) => result > 0);
    case 'ge':
      return order((result) => result >= 0);
    case 'lt':
      return order((result) => result < 0);
    case 'le':
      return order((result) => result <= 0);
    case 'co':
      return part((actual, wanted) => actual.includes(wanted));
    case 'sw':
      return part((actual, wanted) => actual.startsWith(wanted));
    case 'ew':
      return part((actual, wanted) => actual.endsWith(wanted));
  }
};
