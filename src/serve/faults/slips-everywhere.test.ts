import { expect, it } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, GROUP_URN, PATCH_URN, SEARCH_REQUEST_URN, USER_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { bulk, bulkStatuses, type Difference, idOf, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_EVERYWHERE } from './slips-everywhere.ts';

const malformed = (method: string, path: string) => async (c: Caller) => {
  const { id } = await c.user('ada');
  return (await c.send(method, path.replace('ID', String(id)), '{"schemas":')).status;
};
const titlePatched = async (c: Caller): Promise<string> => {
  const path = `/Users/${idOf(await c.user('ada'))}`;
  await c.patch(path, [{ op: 'add', path: 'title', value: 'Zoë' }]);
  return path;
};
const post = (bulkId: string, path: string, data: JsonObject): JsonObject => ({ method: 'POST', path, bulkId, data });

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'auth-challenge-of-another-scheme',
    ask: async (c) => (await c.get('/Users', { authorization: '' })).headers.get('www-authenticate')?.split(' ')[0],
    good: 'Bearer',
    faulty: 'Basic',
  },
  {
    id: 'auth-other-scheme-500',
    ask: async (c) => (await c.get('/Users', { authorization: 'Basic YTpi' })).status,
    good: 401,
    faulty: 500,
  },
  { id: 'malformed-change-500', ask: malformed('PATCH', '/Users/ID'), good: 400, faulty: 500 },
  { id: 'malformed-group-500', ask: malformed('POST', '/Groups'), good: 400, faulty: 500 },
  { id: 'malformed-message-500', ask: malformed('POST', '/Users/.search'), good: 400, faulty: 500 },
  {
    id: 'body-prototype-500',
    ask: async (c) => (await c.send('POST', '/Users', '{"__proto__": {}, "userName": "ada"}')).status,
    good: 400,
    faulty: 500,
  },
  {
    id: 'read-below-a-resource',
    ask: async (c) => (await c.get(`/Users/${idOf(await c.user('ada'))}/userName`)).status,
    good: 404,
    faulty: 200,
  },
  {
    id: 'create-by-external-id-overwrites',
    ask: async (c) => {
      const first = await c.user('ada', { externalId: '7' });
      return (await c.user('bea', { externalId: '7' })).id === first.id;
    },
    good: false,
    faulty: true,
  },
  {
    id: 'list-texts-mangled',
    ask: async (c) => {
      await c.user('ada', { title: 'Zoë' });
      return resources(await c.post('/Users/.search', { schemas: [SEARCH_REQUEST_URN] })).map(({ title }) => title);
    },
    good: ['Zoë'],
    faulty: ['ZoÃ«'],
  },
  {
    id: 'patch-texts-mangled',
    ask: async (c) => (await c.get(await titlePatched(c))).body.title,
    good: 'Zoë',
    faulty: 'ZoÃ«',
  },
  {
    id: 'user-name-cut',
    ask: async (c) => String((await c.user('a'.repeat(80))).userName).length,
    good: 80,
    faulty: 64,
  },
  {
    id: 'group-name-cut',
    ask: async (c) => String((await c.group('a'.repeat(80))).displayName).length,
    good: 80,
    faulty: 64,
  },
  {
    id: 'extension-urn-case-sensitive',
    ask: async (c) =>
      ENTERPRISE_USER_URN in (await c.user('ada', { [ENTERPRISE_USER_URN.toUpperCase()]: { department: 'Tours' } })),
    good: true,
    faulty: false,
  },
  {
    id: 'group-members-as-text-500',
    ask: async (c) =>
      (await c.post('/Groups', { schemas: [GROUP_URN], displayName: 'all', members: 'everybody' })).status,
    good: 400,
    faulty: 500,
  },
  { id: 'id-of-another-script-500', ask: async (c) => (await c.get('/Users/%C3%A9')).status, good: 404, faulty: 500 },
  {
    id: 'bulk-group-not-replaced',
    ask: async (c) => {
      const path = `/Groups/${idOf(await c.group('old'))}`;
      await bulk(c, [{ method: 'PUT', path, data: { schemas: [GROUP_URN], displayName: 'new' } }]);
      return (await c.get(path)).body.displayName;
    },
    good: 'new',
    faulty: 'old',
  },
  {
    id: 'etag-of-group-never-current',
    ask: async (c) => {
      const path = `/Groups/${idOf(await c.group('old'))}`;
      const etag = (await c.get(path)).headers.get('etag') ?? '';
      return (await c.put(path, { schemas: [GROUP_URN], displayName: 'new' }, { 'if-match': etag })).status;
    },
    good: 200,
    faulty: 412,
  },
  {
    id: 'bulk-patch-first-operation-only',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ada'))}`;
      const Operations: Json = ['title', 'nickName'].map((name) => ({ op: 'add', path: name, value: 'x' }));
      await bulk(c, [{ method: 'PATCH', path, data: { schemas: [PATCH_URN], Operations } }]);
      return (await c.get(path)).body.nickName;
    },
    good: 'x',
    faulty: undefined,
  },
  {
    id: 'bulk-first-member-only',
    ask: async (c) => {
      const members = [{ value: 'bulkId:a' }, { value: 'bulkId:b' }];
      await bulk(c, [
        post('a', '/Users', { schemas: [USER_URN], userName: 'a' }),
        post('b', '/Users', { schemas: [USER_URN], userName: 'b' }),
        post('g', '/Groups', { schemas: [GROUP_URN], displayName: 'g', members }),
      ]);
      const shown = dig(resources(await c.get('/Groups'))[0], 'members');
      return Array.isArray(shown) ? shown.length : 0;
    },
    good: 2,
    faulty: 1,
  },
  {
    id: 'bulk-operation-malformed-500',
    ask: async (c) => bulkStatuses(await bulk(c, [{ method: 'DELETE' }])),
    good: ['400'],
    faulty: ['500'],
  },
  {
    id: 'etag-first-of-several-only',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ada'))}`;
      const etag = (await c.get(path)).headers.get('etag') ?? '';
      return (await c.get(path, { 'if-none-match': `"other", ${etag}` })).status;
    },
    good: 304,
    faulty: 200,
  },
  {
    id: 'etag-of-before-in-patch',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ada'))}`;
      const before = (await c.get(path)).headers.get('etag');
      const after = await c.patch(path, [{ op: 'add', path: 'title', value: 'x' }]);
      return [after.headers.get('etag') === before, dig(after.body, 'meta', 'version') === before];
    },
    good: [false, false],
    faulty: [true, true],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_EVERYWHERE)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_EVERYWHERE.map(({ id }) => id).sort());
});
