import { expect, it } from 'vitest';
import type { JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER_URN, SEARCH_REQUEST_URN } from '../../scim/urn.ts';
import { type Caller, dig, resources } from '../caller.testing.ts';
import { type Difference, idOf, namesIn, observe, stillWorks } from './difference.testing.ts';
import { SLIPS_IN_LIST_FORMS } from './slips-in-list-forms.ts';

const numbered = (employeeNumber: string): JsonObject => ({ [ENTERPRISE_USER_URN]: { employeeNumber } });
const keysOf = (json: unknown): string[] => Object.keys(json as JsonObject).sort();
const pagination = (name: string) => async (c: Caller) =>
  dig((await c.get('/ServiceProviderConfig')).body, 'pagination', name);
const shown = (query: string, attributes: JsonObject) => async (c: Caller) => {
  const user = await c.user('ada', attributes);
  return keysOf((await c.get(`/Users/${user.id}?${query}`)).body);
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'list-without-extensions',
    ask: async (c) => {
      await c.user('ada', numbered('1'));
      return dig(resources(await c.get('/Users'))[0], ENTERPRISE_USER_URN);
    },
    good: { employeeNumber: '1' },
    faulty: undefined,
  },
  {
    id: 'config-paging-method-unknown',
    ask: pagination('defaultPaginationMethod'),
    good: 'index',
    faulty: 'offset',
  },
  { id: 'config-cursors-denied', ask: pagination('cursor'), good: true, faulty: false },
  {
    id: 'cursor-of-groups-ignored',
    ask: async (c) => {
      await c.group('one');
      await c.group('two');
      return typeof (await c.get('/Groups?cursor=&count=1')).body.nextCursor;
    },
    good: 'string',
    faulty: 'undefined',
  },
  {
    id: 'cursor-in-search-ignored',
    ask: async (c) => {
      await c.user('one');
      await c.user('two');
      const search = { schemas: [SEARCH_REQUEST_URN], cursor: '', count: 1 };
      return typeof (await c.post('/Users/.search', search)).body.nextCursor;
    },
    good: 'string',
    faulty: 'undefined',
  },
  {
    id: 'cursor-empty-at-the-end',
    ask: async (c) => (await c.get('/Users?cursor=&count=1')).body.nextCursor,
    good: undefined,
    faulty: '',
  },
  {
    id: 'attributes-and-active',
    ask: shown('attributes=title', { title: 'Guide' }),
    good: ['id', 'schemas', 'title'],
    faulty: ['active', 'id', 'schemas', 'title'],
  },
  {
    id: 'attributes-blank-400',
    ask: async (c) => (await c.get(`/Users/${idOf(await c.user('ada'))}?attributes=title,%20active`)).status,
    good: 200,
    faulty: 400,
  },
  {
    id: 'excluded-is-deleted',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ada', { emails: [{ value: 'ada@example.com' }] }))}`;
      await c.get(`${path}?excludedAttributes=emails`);
      return 'emails' in (await c.get(path)).body;
    },
    good: true,
    faulty: false,
  },
  {
    id: 'excluded-extension-ignored',
    ask: async (c) =>
      (await shown(`excludedAttributes=${ENTERPRISE_USER_URN}`, numbered('1'))(c)).includes(ENTERPRISE_USER_URN),
    good: false,
    faulty: true,
  },
  {
    id: 'excluded-in-lists-ignored',
    ask: async (c) => {
      await c.user('ada', { title: 'Guide' });
      return resources(await c.get('/Users?excludedAttributes=title')).map(({ title }) => title);
    },
    good: [undefined],
    faulty: ['Guide'],
  },
  {
    id: 'projection-of-patch-ignored',
    ask: async (c) => {
      const path = `/Users/${idOf(await c.user('ada'))}?attributes=userName`;
      return 'title' in (await c.patch(path, [{ op: 'add', path: 'title', value: 'Guide' }])).body;
    },
    good: false,
    faulty: true,
  },
  {
    id: 'sort-by-extension-ignored',
    ask: async (c) => {
      await c.user('ada', numbered('2'));
      await c.user('bea', numbered('1'));
      return namesIn(await c.get(`/Users?sortBy=${ENTERPRISE_USER_URN}:employeeNumber`));
    },
    good: ['bea', 'ada'],
    faulty: ['ada', 'bea'],
  },
  {
    id: 'sort-of-groups-ignored',
    ask: async (c) => {
      await c.group('two');
      await c.group('one');
      return namesIn(await c.get('/Groups?sortBy=displayName'));
    },
    good: ['one', 'two'],
    faulty: ['two', 'one'],
  },
  {
    id: 'sort-of-groups-by-code-point',
    ask: async (c) => {
      await c.group('Two');
      await c.group('one');
      return namesIn(await c.get('/Groups?sortBy=displayName'));
    },
    good: ['one', 'Two'],
    faulty: ['Two', 'one'],
  },
  {
    id: 'sort-drops-valueless',
    ask: async (c) => {
      await c.user('ada', { title: 'Guide' });
      await c.user('bea');
      return namesIn(await c.get('/Users?sortBy=title'));
    },
    good: ['ada', 'bea'],
    faulty: ['ada'],
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_LIST_FORMS)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_LIST_FORMS.map(({ id }) => id).sort());
});
