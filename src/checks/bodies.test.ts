import { describe } from 'vitest';
import { ambiguousNames } from './ambiguous-names.ts';
import { duplicateNames } from './duplicate-names.ts';
import { list, scimError, table, user } from './exchange.testing.ts';
import { jsonBody } from './json-body.ts';
import { jsonLabel } from './json-label.ts';
import { mediaTypeOfBodies } from './media-type.ts';
import { noContent } from './no-content.ts';
import { patchAnswer } from './patch-answer.ts';
import { answerToRead } from './read-answer.ts';
import { writeAnswer } from './write-answer.ts';

const HTML = '<html></html>';
const as = (type: string) => ({ 'content-type': type });

describe('bodies', () => {
  table(jsonBody, [
    ['JSON', { body: user() }, []],
    ['in UTF-8, said in other letters', { body: user(), headers: as('application/scim+json; Charset="UTF-8"') }, []],
    ['HTML', { text: HTML }, ['the body is not JSON']],
    [
      'another charset',
      { body: user(), headers: as('application/scim+json;charset=iso-8859-1') },
      ['the body is not in UTF-8'],
    ],
    ['a byte order mark', { text: '\ufeff{}' }, ['the body begins with a byte order mark']],
    ['no body', { status: 204, method: 'DELETE' }, 'not judged'],
    ['an error', { status: 404, text: HTML }, 'not judged'],
    ['a path that is nobody’s', { path: '/Nopes', text: HTML }, 'not judged'],
    ['a greeting at the base URL', { path: '', text: HTML }, 'not judged'],
  ]);

  table(mediaTypeOfBodies, [
    ['SCIM', { body: user() }, []],
    ['with parameters, in other letters', { body: user(), headers: as('Application/SCIM+JSON; charset=utf-8') }, []],
    [
      'plain JSON',
      { body: user(), headers: as('application/json') },
      ['the media type is application/json but should be application/scim+json'],
    ],
    [
      'plain JSON on demand',
      { body: user(), headers: as('application/json'), requestHeaders: [['Accept', 'application/json']] },
      [],
    ],
    [
      'plain JSON when both would do',
      {
        body: user(),
        headers: as('application/json'),
        requestHeaders: [['Accept', 'application/scim+json, application/json']],
      },
      [],
    ],
    [
      'of an error',
      { status: 404, body: scimError(404), headers: as('application/problem+json') },
      ['the media type is application/problem+json but should be application/scim+json'],
    ],
    ['none', { body: user(), headers: as('') }, ['a body without Content-Type']],
    ['no body', { status: 204 }, 'not judged'],
    ['no JSON', { text: HTML, headers: as('text/html') }, 'not judged'],
  ]);

  table(jsonLabel, [
    ['plain JSON', { body: user(), headers: as('application/json') }, []],
    ['an odd name for JSON', { body: user(), headers: as('text/json') }, []],
    ['HTML', { body: user(), headers: as('text/html; charset=utf-8') }, ['a JSON body is sent as text/html']],
    [
      'text, in an error',
      { status: 400, body: scimError(400), headers: as('text/plain') },
      ['a JSON body is sent as text/plain'],
    ],
    ['a gateway', { status: 403, body: {}, headers: as('text/plain') }, 'not judged'],
  ]);

  table(duplicateNames, [
    ['none', { body: user() }, []],
    [
      'two, told once',
      { body: user(), duplicateKeys: ['/Resources/0/title', '/Resources/1/title', '/id'] },
      ['the name title stands twice in one object', 'the name id stands twice in one object'],
    ],
  ]);

  table(ambiguousNames, [
    ['none', { body: user() }, []],
    ['one spelt otherwise is legal', { body: user({ userName: undefined, USERNAME: 'a' }) }, []],
    ['two', { body: user({ displayName: 'a', DISPLAYNAME: 'b' }) }, ['displayName and DISPLAYNAME stand side by side']],
    [
      'inside a list',
      { path: '/Users', body: list([user({ name: { givenName: 'a', givenname: 'b' } })]) },
      ['givenName and givenname stand side by side'],
    ],
  ]);

  table(noContent, [
    ['nothing', { method: 'DELETE', status: 204 }, []],
    ['nothing, said', { method: 'DELETE', status: 204, headers: { 'content-length': '0' } }, []],
    ['something', { method: 'DELETE', status: 204, text: '{}' }, ['a 204 with a body']],
    [
      'something announced',
      { method: 'DELETE', status: 204, headers: { 'content-length': '2' } },
      ['a 204 that announces a body'],
    ],
    ['200', { body: user() }, 'not judged'],
  ]);
});

describe('answers', () => {
  table(answerToRead, [
    ['the resource', { body: user() }, []],
    ['a list of it', { body: list([user()]) }, ['the answer is a list, not a resource']],
    ['nothing', {}, ['the answer has no body']],
    ['something else', { body: 'ok' }, ['the answer is not a resource']],
    [
      'a list for a filter is not defined',
      { path: '/Users/1?filter=active%20eq%20true', body: list([user()]) },
      'not judged',
    ],
    ['an error', { status: 404, body: scimError(404) }, 'not judged'],
    ['a listing', { path: '/Users', body: list([]) }, 'not judged'],
  ]);

  table(patchAnswer, [
    ['the resource', { method: 'PATCH', body: user() }, []],
    ['nothing', { method: 'PATCH', status: 204 }, []],
    ['200 with nothing', { method: 'PATCH' }, ['a 200 without the resource']],
    ['200 with something else', { method: 'PATCH', body: 'ok' }, ['a 200 with something else than the resource']],
    ['201', { method: 'PATCH', status: 201, body: user() }, ['a PATCH was answered with 201']],
    ['accepted for later', { method: 'PATCH', status: 202 }, 'not judged'],
    ['refused', { method: 'PATCH', status: 400, body: scimError(400) }, 'not judged'],
  ]);

  table(writeAnswer, [
    ['created', { method: 'POST', path: '/Users', status: 201, body: user() }, []],
    ['created without a word', { method: 'POST', path: '/Users', status: 201 }, ['a 201 to POST without the resource']],
    ['replaced', { method: 'PUT', body: user() }, []],
    ['replaced without a word', { method: 'PUT', status: 204 }, ['a 204 to PUT without the resource']],
    [
      'replaced with a list',
      { method: 'PUT', body: list([user()]) },
      ['a 200 to PUT with something else than the resource'],
    ],
    ['a search', { method: 'POST', path: '/Users/.search', body: list([]) }, 'not judged'],
  ]);
});
