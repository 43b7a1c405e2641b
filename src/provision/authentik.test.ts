/** What authentik's source does with groups, beyond what stands in habits.test.ts. */
import { describe, expect, it } from 'vitest';
import { isObject, type Json } from '../scim/json.ts';
import type { ServeOptions } from '../serve/options.ts';
import { type Company, company } from './company.testing.ts';
import { apply, contents, type Ran, type World, world } from './world.testing.ts';

const PEOPLE = company(7, 1);
const IDP = { idp: 'authentik' };
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const bodiesOf = (ran: Ran, operation: string): { readonly Operations: readonly Record<string, Json>[] }[] =>
  ran.events.flatMap((event) =>
    event.type === 'sent' && event.operation === operation ? [JSON.parse(event.exchange.request.body ?? 'null')] : [],
  );

const sentBy = (ran: Ran): string[] => ran.events.flatMap((event) => (event.type === 'sent' ? [event.operation] : []));

const ask = async ({ server }: World, method: string, target: string, body?: object): Promise<string> => {
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  const { response } = await server.send({
    ...{ method, target, headers: [['Content-Type', 'application/scim+json']] },
    ...text,
  });
  if (response === undefined || response.status >= 300) throw new Error(`${method} ${target}: ${response?.status}`);
  return isObject(response.body) ? String(response.body.id) : '';
};

const begun = async (options: ServeOptions = {}, mode = 'default'): Promise<World> => {
  const place = await world(options);
  await apply(place, PEOPLE, { ...IDP, mode });
  return place;
};

const fewer = (count: number, displayName = 'Group 0'): Company => ({
  ...PEOPLE,
  groups: [{ id: 'g0', displayName }],
  memberships: PEOPLE.memberships.slice(count),
});

describe('a group whose name is taken', () => {
  it('is the first that a search finds', async () => {
    const place = await world();
    const ids = [1, 2].map(() => ask(place, 'POST', '/Groups', { schemas: [GROUP], displayName: 'Group 0' }));
    const [first] = [await ids[0], await ids[1]];
    place.trouble = ({ method, path }) => (method === 'POST' && path === '/Groups' ? { status: 409 } : undefined);
    const ran = await apply(place, PEOPLE, IDP);
    expect(ran.summary).toMatchObject({ created: 7, adopted: 1, memberships: { added: 7, removed: 0 }, refused: 0 });
    expect(ran.changes.find(({ action }) => action === 'adopt')?.targetId).toBe(first);
    expect((await contents(place)).groups.map((group) => Object(group).members.length).toSorted()).toEqual([0, 7]);
    expect((await apply(place, PEOPLE, IDP)).summary.requests).toBe(0);
  });

  it('is found with a server that knows it is taken, and its strangers go', async () => {
    const place = await begun({ capabilities: { uniqueGroupNames: true } });
    const ran = await apply({ ...place, state: `${place.state}-2` }, fewer(3), IDP);
    expect(ran.summary).toMatchObject({ created: 0, adopted: 8, refused: 0 });
    expect((await contents(place)).groups).toMatchObject([{ displayName: 'Group 0', members: { length: 4 } }]);
  });

  it('is refused where nothing can be searched for', async () => {
    const place = await world({ capabilities: { filter: false, uniqueGroupNames: true } });
    await ask(place, 'POST', '/Groups', { schemas: [GROUP], displayName: 'Group 0' });
    const ran = await apply(place, PEOPLE, IDP);
    expect(ran.refused).toMatchObject([{ id: 'g0', action: 'create', reason: expect.stringContaining('409') }]);
    expect(sentBy(ran)).not.toContain('match-group');
  });
});

describe('a group that is gone', () => {
  it.each([
    ['its name', fewer(0, 'Renamed')],
    ['its members', fewer(2)],
  ])('is made again with everybody when %s changed', async (_, changed) => {
    const place = await begun();
    const [{ id }] = await groupsIn(place);
    await ask(place, 'DELETE', `/Groups/${id}`);
    const ran = await apply(place, changed, IDP);
    expect(ran.refused).toEqual([]);
    expect(ran.summary).toMatchObject({ created: 1 });
    expect((await contents(place)).groups).toMatchObject([
      {
        displayName: changed.groups?.[0]?.displayName,
        externalId: 'g0',
        members: { length: changed.memberships?.length },
      },
    ]);
    expect((await apply(place, changed, IDP)).summary.requests).toBe(0);
  });
});

const groupsIn = async ({ server }: World): Promise<[{ id: string }]> => {
  const { response } = await server.send({ method: 'GET', target: '/Groups', headers: [] });
  return Object(response?.body).Resources;
};

