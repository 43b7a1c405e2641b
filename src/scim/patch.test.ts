import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { BABS, babs, body, CREW, crew, elements, failure, patch } from './patch.testing.ts';
import { type PatchLenience, readPatch } from './patch.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, PATCH_URN, USER_URN } from './urn.ts';

describe('readPatch', () => {
  it('reads operations whatever the case of names and ops', () => {
    const request = {
      SCHEMAS: [PATCH_URN],
      operations: [{ OP: 'Replace', Path: 'displayName', VALUE: null, name: 'x' }],
    };
    expect(readPatch(request)).toEqual([{ op: 'replace', path: { attribute: 'displayName' }, value: null }]);
  });

  it.each<[string, Json, Partial<PatchLenience>]>([
    ['400 invalidSyntax', [], {}],
    ['400 invalidSyntax', { Operations: [{ op: 'add', value: {} }] }, {}],
    ['400 invalidSyntax', { schemas: [USER_URN], Operations: [{ op: 'add', value: {} }] }, { schemasOptional: true }],
    ['no failure', { Operations: [{ op: 'add', value: {} }] }, { schemasOptional: true }],
    ['no failure', { Operations: [{ op: 'replace', value: { schemas: [USER_URN] } }] }, {}],
    [
      '400 invalidSyntax',
      { Operations: [{ op: 'replace', value: { schemas: [USER_URN] } }] },
      { schemasInValue: false },
    ],
    ['400 invalidSyntax', { Operations: [{ op: 'replace', value: { title: 'T' } }] }, {}],
    ['400 invalidSyntax', { Operations: [{ op: 'replace', path: 'name', value: { schemas: [USER_URN] } }] }, {}],
    ['400 invalidSyntax', { schemas: [PATCH_URN] }, {}],
    ['400 invalidSyntax', body(), {}],
    ['400 invalidSyntax', { schemas: [PATCH_URN], Operations: { op: 'add', value: {} } }, {}],
    ['400 invalidSyntax', body('add'), {}],
    ['400 invalidSyntax', body({ value: {} }), {}],
    ['400 invalidSyntax', body({ op: 'move', path: 'title' }), {}],
    ['400 invalidSyntax', body({ op: 'Add', value: {} }), { opInAnyCase: false }],
    ['400 invalidSyntax', body({ op: 'add', path: 7, value: {} }), {}],
    ['400 invalidPath', body({ op: 'add', path: '', value: {} }), {}],
    ['400 invalidPath', body({ op: 'add', path: '/title', value: 'x' }), {}],
    ['400 invalidPath', body({ op: 'add', path: 'emails[type eq', value: 'x' }), {}],
    ['400 invalidValue', body({ op: 'add', path: 'title' }), {}],
    ['400 invalidValue', body({ op: 'replace', path: 'title' }), {}],
    ['400 noTarget', body({ op: 'remove' }), {}],
    ['400 noTarget', body({ op: 'remove', value: { title: 'x' } }), {}],
  ])('%s: %j %j', (expected, request, lenience) => {
    expect(failure(() => readPatch(request, lenience))).toBe(expected);
  });
});

