import { describe, expect, test } from 'vitest';
import { lookUp } from '../scim/attribute.ts';
import type { Json } from '../scim/json.ts';
import { parseAttributePath, parseLocator } from '../scim/path.ts';
import type { Attribute } from '../scim/schema.ts';
import { GROUP_MODEL, MODELS, USER_MODEL } from '../scim/schemas.ts';
import type { Match, Matcher } from '../suite/model.ts';
import type { MatchContext } from './context.ts';
import { matchValue } from './match.ts';
import { show } from './print.ts';

const AT = { file: 'suites/rfc/users.yaml', line: 7, column: 3 };
const CONTEXT: MatchContext = { models: MODELS, baseUrl: 'https://example.com/scim/v2', fill: (template) => template };

const match = (...all: Matcher[]): Match => ({ all, at: AT });
const eq = (value: Json): Match => match({ op: 'eq', value });
const named = (attributes: Record<string, Match>) =>
  Object.entries(attributes).map(([path, found]) => ({ locator: parseLocator(path), path, match: found }));

const attribute = (path: string): Attribute => {
  const found = lookUp(USER_MODEL, parseAttributePath(path)) ?? lookUp(GROUP_MODEL, parseAttributePath(path));
  if (found === undefined) throw new Error(`no attribute ${path}`);
  return found;
};

const messages = (
  matcher: Matcher | Match,
  value: Json | undefined,
  path: string,
  context: Partial<MatchContext> = {},
) =>
  matchValue('all' in matcher ? matcher : match(matcher), value, { ...CONTEXT, ...context }, path).map(
    ({ message }) => message,
  );

type Row = readonly [
  matcher: Matcher | Match,
  value: Json | undefined,
  path: string,
  expected: string[],
  attribute?: string,
];

/** One row per sentence: what was asked, what came, where, and what the user reads. No sentence: it matches. */
const table = (title: string, rows: readonly Row[]) =>
  describe(title, () => {
    for (const [matcher, value, path, expected, name] of rows) {
      const asked = JSON.stringify('all' in matcher ? matcher.all : matcher);
      test(`${asked} at ${path} = ${show(value)}${name === undefined ? '' : ` as ${name}`}`, () => {
        expect(messages(matcher, value, path, name === undefined ? {} : { attribute: attribute(name) })).toEqual(
          expected,
        );
      });
    }
  });

table('eq', [
  [{ op: 'eq', value: 'Barb' }, 'Barb', 'displayName', [], 'displayName'],
  [{ op: 'eq', value: 'Barb' }, 'BARB', 'displayName', [], 'displayName'],
  [{ op: 'eq', value: 'Barb' }, 'Babs', 'displayName', ['displayName is "Babs" but should be "Barb"'], 'displayName'],
  [
    { op: 'eq', value: 'Barb' },
    undefined,
    'displayName',
    ['displayName is absent but should be "Barb"'],
    'displayName',
  ],
  [{ op: 'eq', value: 'Barb' }, null, 'displayName', ['displayName is absent but should be "Barb"'], 'displayName'],
  [{ op: 'eq', value: 'aB' }, 'ab', 'externalId', ['externalId is "ab" but should be "aB"'], 'externalId'],
  [{ op: 'eq', value: 'aB' }, 'ab', 'scimType', ['scimType is "ab" but should be "aB"']],
  [{ op: 'eq', value: false }, false, 'active', [], 'active'],
  [
    { op: 'eq', value: false },
    'False',
    'active',
    ['active is "False" (string) but should be false (boolean)'],
    'active',
  ],
  [{ op: 'eq', value: 1 }, '1', 'totalResults', ['totalResults is "1" (string) but should be 1 (number)']],
  [{ op: 'eq', value: null }, undefined, 'title', [], 'title'],
  [{ op: 'eq', value: null }, [], 'emails', [], 'emails'],
  [{ op: 'eq', value: [] }, null, 'emails', [], 'emails'],
  [{ op: 'eq', value: null }, 'x', 'title', ['title is "x" but should be absent'], 'title'],
  [{ op: 'eq', value: '2026-01-02T03:04:05Z' }, '2026-01-02T04:04:05.000+01:00', 'meta.created', [], 'meta.created'],
  [{ op: 'eq', value: 'b' }, ['b'], 'emails.value', [], 'emails'],
  [
    { op: 'eq', value: 'b' },
    ['b', 'c'],
    'emails.value',
    ['emails.value is ["b","c"] (list) but should be "b" (string)'],
    'emails',
  ],
  [{ op: 'eq', value: true }, [true], 'active', ['active is [true] (list) but should be true (boolean)'], 'active'],
  [
    { op: 'eq', value: 'x' },
    '\u001b[31mred\u202e',
    'title',
    ['title is "\\u001b[31mred\\u202e" but should be "x"'],
    'title',
  ],
  [{ op: 'eq', value: 'x' }, 'y'.repeat(200), 'title', [`title is "${'y'.repeat(119)}… but should be "x"`], 'title'],
]);

