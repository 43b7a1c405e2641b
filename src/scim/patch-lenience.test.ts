import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import { BABS, babs, CREW, crew, elements, failure, patch } from './patch.testing.ts';
import { type PatchLenience, STRICT } from './patch.ts';
import { ENTERPRISE_USER_URN as ENTERPRISE, USER_URN } from './urn.ts';

/** What identity providers send, and which leniency each shape needs. */
describe('lenience', () => {
  const manager = { [ENTERPRISE]: { manager: { value: 'm1' } } };
  const path = `${ENTERPRISE}:manager`;

  it.each<[string, Partial<JsonObject>, Json, keyof PatchLenience | undefined, string]>([
    ['Okta deactivates', { active: false }, { op: 'replace', value: { active: false } }, undefined, ''],
    [
      'Entra writes booleans as text',
      { active: false },
      { op: 'Replace', path: 'active', value: 'False' },
      'stringBooleans',
      'invalidValue',
    ],
    [
      'Entra capitalises',
      { active: false },
      { op: 'Replace', path: 'active', value: false },
      'opInAnyCase',
      'invalidSyntax',
    ],
    ['Entra writes the manager bare', manager, { op: 'add', path, value: 'm1' }, 'bareReferences', 'invalidValue'],
    [
      'Entra lists the manager',
      manager,
      { op: 'add', path: 'manager', value: [{ value: 'm1' }] },
      'listForSingle',
      'invalidValue',
    ],
    [
      'Entra writes dots in keys',
      { name: { givenName: 'B', familyName: 'Jensen' } },
      { op: 'replace', value: { 'name.givenName': 'B' } },
      'dottedKeys',
      '',
    ],
    [
      'Entra writes URNs in keys',
      { [ENTERPRISE]: { department: 'D' } },
      { op: 'replace', value: { [`${ENTERPRISE}:department`]: 'D' } },
      'urnKeys',
      '',
    ],
    [
      'OneLogin sends an object for a list',
      { emails: [{ value: 'x@example.com' }] },
      { op: 'replace', path: 'emails', value: { value: 'x@example.com' } },
      'singleForList',
      'invalidValue',
    ],
    [
      'unknown names come along',
      { displayName: 'B' },
      { op: 'replace', value: { displayName: 'B', nope: 1 } },
      'ignoreUnknown',
      'invalidPath',
    ],
    [
      'Okta sends the id along',
      { displayName: 'B' },
      { op: 'replace', value: { id: 'x', displayName: 'B' } },
      'ignoreReadOnly',
      'mutability',
    ],
  ])('%s', (_, expected, operation, lenience, scimType) => {
    expect(babs(operation)).toMatchObject({ ...BABS, ...expected, schemas: expect.arrayContaining([USER_URN]) });
    if (lenience === undefined) return;
    const strict = { [lenience]: false };
    if (scimType === '') expect(patch(BABS, [operation], strict)).toEqual(BABS);
    else expect(failure(() => patch(BABS, [operation], strict))).toBe(`400 ${scimType}`);
  });

  it('takes extension attributes in a value without path only with their URN', () => {
    expect(babs({ op: 'replace', value: { department: 'D' } })).toEqual(BABS);
    expect(babs({ op: 'replace', path: 'department', value: 'D' })[ENTERPRISE]).toEqual({ department: 'D' });
  });

  it('lets Entra take the manager away with an empty text', () => {
    const managed = babs({ op: 'add', path, value: 'm1' });
    for (const value of ['', { value: '' }]) {
      expect(patch(managed, [{ op: 'replace', path, value }])).toEqual(BABS);
      expect(patch(managed, [{ op: 'replace', path, value }], { emptyTextClears: false })[ENTERPRISE]).toEqual({
        manager: { value: '' },
      });
    }
  });

  it('lets Entra build a role from several operations on one filter with a text for a boolean', () => {
    const role = (name: string, value: string): Json => ({
      op: 'Add',
      path: `roles[primary eq "True"].${name}`,
      value,
    });
    const operations = [role('value', 'admin'), role('display', 'Administrator'), role('type', 'app')];
    expect(babs(...operations).roles).toEqual([
      { primary: true, value: 'admin', display: 'Administrator', type: 'app' },
    ]);
    expect(failure(() => patch(BABS, operations, { stringBooleans: false }))).toBe('400 invalidValue');
  });

  it('renames a group without touching its members', () => {
    expect(crew({ op: 'replace', value: { id: 'crew', displayName: 'Team' } })).toEqual({
      ...CREW,
      displayName: 'Team',
    });
  });

  it('adds members with a $ref of null', () => {
    const changed = crew({ op: 'Add', path: 'members', value: [{ $ref: null, value: 'u3' }] });
    expect(elements(changed, 'members').at(2)).toEqual({ value: 'u3' });
  });

  it('follows operations on one attribute one after the other', () => {
    const operations = [
      { op: 'remove', path: 'externalId' },
      { op: 'add', path: 'externalId', value: 'a' },
      { op: 'replace', path: 'externalId', value: 'b' },
    ];
    expect(babs(...operations).externalId).toBe('b');
  });

  it('takes plain RFC requests when everything is strict', () => {
    const operations = [
      { op: 'add', path: 'emails', value: [{ value: 'x@example.com' }] },
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'y@example.com' },
      { op: 'replace', value: { name: { givenName: 'B' }, [ENTERPRISE]: { department: 'D' } } },
      { op: 'remove', path: 'displayName' },
    ];
    expect(patch(BABS, operations, STRICT)).toMatchObject({
      name: { givenName: 'B' },
      [ENTERPRISE]: { department: 'D' },
    });
  });
});
