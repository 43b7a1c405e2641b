import { describe, expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import { parseLocator } from '../scim/path.ts';
import { MODELS, USER_MODEL } from '../scim/schemas.ts';
import type { Expect, Match, Matcher } from '../suite/model.ts';
import { type JudgeContext, judge, type Message, readLocator } from './judge.ts';

const AT = { file: 'suites/rfc/users.yaml', line: 7, column: 3 };
const CONTEXT: JudgeContext = { models: MODELS, baseUrl: 'https://example.com/scim/v2', fill: (template) => template };
const NOTHING: Expect = { headers: [], body: [], absent: [], also: {}, at: AT };

const match = (...all: Matcher[]): Match => ({ all, at: AT });
const eq = (value: Json): Match => match({ op: 'eq', value });
const places = (wanted: Record<string, Match | Json>): Expect['body'] =>
  Object.entries(wanted).map(([path, value]) => ({
    path,
    locator: parseLocator(path),
    match: typeof value === 'object' && value !== null && 'all' in value ? (value as Match) : eq(value as Json),
  }));
const without = (...paths: string[]): Expect['absent'] =>
  paths.map((path) => ({ path, locator: parseLocator(path), at: AT }));

const reasons = (wanted: Partial<Expect>, message: Partial<Message>, context: Partial<JudgeContext> = {}) =>
  judge({ ...NOTHING, ...wanted }, { headers: [], ...message }, { ...CONTEXT, ...context });
const messages = (wanted: Partial<Expect>, message: Partial<Message>) =>
  reasons(wanted, message).map((reason) => reason.message);

const BABS: Json = {
  schemas: [USER_MODEL.core.id],
  id: '1',
  userName: 'Babs',
  externalId: 'A1',
  name: { givenName: 'Barbara' },
  emails: [{ type: 'work', value: 'babs@example.com' }],
};
const list = (...resources: Json[]): Json => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
  totalResults: resources.length,
  Resources: resources,
});
const ERROR: Json = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '409',
  scimType: 'uniqueness',
  detail: 'userName "babs" is taken\u001b[2J',
};

describe('status', () => {
  test('a wrong status is the only reason, with the words of the server', () => {
    expect(messages({ status: eq(201), body: places({ userName: 'babs' }) }, { status: 409, body: ERROR })).toEqual([
      'the status is 409 but should be 201 (the server says: uniqueness, "userName \\"babs\\" is taken\\u001b[2J")',
    ]);
  });

  test('its path is `status`, so that a run can tell', () => {
    expect(reasons({ status: eq(201) }, { status: 500 })[0]?.path).toBe('status');
  });

  test('no answer from the server, no words', () => {
    expect(messages({ status: match({ op: 'one-of', values: [200, 204] }) }, { status: 500 })).toEqual([
      'the status is 500 but should be one of 200, 204',
    ]);
  });
});

describe('headers', () => {
  const wanted = (matcher: Matcher) => ({ headers: [{ name: 'Location', match: match(matcher) }] });

  test('are found ignoring case', () => {
    expect(
      messages(wanted({ op: 'resource', value: 'User' }), { headers: [['LOCATION', '/scim/v2/Users/1']] }),
    ).toEqual([]);
  });

  test('a missing one is named', () => {
    const [reason] = reasons(wanted({ op: 'present', value: true }), {});
    expect(reason).toMatchObject({
      message: 'the header Location is absent but should be present',
      path: 'header.location',
    });
  });

  test('several of one name are one list', () => {
    const headers: [string, string][] = [
      ['WWW-Authenticate', 'Basic'],
      ['www-authenticate', 'Bearer realm="x"'],
    ];
    const match_ = match({ op: 'includes', text: 'Bearer' });
    expect(messages({ headers: [{ name: 'www-authenticate', match: match_ }] }, { headers })).toEqual([]);
  });
});