describe('add', () => {
  it('sets and overwrites single values, whatever the case of the name', () => {
    expect(babs({ op: 'add', path: 'NICKNAME', value: 'B' }).nickName).toBe('B');
    expect(babs({ op: 'add', path: `${USER_URN}:displayName`, value: 'B' }).displayName).toBe('B');
    expect(babs({ op: 'add', path: 'Name.GivenName', value: 'B' }).name).toEqual({
      givenName: 'B',
      familyName: 'Jensen',
    });
  });

  it('merges complex values', () => {
    expect(babs({ op: 'add', path: 'name', value: { MIDDLENAME: 'J' } }).name).toEqual({
      givenName: 'Barbara',
      familyName: 'Jensen',
      middleName: 'J',
    });
  });

  it('appends to lists, a single object too, and nothing that is there already', () => {
    const other = { value: 'o@example.com', type: 'other' };
    expect(elements(babs({ op: 'add', path: 'emails', value: [other] }), 'emails')).toHaveLength(3);
    expect(elements(babs({ op: 'add', path: 'emails', value: other }), 'emails').at(2)).toEqual(other);
    expect(babs({ op: 'add', path: 'emails', value: [{ value: 'W@example.com', type: 'work' }] })).toEqual(BABS);
    expect(
      elements(babs({ op: 'add', path: 'emails', value: [{ value: 'w@example.com', type: 'home' }] }), 'emails'),
    ).toHaveLength(3);
    expect(crew({ op: 'add', path: 'members', value: [{ value: 'u1', display: 'Uno' }] })).toEqual(CREW);
  });

  it('gives what is there already the sub-attributes that come with it', () => {
    const changed = babs({
      op: 'add',
      path: 'emails',
      value: [{ value: 'h@example.com', type: 'home', primary: true }],
    });
    expect(elements(changed, 'emails').map(({ primary }) => primary)).toEqual([false, true]);
    expect(elements(changed, 'emails').at(1)).toMatchObject({ display: 'Home' });
  });

  it('adds the attributes of a value without path, extensions with their URN', () => {
    const changed = babs({
      op: 'add',
      value: { nickname: 'B', emails: [{ value: 'x@example.com' }], [ENTERPRISE]: { department: 'D' } },
    });
    expect(changed).toMatchObject({
      nickName: 'B',
      [ENTERPRISE]: { department: 'D' },
      schemas: [USER_URN, ENTERPRISE],
    });
    expect(elements(changed, 'emails')).toHaveLength(3);
  });

  it('adds the URN of an extension when one of its attributes comes', () => {
    const changed = babs({ op: 'add', path: `${ENTERPRISE.toLowerCase()}:employeeNumber`, value: '7' });
    expect(changed.schemas).toEqual([USER_URN, ENTERPRISE]);
    expect(changed[ENTERPRISE]).toEqual({ employeeNumber: '7' });
  });

  it('takes a whole extension by its bare URN', () => {
    expect(babs({ op: 'add', path: ENTERPRISE, value: { DEPARTMENT: 'D' } })[ENTERPRISE]).toEqual({ department: 'D' });
  });

  it('adds nothing for null and for an empty list', () => {
    expect(babs({ op: 'add', path: 'displayName', value: null })).toEqual(BABS);
    expect(babs({ op: 'add', path: 'emails', value: [] })).toEqual(BABS);
  });

  it('changes the elements that a filter selects', () => {
    const changed = babs({ op: 'add', path: 'emails[type eq "work"].display', value: 'Work' });
    expect(elements(changed, 'emails').map(({ display }) => display)).toEqual(['Work', 'Home']);
    const merged = babs({ op: 'add', path: 'emails[type eq "work"]', value: { display: 'Work' } });
    expect(merged).toEqual(changed);
  });

  it('makes the element that a filter describes, unless told not to', () => {
    const operation = { op: 'add', path: 'phoneNumbers[type eq "mobile" and primary eq true].value', value: '555' };
    expect(babs(operation).phoneNumbers).toEqual([{ type: 'mobile', primary: true, value: '555' }]);
    expect(failure(() => patch(BABS, [operation], { createOnAdd: false }))).toBe('400 noTarget');
    const undescribed = { ...operation, path: 'phoneNumbers[type sw "m"].value' };
    expect(failure(() => babs(undescribed))).toBe('400 noTarget');
    expect(failure(() => babs({ ...operation, path: 'phoneNumbers[type eq "a" or type eq "b"].value' }))).toBe(
      '400 noTarget',
    );
  });
});

