import { describe } from 'vitest';
import type { Json } from '../scim/json.ts';
import { buildModels } from '../scim/read.ts';
import type { Attribute } from '../scim/schema.ts';
import { GROUP_SCHEMA, USER_MODEL, USER_SCHEMA } from '../scim/schemas.ts';
import type { CheckContext } from './check.ts';
import { definitions } from './definitions.ts';
import { discoveryList } from './discovery-list.ts';
import { discoveryMeta } from './discovery-meta.ts';
import { ASSUMED, BASE_URL, list, type Sketch, table, user } from './exchange.testing.ts';
import { requiredAttributes } from './required-attributes.ts';
import { returnedOnRequest } from './returned-on-request.ts';

const at = (path: string, body: Json, more: Partial<Sketch> = {}): Sketch => ({ path, body, ...more });
const type = (meta: Json): Json => ({ name: 'User', endpoint: '/Users', schema: USER_SCHEMA.id, meta });

describe('discovery documents', () => {
  table(discoveryList, [
    ['as many as it says', at('/ResourceTypes', list([type({})])), []],
    [
      'more than it has',
      at('/Schemas', list([{}], { totalResults: 9 })),
      ['totalResults is not the number of resources in the list'],
    ],
    [
      'none, and a total',
      at('/schemas', list([], { totalResults: 1, Resources: undefined })),
      ['totalResults is not the number of resources in the list'],
    ],
    ['a part that was asked for', at('/Schemas?count=1', list([{}], { totalResults: 9 })), 'not judged'],
    ['one document', at('/Schemas/x', { id: 'x' }), 'not judged'],
    ['users', at('/Users', list([], { totalResults: 9 })), 'not judged'],
    ['an error', at('/Schemas', list([], { totalResults: 9 }), { status: 500 }), 'not judged'],
  ]);

  table(discoveryMeta, [
    [
      'true',
      at('/ResourceTypes', list([type({ resourceType: 'ResourceType', location: `${BASE_URL}/ResourceTypes/User` })])),
      [],
    ],
    ['relative', at('/ResourceTypes/User', type({ location: 'ResourceTypes/User' })), []],
    [
      'of another kind',
      at('/Schemas/x', { meta: { resourceType: 'Schemas' } }),
      ['meta.resourceType of a Schema is Schemas'],
    ],
    [
      'leading elsewhere',
      at('/ServiceProviderConfig', { meta: { location: `${BASE_URL}/Config` } }),
      ['meta.location of a ServiceProviderConfig does not lead to ServiceProviderConfig'],
    ],
    ['none', at('/ServiceProviderConfig', { patch: {} }), 'not judged'],
    ['no object', at('/ServiceProviderConfig', { meta: 'x' }), 'not judged'],
  ]);

  const schema = (...attributes: Json[]): Sketch => at('/Schemas', list([{ id: 'urn:a', attributes }]));
  table(definitions, [
    ['good ones', at('/Schemas', list([USER_SCHEMA, GROUP_SCHEMA] as unknown as Json[])), []],
    [
      'the same name twice',
      schema({ name: 'title', type: 'string' }, { name: 'Title', type: 'string' }),
      ['urn:a defines title twice'],
    ],
    [
      'complex without parts',
      schema({ name: 'name', type: 'complex' }),
      ['urn:a:name is complex and has no subAttributes'],
    ],
    [
      'simple with parts',
      schema({ name: 'name', type: 'string', subAttributes: [{ name: 'first', type: 'string' }] }),
      ['urn:a:name is not complex and has subAttributes'],
    ],
    [
      'a part of a part',
      schema({ name: 'a', type: 'complex', subAttributes: [{ name: 'b', type: 'reference', referenceTypes: 'uri' }] }),
      ['urn:a:a:b has referenceTypes that are no list of texts'],
    ],
    ['resource types', at('/ResourceTypes', list([type({})])), 'not judged'],
  ]);
});

const declaring = (change: Partial<Attribute>): CheckContext => {
  const attributes = USER_SCHEMA.attributes.map((one) => (one.name === 'title' ? { ...one, ...change } : one));
  const types = [{ ...USER_MODEL.type }];
  return { models: buildModels([{ ...USER_SCHEMA, attributes }], types), baseUrl: BASE_URL, resourceTypes: types };
};

describe('what definitions promise', () => {
  const required = declaring({ required: true });
  table(requiredAttributes, [
    ['is there', { body: user({ title: 'Guide' }) }, [], required],
    ['is missing', { body: user() }, ['title is required in the schema and has no value'], required],
    [
      'is missing in a list',
      { path: '/Users', body: list([user()]) },
      ['Resources.title is required in the schema and has no value'],
      required,
    ],
    ['was not asked for', { path: '/Users/1?attributes=id', body: user() }, 'not judged', required],
    ['is never shown', { body: user() }, [], declaring({ required: true, returned: 'never' })],
    ['is only assumed', { body: user() }, 'not judged', ASSUMED],
  ]);

  const kept = declaring({ returned: 'request' });
  table(returnedOnRequest, [
    ['is kept back', { body: user() }, [], kept],
    ['is shown', { body: user({ title: 'Guide' }) }, ['title is returned on request and was not asked for'], kept],
    ['was asked for', { path: '/Users/1?attributes=title', body: user({ title: 'Guide' }) }, 'not judged', kept],
    ['was written', { method: 'PUT', sent: {}, body: user({ title: 'Guide' }) }, 'not judged', kept],
    ['is only assumed', { body: user({ title: 'Guide' }) }, 'not judged', ASSUMED],
  ]);
});