describe('body', () => {
  test('text is compared as the attribute of the resource asks', () => {
    expect(
      messages({ body: places({ userName: 'BABS', externalId: 'a1', 'NAME.givenname': 'barbara' }) }, { body: BABS }),
    ).toEqual(['externalId is "A1" but should be "a1"']);
  });

  test('also inside a list and a bulk response', () => {
    expect(messages({ body: places({ 'Resources.userName': 'BABS' }) }, { body: list(BABS) })).toEqual([]);
    expect(
      messages({ body: places({ 'Resources[userName eq "babs"].externalId': 'a1' }) }, { body: list(BABS) }),
    ).toEqual(['Resources[userName eq "babs"].externalId is "A1" but should be "a1"']);
    const bulk = { Operations: [{ bulkId: 'x', response: BABS }] };
    expect(
      messages({ body: places({ 'Operations[bulkId eq "x"].response.userName': 'BABS' }) }, { body: bulk }),
    ).toEqual([]);
  });

  test('a resource without schemas is known by its endpoint', () => {
    const body = { id: '1', userName: 'Babs' };
    const url = 'https://example.com/scim/v2/Users/1?attributes=userName';
    expect(messages({ body: places({ userName: 'babs' }) }, { body, url })).toEqual([]);
    expect(messages({ body: places({ userName: 'babs' }) }, { body })).toEqual([
      'userName is "Babs" but should be "babs"',
    ]);
  });

  test('a list of one stands for its element, a list of more does not', () => {
    expect(messages({ body: places({ 'Resources.id': '1' }) }, { body: list(BABS) })).toEqual([]);
    expect(messages({ body: places({ 'Resources.id': '1' }) }, { body: list(BABS, { id: '2' }) })).toEqual([
      'Resources.id is ["1","2"] (list) but should be "1" (string)',
    ]);
    expect(messages({ body: places({ totalResults: 1 }) }, { body: { totalResults: [1] } })).toEqual([
      'totalResults is [1] (list) but should be 1 (number)',
    ]);
  });

  test('attributes of an extension are reached by its URN', () => {
    const urn = USER_MODEL.extensions[0]?.id ?? '';
    const body = { ...BABS, [urn]: { department: 'Tours' } };
    expect(messages({ body: places({ [`${urn}:department`]: 'TOURS' }) }, { body })).toEqual([]);
    expect(messages({ body: places({ [`${urn}:division`]: 'x' }) }, { body })).toEqual([
      `${urn}:division is absent but should be "x"`,
    ]);
    const whole = match({ op: 'attributes', attributes: places({ department: 'TOURS' }) });
    expect(messages({ body: places({ [urn]: whole }) }, { body })).toEqual([]);
  });

  test('two names that differ in case only are a reason of their own', () => {
    const body = { ...BABS, displayName: 'Babs', DISPLAYNAME: 'Barb' };
    expect(reasons({ body: places({ displayName: 'Barb' }) }, { body })).toEqual([
      {
        message: 'ambiguous attribute name: displayName and DISPLAYNAME stand side by side',
        path: 'displayName',
        rule: 'names are compared ignoring case',
        at: AT,
      },
    ]);
  });

  test('a body that is not JSON is one reason', () => {
    expect(messages({ body: places({ userName: 'a', id: '1' }) }, { bodyProblem: 'line 1: unexpected <' })).toEqual([
      'the body is not JSON: line 1: unexpected <',
    ]);
  });

  test('an error that is not JSON has nothing that should be absent; a success may have anything', () => {
    const absent = without('Resources');
    expect(messages({ absent }, { status: 401, bodyProblem: 'unexpected <' })).toEqual([]);
    expect(messages({ absent }, { status: 200, bodyProblem: 'unexpected <' })).toHaveLength(1);
    expect(messages({ absent, body: places({ id: '1' }) }, { status: 401, bodyProblem: 'unexpected <' })).toHaveLength(
      1,
    );
  });

  test('in a choice between answers, a refusal is known by its HTTP status, whatever its body', () => {
    const wholeBody = match({
      op: 'any-of',
      matches: [match({ op: 'attributes', attributes: places({ status: '404' }) })],
    });
    expect(messages({ wholeBody }, { status: 404, body: {} })).toEqual([]);
    expect(messages({ wholeBody }, { status: 404, body: { status: 404 } })).toEqual([]);
    expect(messages({ wholeBody }, { status: 404, bodyProblem: 'unexpected <' })).toEqual([]);
    expect(messages({ wholeBody }, { status: 404 })).toEqual([]);
    expect(messages({ wholeBody }, { status: 400, body: { status: '404' } })).toHaveLength(1);
    expect(messages({ wholeBody }, { status: 200, body: {} })).toHaveLength(1);
  });

  test('a missing body is one reason, unless absence was asked for', () => {
    expect(messages({ body: places({ userName: 'a', id: '1' }) }, { status: 204 })).toEqual([
      'the response has no body, so none of the 2 expectations on it holds',
    ]);
    expect(messages({ body: places({ id: '1' }) }, {})).toEqual(['id is absent but should be "1"']);
    expect(messages({ body: places({ id: '1', userName: 'a' }) }, { body: [] })).toEqual([
      'the body is not a JSON object, so none of the 2 expectations on it holds',
    ]);
    expect(messages({ absent: without('password'), wholeBody: match({ op: 'present', value: false }) }, {})).toEqual(
      [],
    );
  });

  test('null is no value, alone and in a list', () => {
    const body = list({ title: null }, { title: null });
    expect(messages({ absent: without('Resources.title') }, { body })).toEqual([]);
    expect(
      messages({ absent: without('Resources.title') }, { body: list({ title: null }, { title: 'x' }) }),
    ).toHaveLength(1);
  });

  test('absent attributes', () => {
    expect(
      messages({ absent: without('password', 'title') }, { body: { ...BABS, title: null, password: 'x' } }),
    ).toEqual(['password is "x" but should be absent']);
  });

  test('the whole body', () => {
    expect(messages({ wholeBody: match({ op: 'present', value: false }) }, { body: { a: 1 } })).toEqual([
      'the body is {"a":1} but should be absent',
    ]);
  });

  test('templates in a locator are filled, and the path shows the value', () => {
    const fill = (template: Json) => (typeof template === 'string' ? template.replace('${babs.id}', '1') : template);
    const wanted = { body: places({ 'Resources[id eq "${babs.id}"].userName': 'eve' }) };
    expect(reasons(wanted, { body: list(BABS) }, { fill })[0]?.message).toBe(
      'Resources[id eq "1"].userName is "Babs" but should be "eve"',
    );
  });

  test('schema', () => {
    const wanted = { wholeBody: match({ op: 'schema', value: 'User' }) };
    expect(messages(wanted, { body: BABS })).toEqual([]);
    const broken = {
      ...BABS,
      active: 'True',
      emails: { value: 'a' },
      schemas: [],
      nickname: 'spelt otherwise',
      shoeSize: 44,
    };
    expect(messages(wanted, { body: broken })).toEqual([
      'emails wants a list, not an object',
      'active wants true or false, not the string "True"',
      'schemas is required but has no value',
    ]);
    expect(messages({ wholeBody: match({ op: 'schema', value: 'Robot' }) }, { body: BABS })).toEqual([
      'the body cannot be judged: the target has no resource type Robot',
    ]);
    expect(
      messages(
        {
          body: places({
            Resources: match({ op: 'each', match: match({ op: 'schema', value: 'User' }) }),
          }),
        },
        { body: list(BABS) },
      ),
    ).toEqual([]);
  });
});

