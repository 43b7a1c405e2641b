import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nestedScope } from './fill.ts';
import type { Dialect, RequestTemplate } from './model.ts';
import { writeRequest } from './write.ts';

const template = (parts: Partial<RequestTemplate>): RequestTemplate => ({
  method: 'GET',
  path: '/Users',
  query: [],
  headers: [],
  ...parts,
});

const dialect = (query: Partial<Dialect['query']>): Dialect => ({
  name: 'acme',
  title: 'Acme Directory',
  file: 'dialect.yaml',
  modes: { plain: { title: 'Plain', let: {} } },
  features: {},
  headers: [
    ['User-Agent', 'Acme/1'],
    ['accept', 'application/scim+json, application/json'],
  ],
  bodyHeaders: [['Content-Type', 'application/scim+json; charset=utf-8']],
  query: { space: '%20', keep: '', trailing: '', ...query },
  operations: {},
});

const FILTER = 'userName eq "a+b@example.com"';

describe('the request target', () => {
  const targetOf = (
    parts: Partial<RequestTemplate>,
    values: Parameters<typeof nestedScope>[0] = {},
    speaks?: Dialect,
  ) => writeRequest(template(parts), nestedScope(values), speaks).target;

  it('encodes what comes into the path as one segment', () => {
    expect(targetOf({ path: '/Users/${id}' }, { id: 'a/b?c#d é"' })).toBe('/Users/a%2Fb%3Fc%23d%20%C3%A9%22');
    expect(targetOf({ path: '/Users/${id}' }, { id: 42 })).toBe('/Users/42');
  });

  it.each(['', '.', '..', null, ['1'], { id: '1' }])(
    'refuses %j in the path, because it would name something else',
    (id) => {
      expect(() => targetOf({ path: '/Users/${id}' }, { id })).toThrow('it names no resource');
    },
  );

  it.each([
    ['%20 by default', undefined, 'filter=userName%20eq%20%22a%2Bb%40example.com%22&count=2'],
    ['+ where the dialect says so', dialect({ space: '+' }), 'filter=userName+eq+%22a%2Bb%40example.com%22&count=2'],
    ['characters it keeps', dialect({ keep: '"@' }), 'filter=userName%20eq%20"a%2Bb@example.com"&count=2'],
    ['text after the last', dialect({ trailing: '&' }), 'filter=userName%20eq%20%22a%2Bb%40example.com%22&count=2&'],
  ])('writes the query with %s', (_, speaks, query) => {
    expect(
      targetOf(
        {
          query: [
            ['filter', FILTER],
            ['count', 2],
          ],
        },
        {},
        speaks,
      ),
    ).toBe(`/Users?${query}`);
  });

  it('leaves out parameters without a value, and joins lists', () => {
    const query = [
      ['startIndex', '${start?}'],
      ['x', null],
      ['attributes', ['userName', 'id']],
    ] as const;
    expect(
      targetOf({
        query: query.map(([name, value]) => [name, value === null || typeof value === 'string' ? value : [...value]]),
      }),
    ).toBe('/Users?attributes=userName%2Cid');
    expect(targetOf({ query: [['startIndex', '${start?}']] }, {}, dialect({ trailing: '&' }))).toBe('/Users');
  });

  it('sends a query in the path as it stands, but for the values in it', () => {
    expect(targetOf({ path: '/Users?count=%31&x=${x}', query: [['y', 1]] }, { x: 'a&b' })).toBe(
      '/Users?count=%31&x=a%26b&y=1',
    );
  });

  it('brings any text to the server unharmed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.constantFrom('+' as const, '%20' as const),
        (text, space) => {
          fc.pre(text !== '.' && text !== '..');
          const target = targetOf(
            { path: '/Users/${x}', query: [['filter', '${x}']] },
            { x: text },
            dialect({ space }),
          );
          const [path = '', query = ''] = target.split('?');
          expect(target).toMatch(/^[!-~]+$/);
          expect(decodeURIComponent(path.slice('/Users/'.length))).toBe(text);
          expect(path.slice('/Users/'.length)).not.toContain('/');
          expect(new URLSearchParams(query).get('filter')).toBe(text);
        },
      ),
    );
  });

  it('survives text that is not well-formed Unicode', () => {
    expect(targetOf({ path: '/Users/${x}' }, { x: 'a\ud800b' })).toBe('/Users/a%EF%BF%BDb');
  });
});

describe('the headers', () => {
  const headersOf = (parts: Partial<RequestTemplate>, speaks?: Dialect) =>
    writeRequest(template(parts), nestedScope({ version: 'W/"1"' }), speaks).headers;

  it('say SCIM when nobody is imitated, a Content-Type only with a body', () => {
    const plain = [
      ['User-Agent', 'scimulate'],
      ['Accept', 'application/scim+json'],
    ];
    expect(headersOf({})).toEqual(plain);
    expect(headersOf({ body: {} })).toEqual([...plain, ['Content-Type', 'application/scim+json']]);
    expect(headersOf({ raw: '{' })).toHaveLength(3);
    const always = template({});
    expect(writeRequest(always, new Map()).headers).toBe(writeRequest(always, new Map()).headers);
  });

  it('keep the order and the spelling of the dialect', () => {
    expect(
      headersOf(
        {
          headers: [
            ['Accept', 'text/html'],
            ['If-Match', '${version}'],
          ],
          body: {},
        },
        dialect({}),
      ),
    ).toEqual([
      ['User-Agent', 'Acme/1'],
      ['accept', 'text/html'],
      ['Content-Type', 'application/scim+json; charset=utf-8'],
      ['If-Match', 'W/"1"'],
    ]);
  });

  it('are left out for null', () => {
    expect(
      headersOf({
        headers: [
          ['ACCEPT', null],
          ['user-agent', null],
          ['X-Other', null],
        ],
      }),
    ).toEqual([]);
  });

  it('never carry a line break that a server gave us', () => {
    const request = template({ headers: [['If-Match', '${version}']] });
    expect(() => writeRequest(request, nestedScope({ version: 'a\r\nX-Evil: 1' }))).toThrow(
      'characters that no header may have',
    );
  });
});

describe('the body', () => {
  const bodyOf = (parts: Partial<RequestTemplate>, values: Parameters<typeof nestedScope>[0] = {}) =>
    writeRequest(template({ method: 'POST', ...parts }), nestedScope(values)).body;

  it('is JSON with the keys in the order written', () => {
    expect(bodyOf({ body: { userName: '${x}', active: true, 'name.givenName': 'É' } }, { x: '"' })).toBe(
      '{"userName":"\\"","active":true,"name.givenName":"É"}',
    );
  });

  it('is null when it says so, and absent when there is none', () => {
    expect(bodyOf({ body: null })).toBe('null');
    expect(bodyOf({})).toBeUndefined();
    expect(writeRequest(template({}), nestedScope({}))).not.toHaveProperty('body');
  });

  it('raw is sent byte for byte', () => {
    expect(bodyOf({ raw: '{"userName": "${x}",,' }, { x: 'eve' })).toBe('{"userName": "eve",,');
  });
});

describe('the credential', () => {
  it.each([
    ['none', 'none'],
    ['invalid', 'invalid'],
    ['raw:bearer {credential}', 'raw:bearer {credential}'],
    ['raw:Basic ${x}', 'raw:Basic eA=='],
  ] as const)('%s', (auth, written) => {
    expect(writeRequest(template({ auth }), nestedScope({ x: 'eA==' })).auth).toBe(written);
  });
});
