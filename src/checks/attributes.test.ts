import { describe } from 'vitest';
import type { Json } from '../scim/json.ts';
import type { Attribute } from '../scim/schema.ts';
import { attributeNames } from './attribute-names.ts';
import { attributeTypes } from './attribute-types.ts';
import { booleans } from './booleans.ts';
import type { CheckContext } from './check.ts';
import { declaredAttributes } from './declared-attributes.ts';
import { ASSUMED, DECLARED, group, list, type Row, scimError, table, user } from './exchange.testing.ts';
import { memberValues } from './member-values.ts';
import { onePrimary } from './one-primary.ts';
import { password } from './password.ts';
import { readOnlyKept } from './read-only-kept.ts';
import { userName } from './user-name.ts';
import { valuesOnce } from './values-once.ts';

const ENTERPRISE_URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const members = (...elements: Json[]) => ({ path: '/Groups/7', body: group({ members: elements }) });

/** A target whose users have a secret question. */
const SECRETIVE: CheckContext = {
  ...DECLARED,
  models: DECLARED.models.map((model) => ({
    ...model,
    core: {
      ...model.core,
      attributes: model.core.attributes.map((attribute) =>
        attribute.name === 'nickName' ? { ...attribute, returned: 'never' } : attribute,
      ),
    },
  })),
};

describe('names', () => {
  table(attributeNames, [
    ['legal', { body: user({ [ENTERPRISE_URN]: { manager: { $ref: 'Users/2' } }, 'x-y_z$1': 'a' }) }, []],
    ['another spelling', { body: user({ NICKNAME: 'a' }) }, []],
    ['a path', { body: user({ 'name.familyName': 'a' }) }, ['"name.familyName" is not a legal attribute name']],
    [
      'a filter, in a list',
      { path: '/Users', body: list([user({ 'emails[type eq "work"].value': 'a' })]) },
      ['"emails[type eq \\"work\\"].value" is not a legal attribute name'],
    ],
    [
      'inside an attribute',
      { body: user({ name: { 'given name': 'a' } }) },
      ['"given name" is not a legal attribute name'],
    ],
    [
      'an extension with a URL for its name',
      { body: user({ 'https://example.org/schemas/pets': { dog: 'Rex' } }) },
      [],
    ],
    ['an error', { status: 400, body: scimError(400, { 'a.b': 1 }) }, 'not judged'],
  ]);

  table(declaredAttributes, [
    ['declared, and common ones', { body: user({ externalId: 'x', [ENTERPRISE_URN]: { department: 'y' } }) }, []],
    ['another spelling', { body: user({ NICKNAME: 'a' }) }, []],
    ['undeclared', { body: user({ shoeSize: 44 }) }, ['shoeSize is in no schema of the server']],
    ['undeclared but null', { body: user({ shoeSize: null }) }, []],
    [
      'an extension of nobody',
      { body: user({ 'urn:example:shoes': { size: 44 } }) },
      ['urn:example:shoes is in no schema of the server'],
    ],
    ['of an extension is for another check', { body: user({ department: 'x' }) }, []],
    [
      'a part, and one of an extension',
      { body: user({ name: { nick: 'a' }, [ENTERPRISE_URN]: { desk: '7' } }) },
      ['name.nick is in no schema of the server', `${ENTERPRISE_URN}:desk is in no schema of the server`],
    ],
    ['a part that any list may have', { body: user({ emails: [{ value: 'a', display: 'A' }] }) }, []],
    ['nothing is declared', { body: user({ shoeSize: 44 }) }, 'not judged', ASSUMED],
  ]);
});

