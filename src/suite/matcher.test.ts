import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { collectProblems } from './diagnostics.ts';
import { readDocument } from './document.ts';
import { OPERATOR_NAMES, toMatch } from './matcher.ts';
import { sourceFile } from './source.ts';

const read = (text: string) => {
  const problems = collectProblems();
  const source = readDocument(sourceFile('x.yaml', text), problems);
  if (source === undefined) throw new Error('nothing was read');
  const { all } = toMatch(source, problems);
  return { all, messages: problems.list.map(({ message }) => message) };
};

describe('a value in an expectation', () => {
  it.each([
    ['Barb', { op: 'eq', value: 'Barb' }],
    ['false', { op: 'eq', value: false }],
    ['null', { op: 'present', value: false }],
    ['[1, 2]', { op: 'same-set', values: [1, 2] }],
    ['{ne: x}', { op: 'ne', value: 'x' }],
    ['{eq: null}', { op: 'eq', value: null }],
    ['{one-of: [200, 204]}', { op: 'one-of', values: [200, 204] }],
    ['{present: true}', { op: 'present', value: true }],
    ['{type: dateTime}', { op: 'type', value: 'dateTime' }],
    ['{schema: User}', { op: 'schema', value: 'User' }],
    ["{includes-all: '${crowd|ids}'}", { op: 'includes-all', values: '${crowd|ids}' }],
    ["{same-resource-as: '${eve.meta.location}'}", { op: 'same-resource-as', value: '${eve.meta.location}' }],
    ['{sorted: userName}', { op: 'sorted', by: { segments: [{ name: 'userName' }] }, order: 'ascending' }],
    [
      '{sorted: {by: title, order: descending}}',
      { op: 'sorted', by: { segments: [{ name: 'title' }] }, order: 'descending' },
    ],
  ])('%s', (text, matcher) => {
    expect(read(text)).toEqual({ all: [matcher], messages: [] });
  });

  it('may hold matches within matches', () => {
    expect(read('{any-of: ["201", {code: "201"}], not: {length: {gt: 3}}}')).toMatchObject({
      all: [
        {
          op: 'any-of',
          matches: [
            { all: [{ op: 'eq', value: '201' }] },
            {
              all: [{ op: 'attributes', attributes: [{ path: 'code', match: { all: [{ op: 'eq', value: '201' }] } }] }],
            },
          ],
        },
        { op: 'not', match: { all: [{ op: 'length', match: { all: [{ op: 'gt', value: 3 }] } }] } },
      ],
      messages: [],
    });
  });
});

describe('a map is one of attributes', () => {
  it.each([
    '{value: x}',
    '{type: work, value: x}',
    '{type: work}',
    '{type: {type: string}, name: {present: true}}',
    "{schema: 'urn:ietf:params:scim:schemas:core:2.0:User', name: User}",
    '{schema: {type: string}, required: {type: boolean}}',
    '{schemas: [a]}',
    '{Resources: {length: 1}}',
    '{status: "404", detail: {present: true}}',
    '{name.givenName: Eve, "emails[type eq \\"work\\"].value": x}',
  ])('%s', (text) => {
    expect(read(text)).toMatchObject({ all: [{ op: 'attributes' }], messages: [] });
  });
});

describe('a mistake', () => {
  it.each([
    ['{type: work, present: true}', 'there is no type "work"'],
    ['{present: true, value: x}', '`value` is an attribute, but `present` beside it is an operator'],
    ['{contians: x}', 'there is no operator `contians`'],
    ['{regex: x}', 'there is no operator `regex`'],
    ['{sameSet: [1]}', 'there is no operator `sameSet`'],
    ['{same-set: x}', '`same-set` needs a list, or a template that gives one'],
    ['{starts: 1}', '`starts` needs text'],
    ['{one-of: 200}', '`one-of` needs a list of values'],
    ['{any-of: []}', '`any-of` needs a list of matches'],
    ['{exactly: x}', '`exactly` needs a map of attributes'],
    ['{sorted: {by: title, order: up}}', '`sorted` needs `by` and perhaps `order`'],
    ['{resource: 1}', '`resource` needs a name as text'],
  ])('%s', (text, message) => {
    expect(read(text).messages).toEqual([message]);
  });
});

it('knows the operators that editors are offered', async () => {
  const schema = await readFile(join(import.meta.dirname, '../../suites/suite.schema.json'), 'utf8');
  const { $defs } = JSON.parse(schema) as { $defs: { match: { properties: object } } };
  expect(Object.keys($defs.match.properties)).toEqual(OPERATOR_NAMES);
});
