import { describe, expect, test } from 'vitest';
import { MODELS } from '../scim/schemas.ts';
import { pathBelow, placeAt, urlOf } from './url.ts';

const BASE = 'https://example.com/scim/v2';

describe('pathBelow', () => {
  test.each([
    [`${BASE}/Users/1`, '/Users/1'],
    [`${BASE}/Users/1?attributes=id#x`, '/Users/1'],
    ['Users/1', '/Users/1'],
    ['./Users/../Users/1', '/Users/1'],
    ['/scim/v2/Users/1', '/Users/1'],
    ['http://backend:8080/scim/v2/Users/1', '/Users/1'],
    [BASE, ''],
    [`${BASE}/`, '/'],
    ['/Users/1', undefined],
    ['https://example.com/scim/v20/Users/1', undefined],
    ['../v1/Users/1', undefined],
    ['http://', undefined],
  ])('%s', (url, expected) => {
    expect(pathBelow(url, BASE)).toBe(expected);
  });

  test('a base URL with a slash, a query or no path at all', () => {
    expect(pathBelow('Users/1', `${BASE}/`)).toBe('/Users/1');
    expect(pathBelow(`${BASE}/Users/1`, `${BASE}?flag`)).toBe('/Users/1');
    expect(pathBelow('Users/1', 'https://example.com')).toBe('/Users/1');
  });
});

describe('placeAt', () => {
  test.each([
    ['Users', { type: 'User', more: [] }],
    ['Users/', { type: 'User', more: [] }],
    ['Users/a%20b', { type: 'User', id: 'a b', more: [] }],
    ['Groups/1/', { type: 'Group', id: '1', more: [] }],
    ['Users/1/photo', { type: 'User', id: '1', more: ['photo'] }],
    ['Users/.search', { type: 'User', more: ['.search'] }],
    ['Users/%zz', { type: 'User', id: '%zz', more: [] }],
    ['users/1', undefined],
    ['Robots/1', undefined],
    ['', undefined],
  ])('%s', (url, expected) => {
    const place = placeAt(url, BASE, MODELS);
    expect(place && { ...place, type: place.type.name }).toEqual(expected);
  });
});

test('urlOf', () => {
  expect(urlOf(`${BASE}/?x`, '/Users')).toBe(`${BASE}/Users`);
});