describe('values', () => {
  table(booleans, [
    ['true', { body: user() }, []],
    ['null', { body: user({ active: null, emails: [] }) }, 'not judged'],
    ['text', { body: user({ active: 'True' }) }, ['active is a string but should be a boolean']],
    [
      'a number, in a list',
      { path: '/Users', body: list([user({ active: 0 })]) },
      ['Resources.active is a number but should be a boolean'],
    ],
    [
      'in an element',
      { body: user({ emails: [{ value: 'a', primary: 'true' }] }) },
      ['emails.primary is a string but should be a boolean'],
    ],
    [
      'under another spelling',
      { body: user({ active: undefined, ACTIVE: 'no' }) },
      ['active is a string but should be a boolean'],
    ],
  ]);

  table(attributeTypes, [
    ['as declared', { body: user({ name: { givenName: 'a' }, [ENTERPRISE_URN]: { manager: { value: '2' } } }) }, []],
    ['nothing in any form', { body: user({ name: null, emails: [], title: null, photos: null }) }, []],
    ['an object for a list', { body: user({ emails: { value: 'a' } }) }, ['emails is not a list']],
    ['a list for one value', { body: user({ title: ['a'] }) }, ['title is a list but has a single value']],
    ['text for an object', { body: user({ name: 'Babs' }) }, ['name is a string but should be an object']],
    ['text for an element', { body: user({ roles: ['admin'] }) }, ['roles is a string but should be an object']],
    ['a number for text', { body: user({ title: 5 }) }, ['title is a number but should be a string']],
    [
      'in an extension',
      { body: user({ [ENTERPRISE_URN]: { manager: '2' } }) },
      [`${ENTERPRISE_URN}:manager is a string but should be an object`],
    ],
    ['an undeclared one', { body: user({ shoeSize: [44] }) }, []],
    ['a boolean and a date are for other checks', { body: user({ active: 'x', meta: { created: 5 } }) }, []],
  ]);

  table(onePrimary, [
    ['one', { body: user() }, []],
    ['none', { body: user({ emails: [{ value: 'a' }, { value: 'b', primary: false }] }) }, []],
    [
      'two',
      {
        body: user({
          emails: [
            { value: 'a', primary: true },
            { value: 'b', primary: true },
          ],
        }),
      },
      ['emails has more than one primary value'],
    ],
    ['one in each attribute', { body: user({ phoneNumbers: [{ value: '1', primary: true }] }) }, []],
  ]);

  table(valuesOnce, [
    ['different', { body: user() }, []],
    [
      'the same with another type',
      {
        body: user({
          emails: [
            { value: 'a', type: 'work' },
            { value: 'a', type: 'home' },
          ],
        }),
      },
      [],
    ],
    [
      'the same twice',
      {
        body: user({
          emails: [
            { value: 'a', type: 'work' },
            { value: 'a', type: 'work', primary: true },
          ],
        }),
      },
      ['emails has the same value twice'],
    ],
    ['a member twice', members({ value: '1' }, { value: '1' }), ['members has the same value twice']],
    ['nothing to compare', { body: user({ emails: [{ type: 'work' }, { type: 'work' }] }) }, []],
  ]);

  table(memberValues, [
    ['ids', members({ value: '1' }, { value: '2', $ref: null }), []],
    ['none', { path: '/Groups/7', body: group({ members: undefined }) }, 'not judged'],
    ['null', { path: '/Groups/7', body: group({ members: null }) }, 'not judged'],
    ['a number', members({ value: 1 }), ['members.value is a number but should be a string']],
    ['a reference only', members({ $ref: 'Users/1' }), ['members.value is absent']],
    ['bare ids', members('1'), ['members.value is absent']],
    ['nobody, as it was sent', members({ type: 'User' }), []],
    ['projected', { ...members({ display: 'Babs' }), path: '/Groups/7?attributes=members.display' }, 'not judged'],
    ['a user', { body: user() }, 'not judged'],
  ]);

  table(userName, [
    ['there', { body: user() }, []],
    ['under another spelling', { body: user({ userName: undefined, username: 'a' }) }, []],
    ['missing', { path: '/Users', body: list([user({ userName: undefined })]) }, ['Resources.userName is absent']],
    ['empty', { body: user({ userName: '' }) }, ['userName is empty']],
    ['blank', { body: user({ userName: ' ' }) }, []],
    ['a number', { body: user({ userName: 5 }) }, ['userName is a number but should be a string']],
    ['projected', { path: '/Users?attributes=emails', body: list([{ id: '1' }]) }, 'not judged'],
    ['a group', { path: '/Groups/7', body: group() }, 'not judged'],
  ]);
});

describe('secrets', () => {
  const create = (sent: Json, body: Json) => ({ method: 'POST', path: '/Users', status: 201, sent, body });

  table(password, [
    ['kept', create({ userName: 'a', password: 'Tr0ub4dor&3' }, user()), []],
    ['null', { body: user({ password: null }) }, []],
    ['returned', { body: user({ password: 'x' }) }, ['password is returned']],
    [
      'hashed, in a list, under another spelling',
      { path: '/Users', body: list([user({ PASSWORD: '$2b$10$abc' })]) },
      ['Resources.password is returned'],
    ],
    [
      'elsewhere in the answer',
      create({ userName: 'a', password: 'Tr0ub4dor&3' }, user({ title: 'Tr0ub4dor&3' })),
      ['the answer contains the password that was sent'],
    ],
    [
      'in an error',
      { ...create({ password: 'Tr0ub"4dor' }, scimError(400, { detail: 'Tr0ub"4dor is too weak' })), status: 400 },
      ['the answer contains the password that was sent'],
    ],
    [
      'the same text as another value',
      create({ userName: 'Tr0ub4dor&3', password: 'Tr0ub4dor&3' }, user({ userName: 'Tr0ub4dor&3' })),
      [],
    ],
    ['too short to tell', create({ password: 'a' }, user()), []],
    ['another that is never returned', { body: user({ nickName: 'Babs' }) }, ['nickName is returned'], SECRETIVE],
    ['nothing to tell', { status: 404, body: scimError(404) }, 'not judged'],
  ]);
});

