import { expect, it } from 'vitest';
import { flattenUser } from '../../directory/scim-resource.ts';
import type { JsonObject } from '../../scim/json.ts';
import { inColumns } from './left-out.ts';

const URN = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const USUAL = [
  'userName',
  'givenName',
  'familyName',
  'displayName',
  'email',
  'active',
  'title',
  'department',
  'manager',
];
const ANA = {
  id: 't1',
  externalId: 'p1',
  userName: 'ana@example.com',
  displayName: 'Ana Silva',
  name: { givenName: 'Ana', familyName: 'Silva', formatted: 'Ana Silva' },
  emails: [{ value: 'ana@example.com', type: 'work', primary: true }],
  [URN]: { department: 'Tours', manager: { value: 't2', displayName: 'Bo' } },
};

const leftOut = (user: JsonObject, id = 'p1'): string[] => {
  const { id: _, ...attributes } = flattenUser(user);
  return Object.keys(inColumns(attributes, id)).filter((name) => !USUAL.includes(name));
};

it('is nothing when the columns hold it all', () => {
  expect(leftOut(ANA)).toEqual([]);
  expect(leftOut({ ...ANA, name: { givenName: 'Ana', formatted: 'Ana' }, displayName: 'A.' })).toEqual([]);
  const { id: _, ...attributes } = flattenUser(ANA);
  expect(inColumns(attributes, 'p1')).toMatchObject({ email: 'ana@example.com', department: 'Tours', manager: 't2' });
});

it('is named as what it is', () => {
  const user = {
    ...ANA,
    locale: 'pt',
    Name: { givenName: 'Ana', familyName: 'Silva', middleName: 'Maria', formatted: 'Ms. Silva', honorificPrefix: '' },
    emails: [...ANA.emails, { value: 'ana@example.org', type: 'home' }],
    [URN]: { ...ANA[URN], employeeNumber: '42' },
  };
  const { name: _, ...others } = user;
  expect(leftOut(others, 't1')).toEqual([
    'externalId',
    'locale',
    'name.middleName',
    'name.formatted',
    'further emails',
    'employeeNumber',
  ]);
});
