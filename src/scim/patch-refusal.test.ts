import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { BABS, babs, CREW, crew, elements, failure, patch } from './patch.testing.ts';
import type { ResourceModel } from './schema.ts';
import { USER_MODEL } from './schemas.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE } from './urn.ts';

describe('refusals', () => {
  it.each<[string, Json]>([
    ['400 invalidPath', { op: 'replace', path: 'nope', value: 'x' }],
    ['400 invalidPath', { op: 'remove', path: 'name.nope' }],
    ['400 invalidPath', { op: 'add', path: 'urn:example:nope:title', value: 'x' }],
    ['400 invalidPath', { op: 'replace', path: 'name[familyName eq "Jensen"].givenName', value: 'x' }],
    ['400 invalidFilter', { op: 'replace', path: 'emails[primary gt true].value', value: 'x' }],
    ['400 mutability', { op: 'replace', path: 'id', value: 'x' }],
    ['400 mutability', { op: 'replace', path: 'meta.created', value: '2030-01-01T00:00:00Z' }],
    ['400 mutability', { op: 'add', path: 'groups', value: [{ value: 'g' }] }],
    ['400 mutability', { op: 'replace', path: `${ENTERPRISE}:manager.displayName`, value: 'x' }],
    ['400 invalidValue', { op: 'replace', path: 'active', value: 'banana' }],
    ['400 invalidValue', { op: 'replace', path: 'active', value: 1 }],
    ['400 invalidValue', { op: 'replace', path: 'name', value: 'x' }],
    ['400 invalidValue', { op: 'add', path: 'emails', value: 'x' }],
    ['400 invalidValue', { op: 'replace', path: 'userName', value: { a: 1 } }],
    ['400 invalidValue', { op: 'replace', path: 'userName', value: ['a', 'b'] }],
    ['400 invalidValue', { op: 'replace', path: 'userName', value: null }],
    ['400 invalidValue', { op: 'replace', path: 'userName', value: ' ' }],
    ['400 invalidValue', { op: 'replace', path: 'x509Certificates', value: [{ value: '***' }] }],
    ['400 invalidValue', { op: 'replace', path: 'emails[type eq "work"]', value: 'x@example.com' }],
    ['400 invalidValue', { op: 'add', value: 'x' }],
    ['400 invalidValue', { op: 'replace', path: ENTERPRISE, value: 'x' }],
    ['400 invalidSyntax', { op: 'add', value: { title: 'a', TITLE: 'b' } }],
  ])('%s: %j', (expected, operation) => {
    expect(failure(() => babs(operation))).toBe(expected);
  });

  it('keep immutable values as they are, but let them be set once', () => {
    expect(failure(() => crew({ op: 'replace', path: 'members[value eq "u1"].value', value: 'u9' }))).toBe(
      '400 mutability',
    );
    expect(failure(() => crew({ op: 'replace', path: 'members[value eq "u1"]', value: { value: 'u9' } }))).toBe(
      '400 mutability',
    );
    expect(failure(() => crew({ op: 'remove', path: 'members[value eq "u1"].type' }))).toBe('400 mutability');
    expect(crew({ op: 'replace', path: 'members[value eq "u1"].type', value: 'User' })).toEqual(CREW);
    expect(
      elements(crew({ op: 'add', path: 'members[value eq "u2"].display', value: 'Two' }), 'members').at(1),
    ).toMatchObject({
      display: 'Two',
    });
  });

  it('protect required extensions', () => {
    const model: ResourceModel = {
      ...USER_MODEL,
      type: { ...USER_MODEL.type, schemaExtensions: [{ schema: ENTERPRISE, required: true }] },
    };
    const extended = babs({ op: 'add', path: `${ENTERPRISE}:department`, value: 'D' });
    expect(failure(() => patch(extended, [{ op: 'remove', path: ENTERPRISE }], {}, model))).toBe('400 mutability');
    expect(failure(() => patch(extended, [{ op: 'remove', path: `${ENTERPRISE}:department` }], {}, model))).toBe(
      '400 mutability',
    );
  });

  it('leave nothing of the operations before them', () => {
    const operations = [
      { op: 'replace', path: 'displayName', value: 'X' },
      { op: 'replace', path: 'nope', value: 'X' },
    ];
    expect(failure(() => babs(...operations))).toBe('400 invalidPath');
    expect(BABS.displayName).toBe('Babs');
  });
});

describe('hostile input', () => {
  it('takes __proto__ and constructor for unknown names', () => {
    const value = JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"x": 1}, "displayName": "B"}');
    const changed = babs({ op: 'replace', value });
    expect(changed).toEqual({ ...BABS, displayName: 'B' });
    expect(Object.getPrototypeOf(changed)).toBe(Object.prototype);
    expect(failure(() => babs({ op: 'replace', path: '__proto__', value: {} }))).toBe('400 invalidPath');
    expect({}).not.toHaveProperty('polluted');
  });

  it('adds thousands of members in one go', () => {
    const members = Array.from({ length: 5000 }, (_, index) => ({ value: `m${index}` }));
    const full = crew({ op: 'add', path: 'members', value: members }, { op: 'add', path: 'members', value: members });
    expect(elements(full, 'members')).toHaveLength(5002);
    expect(patch(full, [{ op: 'remove', path: 'members', value: members }])).toEqual(CREW);
  });
});