table('ne, ieq, one-of', [
  [{ op: 'ne', value: 'a' }, 'b', 'id', []],
  [{ op: 'ne', value: 'a' }, 'A', 'title', ['title should not be "a"'], 'title'],
  [{ op: 'ne', value: null }, null, 'id', ['id is absent but should be present']],
  [{ op: 'ieq', value: 'Work' }, 'WORK', 'type', []],
  [{ op: 'ieq', value: 'Work' }, 'home', 'type', ['type is "home" but should be "Work" in any case']],
  [{ op: 'one-of', values: [200, 204] }, 204, 'status', []],
  [{ op: 'one-of', values: [200, 204] }, 500, 'status', ['status is 500 but should be one of 200, 204']],
  [
    { op: 'one-of', values: ['200', '204'] },
    200,
    'status',
    ['status is 200 (number) but should be one of "200", "204" (string)'],
  ],
  [{ op: 'one-of', values: ['user'] }, 'Group', 'type', ['type is "Group" but should be "user"']],
]);

table('order', [
  [{ op: 'gt', value: 2 }, 3, 'totalResults', []],
  [{ op: 'gt', value: 2 }, 2, 'totalResults', ['totalResults is 2 but should be greater than 2']],
  [{ op: 'ge', value: 2 }, 1, 'totalResults', ['totalResults is 1 but should be at least 2']],
  [{ op: 'lt', value: 2 }, 2, 'pages', ['pages is 2 but should be less than 2']],
  [{ op: 'le', value: 2 }, 3, 'longest', ['longest is 3 but should be at most 2']],
  [{ op: 'ge', value: 2 }, '3', 'totalResults', ['totalResults is "3" (string) but should be at least 2 (number)']],
  [{ op: 'ge', value: 2 }, undefined, 'totalResults', ['totalResults is absent but should be at least 2']],
  [
    { op: 'gt', value: '2026-01-01T00:00:00Z' },
    '2026-01-01T00:30:00+01:00',
    'meta.created',
    ['meta.created is "2026-01-01T00:30:00+01:00" but should be greater than "2026-01-01T00:00:00Z"'],
    'meta.created',
  ],
]);

table('combination', [
  [{ op: 'any-of', matches: [eq('a'), match({ op: 'present', value: false })] }, 'a', 'title', []],
  [
    { op: 'any-of', matches: [eq('a'), match({ op: 'present', value: false })] },
    'b',
    'title',
    ['title is "b" but should be "a", or be absent'],
  ],
  [{ op: 'not', match: match({ op: 'starts', text: 'bulkId' }) }, 'x', 'id', []],
  [
    { op: 'not', match: match({ op: 'starts', text: 'bulkId' }) },
    'bulkId:1',
    'id',
    ['id is "bulkId:1" but should not start with "bulkId"'],
  ],
  [
    match({ op: 'type', value: 'string' }, { op: 'starts', text: 'a' }),
    undefined,
    'id',
    ['id is absent but should be a string'],
  ],
  [
    match({ op: 'type', value: 'string' }, { op: 'eq', value: 'a' }),
    3,
    'id',
    ['id is 3 but should be a string', 'id is 3 (number) but should be "a" (string)'],
  ],
]);

