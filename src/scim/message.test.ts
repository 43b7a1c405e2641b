import { describe, expect, it } from 'vitest';
import { badRequest, ScimError } from './error.ts';
import type { Json } from './json.ts';
import { bulkResponse, listResponse, readBulkRequest, readSearchRequest } from './message.ts';
import { failure } from './patch.testing.ts';
import { BULK_REQUEST_URN, BULK_RESPONSE_URN, ERROR_URN, LIST_RESPONSE_URN, SEARCH_REQUEST_URN } from './urn.ts';

describe('ScimError', () => {
  it('has its status as text in the body', () => {
    expect(badRequest('noTarget', 'Nothing there.').toBody()).toEqual({
      schemas: [ERROR_URN],
      status: '400',
      scimType: 'noTarget',
      detail: 'Nothing there.',
    });
    expect(new ScimError(404, 'Gone.').toBody()).not.toHaveProperty('scimType');
  });
});

describe('listResponse', () => {
  it('counts the resources of this page', () => {
    expect(listResponse({ resources: [{ id: '1' }], totalResults: 5, startIndex: 2 })).toEqual({
      schemas: [LIST_RESPONSE_URN],
      totalResults: 5,
      startIndex: 2,
      itemsPerPage: 1,
      Resources: [{ id: '1' }],
    });
  });

  it('has cursors and no total when they are all there is', () => {
    const response = listResponse({ resources: [], nextCursor: 'n', previousCursor: 'p' });
    expect(response).toMatchObject({ nextCursor: 'n', previousCursor: 'p', Resources: [] });
    expect(response).not.toHaveProperty('totalResults');
    expect(response).not.toHaveProperty('startIndex');
  });
});

describe('readSearchRequest', () => {
  const schemas = [SEARCH_REQUEST_URN];

  it('reads what is there, whatever the case of the names', () => {
    const request = {
      schemas,
      FILTER: 'id pr',
      attributes: ['a'],
      excludedattributes: null,
      startIndex: 0,
      count: -1,
      cursor: '',
    };
    expect(readSearchRequest(request)).toEqual({
      filter: 'id pr',
      attributes: ['a'],
      startIndex: 0,
      count: -1,
      cursor: '',
    });
  });

  it.each<[string, Json | undefined]>([
    ['400 invalidSyntax', undefined],
    ['400 invalidSyntax', []],
    ['400 invalidSyntax', { filter: 'id pr' }],
    ['400 invalidSyntax', { schemas: [LIST_RESPONSE_URN] }],
    ['400 invalidValue', { schemas, filter: 1 }],
    ['400 invalidValue', { schemas, attributes: 'a,b' }],
    ['400 invalidValue', { schemas, attributes: [1] }],
    ['400 invalidValue', { schemas, count: '1' }],
    ['400 invalidValue', { schemas, startIndex: 1.5 }],
  ])('%s: %j', (expected, body) => {
    expect(failure(() => readSearchRequest(body))).toBe(expected);
  });
});

describe('readBulkRequest', () => {
  const schemas = [BULK_REQUEST_URN];

  it('reads operations as they are: what is wrong in one fails that one', () => {
    const operations = [
      { METHOD: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'a' }, version: 'W/"1"' },
      { method: 7, path: null, data: null },
      {},
    ];
    expect(readBulkRequest({ schemas, failOnErrors: 1, operations })).toEqual({
      failOnErrors: 1,
      operations: [{ method: 'POST', path: '/Users', bulkId: 'a', data: { userName: 'a' }, version: 'W/"1"' }, {}, {}],
    });
  });

  it.each<[string, Json | undefined]>([
    ['400 invalidSyntax', undefined],
    ['400 invalidSyntax', { Operations: [{}] }],
    ['400 invalidSyntax', { schemas }],
    ['400 invalidSyntax', { schemas, Operations: [] }],
    ['400 invalidSyntax', { schemas, Operations: {} }],
    ['400 invalidSyntax', { schemas, Operations: ['x'] }],
    ['400 invalidValue', { schemas, Operations: [{}], failOnErrors: '1' }],
  ])('%s: %j', (expected, body) => {
    expect(failure(() => readBulkRequest(body))).toBe(expected);
  });
});

describe('bulkResponse', () => {
  it('is a message of its own', () => {
    expect(bulkResponse([{ status: '204' }])).toEqual({
      schemas: [BULK_RESPONSE_URN],
      Operations: [{ status: '204' }],
    });
  });
});
