import { describe, expect, test } from 'vitest';
import { define, integer } from '../scim/define.ts';
import { buildModels } from '../scim/read.ts';
import { ENTERPRISE_USER_SCHEMA, GROUP_MODEL, GROUP_SCHEMA, USER_MODEL, USER_SCHEMA } from '../scim/schemas.ts';
import { ENTERPRISE_USER_URN } from '../scim/urn.ts';
import { allow } from './allow.ts';
import { asynchronousAnswer } from './asynchronous-answer.ts';
import { asynchronousPreference } from './asynchronous-preference.ts';
import { bearerChallenge } from './bearer-challenge.ts';
import { binaryValues } from './binary-values.ts';
import type { CheckContext } from './check.ts';
import { createdUnmodified } from './created-unmodified.ts';
import {
  ASSUMED,
  BASE_URL,
  DECLARED,
  exchange,
  group,
  list,
  meta,
  scimError,
  table,
  user,
} from './exchange.testing.ts';
import { firstVersionNames } from './first-version-names.ts';
import { integers } from './integers.ts';
import { memberTypes } from './member-types.ts';
import { notPublic } from './not-public.ts';
import { nulls } from './nulls.ts';
import { readLocation } from './read-location.ts';
import { redirectStatus } from './redirect-status.ts';
import { requiredExtension } from './required-extension.ts';
import { schemasPublished } from './schemas-published.ts';
import { scimTypeFits } from './scim-type-fits.ts';

/** A target whose users have a number of their own, and whose enterprise extension is required. */
const DEMANDING: CheckContext = (() => {
  const schemas = [
    {
      ...USER_SCHEMA,
      attributes: [...USER_SCHEMA.attributes, integer('seniority', 'Years.'), define('factor', 'decimal', 'Wage.')],
    },
    { ...ENTERPRISE_USER_SCHEMA },
    { ...GROUP_SCHEMA },
  ];
  const types = [
    { ...USER_MODEL.type, schemaExtensions: [{ schema: ENTERPRISE_USER_URN, required: true }] },
    { ...GROUP_MODEL.type },
  ];
  return { models: buildModels(schemas, types), baseUrl: BASE_URL, resourceTypes: types };
})();

const later = (headers: Record<string, string>, text = '') => ({
  ...{ method: 'PUT', status: 202, text, headers },
  requestHeaders: [['Prefer', 'respond-async, wait=10']] as const,
});

describe('methods and redirects', () => {
  table(allow, [
    ['a 405 that says what there is', { status: 405, headers: { allow: 'GET' } }, []],
    ['a 405 that does not', { status: 405 }, ['a 405 without Allow']],
    ['another refusal', { status: 404 }, 'not judged'],
  ]);

  table(redirectStatus, [
    ['a read', { status: 302 }, 'not judged'],
    ['a write with 308', { method: 'PUT', status: 308 }, []],
    ['a write with 302', { method: 'PATCH', status: 302 }, ['a write is redirected with 302']],
    ['what lies elsewhere', { method: 'PUT', status: 302, url: 'https://elsewhere.example/Users/1' }, 'not judged'],
    ['no redirect', { method: 'PUT', status: 200 }, 'not judged'],
  ]);

  table(bearerChallenge, [
    ['a realm', { status: 401, headers: { 'www-authenticate': 'Bearer realm="x"' } }, []],
    [
      'behind another scheme',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="x", bearer error="y"' } },
      [],
    ],
    [
      'the bare word',
      { status: 401, headers: { 'www-authenticate': 'Bearer' } },
      ['the Bearer challenge has no parameter'],
    ],
    [
      'the bare word before another scheme',
      { status: 401, headers: { 'www-authenticate': 'Bearer, Basic realm="x"' } },
      ['the Bearer challenge has no parameter'],
    ],
    ['another scheme alone', { status: 401, headers: { 'www-authenticate': 'Basic realm="Bearer"' } }, 'not judged'],
  ]);

  table(notPublic, [
    ['private', { body: user(), headers: { 'cache-control': 'private, max-age=5' } }, []],
    ['nothing said', { body: user() }, []],
    ['public', { body: user(), headers: { 'cache-control': 'max-age=5, public' } }, ['Cache-Control is public']],
    ['discovery', { path: '/Schemas', body: {}, headers: { 'cache-control': 'public' } }, 'not judged'],
  ]);
});

describe('asynchronous answers', () => {
  const good = { 'set-txn': 'a', location: '/Users/1', 'preference-applied': 'respond-async' };

  table(asynchronousAnswer, [
    ['as it should be', later(good), []],
    ['with a body', later(good, '{}'), ['a 202 with a body']],
    ['without headers', later({}), ['a 202 without Set-Txn', 'a 202 without Location']],
    ['that nobody wished for', { method: 'PUT', status: 202 }, 'not judged'],
    ['that came at once', { ...later(good), status: 200 }, 'not judged'],
  ]);

  table(asynchronousPreference, [
    ['as it should be', later(good), []],
    ['not announced', later({}), ['a 202 without Preference-Applied: respond-async']],
  ]);
});