table('presence and type', [
  [{ op: 'present', value: true }, false, 'active', []],
  [{ op: 'present', value: true }, '', 'title', []],
  [{ op: 'present', value: true }, [], 'emails', ['emails is absent but should be present']],
  [{ op: 'present', value: false }, null, 'title', []],
  [{ op: 'present', value: false }, ['a'], 'emails', ['emails is ["a"] but should be absent']],
  [{ op: 'type', value: 'boolean' }, 'true', 'active', ['active is "true" but should be a boolean']],
  [{ op: 'type', value: 'integer' }, 1.5, 'count', ['count is 1.5 but should be an integer']],
  [{ op: 'type', value: 'decimal' }, 1.5, 'weight', []],
  [{ op: 'type', value: 'dateTime' }, '2026-01-01T00:00:00', 'meta.created', []],
  [
    { op: 'type', value: 'dateTime' },
    '2026-01-01',
    'meta.created',
    ['meta.created is "2026-01-01" but should be a dateTime'],
  ],
  [{ op: 'type', value: 'reference' }, '../Users/1', '$ref', []],
  [{ op: 'type', value: 'reference' }, 'not a url', '$ref', ['$ref is "not a url" but should be a URI']],
  [{ op: 'type', value: 'complex' }, [], 'name', ['name is absent but should be an object']],
  [{ op: 'type', value: 'list' }, { value: 'a' }, 'emails', ['emails is {"value":"a"} but should be a list']],
  [{ op: 'type', value: 'list' }, ['a'], 'emails', [], 'emails'],
  [{ op: 'type', value: 'string' }, ['a'], 'emails', [], 'emails'],
]);

table('text', [
  [{ op: 'matches', text: '^[a-f]+$' }, 'abc', 'id', []],
  [{ op: 'matches', text: '^[a-f]+$' }, 'xyz', 'id', ['id is "xyz" but should match /^[a-f]+$/']],
  [{ op: 'starts', text: 'W/' }, '"1"', 'meta.version', ['meta.version is "\\"1\\"" but should start with "W/"']],
  [{ op: 'ends', text: '/1' }, 'Users/2', 'meta.location', ['meta.location is "Users/2" but should end with "/1"']],
  [{ op: 'includes', text: 'error=' }, 'Bearer', 'x', ['x is "Bearer" but should include "error="']],
  [{ op: 'includes', text: 'a' }, 5, 'x', ['x is 5 (number) but should include "a" (string)']],
  [{ op: 'media-type', value: 'application/scim+json' }, 'Application/SCIM+json; charset=utf-8', 'content-type', []],
  [
    { op: 'media-type', value: 'application/scim+json' },
    'text/html',
    'content-type',
    ['content-type is "text/html" but should have the media type application/scim+json'],
  ],
]);

const MEMBERS: Json = [{ value: '1', $ref: 'Users/1' }, { value: '2' }];

