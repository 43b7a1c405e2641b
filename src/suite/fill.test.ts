import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../scim/filter.ts';
import type { Json } from '../scim/json.ts';
import { FillProblem, fill, fillLets, MissingName, nestedScope } from './fill.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const scope = nestedScope({
  run: { tag: 'k7f', TAG: 'K7F' },
  off: false,
  nothing: null,
  eve: {
    id: '42',
    Name: { givenName: 'Eve' },
    emails: [{ value: 'eve@example.com' }],
    [ENTERPRISE]: { department: 'Harbour' },
  },
  crowd: [{ id: '1' }, { ID: '2' }],
});

describe('a placeholder', () => {
  it.each<[string, Json]>([
    ['${run.tag}', 'k7f'],
    ['eve.${run.tag}@example.com', 'eve.k7f@example.com'],
    ['${eve.name.GIVENNAME}', 'Eve'],
    ['${eve.emails.0.value}', 'eve@example.com'],
    [`\${eve.${ENTERPRISE}.department}`, 'Harbour'],
    ['${nothing}', null],
    ['a price of $${run.tag}', 'a price of ${run.tag}'],
    ['$5 and {braces}', '$5 and {braces}'],
  ])('%s', (template, value) => {
    expect(fill(template, scope)).toEqual(value);
  });

  it('keeps the type of a value that it is the whole text of', () => {
    expect(fill({ active: '${off}', text: '${off|text}', inside: 'is ${off}' }, scope)).toEqual({
      active: false,
      text: 'false',
      inside: 'is false',
    });
  });

  it('writes a time with another offset, and refuses what is no time', () => {
    const at = (time: string) => fill('${time|elsewhere}', nestedScope({ time }));
    expect(at('2026-03-31T12:00:00.1239Z')).toBe('2026-04-01T02:00:00.123+14:00');
    expect(at('2026-03-31T12:00:00-01:00')).toBe('2026-04-01T03:00:00.000+14:00');
    expect(() => at('yesterday')).toThrow('`elsewhere` needs a date with a time, not "yesterday"');
  });

  it.each<[string, Json]>([
    ['${run.tag|upper}', 'K7F'],
    ['${eve.name.givenName|lower}', 'eve'],
    ['${run.tag|capitalised}', 'K7f'],
    ['userName eq ${eve.name.givenName|quoted}', 'userName eq "Eve"'],
    ['${crowd|ids}', ['1', '2']],
  ])('with a pipe: %s', (template, value) => {
    expect(fill(template, scope)).toEqual(value);
  });

  it.each([
    ['https://example.com/scim/v2/Users/42', '42'],
    ['https://example.com/Users/42/', '42'],
    ['Users/a%2Fb?x=/1#y', 'a/b'],
    ['/Users/%zz', '%zz'],
  ])('takes the id from %s', (url, id) => {
    expect(fill('${url|last-segment}', nestedScope({ url }))).toBe(id);
  });

  it('encodes what stands in a path that is not that of the request', () => {
    expect(fill('/Users/${id|encoded}', nestedScope({ id: 'a/b ü' }))).toBe('/Users/a%2Fb%20%C3%BC');
  });

  it.each([
    '${run.guid}',
    '${nobody}',
    'eve.${nobody}',
    '${eve.emails.1.value}',
    '${eve.emails.value}',
    '${run.constructor}',
  ])('without a value is a problem that names it: %s', (template) => {
    expect(() => fill(template, scope)).toThrow(MissingName);
    expect(() => fill(template, scope)).toThrow('has no value');
  });

  it('refuses the ids of what is no list of resources', () => {
    expect(() => fill('${eve|ids}', scope)).toThrow(FillProblem);
    expect(() => fill('${names|ids}', nestedScope({ names: ['eve'] }))).toThrow('an element has no `id`');
  });
});