describe('values', () => {
  const number = (text: string, path = '/Users') => ({ path, text, body: JSON.parse(text) });

  table(integers, [
    ['whole numbers', { path: '/Users', body: list([user()]) }, []],
    [
      'a fraction',
      number('{"totalResults":1.0,"Resources":[]}'),
      ['totalResults is written with a fraction or an exponent'],
    ],
    ['an exponent', number('{"startIndex": 1e0}'), ['startIndex is written with a fraction or an exponent']],
    [
      'in discovery',
      number('{"bulk":{"maxOperations":1e3}}', '/ServiceProviderConfig'),
      ['maxOperations is written with a fraction or an exponent'],
    ],
    ['in a text', number('{"totalResults":1,"note":"\\"totalResults\\":1.0"}'), []],
    ['a name that nobody has declared', number('{"weight":1.5}', '/Users/1'), []],
    [
      'a name that is declared',
      number('{"seniority":9.0}', '/Users/1'),
      ['seniority is written with a fraction or an exponent'],
      DEMANDING,
    ],
    ['a decimal', number('{"factor":9.5}', '/Users/1'), [], DEMANDING],
    ['an error', { ...number('{"status":1.0}'), status: 400 }, 'not judged'],
  ]);

  const certificate = (value: string) => ({ body: user({ x509Certificates: [{ value }] }) });
  table(binaryValues, [
    ['base64', certificate('MIIB+/8='), []],
    ['without padding, for URLs', certificate('MIIB-_8'), []],
    [
      'lines of PEM',
      certificate('-----BEGIN CERTIFICATE-----\nAA==\n-----END'),
      ['x509Certificates.value is not base64'],
    ],
    ['nobody has any', { body: user() }, 'not judged'],
  ]);

  const made = (lastModified: string) => ({
    ...{ method: 'POST', path: '/Users', status: 201 },
    body: user({ meta: meta({ created: '2030-01-31T12:00:00Z', lastModified }) }),
  });
  table(createdUnmodified, [
    ['the same instant in another zone', made('2030-01-31T13:00:00.900+01:00'), []],
    ['a day later', made('2030-02-01T12:00:00Z'), ['meta.lastModified of a new resource is not meta.created']],
    ['an hour before', made('2030-01-31T11:00:00Z'), ['meta.lastModified of a new resource is not meta.created']],
    ['no time at all', made('yesterday'), 'not judged'],
    ['a read', { body: user({ meta: meta({ created: '2020-01-01T00:00:00Z' }) }) }, 'not judged'],
  ]);

  table(memberTypes, [
    ['in any case', { path: '/Groups/7', body: group({ members: [{ value: '1', type: 'user' }] }) }, []],
    [
      'an invented one',
      { path: '/Groups/7', body: group({ members: [{ value: '1', type: 'Person' }] }) },
      ['members.type is Person, which is no resource type'],
    ],
    ['none', { path: '/Groups/7', body: group({ members: [{ value: '1' }] }) }, 'not judged'],
  ]);

  table(nulls, [
    ['left out', { body: user() }, []],
    ['shown', { body: user({ title: null }) }, ['attributes without a value are shown as null']],
  ]);

  const at = (location: string) => ({ body: user(), headers: { location } });
  table(readLocation, [
    ['the same place', at('/scim/v2/Users/1'), []],
    ['another', at(`${BASE_URL}/Users/2`), ['meta.location is not the Location header']],
    ['none', { body: user() }, 'not judged'],
  ]);
});

describe('schemas', () => {
  table(firstVersionNames, [
    ['2.0', { body: user() }, []],
    [
      'in a list',
      { path: '/Users', body: list([user({ schemas: ['urn:scim:schemas:core:1.0'] })]) },
      ['schemas names urn:scim:schemas:core:1.0, which is of SCIM 1'],
    ],
  ]);

  table(schemasPublished, [
    ['published', { body: user() }, []],
    [
      'not published',
      { body: user({ schemas: ['urn:example:x'] }) },
      ['schemas names urn:example:x, which Schemas does not have'],
    ],
    ['by a target that publishes none', { body: user({ schemas: ['urn:example:x'] }) }, 'not judged', ASSUMED],
  ]);

  table(requiredExtension, [
    [
      'there',
      { body: user({ schemas: [USER_SCHEMA.id, ENTERPRISE_USER_URN], [ENTERPRISE_USER_URN]: { department: 'D' } }) },
      [],
      DEMANDING,
    ],
    ['missing', { body: user() }, [`${ENTERPRISE_USER_URN} is required and missing`], DEMANDING],
    ['not asked for', { path: '/Users/1?attributes=title', body: user() }, 'not judged', DEMANDING],
    ['not required', { body: user() }, 'not judged', DECLARED],
  ]);
});

describe('keywords of errors', () => {
  const error = (status: number, scimType?: string) => ({ status, body: scimError(status, { scimType }) });

  table(scimTypeFits, [
    ['400', error(400, 'invalidPath'), []],
    ['409 uniqueness', error(409, 'uniqueness'), []],
    ['403 sensitive', error(403, 'sensitive'), []],
    ['404 invalidPath', error(404, 'invalidPath'), ['scimType invalidPath comes with the status 404']],
    ['a keyword of its own', error(404, 'notThere'), 'not judged'],
    ['none', error(404), 'not judged'],
  ]);

  test('a redirect is no answer, and only its own check sees it', () => {
    const redirect = exchange({ method: 'PUT', status: 303 });
    expect(scimTypeFits.examine(redirect, DECLARED)).toBeUndefined();
    expect(redirectStatus.examine(redirect, DECLARED)).toHaveLength(1);
  });
});
