import { describe } from 'vitest';
import { group, list, type Sketch, scimError, table, user } from './exchange.testing.ts';
import { listCount } from './list-count.ts';
import { listItemsPerPage } from './list-items-per-page.ts';
import { listOnce } from './list-once.ts';
import { listPartial } from './list-partial.ts';
import { listResources } from './list-resources.ts';
import { listSchemas } from './list-schemas.ts';
import { listSpelling } from './list-spelling.ts';
import { listStartIndex } from './list-start-index.ts';
import { listTotal } from './list-total.ts';

const LIST_URN = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const TWO = [user(), user({ id: '2' })];
const users = (query: string, body: Sketch['body']): Sketch => ({
  path: `/Users${query}`,
  ...(body === undefined ? {} : { body }),
});
const search = (sent: Sketch['sent'], body: Sketch['body']): Sketch => ({
  ...users('/.search', body),
  method: 'POST',
  ...(sent === undefined ? {} : { sent }),
});

describe('lists', () => {
  table(listSchemas, [
    ['a ListResponse', users('', list(TWO)), []],
    ['of a search', search({}, list(TWO)), []],
    ['named among others, in other letters', users('', list(TWO, { schemas: ['urn:x', LIST_URN.toLowerCase()] })), []],
    ['not named', users('', list(TWO, { schemas: undefined })), [`schemas does not name ${LIST_URN}`]],
    ['a bare list', users('', TWO), ['the body is not a ListResponse']],
    ['one user', { body: user() }, 'not judged'],
    ['discovery', { path: '/Schemas', body: [] }, 'not judged'],
    ['the base URL need not be queryable', { path: '', body: { hello: 'world' } }, 'not judged'],
    ['an error', { ...users('', scimError(400)), status: 400 }, 'not judged'],
  ]);

  table(listTotal, [
    ['a number', users('', list(TWO)), []],
    ['none', users('?filter=x', list([])), []],
    ['more than in the page', users('?count=2', list(TWO, { totalResults: 9 })), []],
    ['text', users('', list(TWO, { totalResults: '2' })), ['totalResults is a string but should be a number']],
    ['missing', users('', list(TWO, { totalResults: undefined })), ['totalResults is absent']],
    ['missing, by cursor', users('?cursor=&count=2', list(TWO, { totalResults: undefined })), 'not judged'],
    [
      'missing, by a cursor nobody asked for',
      users('', list(TWO, { totalResults: undefined, nextCursor: 'x' })),
      'not judged',
    ],
    ['a fraction', users('', list(TWO, { totalResults: 2.5 })), ['totalResults is not a whole number']],
    [
      'less than there are',
      users('', list(TWO, { totalResults: 1 })),
      ['totalResults is smaller than the number of resources in the answer'],
    ],
  ]);

  table(listResources, [
    ['there', users('', list(TWO)), []],
    ['none and no need', users('?filter=x', list([], { Resources: undefined })), []],
    ['none for a count of 0', users('?count=0', list([], { totalResults: 9 })), []],
    ['none for a negative count', users('?count=-1', list([], { totalResults: 9 })), []],
    ['none beyond the end', users('?startIndex=100', list([], { totalResults: 9 })), []],
    ['none on a page of a cursor', users('?cursor=abc', list([], { totalResults: 9 })), []],
    [
      'none on the first page',
      users('?startIndex=1&count=10', list([], { totalResults: 9 })),
      ['totalResults says that there are matches but Resources has none'],
    ],
    [
      'none in a search',
      search({ count: 10 }, list([], { totalResults: 9, Resources: null })),
      ['totalResults says that there are matches but Resources has none'],
    ],
    ['an object', users('', list([], { Resources: user() })), ['Resources is not a list']],
    ['of ids', users('', list(['1'])), ['Resources has elements that are not objects']],
  ]);

  table(listPartial, [
    ['a part that says so', users('?count=2', list(TWO, { totalResults: 9 })), []],
    ['the whole need not', users('', list(TWO, { startIndex: undefined, itemsPerPage: undefined })), 'not judged'],
    [
      'a part that does not',
      users('?count=2', list(TWO, { totalResults: 9, startIndex: undefined, itemsPerPage: undefined })),
      ['startIndex is absent from a partial list', 'itemsPerPage is absent from a partial list'],
    ],
    [
      'as text',
      users('?count=2', list(TWO, { totalResults: 9, startIndex: '1' })),
      ['startIndex is not a whole number'],
    ],
    ['a count of 0', users('?count=0', list([], { totalResults: 9, startIndex: undefined })), 'not judged'],
    [
      'by cursor',
      users('?cursor=', list(TWO, { totalResults: 9, startIndex: undefined, nextCursor: 'x' })),
      'not judged',
    ],
  ]);

  table(listItemsPerPage, [
    ['the number returned', users('', list(TWO)), []],
    [
      'the number asked for',
      users('?count=100', list(TWO, { itemsPerPage: 100 })),
      ['itemsPerPage is not the number of resources in the page'],
    ],
    ['none', users('', list(TWO, { itemsPerPage: undefined })), 'not judged'],
  ]);

  table(listStartIndex, [
    ['as asked', users('?startIndex=3&count=2', list(TWO, { startIndex: 3, totalResults: 9 })), []],
    [
      'in a search',
      search({ startIndex: 3 }, list(TWO, { startIndex: 1, totalResults: 9 })),
      ['startIndex is not the one asked for'],
    ],
    [
      'ignored',
      users('?startIndex=3', list(TWO, { startIndex: 1, totalResults: 9 })),
      ['startIndex is not the one asked for'],
    ],
    ['below 1 the first page is meant', users('?startIndex=0', list(TWO)), 'not judged'],
    ['beyond the end', users('?startIndex=100', list([], { startIndex: 1, totalResults: 2 })), 'not judged'],
    ['not asked', users('', list(TWO)), 'not judged'],
    ['nonsense asked', users('?startIndex=1.5', list(TWO)), 'not judged'],
  ]);

  table(listCount, [
    ['as many', users('?count=2', list(TWO)), []],
    ['fewer', users('?count=100', list(TWO)), []],
    ['more', users('?count=1', list(TWO)), ['a page for count=1 has more resources']],
    ['more than none', users('?count=0', list(TWO)), ['a page for count=0 has more resources']],
    ['more than less than none', search({ count: -5 }, list(TWO)), ['a page for count=-5 has more resources']],
    ['no count', users('', list(TWO)), 'not judged'],
    ['nonsense', users('?count=abc', list(TWO)), 'not judged'],
  ]);

  table(listSpelling, [
    ['right', users('', list(TWO, { somethingElse: 1 })), []],
    [
      'wrong',
      users('', list([], { Resources: undefined, resources: TWO, TotalResults: 2, totalResults: undefined })),
      ['Resources is spelt resources', 'totalResults is spelt TotalResults'],
    ],
    [
      'of a bulk request',
      { path: '/Bulk', method: 'POST', body: { schemas: [], operations: [] } },
      ['Operations is spelt operations'],
    ],
    ['of a bulk request, right', { path: '/Bulk', method: 'POST', body: { schemas: [], Operations: [] } }, []],
  ]);

  table(listOnce, [
    ['once', users('', list(TWO)), []],
    ['twice', users('', list([user(), user()])), ['the same resource stands in a list twice']],
    ['the same id in two types', { path: '/.search', method: 'POST', body: list([user(), group({ id: '1' })]) }, []],
    ['no list', { body: user() }, 'not judged'],
  ]);
});
