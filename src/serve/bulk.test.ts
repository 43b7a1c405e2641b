import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import {
  BULK_REQUEST_URN,
  BULK_RESPONSE_URN,
  ENTERPRISE_USER_URN,
  GROUP_URN,
  PATCH_URN,
  USER_URN,
} from '../scim/urn.ts';
import { type Caller, connect, dig, resources, withServer } from './caller.testing.ts';
import { startServer } from './server.ts';

let caller: Caller;
beforeAll(async () => {
  caller = connect(await startServer());
});
afterAll(() => caller.server.close());

const send = (Operations: Json[], more: JsonObject = {}) =>
  caller.post('/Bulk', { schemas: [BULK_REQUEST_URN], Operations, ...more });
const run = async (Operations: Json[], more: JsonObject = {}): Promise<JsonObject[]> => {
  const reply = await send(Operations, more);
  expect([reply.status, reply.body.schemas]).toEqual([200, [BULK_RESPONSE_URN]]);
  const results = reply.body.Operations;
  return Array.isArray(results) ? results.filter(isObject) : [];
};
const user = (bulkId: string, userName: string, more: JsonObject = {}): JsonObject => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: { schemas: [USER_URN], userName, ...more },
});
const group = (bulkId: string, ...members: string[]): JsonObject => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [GROUP_URN], displayName: bulkId, members: members.map((value) => ({ value })) },
});
const statuses = (results: readonly JsonObject[]) => results.map(({ status }) => status);
const at = async (result: JsonObject | undefined) => (await caller.get(String(result?.location))).body;
const idOf = (result: JsonObject | undefined) => String(result?.location).split('/').at(-1);

