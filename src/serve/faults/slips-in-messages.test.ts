import { expect, it } from 'vitest';
import { USER_URN } from '../../scim/urn.ts';
import { type Caller, dig } from '../caller.testing.ts';
import { crowd, type Difference, idOf, observe, stillWorks, verdict } from './difference.testing.ts';
import { SLIPS_IN_MESSAGES } from './slips-in-messages.ts';

const type = async (c: Caller) => (await c.get('/Users')).headers.get('content-type');
const patch = async (c: Caller) =>
  c.patch(`/Users/${idOf(await c.user('a'))}`, [{ op: 'add', path: 'title', value: 'T' }]);
const post = (c: Caller, more: Record<string, string>, headers?: Record<string, string>) =>
  c.post('/Users', { schemas: [USER_URN], userName: 'a', ...more }, headers);
const page = async (c: Caller) => {
  await crowd(c, 2);
  return (await c.get('/Users?count=1')).body;
};
/** GET of a user with these conditions. */
const conditional = async (c: Caller, header: (version: string) => string) => {
  const user = await c.user('a');
  return (await c.get(`/Users/${idOf(user)}`, { 'if-none-match': header(String(dig(user, 'meta', 'version'))) }))
    .status;
};

const DIFFERENCES: readonly Difference[] = [
  {
    id: 'answer-warning-before-json',
    ask: async (c) => (await c.get(`/Schemas/${USER_URN}`)).text.startsWith('{'),
    good: true,
    faulty: false,
  },
  {
    id: 'answer-media-type-plain-json',
    ask: async (c) => type(c),
    good: 'application/scim+json',
    faulty: 'application/json',
  },
  {
    id: 'answer-media-type-html',
    ask: async (c) => type(c),
    good: 'application/scim+json',
    faulty: 'text/html; charset=utf-8',
  },
  {
    id: 'answer-name-twice',
    ask: async (c) => (await c.get(`/Users/${idOf(await c.user('a'))}`)).text.split('"schemas"').length,
    good: 2,
    faulty: 3,
  },
  {
    id: 'answer-204-announces-body',
    ask: async (c) => (await c.delete(`/Users/${idOf(await c.user('a'))}`)).headers.get('content-length'),
    good: null,
    faulty: '2',
  },
  {
    id: 'error-without-body',
    ask: async (c) => (await c.get('/Users/none')).text.length > 0,
    good: true,
    faulty: false,
  },
  {
    id: 'error-status-differs',
    ask: async (c) => (await c.get('/Users/none')).body.status,
    good: '404',
    faulty: '400',
  },
  {
    id: 'error-detail-list',
    ask: async (c) => Array.isArray((await post(c, { userName: '' })).body.detail),
    good: false,
    faulty: true,
  },
  {
    id: 'error-shows-stack',
    ask: async (c) => String((await post(c, { userName: '' })).body.detail).includes('.js:'),
    good: false,
    faulty: true,
  },
  {
    id: 'read-answers-list',
    ask: async (c) => 'Resources' in (await c.get(`/Groups/${idOf(await c.group('g'))}`)).body,
    good: false,
    faulty: true,
  },
  {
    id: 'put-answers-without-resource',
    ask: async (c) => (await c.put(`/Users/${idOf(await c.user('a'))}`, { schemas: [USER_URN], userName: 'a' })).status,
    good: 200,
    faulty: 204,
  },
  {
    id: 'patch-answers-200-without-body',
    ask: async (c) => {
      const { status, text } = await patch(c);
      return [status, text === ''];
    },
    good: [200, false],
    faulty: [200, true],
  },
  {
    id: 'create-without-location-header',
    ask: async (c) => (await post(c, {})).headers.has('location'),
    good: true,
    faulty: false,
  },
  {
    id: 'create-content-location-of-all',
    ask: async (c) => (await post(c, {})).headers.get('content-location')?.split('/').at(-1),
    good: undefined,
    faulty: 'Users',
  },
  {
    id: 'etag-header-missing',
    ask: async (c) => {
      const reply = await post(c, {});
      return [reply.headers.has('etag'), typeof dig(reply.body, 'meta', 'version')];
    },
    good: [true, 'string'],
    faulty: [false, 'string'],
  },
  {
    id: 'etag-without-quotes',
    ask: async (c) => /^W\/"[^"]+"$/.test((await post(c, {})).headers.get('etag') ?? ''),
    good: true,
    faulty: false,
  },
  {
    id: 'if-none-match-ignored',
    ask: async (c) => conditional(c, (version) => version),
    good: 304,
    faulty: 200,
  },
  {
    id: 'if-none-match-always-304',
    ask: async (c) => conditional(c, () => 'W/"other"'),
    good: 200,
    faulty: 304,
  },
  {
    id: 'list-without-schemas',
    ask: async (c) => 'schemas' in (await page(c)),
    good: true,
    faulty: false,
  },
  {
    id: 'list-total-as-text',
    ask: async (c) => (await page(c)).totalResults,
    good: 2,
    faulty: '2',
  },
  {
    id: 'list-part-unmarked',
    ask: async (c) => 'startIndex' in (await page(c)),
    good: true,
    faulty: false,
  },
  {
    id: 'list-names-in-lower-case',
    ask: async (c) => 'resources' in (await page(c)),
    good: false,
    faulty: true,
  },
  {
    id: 'long-value-500',
    ask: async (c) => verdict(await post(c, { displayName: 'x'.repeat(300) })),
    good: '201',
    faulty: '500',
  },
  {
    id: 'nul-character-500',
    ask: async (c) => verdict(await post(c, { displayName: '\u0000' })),
    good: '201',
    faulty: '500',
  },
  {
    id: 'any-media-type-accepted',
    ask: async (c) => verdict(await post(c, {}, { 'content-type': 'text/plain' })),
    good: '415',
    faulty: '201',
  },
];

it.each(DIFFERENCES)('$id shows', async (difference) => {
  expect(await observe(difference)).toEqual({ good: difference.good, faulty: difference.faulty });
});

it.each(SLIPS_IN_MESSAGES)('$id leaves the rest alone', async (fault) => {
  expect(await stillWorks(fault)).toBe(true);
});

it('looks at every fault', () => {
  expect(DIFFERENCES.map(({ id }) => id).sort()).toEqual(SLIPS_IN_MESSAGES.map(({ id }) => id).sort());
});
