/** PATCH paths (RFC 7644 §3.5.2) and locators, which are paths as deep as messages. */
import { printAttributePath, readQualifiedNames, toAttributePath } from './attribute-path.ts';
import { type AttributePath, type Filter, type FilterSyntax, printFilter, readFilter } from './filter.ts';
import { type Cursor, expectEnd, peek, problemAt, take } from './syntax.ts';

export { parseAttributePath, printAttributePath } from './attribute-path.ts';

/** A PATCH path, RFC 7644 §3.5.2 Figure 1: `emails[type eq "work"].value`, `name.familyName`, `urn:…:User:manager`. */
export interface Path extends AttributePath {
  readonly valueFilter?: Filter;
}

export interface Segment {
  readonly name: string;
  readonly valueFilter?: Filter;
}

/**
 * Where a suite looks inside a message: like a Path, but as deep as messages are.
 * `Operations[bulkId eq "alice"].response.status`, `Resources.name.givenName`. No segments at all: the whole body.
 */
export interface Locator {
  readonly urn?: string;
  readonly segments: readonly Segment[];
}

/**
 * Parses a PATCH path. Throws SyntaxProblem. A bare schema URN, which stands for the whole extension, is read as a
 * qualified name (see `readQualifiedNames`); `resolve` knows it for what it is.
 */
export const parsePath = (text: string): Path => {
  const cursor: Cursor = { text, position: 0 };
  const { urn, segments } = readLocator(cursor);
  const [first, second] = segments;
  const names = segments.map(({ name }) => name);
  const path = toAttributePath(urn === undefined ? { names } : { urn, names });
  if (first === undefined || path === undefined || second?.valueFilter !== undefined) {
    cursor.position = 0;
    throw problemAt(cursor, 'an attribute, perhaps with one value filter and one sub-attribute');
  }
  expectEnd(cursor, 'nothing more behind the path');
  return first.valueFilter === undefined ? path : { ...path, valueFilter: first.valueFilter };
};

export const printPath = ({ valueFilter, subAttribute, ...attribute }: Path): string => {
  const filter = valueFilter === undefined ? '' : `[${printFilter(valueFilter)}]`;
  return `${printAttributePath(attribute)}${filter}${subAttribute === undefined ? '' : `.${subAttribute}`}`;
};

/** Parses a locator; an empty text is the whole body. Throws SyntaxProblem. */
export const parseLocator = (text: string): Locator => {
  if (text.trim() === '') return { segments: [] };
  const cursor: Cursor = { text, position: 0 };
  const locator = readLocator(cursor, { nestedValuePaths: true });
  expectEnd(cursor, '".", "[" or the end');
  return locator;
};

export const printLocator = ({ urn, segments }: Locator): string => {
  const printed = segments.map(({ name, valueFilter }) =>
    valueFilter === undefined ? name : `${name}[${printFilter(valueFilter)}]`,
  );
  return `${urn === undefined ? '' : `${urn}:`}${printed.join('.')}`;
};

const readLocator = (cursor: Cursor, syntax: FilterSyntax = {}): Locator => {
  const { urn, names } = readQualifiedNames(cursor);
  const segments = withFilter(cursor, names, syntax);
  while (take(cursor, '.')) segments.push(...withFilter(cursor, readQualifiedNames(cursor).names, syntax));
  return urn === undefined ? { segments } : { urn, segments };
};

/** Names as segments; a filter in brackets behind them belongs to the last. */
const withFilter = (cursor: Cursor, names: readonly string[], syntax: FilterSyntax): Segment[] => {
  const segments: Segment[] = names.map((name) => ({ name }));
  const last = segments.pop();
  if (last === undefined) return segments;
  if (!take(cursor, '[')) return [...segments, last];
  const valueFilter = readFilter(cursor, syntax, true);
  if (!take(cursor, ']')) throw problemAt(cursor, '"]", "and" or "or"');
  if (peek(cursor) !== '.' && peek(cursor) !== '') throw problemAt(cursor, '"." or the end');
  return [...segments, { ...last, valueFilter }];
};
