import { describe } from 'vitest';
import { challenge } from './challenge.ts';
import { errorBody } from './error-body.ts';
import { errorDetail } from './error-detail.ts';
import { errorReveals } from './error-reveals.ts';
import { errorSchemas } from './error-schemas.ts';
import { errorScimType } from './error-scim-type.ts';
import { errorStatus } from './error-status.ts';
import { errorStatusAgrees } from './error-status-agrees.ts';
import { scimError, table, user } from './exchange.testing.ts';
import { gatewayErrors } from './gateway-errors.ts';
import { serverError } from './server-error.ts';

const ERROR_URN = 'urn:ietf:params:scim:api:messages:2.0:Error';
const HTML = '<html><body>Not found</body></html>';

describe('the body of an error', () => {
  table(errorBody, [
    ['a whole error', { status: 404, body: scimError(404) }, []],
    ['no body', { status: 404 }, ['the error has no body']],
    ['HTML', { status: 400, text: HTML }, ['the body of the error is not JSON']],
    ['a list', { status: 400, body: ['No.'] }, ['the body of the error is not an object']],
    ['also for 501 on a resource', { method: 'PATCH', status: 501 }, ['the error has no body']],
    ['no error', { body: user() }, 'not judged'],
    ['redirect', { status: 302 }, 'not judged'],
    ['not modified', { status: 304 }, 'not judged'],
    ['HEAD', { method: 'HEAD', status: 404 }, 'not judged'],
    ['a gateway', { status: 502, text: HTML }, 'not judged'],
    ['a refused token', { status: 401, text: 'no' }, 'not judged'],
    ['a path that is nobody’s', { path: '/Nopes', status: 404, text: HTML }, 'not judged'],
    ['an optional endpoint that is not there', { path: '/Me', status: 404, text: HTML }, 'not judged'],
    [
      'an optional endpoint that is there',
      { path: '/Bulk', method: 'POST', status: 400, text: HTML },
      ['the body of the error is not JSON'],
    ],
    ['outside the base URL', { url: 'https://example.com/login', status: 400, text: HTML }, 'not judged'],
  ]);

  table(errorSchemas, [
    ['a whole error', { status: 409, body: scimError(409) }, []],
    [
      'in another case, with another schema beside it',
      { status: 409, body: scimError(409, { schemas: ['urn:x', ERROR_URN.toUpperCase()] }) },
      [],
    ],
    ['none', { status: 409, body: scimError(409, { schemas: undefined }) }, ['schemas is absent']],
    [
      'problem details',
      { status: 400, body: { type: 'about:blank', title: 'Bad Request', status: 400 } },
      ['schemas is absent'],
    ],
    ['a string', { status: 409, body: scimError(409, { schemas: ERROR_URN }) }, ['schemas is not a list']],
    [
      'of something else',
      { status: 409, body: scimError(409, { schemas: ['urn:x'] }) },
      [`schemas does not name ${ERROR_URN}`],
    ],
    ['a gateway’s own JSON', { status: 403, body: { message: 'Forbidden' } }, 'not judged'],
  ]);

  table(errorStatus, [
    ['a string', { status: 400, body: scimError(400) }, []],
    ['a number', { status: 400, body: scimError(400, { status: 400 }) }, ['status is a number but should be a string']],
    ['none', { status: 400, body: scimError(400, { status: undefined }) }, ['status is absent']],
    ['null', { status: 400, body: scimError(400, { status: null }) }, ['status is absent']],
    ['attribute names ignore case', { status: 400, body: scimError(400, { status: undefined, Status: '400' }) }, []],
  ]);

  table(errorStatusAgrees, [
    ['the same', { status: 400, body: scimError(400) }, []],
    ['the same as a number is for another check', { status: 400, body: scimError(400, { status: 400 }) }, []],
    ['another', { status: 400, body: scimError(404) }, ['the HTTP status is 400 but the body says 404']],
    ['none', { status: 400, body: scimError(400, { status: undefined }) }, 'not judged'],
  ]);

  table(errorScimType, [
    ['of RFC 7644', { status: 409, body: scimError(409, { scimType: 'uniqueness' }) }, []],
    ['of RFC 9865', { status: 400, body: scimError(400, { scimType: 'expiredCursor' }) }, []],
    ['none', { status: 409, body: scimError(409) }, 'not judged'],
    ['null', { status: 409, body: scimError(409, { scimType: null }) }, 'not judged'],
    [
      'another case',
      { status: 409, body: scimError(409, { scimType: 'Uniqueness' }) },
      ['scimType Uniqueness is in no RFC'],
    ],
    ['not text', { status: 409, body: scimError(409, { scimType: 5 }) }, ['scimType is not a string']],
  ]);

  table(errorDetail, [
    ['text', { status: 400, body: scimError(400) }, []],
    ['none', { status: 400, body: scimError(400, { detail: undefined }) }, 'not judged'],
    [
      'a list',
      { status: 400, body: scimError(400, { detail: ['userName must be text'] }) },
      ['detail is a list but should be a string'],
    ],
    [
      'an object',
      { status: 400, body: scimError(400, { detail: { message: 'x' } }) },
      ['detail is an object but should be a string'],
    ],
  ]);

  table(errorReveals, [
    [
      'a plain sentence',
      { status: 400, body: scimError(400, { detail: 'userName is required, look at line 3 (of your file)' }) },
      [],
    ],
    [
      'Node',
      { status: 500, text: 'TypeError: x\n    at Users.create (/srv/api/users.js:10:5)' },
      ['the error shows a stack trace'],
    ],
    [
      'the name of an exception',
      { status: 400, body: scimError(400, { detail: 'com.example.json.UnknownFieldException: title' }) },
      ['the error shows the name of an exception'],
    ],
    ['a URN and an address', { status: 400, body: scimError(400, { detail: 'urn:a:b.Error at api.example.com' }) }, []],
    [
      'Java',
      { status: 400, body: scimError(400, { detail: 'at com.example.Users.create(Users.java:42)' }) },
      ['the error shows a stack trace'],
    ],
    ['Python', { status: 500, text: 'Traceback (most recent call last):' }, ['the error shows a stack trace']],
    [
      'a database',
      { status: 409, body: scimError(409, { detail: 'duplicate key value violates unique constraint "users_name"' }) },
      ['the error shows a message of the database'],
    ],
    [
      'a path',
      { status: 400, body: scimError(400, { detail: 'cannot load /app/dist/users.js' }) },
      ['the error shows a path of the file system'],
    ],
    [
      'an echo of what was sent',
      {
        method: 'POST',
        path: '/Users',
        sent: { userName: 'ORA-00001' },
        status: 400,
        body: scimError(400, { detail: 'ORA-00001 is no name' }),
      },
      [],
    ],
    ['no error', { body: user({ title: 'ORA-00001' }) }, 'not judged'],
  ]);
});

