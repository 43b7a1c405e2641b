/** The filter language of RFC 7644 §3.4.2.2 as a tree, with its parser and printer. */
import { printAttributePath, readAttributePath } from './attribute-path.ts';
import {
  type Cursor,
  expectEnd,
  MAXIMUM_DEPTH,
  peek,
  peekWord,
  problemAt,
  SyntaxProblem,
  skipSpace,
  take,
  takeWord,
} from './syntax.ts';

export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'lt' | 'ge' | 'le';
export type CompareValue = string | number | boolean | null;

/** `urn:…:User:name.familyName` → { urn: 'urn:…:User', attribute: 'name', subAttribute: 'familyName' }. Names keep the case they were written in. */
export interface AttributePath {
  readonly urn?: string;
  readonly attribute: string;
  readonly subAttribute?: string;
}

export type Filter =
  | {
      readonly type: 'compare';
      readonly path: AttributePath;
      readonly operator: CompareOperator;
      readonly value: CompareValue;
    }
  | { readonly type: 'present'; readonly path: AttributePath }
  | { readonly type: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly type: 'not'; readonly filter: Filter }
  | { readonly type: 'valuePath'; readonly path: AttributePath; readonly filter: Filter };

export interface FilterSyntax {
  /**
   * Read `emails[type eq "work"].value eq "x"`, which Entra sends and the grammar lacks, as
   * `emails[type eq "work" and value eq "x"]`, which means the same. True unless set.
   */
  readonly valuePathComparison?: boolean;
  /** Allow brackets within brackets: not in filters (erratum 4690), but where whole resources are selected. False unless set. */
  readonly nestedValuePaths?: boolean;
}

const OPERATORS: readonly CompareOperator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le'];
const OPERATOR_NAMES = `an operator (${OPERATORS.join(', ')}, pr)`;
const LITERAL_NAMES = 'a value (text in double quotes, a number, true, false or null)';
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** Where in the nesting the parser is. */
interface Level extends Required<FilterSyntax> {
  readonly depth: number;
  readonly inBrackets: boolean;
}

/** Parses a filter. Operators, `and`, `or` and `not` may be in any case; blanks may be doubled. Throws SyntaxProblem. */
export const parseFilter = (text: string, syntax: FilterSyntax = {}): Filter => {
  const cursor: Cursor = { text, position: 0 };
  const filter = readFilter(cursor, syntax);
  expectEnd(cursor, '"and", "or" or the end of the filter');
  return filter;
};

/** Reads a filter that stands within a longer text, such as a path; stops in front of what cannot belong to it. */
export const readFilter = (cursor: Cursor, syntax: FilterSyntax = {}, inBrackets = false): Filter =>
  readOr(cursor, {
    valuePathComparison: syntax.valuePathComparison ?? true,
    nestedValuePaths: syntax.nestedValuePaths ?? false,
    depth: 0,
    inBrackets,
  });

const readOr = (cursor: Cursor, level: Level): Filter => {
  let filter = readAnd(cursor, level);
  while (takeKeyword(cursor, 'or')) filter = { type: 'or', left: filter, right: readAnd(cursor, level) };
  return filter;
};

const readAnd = (cursor: Cursor, level: Level): Filter => {
  let filter = readTerm(cursor, level);
  while (takeKeyword(cursor, 'and')) filter = { type: 'and', left: filter, right: readTerm(cursor, level) };
  return filter;
};

const takeKeyword = (cursor: Cursor, keyword: string): boolean => {
  skipSpace(cursor);
  if (peekWord(cursor).toLowerCase() !== keyword) return false;
  cursor.position += keyword.length;
  return true;
};

const readTerm = (cursor: Cursor, level: Level): Filter => {
  skipSpace(cursor);
  if (peek(cursor) === '(') return readGroup(cursor, level);
  if (takeNot(cursor)) return { type: 'not', filter: readGroup(cursor, level) };
  const path = readAttributePath(cursor);
  return peek(cursor) === '[' ? readValuePath(cursor, path, level) : readExpression(cursor, path);
};

/** `not` negates when a parenthesis follows, with or without a blank between; else it could be an attribute's name. */
const takeNot = (cursor: Cursor): boolean => {
  const start = cursor.position;
  if (!takeKeyword(cursor, 'not')) return false;
  const isName = peek(cursor) === '[';
  skipSpace(cursor);
  if (peek(cursor) === '(') return true;
  if (!isName && !isOperator(peekWord(cursor))) throw problemAt(cursor, '"("', 'not');
  cursor.position = start;
  return false;
};

const deeper = (cursor: Cursor, level: Level): Level => {
  if (level.depth < MAXIMUM_DEPTH) return { ...level, depth: level.depth + 1 };
  const message = `more than ${MAXIMUM_DEPTH} levels of parentheses and brackets`;
  throw new SyntaxProblem(cursor.text, cursor.position, message);
};

