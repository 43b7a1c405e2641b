import { describe, expect, it } from 'vitest';
import { findAttribute } from './attribute.ts';
import { define } from './define.ts';
import { distinctElements, indexElements, sameElement } from './elements.ts';
import { GROUP_SCHEMA, USER_SCHEMA } from './schemas.ts';

const emails = findAttribute(USER_SCHEMA.attributes, 'emails') ?? define('emails', 'complex', '');
const members = findAttribute(GROUP_SCHEMA.attributes, 'members') ?? define('members', 'complex', '');
const addresses = findAttribute(USER_SCHEMA.attributes, 'addresses') ?? define('addresses', 'complex', '');
const tags = define('tags', 'string', '', { multiValued: true });

describe('sameElement', () => {
  it('goes by value and type', () => {
    const stored = { value: 'a@example.com', type: 'work', primary: true };
    expect(sameElement(stored, { value: 'A@example.com', type: 'WORK' }, emails)).toBe(true);
    expect(sameElement(stored, { value: 'a@example.com' }, emails)).toBe(true);
    expect(sameElement(stored, { value: 'a@example.com', type: 'home' }, emails)).toBe(false);
    expect(sameElement({ value: 'a@example.com' }, stored, emails)).toBe(false);
  });

  it('goes by value alone among references', () => {
    expect(sameElement({ value: 'u1', type: 'User' }, { value: 'u1', type: 'Group', display: 'x' }, members)).toBe(
      true,
    );
  });

  it('compares elements without value as a whole', () => {
    expect(sameElement({ locality: 'Ulm' }, { locality: 'ulm', region: null }, addresses)).toBe(true);
    expect(sameElement({ locality: 'Ulm' }, { locality: 'Ulm', type: 'work' }, addresses)).toBe(false);
    expect(sameElement({ value: 'a' }, { type: 'work' }, emails)).toBe(false);
    expect(sameElement('a', 'A', tags)).toBe(true);
  });
});

describe('indexElements', () => {
  it('finds all that are the same, also after changes', () => {
    const index = indexElements(emails, [{ value: 'a', type: 'work' }, { value: 'A', type: 'home' }, { type: 'x' }]);
    expect(index.find({ value: 'a' })).toEqual([0, 1]);
    expect(index.find({ type: 'X' })).toEqual([2]);
    index.push({ value: 'b' });
    index.replace(0, { value: 'a', type: 'other' });
    expect(index.find({ value: 'a', type: 'work' })).toEqual([]);
    expect(index.find({ value: 'b' })).toEqual([3]);
  });
});

describe('distinctElements', () => {
  it('keeps the first of those that are the same', () => {
    expect(distinctElements(tags, ['a', 'b', 'A'])).toEqual(['a', 'b']);
    expect(distinctElements(members, [{ value: '1', display: 'x' }, { value: '1' }])).toEqual([
      { value: '1', display: 'x' },
    ]);
  });
});