/** A target that says of nickName, of the parts of names and of departments that nobody may write them. */
const FORBIDDING: CheckContext = {
  ...DECLARED,
  models: DECLARED.models.map((model) => ({
    ...model,
    core: { ...model.core, attributes: forbidden(model.core.attributes) },
    extensions: model.extensions.map((extension) => ({ ...extension, attributes: forbidden(extension.attributes) })),
  })),
};

function forbidden(attributes: readonly Attribute[]): Attribute[] {
  return attributes.map(({ subAttributes, ...attribute }) => ({
    ...attribute,
    ...(['nickName', 'department'].includes(attribute.name) && { mutability: 'readOnly' as const }),
    ...(subAttributes && {
      subAttributes: subAttributes.map((part) =>
        part.name === 'givenName' ? { ...part, mutability: 'readOnly' as const } : part,
      ),
    }),
  }));
}

describe('what the schema calls readOnly', () => {
  const patched = (operation: Json, shown: Json, more: object = {}) => ({
    method: 'PATCH',
    sent: { Operations: [operation] },
    body: user({ nickName: 'Babs', ...(shown as object) }),
    ...more,
  });
  const set = (path: string, value: Json, op = 'replace'): Json => ({ op, path, value });

  const created = { method: 'POST', path: '/Users', status: 201 };

  const rows: readonly Row[] = [
    ['stays', patched(set('nickName', 'Barb'), { nickName: 'Babs' }), []],
    [
      'is written',
      patched(set('nickName', 'Barb'), { nickName: 'Barb' }),
      ['nickName is readOnly in the schema and was written'],
    ],
    [
      'is written in capitals',
      patched(set('NICKNAME', 'Barb', 'Add'), { nickName: 'Barb' }),
      ['NICKNAME is readOnly in the schema and was written'],
    ],
    [
      'is a part of a name',
      patched(set('name.givenName', 'Barb'), { name: { givenName: 'Barb' } }),
      ['name.givenName is readOnly in the schema and was written'],
    ],
    [
      'is in an extension',
      patched(set(`${ENTERPRISE_URN}:department`, 'Tours'), { [ENTERPRISE_URN]: { department: 'Tours' } }),
      [`${ENTERPRISE_URN}:department is readOnly in the schema and was written`],
    ],
    ['is something else', patched(set('title', 'Guide'), { title: 'Guide' }), []],
    ['is not named', patched({ op: 'replace', value: { nickName: 'Barb' } }, { nickName: 'Barb' }), []],
    ['is behind a path nobody can read', patched(set('nickName[', 'Barb'), { nickName: 'Barb' }), []],
    ['is removed', patched({ op: 'remove', path: 'nickName' }, {}), []],
    ['is common to all resources', patched(set('id', '1'), {}), []],
    ['cannot be seen', patched(set('nickName', 'Barb'), {}, { status: 204, body: undefined }), 'not judged'],
    ['is replaced as a whole', { method: 'PUT', sent: user(), body: user() }, 'not judged'],
    [
      'is taken from a create',
      { ...created, sent: user({ nickName: 'Babsy' }), body: user({ nickName: 'Babsy' }) },
      ['nickName is readOnly in the schema and was written'],
    ],
    [
      'is a part that is taken from a create',
      { ...created, sent: { name: { givenName: 'Barbara' } }, body: user({ name: { givenName: 'Barbara' } }) },
      ['name.givenName is readOnly in the schema and was written'],
    ],
    ['is made anew by a create', { ...created, sent: { nickName: 'Babsy' }, body: user({ nickName: 'Barb' }) }, []],
    [
      'is what the server would make of the rest',
      { ...created, sent: { nickName: 'Babsy Jay', title: 'Babsy' }, body: user({ nickName: 'Babsy Jay' }) },
      [],
    ],
    ['is refused', { method: 'PATCH', status: 400, body: scimError(400) }, 'not judged'],
  ];
  table(
    readOnlyKept,
    rows.map(([what, sketch, expected]) => [what, sketch, expected, FORBIDDING]),
  );

  table(readOnlyKept, [
    ['is only assumed to be so', patched(set('groups', 'a'), { groups: 'a' }), 'not judged', ASSUMED],
  ]);
});