table('lists', [
  [{ op: 'eq', value: ['b', 'a'] }, ['a', 'b'], 'schemas', []],
  [{ op: 'same-set', values: ['a', 'b'] }, ['a'], 'members.value', ['members.value lacks "b"']],
  [{ op: 'same-set', values: ['a'] }, ['a', 'c'], 'members.value', ['members.value has "c" besides']],
  [
    { op: 'same-set', values: ['a', 'b'] },
    ['a', 'c'],
    'members.value',
    ['members.value lacks "b" and has "c" besides'],
  ],
  [{ op: 'same-set', values: ['a'] }, ['a', 'a'], 'ids', ['ids has "a" more often than it should']],
  [{ op: 'same-set', values: [201, 409] }, [409, 201], 'statuses', []],
  [{ op: 'same-set', values: ['a'] }, undefined, 'ids', ['ids is absent but should have "a"']],
  [{ op: 'same-set', values: [] }, undefined, 'ids', []],
  [{ op: 'same-set', values: [{ value: '2' }, { value: '1' }] }, MEMBERS, 'members', [], 'members'],
  [
    { op: 'same-set', values: [{ value: '2' }] },
    { value: '2' },
    'members',
    ['members is {"value":"2"} (object) but should be the list {"value":"2"} (list)'],
    'members',
  ],
  [{ op: 'same-set', values: ['A@example.com'] }, ['a@example.com'], 'emails.value', [], 'emails.value'],
  [{ op: 'same-list', values: ['a', 'b'] }, ['a', 'b'], 'ids', []],
  [{ op: 'same-list', values: ['a', 'b'] }, ['b', 'a'], 'ids', ['element 1 of ids is "b" but should be "a"']],
  [{ op: 'same-list', values: ['a', 'b'] }, ['a'], 'ids', ['ids ends after 1 but should go on with "b"']],
  [{ op: 'same-list', values: ['a'] }, ['a', 'b'], 'ids', ['ids should end after 1 but goes on with "b"']],
  [{ op: 'includes-all', values: ['a'] }, ['a', 'b'], 'ids', []],
  [{ op: 'includes-all', values: ['a', 'c', 'd'] }, ['a', 'b'], 'ids', ['ids lacks "c", "d"']],
  [{ op: 'includes-none', values: ['a', 'x'] }, ['a', 'b'], 'ids', ['ids should not include "a"']],
  [{ op: 'includes-none', values: ['x'] }, undefined, 'ids', []],
  [{ op: 'length', match: eq(2) }, ['a'], 'members', ['the length of members is 1 but should be 2']],
  [{ op: 'length', match: eq(0) }, undefined, 'members', []],
  [
    { op: 'length', match: match({ op: 'ge', value: 2 }) },
    'é',
    'id',
    ['the length of id is 1 but should be at least 2'],
  ],
  [{ op: 'length', match: eq(1) }, 5, 'id', ['id is 5 but should be a list or a text with a length that should be 1']],
]);

table('elements', [
  [{ op: 'contains', match: eq('a') }, ['b', 'a'], 'ids', []],
  [
    { op: 'contains', match: eq('a') },
    ['b', 'c'],
    'ids',
    ['ids has 2 elements, none of which fits: one should be "a"'],
  ],
  [{ op: 'contains', match: eq('a') }, ['b'], 'ids', ['ids has one element, which does not fit: one should be "a"']],
  [{ op: 'contains', match: eq('a') }, undefined, 'ids', ['ids is absent but one should be "a"']],
  [
    { op: 'contains', match: match({ op: 'attributes', attributes: named({ value: eq('3'), type: eq(null) }) }) },
    MEMBERS,
    'members',
    ['members has 2 elements, none of which fits: one should have value "3" and no type'],
    'members',
  ],
  [
    { op: 'each', match: match({ op: 'type', value: 'string' }) },
    ['a', 3],
    'ids',
    ['ids[#2] is 3 but should be a string'],
  ],
  [
    {
      op: 'each',
      match: match({ op: 'attributes', attributes: named({ $ref: match({ op: 'present', value: true }) }) }),
    },
    MEMBERS,
    'members',
    ['members[value eq "2"].$ref is absent but should be present'],
    'members',
  ],
  [
    { op: 'each', match: eq(1) },
    [2, 3, 4, 5, 6],
    'sizes',
    [
      'sizes[#1] is 2 but should be 1',
      'sizes[#2] is 3 but should be 1',
      'sizes[#3] is 4 but should be 1',
      'sizes: the same holds for 2 more elements',
    ],
  ],
]);

