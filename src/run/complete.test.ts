import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../scim/json.ts';
import { parseLocator } from '../scim/path.ts';
import type { Attribute, ResourceModel } from '../scim/schema.ts';
import { GROUP_MODEL, USER_MODEL } from '../scim/schemas.ts';
import { ENTERPRISE_USER_URN, USER_URN } from '../scim/urn.ts';
import type { Case } from '../suite/model.ts';
import { type CompletionOptions, createCompletion, whyGivenAnyway } from './complete.ts';
import type { Target } from './probe.ts';

const targetOf = (...models: readonly ResourceModel[]): Target => ({
  ...{ facts: {}, origins: {}, list: [], problems: [], resourceTypes: models.map(({ type }) => type) },
  models,
});

const demanding = (attributes: readonly Attribute[], ...names: readonly string[]): Attribute[] =>
  attributes.map((one) => (names.includes(one.name) ? { ...one, required: true } : one));

const withCore = (...names: readonly string[]): ResourceModel => ({
  ...USER_MODEL,
  core: { ...USER_MODEL.core, attributes: demanding(USER_MODEL.core.attributes, ...names) },
});

const completing = (options: Partial<CompletionOptions>) => {
  const complete = createCompletion({
    ...{ target: targetOf(USER_MODEL, GROUP_MODEL), defaults: {}, tag: 'q7', fromSchemas: true },
    ...options,
  });
  return (method: string, target: string, body: Json): Json =>
    JSON.parse(complete({ method, target, headers: [], body: JSON.stringify(body) }).body ?? 'null');
};

const ANA: JsonObject = { schemas: [USER_URN], userName: 'ana' };

describe('what the schemas of the target demand', () => {
  it('is made up, by the type of each attribute', () => {
    const complete = completing({ target: targetOf(withCore('displayName', 'emails', 'name', 'active', 'locale')) });
    expect(complete('POST', '/Users', ANA)).toEqual({
      ...ANA,
      ...{ displayName: 'q7-1', emails: [{ value: 'q7-1@example.com' }], name: { formatted: 'q7-1' } },
      ...{ active: true, locale: 'en-US' },
    });
  });

  it('leaves what is there, in any case, and the absence that the RFC itself forbids', () => {
    const complete = completing({ target: targetOf(withCore('displayName')) });
    const nameless = { schemas: [USER_URN], DISPLAYNAME: 'Ana' };
    expect(complete('POST', '/Users', nameless)).toEqual(nameless);
  });

  it('completes complex values that are there', () => {
    const emails = USER_MODEL.core.attributes.map((one) =>
      one.name === 'emails' ? { ...one, subAttributes: demanding(one.subAttributes ?? [], 'type') } : one,
    );
    const model = { ...USER_MODEL, core: { ...USER_MODEL.core, attributes: emails } };
    const sent = { ...ANA, emails: [{ value: 'ana@example.com' }, { value: 'a@example.com', type: 'other' }] };
    expect(completing({ target: targetOf(model) })('PUT', '/Users/42', sent)).toEqual({
      ...ANA,
      emails: [
        { value: 'ana@example.com', type: 'work' },
        { value: 'a@example.com', type: 'other' },
      ],
    });
  });

  it('adds an extension that the type requires, and names it in schemas', () => {
    const [enterprise] = USER_MODEL.extensions;
    if (enterprise === undefined) throw new Error('there is an enterprise extension');
    const model: ResourceModel = {
      ...USER_MODEL,
      type: { ...USER_MODEL.type, schemaExtensions: [{ schema: ENTERPRISE_USER_URN, required: true }] },
      extensions: [{ ...enterprise, attributes: demanding(enterprise.attributes, 'department') }],
    };
    expect(completing({ target: targetOf(model) })('POST', '/Users', ANA)).toEqual({
      ...{ schemas: [USER_URN, ENTERPRISE_USER_URN], userName: 'ana' },
      [ENTERPRISE_USER_URN]: { department: 'q7-1' },
    });
  });

  it('is not asked of what an identity provider writes', () => {
    const complete = completing({ target: targetOf(withCore('displayName')), fromSchemas: false });
    expect(complete('POST', '/Users', ANA)).toEqual(ANA);
  });
});

