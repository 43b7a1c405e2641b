import { describe } from 'vitest';
import { contentLocation } from './content-location.ts';
import { etagSyntax } from './etag-syntax.ts';
import { etagVersion } from './etag-version.ts';
import { BASE_URL, group, list, meta, type Sketch, table, user } from './exchange.testing.ts';
import { locationAgrees } from './location-agrees.ts';
import { locationHeader } from './location-header.ts';
import { locationLeads } from './location-leads.ts';
import { locationOrigin } from './location-origin.ts';
import { locationUrl } from './location-url.ts';

const created = (header: string | undefined, location = `${BASE_URL}/Users/1`): Sketch => ({
  method: 'POST',
  path: '/Users',
  status: 201,
  headers: header === undefined ? {} : { location: header },
  body: user({ meta: meta({ location }) }),
});
const at = (location: string): Sketch => ({ body: user({ meta: meta({ location }) }) });

describe('location', () => {
  table(locationHeader, [
    ['there', created(`${BASE_URL}/Users/1`), []],
    ['relative', created('Users/1'), []],
    ['missing', created(undefined), ['a 201 without Location']],
    ['read', { body: user() }, 'not judged'],
    ['bulk', { method: 'POST', path: '/Bulk', body: {} }, 'not judged'],
  ]);

  table(locationAgrees, [
    ['equal', created(`${BASE_URL}/Users/1`), []],
    ['one of them relative', created('/scim/v2/Users/1', 'Users/1'), []],
    ['another host in front', created('https://proxy.example.com/scim/v2/Users/1'), []],
    ['encoded alike', created('https://EXAMPLE.com:443/scim/v2/./Users/1'), []],
    ['without the tenant', created('https://example.com/Users/1'), ['meta.location is not the Location header']],
    ['another resource', created(`${BASE_URL}/Users/2`), ['meta.location is not the Location header']],
    ['no header is for another check', created(undefined), 'not judged'],
  ]);

  table(contentLocation, [
    ['equal', { ...at(`${BASE_URL}/Users/1`), headers: { 'content-location': `${BASE_URL}/Users/1` } }, []],
    [
      'relative to the request',
      { path: '/Me', ...at(`${BASE_URL}/Users/1`), headers: { 'content-location': 'Users/1' } },
      [],
    ],
    ['relative to the base URL', { ...at('Users/1'), headers: { 'content-location': '../Users/1' } }, []],
    [
      'another',
      { ...at(`${BASE_URL}/Users/1`), headers: { 'content-location': `${BASE_URL}/Users/2` } },
      ['meta.location is not the Content-Location header'],
    ],
    ['none', at(`${BASE_URL}/Users/1`), 'not judged'],
  ]);

  table(locationUrl, [
    ['absolute', at(`${BASE_URL}/Users/1`), []],
    ['relative', at('Users/1'), []],
    ['encoded', at(`${BASE_URL}/Users/a%20b`), []],
    ['of something that was not there', created(`${BASE_URL}/Users/undefined`), ['header.location ends in undefined']],
    ['of nothing', at(`${BASE_URL}/Users/`), ['meta.location ends without an id']],
    ['with a blank', at(`${BASE_URL}/Users/a b`), ['meta.location is not a URL']],
    ['no text', { body: user({ meta: { location: { href: 'x' } } }) }, ['meta.location is not a string']],
    ['none', { body: user({ meta: {} }) }, 'not judged'],
  ]);

  table(locationLeads, [
    ['to the resource', at(`${BASE_URL}/Users/1`), []],
    ['relative', at('Users/1'), []],
    ['behind a proxy', at('http://backend:8080/scim/v2/Users/1'), []],
    ['without the version', at('https://example.com/scim/Users/1'), []],
    ['encoded', { body: user({ id: 'a@b', meta: meta({ location: `${BASE_URL}/Users/a%40b` }) }) }, []],
    [
      'elsewhere',
      at('https://example.com/api/people/1'),
      ['meta.location is not below the endpoint of a resource type'],
    ],
    ['to another type', at(`${BASE_URL}/Groups/1`), ['meta.location leads to the endpoint of Group']],
    ['to another one', at(`${BASE_URL}/Users/babs`), ['meta.location does not end in the id']],
    ['/Me leads to the user', { path: '/Me', body: user() }, []],
    [
      'of each in a list',
      { path: '/Groups', body: list([group(), group({ id: '8' })]) },
      ['Resources.meta.location does not end in the id'],
    ],
    ['none', { body: user({ meta: undefined }) }, 'not judged'],
  ]);

  table(locationOrigin, [
    ['the same', created(`${BASE_URL}/Users/1`), []],
    ['the default port', created('https://example.com:443/scim/v2/Users/1'), []],
    ['relative', at('Users/1'), 'not judged'],
    [
      'http',
      at('http://example.com/scim/v2/Users/1'),
      ['meta.location is on http://example.com, not on https://example.com'],
    ],
    [
      'another host',
      created('https://backend.internal/scim/v2/Users/1'),
      ['header.location is on https://backend.internal, not on https://example.com'],
    ],
    [
      'another host, which the request named',
      { ...at('https://other.example/scim/v2/Users/1'), requestHeaders: [['Host', 'other.example']] },
      'not judged',
    ],
  ]);
});

describe('version', () => {
  const tagged = (etag: string, version = 'W/"1"'): Sketch => ({
    headers: { etag },
    body: user({ meta: meta({ version }) }),
  });

  table(etagSyntax, [
    ['weak', tagged('W/"1"'), []],
    ['strong', tagged('"1"'), []],
    ['bare', tagged('1'), ['the ETag is not an entity tag']],
    ['w/', tagged('w/"1"'), ['the ETag is not an entity tag']],
    ['none', { body: user() }, 'not judged'],
  ]);

  table(etagVersion, [
    ['equal', tagged('W/"1"'), []],
    ['made weak on the way', tagged('W/"1"', '"1"'), []],
    ['another', tagged('W/"b3-abc"'), ['meta.version is not the ETag']],
    ['without quotes', tagged('W/"1"', 'W/1'), ['meta.version is not the ETag']],
    ['no version', { headers: { etag: 'W/"1"' }, body: user({ meta: meta({ version: undefined }) }) }, 'not judged'],
    ['no ETag', { body: user() }, 'not judged'],
  ]);
});
