import { describe } from 'vitest';
import { baseSchema } from './base-schema.ts';
import { createdMeta } from './created-meta.ts';
import { dateOffset } from './date-offset.ts';
import { dateTimes } from './date-times.ts';
import { ASSUMED, group, list, meta, scimError, table, user } from './exchange.testing.ts';
import { extensionInside } from './extension-inside.ts';
import { extensionListed } from './extension-listed.ts';
import { id } from './id.ts';
import { idAsAsked } from './id-as-asked.ts';
import { idReserved } from './id-reserved.ts';
import { resourceMeta } from './resource-meta.ts';
import { resourceSchemas } from './resource-schemas.ts';
import { resourceType } from './resource-type.ts';
import { schemasDeclared } from './schemas-declared.ts';
import { schemasOnce } from './schemas-once.ts';

const USER_URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP_URN = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const created = (body: ReturnType<typeof user>) => ({ method: 'POST', path: '/Users', status: 201, body });

describe('schemas', () => {
  table(resourceSchemas, [
    ['there', { body: user() }, []],
    ['none', { body: user({ schemas: undefined }) }, ['schemas is absent']],
    ['none in it', { body: user({ schemas: [] }) }, ['schemas is absent']],
    ['a string', { body: user({ schemas: USER_URN }) }, ['schemas is not a list']],
    ['of numbers', { body: user({ schemas: [1] }) }, ['schemas has elements that are not strings']],
    [
      'in a list',
      { path: '/Users', body: list([user({ schemas: undefined }), user(), user({ schemas: undefined })]) },
      ['Resources.schemas is absent'],
    ],
    ['in the answer to a create', created(user({ schemas: undefined })), ['schemas is absent']],
    [
      'left out of a projection',
      { path: '/Users/1?attributes=userName', body: { id: '1', userName: 'a' } },
      'not judged',
    ],
    [
      'left out of a projected search',
      { method: 'POST', path: '/Users/.search', sent: { excludedAttributes: ['name'] }, body: list([{ id: '1' }]) },
      'not judged',
    ],
    ['an error', { status: 404, body: scimError(404) }, 'not judged'],
    ['discovery', { path: '/ServiceProviderConfig', body: {} }, 'not judged'],
    ['a list of no users', { path: '/Users', body: list([]) }, 'not judged'],
  ]);

  table(baseSchema, [
    ['named', { body: user() }, []],
    ['named last, in other letters', { body: user({ schemas: [ENTERPRISE_URN, USER_URN.toUpperCase()] }) }, []],
    ['not named', { body: user({ schemas: [ENTERPRISE_URN] }) }, [`schemas does not name ${USER_URN}`]],
    [
      'of another type',
      { path: '/Groups/7', body: group({ schemas: [USER_URN] }) },
      [`schemas does not name ${GROUP_URN}`],
    ],
    ['no schemas is for another check', { body: user({ schemas: [] }) }, 'not judged'],
  ]);

  table(schemasOnce, [
    ['once', { body: user({ schemas: [USER_URN, ENTERPRISE_URN] }) }, []],
    [
      'twice, in two cases',
      { body: user({ schemas: [USER_URN, USER_URN.toLowerCase()] }) },
      ['schemas names a schema twice'],
    ],
  ]);

  table(schemasDeclared, [
    ['declared', { body: user({ schemas: [USER_URN, ENTERPRISE_URN] }) }, []],
    [
      'strange',
      { body: user({ schemas: [USER_URN, 'urn:example:unknown'] }) },
      ['schemas names urn:example:unknown, which the resource type does not declare'],
    ],
    ['nothing is declared', { body: user({ schemas: [USER_URN, 'urn:example:unknown'] }) }, 'not judged', ASSUMED],
  ]);

  table(extensionListed, [
    ['listed', { body: user({ schemas: [USER_URN, ENTERPRISE_URN], [ENTERPRISE_URN]: { department: 'x' } }) }, []],
    [
      'not listed',
      { body: user({ [ENTERPRISE_URN]: { department: 'x' } }) },
      [`schemas does not name ${ENTERPRISE_URN}, whose attributes are there`],
    ],
    ['listed without attributes', { body: user({ schemas: [USER_URN, ENTERPRISE_URN] }) }, 'not judged'],
    ['empty', { body: user({ [ENTERPRISE_URN]: {} }) }, 'not judged'],
    ['null', { body: user({ [ENTERPRISE_URN]: null }) }, 'not judged'],
    [
      'projected, without schemas',
      { path: '/Users/1?attributes=x', body: { id: '1', [ENTERPRISE_URN]: { department: 'x' } } },
      'not judged',
    ],
  ]);

  table(extensionInside, [
    ['inside', { body: user({ schemas: [USER_URN, ENTERPRISE_URN], [ENTERPRISE_URN]: { department: 'x' } }) }, []],
    [
      'among the core attributes',
      { body: user({ department: 'x' }) },
      [`department stands outside the object ${ENTERPRISE_URN}`],
    ],
    [
      'under the full name',
      { body: user({ [`${ENTERPRISE_URN}:department`]: 'x' }) },
      [`${ENTERPRISE_URN}:department stands outside the object ${ENTERPRISE_URN}`],
    ],
    ['null', { body: user({ department: null }) }, []],
    ['the extension is only assumed', { body: user({ department: 'x' }) }, [], ASSUMED],
    ['a group has none', { path: '/Groups/7', body: group() }, 'not judged'],
  ]);
});

