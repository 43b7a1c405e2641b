import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isObject, type Json } from '../scim/json.ts';
import { bodyLines } from './body.ts';

const shown = (body: Json, path?: string, most = 100): string =>
  bodyLines(body, path, most, 80)
    .map(({ text, here }) => `${text}${here ? '  <--' : ''}`)
    .join('\n');

const USER = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  id: '1',
  emails: [
    { value: 'home@example.org', type: 'home' },
    { value: 'work@example.com', type: 'work' },
  ],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Tools' },
};

describe('bodyLines', () => {
  it('points at the attribute, in whatever case the target wrote it', () => {
    expect(shown({ displayName: 'Babs', DISPLAYNAME: 'Barb' }, 'displayname')).toBe(
      '{\n  "displayName": "Babs",  <--\n  "DISPLAYNAME": "Barb"  <--\n}',
    );
  });

  it('follows filters, lists and schema URNs', () => {
    expect(shown(USER, 'emails[type eq "work"].value')).toContain(
      '{ "value": "work@example.com", "type": "work" }  <--',
    );
    expect(shown(USER, 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department')).toContain(
      '"department": "Tools"  <--',
    );
    expect(shown({ Resources: [USER] }, 'Resources.id')).toContain('"id": "1",  <--');
  });

  it('follows the numbers that stand for elements', () => {
    expect(shown({ members: [{ value: '1' }, { value: '2' }] }, 'members[#2].value')).toContain(
      '{ "value": "2" }  <--',
    );
    expect(shown({ members: [{ value: '1' }, { value: '2' }] }, 'members[#2]')).toContain('{ "value": "2" }  <--');
    expect(shown({ members: [{ value: '1' }] }, 'members[#7]')).toContain('"members": [  <--');
    expect(shown([{ a: 1 }, { a: 2 }], '[#2].a')).toContain('{ "a": 2 }  <--');
  });

  it('points at the object in which something is missing', () => {
    expect(
      shown(
        { name: { givenName: 'Barbara', honorificPrefix: 'Ms.', formatted: 'Ms. Barbara Jensen III' } },
        'name.familyName',
      ),
    ).toContain('"name": {  <--');
    expect(shown({ id: '1' }, 'userName')).not.toContain('<--');
  });

  it('cuts a long body around the attribute', () => {
    const body = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`a${index}`, index]));
    expect(shown({ outer: body }, 'outer.a20', 9)).toBe(
      [
        '{',
        '  "outer": {',
        '    …',
        '    "a18": 18,',
        '    "a19": 19,',
        '    "a20": 20,  <--',
        '    "a21": 21,',
        '    "a22": 22,',
        '    …',
        '  }',
        '}',
      ].join('\n'),
    );
  });

  it('keeps the attributes that a sentence names, quoted or bare, with their frames', () => {
    const long = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`a${index}`, index]));
    const body = { ...long, id: '1', name: { ...long, familyName: 'Jensen' }, schemas: ['urn:example:one'] };
    const text = bodyLines(body, undefined, 20, 80, 'Attribute "schemas" is wrong, and so are ID and name.familyName.')
      .map((line) => line.text)
      .join('\n');
    expect(text).toContain('\n  "id": "1",\n');
    expect(text).toContain('\n  "name": {\n    "a0": 0,');
    expect(text).toContain('\n    "familyName": "Jensen"\n  },\n  "schemas": ["urn:example:one"]\n}');
  });

  it('shows hostile text harmlessly and cuts long values at the end', () => {
    expect(shown({ nickName: '\u001b[31mred' })).toContain('"nickName": "\\u001b[31mred"');
    expect(shown({ nickName: 'x'.repeat(500) })).toMatch(/"nickName": "x+…$/m);
  });

  it('writes whole bodies so that they can be read back', () => {
    fc.assert(
      fc.property(
        fc.jsonValue().filter((value) => isObject(value as Json)),
        (value) => {
          const lines = bodyLines(value as Json, undefined, 1e6, 1e6);
          expect(JSON.parse(lines.map(({ text }) => text).join('\n'))).toEqual(JSON.parse(JSON.stringify(value)));
        },
      ),
    );
  });

  it('never shows more lines than asked for, gaps not counted', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.integer({ min: 4, max: 20 }),
        (value, most) =>
          bodyLines(value as Json, 'a', most, 60, 'a, b and c').filter(({ text }) => text.trim() !== '…').length <=
          most,
      ),
    );
  });
});