describe('the members', () => {
  it.each([
    [3, [3, 3, 1]],
    [1, [1, 1, 1, 1, 1, 1, 1]],
    [0, [7]],
    [100, [7]],
  ])('go one by one, %i in a request', async (maxOperations, pieces) => {
    const place = await world({ capabilities: { maxOperations } });
    const ran = await apply(place, PEOPLE, IDP);
    const operations = bodiesOf(ran, 'add-members').map((body) => body.Operations);
    expect(operations.map((some) => some.length)).toEqual(pieces);
    for (const { op, path, value } of operations.flat()) {
      expect([op, path, value]).toEqual(['add', 'members', [{ value: expect.any(String) }]]);
    }
  });

  it.each([
    ['default', { op: 'remove', path: 'members', value: [{ value: expect.any(String) }] }],
    ['webex', { op: 'remove', path: 'members', value: [{ value: expect.any(String), type: 'user' }] }],
    ['by-filter', { op: 'remove', path: expect.stringMatching(/^members\[value eq "[0-9a-f-]{36}"\]$/) }],
  ])('are read, and only the difference is sent, each alone: %s', async (mode, removal) => {
    const place = await begun({}, mode);
    const ran = await apply(place, fewer(2), { ...IDP, mode });
    expect(sentBy(ran)).toEqual(['read-group', 'remove-members']);
    expect(bodiesOf(ran, 'remove-members').map((body) => body.Operations)).toEqual([[removal, removal]]);
    const back = await apply(place, PEOPLE, { ...IDP, mode });
    const type = mode === 'webex' ? { type: 'user' } : {};
    const addition = { op: 'add', path: 'members', value: [{ value: expect.any(String), ...type }] };
    expect(bodiesOf(back, 'add-members').map((body) => body.Operations)).toEqual([[addition, addition]]);
    expect((await contents(place)).groups).toMatchObject([{ members: { length: 7 } }]);
  });

  it.each(['webex', 'default'])('go with the group where nothing is patched: %s', async (mode) => {
    const place = await world({ capabilities: { patch: false } });
    const ran = await apply(place, PEOPLE, { ...IDP, mode });
    const member = { value: expect.any(String), ...(mode === 'webex' && { type: 'user' }) };
    const members = Array.from({ length: 7 }, () => member);
    expect(bodiesOf(ran, 'create-group-with-members')).toMatchObject([{ displayName: 'Group 0', members }]);
    const renamed = await apply(place, fewer(0, 'Renamed'), { ...IDP, mode });
    expect(bodiesOf(renamed, 'put-group')).toMatchObject([{ displayName: 'Renamed', externalId: 'g0', members }]);
  });
});

describe('a change of a group', () => {
  it.each(['default', 'slack', 'webex'])('is one replacement without a path, and without members: %s', async (mode) => {
    const place = await begun({}, mode);
    const ran = await apply(place, fewer(0, 'Renamed'), { ...IDP, mode });
    expect(sentBy(ran)).toEqual(['patch-group']);
    const [{ Operations = [] } = { Operations: [] }] = bodiesOf(ran, 'patch-group');
    const id = expect.any(String);
    const value = { schemas: [GROUP], id, displayName: 'Renamed', externalId: 'g0' };
    expect(Operations).toEqual([{ op: 'replace', value }]);
    expect((await contents(place)).groups).toMatchObject([{ displayName: 'Renamed', members: { length: 7 } }]);
  });

  it('is one replacement for each attribute in the mode for AWS', async () => {
    const place = await begun({}, 'aws');
    const ran = await apply(place, fewer(0, 'Renamed'), { ...IDP, mode: 'aws' });
    expect(bodiesOf(ran, 'patch-group').map((body) => body.Operations)).toEqual([
      [
        { op: 'replace', path: 'displayName', value: 'Renamed' },
        { op: 'replace', path: 'externalId', value: 'g0' },
      ],
    ]);
  });

  it('in the mode for vCenter nothing is asked, and groups are put whole', async () => {
    const place = await world();
    const ran = await apply(place, PEOPLE, { ...IDP, mode: 'vcenter' });
    expect(new Set(sentBy(ran))).toEqual(new Set(['create-user', 'create-group-with-members']));
    expect(sentBy(await apply(place, fewer(1), { ...IDP, mode: 'vcenter' }))).toEqual(['put-group']);
  });
});

it.each(['/Users', '/Groups'])('a created resource without an id ends the cycle: %s', async (endpoint) => {
  const place = await world();
  place.trouble = ({ method, path }) =>
    method === 'POST' && path === endpoint
      ? { change: ({ status, body }) => ({ status, body: isObject(body) ? { ...body, id: null } : body }) }
      : undefined;
  const ran = await apply(place, PEOPLE, { ...IDP, concurrency: 1 });
  expect(ran.finished).toMatchObject({ exitCode: 1, stopped: { because: expect.stringContaining('needs the id') } });
  // The next ones begin while the answer to the first is looked into.
  const created = place.requests.filter(({ method, path }) => method === 'POST' && path === endpoint);
  expect(created.length).toBeLessThan(4);
});