describe('bulkId', () => {
  it('brings a user and a membership in one request, whichever comes first', async () => {
    const forward = await run([group('g1', 'bulkId:u1'), user('u1', 'bulk.1')]);
    expect(forward).toMatchObject([
      { method: 'POST', bulkId: 'g1', status: '201', version: expect.stringMatching(/^W\//) },
      { method: 'POST', bulkId: 'u1', status: '201' },
    ]);
    expect((await at(forward[0])).members).toMatchObject([{ value: idOf(forward[1]) }]);
    expect(forward[0]).not.toHaveProperty('response');
  });

  it('is resolved in the PatchOp of a group that exists, in its value and in its path', async () => {
    const old = await caller.user('bulk.old');
    const existing = await caller.group('bulk existing', [String(old.id)]);
    const patch = (operation: JsonObject): JsonObject => ({
      method: 'PATCH',
      path: `/Groups/${existing.id}`,
      data: { schemas: [PATCH_URN], Operations: [operation] },
    });
    const added = await run([
      user('u', 'bulk.2'),
      patch({ op: 'add', path: 'members', value: [{ value: 'bulkId:u' }] }),
    ]);
    expect(statuses(added)).toEqual(['201', '200']);
    expect(dig(await at(added[1]), 'members')).toHaveLength(2);
    const removed = await run([user('v', 'bulk.3'), patch({ op: 'remove', path: 'members[value ne "bulkId:v"]' })]);
    expect(statuses(removed)).toEqual(['201', '200']);
    expect(await at(removed[1])).not.toHaveProperty('members');
  });

  it('is resolved in extensions and in paths', async () => {
    const [boss, worker, deleted] = await run([
      user('boss', 'bulk.boss'),
      user('worker', 'bulk.worker', { [ENTERPRISE_USER_URN]: { manager: { value: 'bulkId:boss' } } }),
      { method: 'DELETE', path: '/Users/bulkId:boss' },
    ]);
    expect(deleted).toMatchObject({ status: '204', location: boss?.location });
    expect(dig(await at(worker), ENTERPRISE_USER_URN, 'manager', 'value')).toBe(idOf(boss));
  });

  it('may go in a circle', async () => {
    const [one, two] = await run([group('c1', 'bulkId:c2'), group('c2', 'bulkId:c1')]);
    expect((await at(one)).members).toMatchObject([{ value: idOf(two) }]);
    expect((await at(two)).members).toMatchObject([{ value: idOf(one) }]);
  });

  it('fails its operation when nothing resolves it, and leaves nothing behind', async () => {
    const results = await run([group('f1', 'bulkId:nobody'), group('f2', 'bulkId:f3'), user('f3', '')]);
    expect(statuses(results)).toEqual(['400', '409', '400']);
    expect(dig(results[0], 'response', 'scimType')).toBe('invalidValue');
    expect(results[0]).not.toHaveProperty('location');
    expect(resources(await caller.filter('/Groups', 'displayName sw "f"'))).toEqual([]);
  });

  it('fails the whole circle when one part of it fails', async () => {
    const broken = { ...group('d1', 'bulkId:d2'), data: { schemas: [GROUP_URN], members: [{ value: 'bulkId:d2' }] } };
    expect(statuses(await run([broken, group('d2', 'bulkId:d3'), group('d3', 'bulkId:d1')]))).toEqual([
      '400',
      '409',
      '409',
    ]);
    expect(resources(await caller.filter('/Groups', 'displayName sw "d"'))).toEqual([]);
  });
});

describe('operations', () => {
  it('go on after failures, and each tells its own', async () => {
    const results = await run([
      user('a', 'bulk.twice'),
      user('b', 'BULK.twice'),
      { method: 'PUT', path: '/Users/none', data: { schemas: [USER_URN], userName: 'x' } },
      user('c', 'bulk.after'),
    ]);
    expect(statuses(results)).toEqual(['201', '409', '404', '201']);
    expect(results[1]).toMatchObject({ response: { status: '409', scimType: 'uniqueness' } });
    expect(results[2]?.location).toBe(`${caller.server.url}/Users/none`);
  });

  it('stop after failOnErrors failures', async () => {
    const operations = [user('s1', 'bulk.s1'), user('s2', ''), user('s3', 'bulk.s3')];
    expect(statuses(await run(operations, { failOnErrors: 1 }))).toEqual(['201', '400']);
    expect(resources(await caller.filter('/Users', 'userName sw "bulk.s"'))).toHaveLength(1);
  });

  it('keep to versions', async () => {
    const { id, meta } = await caller.user('bulk.version');
    const put = (version: Json): JsonObject => ({
      method: 'PUT',
      path: `/Users/${id}`,
      version,
      data: { schemas: [USER_URN], userName: 'bulk.v2' },
    });
    expect(statuses(await run([put('W/"stale"'), put(dig(meta, 'version') ?? '')]))).toEqual(['412', '200']);
  });

  it.each([
    ['another method', { method: 'GET', path: '/Users' }],
    ['no path', { method: 'DELETE' }],
    ['a POST to a resource', { method: 'POST', path: '/Users/1', bulkId: 'x', data: {} }],
    ['a PUT to an endpoint', { method: 'PUT', path: '/Users', data: {} }],
    ['a bulk request', { method: 'POST', path: '/Bulk', bulkId: 'x', data: {} }],
    [
      'a POST without a bulkId',
      { method: 'POST', path: '/Users', data: { schemas: [USER_URN], userName: 'bulk.none' } },
    ],
    ['no data', { method: 'POST', path: '/Users', bulkId: 'x' }],
    ['no object', 'x'],
  ])('are refused one by one: %s', async (_what, operation) => {
    expect(await run([operation])).toMatchObject([{ status: '400', response: { scimType: 'invalidSyntax' } }]);
  });

  it('must not share a bulkId', async () => {
    expect(statuses(await run([user('same', 'bulk.same1'), user('same', 'bulk.same2')]))).toEqual(['201', '400']);
  });
});

describe('the request', () => {
  it.each([
    [{}],
    [{ schemas: [BULK_REQUEST_URN] }],
    [{ schemas: [BULK_REQUEST_URN], Operations: [] }],
    [{ schemas: [BULK_REQUEST_URN], Operations: [user('x', 'x')], failOnErrors: 0 }],
  ])('is refused as a whole: %j', async (body) => {
    const reply = await caller.post('/Bulk', body);
    expect([reply.status, reply.body.scimType]).toEqual([400, 'invalidSyntax']);
  });

  it('is refused with 413 beyond a limit, which it names', async () => {
    await withServer({ capabilities: { maxOperations: 2, maxPayloadSize: 1000 } }, async (small) => {
      const remove = { method: 'DELETE', path: '/Users/none' };
      const body = (Operations: Json[]) => ({ schemas: [BULK_REQUEST_URN], Operations });
      expect((await small.post('/Bulk', body([remove, remove]))).status).toBe(200);
      const many = await small.post('/Bulk', body([remove, remove, remove]));
      expect([many.status, String(many.body.detail)]).toEqual([413, expect.stringContaining('maxOperations is 2')]);
      const long = await small.post('/Bulk', body([{ ...remove, path: `/Users/${'n'.repeat(1000)}` }]));
      expect([long.status, String(long.body.detail)]).toEqual([413, expect.stringContaining('maxPayloadSize is 1000')]);
    });
  });
});