table('attributes', [
  [
    { op: 'attributes', attributes: named({ givenName: eq('barbara') }) },
    { GIVENNAME: 'Barbara', x: 1 },
    'name',
    [],
    'name',
  ],
  [
    { op: 'attributes', attributes: named({ givenName: eq('Barbara'), familyName: eq('Jensen') }) },
    { givenName: 'Pat' },
    'name',
    ['name.givenName is "Pat" but should be "Barbara"', 'name.familyName is absent but should be "Jensen"'],
    'name',
  ],
  [
    { op: 'attributes', attributes: named({ givenName: eq('B') }) },
    'B',
    'name',
    ['name is "B" but should be an object and have givenName "B"'],
    'name',
  ],
  [
    { op: 'attributes', attributes: named({ givenName: eq('B') }) },
    undefined,
    'name',
    ['name is absent but should have givenName "B"'],
    'name',
  ],
  [{ op: 'attributes', attributes: named({ givenName: eq(null) }) }, undefined, 'name', [], 'name'],
  [{ op: 'attributes', attributes: named({ value: eq('a') }) }, [{ value: 'a' }], 'emails', [], 'emails'],
  [
    { op: 'attributes', attributes: named({ value: eq('a') }) },
    { value: 'a', VALUE: 'b' },
    'emails',
    ['ambiguous attribute name: value and VALUE stand side by side'],
  ],
  [{ op: 'exactly', attributes: named({ value: eq('a') }) }, { value: 'a', type: null }, 'emails', []],
  [
    { op: 'exactly', attributes: named({ value: eq('a') }) },
    { value: 'a', type: 'work' },
    'emails',
    ['emails should have no other attributes but has type'],
  ],
]);

table('sorted', [
  [
    { op: 'sorted', by: parseLocator('userName'), order: 'ascending' },
    [{ userName: 'a' }, { userName: 'B' }, {}],
    'Resources',
    [],
  ],
  [
    { op: 'sorted', by: parseLocator('userName'), order: 'descending' },
    [{}, { userName: 'b' }, { userName: 'A' }],
    'Resources',
    [],
  ],
  [
    { op: 'sorted', by: parseLocator('userName'), order: 'ascending' },
    [{ userName: 'b' }, { userName: 'a' }],
    'Resources',
    ['Resources should be sorted by userName, ascending, but element 1 has "b" and element 2 has "a"'],
  ],
  [
    { op: 'sorted', by: parseLocator('title'), order: 'ascending' },
    [{ title: 'a' }, {}, { title: 'b' }],
    'Resources',
    ['Resources should be sorted by title, ascending, but element 2 has nothing and element 3 has "b"'],
  ],
  [{ op: 'sorted', by: parseLocator('n'), order: 'ascending' }, [{ n: 9 }, { n: 10 }], 'Resources', []],
  // Which of the two comes first depends on the collation: no verdict.
  [
    { op: 'sorted', by: parseLocator('title'), order: 'ascending' },
    [{ title: 'a-b' }, { title: 'aa' }],
    'Resources',
    [],
  ],
  [
    { op: 'sorted', by: parseLocator('title'), order: 'ascending' },
    [{ title: 'aa' }, { title: 'a-b' }],
    'Resources',
    [],
  ],
]);

const BABS: Json = { schemas: [USER_MODEL.core.id], id: '1', meta: { resourceType: 'User' } };