describe('error', () => {
  const error = (scimType?: string) => ({
    error: { status: eq(409), at: AT, ...(scimType === undefined ? {} : { scimType: eq(scimType) }) },
  });

  test('whatever form its body has, for that is judged on every exchange', () => {
    expect(messages(error('uniqueness'), { status: 409, body: ERROR })).toEqual([]);
    expect(messages(error(), { status: 409, body: { ...ERROR, scimType: null } })).toEqual([]);
    expect(messages(error(), { status: 409, body: { status: 400, detail: 'no' } })).toEqual([]);
    expect(messages(error(), { status: 409 })).toEqual([]);
    expect(messages(error(), { status: 409, bodyProblem: 'unexpected <' })).toEqual([]);
  });

  test('scimType only when asked for', () => {
    expect(messages(error('uniqueness'), { status: 409, body: { ...ERROR, scimType: null } })).toEqual([
      'scimType is absent but should be "uniqueness"',
    ]);
    expect(messages(error('uniqueness'), { status: 409, body: { ...ERROR, scimType: 'Uniqueness' } })).toEqual([
      'scimType is "Uniqueness" but should be "uniqueness"',
    ]);
  });

  test('a wrong status in the body is not taken for a wrong HTTP status', () => {
    expect(reasons({ body: places({ status: '400' }) }, { status: 409, body: ERROR })[0]).toMatchObject({
      message: 'body.status is "409" but should be "400"',
      path: 'body.status',
    });
  });

  test('no body or no JSON where a scimType has to be', () => {
    expect(messages(error('uniqueness'), { status: 409 })).toEqual(['scimType is absent but should be "uniqueness"']);
    expect(messages(error('uniqueness'), { status: 409, bodyProblem: 'unexpected <' })).toEqual([
      'the body is not JSON: unexpected <',
    ]);
  });

  test('another status', () => {
    expect(messages(error(), { status: 201, body: BABS })).toEqual(['the status is 201 but should be 409']);
  });
});

describe('also', () => {
  test('reasons of an IdP carry its name and the exchange', () => {
    const wanted = {
      status: match({ op: 'one-of', values: [200, 204] }),
      also: { entra: { ...NOTHING, status: eq(204) } },
    };
    expect(reasons(wanted, { status: 200, exchange: 3 })).toEqual([
      {
        message: 'the status is 200 but should be 204',
        path: 'status',
        actual: 200,
        expected: 204,
        at: AT,
        idp: 'entra',
        exchange: 3,
      },
    ]);
  });
});

describe('readLocator', () => {
  const message: Message = {
    status: 201,
    headers: [['Location', 'Users/1']],
    body: list(BABS, { id: '2', emails: [{ value: 'x' }] }),
  };
  const read = (text: string, from: Message = message) => readLocator(from, parseLocator(text));

  test.each([
    ['status', 201],
    ['header.location', 'Users/1'],
    ['header.etag', undefined],
    ['totalResults', 2],
    ['Resources.id', ['1', '2']],
    ['Resources.emails.value', ['babs@example.com', 'x']],
    ['Resources[id eq "2"].emails.value', 'x'],
    ['Resources[id eq "2"].emails', [{ value: 'x' }]],
    ['Resources[id eq "3"].id', undefined],
    ['nothing.here', undefined],
  ])('%s', (text, expected) => {
    expect(read(text)).toEqual(expected);
  });

  test('the empty locator is the whole body', () => {
    expect(read('')).toBe(message.body);
  });

  test('one element found through a list is given itself', () => {
    expect(read('Resources.id', { headers: [], body: list(BABS) })).toBe('1');
    expect(read('Resources', { headers: [], body: list(BABS) })).toEqual([BABS]);
  });

  test('hostile names are names like any other', () => {
    expect(readLocator({ headers: [], body: {} }, { segments: [{ name: '__proto__' }] })).toBeUndefined();
    expect(read('constructor', { headers: [], body: {} })).toBeUndefined();
  });
});
