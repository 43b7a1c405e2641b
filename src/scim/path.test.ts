import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as arbitrary from './arbitrary.testing.ts';
import { parseAttributePath, parseLocator, parsePath, printAttributePath, printLocator, printPath } from './path.ts';
import { SyntaxProblem } from './syntax.ts';
import { ENTERPRISE_USER_URN } from './urn.ts';

const problemOf = (parse: (text: string) => unknown, text: string): SyntaxProblem => {
  try {
    parse(text);
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem;
    throw problem;
  }
  throw new Error(`parsed: ${text}`);
};

describe('parsePath', () => {
  it('reads the forms of RFC 7644 §3.5.2', () => {
    const work = { type: 'compare', path: { attribute: 'type' }, operator: 'eq', value: 'work' };
    expect(parsePath('members')).toEqual({ attribute: 'members' });
    expect(parsePath('name.familyName')).toEqual({ attribute: 'name', subAttribute: 'familyName' });
    expect(parsePath('addresses[type eq "work"]')).toEqual({ attribute: 'addresses', valueFilter: work });
    expect(parsePath('emails[type eq "work"].value')).toEqual({
      attribute: 'emails',
      valueFilter: work,
      subAttribute: 'value',
    });
    expect(parsePath(`${ENTERPRISE_USER_URN}:manager.value`)).toEqual({
      urn: ENTERPRISE_USER_URN,
      attribute: 'manager',
      subAttribute: 'value',
    });
  });

  it('reads a bare schema URN as a qualified name, which `resolve` knows for what it is', () => {
    const { urn, attribute } = parsePath(ENTERPRISE_USER_URN);
    expect(`${urn}:${attribute}`).toBe(ENTERPRISE_USER_URN);
    expect(printPath(parsePath('urn:scim:schemas:core:1.0'))).toBe('urn:scim:schemas:core:1.0');
  });

  it('refuses what is no path, with its place', () => {
    const problems = [
      ['', 0],
      ['/displayName', 0],
      ['name..familyName', 5],
      ['emails[]', 7],
      ['emails[0].value', 7],
      ['emails[type eq', 14],
      ['emails[type eq "work"', 21],
      ['emails[type eq "work"]value', 22],
      ['emails[type eq "work"].value.x', 0],
      ['name.x[type eq "work"]', 0],
      ['a.b.c', 0],
      ['displayName eq "x"', 12],
      ['emails[type eq "work"] ', undefined],
    ] as const;
    for (const [text, position] of problems) {
      const problem = problemOf(parsePath, text);
      if (position !== undefined) expect(problem.position, text).toBe(position);
    }
  });

  it('is the inverse of printPath', () => {
    fc.assert(
      fc.property(arbitrary.path, (path) => {
        expect(parsePath(printPath(path))).toEqual(path);
      }),
    );
  });
});

describe('parseAttributePath', () => {
  it('is the inverse of printAttributePath', () => {
    fc.assert(
      fc.property(arbitrary.attributePath, (path) => {
        expect(parseAttributePath(printAttributePath(path))).toEqual(path);
      }),
    );
  });

  it('has no filters and no depth', () => {
    expect(problemOf(parseAttributePath, 'emails[type eq "work"]').position).toBe(6);
    expect(problemOf(parseAttributePath, 'a.b.c').position).toBe(0);
  });
});

describe('parseLocator', () => {
  it('goes as deep as messages do, with a filter anywhere', () => {
    const text = 'Resources[emails[type eq "work"] and userName sw "b"].emails[primary eq true].value';
    expect(parseLocator(text).segments.map(({ name }) => name)).toEqual(['Resources', 'emails', 'value']);
    expect(printLocator(parseLocator(text))).toBe(text);
  });

  it('takes an empty text as the whole body', () => {
    expect(parseLocator(' ')).toEqual({ segments: [] });
    expect(printLocator({ segments: [] })).toBe('');
  });

  it('is the inverse of printLocator', () => {
    fc.assert(
      fc.property(arbitrary.locator, (locator) => {
        expect(parseLocator(printLocator(locator))).toEqual(locator);
      }),
    );
  });
});
