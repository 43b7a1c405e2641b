import { describe, expect, it } from 'vitest';
import type { Json } from '../scim/json.ts';
import { attribute, createdId, type Sent } from './bulk-results.ts';

const BASE = 'https://example.com/scim/v2';
const OPERATIONS: readonly Sent[] = [
  { method: 'POST', target: '/Users', bulkId: 'new1' },
  { method: 'POST', target: '/Users', bulkId: 'new2' },
  { method: 'PATCH', target: '/Groups/g%201' },
  { method: 'DELETE', target: '/Users/u9' },
];
const MADE_1: Json = { method: 'POST', bulkId: 'new1', location: `${BASE}/Users/u1`, status: '201' };
const MADE_2: Json = { method: 'POST', bulkId: 'new2', location: `${BASE}/Users/u2`, status: '201' };
const PATCHED: Json = { method: 'PATCH', location: `${BASE}/Groups/g%201`, status: '204' };
const GONE: Json = { method: 'DELETE', location: `${BASE}/Users/u9`, status: '404', response: { detail: 'no such' } };

const statuses = (results: readonly Json[]): (number | undefined)[] =>
  attribute(OPERATIONS, results).map((result) => result?.status);

describe('results', () => {
  it.each<[string, readonly Json[]]>([
    ['in order', [MADE_1, MADE_2, PATCHED, GONE]],
    ['in any order', [GONE, MADE_2, PATCHED, MADE_1]],
    ['with others between them', [{ bulkId: 'new7', status: '201' }, MADE_1, 'oops', null, MADE_2, [], PATCHED, GONE]],
  ])('belong to their operations: %s', (_, results) => {
    expect(attribute(OPERATIONS, results)).toEqual([
      { status: 201, location: `${BASE}/Users/u1` },
      { status: 201, location: `${BASE}/Users/u2` },
      { status: 204, location: `${BASE}/Groups/g%201` },
      { status: 404, location: `${BASE}/Users/u9`, body: { detail: 'no such' } },
    ]);
  });

  it.each<[string, readonly Json[], (number | undefined)[]]>([
    ['that are missing', [MADE_2, GONE], [undefined, 201, undefined, 404]],
    ['of a target that stopped early', [MADE_1], [201, undefined, undefined, undefined]],
    ['none at all', [], [undefined, undefined, undefined, undefined]],
    [
      'of creations without a bulkId, whatever their place and location',
      [
        { method: 'POST', location: `${BASE}/Users/u1`, status: '201' },
        { method: 'POST', status: '409' },
        PATCHED,
        GONE,
      ],
      [undefined, undefined, 204, 404],
    ],
    [
      'of changes without a location',
      [MADE_1, MADE_2, { method: 'PATCH', status: '204' }],
      [201, 201, undefined, undefined],
    ],
    [
      'of changes by another method',
      [{ method: 'DELETE', location: `${BASE}/Groups/g%201`, status: '204' }],
      [undefined, undefined, undefined, undefined],
    ],
    ['that come twice', [MADE_1, MADE_1, MADE_1, MADE_2], [undefined, 201, undefined, undefined]],
    [
      'without a status that can be read',
      [
        { method: 'POST', bulkId: 'new1', status: 'created' },
        { method: 'POST', bulkId: 'new2' },
      ],
      [undefined, undefined, undefined, undefined],
    ],
  ])('are not guessed: %s', (_, results, wanted) => {
    expect(statuses(results)).toEqual(wanted);
  });

  it('are read in the forms that targets give them', () => {
    const results: Json[] = [
      { METHOD: 'post', bulkid: 'new1', Location: '/scim/v2/Users/u1/', status: { code: '201' } },
      { method: 'POST', bulkId: 'new2', status: 400, response: '{"detail":"no such domain"}' },
      { method: 'patch', location: `http://10.0.0.1:8080/Groups/g 1?x=1`, status: 200, response: 'fine' },
    ];
    expect(attribute(OPERATIONS, results)).toEqual([
      { status: 201, location: '/scim/v2/Users/u1/' },
      { status: 400, body: { detail: 'no such domain' } },
      { status: 200, location: 'http://10.0.0.1:8080/Groups/g 1?x=1', body: { detail: 'fine' } },
      undefined,
    ]);
  });

  it('say who was made, in their location or their body', () => {
    const id = (rest: object): string | undefined => createdId({ status: 201, ...rest });
    expect(id({ location: `${BASE}/Users/u%201?x#y` })).toBe('u 1');
    expect(id({ location: `${BASE}/Users/100%/` })).toBe('100%');
    expect(id({ location: 'https://example.com/x', body: { ID: 'u2' } })).toBe('u2');
    expect(id({ body: { id: 7 } })).toBeUndefined();
  });
});