table('references', [
  [{ op: 'resource', value: 'User' }, 'https://example.com/scim/v2/Users/1', 'meta.location', []],
  [{ op: 'resource', value: 'User' }, 'Users/1', '$ref', []],
  [{ op: 'resource', value: 'User' }, '../Users/1', '$ref', []],
  [{ op: 'resource', value: 'User' }, '/scim/v2/Users/a%20b', '$ref', []],
  [{ op: 'resource', value: 'User' }, 'http://backend.internal:8080/scim/v2/Users/1', 'meta.location', []],
  [
    { op: 'resource', value: 'User' },
    'https://example.com/scim/v2/Groups/1',
    '$ref',
    [
      '$ref is "https://example.com/scim/v2/Groups/1" but should be the URL of a User, below https://example.com/scim/v2/Users/',
    ],
  ],
  [
    { op: 'resource', value: 'User' },
    'https://example.com/scim/v2/Users',
    'meta.location',
    [
      'meta.location is "https://example.com/scim/v2/Users" but should be the URL of a User, below https://example.com/scim/v2/Users/',
    ],
  ],
  [
    { op: 'resource', value: 'User' },
    undefined,
    'meta.location',
    ['meta.location is absent but should be the URL of a User, below https://example.com/scim/v2/Users/'],
  ],
  [{ op: 'same-resource-as', value: BABS }, 'https://example.com/scim/v2/Users/1', 'meta.location', []],
  [{ op: 'same-resource-as', value: 'Users/1' }, 'https://example.com/scim/v2/Users/1', 'meta.location', []],
  [{ op: 'same-resource-as', value: '1' }, 'https://example.com/scim/v2/Users/1', 'meta.location', []],
  [
    { op: 'same-resource-as', value: BABS },
    'https://example.com/scim/v2/Groups/1',
    'meta.location',
    ['meta.location is "https://example.com/scim/v2/Groups/1" but should be the URL of the User with the id "1"'],
  ],
  [
    { op: 'same-resource-as', value: '1' },
    'Users/2',
    'meta.location',
    ['meta.location is "Users/2" but should be the URL of the resource with the id "1"'],
  ],
]);

describe('reasons', () => {
  test('carry path, values, rule and the line of the suite', () => {
    const context = { ...CONTEXT, attribute: attribute('displayName') };
    expect(matchValue(eq('Barb'), 'Babs', context, 'displayName')).toEqual([
      {
        message: 'displayName is "Babs" but should be "Barb"',
        path: 'displayName',
        actual: 'Babs',
        expected: 'Barb',
        rule: 'displayName compared ignoring case (caseExact false)',
        at: AT,
      },
    ]);
  });

  test('have no actual value when there was none', () => {
    expect(matchValue(eq(1), undefined, CONTEXT, 'totalResults')[0]).not.toHaveProperty('actual');
  });

  test('keep only a part of a huge value', () => {
    const [reason] = matchValue(
      eq('x'),
      Array.from({ length: 1000 }, () => 'y'.repeat(1000)),
      CONTEXT,
      'ids',
    );
    expect(JSON.stringify(reason?.actual).length).toBeLessThan(30_000);
  });
});

describe('templates', () => {
  const fill = (template: Json): Json | undefined => {
    if (template === '${babs.id}') return '1';
    if (template === '${nobody?}') return undefined;
    return typeof template === 'string' ? template.replace('${babs.id}', '1') : template;
  };

  test('are filled in values', () => {
    expect(messages({ op: 'eq', value: '${babs.id}' }, '1', 'id', { fill })).toEqual([]);
    expect(messages({ op: 'ends', text: '/${babs.id}' }, 'Users/2', 'meta.location', { fill })).toEqual([
      'meta.location is "Users/2" but should end with "/1"',
    ]);
  });

  test('without a value ask for absence', () => {
    expect(messages({ op: 'eq', value: '${nobody?}' }, 'x', 'title', { fill })).toEqual([
      'title is "x" but should be absent',
    ]);
  });

  test('are filled in the value filters of inner locators', () => {
    const attributes = named({ 'members[value eq "${babs.id}"].type': eq('User') });
    expect(messages({ op: 'attributes', attributes }, { members: [{ value: '1' }] }, '', { fill })).toEqual([
      'members[value eq "1"].type is absent but should be "User"',
    ]);
  });
});