const readGroup = (cursor: Cursor, level: Level): Filter => {
  const inner = deeper(cursor, level);
  take(cursor, '(');
  const filter = readOr(cursor, inner);
  if (!take(cursor, ')')) throw problemAt(cursor, '")", "and" or "or"');
  return filter;
};

const readValuePath = (cursor: Cursor, path: AttributePath, level: Level): Filter => {
  if (level.inBrackets && !level.nestedValuePaths) {
    throw problemAt(cursor, OPERATOR_NAMES, undefined, 'brackets cannot stand within brackets');
  }
  const filter = readBrackets(cursor, path, deeper(cursor, { ...level, inBrackets: true }));
  if (peek(cursor) !== '.' || !level.valuePathComparison) return { type: 'valuePath', path, filter };
  cursor.position += 1;
  const right = readExpression(cursor, readAttributePath(cursor));
  return { type: 'valuePath', path, filter: { type: 'and', left: filter, right } };
};

const readBrackets = (cursor: Cursor, path: AttributePath, level: Level): Filter => {
  if (path.subAttribute !== undefined) {
    throw problemAt(cursor, OPERATOR_NAMES, undefined, 'a value filter follows an attribute, not a sub-attribute');
  }
  take(cursor, '[');
  const filter = readOr(cursor, level);
  if (!take(cursor, ']')) throw problemAt(cursor, '"]", "and" or "or"');
  return filter;
};

const isOperator = (word: string): boolean =>
  word.toLowerCase() === 'pr' || OPERATORS.some((operator) => operator === word.toLowerCase());

const readExpression = (cursor: Cursor, path: AttributePath): Filter => {
  skipSpace(cursor);
  const word = peekWord(cursor).toLowerCase();
  const operator = OPERATORS.find((candidate) => candidate === word);
  if (operator === undefined && word !== 'pr') throw problemAt(cursor, OPERATOR_NAMES, printAttributePath(path));
  const written = takeWord(cursor);
  if (operator === undefined) return { type: 'present', path };
  return { type: 'compare', path, operator, value: readLiteral(cursor, written) };
};

const readLiteral = (cursor: Cursor, after: string): CompareValue => {
  skipSpace(cursor);
  if (peek(cursor) === '"') return readString(cursor);
  const word = peekWord(cursor);
  const value = simpleLiteral(word);
  if (value === undefined) throw problemAt(cursor, LITERAL_NAMES, after, literalHint(word));
  cursor.position += word.length;
  return value;
};

const simpleLiteral = (word: string): CompareValue | undefined => {
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  const number = NUMBER.test(word) ? Number(word) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};

const literalHint = (word: string): string | undefined => {
  if (word === '') return undefined;
  if (/^(true|false|null)$/i.test(word)) return `write ${word.toLowerCase()} in lower case`;
  if (NUMBER.test(word)) return 'the number is too large';
  return 'text needs double quotes around it';
};

/** A string in double quotes, with the escapes of JSON. */
const readString = (cursor: Cursor): string => {
  const start = cursor.position;
  const { text } = cursor;
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new SyntaxProblem(text, start, 'the text in double quotes never ends', '"\\""');
  const value = parseString(text.slice(start, end + 1));
  if (value === undefined) {
    const message = 'expected a JSON string: a backslash or a control character in it is not written as JSON wants it';
    throw new SyntaxProblem(text, start, message, 'a JSON string');
  }
  cursor.position = end + 1;
  return value;
};

const parseString = (literal: string): string | undefined => {
  try {
    return String(JSON.parse(literal));
  } catch {
    return undefined;
  }
};

/**
 * The terms of a chain such as `a or b or c`, which the tree holds as ((a or b) or c). A loop, so that a chain of
 * thousands of terms is no recursion of thousands of levels.
 */
export const operands = (filter: Filter, type: 'and' | 'or'): readonly Filter[] => {
  const terms: Filter[] = [];
  let rest = filter;
  while (rest.type === type) {
    terms.push(rest.right);
    rest = rest.left;
  }
  return [...terms, rest].reverse();
};

/** Prints a filter so that parsing it gives the same tree: parentheses stand only where they are needed. */
export const printFilter = (filter: Filter): string => {
  switch (filter.type) {
    case 'compare':
      return `${printAttributePath(filter.path)} ${filter.operator} ${printLiteral(filter.value)}`;
    case 'present':
      return `${printAttributePath(filter.path)} pr`;
    case 'not':
      return `not (${printFilter(filter.filter)})`;
    case 'valuePath':
      return `${printAttributePath(filter.path)}[${printFilter(filter.filter)}]`;
    case 'and':
    case 'or':
      return operands(filter, filter.type)
        .map((term) => (needsParentheses(term, filter.type) ? `(${printFilter(term)})` : printFilter(term)))
        .join(` ${filter.type} `);
  }
};

const needsParentheses = (term: Filter, within: 'and' | 'or'): boolean =>
  term.type === within || (within === 'and' && term.type === 'or');

/** A comparison value as the filter language writes it: JSON, so text is in double quotes with `"` and `\` escaped. */
export const printLiteral = (value: CompareValue): string => JSON.stringify(value);
