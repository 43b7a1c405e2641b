import { describe, expect, it } from 'vitest';
import { isObject, type Json } from '../scim/json.ts';
import { company } from './company.testing.ts';
import { apply, contents, type Passing, type Ran, world } from './world.testing.ts';

const isBulk = ({ path }: Passing): boolean => path === '/Bulk';
const operationsIn = ({ body }: Passing): { method: string; path: string; bulkId?: string; data: unknown }[] =>
  JSON.parse(body).Operations;

const undisturbed = async (people: ReturnType<typeof company>, extra: object) => {
  const place = await world();
  await apply(place, people, extra);
  return contents(place);
};

/** The answer of a server that refused one of the operations. */
const withFailure = (body: Json | undefined, bulkId: string): Json => {
  const { Operations, ...others } = isObject(body) ? body : {};
  const results = Array.isArray(Operations) ? Operations : [];
  const failed = { method: 'POST', bulkId, status: '400' };
  return { ...others, Operations: results.map((one) => (isObject(one) && one.bulkId === bulkId ? failed : one)) };
};

const NOTHING_LEFT = { created: 0, updated: 0, refused: 0, memberships: { added: 0, removed: 0 } };

describe('a bulk import', () => {
  it.each([
    ['okta', 'oin'],
    ['okta', 'aiw'],
    ['entra', 'default'],
    ['jumpcloud', 'patch'],
    ['authentik', 'default'],
  ])('as %s:%s makes what single requests make', async (idp, mode) => {
    const place = await world({ capabilities: { maxOperations: 20 } });
    const people = company(60, 6);
    const extra = { idp, mode, bulk: true };
    const ran = await apply(place, people, extra);
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 66, memberships: { added: 60, removed: 0 }, unchanged: 0 });
    expect(place.requests.filter(({ method, path }) => method === 'POST' && path === '/Users')).toEqual([]);
    const batches = place.requests.filter(isBulk);
    expect(batches.length).toBeGreaterThan(2);
    expect(Math.max(...batches.map((batch) => operationsIn(batch).length))).toBeLessThanOrEqual(20);
    expect(await contents(place)).toEqual(await undisturbed(people, { idp, mode }));
    expect((await apply(place, people, extra)).summary).toMatchObject({ ...NOTHING_LEFT, unchanged: 66 });
  });

  it('names people by their bulkIds in the groups they belong to, in the same request', async () => {
    const place = await world();
    const people = company(6, 2);
    await apply(place, people, { idp: 'entra', bulk: true });
    const [batch, ...others] = place.requests.filter(isBulk);
    if (batch === undefined) throw new Error('no bulk request');
    expect(others).toEqual([]);
    const operations = operationsIn(batch);
    expect(operations.map(({ method, bulkId }) => bulkId ?? method)).toEqual([
      'user1',
      'user2',
      'user3',
      'user4',
      'user5',
      'user6',
      'PATCH',
      'PATCH',
    ]);
    expect(operations.at(-1)?.data).toMatchObject({
      Operations: [
        { path: 'members', value: [{ value: 'bulkId:user2' }, { value: 'bulkId:user4' }, { value: 'bulkId:user6' }] },
      ],
    });
  });

  it('keeps to the size that the target takes', async () => {
    const place = await world({ capabilities: { maxPayloadSize: 4000 } });
    const people = company(40, 4);
    const ran = await apply(place, people, { idp: 'authentik', bulk: true });
    expect(ran.summary).toMatchObject({ created: 44, refused: 0 });
    const sizes = place.requests.filter(isBulk).map(({ body }) => Buffer.byteLength(body));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(4000);
    expect(Math.max(...sizes)).toBeGreaterThan(2000);
  });

  it('goes on with single requests where there is no Bulk, or a batch is refused', async () => {
    const without = await world({ capabilities: { bulk: false } });
    const people = company(20, 2);
    const ran = await apply(without, people, { bulk: true });
    expect(ran.notices).toContainEqual('the target has no /Bulk: requests are sent one by one');
    expect(ran.summary).toMatchObject({ created: 22, refused: 0 });

    const refusing = await world({ capabilities: { maxOperations: 10 } });
    refusing.trouble = (passing) => (isBulk(passing) ? { status: 403 } : undefined);
    const refused = await apply(refusing, people, { bulk: true, concurrency: 1 });
    expect(refused.notices).toContainEqual(expect.stringContaining('the target refuses a batch'));
    expect(refused.summary).toMatchObject({ created: 22, refused: 0 });
    expect(refusing.requests.filter(isBulk).length).toBe(1);
    expect(await contents(refusing)).toEqual(await undisturbed(people, {}));
  });

  it('sends smaller batches to a target that takes less than it says', async () => {
    const place = await world();
    place.trouble = (passing) => (isBulk(passing) && operationsIn(passing).length > 20 ? { status: 413 } : undefined);
    const ran = await apply(place, company(200, 2), { idp: 'authentik', bulk: true, concurrency: 1 });
    expect(ran.summary).toMatchObject({ created: 202, refused: 0 });
    expect(ran.notices.some((notice) => notice.includes('too large'))).toBe(true);
    const sizes = place.requests.filter(isBulk).map((batch) => operationsIn(batch).length);
    expect(sizes.some((size) => size <= 20)).toBe(true);
  });

  it('leaves alone who is refused, and tells of them', async () => {
    const place = await world();
    const people = company(12, 2);
    place.trouble = ({ method, body, path }) => {
      if (method === 'POST' && path === '/Users' && body.includes('user3@')) return { status: 400 };
      if (!isBulk({ method, body, path, authorization: '', number: 0 })) return undefined;
      return { change: ({ status, body: shown }) => ({ status, body: withFailure(shown, 'user4') }) };
    };
    const ran: Ran = await apply(place, people, { idp: 'authentik', bulk: true });
    expect(ran.refused.map(({ id }) => id)).toEqual(['p3']);
    expect(ran.summary).toMatchObject({ created: 13, refused: 1 });
  });

  it.each([
    ['reset', { after: 'reset' } as const],
    ['500', { after: { status: 500 } } as const],
  ])('whose answer is lost (%s) is looked up, and nobody is doubled', async (_, trouble) => {
    const place = await world({ capabilities: { maxOperations: 10 } });
    let lost = 0;
    place.trouble = (passing) => {
      if (!isBulk(passing) || lost >= 2) return undefined;
      lost += 1;
      return trouble;
    };
    const people = company(30, 3);
    const ran = await apply(place, people, { bulk: true, mode: 'oin' });
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 33 });
    expect(await contents(place)).toEqual(await undisturbed(people, { mode: 'oin' }));
    place.trouble = () => undefined;
    expect((await apply(place, people, { mode: 'oin' })).summary).toMatchObject({ ...NOTHING_LEFT, requests: 0 });
  });

  it('adopts who is there already, one by one', async () => {
    const place = await world();
    const people = company(10, 1);
    await apply(place, { people: people.people.slice(0, 3) });
    const again = { ...place, state: `${place.state}-other` };
    const ran = await apply(again, people, { bulk: true });
    expect(ran.summary).toMatchObject({ created: 8, adopted: 3, refused: 0 });
    expect((await contents(place)).users).toHaveLength(10);
    const third = { ...place, state: `${place.state}-third` };
    expect((await apply(third, people, { bulk: true, idp: 'authentik' })).summary).toMatchObject({
      created: 1,
      adopted: 10,
    });
    expect((await contents(place)).users).toHaveLength(10);
  });
});
