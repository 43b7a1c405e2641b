import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as arbitrary from './arbitrary.testing.ts';
import { findAttribute, lookUp } from './attribute.ts';
import { define } from './define.ts';
import { differences, sameValue } from './equality.ts';
import type { Json, JsonObject } from './json.ts';
import { parseAttributePath, parseLocator } from './path.ts';
import type { Attribute } from './schema.ts';
import { GROUP_MODEL, USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE } from './urn.ts';

const attribute = (path: string): Attribute | undefined =>
  lookUp(USER_MODEL, parseAttributePath(path)) ?? lookUp(GROUP_MODEL, parseAttributePath(path));

/** Every kind of attribute, and none. */
const kinds = fc.constantFrom(
  undefined,
  ...['userName', 'externalId', 'meta', 'meta.created', 'emails', 'members', 'members.$ref', 'name', 'active'].map(
    attribute,
  ),
);

describe('sameValue', () => {
  it.each<[string, Json | undefined, Json | undefined]>([
    ['userName', 'Babs', 'bABS'],
    ['externalId', 'x', 'x'],
    ['meta.created', '2030-01-01T00:00:00Z', '2030-01-01T01:00:00.000+01:00'],
    ['members.$ref', 'https://example.com/v2/Users/1', '../Users/1'],
    ['x509Certificates.value', 'aGk=', 'aGk'],
    ['emails', [{ value: 'a', type: 'WORK' }, { value: 'b' }], [{ value: 'B' }, { TYPE: 'work', value: 'A' }]],
    ['emails', [], null],
    ['emails', undefined, []],
    ['name', { givenName: 'a', familyName: null }, { GIVENNAME: 'A' }],
  ])('%s: %j = %j', (path, one, other) => {
    expect(sameValue(one, other, attribute(path))).toBe(true);
    expect(sameValue(other, one, attribute(path))).toBe(true);
  });

  it.each<[string | undefined, Json | undefined, Json | undefined]>([
    ['externalId', 'x', 'X'],
    [undefined, 'x', 'X'],
    ['active', true, 'true'],
    ['active', false, null],
    ['userName', '', null],
    [undefined, 1, '1'],
    ['meta.created', '2030-01-01T00:00:00Z', '2030-01-01T00:00:00.1Z'],
    ['meta.created', 'yesterday', 'YESTERDAY'],
    ['profileUrl', 'https://example.com/v1/a', 'https://example.com/a'],
    ['emails', [{ value: 'a' }, { value: 'a' }], [{ value: 'a' }]],
    ['emails', [{ value: 'a' }, { value: 'a' }], [{ value: 'a' }, { value: 'b' }]],
    ['emails', [{ value: 'a' }], { value: 'a' }],
    ['name', { givenName: 'a' }, { givenName: 'a', familyName: 'b' }],
    [undefined, { __proto__: null, a: 1 }, {}],
    [undefined, JSON.parse('{"__proto__": 1}'), {}],
  ])('%s: %j ≠ %j', (path, one, other) => {
    const definition = path === undefined ? undefined : attribute(path);
    expect(sameValue(one, other, definition)).toBe(false);
    expect(sameValue(other, one, definition)).toBe(false);
  });

  it('is reflexive and symmetric', () => {
    fc.assert(
      fc.property(arbitrary.json, arbitrary.json, kinds, (one, other, kind) => {
        expect(sameValue(one, structuredClone(one), kind)).toBe(true);
        expect(sameValue(one, other, kind)).toBe(sameValue(other, one, kind));
      }),
    );
  });

  it('does not mind the order of a list, but minds what is added to it', () => {
    const lists = fc.array(arbitrary.json, { maxLength: 6 });
    fc.assert(
      fc.property(lists, fc.infiniteStream(fc.nat()), kinds, (list, order, kind) => {
        const shuffled = list
          .map((value) => ({ value, key: order.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ value }) => value);
        expect(sameValue(list, shuffled, kind)).toBe(true);
        expect(sameValue([...list, 'one more'], shuffled, kind)).toBe(false);
      }),
    );
  });

  it('compares long lists quickly', () => {
    const members = Array.from({ length: 20_000 }, (_, index) => ({ value: `m${index}`, type: 'User' }));
    expect(
      sameValue(
        members,
        members.toReversed().map((member) => ({ ...member })),
        attribute('members'),
      ),
    ).toBe(true);
  });
});

describe('differences', () => {
  const before: JsonObject = {
    id: '1',
    userName: 'babs',
    name: { givenName: 'Barbara', familyName: 'Jensen' },
    emails: [
      { value: 'a', type: 'work' },
      { value: 'b', type: 'home' },
    ],
    [ENTERPRISE]: { department: 'A', manager: { value: 'm' } },
    meta: { lastModified: '2030-01-01T00:00:00Z', version: 'W/"1"' },
  };
  const diff = (after: JsonObject, ...ignore: string[]) =>
    differences(before, after, USER_MODEL, ignore.map(parseLocator));

  it('finds none where only the spelling differs', () => {
    const { userName, emails, ...rest } = before;
    expect(
      diff({ ...rest, USERNAME: 'BABS', emails: (emails as Json[]).toReversed(), photos: [], title: null }),
    ).toEqual([]);
    expect(userName).toBe('babs');
  });

  it('names the parts that differ, in the schema’s spelling', () => {
    const { name: _, ...unnamed } = before;
    const after = {
      ...unnamed,
      NAME: { GIVENNAME: 'Babs' },
      title: 'Boss',
      emails: [{ value: 'a', type: 'work' }],
      [ENTERPRISE]: { DEPARTMENT: 'B', manager: { value: 'm' } },
    };
    expect(diff(after)).toEqual([
      { path: 'name.givenName', before: 'Barbara', after: 'Babs' },
      { path: 'name.familyName', before: 'Jensen' },
      { path: 'emails', before: before.emails, after: after.emails },
      { path: `${ENTERPRISE}:department`, before: 'A', after: 'B' },
      { path: 'title', after: 'Boss' },
    ]);
  });

  it('passes over what is to be ignored', () => {
    const after = {
      ...before,
      name: { givenName: 'Babs', familyName: 'Jensen' },
      emails: [
        { value: 'a', type: 'work' },
        { value: 'c', type: 'home' },
      ],
      [ENTERPRISE]: { department: 'B', manager: { value: 'm' } },
      meta: { lastModified: '2031-01-01T00:00:00Z', version: 'W/"2"' },
    };
    const ignored = [
      'NAME.givenname',
      'emails[type eq "home"]',
      `${ENTERPRISE}:department`,
      'meta.lastModified',
      'meta.version',
    ];
    expect(diff(after, ...ignored)).toEqual([]);
    expect(diff(after, ...ignored.slice(1)).map(({ path }) => path)).toEqual(['name.givenName']);
    expect(diff(after, 'name', 'emails.value', ENTERPRISE, 'meta')).toEqual([]);
  });

  it('compares by the model’s attributes', () => {
    const model = {
      ...USER_MODEL,
      core: { ...USER_MODEL.core, attributes: [define('userName', 'string', '', { caseExact: true })] },
    };
    expect(differences({ userName: 'a' }, { userName: 'A' }, model)).toHaveLength(1);
    expect(findAttribute(model.core.attributes, 'userName')?.caseExact).toBe(true);
  });
});