describe('what the user says', () => {
  const defaults = {
    user: { emails: [{ value: '${run.tag}.${number}@corp.example' }], [ENTERPRISE_USER_URN]: { department: 'Ops' } },
  };

  it('is filled anew for each resource, and nobody else gets it', () => {
    const complete = completing({ defaults, fromSchemas: false });
    const emails = (body: Json) => (body as { emails?: Json }).emails;
    expect(emails(complete('POST', '/Users', ANA))).toEqual([{ value: 'q7.1@corp.example' }]);
    expect(emails(complete('PUT', '/Users/42', { ...ANA, title: 'Guide' }))).toEqual([{ value: 'q7.1@corp.example' }]);
    expect(complete('POST', '/Users', { ...ANA, userName: 'ben' })).toEqual({
      ...{ schemas: [USER_URN, ENTERPRISE_USER_URN], userName: 'ben', emails: [{ value: 'q7.2@corp.example' }] },
      [ENTERPRISE_USER_URN]: { department: 'Ops' },
    });
    const group = { schemas: [GROUP_MODEL.core.id], displayName: 'Guides' };
    expect(complete('POST', '/Groups', group)).toEqual(group);
  });

  it('reaches the operations of a bulk request', () => {
    const operation = (data: JsonObject) => ({ method: 'POST', path: '/Users', bulkId: 'a', data });
    const removal = { method: 'DELETE', path: '/Users/1' };
    const bulk = { Operations: [operation(ANA), removal] };
    expect(completing({ defaults: { User: { title: 'Guide' } } })('POST', '/Bulk', bulk)).toEqual({
      Operations: [operation({ ...ANA, title: 'Guide' }), removal],
    });
  });
});

describe('what is left as it is', () => {
  const complete = completing({ defaults: { User: { title: 'Guide' } } });

  it.each([
    ['PATCH', '/Users/42', { Operations: [] }],
    ['POST', '/Users/.search', { schemas: ['urn:x'] }],
    ['POST', '/Users', { userName: 'no schemas' }],
    ['POST', '/Users', { schemas: ['urn:example:other'], userName: 'ana' }],
    ['POST', '/Users', ['no object']],
    ['POST', '/Things', ANA],
  ])('%s %s %j', (method, path, body) => {
    expect(complete(method, path, body)).toEqual(body);
  });

  it('a body that is no JSON', () => {
    const request = { method: 'POST', target: '/Users', headers: [], body: '{"userName":' };
    const options = {
      target: targetOf(USER_MODEL),
      defaults: { User: { title: 'Guide' } },
      tag: 'q7',
      fromSchemas: true,
    };
    expect(createCompletion(options)(request)).toBe(request);
  });

  it('stands behind what was written, whose bytes stay as they are', () => {
    const body = '{"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "\\u0061na"}';
    const options = {
      ...{ target: targetOf(withCore('displayName')), defaults: { User: { title: 'Guide' } } },
      ...{ tag: 'q7', fromSchemas: true },
    };
    const complete = createCompletion(options);
    const { body: sent } = complete({ method: 'POST', target: '/Users', headers: [], body });
    expect(sent).toBe(`${body.slice(0, -1)},"title":"Guide","displayName":"q7-1"}`);
  });

  it('a body that is meant byte for byte', () => {
    const request = {
      method: 'POST',
      target: '/Users',
      headers: [],
      body: JSON.stringify(ANA),
      verbatim: true,
    } as const;
    const options = {
      target: targetOf(USER_MODEL),
      defaults: { User: { title: 'Guide' } },
      tag: 'q7',
      fromSchemas: true,
    };
    expect(createCompletion(options)(request)).toBe(request);
  });
});

describe('what the configuration gives to every resource', () => {
  const AT = { file: 'x.yaml', line: 1, column: 1 };
  const creating = (body: JsonObject, ...paths: readonly string[]): Case['steps'] => [
    {
      ...{ kind: 'request', at: AT, capture: [], eventually: false },
      request: { method: 'POST', path: '/Users', query: [], headers: [], body },
      expect: {
        ...{ headers: [], body: [], also: {}, at: AT },
        absent: paths.map((path) => ({ path, locator: parseLocator(path), at: AT })),
      },
    },
  ];
  const why = (steps: Case['steps']): string | undefined =>
    whyGivenAnyway({ steps }, { target: targetOf(USER_MODEL), defaults: { user: { externalId: 'x-${number}' } } });

  it('cannot be asked to be absent', () => {
    expect(why(creating(ANA, 'externalId'))).toBe('the configuration gives every User externalId (resources)');
  });

  it('can, where the case says itself that there is none, and anything else can', () => {
    expect(why(creating({ ...ANA, externalId: null }, 'externalId'))).toBeUndefined();
    expect(why(creating(ANA, 'title'))).toBeUndefined();
  });
});
