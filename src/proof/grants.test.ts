/** One membership given and taken away as ConductorOne does it, in our server and in one that others wrote; the rest is compared. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grant, revoke } from '../provision/grant.ts';
import { startServer } from '../serve/server.ts';
import type { Client } from '../wire/exchange.ts';
import { startIndependentServer } from './independent-server.ts';
import { type Meeting, meet, partnerOf } from './life.testing.ts';
import { type Place, readTarget } from './read-target.testing.ts';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const MANY = 300;
/** Is in no group. */
const NEW = 'newcomer@example.com';

const post = async ({ url, token }: Place, path: string, body: object): Promise<string> => {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  const { id } = Object(await answer.json());
  if (answer.status !== 201 || typeof id !== 'string') throw new Error(`POST ${path} answered ${answer.status}`);
  return id;
};

/** A group of 300 users, one of three of them, and one of one. @returns the id of the newcomer in the target */
const fill = async (place: Place): Promise<string> => {
  const numbers = Array.from({ length: MANY }, (_, number) => number);
  const user = (userName: string, externalId: string): Promise<string> =>
    post(place, '/Users', { schemas: [USER], userName, externalId });
  const ids = await Promise.all(numbers.map((number) => user(`user${number}@example.com`, `e${number}`)));
  const group = (displayName: string, size: number): Promise<string> =>
    post(place, '/Groups', {
      schemas: [GROUP],
      displayName,
      members: ids.slice(0, size).map((value) => ({ value })),
    });
  await Promise.all([group('All', MANY), group('Three', 3), group('One', 1)]);
  return user(NEW, 'e-new');
};

/** As through a proxy that takes the bodies of GET requests off. */
const withoutReadBodies = (client: Client): Client => ({
  ...client,
  send({ body, ...request }, signal, watch) {
    const kept = body === undefined || request.method === 'GET' ? {} : { body };
    return client.send({ ...request, ...kept }, signal, watch);
  },
});

const startScimmy = () => startIndependentServer('scimmy');

const TARGETS = [
  { name: 'our server', start: () => startServer(), through: (client: Client) => client, nobody: [] },
  {
    name: 'scimmy, which we did not write',
    start: startScimmy,
    // It refuses the body `null` that ConductorOne's reads have, see below.
    through: withoutReadBodies,
    // Members replaced by null are a member that is null: wrong by RFC 7643 §2.5 (RFC7643-2.5-01).
    nobody: ['undefined'],
  },
];

describe.each(TARGETS)('ConductorOne and $name', ({ start, through, nobody }) => {
  const ends: (() => Promise<void>)[] = [];
  let meeting: Meeting & { readonly newcomer: string };
  let conductorone: Awaited<ReturnType<typeof partnerOf>>;
  beforeAll(async () => {
    conductorone = await partnerOf('conductorone:default');
    const { place, client } = await meet(start, (end) => ends.push(end));
    meeting = { place, client: through(client), newcomer: await fill(place) };
  }, 60_000);
  afterAll(async () => {
    for (const end of ends) await end();
  });

  it.each(['All', 'One'])('change one membership of the group of %s, once, and nothing else', async (group) => {
    const { place, client, newcomer } = meeting;
    const before = await readTarget(place);
    const old = before.groups[group];
    const options = { ...conductorone, client, user: NEW, group };
    const done = {
      changed: true,
      user: { given: NEW, id: newcomer, name: NEW },
      group: { name: group },
      exitCode: 0,
    };
    expect(await grant(options)).toMatchObject({ action: 'grant', outcome: 'granted', ...done });
    const members = [...(old?.members ?? []), NEW].sort();
    const granted = { ...before, groups: { ...before.groups, [group]: { ...old, members } } };
    expect(await readTarget(place)).toEqual(granted);
    expect(await grant(options)).toMatchObject({ outcome: 'already', changed: false, exitCode: 0 });
    expect(await readTarget(place)).toEqual(granted);

    expect(await revoke(options)).toMatchObject({ action: 'revoke', outcome: 'revoked', ...done });
    expect(await readTarget(place)).toEqual(before);
    expect(await revoke(options)).toMatchObject({ outcome: 'already', changed: false, exitCode: 0 });
    expect(await readTarget(place)).toEqual(before);
  });

  it('know the principal by externalId, by the id in the target and by name', async () => {
    const { client, newcomer } = meeting;
    const options = { ...conductorone, client, group: 'Three' };
    for (const user of ['e-new', newcomer, NEW.toUpperCase()]) {
      const found = { user: { given: user, id: newcomer } };
      expect(await grant({ ...options, user })).toMatchObject({ outcome: 'granted', ...found });
      expect(await revoke({ ...options, user })).toMatchObject({ outcome: 'revoked', ...found });
    }
  });

  it('take the last member away', async () => {
    const { place, client } = meeting;
    const options = { ...conductorone, client, group: 'One', user: 'e0' };
    expect(await revoke(options)).toMatchObject({ outcome: 'revoked' });
    expect((await readTarget(place)).groups.One?.members).toEqual(nobody);
    expect(await revoke(options)).toMatchObject({ outcome: 'already', changed: false });
  });
});

it('ConductorOne can do nothing where a read with a body is refused, and writes nothing', async () => {
  const { client, place } = await meet(startScimmy);
  await post(place, '/Users', { schemas: [USER], userName: NEW });
  await post(place, '/Groups', { schemas: [GROUP], displayName: 'One', members: [] });
  const before = await readTarget(place);
  const ran = await grant({ ...(await partnerOf('conductorone:default')), client, user: NEW, group: 'One' });
  expect(ran).toMatchObject({
    ...{ outcome: 'failed', changed: false, exitCode: 3 },
    because: expect.stringContaining('answered 400'),
  });
  expect(await readTarget(place)).toEqual(before);
});