describe('id', () => {
  table(id, [
    ['text', { body: user() }, []],
    ['digits in text', { body: user({ id: '42' }) }, []],
    ['a number', { body: user({ id: 42 }) }, ['id is a number but should be a string']],
    ['none', created(user({ id: undefined })), ['id is absent']],
    ['empty', { body: user({ id: '' }) }, ['id is empty']],
    [
      'none in a projected list',
      { path: '/Users?attributes=userName', body: list([{ userName: 'a' }]) },
      ['Resources.id is absent'],
    ],
    ['an error', { status: 409, body: scimError(409) }, 'not judged'],
  ]);

  table(idReserved, [
    ['its own', { body: user() }, []],
    ['a reference in a bulk request', { body: user({ id: 'bulkId:abc' }) }, ['id contains bulkId']],
  ]);

  table(idAsAsked, [
    ['the same', { body: user() }, []],
    ['the same UUID in another case', { path: '/Users/AB', body: user({ id: 'ab' }) }, []],
    ['encoded in the path', { path: '/Users/a%40b', body: user({ id: 'a@b' }) }, []],
    ['with a suffix for the format', { path: '/Users/1.scim', body: user({ id: '1' }) }, []],
    ['another', { body: user({ id: '2' }) }, ['the id is not the one asked for']],
    ['another after an update', { method: 'PUT', body: user({ id: '2' }) }, ['the id is not the one asked for']],
    ['/Me', { path: '/Me', body: user({ id: '2' }) }, 'not judged'],
    ['a new one', created(user()), 'not judged'],
  ]);
});

describe('meta', () => {
  table(createdMeta, [
    ['whole', created(user()), []],
    ['without version', created(user({ meta: meta({ version: undefined }) })), []],
    ['none', created(user({ meta: undefined })), ['meta is absent']],
    [
      'a part',
      created(user({ meta: meta({ created: undefined, location: null }) })),
      ['meta.created is absent', 'meta.location is absent'],
    ],
    ['projected', { ...created({ id: '1' }), path: '/Users?attributes=id' }, 'not judged'],
    ['nothing came back', { method: 'POST', path: '/Users', status: 201 }, 'not judged'],
    ['read', { body: user({ meta: undefined }) }, 'not judged'],
  ]);

  table(resourceMeta, [
    ['whole', { body: user() }, []],
    ['without dates', { body: user({ meta: meta({ created: undefined, lastModified: undefined }) }) }, []],
    ['none', { path: '/Users', body: list([user({ meta: undefined })]) }, ['Resources.meta is absent']],
    [
      'a part',
      { path: '/Groups/7', body: group({ meta: {} }) },
      ['meta.resourceType is absent', 'meta.location is absent'],
    ],
    ['projected', { path: '/Users?attributes=userName', body: list([{ id: '1' }]) }, 'not judged'],
  ]);

  table(resourceType, [
    ['of the endpoint', { path: '/Users', body: list([user()]) }, []],
    [
      'another',
      { path: '/Users', body: list([user(), group()]) },
      ['Resources.meta.resourceType is "Group" but should be "User"'],
    ],
    [
      'another case',
      { body: user({ meta: meta({ resourceType: 'user' }) }) },
      ['meta.resourceType is "user" but should be "User"'],
    ],
    ['none is for another check', { body: user({ meta: meta({ resourceType: undefined }) }) }, 'not judged'],
    [
      'a search over all types',
      { method: 'POST', path: '/.search', sent: {}, body: list([user(), group()]) },
      'not judged',
    ],
  ]);

  table(dateTimes, [
    ['with Z or an offset, with a fraction', { body: user() }, []],
    ['without offset', { body: user({ meta: meta({ created: '2030-01-31T12:00:00' }) }) }, []],
    ['a date', { body: user({ meta: meta({ created: '2030-01-31' }) }) }, ['meta.created is not a dateTime']],
    [
      'a number',
      { body: user({ meta: meta({ lastModified: 1_900_000_000 }) }) },
      ['meta.lastModified is not a dateTime'],
    ],
    [
      'a day that is none',
      { body: user({ meta: meta({ lastModified: '2030-02-30T00:00:00Z' }) }) },
      ['meta.lastModified is not a dateTime'],
    ],
    ['none', { path: '/Groups/7', body: group() }, 'not judged'],
    ['null', { body: user({ meta: { created: null } }) }, 'not judged'],
  ]);

  table(dateOffset, [
    ['with Z or an offset', { body: user() }, []],
    [
      'without',
      { path: '/Users', body: list([user({ meta: meta({ created: '2030-01-31T12:00:00.1' }) })]) },
      ['Resources.meta.created has no offset'],
    ],
    ['no dateTime at all', { body: user({ meta: { created: 'x' } }) }, 'not judged'],
  ]);
});