describe('errors from in front of the service', () => {
  table(gatewayErrors, [
    ['a whole error', { status: 401, body: scimError(401) }, []],
    [
      'its own JSON',
      { status: 403, body: { message: 'Forbidden' } },
      ['403: schemas is absent', '403: status is absent'],
    ],
    ['text', { status: 429, text: 'slow down' }, ['429: the body of the error is not JSON']],
    ['nothing', { path: '/.search', method: 'POST', status: 404 }, ['404: the error has no body']],
    ['the service itself', { status: 404, text: 'x' }, 'not judged'],
  ]);

  table(serverError, [
    ['500', { method: 'POST', path: '/Users', status: 500, text: 'oops' }, ['POST on /Users was answered with 500']],
    ['502', { path: '/Bulk', method: 'POST', status: 502 }, ['POST on bulk was answered with 502']],
    ['501', { status: 501, body: scimError(501) }, 'not judged'],
    ['503', { status: 503 }, 'not judged'],
    ['400', { status: 400, body: scimError(400) }, []],
    ['200', { body: user() }, []],
  ]);

  table(challenge, [
    ['with a challenge', { status: 401, headers: { 'www-authenticate': 'Bearer' }, body: scimError(401) }, []],
    ['without', { status: 401, body: scimError(401) }, ['a 401 without WWW-Authenticate']],
    ['403 needs none', { status: 403, body: scimError(403) }, 'not judged'],
  ]);
});