describe('remove', () => {
  it('unassigns attributes, sub-attributes and extensions', () => {
    expect(babs({ op: 'remove', path: 'displayname' })).not.toHaveProperty('displayName');
    expect(babs({ op: 'remove', path: 'emails' })).not.toHaveProperty('emails');
    expect(babs({ op: 'remove', path: 'name.givenName' }).name).toEqual({ familyName: 'Jensen' });
    expect(
      babs({ op: 'remove', path: 'name.givenName' }, { op: 'remove', path: 'name.familyName' }),
    ).not.toHaveProperty('name');
    const extended = babs({ op: 'add', path: `${ENTERPRISE}:department`, value: 'D' });
    expect(patch(extended, [{ op: 'remove', path: `${ENTERPRISE}:department` }])).toEqual(BABS);
    expect(patch(extended, [{ op: 'remove', path: ENTERPRISE }])).toEqual(BABS);
  });

  it('removes the elements that a filter selects, or a part of them', () => {
    expect(
      elements(babs({ op: 'remove', path: 'emails[type eq "work" and value ew "example.com"]' }), 'emails'),
    ).toHaveLength(1);
    expect(elements(babs({ op: 'remove', path: 'emails[type eq "home"].display' }), 'emails').at(1)).toEqual({
      value: 'h@example.com',
      type: 'home',
    });
    expect(babs({ op: 'remove', path: 'emails[value pr]' })).not.toHaveProperty('emails');
  });

  it('succeeds when there is nothing to remove', () => {
    expect(babs({ op: 'remove', path: 'nickName' })).toEqual(BABS);
    expect(babs({ op: 'remove', path: 'name.middleName' })).toEqual(BABS);
    expect(babs({ op: 'remove', path: 'photos[type eq "photo"]' })).toEqual(BABS);
    expect(babs({ op: 'remove', path: ENTERPRISE })).toEqual(BABS);
    expect(crew({ op: 'remove', path: 'members[value eq "stranger"]' })).toEqual(CREW);
  });

  it('removes only the listed values, or all of them by the letter of the RFC', () => {
    const operation = { op: 'Remove', path: 'members', value: [{ $ref: null, value: 'u1' }] };
    expect(elements(crew(operation), 'members').map(({ value }) => value)).toEqual(['u2']);
    expect(crew({ ...operation, value: [{ value: 'stranger' }] })).toEqual(CREW);
    expect(crew({ ...operation, value: [] })).toEqual(CREW);
    expect(patch(CREW, [operation], { removeListedValues: false })).not.toHaveProperty('members');
  });

  it.each(['userName', 'id', 'schemas', 'meta', 'meta.created', 'groups', `${USER_URN}:userName`])(
    'refuses to remove %s',
    (path) => {
      expect(failure(() => babs({ op: 'remove', path }))).toBe('400 mutability');
    },
  );
});

