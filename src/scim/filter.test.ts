import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as arbitrary from './arbitrary.testing.ts';
import { type Filter, operands, parseFilter, printFilter, printLiteral } from './filter.ts';
import { SyntaxProblem } from './syntax.ts';

const compare = (attribute: string, value: string | number | boolean | null): Filter => ({
  type: 'compare',
  path: { attribute },
  operator: 'eq',
  value,
});
const present = (attribute: string): Filter => ({ type: 'present', path: { attribute } });
const a = present('a');
const b = present('b');
const c = present('c');

const problemOf = (text: string, ...syntax: [Parameters<typeof parseFilter>[1]?]): SyntaxProblem => {
  try {
    parseFilter(text, ...syntax);
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem;
    throw problem;
  }
  throw new Error(`parsed: ${text}`);
};

describe('parseFilter', () => {
  it('reads every operator in any case', () => {
    for (const operator of ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'lt', 'ge', 'le'] as const) {
      for (const written of [
        operator,
        operator.toUpperCase(),
        `${operator.charAt(0).toUpperCase()}${operator.slice(1)}`,
      ]) {
        expect(parseFilter(`userName ${written} "x"`)).toEqual({
          type: 'compare',
          path: { attribute: 'userName' },
          operator,
          value: 'x',
        });
      }
    }
    expect(parseFilter('title PR')).toEqual({ type: 'present', path: { attribute: 'title' } });
  });

  it('binds not before and before or, whatever their case', () => {
    expect(parseFilter('a pr OR b pr AND c pr')).toEqual({
      type: 'or',
      left: a,
      right: { type: 'and', left: b, right: c },
    });
    expect(parseFilter('a pr And b pr Or c pr')).toEqual({
      type: 'or',
      left: { type: 'and', left: a, right: b },
      right: c,
    });
    expect(parseFilter('NOT (a pr) and b pr')).toEqual({ type: 'and', left: { type: 'not', filter: a }, right: b });
    expect(parseFilter('(a pr or b pr) and c pr')).toEqual({
      type: 'and',
      left: { type: 'or', left: a, right: b },
      right: c,
    });
  });

  it('takes not with and without a blank before its parenthesis, and as the name of an attribute', () => {
    const negation: Filter = { type: 'not', filter: a };
    expect(parseFilter('not(a pr)')).toEqual(negation);
    expect(parseFilter('not  ( a pr )')).toEqual(negation);
    expect(parseFilter('not pr')).toEqual({ type: 'present', path: { attribute: 'not' } });
    expect(parseFilter('not[a pr]')).toEqual({ type: 'valuePath', path: { attribute: 'not' }, filter: a });
  });

  it('reads URNs up to their last colon, dots and versions included', () => {
    const urn = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
    expect(parseFilter(`${urn}:manager.displayName co "x"`)).toMatchObject({
      path: { urn, attribute: 'manager', subAttribute: 'displayName' },
    });
    expect(parseFilter('members.$ref pr')).toMatchObject({ path: { attribute: 'members', subAttribute: '$ref' } });
  });

  it('reads literals as JSON does', () => {
    expect(parseFilter(String.raw`a eq "q\"b\\s\/u\u00e9\n"`)).toEqual(compare('a', 'q"b\\s/ué\n'));
    expect(parseFilter('a eq "x and (y) or [z]"')).toEqual(compare('a', 'x and (y) or [z]'));
    for (const value of [0, -1, 3.25, 1e21, true, false, null]) {
      expect(parseFilter(`a eq ${value}`)).toEqual(compare('a', value));
    }
  });

  it('tolerates doubled and missing blanks where nothing can be mistaken', () => {
    const both: Filter = { type: 'and', left: compare('a', 'x'), right: b };
    expect(parseFilter('  a   eq  "x"   and   b  pr ')).toEqual(both);
    expect(parseFilter('(a eq"x")and(b pr)')).toEqual(both);
  });

  it('reads value filters, and a comparison of a sub-attribute behind one as a part of it', () => {
    const work: Filter = { ...compare('type', 'work') };
    expect(parseFilter('emails[type eq "work"]')).toEqual({
      type: 'valuePath',
      path: { attribute: 'emails' },
      filter: work,
    });
    const entra = 'emails[type eq "work"].value eq "x"';
    expect(parseFilter(entra)).toEqual(parseFilter('emails[type eq "work" and value eq "x"]'));
    expect(problemOf(entra, { valuePathComparison: false }).position).toBe(entra.indexOf('.'));
    const either = parseFilter('emails[type eq "a" or type eq "b"].value pr');
    expect(printFilter(either)).toBe('emails[(type eq "a" or type eq "b") and value pr]');
  });

  it('says what was expected and where', () => {
    const problems = [
      ['', 0, 'expected an attribute name, but the text ends there'],
      [
        'userName',
        8,
        'expected an operator (eq, ne, co, sw, ew, gt, lt, ge, le, pr) after "userName", but the text ends there',
      ],
      [
        'userName regex "x"',
        9,
        'expected an operator (eq, ne, co, sw, ew, gt, lt, ge, le, pr) after "userName", found "regex"',
      ],
      ['userName eq', 11, 'after "eq", but the text ends there'],
      ['userName eq bob', 12, 'found "bob" (text needs double quotes around it)'],
      ["userName eq 'bob'", 12, 'found "\'bob\'" (text needs double quotes around it)'],
      ['active eq True', 10, 'found "True" (write true in lower case)'],
      ['a eq 1e999', 5, 'the number is too large'],
      ['a eq 01', 5, 'found "01"'],
      ['a eq "x', 5, 'never ends'],
      ['a eq "x\\', 5, 'never ends'],
      [String.raw`a eq "\x"`, 5, 'expected a JSON string'],
      ['a eq "x\u0007"', 5, 'control character'],
      ['eq "x"', 3, 'expected an operator'],
      ['a pr b pr', 5, 'expected "and", "or" or the end of the filter, found "b"'],
      ['a pr and', 8, 'expected an attribute name'],
      ['(a pr', 5, 'expected ")", "and" or "or", but the text ends there'],
      ['a pr)', 4, 'found ")"'],
      ['not a pr', 4, 'expected "(" after "not", found "a"'],
      ['emails[type eq "work"', 21, 'expected "]"'],
      ['emails[0]', 7, 'expected an attribute name, found "0" (SCIM has no list indexes)'],
      ['a[b[c pr]]', 3, 'brackets cannot stand within brackets'],
      ['name.x[c pr]', 6, 'a value filter follows an attribute'],
      ['name..x pr', 5, 'expected an attribute name'],
      ['a.b.c pr', 0, 'at most one sub-attribute'],
      ['/userName pr', 0, 'found "/userName"'],
      ['foo:bar pr', 0, 'expected a schema URN before ":"'],
    ] as const;
    for (const [text, position, message] of problems) {
      const problem = problemOf(text);
      expect(problem.message, text).toContain(message);
      expect(problem.position, text).toBe(position);
    }
  });

  it('shows no control characters of the text in its message', () => {
    expect(problemOf('\u001b[31m\u009b x').message).toMatch(/^[ -~…]*$/);
  });

  it('refuses nesting that could exhaust the stack, and takes chains of any length', () => {
    const deep = `${'('.repeat(10_000)}a pr${')'.repeat(10_000)}`;
    expect(problemOf(deep).message).toContain('more than 200 levels');
    expect(problemOf('not('.repeat(10_000)).message).toContain('more than 200 levels');
    expect(() => parseFilter(`${'('.repeat(100)}a pr${')'.repeat(100)}`)).not.toThrow();
    const chain = Array.from({ length: 20_000 }, (_, index) => `a eq ${index}`).join(' or ');
    const filter = parseFilter(chain);
    expect(operands(filter, 'or')).toHaveLength(20_000);
    expect(printFilter(filter)).toBe(chain);
  });

  it('throws nothing but SyntaxProblem, whatever the text', () => {
    const pieces = fc.constantFrom(
      'a',
      '.',
      '(',
      ')',
      '[',
      ']',
      '"',
      '\\',
      ' eq ',
      ' and ',
      'not',
      ':',
      '1',
      'true',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            parseFilter(text);
          } catch (problem) {
            expect(problem).toBeInstanceOf(SyntaxProblem);
          }
        },
      ),
    );
  });
});

describe('printFilter', () => {
  it('prints what parses to the same tree', () => {
    fc.assert(
      fc.property(arbitrary.filter, (filter) => {
        expect(parseFilter(printFilter(filter))).toEqual(filter);
      }),
    );
  });

  it('keeps what was written in normal form', () => {
    for (const text of [
      'a pr or b pr and c pr',
      'a pr and (b pr or c pr)',
      'a pr or (b pr or c pr)',
      'not (a pr and b eq "x\\"y")',
      'emails[type eq "work" and value co "@example.com"]',
    ]) {
      expect(printFilter(parseFilter(text))).toBe(text);
    }
  });
});

describe('printLiteral', () => {
  it('prints what the parser reads back', () => {
    fc.assert(
      fc.property(arbitrary.literal, (value) => {
        expect(parseFilter(`a eq ${printLiteral(value)}`)).toEqual(compare('a', value));
      }),
    );
  });
});