describe('an optional placeholder', () => {
  it('takes what holds it away, as far as nothing else is left there', () => {
    const template = {
      userName: 'eve',
      title: '${title?}',
      greeting: 'Dear ${title?}',
      name: { honorificPrefix: '${title?}' },
      emails: [{ value: '${email?}' }, { value: 'eve@example.com', display: '${title?}' }],
      phoneNumbers: ['${phone?}'],
      groups: [],
      photos: {},
    };
    expect(fill(template, nestedScope({}))).toEqual({
      userName: 'eve',
      emails: [{ value: 'eve@example.com' }],
      groups: [],
      photos: {},
    });
  });

  it('keeps null, which is a value', () => {
    expect(fill({ manager: '${manager?}' }, nestedScope({ manager: null }))).toEqual({ manager: null });
  });
});

describe('constructs', () => {
  it('for-each makes one element per value, in place', () => {
    const template = [{ value: '0' }, { 'for-each': '${crowd}', as: 'one', make: { value: '${one.id}' } }];
    expect(fill(template, scope)).toEqual([{ value: '0' }, { value: '1' }, { value: '2' }]);
  });

  it('for-each outside a list is a list; of an empty list an empty one; of an absent optional one nothing', () => {
    const each = (list: Json): Json => ({ members: { 'for-each': list, make: '${item}' } });
    expect(fill(each(['a', 'b']), scope)).toEqual({ members: ['a', 'b'] });
    expect(fill({ members: [{ 'for-each': [] }] }, scope)).toEqual({ members: [] });
    expect(fill({ x: 1, members: [{ 'for-each': '${added?}' }] }, scope)).toEqual({ x: 1 });
    expect(() => fill(each('${eve}'), scope)).toThrow('`for-each` needs a list, not an object');
  });

  it('for-each keeps elements that are lists whole', () => {
    expect(fill([{ 'for-each': [1, 2], as: 'x', make: ['${x}', null] }], scope)).toEqual([
      [1, null],
      [2, null],
    ]);
  });

  it('repeat counts from 1 in n, and text-of-length is as long as told', () => {
    expect(fill({ repeat: '${most}', plus: 1, make: { path: '/Users/${n}' } }, nestedScope({ most: 2 }))).toEqual([
      { path: '/Users/1' },
      { path: '/Users/2' },
      { path: '/Users/3' },
    ]);
    expect(fill({ 'text-of-length': 3 }, scope)).toBe('xxx');
    expect(() => fill({ 'text-of-length': '${huge}' }, nestedScope({ huge: 1e12 }))).toThrow(FillProblem);
  });

  it('merge lays maps over each other; lists and null replace', () => {
    const template = { merge: ['${eve}', { Name: { familyName: 'Adams' }, emails: null, id: '${id?}' }] };
    expect(fill(template, scope)).toMatchObject({
      id: '42',
      Name: { givenName: 'Eve', familyName: 'Adams' },
      emails: null,
    });
  });

  it('without drops attributes, whatever their case, also below others', () => {
    const template = { without: ['${eve}', ['ID', 'name.givenname', ENTERPRISE]] };
    expect(fill(template, scope)).toEqual({ Name: {}, emails: [{ value: 'eve@example.com' }] });
    expect(() => fill({ without: ['${crowd}', ['id']] }, scope)).toThrow('`without` needs an object, not a list');
  });

  it('let is filled from top to bottom', () => {
    const lets = { login: 'eve.${run.tag}', mail: '${login}@example.com', none: '${absent?}' };
    expect(fillLets(lets, scope)).toEqual({ login: 'eve.k7f', mail: 'eve.k7f@example.com' });
  });
});

describe('hostile values', () => {
  it('are copied as they are, whatever is in them', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as Json;
        expect(fill({ list: ['${x}'] }, nestedScope({ x: json }))).toEqual({ list: [json] });
      }),
    );
  });

  it('do not bring templates, constructs or prototypes with them', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}, "a": "${run.tag}", "merge": [{"b": 1}]}') as Json;
    const filled = fill({ merge: ['${x}', { c: 1 }] }, nestedScope({ x: value }, scope));
    expect(JSON.stringify(filled)).toBe('{"__proto__":{"polluted":true},"a":"${run.tag}","merge":[{"b":1}],"c":1}');
    expect(Object.hasOwn({}, 'polluted')).toBe(false);
    expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
  });

  it('quoted for a filter, mean themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const filter = fill('userName eq ${x|quoted}', nestedScope({ x: text }));
        expect(parseFilter(String(filter))).toMatchObject({ type: 'compare', value: text });
      }),
    );
  });
});