describe('replace', () => {
  it('replaces single values and adds where there is none', () => {
    expect(babs({ op: 'replace', path: 'displayName', value: 'B' }).displayName).toBe('B');
    expect(babs({ op: 'replace', path: 'nickName', value: 'B' }).nickName).toBe('B');
  });

  it('changes only the sub-attributes that are given', () => {
    const expected = { givenName: 'B', familyName: 'Jensen' };
    expect(babs({ op: 'replace', path: 'name', value: { givenName: 'B' } }).name).toEqual(expected);
    expect(babs({ op: 'replace', path: 'name.givenName', value: 'B' }).name).toEqual(expected);
    expect(babs({ op: 'replace', value: { name: { givenName: 'B' } } }).name).toEqual(expected);
  });

  it('replaces whole lists, and clears with [] and null', () => {
    expect(babs({ op: 'replace', path: 'emails', value: [{ value: 'x@example.com' }] }).emails).toEqual([
      { value: 'x@example.com' },
    ]);
    expect(crew({ op: 'replace', path: 'members', value: [] })).not.toHaveProperty('members');
    expect(crew({ op: 'replace', value: { members: [] } })).not.toHaveProperty('members');
    expect(babs({ op: 'replace', path: 'displayName', value: null })).not.toHaveProperty('displayName');
    expect(babs({ op: 'replace', path: 'name', value: null })).not.toHaveProperty('name');
  });

  it('leaves out of a list what stands in it twice', () => {
    expect(
      elements(crew({ op: 'replace', path: 'members', value: [{ value: 'u3' }, { value: 'u3' }] }), 'members'),
    ).toHaveLength(1);
  });

  it('changes every element that a filter selects and no other', () => {
    const changed = babs({ op: 'replace', path: 'emails[value ew "@example.com"].display', value: 'D' });
    expect(elements(changed, 'emails').map(({ display }) => display)).toEqual(['D', 'D']);
    const home = { value: 'n@example.com', type: 'home' };
    const one = babs({ op: 'replace', path: 'emails[type eq "home"]', value: home });
    expect(elements(one, 'emails')).toEqual([elements(BABS, 'emails')[0], { ...home, display: 'Home' }]);
  });

  it('answers noTarget when a filter selects nothing, unless the element is to be made', () => {
    const operation = { op: 'replace', path: 'emails[type eq "other"].value', value: 'o@example.com' };
    expect(failure(() => patch(BABS, [operation], { createOnReplace: false }))).toBe('400 noTarget');
    expect(elements(babs(operation), 'emails').at(2)).toEqual({ type: 'other', value: 'o@example.com' });
  });

  it('means every element by a sub-attribute without filter, and a new one when there is none', () => {
    expect(
      elements(babs({ op: 'replace', path: 'emails.display', value: 'D' }), 'emails').map(({ display }) => display),
    ).toEqual(['D', 'D']);
    expect(babs({ op: 'replace', path: 'photos.value', value: 'https://example.com/p' }).photos).toEqual([
      { value: 'https://example.com/p' },
    ]);
  });

  it('forgets what was known of the old target of a reference', () => {
    const manager = { value: 'm1', $ref: 'https://example.com/Users/m1', displayName: 'Em' };
    const managed = { ...BABS, schemas: [USER_URN, ENTERPRISE], [ENTERPRISE]: { manager } };
    const path = `${ENTERPRISE}:manager`;
    expect(patch(managed, [{ op: 'replace', path, value: { value: 'm2' } }])[ENTERPRISE]).toEqual({
      manager: { value: 'm2' },
    });
    expect(patch(managed, [{ op: 'replace', path: `${path}.value`, value: 'm2' }])[ENTERPRISE]).toEqual({
      manager: { value: 'm2' },
    });
    expect(patch(managed, [{ op: 'replace', path, value: { value: 'm1' } }])).toEqual(managed);
  });

  it('passes over schemas in a value without path, for they follow from the attributes', () => {
    const value = { schemas: ['urn:example:nope'], displayName: 'B' };
    expect(babs({ op: 'replace', value })).toEqual({ ...BABS, displayName: 'B' });
  });

  it('changes schemas only to what the resource can have', () => {
    const extend = { op: 'add', path: 'schemas', value: [ENTERPRISE.toUpperCase()] };
    expect(babs(extend).schemas).toEqual([USER_URN, ENTERPRISE]);
    expect(failure(() => babs({ ...extend, value: ['urn:example:nope'] }))).toBe('400 invalidValue');
    expect(failure(() => babs({ op: 'replace', path: 'schemas', value: [ENTERPRISE] }))).toBe('400 invalidValue');
    const extended = babs(
      { op: 'add', path: `${ENTERPRISE}:department`, value: 'D' },
      { op: 'replace', path: 'schemas', value: [USER_URN] },
    );
    expect(extended.schemas).toEqual([USER_URN, ENTERPRISE]);
  });
});

describe('primary', () => {
  const primaries = (resource: JsonObject): Json[] =>
    elements(resource, 'emails').map(({ primary }) => primary ?? null);

  it('belongs to the value that got it last', () => {
    expect(primaries(babs({ op: 'replace', path: 'emails[type eq "home"].primary', value: true }))).toEqual([
      false,
      true,
    ]);
    expect(primaries(babs({ op: 'add', path: 'emails', value: [{ value: 'n@example.com', primary: true }] }))).toEqual([
      false,
      null,
      true,
    ]);
    expect(primaries(babs({ op: 'replace', path: 'emails[type eq "home"]', value: { primary: true } }))).toEqual([
      false,
      true,
    ]);
  });

  it('stays when something else changes', () => {
    expect(primaries(babs({ op: 'add', path: 'emails', value: [{ value: 'n@example.com' }] }))).toEqual([
      true,
      null,
      null,
    ]);
  });

  it('is nobody’s business when something else changes, even if two had it already', () => {
    const two = { ...BABS, emails: elements(BABS, 'emails').map((email) => ({ ...email, primary: true })) };
    expect(primaries(patch(two, [{ op: 'replace', path: 'emails.display', value: 'D' }]))).toEqual([true, true]);
    expect(
      primaries(patch(two, [{ op: 'replace', path: 'emails[type eq "home"]', value: { primary: true } }])),
    ).toEqual([false, true]);
  });

  it('cannot belong to two', () => {
    const two = [
      { value: 'a@example.com', primary: true },
      { value: 'b@example.com', primary: true },
    ];
    expect(failure(() => babs({ op: 'replace', path: 'emails', value: two }))).toBe('400 invalidValue');
    expect(failure(() => babs({ op: 'replace', path: 'emails.primary', value: true }))).toBe('400 invalidValue');
  });
});
